"""The list of a trip: names, substitutes, rooms, vehicles, and who goes along."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from claims.actions import ClaimError
from config.web import chosen_ids, page_or_fragment, paginate
from convalescence.models import Companion, GiveUpReason, LeaveReason, Seat, Trip, TripState
from convalescence.trips.attending import days_there, may_mark, return_early, stay_after_all
from convalescence.trips.expecting import expect
from convalescence.trips.finding import seat_to_run, seats_of, trip_to_run, trip_with_seats
from convalescence.trips.forms import (
    CompanionForm,
    GiveUpForm,
    ReturnForm,
    SeatForm,
    SubstituteForm,
)
from convalescence.trips.life import may_run
from convalescence.trips.planned import give_up, replace, seat_many
from convalescence.trips.printing import companions_seen
from convalescence.trips.seating import (
    TAKING,
    Lodging,
    add_companion,
    lodge,
    people_on,
    proposed_rooms,
    remove_companion,
    take_seat,
)
from convalescence.trips.turns import still_without_seat

MOST_TOLD = 10


@requires("fact_view")
def seat_list(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Who goes, for what, and who was to go and doesn't."""
    trip, seats = trip_with_seats(request, trip_id)
    return _list(request, trip, seats, SeatForm(user=request.user))


def _list(request: HttpRequest, trip: Trip, seats: Any, form: SeatForm) -> HttpResponse:
    held, counted = seats.held(), days_there(trip)
    page = paginate(request, held)
    marked = trip.state in (TripState.AWAY, TripState.CLOSED)
    for_days = counted if marked else {seat.pk: trip.days for seat in page}
    expected = expect(page.object_list, for_days)
    taken = people_on(trip)
    may_add = may_run(request.user) and trip.state in TAKING and taken < trip.quota
    context = {
        "trip": trip,
        "page": page,
        "rows": [(seat, expected.get(seat.pk)) for seat in page],
        "given_up": list(seats.exclude(given_up_at=None)),
        "companions": companions_seen(trip, seats, request.user),
        "counted": marked,
        "people": held.count(),
        "places_left": max(0, trip.quota - taken),
        "form": form,
        "runs": may_run(request.user),
        "may_run": may_run(request.user) and not trip.is_over,
        "may_add": may_add,
        "chosen": still_without_seat(trip) if may_add else [],
        "may_return": may_mark(request.user, trip) and trip.state == TripState.AWAY,
    }
    return page_or_fragment(request, "convalescence/seat_list.html", context, fragment="rows")


