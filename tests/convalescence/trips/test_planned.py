"""Trips of a year's plan: whom the plan chose goes, and the plan learns what became of them."""

from datetime import date

import pytest

from claims.actions import ClaimError
from convalescence.models import Form, GiveUpReason, Standing
from convalescence.planning.agreeing import advance, agree
from convalescence.planning.life import Action as PlanAction
from convalescence.planning.proposing import propose
from convalescence.trips.life import move_trip
from convalescence.trips.planned import give_up, replace, seat_many
from convalescence.trips.seating import take_seat
from convalescence.trips.turns import still_without_seat
from convalescence.trips.workflow import Action
from tests.convalescence.conftest import CONFIRM_BY, people, plan, quota, went_home
from tests.convalescence.trips.conftest import trip_of
from tests.factories import entitled_cadre

__all__ = ["plan", "quota", "went_home"]


@pytest.fixture
def planned(law, plan, quota, staff, clerk):
    """A trip of 2026 of a plan that chose two of three people."""
    quota(people=2)
    people(law, 3, group="4")
    propose(plan=plan, confirm_by=CONFIRM_BY, by=staff.maker)
    agree(plan=plan, by=staff.approver, reason="Đơn vị đồng ý qua điện thoại.")
    advance(plan=plan, action=PlanAction.START, by=staff.maker)
    days = {"begins_on": date(2026, 5, 4), "ends_on": date(2026, 5, 12)}
    return move_trip(trip=trip_of(law, "dd-kh", plan=plan, **days), action=Action.OPEN, by=clerk)


def of(plan, standing):
    return list(plan.candidates.filter(standing=standing).order_by("position"))


def test_whom_the_plan_chose_gets_a_seat_in_the_fair_order(planned, clerk):
    chosen = still_without_seat(planned)
    assert [one.position for one in chosen] == [1, 2]
    assert seat_many(trip=planned, candidates=chosen, by=clerk).done == 2
    assert not still_without_seat(planned).exists()


def test_whom_the_plan_did_not_choose_is_refused_with_the_reason(planned, law, clerk):
    waiting = of(planned.plan, Standing.WAITING)[0].cadre
    with pytest.raises(ClaimError, match="chờ đến lượt"):
        take_seat(trip=planned, cadre=waiting, by=clerk)
    with pytest.raises(ClaimError, match="không có trong danh sách"):
        take_seat(trip=planned, cadre=entitled_cadre(law), by=clerk)


def test_the_first_who_waits_goes_in_somebodys_place(planned, clerk):
    chosen, waiting = of(planned.plan, Standing.CHOSEN), of(planned.plan, Standing.WAITING)
    seat = take_seat(trip=planned, cadre=chosen[0].cadre, by=clerk)
    new = replace(seat=seat, cadre=waiting[0].cadre, by=clerk, reason=GiveUpReason.BUSY)
    waiting[0].refresh_from_db()
    chosen[0].refresh_from_db()
    assert (new.candidate, new.replaces) == (waiting[0], seat)
    assert waiting[0].replaces == chosen[0]
    assert chosen[0].standing == Standing.REPLACED


def test_who_is_not_due_needs_a_decision(planned, law, clerk):
    seat = take_seat(trip=planned, cadre=of(planned.plan, Standing.CHOSEN)[0].cadre, by=clerk)
    stranger = entitled_cadre(law)
    told = {"seat": seat, "cadre": stranger, "by": clerk, "reason": GiveUpReason.BUSY}
    with pytest.raises(ClaimError, match="quyết định riêng"):
        replace(**told)
    seat.refresh_from_db()
    assert seat.is_held
    assert replace(**told, decision="QĐ 12/QĐ-SYT ngày 02/4/2026").cadre == stranger


def test_giving_up_is_told_to_the_plan(planned, quota, clerk):
    quota(Form.HOME, people=1)
    first, second = of(planned.plan, Standing.CHOSEN)
    seat = take_seat(trip=planned, cadre=first.cadre, by=clerk)
    give_up(seat=seat, by=clerk, reason=GiveUpReason.HEALTH)
    first.refresh_from_db()
    assert first.standing == Standing.DECLINED
    # Group 4 has no rate at home: the plan refuses, and the seat stays.
    other = take_seat(trip=planned, cadre=second.cadre, by=clerk)
    with pytest.raises(ClaimError):
        give_up(seat=other, by=clerk, reason=GiveUpReason.HOME)
    other.refresh_from_db()
    assert other.is_held
