"""Trips, and the places on them. Everything else is recorded as every fact is."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from claims.actions import ClaimError, correct_fact, record_fact
from claims.models import Claim
from convalescence.models import Participation, Trip


@transaction.atomic
def open_trip(*, trip: Trip) -> Trip:
    """Save a planned trip. Raises ``ValidationError`` when its code is taken."""
    trip.full_clean()
    trip.save()
    return trip


@transaction.atomic
def change_trip(*, trip: Trip) -> Trip:
    """Save a corrected trip. Raises ``ClaimError`` when more people went than the new quota."""
    taken = places_taken(Trip.objects.select_for_update().get(pk=trip.pk))
    if taken > trip.quota:
        raise ClaimError(f"Đoàn đã có {taken} người; chỉ tiêu không thể ít hơn.")
    trip.full_clean()
    trip.save()
    return trip


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
    trip = Trip.objects.select_for_update().get(pk=fact.trip_id)
    if places_taken(trip, but=fact.pk) >= trip.quota:
        raise ClaimError(
            f"Đoàn {trip} đã đủ {trip.quota} người theo chỉ tiêu; "
            "hãy chọn đoàn khác hoặc điều chỉnh chỉ tiêu của đoàn."
        )


def places_taken(trip: Trip, *, but: int | None = None) -> int:
    """How many people are on the trip."""
    there = trip.participations.filter(cancelled_at=None)
    return there.count() if but is None else there.exclude(pk=but).count()
