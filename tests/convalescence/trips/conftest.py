"""A small department with a trip in July 2025 that takes names."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models.cadre import Sex
from convalescence.models import Trip, TripKind
from convalescence.trips.life import move_trip
from convalescence.trips.workflow import Action
from tests.convalescence.conftest import cadre, law, maker, signed_in, staff
from tests.factories import DepartmentFactory, UserFactory, entitled_cadre

__all__ = ["cadre", "law", "maker", "signed_in", "staff"]

BACK = datetime(2025, 7, 20, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def clerk(law) -> User:
    """Who enters data at the department."""
    return UserFactory(unit=DepartmentFactory(), roles=[Role.DATA_ENTRY])


def trip_of(law, code: str = "dd-1", **fields) -> Trip:
    """Nine days in July 2025, three places, unless told otherwise."""
    usual = {
        "resolution": law,
        "kind": TripKind.CENTRE,
        "code": code,
        "place": f"Trung tâm {code}",
        "begins_on": date(2025, 7, 1),
        "ends_on": date(2025, 7, 9),
        "quota": 3,
        "vehicles": "29B-123.45, 45 chỗ\n29B-678.90, 29 chỗ",
    }
    return Trip.objects.create(**usual | fields)


@pytest.fixture
def trip(law, clerk) -> Trip:
    """Takes names."""
    return move_trip(trip=trip_of(law), action=Action.OPEN, by=clerk)


@pytest.fixture
def man(law):
    return entitled_cadre(law, sex=Sex.MALE, full_name="Nông Văn Mạnh")


@pytest.fixture
def woman(law):
    return entitled_cadre(law, sex=Sex.FEMALE, full_name="Hoàng Thị Lan")
