"""Django's PostgreSQL engine, which starts the embedded server at the first connection.

Commands that need no database (``--help``, the type checker) therefore start nothing.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config.embedded import server


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server.join(conn_params["dbname"])
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # The server was killed after we joined it: start it again, it recovers by itself.
            server.join(conn_params["dbname"], again=True)
            return super().get_new_connection(conn_params)
