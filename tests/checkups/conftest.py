"""A department, a hospital, the law of the demo year, and clients signed in as someone."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.models import Unit, User
from accounts.roles import Role
from beneficiaries.models import Cadre
from policies.models import Resolution
from tests.factories import HospitalFactory, UserFactory, entitled_cadre
from tests.law import law_in_force


@pytest.fixture
def law(db) -> Resolution:
    return law_in_force()


@pytest.fixture
def staff(db) -> SimpleNamespace:
    roles = {"maker": Role.DATA_ENTRY, "checker": Role.CHECKER, "approver": Role.APPROVER}
    people = {
        name: UserFactory(username=name, full_name=f"Người {role.label}", roles=[role])
        for name, role in roles.items()
    }
    return SimpleNamespace(**people)


@pytest.fixture
def hospital(db) -> Unit:
    return HospitalFactory()


@pytest.fixture
def cadre(law) -> Cadre:
    return entitled_cadre(law)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def maker(staff, signed_in) -> Client:
    return signed_in(staff.maker)
