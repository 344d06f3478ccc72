"""The demo years for tests: built once, copied for each worker, put back after every test.

The copy they are made from is kept between runs as long as neither the code nor the day changes;
``KEEP_DEMO=1`` keeps it all the same, while working on what the demo doesn't touch.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.management import call_command
from django.db import connection

from tests import databases

ROOMS = ("accounts", "beneficiaries", "checkups", "claims", "config", "convalescence", "policies")
ROOMS += ("reports",)
LANG_SON, LAO_CAI = "lang-son", "lao-cai"
# Databases have had this name for Lạng Sơn since it was the only one.
NAMES = {LANG_SON: "demo", LAO_CAI: "lao_cai"}


def source_of(province: str) -> str:
    """Name of a database with the year of this province alone, for nobody to connect to; built if
    need be.

    The connection must be to an empty, migrated database, outside of a transaction.
    """
    empty = str(connection.settings_dict["NAME"])
    return databases.kept(
        f"{databases.of_all_workers(empty)}_{NAMES[province]}_source",
        _fingerprint(),
        lambda: call_command("build_demo", province, verbosity=0),
        of=empty,
        stale=bool(os.environ.get("KEEP_DEMO")),
    )


@contextmanager
def copied(source: str, name: str) -> Iterator[str]:
    """A database made like ``source`` for as long as it is needed."""
    databases.copy(source, name)
    yield name
    databases.drop(name)


def _fingerprint() -> str:
    paths = [path for room in ROOMS for path in (databases.ROOT / room).rglob("*")]
    code = (path for path in paths if path.suffix in (".py", ".yaml"))
    return databases.fingerprint_of(code, date.today().isoformat())  # noqa: DTZ011
