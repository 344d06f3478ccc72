"""Trips, and the places on them. Everything else is recorded as every fact is."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from claims.actions import ClaimError, correct_fact, record_fact
from claims.models import Claim
from config.saving import save_valid
from convalescence.models import Participation, Seat, SeatDay, Trip
from convalescence.trips.seating import hold_trip, people_on


@transaction.atomic
def open_trip(*, trip: Trip) -> Trip:
    """Save a planned trip. Raises ``ValidationError`` when its code is taken."""
    return save_valid(trip)


@transaction.atomic
def change_trip(*, trip: Trip) -> Trip:
    """Save a corrected trip.

    Raises ``ClaimError`` when more people went than the new quota, when its new days clash with
    another trip of somebody on it or leave out days already marked, or when it is closed.
    """
    held = hold_trip(trip.pk)
    # How far the trip has come is not what this form is about: another may have moved it on.
    trip.state, trip.settling_at, trip.settling_by = held.state, held.settling_at, held.settling_by
    taken = people_on(held)
    if problem := _clash_of_days(trip):
        raise ClaimError(problem)
    if taken > trip.quota:
        raise ClaimError(f"Đoàn đã có {taken} người; chỉ tiêu không thể ít hơn.")
    return save_valid(trip)


@transaction.atomic
def join_trip(*, fact: Participation, by: User, at: datetime | None = None) -> list[Claim]:
    """Record that a person took a place on a trip.

    Raises ``ClaimError`` when the quota is used up or nothing is owed, ``ValidationError`` when
    the person is on the trip already.
    """
    _hold_place(fact)
    return record_fact(fact=fact, by=by, at=at)


@transaction.atomic
def correct_participation(
    *, fact: Participation, by: User, at: datetime | None = None
) -> list[Claim]:
    """Save a corrected participation; on another trip it needs a place there."""
    _hold_place(fact)
    return correct_fact(fact=fact, by=by, at=at)


def _hold_place(fact: Participation) -> None:
    """The trip is locked first, so that two entries at once can't both take the last place."""
    trip = hold_trip(fact.trip_id)
    if people_on(trip, but=[fact.cadre_id]) >= trip.quota:
        raise ClaimError(
            f"Đoàn {trip} đã đủ {trip.quota} người theo chỉ tiêu; "
            "hãy chọn đoàn khác hoặc điều chỉnh chỉ tiêu của đoàn."
        )


def places_taken(trip: Trip) -> int:
    """How many people are on the trip, whether they hold a seat or were recorded afterwards."""
    return people_on(trip)


def _clash_of_days(trip: Trip) -> str:
    """Why the days of the trip can't be these, because of who is on it already; "" if they can."""
    marked = SeatDay.objects.filter(seat__trip=trip, present=True)
    if marked.exclude(day__range=(trip.begins_on, trip.ends_on)).exists():
        return "Có ngày đã điểm danh nằm ngoài thời gian mới của đoàn."
    people = trip.seats.held().values("cadre")
    elsewhere = Seat.objects.held().exclude(trip=trip).filter(cadre__in=people)
    clash = elsewhere.filter(begins_on__lte=trip.ends_on, ends_on__gte=trip.begins_on).first()
    if clash:
        return f"{clash.cadre.full_name} có tên trong một đoàn khác trùng với thời gian mới."
    if (
        trip.seats.held()
        .exclude(left_on=None)
        .exclude(left_on__range=(trip.begins_on, trip.ends_on))
    ):
        return "Có người đã về sớm vào ngày nằm ngoài thời gian mới của đoàn."
    return ""
