"""Who visits the pages. Made once a module, inside a transaction round those of its tests."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role
from tests.town import Town, build_town

type Sessions = dict[Role, str]


@pytest.fixture(scope="module")
def town_of_module(django_db_setup, django_db_blocker) -> Iterator[tuple[Town, Sessions]]:
    with django_db_blocker.unblock(), transaction.atomic():
        town = build_town()
        yield town, {role: session_of(user) for role, user in town.staff.items()}
        transaction.set_rollback(True)


@pytest.fixture
def town(town_of_module: tuple[Town, Sessions], db: None) -> Town:
    """The small town; what a test changes in the database is undone, its objects are shared."""
    return town_of_module[0]


@pytest.fixture
def staff_clients(town_of_module: tuple[Town, Sessions], db: None) -> dict[Role, Client]:
    """The people of the town's department, signed in."""
    return clients_of(town_of_module[1])


@pytest.fixture(scope="module")
def sessions_of_module(django_db_setup, django_db_blocker) -> Iterator[Sessions]:
    with django_db_blocker.unblock(), transaction.atomic():
        unit = Unit.objects.create(code="trong", name="Sở Trống", kind=UnitKind.DEPARTMENT)
        yield sessions_in(unit)
        transaction.set_rollback(True)


@pytest.fixture
def clients(sessions_of_module: Sessions, db: None) -> dict[Role, Client]:
    """Someone in each role, in a department that has nothing yet."""
    return clients_of(sessions_of_module)


def sessions_in(unit: Unit) -> Sessions:
    """Somebody of ``unit`` in each role, with a session."""
    people = {
        role: User.objects.create(
            username=f"{unit.code}-{role.value}",
            full_name=f"Người {role.label}",
            unit=unit,
            job_title="Chuyên viên",
            roles=[role],
        )
        for role in Role
    }
    return {role: session_of(user) for role, user in people.items()}


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def clients_of(sessions: Sessions) -> dict[Role, Client]:
    """New browsers with these sessions: a test that signs out doesn't sign out the next."""
    clients = {}
    for role, session in sessions.items():
        # A page that breaks is to be found by its status, with the page's name beside it.
        clients[role] = Client(raise_request_exception=False)
        clients[role].cookies[settings.SESSION_COOKIE_NAME] = session
    return clients
