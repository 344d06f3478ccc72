"""What is under way in November 2026: a plan being carried out, and the list of the next one.

None of it belongs to 2025, so no figure of the demo year moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from config.demo.lang_son import places
from config.demo.lang_son.convalescence import CENTRE, CENTRE_DAY, CENTRE_DAYS, FAR, PLAN
from config.demo.lang_son.people import Person
from config.demo.plan import MILLION, PlannedTrip
from config.demo.trip_bills import row_of, rows_of, send_in
from config.demo.trip_desk import TripDesk
from config.demo.trip_lists import moment
from config.demo.trips import HOME, FairList, PlannedQuota, Told, Turn, settle
from convalescence.models import Companion, CompanionRole, Fitness, LeaveReason, Trip, YearPlan
from convalescence.planning import standing
from convalescence.planning.agreeing import confirm_part
from convalescence.trips import planned, seating
from convalescence.trips.attending import Change as Mark
from convalescence.trips.attending import mark, return_early
from convalescence.trips.life import move_trip
from convalescence.trips.turns import still_without_seat
from convalescence.trips.workflow import Action

TODAY = date(2026, 11, 22)
"""The day of which it tells; before it there is nothing of it to show."""
YESTERDAY = TODAY - timedelta(days=1)


def _trip(number: int, begins_on: date) -> PlannedTrip:
    return PlannedTrip(
        kind=CENTRE,
        code=f"dd-2026-{number:02d}",
        place="Trung tâm Điều dưỡng người có công tỉnh",
        begins_on=begins_on,
        days=CENTRE_DAYS,
        quota=20,
        plan_document="Kế hoạch điều dưỡng năm 2026 của Ban Tổ chức Tỉnh ủy",
        facility=places.CENTRE,
        day_price=CENTRE_DAY,
    )


BACK, AWAY, NEXT = (
    *(_trip(1, date(2026, 10, 12)), _trip(2, date(2026, 11, 18))),
    _trip(3, date(2026, 12, 7)),
)


def _granted(
    year: int, centre: int, far: int, home: int, trips: tuple[tuple[PlannedTrip, int], ...] = ()
) -> tuple[PlannedQuota, ...]:
    costs = ((CENTRE, centre, CENTRE_DAY * CENTRE_DAYS), (FAR, far, 15 * MILLION))
    return tuple(
        PlannedQuota(
            form=form,
            people=people,
            each=each,
            granted=people * each,
            begins_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            trips=trips if form == CENTRE else (),
            lasts=CENTRE_DAYS if form == CENTRE else None,
        )
        for form, people, each in (*costs, (HOME, home, 2_300_000))
    )


PLAN_2026 = replace(
    PLAN,
    year=2026,
    number="19-KH/BTCTU",
    dated_on=date(2026, 2, 2),
    sent_on=date(2026, 2, 4),
    confirm_by=date(2026, 2, 20),
    agreed_on=date(2026, 2, 27),
    over_on=date(2026, 12, 31),
    quotas=_granted(2026, 60, 10, 2, ((BACK, 20), (AWAY, 20), (NEXT, 20))),
    home_days=(),
)
PLAN_2027 = replace(
    PLAN_2026,
    year=2027,
    number="88-KH/BTCTU",
    dated_on=date(2026, 11, 9),
    sent_on=date(2026, 11, 10),
    confirm_by=date(2026, 12, 11),
    quotas=_granted(2027, 200, 18, 4),
)
CONFIRMED = 9
"""Communes that have looked through their part of 2027."""


def add_this_year(people: Sequence[Person], last: FairList, users: Mapping[str, User]) -> None:
    """``last`` is the list of 2025. Raises ``CannotBuild``."""
    if timezone.localdate() < TODAY:
        return
    desk, clerk = TripDesk(users), users["nhaplieu"]
    found = fair_list(people, last)
    desk.agree(found)
    _leave_a_bill(desk.send(BACK.code, BACK.ends_on), found, clerk)
    _leave_a_trip_away(desk.send(AWAY.code, YESTERDAY), clerk)
    _take_some_names(clerk)
    _hear_the_units(desk.lists.send_out(PLAN_2027), users)


def fair_list(people: Sequence[Person], last: FairList) -> FairList:
    """Whoever had no turn in 2025 has waited two years by now."""
    gone = last.everybody
    turns = [
        Turn(person=person, group=person.group, years=1 if person.number in gone else 2)
        for person in people
        if person.group in PLAN.groups
    ]
    found = settle(PLAN_2026, turns, Told())
    found.replace(AWAY.code, 6, passed=2)
    return found


def _leave_a_bill(held: Trip, found: FairList, clerk: User) -> None:
    """One never came but is billed, one is billed too dear, one is not of the trip."""
    seats = list(held.seats.held().select_related("cadre"))
    away = [Mark(seats[3].pk, day, True, False) for day in held.each_day]
    mark(trip=held, changes=away, by=clerk, at=moment(BACK.ends_on, 18))
    rows = rows_of(held)
    rows[8][-1] += 450_000
    stranger = found.waiting[40]
    candidate = held.plan and held.plan.candidates.select_related("cadre").get(
        cadre__full_name=stranger.full_name, cadre__birth_date=stranger.birth_date
    )
    if candidate:
        rows.append(row_of(held, candidate.cadre, 4))
    send_in(held, rows, clerk, moment(date(2026, 10, 27), 9))


def _leave_a_trip_away(held: Trip, clerk: User) -> None:
    """A wife goes along; one person had to go home."""
    seats = list(held.seats.held().select_related("cadre").order_by("pk"))
    Companion.objects.filter(trip=held, role=CompanionRole.MEDIC).update(phone="0205 000 115")
    seating.add_companion(
        companion=Companion(
            trip=held,
            role=CompanionRole.RELATIVE,
            full_name="Nguyễn Thị Thảo",
            sex="female",
            beside=seats[2],
            vehicle=1,
        )
    )
    return_early(
        seat=seats[5],
        on=date(2026, 11, 20),
        reason=LeaveReason.FAMILY,
        by=clerk,
        note="Gia đình có việc hiếu.",
        at=moment(YESTERDAY, 18),
    )


def _take_some_names(clerk: User) -> None:
    held = move_trip(
        trip=Trip.objects.get(code=NEXT.code),
        action=Action.OPEN,
        by=clerk,
        at=moment(date(2026, 11, 16), 8),
    )
    chosen = still_without_seat(held)[:12]
    planned.seat_many(trip=held, candidates=chosen, by=clerk, at=moment(date(2026, 11, 19), 9))


def _hear_the_units(plan: YearPlan, users: Mapping[str, User]) -> None:
    """Some communes have confirmed; one is still at it."""
    clerk, own = users["nhaplieu"], users["nhaplieu.xa"]
    parts = plan.parts.exclude(unit=own.unit).select_related("plan", "unit")
    for number, part in enumerate(parts[:CONFIRMED]):
        at = moment(date(2026, 11, 12) + timedelta(days=number), 9)
        confirm_part(part=part, by=clerk, at=at)
    frail, busy = plan.candidates.chosen().filter(unit=own.unit, form=CENTRE)[:2]
    at = moment(date(2026, 11, 19), 15)
    standing.judge_fitness(
        candidate=frail,
        fitness=Fitness.UNFIT,
        told_by="Trạm Y tế phường Tam Thanh",
        told_on=date(2026, 11, 18),
        by=own,
        at=at,
    )
    standing.leave(candidate=busy, reason="Đang đi thăm con ở xa.", by=own, at=at)
