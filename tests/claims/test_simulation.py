"""A version run over a year: figures checked by hand, and nothing of it in the ledger."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from beneficiaries.models import Membership
from claims.actions import open_claim, refuse
from claims.models import Claim, SimulatedPerson, Simulation, SimulationState
from claims.simulating.actions import (
    cancel_simulation,
    delete_simulation,
    repeat_simulation,
    start_simulation,
)
from claims.simulating.people import Choice, people_behind
from claims.simulating.results import Result
from claims.simulating.running import LOST_AFTER, is_lost, run
from claims.simulating.scope import fingerprint
from claims.simulating.tally import Verdict
from policies.models import Rate
from tests.claims.conftest import bring
from tests.claims.simulation_runs import (
    MEAL,
    benefit,
    dearer_meals,
    draft_after,
    simulated,
    simulation_of,
    sums,
    without_group,
)
from tests.factories import AllowanceFactory, CadreFactory, UnitFactory, UserFactory, entitled_cadre


@pytest.fixture
def officer(db):
    return UserFactory(username="officer", roles=[Role.POLICY_OFFICER])


@pytest.fixture
def small_year(law, staff, stay, officer) -> SimpleNamespace:
    """Three people, claimed under the law in force.

    An of group 4: three days, visited: 570.000 + 1.000.000. Binh of group 6: five days: 950.000.
    Chi of group 5: two days and a fee of 300.000: 380.000 + 300.000.
    """
    people = SimpleNamespace(
        an=entitled_cadre(law, group="4", full_name="Hoàng Văn An"),
        binh=entitled_cadre(law, group="6", full_name="Nông Thị Bình"),
        chi=entitled_cadre(law, group="5", full_name="Lương Thị Chi"),
    )
    facts = [
        stay(cadre=people.an, visited_on=date(2025, 6, 3)),
        stay(cadre=people.binh, admitted_on=date(2025, 7, 1), discharged_on=date(2025, 7, 5)),
        stay(
            cadre=people.chi,
            admitted_on=date(2025, 8, 4),
            discharged_on=date(2025, 8, 5),
            fee_cost=300_000,
        ),
    ]
    for fact in facts:
        open_claim(fact=fact, by=staff.maker)
    return people


@pytest.fixture
def harsh_draft(law, officer):
    """Dearer meals, no group 6, and a fee for which a cost must be told that nobody records."""

    def change(pack: dict) -> None:
        dearer_meals(pack)
        without_group(pack, "6")
        benefit(pack, "hospital_fee_support")["rates"][0]["cost"] = "outside_insurance"

    return draft_after(law, officer, change)


def cells(simulation: Simulation) -> dict[tuple, tuple[int, int]]:
    """(benefit, group, month) → đồng then and now."""
    return {tuple(row[:3]): (row[6], row[4]) for row in simulation.result["cells"]}


# --- figures -----------------------------------------------------------------------------------


def test_the_same_version_comes_to_what_the_ledger_holds(small_year, law, officer):
    simulation = simulated(law, officer)
    assert sums(simulation) == (3_200_000, 3_200_000)
    assert all(then == now for then, now in cells(simulation).values())
    verdicts = {row[1] for row in simulation.result["people"]}
    assert verdicts == {Verdict.SAME}


def test_every_figure_of_a_small_year(small_year, harsh_draft, officer):
    simulation = simulated(harsh_draft, officer)
    assert simulation.state == SimulationState.DONE
    assert simulation.result["events"] == 3
    assert cells(simulation) == {
        ("hospital_visit_gift", "4", 6): (1_000_000, 1_000_000),
        ("inpatient_meal", "4", 6): (570_000, 630_000),
        ("inpatient_meal", "-6", 7): (950_000, 0),
        ("inpatient_meal", "5", 8): (380_000, 420_000),
        ("hospital_fee_support", "5", 8): (300_000, 0),
    }
    assert sums(simulation) == (3_200_000, 2_050_000)


def test_who_gains_who_loses_and_who_drops_out(small_year, harsh_draft, officer):
    simulation = simulated(harsh_draft, officer)
    found = {(row.cadre, row.verdict, row.then, row.now) for row in simulation.people.all()}
    assert found == {
        (small_year.an, Verdict.GAINS, 1_570_000, 1_630_000),
        (small_year.binh, Verdict.DROPS, 950_000, 0),
        (small_year.chi, Verdict.LOSES, 680_000, 420_000),
    }
    assert sorted(simulation.result["people"]) == [
        ["-6", "drops", 1, 950_000, 0],
        ["4", "gains", 1, 1_570_000, 1_630_000],
        ["5", "loses", 1, 680_000, 420_000],
    ]


def test_refusals_are_counted_with_what_is_lost_and_which_fact_is_missing(
    small_year, harsh_draft, officer
):
    result = simulated(harsh_draft, officer).result
    assert result["refusals"] == [
        ["hospital_fee_support", "5", "missing_fact", 1, 300_000],
        ["inpatient_meal", "-6", "no_group", 1, 950_000],
    ]
    assert result["unknown"] == [["hospital_fee_support", "Chi phí ngoài phần BHYT chi trả", 1]]


def test_a_benefit_that_the_version_no_longer_has_finds_no_rule(small_year, law, officer):
    def change(pack: dict) -> None:
        pack["benefits"] = [
            each for each in pack["benefits"] if each["code"] != "hospital_visit_gift"
        ]

    result = Result(simulated(draft_after(law, officer, change), officer))
    assert result.without_rule == 1
    [row] = result.refusals
    assert (row.title, row.times, row.lost) == ("Thăm hỏi nội trú", 1, 1_000_000)
    [gone] = [line for line in result.by_benefit if line.note]
    assert (gone.label, gone.now, gone.difference) == ("Thăm hỏi nội trú", 0, -1_000_000)


def test_a_benefit_that_carries_on_under_another_code_is_one_line(small_year, law, officer):
    def change(pack: dict) -> None:
        meal = benefit(pack, "inpatient_meal")
        meal |= {"code": "daily_meal", "occasion": "inpatient_meal"}
        meal["carries_from"] = ["inpatient_meal"]

    simulation = simulated(draft_after(law, officer, change), officer)
    assert cells(simulation)["daily_meal", "4", 6] == (570_000, 570_000)
    assert sums(simulation) == (3_200_000, 3_200_000)


def test_limits_hold_in_the_order_in_which_claims_were_made(law, staff, stay, officer):
    """Two days a year: the stay that was entered first has them, though it was later."""
    person = entitled_cadre(law)
    for begins in (date(2025, 9, 1), date(2025, 3, 1)):
        fact = stay(cadre=person, admitted_on=begins, discharged_on=begins + timedelta(days=1))
        open_claim(fact=fact, by=staff.maker)

    def change(pack: dict) -> None:
        meal = benefit(pack, "inpatient_meal")
        article = {"article": "Điều 3", "confidence": "stated"}
        meal["limits"] = [{"measure": "quantity", "window": "year", "value": 2} | article]

    simulation = simulated(draft_after(law, officer, change), officer)
    assert cells(simulation)["inpatient_meal", "4", 9] == (2 * MEAL, 2 * MEAL)
    assert cells(simulation)["inpatient_meal", "4", 3] == (2 * MEAL, 0)
    assert simulation.result["refusals"] == [["inpatient_meal", "4", "limit_reached", 1, 2 * MEAL]]


def test_use_of_other_years_counts(law, staff, stay, officer):
    person = entitled_cadre(law)
    for begins in (date(2025, 2, 3), date(2026, 2, 3)):
        open_claim(
            fact=stay(cadre=person, admitted_on=begins, discharged_on=begins), by=staff.maker
        )

    def change(pack: dict) -> None:
        meal = benefit(pack, "inpatient_meal")
        article = {"article": "Điều 3", "confidence": "stated"}
        meal["limits"] = [{"measure": "times", "window": "ever", "value": 1} | article]
        meal["carries_from"] = ["inpatient_meal"]

    draft = draft_after(law, officer, change)
    # Whatever was had in another year counts, before or after.
    assert sums(simulated(draft, officer, year=2026)) == (MEAL, 0)


def test_what_an_officer_refused_is_told_apart(law, staff, stay, officer):
    [claim] = open_claim(fact=stay(), by=staff.maker)
    bring(claim, "submitted", staff)
    refuse(claim=claim, by=staff.checker, reason="Giấy ra viện không hợp lệ")
    simulation = simulated(law, officer)
    assert sums(simulation) == (0, 0)
    assert simulation.result["set_aside"] == [1, 3 * MEAL]
    assert simulation.result["events"] == 0


def test_a_fact_that_the_law_refused_may_be_paid_by_the_draft(law, stay, officer):
    """Nobody of group "other" has a meal; under the draft they are in group 6."""
    fact = stay(cadre=entitled_cadre(law, group="other"))
    assert not Claim.objects.exists()
    older = law.groups.get(code="other")
    draft = draft_after(law, officer, lambda pack: None)
    simulation = simulated(draft, officer, assumptions={"groups": {str(older.pk): "6"}})
    assert cells(simulation) == {("inpatient_meal", "6", 6): (0, 3 * MEAL)}
    [row] = simulation.people.all()
    assert (row.cadre, row.verdict) == (fact.cadre, Verdict.JOINS)


def test_staff_are_paid_without_a_group(law, staff, officer):
    open_claim(fact=AllowanceFactory(recorded_by=staff.maker), by=staff.maker)
    simulation = simulated(law, officer)
    assert cells(simulation) == {("staff_allowance", "", 1): (2_400_000, 2_400_000)}


# --- groups ------------------------------------------------------------------------------------


def test_groups_may_be_mapped_otherwise(small_year, law, harsh_draft, officer):
    older = law.groups.get(code="6")
    simulation = simulated(harsh_draft, officer, assumptions={"groups": {str(older.pk): "5"}})
    assert cells(simulation)["inpatient_meal", "5", 7] == (950_000, 1_050_000)


def test_who_is_placed_ahead_has_that_group(small_year, law, harsh_draft, officer):
    Membership.objects.create(
        cadre=small_year.binh,
        group=harsh_draft.groups.get(code="3"),
        resolution=harsh_draft,
        since=date(2027, 1, 1),
        decision="QĐ 01/2027",
    )
    simulation = simulated(harsh_draft, officer)
    assert cells(simulation)["inpatient_meal", "3", 7] == (0, 1_050_000)


def test_a_policy_without_a_predecessor_stands_beside_all_that_is_in_force(
    small_year, law, officer
):
    def change(pack: dict) -> None:
        dearer_meals(pack)
        pack["scheme"] = pack["scheme"] | {"code": "chinh-sach-moi"}
        pack["resolution"]["replaces"] = None

    draft = draft_after(law, officer, change)
    assert sums(simulated(draft, officer)) == (3_200_000, 3_200_000 + 10 * 20_000)


# --- planned years -----------------------------------------------------------------------------


def planned(draft, officer, **assumptions) -> Simulation:
    fields = {"is_planned": True, "reckoned_year": 2027, "assumptions": assumptions}
    return simulated(draft, officer, **fields)


def test_a_planned_year_is_put_beside_the_law_in_force(small_year, harsh_draft, officer):
    """The same events in 2027, both laws asked: the ledger has no part in it."""
    simulation = planned(harsh_draft, officer)
    assert sums(simulation) == (3_200_000, 2_050_000)
    assert simulation.result["then"] == "Nghị quyết số 24/2024/NQ-HĐND"
    assert sum(row[7] for row in simulation.result["cells"]) == 0


def test_people_days_and_costs_are_scaled(small_year, law, officer):
    draft = draft_after(law, officer, dearer_meals)
    scales = {"4": {"people": 10_000, "days": 5_000, "costs": 0}, "5": {"costs": 1_000}}
    simulation = planned(draft, officer, scales=scales)
    # An twice: three days become 4,5, told as 5. Chi's fee is 330.000.
    assert cells(simulation)["inpatient_meal", "4", 6] == (2 * 5 * MEAL, 2 * 5 * 210_000)
    assert cells(simulation)["hospital_visit_gift", "4", 6] == (2_000_000, 2_000_000)
    assert cells(simulation)["hospital_fee_support", "5", 8] == (330_000, 330_000)
    assert simulation.people.get(cadre=small_year.an).copies == 2


def test_occurrences_that_are_counted_out_take_the_place_of_recorded_ones(small_year, law, officer):
    """Twelve stays of four days in group 4, one a month, like the one that An had."""
    rule = {"group": "4", "code": "inpatient_meal", "times": 12, "days": 4, "cost": None}
    simulation = planned(draft_after(law, officer, dearer_meals), officer, occurrences=[rule])
    found = {place: sums for place, sums in cells(simulation).items() if place[1] == "4"}
    gift = found.pop(("hospital_visit_gift", "4", 6))
    assert gift == (1_000_000, 1_000_000)
    assert sum(now for _, now in found.values()) == 12 * 4 * 210_000
    assert {month for _, _, month in found} == set(range(1, 13))


def test_a_new_benefit_has_no_events_unless_they_are_counted_out(small_year, law, officer):
    def change(pack: dict) -> None:
        rate = {"kind": "flat", "amount": 500_000, "payer": "ngan-sach-tinh", "groups": ["4"]}
        article = {"article": "Điều 9", "confidence": "stated"}
        pack["benefits"].append(
            {
                "code": "home_visit",
                "letter": "l",
                "title": "Khám tại nhà",
                "short_title": "Khám tại nhà",
                "unit": "lượt",
                "payee": "cadre",
                "article": "Điều 9",
                "rates": [rate | article],
            }
        )

    draft = draft_after(law, officer, change)
    assert not [place for place in cells(planned(draft, officer)) if place[0] == "home_visit"]
    rule = {"group": "4", "code": "home_visit", "times": 3, "days": None, "cost": None}
    simulation = planned(draft, officer, occurrences=[rule])
    paid = [now for place, (_, now) in cells(simulation).items() if place[0] == "home_visit"]
    assert sum(paid) == 1_500_000


# --- the run -----------------------------------------------------------------------------------


def test_nothing_but_its_own_tables_is_written(small_year, harsh_draft, officer):
    written = set()

    def witness(execute, sql, params, many, context):
        words = sql.split()
        if words[0] in ("INSERT", "UPDATE", "DELETE", "COPY", "TRUNCATE"):
            written.update(word.strip('"') for word in words[1:3] if word.strip('"').islower())
        return execute(sql, params, many, context)

    before = _row_counts()
    with connection.execute_wrapper(witness):
        simulated(harsh_draft, officer)
    assert written <= {"claims_simulation", "claims_simulatedperson"}
    changed = {name for name, count in _row_counts().items() if before[name] != count}
    assert changed == {"claims_simulation", "claims_simulatedperson"}


def _row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def test_several_processes_come_to_the_same(small_year, harsh_draft, officer):
    alone = simulated(harsh_draft, officer)
    together = run(simulation_of(harsh_draft, officer), processes=2)
    assert together.result == alone.result


def test_the_result_is_of_the_content_at_that_time(small_year, harsh_draft, officer):
    simulation = simulated(harsh_draft, officer)
    assert simulation.fingerprint == fingerprint(harsh_draft)
    Rate.objects.filter(benefit__resolution=harsh_draft, benefit__code="inpatient_meal").update(
        amount=200_000
    )
    assert simulation.fingerprint != fingerprint(harsh_draft)


def test_a_fingerprint_is_of_the_words_not_of_their_rows(law, officer):
    first = fingerprint(draft_after(law, officer, dearer_meals))
    assert fingerprint(draft_after(law, officer, lambda pack: None)) != first
    assert fingerprint(draft_after(law, officer, dearer_meals)) == first


def test_a_cancelled_run_keeps_nothing(small_year, harsh_draft, officer, monkeypatch):
    monkeypatch.setattr("claims.simulating.running.STIR_AFTER", -1)
    monkeypatch.setattr("claims.simulating.workers.EVENTS_AT_ONCE", 1)
    simulation = simulation_of(harsh_draft, officer)
    stores = []

    def store_and_cancel(simulation, rows):
        stores.append(rows)
        cancel_simulation(simulation=simulation)

    monkeypatch.setattr("claims.simulating.running.store", store_and_cancel)
    run(simulation, processes=1)
    simulation.refresh_from_db()
    assert len(stores) == 1
    assert simulation.state == SimulationState.CANCELLED
    assert not simulation.result
    assert not SimulatedPerson.objects.exists()
    with pytest.raises(ValidationError):
        cancel_simulation(simulation=simulation)


def test_a_run_that_breaks_says_so(small_year, harsh_draft, officer, monkeypatch):
    def break_down(*args):
        raise RuntimeError

    monkeypatch.setattr("claims.simulating.running.labels_of", break_down)
    simulation = simulation_of(harsh_draft, officer)
    with pytest.raises(RuntimeError):
        run(simulation, processes=1)
    simulation.refresh_from_db()
    assert simulation.state == SimulationState.FAILED
    assert "chạy lại" in simulation.failure
    assert not SimulatedPerson.objects.exists()


def test_a_run_is_repeated_only_when_nobody_works_on_it(small_year, harsh_draft, officer):
    simulation = simulation_of(harsh_draft, officer, state=SimulationState.RUNNING)
    with pytest.raises(ValidationError):
        repeat_simulation(simulation=simulation)
    with pytest.raises(ValidationError):
        delete_simulation(simulation=simulation)
    Simulation.objects.update(stirred_at=timezone.now() - 2 * LOST_AFTER)
    simulation.refresh_from_db()
    assert is_lost(simulation)
    repeat_simulation(simulation=simulation)
    simulation.refresh_from_db()
    assert simulation.state == SimulationState.DONE
    delete_simulation(simulation=simulation)
    assert not SimulatedPerson.objects.exists()


def test_a_started_run_is_done_in_the_background(small_year, law, officer):
    simulation = start_simulation(
        resolution=law,
        year=2025,
        reckoned_year=2025,
        is_planned=False,
        assumptions={},
        by=officer,
    )
    simulation.refresh_from_db()
    assert simulation.state == SimulationState.DONE
    assert simulation.made_by == officer


# --- people ------------------------------------------------------------------------------------


def test_every_sum_leads_to_people_that_come_to_it(small_year, harsh_draft, officer):
    result = Result(simulated(harsh_draft, officer))
    for cell in result.all_cells:
        choice = Choice(benefit=cell.benefit, group=cell.group, month=cell.month)
        behind = people_behind(result, choice, officer)
        assert (behind.then, behind.now) == (cell.then, cell.now)
        assert behind.people == 1
    whole = people_behind(result, Choice(), officer)
    assert (whole.then, whole.now, whole.people) == (3_200_000, 2_050_000, 3)
    lost = people_behind(result, Choice(benefit="inpatient_meal", reason="no_group"), officer)
    assert [row.cadre for row in lost.rows] == [small_year.binh]
    dropped = people_behind(result, Choice(verdict="drops", of="-6"), officer)
    assert [row.cadre for row in dropped.rows] == [small_year.binh]


def test_only_people_whom_one_may_see_are_shown(small_year, law, harsh_draft, officer):
    result = Result(simulated(harsh_draft, officer))
    commune = UnitFactory()
    small_year.an.commune = commune
    small_year.an.save()
    neighbour = UserFactory(unit=commune, roles=[Role.APPROVER])
    behind = people_behind(result, Choice(), neighbour)
    assert [row.cadre for row in behind.rows] == [small_year.an]


def test_a_run_covers_the_people_of_the_unit_that_runs_it(law, staff, stay, officer):
    commune = UnitFactory()
    mine = entitled_cadre(law, commune=commune)
    for cadre in (mine, entitled_cadre(law)):
        open_claim(fact=stay(cadre=cadre), by=staff.maker)
    local = UserFactory(unit=commune, roles=[Role.POLICY_OFFICER])
    assert sums(simulated(law, local)) == (3 * MEAL, 3 * MEAL)
    assert sums(simulated(law, officer)) == (6 * MEAL, 6 * MEAL)


def test_people_without_anything_are_not_kept(law, officer):
    CadreFactory()
    simulation = simulated(law, officer)
    assert not simulation.people.exists()
    assert simulation.total == 1
