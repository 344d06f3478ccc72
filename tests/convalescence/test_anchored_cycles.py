"""Cycles that count from a fixed year, or from each person's first: periods, once in each."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from convalescence.models import Counted, Cycle
from convalescence.planning import telling
from convalescence.planning.cycles import proposed_cycles, set_up_cycles
from convalescence.planning.founding import change_cycle
from convalescence.planning.turns import turn_of
from policies.models import Limit
from tests.factories import entitled_cadre

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def limited(law, code: str, cycle_from: int | None) -> None:
    """Once in two years in this form, as the law says it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Limit.objects.create(
            resolution=law,
            benefit=law.benefits.get(code=code),
            measure="times",
            window="cycle",
            value=1,
            cycle_years=2,
            cycle_from=cycle_from,
            article="Điều 4",
            confidence="stated",
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def counted(plan, staff):
    """Group 2's cycle of so many years, counted so."""

    def change(years: int, how: str, from_year: int | None = None) -> Cycle:
        return change_cycle(
            cycle=plan.cycles.get(group__code="2"),
            years=years,
            counted=how,
            from_year=from_year,
            reason="Thông báo 5/TB-SYT",
            by=staff.maker,
        )

    return change


@pytest.fixture
def last_in_2025(law, went_home):
    cadre = entitled_cadre(law, group="2")
    went_home(cadre)
    return cadre


def test_the_law_says_from_which_year_periods_count(law):
    limited(law, "convalescence_centre", 2022)
    found = {one.group.code: one for one in proposed_cycles(law)}["6"]
    assert (found.years, found.counted, found.from_year) == (2, Counted.YEAR, 2022)
    assert "nhiều nhất 1 lần trong 2 năm, theo kỳ từ năm 2022 (Điều 4" in found.source


def test_a_new_plan_takes_the_year_over(law, plan):
    plan.cycles.all().delete()
    limited(law, "convalescence_centre", 2022)
    set_up_cycles(plan)
    cycle = plan.cycles.get(group__code="6")
    assert (cycle.counted, cycle.from_year, cycle.is_as_proposed) == (Counted.YEAR, 2022, True)
    assert cycle.told == "2 năm một lần, theo kỳ từ năm 2022"


@pytest.mark.parametrize(
    ("from_year", "due_since", "is_due"),
    # 2025 ends the period 2024–2025 when counted from 2022, and begins 2025–2026 from 2021.
    [(2022, 2026, True), (2021, 2027, False), (2030, 2026, True)],
)
def test_the_period_decides_who_is_due(plan, counted, last_in_2025, from_year, due_since, is_due):
    counted(2, Counted.YEAR, from_year)
    turn = turn_of(plan, last_in_2025, DAY)
    assert (turn.due_since, turn.is_due) == (due_since, is_due)


def test_from_the_last_time_the_same_person_waits(plan, counted, last_in_2025):
    counted(2, Counted.LAST)
    turn = turn_of(plan, last_in_2025, DAY)
    assert (turn.due_since, turn.anchor) == (2027, None)


def test_the_reason_says_the_period(plan, counted, last_in_2025):
    counted(2, Counted.YEAR, 2022)
    words = telling.when_due(turn_of(plan, last_in_2025, DAY))
    assert words == (
        "Đối tượng 2 2 năm một lần, theo kỳ từ năm 2022 (năm 2026 thuộc kỳ 2026–2027): "
        "đến lượt năm 2026."
    )
    counted(2, Counted.YEAR, 2021)
    words = telling.not_due(turn_of(plan, last_in_2025, DAY))
    assert "(năm 2026 thuộc kỳ 2025–2026): đến lượt vào năm 2027." in words


def test_periods_may_count_from_each_persons_first_year(plan, counted, last_in_2025):
    # Entitled since 2025: the periods are 2025–2027 and so on.
    counted(3, Counted.FIRST)
    turn = turn_of(plan, last_in_2025, DAY)
    assert (turn.anchor, turn.period(2026), turn.due_since) == (2025, (2025, 2027), 2028)


def test_periods_may_count_from_each_persons_retirement(plan, counted, law, last_in_2025):
    counted(3, Counted.RETIRED)
    type(last_in_2025).objects.filter(pk=last_in_2025.pk).update(retired_on=date(2023, 6, 1))
    turn = turn_of(plan, last_in_2025, DAY)
    assert (turn.anchor, turn.due_since, turn.is_due) == (2023, 2026, True)
    type(last_in_2025).objects.filter(pk=last_in_2025.pk).update(retired_on=None)
    assert turn_of(plan, last_in_2025, DAY).anchor == 2025


def test_who_never_went_is_due_from_the_first_year(plan, law, counted):
    cadre = entitled_cadre(law, group="2")
    counted(2, Counted.YEAR, 2022)
    turn = turn_of(plan, cadre, DAY)
    assert (turn.due_since, turn.is_passed_over) == (2025, True)


def test_a_year_is_named_when_and_only_when_it_counts(plan, counted):
    for how, year in ((Counted.YEAR, None), (Counted.LAST, 2022), (Counted.YEAR, 1900)):
        with pytest.raises(ValidationError, match="phải ghi năm đó"):
            counted(2, how, year)
    with pytest.raises(IntegrityError, match="cycle_from_a_year_names_it"), transaction.atomic():
        plan.cycles.update(counted=Counted.YEAR, reason="Khác văn bản")


def test_counting_otherwise_than_the_law_needs_a_reason(plan, counted):
    rows = plan.cycles.filter(group__code="2")
    with pytest.raises(IntegrityError, match="changed_cycle_has_a_reason"), transaction.atomic():
        rows.update(counted=Counted.YEAR, from_year=2022)
    counted(1, Counted.LAST)
    assert rows.get().reason == ""


def test_the_clerk_changes_how_it_is_counted(plan, maker):
    cycle = plan.cycles.get(group__code="2")
    address = reverse("cycle_edit", args=[cycle.pk])
    told = {"years": 2, "counted": "year", "from_year": "", "reason": "TB 5/TB-SYT"}
    assert "from_year" in maker.post(address, told).context["form"].errors
    told["from_year"] = 2022
    assert "reason" in maker.post(address, told | {"reason": ""}).context["form"].errors
    maker.post(address, told)
    cycle.refresh_from_db()
    assert (cycle.years, cycle.from_year) == (2, 2022)
    detail = maker.get(reverse("year_plan_detail", args=[plan.pk])).content.decode()
    assert "2 năm một lần, theo kỳ từ năm 2022" in detail
