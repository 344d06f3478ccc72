from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role
from tests.town import Town, build_town


@pytest.fixture(scope="module")
def town_of_module(django_db_setup, django_db_blocker) -> Iterator[Town]:
    """Built once a module, inside a transaction round the transactions of its tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_town()
        transaction.set_rollback(True)


@pytest.fixture
def town(town_of_module: Town, db: None) -> Town:
    """The small town; what a test changes in the database is undone, its objects are shared."""
    return town_of_module


@pytest.fixture
def clients(db) -> dict[Role, Client]:
    """Someone of the department in each role, signed in."""
    department = Unit.objects.create(code="syt", name="Sở Y tế", kind=UnitKind.DEPARTMENT)
    signed_in = {}
    for role in Role:
        user = User.objects.create(
            username=role.value,
            full_name=f"Người {role.label}",
            unit=department,
            job_title="Chuyên viên",
            roles=[role],
        )
        # A page that breaks is to be found by its status, with the page's name beside it.
        signed_in[role] = Client(raise_request_exception=False)
        signed_in[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return signed_in
