import pytest
from django.test import Client

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role


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
