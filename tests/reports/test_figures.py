"""What the figures of a report count, over a ledger small enough to count by hand."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from beneficiaries.models import CardKind, Membership
from claims.models import ClaimState
from policies.models import BeneficiaryGroup, Benefit
from reports.actions import open_report, type_figure, type_reported
from reports.figures.book import figure_book
from reports.figures.figure import TOTAL, Status
from reports.figures.reckoning import reckon
from reports.models import TypedStatus
from reports.outlines import outline_of
from reports.writing.paper import figures_json

MEAL = 190_000


def values(report) -> dict[str, int]:
    return {value.code: value.value for value in reckon(report)}


def test_people_are_counted_once_and_visits_each_time(ledger, report):
    one, other = ledger.cadre("3"), ledger.cadre("4")
    for _ in range(2):
        ledger.done(
            one, ("hospital_visit_gift", 1, 500_000), ("hospital_fee_support", 1, 9), group="3"
        )
    ledger.done(
        other, ("hospital_visit_gift", 1, 1_000_000), ("hospital_fee_support", 1, 9), group="4"
    )
    found = values(report)
    assert found["hospital_fee_support.people"] == 2
    assert found["hospital_visit_gift.occurrences"] == 3
    assert found["hospital_visit_gift.occurrences.group_3"] == 2
    assert found["hospital_visit_gift.occurrences.group_5"] == 0
    assert found["hospital_visit_gift.amount"] == 2_000_000


def test_one_stay_counts_as_gift_and_as_days_of_meals(ledger, report):
    ledger.done(
        ledger.cadre(), ("hospital_visit_gift", 1, 500_000), ("inpatient_meal", 7, 7 * MEAL)
    )
    found = values(report)
    assert found["inpatient_meal.days"] == 7
    assert found["inpatient_meal.amount"] == 7 * MEAL
    assert found[TOTAL] == 500_000 + 7 * MEAL


def test_a_person_in_two_rounds_is_one_person_of_the_group(ledger, report):
    retired = ledger.cadre("1", retired_on=date(2020, 1, 1))
    serving = ledger.cadre("1")
    for category in ("round_1", "round_2"):
        ledger.done(retired, ("periodic_checkup", 1, 3_000_000), group="1", category=category)
    ledger.done(serving, ("periodic_checkup", 1, 2_000_000), group="1", category="round_1")
    found = values(report)
    assert found["periodic_checkup.people.group_1"] == 2
    assert found["periodic_checkup.people.group_1.round_1"] == 2
    assert found["periodic_checkup.people.group_1.round_2"] == 1
    assert found["periodic_checkup.people.group_1.round_1.retired"] == 1
    assert found["periodic_checkup.people.group_1.round_1.serving"] == 1
    assert found["periodic_checkup.people.group_1.round_2.serving"] == 0
    assert found["periodic_checkup.amount.group_1"] == 8_000_000
    assert found["periodic_checkup.people.group_2"] == 0


def test_someone_whom_another_budget_pays_took_part_but_cost_nothing(ledger, report):
    line = "convalescence_out_of_province"
    ledger.done(ledger.cadre("2"), (line, 1, 15_000_000), group="2")
    ledger.done(
        ledger.cadre("1"), (line, 1, 0), group="1", state=ClaimState.SETTLED, payer=ledger.central
    )
    found = values(report)
    assert found[f"{line}.people"] == 2
    assert found[f"{line}.people.group_1"] == 1
    assert found[f"{line}.amount"] == 15_000_000


def test_staff_are_people_of_their_duty_and_sets_add_up(ledger, report):
    member = ledger.staff()
    for month in (1, 2):
        ledger.done(
            member,
            ("staff_allowance", 1, 710_000),
            category="provincial_board",
            on=date(2025, month, 28),
        )
    ledger.done(ledger.staff(), ("staff_allowance", 1, 900_000), category="professional_council")
    ledger.done(ledger.staff(), ("staff_allowance", 2, 800_000), category="doctors")
    found = values(report)
    assert found["staff_allowance.people.provincial_board"] == 1
    assert found["staff_allowance.amount.boards_and_staff"] == 2 * 710_000 + 900_000
    assert found["staff_allowance.amount.doctors"] == 800_000
    assert found["staff_allowance.people"] == 3


def test_purchases_stand_beside_the_total(ledger, report):
    ledger.done(ledger.staff(), ("purchase_package", 1, 168_000_000), category="1")
    found = values(report)
    assert found["purchase_package.amount.1"] == 168_000_000
    assert found[TOTAL] == 0


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({}, 1),
        ({"on": date(2024, 12, 31)}, 0),
        ({"on": date(2026, 1, 1), "paid_on": date(2026, 1, 2)}, 0),
        ({"paid_on": date(2025, 12, 31)}, 1),
        ({"paid_on": date(2026, 1, 1)}, 0),
        ({"state": ClaimState.APPROVED}, 0),
    ],
)
def test_only_what_happened_in_the_year_and_was_paid_by_its_end_counts(
    ledger, report, changes, counted
):
    ledger.done(ledger.cadre(), ("hospital_fee_support", 1, 300_000), **changes)
    assert values(report)["hospital_fee_support.people"] == counted


@pytest.mark.parametrize(
    ("on", "paid_on", "counted"),
    [
        (date(2025, 10, 31), date(2025, 10, 31), 1),
        (date(2025, 11, 1), date(2025, 11, 2), 0),
        (date(2025, 10, 31), date(2025, 11, 1), 0),
    ],
)
def test_a_line_with_its_own_cut_off_ends_there(ledger, report, on, paid_on, counted):
    for benefit in ("special_drug", "hospital_fee_support"):
        ledger.done(ledger.cadre(), (benefit, 1, 1_000_000), on=on, paid_on=paid_on)
    found = reckon(report)
    assert found["special_drug.amount"].value == counted * 1_000_000
    assert found["special_drug.amount"].as_of == date(2025, 10, 31)
    assert found["hospital_fee_support.amount"].value == 1_000_000
    assert found["hospital_fee_support.amount"].as_of == date(2025, 12, 31)
    assert found[TOTAL].value == (counted + 1) * 1_000_000


def test_an_estimate_stands_for_the_ledger_and_moves_the_total(ledger, report):
    ledger.done(ledger.cadre(), ("inpatient_meal", 10, 10 * MEAL))
    reckoning = reckon(report)
    for code, value in (("inpatient_meal.days", 25), ("inpatient_meal.amount", 25 * MEAL)):
        type_figure(
            report=report,
            figure=reckoning[code].figure,
            value=value,
            status=TypedStatus.ESTIMATED,
            reason="Ước đến hết năm",
            by=ledger.reporter,
        )
    reckoning = reckon(report)
    meals = reckoning["inpatient_meal.amount"]
    assert (meals.value, meals.paid, meals.remaining) == (25 * MEAL, 10 * MEAL, 15 * MEAL)
    assert meals.status == Status.ESTIMATED
    assert not meals.is_overtaken
    assert reckoning["inpatient_meal.days"].value == 25
    total = reckoning[TOTAL]
    assert (total.value, total.paid) == (25 * MEAL, 10 * MEAL)
    assert total.is_mixed
    assert total.status_words == "Gồm cả ước, kế hoạch"


def test_a_plan_for_one_group_moves_the_regime_too(ledger, report):
    ledger.done(ledger.cadre("3"), ("periodic_checkup", 1, 3_000_000), group="3")
    ledger.done(ledger.cadre("4"), ("periodic_checkup", 1, 2_000_000), group="4")
    type_figure(
        report=report,
        figure=reckon(report)["periodic_checkup.amount.group_4"].figure,
        value=512_000_000,
        status=TypedStatus.PLANNED,
        reason="Đang khám theo kế hoạch",
        by=ledger.reporter,
    )
    found = values(report)
    assert found["periodic_checkup.amount"] == 515_000_000
    assert found["periodic_checkup.amount.group_3"] == 3_000_000
    assert found[TOTAL] == 515_000_000


def test_a_ledger_that_overtakes_its_estimate_is_told(ledger, report):
    type_figure(
        report=report,
        figure=reckon(report)["hospital_fee_support.amount"].figure,
        value=100_000,
        status=TypedStatus.ESTIMATED,
        reason="Ước",
        by=ledger.reporter,
    )
    assert reckon(report).overtaken == []
    ledger.done(ledger.cadre(), ("hospital_fee_support", 1, 300_000))
    [overtaken] = reckon(report).overtaken
    assert (overtaken.code, overtaken.overrun) == ("hospital_fee_support.amount", 200_000)


def test_population_is_who_belongs_on_the_day(ledger, report):
    ledger.cadre("1")
    ledger.cadre("4")
    ledger.cadre("4", ended_on=date(2025, 6, 1), ended_reason="Chuyển tỉnh")
    ledger.cadre("other")
    left = ledger.cadre("4")
    Membership.objects.filter(cadre=left).update(until=date(2025, 12, 30))
    found = values(report)
    assert found["population.people"] == 2
    assert found["population.people.group_4"] == 1


def test_cards_are_net_of_recalled(ledger, report):
    ledger.card(ledger.cadre("4"), "4")
    ledger.card(ledger.cadre("4"), "4", CardKind.REISSUE)
    ledger.card(ledger.cadre("other"), "other", CardKind.REISSUE)
    ledger.card(
        ledger.cadre("4"), "4", recalled_on=date(2025, 9, 9), recall_reason="Chuyển công tác"
    )
    ledger.card(ledger.cadre("4"), "4", issued_on=date(2024, 12, 20))
    found = values(report)
    assert found["card.net"] == 3
    assert found["card.issued"] == found["card.issued.group_4"] == 1
    assert found["card.reissued.group_other"] == 1


def test_a_report_of_a_commune_sees_the_communes_people_only(ledger):
    reporter = ledger.user(Role.REPORTER, ledger.commune, "xa")
    ledger.done(ledger.cadre(unit=ledger.commune), ("hospital_fee_support", 1, 300_000))
    ledger.done(ledger.cadre(), ("hospital_fee_support", 1, 500_000))
    report = open_report(outline=ledger.resolution.code, year=2025, by=reporter)
    found = values(report)
    assert found["hospital_fee_support.people"] == 1
    assert found[TOTAL] == 300_000
    assert found["population.people"] == 1


def test_the_number_of_queries_does_not_grow_with_the_ledger(ledger, report):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            values(report)
        return len(captured)

    ledger.done(ledger.cadre(), ("periodic_checkup", 1, 3_000_000), category="round_1")
    few = queries()
    for benefit in ledger.benefits:
        if benefit not in ("staff_allowance", "purchase_package"):
            ledger.done(ledger.cadre("1"), (benefit, 1, 1_000), group="1", category="round_1")
    assert queries() == few <= 13


def test_json_holds_the_published_figures_and_the_printed_one(ledger, report):
    type_reported(
        report=report,
        code=TOTAL,
        value=9_464_000_000,
        printed="9.464 triệu",
        precision=1_000_000,
        source="Bản in",
        by=ledger.reporter,
    )
    figures = figures_json(reckon(report))["figures"]
    assert figures["total.amount.reported"]["value"] == 9_464_000_000
    assert figures["special_drug.amount"] == {
        "value": 0,
        "unit": "đồng",
        "status": "actual",
        "as_of": "2025-10-31",
    }
    assert "special_drug.people" not in figures


def test_a_benefit_that_the_outline_forgets_is_in_the_total_all_the_same():
    [part] = outline_of("lang-son-24-2024").parts
    known = [
        Benefit(code=line.benefit, letter=regime.letter, short_title=line.title)
        for regime in part.regimes
        for line in regime.lines
    ]
    new = Benefit(code="funeral_visit", letter="l", short_title="Phúng viếng")
    groups = [BeneficiaryGroup(code="1", name="Đối tượng 1")]
    book = figure_book(part, 2025, groups, [*known, new])
    assert book.unnamed == ("funeral_visit",)
    assert "funeral_visit" in book.total.benefits
    assert book.by_code["funeral_visit.amount"].published is False
