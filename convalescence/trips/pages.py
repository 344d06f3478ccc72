"""A trip's own pages: its steps, contract and papers, its closing, and the board of all trips."""

import base64
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import requires
from accounts.models import User
from claims.actions import ClaimError
from config.web import download, page_or_fragment, whole_number
from convalescence.actions import change_trip
from convalescence.models import Trip, TripPaper
from convalescence.trips import board
from convalescence.trips.attending import days_there
from convalescence.trips.cancelling import cancel_trip
from convalescence.trips.expecting import expect
from convalescence.trips.finding import seats_of, trip_to_run
from convalescence.trips.forms import ContractForm, PaperForm, StepForm
from convalescence.trips.life import add_paper, move_trip, objection
from convalescence.trips.settling import begin_closing, waiting
from convalescence.trips.workflow import LABELS, MOVES, NEEDS_REASON, Action


@requires("fact_record")
def trip_move(request: HttpRequest, trip_id: int, action: str) -> HttpResponse:
    """One step of the trip's life; closing has a page of its own."""
    trip = trip_to_run(request, trip_id)
    if action not in Action or action == Action.CLOSE:
        raise Http404
    step = Action(action)
    form = StepForm(request.POST if request.method == "POST" else None, action=step)
    if request.method == "POST" and form.is_valid():
        try:
            _take(step, trip, by=request.user, **form.cleaned_data)
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{LABELS[step]}: đã ghi.")
            return redirect("trip_detail", trip_id)
    context = {
        "trip": trip,
        "form": form,
        "objection": objection(step, trip, request.user, timezone.localdate()),
        "goes_back": step in NEEDS_REASON,
        "losing": trip.seats.held().count() if step is Action.CANCEL else None,
        "to_state": next(after.label for (_, each), after in MOVES.items() if each == step),
        "confirm_label": LABELS[step],
        "confirm_tone": "danger" if step is Action.CANCEL else "",
        "cancel_url": reverse("trip_detail", args=[trip_id]),
    }
    return render(request, "convalescence/trip_move.html", context)


def _take(step: Action, trip: Trip, *, by: User, reason: str = "") -> None:
    if step is Action.CANCEL:
        cancel_trip(trip=trip, reason=reason, by=by)
    else:
        move_trip(trip=trip, action=step, by=by, reason=reason)


@requires("fact_record")
def trip_contract(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Contract, price, vehicles and rooms of a trip."""
    trip = trip_to_run(request, trip_id)
    name = str(trip)
    form = ContractForm(request.POST or None, instance=trip)
    if form.is_valid():
        try:
            change_trip(trip=form.save(commit=False))
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã lưu hợp đồng, xe và phòng của đoàn.")
            return redirect("trip_detail", trip_id)
    context = {"form": form, "name": name, "trip_id": trip_id}
    return render(request, "convalescence/trip_contract.html", context)


@requires("fact_record")
def trip_paper_add(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Keep a file with the trip."""
    trip = trip_to_run(request, trip_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_paper(
                trip=trip,
                title=form.cleaned_data["title"],
                file_name=file.name,
                content=file.read(),
                by=request.user,
            )
        except ClaimError as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, "Đã đính kèm giấy tờ.")
            return redirect("trip_detail", trip_id)
    return render(request, "convalescence/trip_paper_add.html", {"form": form, "trip": trip})


@requires("fact_record")
def trip_paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A kept file, as it came."""
    papers = TripPaper.objects.filter(trip__in=Trip.objects.all())
    paper = get_object_or_404(papers, pk=paper_id)
    trip_to_run(request, paper.trip_id)
    return download(base64.b64decode(paper.content), paper.file_name, paper.file_type)


@requires("fact_record")
def trip_close(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Everybody's days and what they come to; closing records them all and opens the claims."""
    trip = trip_to_run(request, trip_id)
    if request.method == "POST":
        return _close(request, trip)
    seats = list(seats_of(trip).held())
    expected = expect(seats, days_there(trip))
    rows = [(seat, expected.get(seat.pk)) for seat in seats]
    context = {
        "trip": trip,
        "rows": rows,
        "days": sum(each.days for each in expected.values()),
        "amount": sum(each.amount for each in expected.values()),
        "without": sum(each is None or bool(each.problem) for _, each in rows),
        "objection": objection(Action.CLOSE, trip, request.user, timezone.localdate()),
        "done": len(seats) - len(waiting(trip)),
        "is_settling": bool(trip.settling_at) and not trip.is_closed,
    }
    return page_or_fragment(request, "convalescence/trip_close.html", context, fragment="settling")


def _close(request: HttpRequest, trip: Trip) -> HttpResponse:
    try:
        closed = begin_closing(trip=trip, by=request.user)
    except ClaimError as refused:
        messages.error(request, f"Chưa kết thúc được đoàn. {refused}")
        return redirect("trip_close", trip.pk)
    if not closed.is_closed:
        messages.info(request, "Đang lập hồ sơ cho đoàn; có thể rời trang này.")
        return redirect("trip_close", trip.pk)
    messages.success(request, "Đã kết thúc đoàn và lập hồ sơ cho những người có mặt.")
    return redirect("seat_list", trip.pk)


@requires("fact_view")
def trip_board(request: HttpRequest) -> HttpResponse:
    """Trips by state: where each stands, and what is late."""
    today = timezone.localdate()
    year = _year(request, today)
    columns = board.columns_of(request.user, year, today)
    context = _of_year(year) | {"columns": columns, "tabs": board.tabs("trip_board")}
    return render(request, "convalescence/trip_board.html", context)


@requires("fact_view")
def trip_calendar(request: HttpRequest) -> HttpResponse:
    """The trips of a year month by month."""
    today = timezone.localdate()
    year = _year(request, today)
    months = board.months_of(request.user, year)
    context = _of_year(year) | {"months": months, "today": today}
    context["tabs"] = board.tabs("trip_calendar")
    return render(request, "convalescence/trip_calendar.html", context)


def _of_year(year: int) -> dict[str, Any]:
    return {"year": year, "before": year - 1, "after": year + 1}


def _year(request: HttpRequest, today: date) -> int:
    """The year asked for; this year when it can't be one."""
    asked = whole_number(request.GET.get("nam", ""))
    return asked if asked is not None and 2000 <= asked <= 2100 else today.year
