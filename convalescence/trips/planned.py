"""Trips of a year's plan: only whom the plan chose goes, and what changes is told to the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from beneficiaries.models import Cadre
from claims.actions import ClaimError
from convalescence.models import Candidate, GiveUpReason, Seat, Trip
from convalescence.planning import standing
from convalescence.planning.life import PlanError, locked
from convalescence.trips import seating


@dataclass(frozen=True, slots=True)
class Seated:
    """How many got a seat, and why the others did not."""

    done: int
    refused: tuple[str, ...]


def seat_many(
    *, trip: Trip, candidates: Iterable[Candidate], by: User, at: datetime | None = None
) -> Seated:
    """Seats for these people of the plan; whoever is refused doesn't keep the others from going."""
    cadres = [candidate.cadre for candidate in candidates]
    try:
        return Seated(len(seating.take_seats(trip=trip, cadres=cadres, by=by, at=at)), ())
    except ClaimError:
        return _seat_each(trip, cadres, by, at)


def _seat_each(trip: Trip, cadres: Iterable[Cadre], by: User, at: datetime | None) -> Seated:
    done, refused = 0, []
    for cadre in cadres:
        try:
            seating.take_seat(trip=trip, cadre=cadre, by=by, at=at)
            done += 1
        except ClaimError as problem:
            refused.append(str(problem))
    return Seated(done, tuple(refused))


@transaction.atomic
def give_up(
    *, seat: Seat, by: User, reason: GiveUpReason, note: str = "", at: datetime | None = None
) -> Seat:
    """Give up a seat and, in a plan, the turn: at home instead, or not at all this year.

    Raises ``ClaimError`` as ``give_up_seat`` does, or when no place is open at home.
    """
    if seat.candidate:
        locked(seat.candidate.plan)  # before the trip, as whoever replaces somebody locks them
    given_up = seating.give_up_seat(seat=seat, by=by, reason=reason, note=note, at=at)
    if given_up.candidate is None or reason == GiveUpReason.MISTAKE:
        return given_up
    words = f"{given_up.get_given_up_reason_display()}. {note}".strip()
    try:
        if reason == GiveUpReason.HOME:
            standing.go_home(candidate=given_up.candidate, reason=words, by=by, at=at)
        else:
            standing.leave(candidate=given_up.candidate, reason=words, by=by, at=at)
    except PlanError as refused:
        raise ClaimError(str(refused)) from refused
    return given_up


@transaction.atomic
def replace(
    *,
    seat: Seat,
    cadre: Cadre,
    by: User,
    reason: GiveUpReason,
    note: str = "",
    decision: str = "",
    at: datetime | None = None,
) -> Seat:
    """Another person in the seat; a plan is asked whether it is their turn, and keeps the trace.

    Raises ``ClaimError`` with the plan's reason for who isn't due and has no ``decision``.
    """
    if seat.candidate is None:
        return seating.substitute(seat=seat, cadre=cadre, by=by, reason=reason, note=note, at=at)
    words = f"{GiveUpReason(reason).label}. {note}".strip()
    try:
        standing.substitute(
            candidate=seat.candidate,
            reason=words,
            by=by,
            instead=cadre,
            decision=decision,
            at=at,
        )
    except PlanError as refused:
        raise ClaimError(str(refused)) from refused
    return seating.substitute(seat=seat, cadre=cadre, by=by, reason=reason, note=note, at=at)
