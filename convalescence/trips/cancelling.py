"""A trip that doesn't take place: its seats end, and whom the plan chose wait for another."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from claims.actions import ClaimError
from convalescence.models import (
    CandidateAction,
    CandidateStep,
    Companion,
    GiveUpReason,
    Seat,
    Trip,
)
from convalescence.planning.life import locked
from convalescence.trips.life import move_trip, objection
from convalescence.trips.seating import hold_trip
from convalescence.trips.workflow import LABELS, Action

NOTE_LENGTH = 300  # of a seat's note; the whole reason is in the step of the trip


@transaction.atomic
def cancel_trip(*, trip: Trip, reason: str, by: User, at: datetime | None = None) -> Trip:
    """Call a trip off before it leaves. Its seats end with the reason.

    Whom the year's plan chose stay chosen, within their quota, and may get a seat on another
    trip. Raises ``ClaimError`` without a reason, once the trip has left, or when somebody is
    recorded as having gone.
    """
    moment = at or timezone.now()
    if trip.plan:
        locked(trip.plan)  # before the trip, as whoever replaces somebody locks them
    held = hold_trip(trip.pk)
    if problem := objection(Action.CANCEL, held, by, timezone.localdate(moment)):
        raise ClaimError(f"{LABELS[Action.CANCEL]}: {problem}")
    _tell_the_plan(held, reason, by, moment)
    Companion.objects.filter(trip=held).update(beside=None)
    held.seats.held().update(
        given_up_at=moment,
        given_up_by=by,
        given_up_reason=GiveUpReason.CANCELLED,
        given_up_note=reason.strip()[:NOTE_LENGTH],
        left_on=None,
        left_reason="",
        left_note="",
        room="",
        vehicle=None,
        as_couple=False,
    )
    return move_trip(trip=held, action=Action.CANCEL, by=by, reason=reason, at=moment)


def _tell_the_plan(trip: Trip, reason: str, by: User, moment: datetime) -> None:
    """The trace on everybody whom the plan sent on this trip."""
    seats = Seat.objects.held().filter(trip=trip)
    chosen = seats.exclude(candidate=None).values_list("candidate", flat=True)
    CandidateStep.objects.bulk_create(
        CandidateStep(
            candidate_id=key,
            action=CandidateAction.TRIP_OFF,
            words=f"Đoàn {trip} bị hủy; vẫn được chọn, chờ chỗ ở đoàn khác.",
            reason=reason.strip(),
            done_by=by,
            done_at=moment,
        )
        for key in chosen
    )
