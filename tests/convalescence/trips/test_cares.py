"""What the home page tells about trips, and to whom."""

from datetime import date

import pytest

from convalescence.trips.life import move_trip
from convalescence.trips.seating import take_seat
from convalescence.trips.workflow import Action
from reports.cares.trips import trips_late
from tests.convalescence.trips.conftest import BACK
from tests.factories import UnitFactory, UserFactory


def told(user, today: date) -> list[str]:
    return [care.note for care in trips_late(user, today)]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 6, 1), ""),
        (date(2025, 6, 20), "còn trống 3 chỗ"),
        (date(2025, 7, 2), "chưa ghi đoàn lên đường"),
    ],
)
def test_empty_seats_shortly_before_and_a_trip_that_has_not_left(trip, clerk, today, words):
    notes = told(clerk, today)
    assert (words in notes[0]) if words else notes == []


def test_a_trip_that_is_back_should_be_closed(trip, clerk, man):
    take_seat(trip=trip, cadre=man, by=clerk)
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    assert told(clerk, date(2025, 7, 9)) == []
    assert "chưa lập hồ sơ" in told(clerk, date(2025, 7, 10))[0]


def test_only_those_who_run_trips_are_told(trip, signed_in):
    assert told(UserFactory(unit=UnitFactory()), date(2025, 7, 2)) == []
