"""The grid of people and days: marked with the keyboard alone, and without a script."""

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import requires
from claims.actions import ClaimError
from convalescence.models import Trip, TripState
from convalescence.trips.attending import (
    Change,
    DayRow,
    days_there,
    grid_of,
    mark,
    marks_of,
    may_mark,
)
from convalescence.trips.expecting import expect
from convalescence.trips.finding import trip_with_seats
from convalescence.trips.life import may_run

MOST_TOLD = 10


@requires("fact_view")
def trip_attendance(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Who was there on which day; saved without losing what another marks meanwhile."""
    trip, seats = trip_with_seats(request, trip_id)
    held = list(seats.held())
    grid = grid_of(trip, held, marks_of(trip))
    if request.method == "POST":
        return _save(request, trip, grid)
    counted = days_there(trip)
    expected = expect(held, counted)
    context = {
        "trip": trip,
        "days": trip.each_day,
        "rows": [(row, expected.get(row.seat.pk)) for row in grid],
        "there": [sum(row.cells[place].present for row in grid) for place in range(trip.days)],
        "total_days": sum(row.days for row in grid),
        "amount": sum(each.amount for each in expected.values()),
        "runs": may_run(request.user),
        "may_mark": may_mark(request.user, trip) and trip.state == TripState.AWAY,
        "today": timezone.localdate(),
    }
    return render(request, "convalescence/trip_attendance.html", context)


def _save(request: HttpRequest, trip: Trip, grid: list[DayRow]) -> HttpResponse:
    if not may_mark(request.user, trip):
        raise PermissionDenied
    try:
        marked = mark(trip=trip, changes=list(_changes(request, grid)), by=request.user)
    except ClaimError as refused:
        messages.error(request, str(refused))
        return redirect("trip_attendance", trip.pk)
    for sentence in marked.refused[:MOST_TOLD]:
        messages.warning(request, sentence)
    if len(marked.refused) > MOST_TOLD:
        messages.warning(request, f"Và {len(marked.refused) - MOST_TOLD} ô khác không lưu được.")
    messages.success(request, f"Đã lưu {marked.kept} ô điểm danh.")
    return redirect("trip_attendance", trip.pk)


def _changes(request: HttpRequest, grid: list[DayRow]) -> Iterator[Change]:
    """What differs from what this user saw; ``whole`` marks a day for everybody at once."""
    seen = set(request.POST.get("seen", "").split())
    whole = _day(request.POST.get("whole", ""))
    for row in grid:
        for cell in row.cells:
            was = cell.name in seen
            now = cell.name in request.POST or (cell.day == whole and not cell.outside)
            if was != now:
                yield Change(row.seat.pk, cell.day, was, now)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
