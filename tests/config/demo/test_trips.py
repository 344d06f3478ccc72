"""Convalescence in the demo: who has a turn follows the fair order, and every trip its plan."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from accounts.models import User
from claims.models import Bill, Claim, ClaimState
from config.demo.lang_son import building as lang_son
from config.demo.lang_son import convalescence as of_lang_son
from config.demo.lang_son.people import everybody
from config.demo.lao_cai import building as lao_cai
from config.demo.lao_cai import convalescence as of_lao_cai
from config.demo.lao_cai.people import everybody as everybody_of_lao_cai
from config.demo.plan import DISTRICT
from config.demo.trips import FairList
from convalescence.models import (
    Candidate,
    CandidateStep,
    Fitness,
    Form,
    HomeConvalescence,
    Participation,
    PlanState,
    PlanStep,
    Quota,
    RunBy,
    Seat,
    SeatDay,
    Standing,
    Trip,
    TripKind,
    TripState,
    TripStep,
    YearPlan,
)


@pytest.fixture(scope="module")
def lang_son_list() -> FairList:
    return of_lang_son.fair_list(everybody(Random(lang_son.SEED)))


@pytest.fixture(scope="module")
def lao_cai_lists() -> dict[str, FairList]:
    return of_lao_cai.fair_lists(everybody_of_lao_cai(Random(lao_cai.SEED)))


# --- As planned, without a database ----------------------------------------------------------


def test_the_people_of_each_form_are_those_of_the_report(lang_son_list):
    people = {quota.form: len(chosen) for quota, chosen in lang_son_list.chosen.items()}
    assert people == {
        "convalescence_centre": 193,
        "convalescence_out_of_province": 18,
        "convalescence_home": 2,
    }
    assert sum(each.amount for each in lang_son_list.happenings("x")) == 1_075_990_000


def test_one_of_group_1_goes_far_and_somebody_else_pays(lang_son_list):
    far = [each for each in lang_son_list.happenings("x") if each.cells[1] == "ddnt-2025-01"]
    assert Counter(each.amount for each in far) == {15_000_000: 17, 0: 1}


def test_districts_have_their_own_part_told_apart(lao_cai_lists):
    rows = [each for found in lao_cai_lists.values() for each in found.happenings("x")]
    delegated = Counter((each.on.year, each.kind) for each in rows if each.payer == DISTRICT)
    assert delegated == {
        (2024, "trip_participation"): 140,
        (2024, "home_convalescence"): 98,
        (2025, "trip_participation"): 80,
        (2025, "home_convalescence"): 80,
    }


def test_who_went_with_a_district_waits_for_the_others(lao_cai_lists):
    before, after = lao_cai_lists["lao-cai-12-2020"], lao_cai_lists["lao-cai-22-2024"]
    assert not before.everybody & after.everybody


def test_nobody_younger_passes_somebody_who_wanted_to_go(lang_son_list):
    """The centre takes the oldest who can and will; everybody has waited equally long."""
    centre = next(q for q in lang_son_list.chosen if q.form == "convalescence_centre")
    youngest = max(person.birth_date for person in lang_son_list.chosen[centre])
    told = lang_son_list.told
    reasons = {one.number for one in (*told.unfit, *told.declined)} | set(told.wishes)
    gone = {one.number for people in lang_son_list.chosen.values() for one in people}
    older = {one.number for one in lang_son_list.people if one.birth_date < youngest}
    assert older <= gone | reasons


# --- As it lies in the database --------------------------------------------------------------


def granted(plan: YearPlan, run_by: RunBy = RunBy.PROVINCE) -> dict[str, list[int]]:
    """People and đồng by form."""
    rows = plan.quotas.filter(run_by=run_by).values_list("form")
    return {form: sums for form, *sums in rows.annotate(Sum("people"), Sum("amount")).order_by()}


def taken(plan: YearPlan, run_by: RunBy = RunBy.PROVINCE) -> dict[str, list[int]]:
    rows = plan.candidates.chosen().filter(quota__run_by=run_by).values_list("form")
    return {form: sums for form, *sums in rows.annotate(Count("pk"), Sum("amount")).order_by()}


def assert_all_hang_together(plans: Sequence[YearPlan]) -> None:
    """Every fact on its seat or place, every seat in its plan, nobody twice."""
    assert {plan.state for plan in plans} == {PlanState.CLOSED}
    went = Participation.objects.filter(trip__plan__in=plans, cancelled_at=None)
    at_home = HomeConvalescence.objects.standing()
    assert went.exists()
    assert not Participation.objects.filter(trip__plan=None).exists()
    assert not went.filter(seat=None).exists()
    assert not went.exclude(seat__candidate__standing=Standing.CHOSEN).exists()
    assert not at_home.exclude(candidate__standing=Standing.CHOSEN).exists()
    chosen = Candidate.objects.chosen().filter(plan__in=plans)
    assert chosen.count() == went.count() + at_home.filter(candidate__plan__in=plans).count()
    for plan in plans:
        people = list(went.filter(trip__plan=plan).values_list("cadre", flat=True))
        people += at_home.filter(candidate__plan=plan).values_list("cadre", flat=True)
        assert len(people) == len(set(people))
    trips = Trip.objects.filter(plan__in=plans)
    assert set(trips.values_list("state", flat=True)) == {TripState.CLOSED}
    for trip in trips:
        days = SeatDay.objects.filter(seat__trip=trip, present=True).count()
        assert days == sum(trip.participations.values_list("days", flat=True))
    assert not Seat.objects.filter(trip__in=trips).exclude(refusal="").exists()


def assert_nothing_was_done_today(plans: Sequence[YearPlan]) -> None:
    today = timezone.localdate()
    assert not PlanStep.objects.filter(plan__in=plans, done_at__date=today).exists()
    assert not TripStep.objects.filter(trip__plan__in=plans, done_at__date=today).exists()
    assert not CandidateStep.objects.filter(candidate__plan__in=plans, done_at__date=today).exists()
    assert not SeatDay.objects.filter(seat__trip__plan__in=plans, marked_at__date=today).exists()


def test_the_year_of_lang_son_went_by_its_plan(demo_year):
    plan = YearPlan.objects.get(year=2025)
    assert taken(plan) == granted(plan)
    assert granted(plan) == {
        Form.CENTRE: [193, 816_390_000],
        Form.OUT_OF_PROVINCE: [18, 255_000_000],
        Form.HOME: [2, 4_600_000],
    }
    assert_all_hang_together([plan])
    assert_nothing_was_done_today([plan])


def test_bills_of_the_centre_were_accepted_by_another(demo_year):
    bills = Bill.objects.filter(occasion_kind="trip", dated_on__year=2025)
    assert bills.count() == 7
    assert not bills.filter(Q(accepted_by=None) | Q(accepted_by=F("uploaded_by"))).exists()
    lines = sum(bill.lines.filter(fact_id__isnull=False).count() for bill in bills)
    assert lines == 168


def test_who_went_instead_of_another_is_told(demo_year):
    seats = Seat.objects.filter(trip__plan__year=2025).exclude(replaces=None)
    assert seats.count() == 2
    for seat in seats:
        assert seat.candidate.replaces == seat.replaces.candidate
        assert seat.replaces.candidate.standing == Standing.REPLACED


def test_the_person_of_group_1_is_paid_by_the_centre(demo_year):
    [seat] = Seat.objects.filter(
        trip__kind=TripKind.OUT_OF_PROVINCE, trip__plan__year=2025, candidate__group__code="1"
    )
    [claim] = Claim.objects.filter(fact_kind=Participation.KIND, fact_id=seat.participation_id)
    assert (claim.payer.code, claim.amount) == ("ban-to-chuc-trung-uong", 0)
    assert claim.state == ClaimState.SETTLED


def test_the_frail_wait_or_stay_at_home(demo_year):
    unfit = Candidate.objects.filter(plan__year=2025, fitness=Fitness.UNFIT)
    standings = Counter(unfit.values_list("standing", "form"))
    assert standings == {(Standing.CHOSEN, Form.HOME): 2, (Standing.WAITING, ""): 24}


def test_a_commune_confirmed_its_own_part(demo_year):
    clerk = User.objects.get(username="nhaplieu.xa")
    part = YearPlan.objects.get(year=2025).parts.get(unit=clerk.unit)
    assert part.confirmed_by == clerk


def test_the_years_of_lao_cai_went_by_their_plans(lao_cai_year):
    plans = {plan.resolution.code: plan for plan in YearPlan.objects.filter(year__lt=2026)}
    old, new, yen_bai = (
        plans[code] for code in ("lao-cai-12-2020", "lao-cai-22-2024", "yen-bai-18-qd-tu")
    )
    district = RunBy.DISTRICT
    assert granted(old, district) == {
        Form.GROUP: [140, 1_120_000_000],
        Form.HOME: [98, 343_000_000],
    }
    assert granted(new, district) == {Form.GROUP: [80, 768_000_000], Form.HOME: [80, 336_000_000]}
    assert granted(new) == {Form.GROUP: [75, 720_000_000], Form.HOME: [78, 327_600_000]}
    assert granted(yen_bai) == {Form.GROUP: [216, 1_641_600_000], Form.HOME: [206, 885_800_000]}
    for plan in (old, new, yen_bai):
        for run_by in RunBy:
            assert taken(plan, run_by) == granted(plan, run_by)
    assert_all_hang_together(list(plans.values()))
    assert_nothing_was_done_today(list(plans.values()))


def test_what_districts_were_given_has_a_name_and_an_end(lao_cai_year):
    delegated = Quota.objects.filter(run_by=RunBy.DISTRICT)
    assert delegated.aggregate(people=Sum("people"))["people"] == 398
    assert not delegated.filter(Q(delegate="") | Q(unit=None)).exists()
    assert delegated.filter(plan__year=2025).latest("ends_on").ends_on == date(2025, 6, 30)


def test_who_turned_from_a_trip_to_home_left_a_trace(lao_cai_year):
    turned = CandidateStep.objects.filter(action="home", candidate__seats__given_up_reason="home")
    assert turned.count() == 2
    for step in turned.select_related("candidate__home"):
        assert step.candidate.form == Form.HOME
        assert step.candidate.home.requested_on > step.done_at.date()


def test_the_fair_order_was_kept_to_the_last_place(lao_cai_year):
    """In Yên Bái the trips were full at one place of the order; who stands before it had a turn."""
    plan = YearPlan.objects.get(resolution__code="yen-bai-18-qd-tu", year=2025)
    last = plan.candidates.chosen().filter(form=Form.GROUP).latest("position").position
    before = plan.candidates.filter(position__lt=last, standing=Standing.WAITING)
    assert not before.exclude(Q(fitness=Fitness.UNFIT) | ~Q(wished="")).exists()
    positions = list(plan.candidates.order_by("position").values_list("waiting_years", flat=True))
    assert all(longer >= shorter for longer, shorter in pairwise(positions))


# --- What is under way -----------------------------------------------------------------------


def test_a_trip_is_away_today_and_another_waits_for_decisions(demo_year):
    away = Trip.objects.get(code="dd-2026-02")
    assert (away.state, away.begins_on) == (TripState.AWAY, date(2026, 11, 18))
    marked = SeatDay.objects.filter(seat__trip=away).order_by("day").values_list("day", flat=True)
    assert (marked.first(), marked.last()) == (date(2026, 11, 18), date(2026, 11, 21))
    assert set(away.companions.values_list("role", flat=True)) == {"medic", "relative"}
    assert away.seats.exclude(left_on=None).get().left_reason == "family"
    bill = Bill.objects.get(
        occasion_kind="trip", occasion_id=Trip.objects.get(code="dd-2026-01").pk
    )
    disputed = Counter(bill.lines.in_dispute().values_list("finding", flat=True))
    assert (bill.state, disputed) == ("matched", {"over": 1, "absent": 1, "extra": 1})


def test_somebody_was_passed_over_this_year_and_it_says_so(demo_year):
    plan = YearPlan.objects.get(year=2026)
    assert plan.state == PlanState.RUNNING
    [coming] = plan.candidates.exclude(replaces=None)
    assert "Vượt 2 người xếp trước" in coming.steps.get(action="replace").words
    waiting = plan.candidates.waiting().filter(position__lt=coming.position)
    assert waiting.filter(waiting_years=2).count() >= 2


def test_units_look_through_the_list_of_next_year(demo_year):
    plan = YearPlan.objects.get(year=2027)
    assert (plan.state, plan.confirm_by) == (PlanState.LISTING, date(2026, 12, 11))
    open_parts = plan.parts.filter(confirmed_at=None)
    assert plan.parts.exclude(confirmed_at=None).count() == 9
    assert open_parts.filter(unit__code="XP-TAMTHANH").exists()


def test_next_year_is_only_granted_in_lao_cai(lao_cai_year):
    drafts = YearPlan.objects.filter(year=2027)
    assert set(drafts.values_list("resolution__code", "state")) == {
        ("lao-cai-22-2024", PlanState.DRAFT),
        ("yen-bai-18-qd-tu", PlanState.DRAFT),
    }
    assert not Candidate.objects.filter(plan__in=drafts).exists()


def test_nothing_under_way_has_a_claim_yet(demo_year):
    assert not Claim.objects.filter(
        fact_kind__in=(Participation.KIND, HomeConvalescence.KIND), event_on__year__gt=2025
    ).exists()
