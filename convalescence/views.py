"""Trips: the plan, who went, and what it cost."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.gates import requires
from claims.actions import ClaimError
from claims.entries import PlainFilter, YearFilter
from claims.entries.pages import attach_claims, sums_of
from config.web import page_or_fragment, paginate, sort_rows
from convalescence import actions
from convalescence.entries import PARTICIPATION
from convalescence.forms import TripForm
from convalescence.models import Trip, TripKind, TripState
from convalescence.trips.board import counted_trips, tabs
from convalescence.trips.overview import overview_of


class TripFilter(PlainFilter):
    place = django_filters.CharFilter(label="Nơi hoặc mã đoàn", method="of_place")
    kind = django_filters.ChoiceFilter(label="Hình thức", choices=TripKind.choices)
    state = django_filters.ChoiceFilter(label="Tình trạng", choices=TripState.choices)
    year = YearFilter(label="Năm", field_name="begins_on", lookup_expr="year")

    def of_place(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(Q(place__icontains=value) | Q(code__icontains=value))


@requires("fact_view")
def trip_list(request: HttpRequest) -> HttpResponse:
    """Every trip; of the people on it, how many and how many of the user's own."""
    chosen = TripFilter(request.GET, queryset=counted_trips(request.user))
    columns = {"noi": "place", "ngay": "begins_on", "nguoi": "recorded", "chi-tieu": "quota"}
    page = paginate(request, sort_rows(request, chosen.qs, columns, default="-ngay"))
    context = {"filter": chosen, "page": page, "may_plan": _may_plan(request)}
    context["tabs"] = tabs("trip_list")
    return page_or_fragment(request, "convalescence/trip_list.html", context, fragment="rows")


@requires("fact_record")
def trip_create(request: HttpRequest) -> HttpResponse:
    _plan_or_refuse(request)
    form = TripForm(request.POST or None, user=request.user)
    if form.is_valid() and _saved(form, actions.open_trip):
        messages.success(request, f"Đã lập đoàn {form.instance}.")
        return redirect("trip_detail", form.instance.pk)
    return render(request, "convalescence/trip_create.html", {"form": form})


@requires("fact_record")
def trip_edit(request: HttpRequest, trip_id: int) -> HttpResponse:
    _plan_or_refuse(request)
    trip = get_object_or_404(Trip, pk=trip_id)
    name = str(trip)
    form = TripForm(request.POST or None, instance=trip, user=request.user)
    if form.is_valid() and _saved(form, actions.change_trip):
        messages.success(request, "Đã lưu đoàn điều dưỡng.")
        return redirect("trip_detail", trip_id)
    context = {"form": form, "name": name, "trip_id": trip_id}
    return render(request, "convalescence/trip_edit.html", context)


def _saved(form: TripForm, action: Any) -> bool:
    try:
        action(trip=form.save(commit=False))
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return False
    except ClaimError as refused:
        form.add_error("quota", str(refused))
        return False
    return True


@requires("fact_view")
def trip_detail(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Who went, and how much of the quota is left."""
    trips = counted_trips(request.user).select_related("resolution", "facility")
    trip = get_object_or_404(trips, pk=trip_id)
    went = PARTICIPATION.facts().standing().visible_to(request.user).filter(trip=trip)
    columns = {"ten": "cadre__sort_name", "ngay": "days"}
    page = paginate(request, sort_rows(request, went, columns, default="ten"))
    attach_claims(page.object_list)
    taken = actions.places_taken(trip)
    context = {
        "trip": trip,
        "page": page,
        "sums": sums_of(PARTICIPATION, went) | went.aggregate(days=Sum("days", default=0)),
        "taken": taken,
        "places_left": max(0, trip.quota - taken),
        "entry": PARTICIPATION,
        "may_record": request.user.may("fact_record"),
        "may_plan": _may_plan(request),
        **overview_of(trip, request.user, timezone.localdate()),
    }
    return page_or_fragment(request, "convalescence/trip_detail.html", context, fragment="rows")


def _may_plan(request: HttpRequest) -> bool:
    """Trips are planned by the department for the whole province."""
    return request.user.may("fact_record") and request.user.unit.sees_all


def _plan_or_refuse(request: HttpRequest) -> None:
    if not _may_plan(request):
        raise PermissionDenied
