"""What every test gets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import databases, demo


@pytest.fixture(autouse=True)
def uploads_elsewhere(settings, tmp_path: Path) -> None:
    """Files that a test uploads never end up among real ones."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """A migrated, empty database for this worker."""
    with django_db_blocker.unblock():
        databases.connect_to_empty()


LAO_CAI_FIXTURES = {"lao_cai_year", "lao_cai_database"}
DEMO_FIXTURES = {"demo_year", "demo_server"} | LAO_CAI_FIXTURES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of the demo year is a test with a database."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if DEMO_FIXTURES & needed:
            item.add_marker(pytest.mark.django_db)
        if LAO_CAI_FIXTURES & needed:
            item.add_marker(pytest.mark.lao_cai)


@pytest.fixture(scope="session")
def demo_source(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """Name of the database that copies of the demo year are made from."""
    with django_db_blocker.unblock():
        return demo.source_of(demo.LANG_SON)


@pytest.fixture(scope="session")
def demo_database(demo_source: str, django_db_blocker: DjangoDbBlocker) -> str:
    """Name of this worker's own database with the demo year in it."""
    name = f"{connection.settings_dict['NAME']}_demo"
    with django_db_blocker.unblock():
        databases.copy(demo_source, name)
    return name


@pytest.fixture
def demo_year(demo_database: str, db: None) -> Iterator[None]:
    """The demo year is in the database; what the test writes is taken back."""
    with databases.connected_to(demo_database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def lao_cai_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """Name of this worker's own database with the year of Lào Cai in it."""
    name = f"{connection.settings_dict['NAME']}_lao_cai"
    with django_db_blocker.unblock():
        databases.copy(demo.source_of(demo.LAO_CAI), name)
    return name


@pytest.fixture
def lao_cai_year(lao_cai_database: str, db: None) -> Iterator[None]:
    """The year of Lào Cai is in the database; what the test writes is taken back."""
    with databases.connected_to(lao_cai_database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo_server(demo_source: str, db: None) -> Iterator[LiveServer]:
    """The portal serving a demo year of this test's own; its address is ``.url``."""
    settings = connections.settings["default"]
    usual = settings["NAME"]
    with demo.copied(demo_source, f"{usual}_served") as name, databases.connected_to(name):
        settings["NAME"] = name
        server = LiveServer("localhost")
        yield server
        server.stop()
        settings["NAME"] = usual
