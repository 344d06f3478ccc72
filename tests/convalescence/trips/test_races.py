"""Two at once, on real PostgreSQL: one of them is told, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from claims.actions import ClaimError
from claims.models import Claim
from convalescence.models import Seat
from convalescence.trips.attending import Change, days_there, mark
from convalescence.trips.life import move_trip
from convalescence.trips.seating import take_seat
from convalescence.trips.settling import begin_closing
from convalescence.trips.workflow import Action
from tests.convalescence.trips.conftest import BACK, trip_of
from tests.factories import UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """What each of them was told; "" for who got through."""
    start = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> str:
        start.wait(timeout=30)
        try:
            verb()
        except ClaimError as refused:
            return str(refused)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def test_the_last_seat_goes_to_one(law, clerk):
    trip = move_trip(trip=trip_of(law, quota=1), action=Action.OPEN, by=clerk)
    people = [entitled_cadre(law) for _ in range(2)]
    told = at_once(
        *(lambda cadre=cadre: take_seat(trip=trip, cadre=cadre, by=clerk) for cadre in people)
    )
    assert sorted(map(bool, told)) == [False, True]
    assert "đã đủ 1 người" in "".join(told)
    assert Seat.objects.count() == 1


def test_one_person_gets_onto_one_of_two_trips(law, clerk):
    trips = [
        move_trip(trip=trip_of(law, code), action=Action.OPEN, by=clerk)
        for code in ("dd-1", "dd-2")
    ]
    cadre = entitled_cadre(law)
    told = at_once(
        *(lambda trip=trip: take_seat(trip=trip, cadre=cadre, by=clerk) for trip in trips)
    )
    assert "đoàn khác trùng ngày" in "".join(told)
    assert Seat.objects.count() == 1


def test_a_mark_made_while_the_trip_closes_is_counted_or_refused(law, clerk):
    trip = move_trip(trip=trip_of(law), action=Action.OPEN, by=clerk)
    seat = take_seat(trip=trip, cadre=entitled_cadre(law), by=clerk)
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    days = trip.each_day
    first = [Change(seat.pk, day, False, True) for day in days[:8]]
    mark(trip=trip, changes=first, by=clerk, at=BACK)
    last = [Change(seat.pk, days[8], False, True)]
    other = UserFactory(unit=clerk.unit)
    told = at_once(
        lambda: begin_closing(trip=trip, by=clerk, at=BACK),
        lambda: mark(trip=trip, changes=last, by=other, at=BACK),
    )
    assert told[0] == ""
    assert told[1] == "" or "đã kết thúc" in told[1]
    # Whoever was first: what was paid for is what stands in the sheet.
    assert Claim.objects.get().amount == days_there(trip)[seat.pk] * 470_000


def test_two_who_close_at_once_open_the_claims_once(law, clerk):
    trip = move_trip(trip=trip_of(law), action=Action.OPEN, by=clerk)
    seat = take_seat(trip=trip, cadre=entitled_cadre(law), by=clerk)
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    mark(trip=trip, changes=[Change(seat.pk, trip.begins_on, False, True)], by=clerk, at=BACK)
    at_once(*(lambda: begin_closing(trip=trip, by=clerk, at=BACK) for _ in range(2)))
    trip.refresh_from_db()
    assert trip.is_closed
    assert Claim.objects.count() == 1
