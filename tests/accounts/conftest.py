from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role

PASSWORD = "mat-khau-dung-1"


@pytest.fixture
def department(db) -> Unit:
    return Unit.objects.create(code="syt", name="Sở Y tế", kind=UnitKind.DEPARTMENT)


@pytest.fixture
def commune(db) -> Unit:
    return Unit.objects.create(code="06184", name="Xã Bắc Sơn", kind=UnitKind.COMMUNE)


@pytest.fixture
def make_user(department) -> Callable[..., User]:
    def make(username: str, *roles: Role, unit: Unit = department, **fields) -> User:
        values = {"full_name": f"Người {username}", "job_title": "Chuyên viên"} | fields
        return User.objects.create_user(
            username, PASSWORD, unit=unit, roles=[role.value for role in roles], **values
        )

    return make


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def administrator(make_user) -> User:
    return make_user("quan_tri", Role.ADMINISTRATOR)


@pytest.fixture
def admin_client(administrator, sign_in) -> Client:
    return sign_in(administrator)
