"""The year at a glance: spent, reached, by month, and only what the visitor may see."""

from datetime import date
from fractions import Fraction

import pytest

from accounts.roles import Role
from claims.models import BudgetEstimate, ClaimState
from reports.home.overview import latest_year, overview_of

TODAY = date(2026, 11, 21)


@pytest.fixture
def year(ledger):
    """Two meals and a gift for one person, a gift for another, one claim not yet paid."""
    ledger.first, ledger.second = ledger.cadre("3"), ledger.cadre("4")
    ledger.cadre("4", unit=ledger.commune)
    ledger.done(ledger.first, ("inpatient_meal", 2, 380_000), ("hospital_visit_gift", 1, 500_000))
    ledger.done(ledger.first, ("inpatient_meal", 1, 190_000), on=date(2025, 7, 1))
    ledger.done(ledger.second, ("hospital_visit_gift", 1, 500_000), group="4")
    return ledger


def spent(overview) -> dict[str, int]:
    return {row.benefit.code: row.spent for row in overview.benefits if row.spent}


def overview(ledger, *, viewer=None, today=TODAY):
    return overview_of(viewer or ledger.reporter, 2025, today=today)


def test_money_is_summed_by_benefit_and_month(year):
    found = overview(year)
    assert spent(found) == {"inpatient_meal": 570_000, "hospital_visit_gift": 1_000_000}
    assert found.spent == 1_570_000
    assert {row.month: row.spent for row in found.months if row.spent} == {3: 1_380_000, 7: 190_000}


def test_people_are_counted_once_however_often_they_were_paid(year):
    found = overview(year)
    reach = {row.group.code: (row.reached.value, row.entitled.value) for row in found.groups}
    assert reach["3"] == (1, 1)
    assert reach["4"] == (1, 2)
    assert (found.people.value, found.members.value) == (2, 3)


def test_what_is_not_in_the_total_stands_apart(year):
    year.done(year.staff(), ("purchase_package", 1, 9_000_000))
    found = overview(year)
    assert found.spent == 1_570_000
    assert [(row.benefit.code, row.spent) for part in found.parts for row in part.apart] == [
        ("purchase_package", 9_000_000)
    ]


def test_spending_beyond_the_estimate_is_told(year):
    BudgetEstimate.objects.create(
        benefit=year.benefits["inpatient_meal"], year=2025, amount=285_000, document="QĐ 9"
    )
    found = overview(year)
    assert [row.benefit.code for row in found.overspent] == ["inpatient_meal"]
    assert found.overspent[0].used == Fraction(2)


def test_a_commune_sees_its_own_people_and_no_budget_of_the_province(year):
    BudgetEstimate.objects.create(
        benefit=year.benefits["inpatient_meal"], year=2025, amount=1, document="QĐ 9"
    )
    clerk = year.user(Role.DATA_ENTRY, unit=year.commune, name="xa")
    found = overview(year, viewer=clerk)
    assert (found.spent, found.people.value, found.members.value) == (0, 0, 1)
    assert found.estimate == 0


def test_months_to_come_are_left_open(year):
    months = {row.month: row.spent for row in overview(year, today=date(2025, 6, 15)).months}
    assert months[6] == 0
    assert months[7] is None


def test_the_latest_year_is_that_of_the_last_event_paid_for(year):
    year.done(year.second, ("inpatient_meal", 1, 190_000), on=date(2026, 1, 5))
    year.done(
        year.second,
        ("inpatient_meal", 1, 190_000),
        on=date(2026, 2, 2),
        paid_on=None,
        state=ClaimState.APPROVED,
    )
    assert latest_year(year.reporter) == 2026
    assert latest_year(year.user(Role.CHECKER, unit=year.commune, name="tham-dinh-xa")) is None


def test_somebody_who_changed_groups_is_one_person_in_the_total(year):
    year.done(year.first, ("inpatient_meal", 1, 190_000), on=date(2025, 9, 1), group="4")
    found = overview(year)
    assert sum(row.reached.value for row in found.groups) == 3
    assert (found.people.value, found.counted_twice) == (2, 1)


def test_months_add_up_to_the_year_and_its_part_of_the_estimate(year):
    BudgetEstimate.objects.create(
        benefit=year.benefits["inpatient_meal"], year=2025, amount=3_140_000, document="QĐ 9"
    )
    rows = {row.month: row for row in overview(year).by_month}
    assert (rows[6].so_far, rows[12].so_far) == (1_380_000, 1_570_000)
    assert rows[12].used == Fraction(1, 2)


def test_the_running_year_is_held_against_the_same_days_of_the_year_before(year):
    year.done(
        year.first, ("inpatient_meal", 1, 190_000), on=date(2026, 2, 1), paid_on=date(2026, 3, 1)
    )
    running = overview_of(year.reporter, 2026, today=date(2026, 6, 30))
    assert running.before.spent.value == 1_380_000, "paid by 30/06/2025"
    assert running.spent_change == Fraction(190_000 - 1_380_000, 1_380_000)
    whole = overview_of(year.reporter, 2026, today=date(2027, 1, 1))
    assert (whole.before.spent.value, whole.before.reached.value) == (1_570_000, 2)
    assert overview(year).before is None, "nothing was paid in 2024"


def test_the_29th_of_february_has_a_day_one_year_before(year):
    found = overview_of(year.reporter, 2028, today=date(2028, 2, 29))
    assert found.before is None
    assert overview_of(year.reporter, 2026, today=date(2026, 2, 28)).before is None


def test_a_year_to_come_is_empty_and_breaks_nothing(year):
    found = overview_of(year.reporter, 2030, today=TODAY)
    assert (found.spent, found.by_month, found.people.value) == (0, (), 0)


def test_the_year_takes_the_same_few_queries_however_much_was_paid(
    year, django_assert_max_num_queries
):
    for _ in range(20):
        year.done(year.cadre("2"), ("inpatient_meal", 1, 190_000))
    with django_assert_max_num_queries(14):
        overview(year)
