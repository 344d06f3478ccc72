"""What a year's plan was to cost and what was claimed of it, for trips as for home."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.actions import correct_fact, withdraw_fact
from claims.models import Claim
from convalescence.actions import join_trip
from convalescence.models import Form, Participation
from convalescence.planning import at_home
from convalescence.planning.agreeing import advance, agree
from convalescence.planning.claimed import Claimed, claimed_of, given_to
from convalescence.planning.life import Action as PlanAction
from convalescence.planning.overview import sides_of
from convalescence.planning.proposing import propose
from convalescence.trips.attending import Change, mark
from convalescence.trips.life import move_trip
from convalescence.trips.planned import seat_many
from convalescence.trips.settling import begin_closing
from convalescence.trips.turns import still_without_seat
from convalescence.trips.workflow import Action
from tests.convalescence.conftest import CONFIRM_BY, people, plan, quota
from tests.convalescence.trips.test_planned import planned
from tests.factories import entitled_cadre

__all__ = ["plan", "planned", "quota"]

DAY = 470_000
AFTER = datetime(2026, 5, 20, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def closed(planned, clerk):
    """Both who were chosen went: one for all nine days, one for six."""
    seat_many(trip=planned, candidates=still_without_seat(planned), by=clerk)
    move_trip(trip=planned, action=Action.LEAVE, by=clerk, at=AFTER)
    there = [
        Change(seat.pk, day, False, True)
        for seat, days in zip(planned.seats.order_by("pk"), (9, 6), strict=True)
        for day in planned.each_day[:days]
    ]
    mark(trip=planned, changes=there, by=clerk, at=AFTER)
    return begin_closing(trip=planned, by=clerk, at=AFTER)


def use_of(plan):
    [side] = sides_of(plan, claimed_of(plan))
    [use] = side.uses
    return use


def test_a_trip_is_told_against_the_money_of_the_quota(closed):
    use = use_of(closed.plan)
    assert (use.people, use.amount) == (2, 18 * DAY)
    assert use.claimed == Claimed(people=2, amount=15 * DAY, expected=18 * DAY)
    assert use.amount_left == use.quota.amount - 15 * DAY


def test_nobody_went_yet(planned):
    use = use_of(planned.plan)
    assert use.claimed == Claimed()
    assert use.amount_left == use.quota.amount - 18 * DAY


def test_what_is_corrected_or_taken_back_follows(planned, clerk, staff):
    one = planned.plan.candidates.chosen().first()
    fact = Participation(trip=planned, cadre=one.cadre, days=9)
    join_trip(fact=fact, by=clerk)
    assert use_of(planned.plan).claimed.amount == 9 * DAY
    fact.days = 5
    correct_fact(fact=fact, by=clerk)
    assert use_of(planned.plan).claimed == Claimed(1, 5 * DAY, 9 * DAY)
    assert [(had["fact"], had["amount"]) for had in given_to(one)] == [(fact, 5 * DAY)]
    Claim.objects.filter(fact_id=fact.pk).update(state="refused")
    assert use_of(planned.plan).claimed == Claimed()
    Claim.objects.filter(fact_id=fact.pk).update(state="draft")
    withdraw_fact(fact=fact, by=clerk, reason="Nhầm người")
    assert use_of(planned.plan).claimed == Claimed()
    assert given_to(one) == []


def test_whoever_went_without_a_place_of_the_plan_is_told_apart(planned, law, clerk):
    join_trip(fact=Participation(trip=planned, cadre=entitled_cadre(law), days=9), by=clerk)
    assert claimed_of(planned.plan) == {None: Claimed(1, 9 * DAY, 0)}
    assert use_of(planned.plan).claimed == Claimed()


def test_home_is_told_in_the_same_way(plan, law, staff, quota):
    quota(Form.HOME, people=2)
    people(law, 1, group="2")
    propose(plan=plan, confirm_by=CONFIRM_BY, by=staff.maker)
    one = plan.candidates.get()
    assert use_of(plan).claimed == Claimed()
    agree(plan=plan, by=staff.approver, reason="Đơn vị đồng ý qua điện thoại.")
    advance(plan=plan, action=PlanAction.START, by=staff.maker)
    run = at_home.begin(plan=plan, requested_on=date(2026, 8, 1), by=staff.maker)
    at_home.carry_out(run)
    assert use_of(plan).claimed == Claimed(1, 2_300_000, 2_300_000)
    one.refresh_from_db()
    [had] = given_to(one)
    assert (had["fact"], had["amount"]) == (one.home, 2_300_000)


def test_the_plan_asks_once_however_many_went(closed):
    plan = closed.plan
    with CaptureQueriesContext(connection) as asked:
        claimed_of(plan)
    assert len(asked) == 1


def test_plan_and_person_show_what_was_claimed(closed, clerk, signed_in):
    client = signed_in(clerk)
    shown = client.get(reverse("year_plan_detail", args=[closed.plan_id])).content.decode()
    assert "7.050.000" in shown
    assert "ngoài các chỗ của chỉ tiêu" not in shown
    one = closed.plan.candidates.chosen().order_by("position").first()
    person = client.get(reverse("candidate_detail", args=[one.pk])).content.decode()
    fact = Participation.objects.get(cadre=one.cadre)
    assert reverse("participation_detail", args=[fact.pk]) in person
    assert "4.230.000 đồng" in person
