"""Each day's attendance, early returns, and closing the trip with its claims."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from claims.actions import ClaimError
from claims.models import Claim
from convalescence.actions import join_trip
from convalescence.models import LeaveReason, Participation, Seat, SeatDay, Trip, TripState
from convalescence.trips.attending import (
    Change,
    days_there,
    mark,
    return_early,
    stay_after_all,
)
from convalescence.trips.life import move_trip
from convalescence.trips.seating import give_up_seat, take_seat
from convalescence.trips.settling import NOBODY_SAW, begin_closing
from convalescence.trips.workflow import Action
from tests.convalescence.trips.conftest import BACK
from tests.factories import UnitFactory, UserFactory, entitled_cadre

REFUSED = DatabaseError
FIRST = date(2025, 7, 1)


def there(seat, days=9, first=FIRST):
    return [Change(seat.pk, first + timedelta(days=n), False, True) for n in range(days)]


@pytest.fixture
def seat(trip, clerk, man) -> Seat:
    """On a trip that is away."""
    taken = take_seat(trip=trip, cadre=man, by=clerk)
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    return taken


def close(trip, clerk):
    return begin_closing(trip=trip, by=clerk, at=BACK)


def test_days_count_at_both_ends(seat, trip, clerk):
    mark(trip=trip, changes=there(seat), by=clerk, at=BACK)
    assert days_there(trip) == {seat.pk: 9}


def test_marks_of_two_people_at_once_are_both_kept(seat, trip, clerk):
    other = UserFactory(unit=clerk.unit, full_name="Lý Thị Bình")
    mark(trip=trip, changes=there(seat, 1), by=other, at=BACK)
    second = [Change(seat.pk, FIRST + timedelta(days=1), False, True)]
    assert mark(trip=trip, changes=second, by=clerk, at=BACK).kept == 1
    assert days_there(trip) == {seat.pk: 2}


def test_a_cell_another_changed_meanwhile_stays_theirs_and_is_told(seat, trip, clerk):
    other = UserFactory(unit=clerk.unit, full_name="Lý Thị Bình")
    mark(trip=trip, changes=there(seat, 1), by=clerk, at=BACK)
    mark(trip=trip, changes=[Change(seat.pk, FIRST, True, False)], by=other, at=BACK)
    mark(trip=trip, changes=[Change(seat.pk, FIRST, False, True)], by=other, at=BACK)
    mark(trip=trip, changes=[Change(seat.pk, FIRST, True, False)], by=other, at=BACK)
    # The clerk still sees "not marked" and nobody there: the same thing, nothing to tell.
    assert mark(trip=trip, changes=[Change(seat.pk, FIRST, True, False)], by=clerk).kept == 0
    stale = mark(trip=trip, changes=[Change(seat.pk, FIRST, True, True)], by=clerk, at=BACK)
    assert stale.kept == 0
    assert "Lý Thị Bình vừa chấm vắng" in stale.refused[0]


def test_days_to_come_and_days_outside_are_refused_in_words(seat, trip, clerk):
    early = mark(trip=trip, changes=there(seat), by=clerk, at=BACK - timedelta(days=16))
    assert early.kept == 4
    assert all("ngày chưa tới" in sentence for sentence in early.refused)
    outside = [Change(seat.pk, date(2025, 7, 10), False, True)]
    assert "ngoài những ngày" in mark(trip=trip, changes=outside, by=clerk, at=BACK).refused[0]
    with pytest.raises(REFUSED, match="ngoài những ngày"), transaction.atomic():
        SeatDay.objects.create(
            seat=seat, day=date(2025, 7, 10), present=True, marked_at=BACK, marked_by=clerk
        )


def test_a_trip_that_has_not_left_has_no_attendance(trip, clerk, man):
    taken = take_seat(trip=trip, cadre=man, by=clerk)
    with pytest.raises(ClaimError, match="khi đoàn đang đi"):
        mark(trip=trip, changes=there(taken, 1), by=clerk, at=BACK)


def test_a_commune_does_not_mark(seat, trip, law):
    with pytest.raises(ClaimError, match="cơ sở điều dưỡng"):
        mark(trip=trip, changes=there(seat, 1), by=UserFactory(unit=UnitFactory()), at=BACK)


def test_going_home_early_takes_the_later_days_away(seat, trip, clerk):
    mark(trip=trip, changes=there(seat), by=clerk, at=BACK)
    go = {"seat": seat, "reason": LeaveReason.HEALTH, "by": clerk, "at": BACK}
    with pytest.raises(ClaimError, match="trước ngày cả đoàn về"):
        return_early(on=date(2025, 7, 9), **go)
    return_early(on=date(2025, 7, 4), **go)
    assert days_there(trip) == {seat.pk: 4}
    late = [Change(seat.pk, date(2025, 7, 5), False, True)]
    assert mark(trip=trip, changes=late, by=clerk, at=BACK).kept == 0
    stay_after_all(seat=seat, by=clerk)
    assert mark(trip=trip, changes=late, by=clerk, at=BACK).kept == 1


def test_who_was_there_can_only_leave_early(seat, trip, clerk):
    mark(trip=trip, changes=there(seat, 1), by=clerk, at=BACK)
    with pytest.raises(ClaimError, match="ghi về sớm"):
        give_up_seat(seat=seat, by=clerk, reason="busy")


def test_a_law_that_pays_by_the_day_is_told_how_long_the_trip_was(trip, man):
    event = Participation(trip=trip, cadre=man, days=4).event()
    assert (event.days, event.planned_days) == (4, 9)


# --- closing ------------------------------------------------------------------------------------


def test_closing_opens_the_claims_of_all_with_their_days(seat, trip, law, clerk):
    late = take_seat(trip=trip, cadre=entitled_cadre(law), by=clerk)
    mark(trip=trip, changes=[*there(seat), *there(late, 6)], by=clerk, at=BACK)
    closed = close(trip, clerk)
    assert closed.state == TripState.CLOSED
    amounts = Claim.objects.order_by("amount").values_list("amount", flat=True)
    assert list(amounts) == [6 * 470_000, 9 * 470_000]
    seat.refresh_from_db()
    assert seat.participation.days == 9


def test_closing_again_opens_nothing_twice(seat, trip, clerk):
    mark(trip=trip, changes=there(seat), by=clerk, at=BACK)
    close(trip, clerk)
    move_trip(trip=trip, action=Action.REOPEN, by=clerk, reason="Bổ sung một người", at=BACK)
    close(trip, clerk)
    assert Claim.objects.count() == Participation.objects.count() == 1


def test_each_person_refused_is_told_why_and_the_others_are_not_lost(seat, trip, law, clerk):
    absent = take_seat(trip=trip, cadre=entitled_cadre(law), by=clerk)
    nowhere = take_seat(trip=trip, cadre=entitled_cadre(law, group="6"), by=clerk)
    # Nobody says what the sixth group gets out of the province.
    Trip.objects.filter(pk=trip.pk).update(kind="convalescence_out_of_province")
    mark(trip=trip, changes=[*there(seat), *there(nowhere)], by=clerk, at=BACK)
    two = entitled_cadre(law, group="2")
    seat.refresh_from_db()
    assert two.pk != seat.cadre_id
    close(trip, clerk)
    absent.refresh_from_db()
    nowhere.refresh_from_db()
    assert absent.refusal == NOBODY_SAW
    assert "không quy định mức hưởng" in nowhere.refusal
    assert nowhere.participation is None
    assert not Participation.objects.filter(cadre=nowhere.cadre).exists()


def test_group_1_goes_and_another_budget_pays(trip, law, clerk):
    Trip.objects.filter(pk=trip.pk).update(kind="convalescence_out_of_province")
    first, second = (entitled_cadre(law, group=group) for group in "12")
    seats = [take_seat(trip=trip, cadre=one, by=clerk) for one in (first, second)]
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    mark(trip=trip, changes=[c for one in seats for c in there(one)], by=clerk, at=BACK)
    close(trip, clerk)
    paid = {claim.cadre: (claim.payer.code, claim.amount) for claim in Claim.objects.all()}
    assert paid[first] == ("ban-to-chuc-trung-uong", 0)
    assert paid[second] == ("ngan-sach-tinh", 15_000_000)


def test_a_trip_still_away_is_not_closed(trip, clerk, man):
    take_seat(trip=trip, cadre=man, by=clerk)
    half = BACK - timedelta(days=15)
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=half)
    with pytest.raises(ClaimError, match="chưa kết thúc được"):
        begin_closing(trip=trip, by=clerk, at=half)


def test_a_closed_trip_refuses_everything_in_words(seat, trip, law, clerk):
    mark(trip=trip, changes=there(seat), by=clerk, at=BACK)
    close(trip, clerk)
    person = entitled_cadre(law)
    for refused in (
        lambda: take_seat(trip=trip, cadre=person, by=clerk),
        lambda: give_up_seat(seat=seat, by=clerk, reason="busy"),
        lambda: mark(trip=trip, changes=there(seat, 1), by=clerk),
        lambda: return_early(seat=seat, on=FIRST, reason="work", by=clerk),
        lambda: join_trip(fact=Participation(trip=trip, cadre=person, days=3), by=clerk),
        lambda: begin_closing(trip=trip, by=clerk),
    ):
        with pytest.raises(ClaimError, match="đã kết thúc"):
            refused()


def test_a_closed_trip_refuses_everything_in_the_database(seat, trip, law, clerk):
    mark(trip=trip, changes=there(seat), by=clerk, at=BACK)
    close(trip, clerk)
    for write in (
        lambda: Trip.objects.filter(pk=trip.pk).update(quota=50),
        lambda: Seat.objects.update(room="9"),
        lambda: SeatDay.objects.update(present=False),
        lambda: Participation.objects.update(days=3),
        lambda: trip.companions.create(role="medic", full_name="Bác sĩ Thử", sex="male"),
    ):
        with pytest.raises(REFUSED, match="đã kết thúc"), transaction.atomic():
            write()


def test_a_trip_entered_afterwards_needs_no_seats(trip, clerk, man):
    join_trip(fact=Participation(trip=trip, cadre=man, days=9), by=clerk)
    assert Claim.objects.get().amount == 9 * 470_000


def test_who_was_entered_by_hand_is_not_entered_again(seat, trip, clerk, man):
    mark(trip=trip, changes=there(seat), by=clerk, at=BACK)
    join_trip(fact=Participation(trip=trip, cadre=man, days=9), by=clerk)
    close(trip, clerk)
    seat.refresh_from_db()
    assert "được ghi trước" in seat.refusal
    assert Claim.objects.count() == 1
