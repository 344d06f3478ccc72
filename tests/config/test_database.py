import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database import database_settings
from config.embedded import server

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_server_is_named_by_its_address(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://lan:m%40t@csdl.example:6432/so%20y%20te?sslmode=require"
    )
    settings = database_settings()
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert settings["NAME"] == "so y te"
    assert settings["USER"] == "lan"
    assert settings["PASSWORD"] == "m@t"
    assert (settings["HOST"], settings["PORT"]) == ("csdl.example", "6432")
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["OPTIONS"]["options"].endswith("-c pgtrigger.ignore={}")


@pytest.mark.parametrize("url", ["sqlite:///db.sqlite3", "mysql://a@b/c", "postgresql://a@b", "x"])
def test_other_databases_are_refused_in_plain_words(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        database_settings()


def test_without_an_address_there_is_a_server_of_our_own(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DB_SUFFIX", "lan")
    settings = database_settings()
    assert settings["ENGINE"] == "config.embedded"
    assert settings["NAME"] == "portal_lan"
    assert settings["TEST"]["NAME"] == "test_portal_lan"
    assert settings["CONN_HEALTH_CHECKS"]


def test_a_long_path_still_fits_a_socket(monkeypatch):
    monkeypatch.setattr(server, "HOME", Path("/", *["thư mục rất dài"] * 9, "var", "postgres"))
    server.socket_directory.cache_clear()
    try:
        assert len(os.fsencode(server.socket_directory())) <= server.LONGEST_SOCKET_DIRECTORY
    finally:
        server.socket_directory.cache_clear()


# --- A server of its own, in a copy of the house -----------------------------------------------

USER = """
import sys, time
from config.embedded import server
server.join("portal")
with server._connect("portal") as connection:
    rows = connection.execute("SELECT count(*) FROM pg_class").fetchone()
print("joined", flush=True)
time.sleep(float(sys.argv[1]))
"""


class House:
    """A copy of the code that runs a server, with its own ``var/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config").mkdir()
        shutil.copy(ROOT / "config" / "__init__.py", folder / "config")
        shutil.copytree(ROOT / "config" / "embedded", folder / "config" / "embedded")
        copy = folder / "config" / "embedded" / "server.py"
        copy.write_text(re.sub(r"LINGER_SECONDS = \d+", "LINGER_SECONDS = 0.2", copy.read_text()))

    def visitor(self, seconds: float) -> subprocess.Popen:
        """A process that uses the server for a while; returns once it is connected."""
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(seconds)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stdout.readline() == "joined\n"
        return process

    @property
    def postmaster(self) -> int | None:
        """The process id of the running server."""
        try:
            lines = (self.folder / "var/postgres/data/postmaster.pid").read_text().splitlines()
            os.kill(int(lines[0]), 0)
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return None
        return int(lines[0])

    def falls_silent(self) -> bool:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.postmaster:
            time.sleep(0.1)
        return self.postmaster is None


@pytest.fixture
def house(tmp_path_factory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="no server of our own here")
def test_the_server_outlives_one_user_and_stops_after_the_last_however_they_end(house):
    first = house.visitor(60)
    second = house.visitor(60)
    first.kill()
    first.wait()
    assert house.postmaster
    second.kill()
    second.wait()
    assert house.falls_silent()


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="no server of our own here")
def test_a_killed_server_is_started_again_and_recovers(house):
    visitor = house.visitor(60)
    killed = house.postmaster
    assert killed
    os.kill(killed, 9)
    visitor.kill()
    visitor.wait()
    again = house.visitor(0)
    assert house.postmaster != killed
    again.wait()
    assert house.falls_silent()
