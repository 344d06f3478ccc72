"""Databases that tests start from: made once, kept between runs, copied in a moment.

Migrating takes longer than a hundred tests. What a run leaves behind, the next one replaces:
dropping it at the end would only wait for the disk.
"""

import gc
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
# Any number; with the hash of a database's name, whoever holds both has that database to itself.
LOCK = 20_250_124


def connect_to_empty() -> None:
    """Give this worker a migrated database with nothing in it."""
    name = str(connection.settings_dict["TEST"]["NAME"])
    empty = kept(f"{of_all_workers(name)}_empty", _fingerprint_of_migrations(), _migrate)
    copy(empty, name)
    connections.settings["default"]["NAME"] = connection.settings_dict["NAME"] = name


def of_all_workers(name: str) -> str:
    """Without what tells the database of one worker from another's."""
    return re.sub(r"_gw\d+$", "", name)


def kept(
    name: str, fingerprint: str, build: Callable[[], object], *, of: str = "", stale: bool = False
) -> str:
    """The database ``name``, for nobody to connect to; built, as a copy of ``of``, unless fresh.

    It is fresh while it carries this fingerprint; one that is ``stale`` may carry any.
    """
    connection.close()
    with connection._nodb_cursor() as cursor, _locked(cursor, name):
        found = _fingerprint_on(cursor, name)
        if found != fingerprint and not (found and stale):
            _copy(cursor, of, name)
            with connected_to(name):
                build()
            cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{fingerprint}'")
    return name


def copy(source: str, name: str) -> None:
    """Make the database ``name`` like ``source``, in place of any of that name."""
    connection.close()
    with connection._nodb_cursor() as cursor, _locked(cursor, source):
        _copy(cursor, source, name)


def drop(name: str) -> None:
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


def fingerprint_of(paths: Iterable[Path], *more: str) -> str:
    found = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()


def _fingerprint_of_migrations() -> str:
    ours = ROOT.glob("*/migrations/*.py")
    return fingerprint_of((*ours, ROOT / "requirements.txt"), *settings.INSTALLED_APPS)


def _migrate() -> None:
    # Migrating draws the models anew hundreds of times: looking for what may be thrown away
    # meanwhile takes a third of it.
    gc.disable()
    try:
        call_command("migrate", verbosity=0)
    finally:
        gc.enable()


@contextmanager
def _locked(cursor, name: str) -> Iterator[None]:
    """Two copies of one database at once would be in each other's way; of two, they are not."""
    cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK, name])
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCK, name])


def _copy(cursor, source: str, name: str) -> None:
    """Whoever still holds a connection to ``source`` loses it: nothing else copies a database."""
    _drop(cursor, name)
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source]
    )
    template = f' TEMPLATE "{source}"' if source else ""
    cursor.execute(f'CREATE DATABASE "{name}"{template}')


def _drop(cursor, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _fingerprint_on(cursor, name: str) -> str | None:
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    )
    found = cursor.fetchone()
    return found[0] if found else None