@requires("fact_record")
@require_POST
def seat_create(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Put somebody on the list."""
    trip = trip_to_run(request, trip_id)
    form = SeatForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            seat = take_seat(trip=trip, cadre=form.cleaned_data["cadre"], by=request.user)
        except ClaimError as refused:
            form.add_error("cadre", str(refused))
        else:
            messages.success(request, f"Đã ghi {seat.cadre} vào đoàn.")
            return redirect("seat_list", trip_id)
    return _list(request, trip, seats_of(trip), form)


@requires("fact_record")
@require_POST
def seat_choose(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Seats for the people ticked among those whom the plan chose."""
    trip = trip_to_run(request, trip_id)
    chosen = still_without_seat(trip).filter(pk__in=chosen_ids(request))
    seated = seat_many(trip=trip, candidates=chosen, by=request.user)
    for sentence in seated.refused[:MOST_TOLD]:
        messages.warning(request, sentence)
    if len(seated.refused) > MOST_TOLD:
        messages.warning(
            request, f"Và {len(seated.refused) - MOST_TOLD} người khác không ghi được."
        )
    messages.success(request, f"Đã ghi {seated.done} người của kế hoạch vào đoàn.")
    return redirect("seat_list", trip_id)


@requires("fact_record")
def seat_give_up(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Take somebody off the list; the reason stays."""
    seat = seat_to_run(request, seat_id)
    form = GiveUpForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data | {"reason": GiveUpReason(form.cleaned_data["reason"])}
        try:
            give_up(seat=seat, by=request.user, **told)
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã rút tên {seat.cadre} khỏi đoàn.")
            if told["reason"] == GiveUpReason.HOME and seat.candidate is None:
                return redirect(f"{reverse('home_create')}?cadre={seat.cadre_id}")
            return redirect("seat_list", seat.trip_id)
    return _ask(request, "convalescence/seat_give_up.html", seat, form, "Rút tên")


@requires("fact_record")
def seat_substitute(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Another person goes in this one's place."""
    seat = seat_to_run(request, seat_id)
    form = SubstituteForm(request.POST or None, user=request.user, is_planned=bool(seat.candidate))
    if form.is_valid():
        told = form.cleaned_data | {"reason": GiveUpReason(form.cleaned_data["reason"])}
        try:
            new = replace(seat=seat, by=request.user, **told)
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{new.cadre} đi thay {seat.cadre}.")
            return redirect("seat_list", seat.trip_id)
    return _ask(request, "convalescence/seat_substitute.html", seat, form, "Thay người")


@requires("fact_record")
def seat_return(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Somebody went home early."""
    seat = _seat_to_mark(request, seat_id)
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data | {"reason": LeaveReason(form.cleaned_data["reason"])}
        try:
            return_early(seat=seat, by=request.user, **told)
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ghi {seat.cadre} về sớm.")
            return redirect("trip_attendance", seat.trip_id)
    return _ask(request, "convalescence/seat_return.html", seat, form, "Ghi về sớm")


@requires("fact_record")
@require_POST
def seat_stay(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Take back an early return."""
    seat = _seat_to_mark(request, seat_id)
    try:
        stay_after_all(seat=seat, by=request.user)
    except ClaimError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã bỏ ghi về sớm của {seat.cadre}.")
    return redirect("trip_attendance", seat.trip_id)


def _seat_to_mark(request: HttpRequest, seat_id: int) -> Seat:
    seats = Seat.objects.visible_to(request.user).select_related("trip", "cadre")
    seat = get_object_or_404(seats, pk=seat_id)
    if not may_mark(request.user, seat.trip):
        raise Http404
    return seat


def _ask(request: HttpRequest, template: str, seat: Seat, form: Any, label: str) -> HttpResponse:
    cancel_url = reverse("seat_list", args=[seat.trip_id])
    context = {"seat": seat, "trip": seat.trip, "form": form}
    context |= {"confirm_label": label, "cancel_url": cancel_url}
    return render(request, template, context)


# --- rooms and vehicles ------------------------------------------------------------------------


@requires("fact_record")
def trip_rooms(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Everybody's room and vehicle on one sheet."""
    trip = trip_to_run(request, trip_id)
    sleepers: list[Seat | Companion] = [*seats_of(trip).held(), *trip.companions.all()]
    problem = ""
    if request.method == "POST" and "arrange" not in request.POST:
        problem = _lodge(request, trip, sleepers)
        if not problem:
            messages.success(request, "Đã lưu phòng và xe.")
            return redirect("trip_rooms", trip_id)
    proposed = proposed_rooms(trip) if "arrange" in request.POST else {}
    rows = [_lodging_row(request, one, proposed, typed=bool(problem)) for one in sleepers]
    if "arrange" in request.POST:
        messages.info(request, "Đã đề xuất phòng cho người chưa có; xem lại rồi bấm Lưu.")
    log_access(request, action="Xem phòng, xe của đoàn", subject=str(trip), subject_id=trip.pk)
    context = {"trip": trip, "rows": rows, "problem": problem, "form": CompanionForm(trip=trip)}
    return render(request, "convalescence/trip_rooms.html", context)


def _lodge(request: HttpRequest, trip: Trip, sleepers: Iterable[Seat | Companion]) -> str:
    """Keep what was typed; what is wrong with it, or ""."""
    seats: dict[int, Lodging] = {}
    companions: dict[int, Lodging] = {}
    for sleeper in sleepers:
        key = _key(sleeper)
        vehicle = request.POST.get(f"{key}-vehicle", "").strip()
        if vehicle and not (vehicle.isdecimal() and len(vehicle) < 4):
            return f"Xe “{vehicle}” không phải là số thứ tự của xe."
        room = request.POST.get(f"{key}-room", "").strip()
        if len(room) > 10:
            return f"Phòng “{room[:20]}” dài quá 10 ký tự."
        couple = f"{key}-couple" in request.POST
        told = Lodging(room, couple, int(vehicle) if vehicle else None)
        (seats if isinstance(sleeper, Seat) else companions)[sleeper.pk] = told
    try:
        lodge(trip=trip, seats=seats, companions=companions)
    except ClaimError as refused:
        return str(refused)
    return ""


def _key(sleeper: Seat | Companion) -> str:
    return f"{'s' if isinstance(sleeper, Seat) else 'c'}{sleeper.pk}"


def _lodging_row(
    request: HttpRequest, sleeper: Any, proposed: dict[Any, str], *, typed: bool
) -> dict[str, Any]:
    """One line of the sheet; what was typed and refused stays in it."""
    key, is_seat = _key(sleeper), isinstance(sleeper, Seat)
    room, vehicle, couple = sleeper.room, sleeper.vehicle, sleeper.as_couple
    if typed:
        room = request.POST.get(f"{key}-room", "")
        vehicle, couple = request.POST.get(f"{key}-vehicle", ""), f"{key}-couple" in request.POST
    return {
        "key": key,
        "sleeper": sleeper,
        "name": sleeper.cadre.full_name if is_seat else sleeper.full_name,
        "sex": (sleeper.cadre if is_seat else sleeper).get_sex_display(),
        "role": "" if is_seat else sleeper.get_role_display(),
        "room": proposed.get(sleeper, room),
        "note": sleeper.room_note if is_seat else "",
        "vehicle": "" if vehicle is None else str(vehicle),
        "couple": couple,
    }


@requires("fact_record")
@require_POST
def companion_create(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Note somebody who goes along."""
    trip = trip_to_run(request, trip_id)
    form = CompanionForm(request.POST, trip=trip)
    if form.is_valid():
        try:
            companion = add_companion(companion=form.save(commit=False))
        except ClaimError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Đã ghi {companion}; không tính vào chỉ tiêu, không chi.")
        return redirect("trip_rooms", trip_id)
    sleepers = [*seats_of(trip).held(), *trip.companions.all()]
    rows = [_lodging_row(request, one, {}, typed=False) for one in sleepers]
    return render(
        request, "convalescence/trip_rooms.html", {"trip": trip, "rows": rows, "form": form}
    )


@requires("fact_record")
@require_POST
def companion_remove(request: HttpRequest, companion_id: int) -> HttpResponse:
    """Take somebody who goes along off again."""
    companion = get_object_or_404(Companion.objects.select_related("trip"), pk=companion_id)
    trip_to_run(request, companion.trip_id)
    try:
        remove_companion(companion=companion)
    except ClaimError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã bỏ {companion.full_name} khỏi danh sách đi cùng.")
    return redirect("trip_rooms", companion.trip_id)
