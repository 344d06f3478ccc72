"""The demo year for tests: built once, copied for each worker, put back after every test.

The copy it is made from is kept between runs as long as neither the code nor the day changes;
``KEEP_DEMO=1`` keeps it all the same, while working on what the demo doesn't touch.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("accounts", "beneficiaries", "checkups", "claims", "config", "convalescence", "policies")
ROOMS += ("reports",)
# Any number: workers that hold it take turns.
BUILDING_LOCK = 20_250_124


def source_of_demo_year() -> str:
    """Name of a database with the demo year, for nobody to connect to; built if need be.

    The connection must be to an empty, migrated database, outside of a transaction.
    """
    empty = str(connection.settings_dict["NAME"])
    source = re.sub(r"_gw\d+$", "", empty) + "_demo_source"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [BUILDING_LOCK])
        try:
            if not _is_fresh(cursor, source):
                _build(cursor, source, empty)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [BUILDING_LOCK])
    return source


@contextmanager
def copied(source: str, name: str) -> Iterator[str]:
    """A database made like ``source`` for as long as it is needed."""
    with connection._nodb_cursor() as cursor:
        # Two copies at once would be in each other's way.
        cursor.execute("SELECT pg_advisory_lock(%s)", [BUILDING_LOCK])
        try:
            _copy(cursor, source, name)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [BUILDING_LOCK])
    yield name
    with connection._nodb_cursor() as cursor:
        _drop(cursor, name)


@contextmanager
def connected_to(name: str) -> Iterator[BaseDatabaseWrapper]:
    """Within, ``connection`` is one of its own to another database."""
    before = connections["default"]
    other = connections.create_connection("default")
    other.settings_dict = {**before.settings_dict, "NAME": name, "CONN_MAX_AGE": 0}
    connections["default"] = other
    try:
        yield other
    finally:
        other.close()
        connections["default"] = before


def _build(cursor, source: str, empty: str) -> None:
    _copy(cursor, empty, source)
    with connected_to(source):
        call_command("build_demo", verbosity=0)
    cursor.execute(f"COMMENT ON DATABASE \"{source}\" IS '{_fingerprint()}'")


def _copy(cursor, source: str, name: str) -> None:
    """Whoever still holds a connection to ``source`` loses it: nothing else copies a database."""
    _drop(cursor, name)
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source]
    )
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def _drop(cursor, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _is_fresh(cursor, source: str) -> bool:
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [source],
    )
    found = cursor.fetchone()
    return found == (_fingerprint(),) or bool(found and found[0] and os.environ.get("KEEP_DEMO"))


def _fingerprint() -> str:
    found = hashlib.sha256(date.today().isoformat().encode())  # noqa: DTZ011
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                found.update(path.read_bytes())
    return found.hexdigest()
