"""The same small department as for check-ups, and a plan of its convalescence."""

from collections.abc import Callable
from datetime import date

import pytest

from claims.actions import record_fact
from convalescence.models import Form, HomeConvalescence, Quota, YearPlan
from convalescence.planning.founding import open_plan
from tests.checkups.conftest import cadre, law, maker, signed_in, staff
from tests.factories import entitled_cadre

__all__ = ["cadre", "law", "maker", "signed_in", "staff"]

CONFIRM_BY = date(2026, 3, 31)


@pytest.fixture
def plan(law, staff) -> YearPlan:
    """The plan of 2026, still without quotas."""
    plan = YearPlan(resolution=law, year=2026, number="68/KH-SYT", dated_on=date(2026, 2, 1))
    return open_plan(plan=plan, by=staff.maker)


@pytest.fixture
def quota(plan) -> Callable[..., Quota]:
    """Makes a quota of the plan; nine days at the centre unless told otherwise."""

    def make(form: str = Form.CENTRE, people: int = 1, **told) -> Quota:
        told = {
            "amount": 10**9,
            "begins_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "days": None if form == Form.HOME else 9,
        } | told
        return Quota.objects.create(plan=plan, form=form, people=people, **told)

    return make


@pytest.fixture
def went_home(staff) -> Callable[..., HomeConvalescence]:
    """Somebody of group 2 who stayed at home in a year."""

    def make(cadre, year: int = 2025) -> HomeConvalescence:
        day = date(year, 8, 15)
        fact = HomeConvalescence(cadre=cadre, year=year, requested_on=day)
        record_fact(fact=fact, by=staff.maker)
        return fact

    return make


def people(law, count: int, **told):
    """``count`` people of a group, each a year younger than the one before."""
    return [
        entitled_cadre(law, birth_date=date(1940 + place, 1, 1), **told) for place in range(count)
    ]
