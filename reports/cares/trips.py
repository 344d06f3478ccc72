"""Trips of convalescence whose next step is late, or that are about to leave with empty seats."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from config.formatting import date_short
from convalescence.models import TripState
from convalescence.trips.board import SOON, counted_trips, late
from convalescence.trips.life import may_run
from reports.cares.care import MOST_NAMED, Care


def trips_late(user: User, today: date) -> Iterator[Care]:
    """Should have left, should be closed, or leaves soon with seats to give; oldest first."""
    if not may_run(user):
        return
    rows = counted_trips(user).exclude(state__in=(TripState.CLOSED, TripState.CANCELLED))
    rows = rows.filter(begins_on__lte=today + SOON).order_by("begins_on", "pk")
    told = [(trip, problem) for trip in rows if (problem := late(trip, today))]
    for trip, problem in told[:MOST_NAMED]:
        is_near = trip.begins_on >= today
        yield Care(
            f"Đoàn điều dưỡng {trip.place}",
            f"{date_short(trip.begins_on)} – {date_short(trip.ends_on)}: {problem}",
            reverse("seat_list" if is_near else "trip_detail", args=[trip.pk]),
            "trees",
            "blue" if is_near else "orange",
        )
