"""Appointments and invitations of a round: spread, changed, printed, sent."""

import base64
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from accounts.models import Unit
from checkups.models import CheckupRound, InvitationPrint, PrintState, RoundState
from checkups.rounds.actions import RoundError
from checkups.rounds.appointing import (
    APPOINTING,
    appoint_all,
    change_appointments,
    change_capacities,
    sessions_of,
)
from checkups.rounds.appointing_forms import AppointForm, CapacityForm, ChangeAppointmentForm
from checkups.rounds.inviting import (
    guests,
    list_pdf,
    mark_invited,
    messages_workbook,
    print_letters,
)
from checkups.rounds.pages import planned_round
from checkups.rounds.roster_pages import tell
from config.formatting import count
from config.web import chosen_versions, next_address, pdf, wants_fragment, whole_number, workbook

# --- Appointments ---------------------------------------------------------------------------


@requires("fact_record")
def appointment_plan(request: HttpRequest, round_id: int) -> HttpResponse:
    """How full each place is on each day; spread the list, change what a place takes."""
    chosen = planned_round(request, round_id)
    places = list(chosen.places.select_related("facility"))
    today = timezone.localdate()
    first = max(chosen.begins_on, today) if today <= chosen.ends_on else chosen.begins_on
    capacities = request.POST if "capacities" in request.POST else None
    spreading = request.POST if "spread" in request.POST else None
    form = AppointForm(spreading, initial={"first": first})
    capacity_form = CapacityForm(capacities, places=places)
    if spreading and form.is_valid() and _spread(request, chosen, form):
        return redirect("appointment_plan", round_id)
    if capacities and capacity_form.is_valid() and _capacities(request, chosen, capacity_form):
        return redirect("appointment_plan", round_id)
    kept = chosen.roster.kept()
    context = {
        "round": chosen,
        "form": form,
        "capacity_form": capacity_form,
        "places": places,
        "sessions": sessions_of(chosen),
        "kept": kept.count(),
        "without_day": kept.filter(appointed_on=None).count(),
        "may_spread": chosen.state in APPOINTING,
        "is_closed": chosen.state == RoundState.CLOSED,
    }
    return render(request, "checkups/appointment_plan.html", context)


def _spread(request: HttpRequest, chosen: CheckupRound, form: AppointForm) -> bool:
    try:
        appointed = appoint_all(checkup_round=chosen, by=request.user, **form.cleaned_data)
    except RoundError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"Đã xếp ngày và nơi khám cho {count(appointed)} người.")
    return True


def _capacities(request: HttpRequest, chosen: CheckupRound, form: CapacityForm) -> bool:
    try:
        change_capacities(checkup_round=chosen, capacities=form.capacities)
    except RoundError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, "Đã lưu số người mỗi ngày của từng cơ sở.")
    return True


@require_POST
@requires("fact_record")
def appointment_change(request: HttpRequest, round_id: int) -> HttpResponse:
    """Another place and day for the people ticked in the list."""
    chosen = planned_round(request, round_id)
    ticked = chosen_versions(request)
    back = next_address(request, request.path)
    saving = request.POST if "save" in request.POST else None
    form = ChangeAppointmentForm(saving, checkup_round=chosen)
    if saving and form.is_valid():
        try:
            done = change_appointments(
                checkup_round=chosen, chosen=ticked, by=request.user, **form.cleaned_data
            )
        except RoundError as refused:
            form.add_error(None, str(refused))
        else:
            tell(request, done, "đổi lịch hẹn của")
            return redirect("roster_list", round_id)
    people = chosen.roster.kept().filter(pk__in=ticked).select_related("cadre").in_name_order()
    context = {
        "round": chosen,
        "form": form,
        "people": people,
        "ticked": [f"{key}:{version}" for key, version in ticked.items()],
        "back": back,
    }
    return render(request, "checkups/appointment_change.html", context)


