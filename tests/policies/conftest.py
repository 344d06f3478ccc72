from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Unit, User
from accounts.roles import Role
from policies.loading import load_pack
from policies.models import Resolution
from tests.law import law_in_force

EVERY_SHAPE = Path(__file__).parent / "packs" / "every_shape.yaml"


@pytest.fixture
def lang_son(db) -> Resolution:
    """The resolution of the demo year, released."""
    return law_in_force()


@pytest.fixture
def shaped(db) -> Resolution:
    """A released law, made up, that holds every shape once."""
    return load_pack(EVERY_SHAPE, by=None, release=True)


@pytest.fixture
def client_of(db):
    unit = Unit.objects.create(code="syt", name="Sở Y tế", kind="department")

    def signed_in(role: Role) -> Client:
        user = User.objects.create(
            username=role.value,
            full_name=f"Người {role.label}",
            unit=unit,
            job_title="Chuyên viên",
            roles=[role.value],
        )
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def officer(client_of) -> Client:
    return client_of(Role.POLICY_OFFICER)
