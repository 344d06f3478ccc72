"""Closing a trip: everybody's days become facts with claims, together; then it is closed.

Run again it opens only what isn't there yet, so that it can go in parts, in the background, and
be taken up where it stopped.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from accounts.models import User
from claims.actions import ClaimError, open_claims
from claims.actions.opening import lock_people
from config.copying import copy_objects
from convalescence.models import Participation, Seat, Trip
from convalescence.trips.attending import days_there
from convalescence.trips.life import move_trip, objection
from convalescence.trips.seating import hold_trip
from convalescence.trips.whereabouts import clashes_of
from convalescence.trips.workflow import Action

AT_ONCE = 200
GIVEN_UP_AFTER = timedelta(minutes=10)  # without an end the closing may be begun again
NOBODY_SAW = "Không có ngày nào được chấm có mặt."
ALREADY = "Đã có lượt đi được ghi trước cho người này trong đoàn."


def participation_of(seat: Seat, days: int) -> Participation:
    """What the person's days will be recorded as; unsaved."""
    note = ""
    if seat.left_on:
        note = f"Về sớm: {seat.get_left_reason_display()}. {seat.left_note}".strip()
    return Participation(trip=seat.trip, cadre=seat.cadre, days=days, note=note)


def waiting(trip: Trip) -> list[Seat]:
    """Those of whom nothing was recorded and nothing was refused yet."""
    unrecorded = Q(participation=None) | Q(participation__cancelled_at__isnull=False)
    rows = trip.seats.held().filter(unrecorded, refusal="")
    return list(rows.select_related("cadre", "trip").order_by("pk"))


@transaction.atomic
def begin_closing(*, trip: Trip, by: User, at: datetime | None = None) -> Trip:
    """Close a small trip at once, a large one in the background (``settling_at`` tells).

    Raises ``ClaimError`` when the trip can't be closed, or is being closed.
    """
    moment = at or timezone.now()
    held = hold_trip(trip.pk, closing=True)
    if problem := objection(Action.CLOSE, held, by, timezone.localdate(moment)):
        raise ClaimError(problem)
    if held.settling_at and moment - held.settling_at < GIVEN_UP_AFTER:
        raise ClaimError(f"{held.settling_by} đang kết thúc đoàn này.")
    held.seats.held().exclude(refusal="").update(refusal="")
    if held.seats.held().count() <= AT_ONCE:
        finish_closing(trip=held, by=by, at=at)
    else:
        held.settling_at, held.settling_by = moment, by
        held.save(update_fields=["settling_at", "settling_by"])
        transaction.on_commit(lambda: close_in_background.enqueue(held.pk, by.pk))
    held.refresh_from_db()
    return held


@task()
def close_in_background(trip_id: int, user_id: int) -> None:
    """A few hundred people at a time; the page of the trip shows how far it has come."""
    finish_closing(trip=Trip.objects.get(pk=trip_id), by=User.objects.get(pk=user_id))


def finish_closing(*, trip: Trip, by: User, at: datetime | None = None) -> None:
    """Record everybody who waits, in parts; then close. Raises ``ClaimError`` as closing does."""
    while _settle_some(trip_id=trip.pk, by=by, at=at):
        pass
    move_trip(trip=trip, action=Action.CLOSE, by=by, at=at)


@transaction.atomic
def _settle_some(*, trip_id: int, by: User, at: datetime | None) -> bool:
    """Record some of those who wait; False when nobody waits any more."""
    trip = hold_trip(trip_id, closing=True)
    some = waiting(trip)[:AT_ONCE]
    days = days_there(trip)
    gone = set(trip.participations.filter(cancelled_at=None).values_list("cadre", flat=True))
    lock_people(some)  # nobody records a stay for them meanwhile
    elsewhere = clashes_of(trip, some)
    for seat in some:
        if seat.cadre_id in gone:
            seat.refusal = ALREADY
        elif not days.get(seat.pk):
            seat.refusal = NOBODY_SAW
        else:
            seat.refusal = elsewhere.get(seat.pk, "")
    _record([seat for seat in some if not seat.refusal], days, by, at or timezone.now())
    Seat.objects.bulk_update(some, ["participation", "refusal"])
    return bool(some)


def _record(seats: Sequence[Seat], days: dict[int, int], by: User, moment: datetime) -> None:
    """Facts and claims of these people; those to whom nothing is owed keep the reason instead."""
    facts = [participation_of(seat, days[seat.pk]) for seat in seats]
    for fact in facts:
        fact.unit, fact.recorded_by, fact.recorded_at = by.unit, by, moment
    copy_objects(Participation, facts)
    refused = []
    for seat, fact, opened in zip(
        seats, facts, open_claims(facts=facts, by=by, at=moment), strict=True
    ):
        seat.refusal = " ".join(outcome.problem for outcome in opened if outcome.problem)
        seat.participation = None if seat.refusal else fact
        if seat.refusal:
            refused.append(fact.pk)
    Participation.objects.filter(pk__in=refused).delete()