# --- Invitations ----------------------------------------------------------------------------


@requires("fact_record")
def invitation_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """Letters, list and messages for all or for one unit; who was invited already."""
    chosen = planned_round(request, round_id)
    prints = list(chosen.invitation_prints.defer("content").select_related("unit", "made_by"))
    under_way = [each for each in prints if each.is_under_way and not each.is_lost]
    context: dict[str, Any] = {"round": chosen, "prints": prints, "under_way": under_way}
    if wants_fragment(request):
        return render(request, "checkups/invitation_list.html#prints", context)
    context |= {
        "units": _units(chosen),
        "appointed": guests(chosen).count(),
        "uninvited": guests(chosen).filter(invited_at=None).count(),
        "may_invite": chosen.state in APPOINTING,
    }
    return render(request, "checkups/invitation_list.html", context)


def _units(chosen: CheckupRound) -> list[Any]:
    """Units with people who have a day, and how many of them were invited."""
    rows = guests(chosen).order_by().values("unit", "unit__name")
    counted = rows.annotate(
        people=Count("pk"), invited=Count("pk", filter=Q(invited_at__isnull=False))
    )
    return list(counted.order_by("unit__name"))


@require_POST
@requires("fact_record")
def invitation_print(request: HttpRequest, round_id: int) -> HttpResponse:
    chosen = planned_round(request, round_id)
    try:
        made = print_letters(
            checkup_round=chosen, unit=_unit(chosen, request.POST.get("unit")), by=request.user
        )
    except RoundError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã đặt lập {count(made.total)} giấy mời.")
    return redirect("invitation_list", round_id)


@require_POST
@requires("fact_record")
def invitation_mark(request: HttpRequest, round_id: int) -> HttpResponse:
    chosen = planned_round(request, round_id)
    try:
        marked = mark_invited(
            checkup_round=chosen, unit=_unit(chosen, request.POST.get("unit")), by=request.user
        )
    except RoundError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã ghi nhận mời {count(marked)} người.")
    return redirect("invitation_list", round_id)


@requires("fact_record")
def invitation_pdf(request: HttpRequest, round_id: int, print_id: int) -> HttpResponse:
    """The finished letters."""
    chosen = planned_round(request, round_id)
    made = get_object_or_404(InvitationPrint, pk=print_id, round=chosen)
    if made.state != PrintState.DONE:
        raise Http404
    _log(request, "Tải giấy mời khám", chosen)
    return pdf(base64.b64decode(made.content), f"giay-moi-{chosen.year}-{chosen.code}.pdf")


@requires("fact_record")
def invitation_roster(request: HttpRequest, round_id: int) -> HttpResponse:
    """The list of who is invited, as PDF; ``?unit=`` narrows."""
    chosen = planned_round(request, round_id)
    content = list_pdf(chosen, _unit(chosen, request.GET.get("unit")))
    _log(request, "Tải danh sách mời khám", chosen)
    return pdf(content, f"danh-sach-moi-{chosen.year}-{chosen.code}.pdf")


@requires("fact_record")
def invitation_messages(request: HttpRequest, round_id: int) -> HttpResponse:
    """The workbook for text messages; ``?unit=`` narrows."""
    chosen = planned_round(request, round_id)
    content = messages_workbook(chosen, _unit(chosen, request.GET.get("unit")))
    _log(request, "Tải tệp nhắn tin mời khám", chosen)
    return workbook(content, f"tin-nhan-{chosen.year}-{chosen.code}.xlsx")


def _unit(chosen: CheckupRound, asked: str | None) -> Unit | None:
    """A unit with people on the list; None for all of them."""
    if not asked:
        return None
    return get_object_or_404(Unit, pk=whole_number(asked), pk__in=chosen.roster.values("unit"))


def _log(request: HttpRequest, action: str, chosen: CheckupRound) -> None:
    log_access(request, action=action, subject=str(chosen), subject_id=chosen.pk)
