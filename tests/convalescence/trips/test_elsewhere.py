"""One day, one place: in hospital or on the trip; whoever writes it second is told."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import UnitKind
from checkups.models import HospitalStay
from claims.actions import ClaimError, correct_fact, record_fact
from claims.models import Claim
from convalescence.models import SeatDay, Trip, TripState
from convalescence.trips.attending import Change, days_there, mark
from convalescence.trips.cancelling import cancel_trip
from convalescence.trips.life import move_trip
from convalescence.trips.seating import take_seat
from convalescence.trips.settling import begin_closing
from convalescence.trips.workflow import Action
from tests.convalescence.trips.conftest import BACK
from tests.factories import HospitalFactory, UnitFactory, UserFactory

JULY = [date(2025, 7, day) for day in range(1, 10)]


@pytest.fixture
def seat(trip, man, woman, clerk):
    found = take_seat(trip=trip, cadre=man, by=clerk)
    take_seat(trip=trip, cadre=woman, by=clerk)
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    return found


def stay_of(cadre, clerk, first: int, last: int) -> HospitalStay:
    stay = HospitalStay(
        cadre=cadre,
        facility=HospitalFactory(),
        admitted_on=date(2025, 7, first),
        discharged_on=date(2025, 7, last),
    )
    record_fact(fact=stay, by=clerk)
    return stay


def there(seat, *days: int) -> list[Change]:
    return [Change(seat.pk, date(2025, 7, day), False, True) for day in days]


def test_nobody_is_marked_present_while_in_hospital(trip, seat, clerk):
    stay_of(seat.cadre, clerk, 3, 6)
    marked = mark(trip=trip, changes=there(seat, 2, 3, 4, 5, 6, 7), by=clerk, at=BACK)
    # On the days of coming and going one may have been in both.
    assert marked.kept == 4
    assert set(SeatDay.objects.values_list("day__day", flat=True)) == {2, 3, 6, 7}
    first = marked.refused[0]
    assert "04/07/2025: nằm viện 03/07/2025 – 06/07/2025; không chấm có mặt được" in first


def test_the_centre_is_told_without_where(trip, seat, clerk):
    centre = UnitFactory(kind=UnitKind.CONVALESCENCE_CENTRE)
    Trip.objects.filter(pk=trip.pk).update(facility=centre)
    stay_of(seat.cadre, clerk, 3, 6)
    marked = mark(trip=trip, changes=there(seat, 4), by=UserFactory(unit=centre), at=BACK)
    assert "đã được ghi ở nơi khác" in marked.refused[0]
    assert "viện" not in marked.refused[0].replace(seat.cadre.full_name, "")


def test_a_stay_over_a_day_attended_is_refused(trip, seat, clerk):
    mark(trip=trip, changes=there(seat, 4), by=clerk, at=BACK)
    with pytest.raises(ClaimError, match=r"điểm danh có mặt ở đoàn .* ngày 04/07/2025"):
        stay_of(seat.cadre, clerk, 3, 6)
    stay = stay_of(seat.cadre, clerk, 4, 6)
    stay.admitted_on = date(2025, 7, 3)
    with pytest.raises(ClaimError, match="hai nơi"):
        correct_fact(fact=stay, by=clerk)


def test_another_person_or_a_day_marked_absent_stands_in_nobodys_way(trip, seat, clerk, woman):
    mark(trip=trip, changes=there(seat, 4), by=clerk, at=BACK)
    stay_of(woman, clerk, 3, 6)
    mark(trip=trip, changes=[Change(seat.pk, JULY[3], True, False)], by=clerk, at=BACK)
    assert stay_of(seat.cadre, clerk, 3, 6).pk


def test_closing_leaves_out_whom_both_claim_and_tells_it_before(trip, seat, clerk, signed_in):
    """As it was before the check, or by somebody who writes past the verbs."""
    stay_of(seat.cadre, clerk, 3, 6)
    for day in JULY:
        SeatDay.objects.create(seat=seat, day=day, present=True, marked_at=BACK, marked_by=clerk)
    words = "Ngày 04/07/2025 vừa được điểm danh có mặt vừa nằm viện 03/07/2025 – 06/07/2025"
    page = signed_in(clerk).get(reverse("trip_close", args=[trip.pk])).content.decode()
    assert words in page
    claims = Claim.objects.count()
    assert begin_closing(trip=trip, by=clerk, at=BACK).state == TripState.CLOSED
    seat.refresh_from_db()
    assert (seat.refusal.startswith(words), seat.participation) == (True, None)
    assert Claim.objects.count() == claims
    assert days_there(trip) == {seat.pk: 9}


def test_a_trip_called_off_keeps_nobody_from_hospital(trip, man, clerk):
    take_seat(trip=trip, cadre=man, by=clerk)
    cancel_trip(trip=trip, reason="Mưa lũ", by=clerk)
    assert stay_of(man, clerk, 3, 6).pk
