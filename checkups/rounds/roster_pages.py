"""The list of a round as the department and each unit see it: look through, correct, confirm."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import requires
from accounts.models import Unit, UnitKind
from beneficiaries.models import Cadre
from beneficiaries.search import matching
from checkups.models import (
    Attendance,
    CheckupRound,
    RosterEntry,
    RosterPart,
    RoundState,
    Standing,
)
from checkups.rounds.actions import RoundError
from checkups.rounds.appointing import APPOINTING
from checkups.rounds.forms import AddPeopleForm, RemovalForm
from checkups.rounds.pages import may_plan
from checkups.rounds.parts import (
    Reviewed,
    add_named,
    confirm,
    give_back,
    objection_to_review,
    put_back,
    take_off,
)
from checkups.rounds.proposing import LeftOut
from checkups.rounds.step_forms import StepForm
from claims.entries import PlainFilter
from config.formatting import count
from config.web import (
    chosen_versions,
    next_address,
    page_or_fragment,
    paginate,
    sort_rows,
    whole_number,
)
from policies.models import BeneficiaryGroup

COLUMNS = {
    "ten": ("cadre__sort_name", "cadre__birth_date"),
    "dt": ("group__position", "cadre__sort_name"),
    "dv": ("unit__name", "cadre__sort_name"),
    "ngay": ("appointed_on", "facility__name", "cadre__sort_name"),
}


class RosterFilter(PlainFilter):
    """What a list is narrowed by; only groups, units and places that are on it."""

    q = django_filters.CharFilter(label="Người", method="of_person")
    group = django_filters.ModelChoiceFilter(
        label="Đối tượng", queryset=BeneficiaryGroup.objects.none(), empty_label="Tất cả"
    )
    unit = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=Unit.objects.none(), empty_label="Tất cả"
    )
    facility = django_filters.ModelChoiceFilter(
        label="Nơi khám",
        queryset=Unit.objects.none(),
        empty_label="Tất cả",
        null_label="Chưa xếp",
    )
    standing = django_filters.ChoiceFilter(
        label="Rà soát", choices=Standing.choices, empty_label="Tất cả"
    )
    attendance = django_filters.ChoiceFilter(
        label="Điểm danh",
        choices=[*Attendance.choices, ("none", "Chưa điểm danh")],
        method="by_attendance",
        empty_label="Tất cả",
    )
    day = django_filters.DateFilter(field_name="appointed_on", widget=forms.HiddenInput)

    def __init__(self, *args: Any, checkup_round: CheckupRound, **options: Any) -> None:
        super().__init__(*args, **options)
        roster = self.queryset.order_by()
        filters: dict[str, Any] = self.filters
        filters["group"].queryset = BeneficiaryGroup.objects.filter(pk__in=roster.values("group"))
        filters["unit"].queryset = Unit.objects.filter(pk__in=roster.values("unit"))
        filters["facility"].queryset = Unit.objects.filter(
            pk__in=checkup_round.places.values("facility")
        )
        if roster.values("unit").distinct().count() < 2:
            del filters["unit"]
        if checkup_round.state in (RoundState.PLANNED, RoundState.LISTING):
            del filters["facility"], filters["attendance"]

    def of_person(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(cadre__in=matching(Cadre.objects.all(), text).values("pk"))

    def by_attendance(self, rows: QuerySet, name: str, wanted: str) -> QuerySet:
        return rows.filter(attendance="" if wanted == "none" else wanted)


@requires("fact_view")
def roster_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """The whole list for the department; a facility sees whom it is to examine."""
    chosen = get_object_or_404(CheckupRound, pk=round_id)
    unit = request.user.unit
    if not unit.sees_all and unit.kind != UnitKind.HOSPITAL:
        part = get_object_or_404(RosterPart, round=chosen, unit=unit)
        return redirect("part_detail", chosen.pk, part.unit_id)
    entries = chosen.roster.visible_to(request.user)
    return _roster(request, chosen, entries, "checkups/roster_list.html", {})


@requires("fact_view")
def part_detail(request: HttpRequest, round_id: int, unit_id: int) -> HttpResponse:
    """One unit's part: its people, its deadline, and the button by which it confirms."""
    part = _part(request, round_id, unit_id)
    chosen = part.round
    entries = chosen.roster.filter(unit=part.unit)
    confirm_objection = "" if not part.confirmed_at else "Đơn vị đã xác nhận."
    context = {
        "part": part,
        "kept": entries.kept().count(),
        "removed": entries.exclude(standing=Standing.KEPT).count(),
        "is_late": part.confirmed_at is None and part.due_on < timezone.localdate(),
        "in_stead": request.user.unit_id != part.unit_id,
        "may_confirm": not confirm_objection
        and chosen.state == RoundState.LISTING
        and request.user.may("fact_record"),
        "may_give_back": part.confirmed_at
        and chosen.state == RoundState.LISTING
        and request.user.may("fact_record")
        and request.user.unit.sees_all,
        "step_form": StepForm(auto_id="step_%s"),
    }
    return _roster(request, chosen, entries, "checkups/part_detail.html", context)


def _roster(
    request: HttpRequest,
    chosen: CheckupRound,
    entries: QuerySet[RosterEntry],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    rows = entries.select_related("cadre", "group", "unit", "facility", "reviewed_by")
    narrowed = RosterFilter(request.GET, queryset=rows, checkup_round=chosen)
    page = paginate(request, sort_rows(request, narrowed.qs, COLUMNS, default="ten"))
    refusal = objection_to_review(chosen, request.user)
    context |= {
        "round": chosen,
        "filter": narrowed,
        "page": page,
        "may_review": not refusal,
        "review_objection": refusal,
        "removal_form": RemovalForm(auto_id="removal_%s"),
        "may_appoint": may_plan(request.user) and chosen.state in APPOINTING,
        "address": request.get_full_path(),
    }
    return page_or_fragment(request, template, context, fragment="rows")


def _part(request: HttpRequest, round_id: int, unit_id: int) -> RosterPart:
    parts = RosterPart.objects.visible_to(request.user).select_related("round", "unit")
    return get_object_or_404(parts.select_related("confirmed_by"), round=round_id, unit=unit_id)


def _round_in_hand(request: HttpRequest, round_id: int) -> CheckupRound:
    """A round in whose list the user's unit has a part; others don't exist."""
    chosen = get_object_or_404(CheckupRound, pk=round_id)
    unit = request.user.unit
    if not unit.sees_all and not chosen.parts.filter(unit=unit).exists():
        raise Http404
    return chosen


@require_POST
@requires("fact_record")
def roster_review(request: HttpRequest, round_id: int) -> HttpResponse:
    """Take the ticked people off the list, or put them back."""
    chosen = _round_in_hand(request, round_id)
    ticked = chosen_versions(request)
    try:
        if "restore" in request.POST:
            done = put_back(checkup_round=chosen, chosen=ticked, by=request.user)
            words = "đưa lại"
        else:
            done = take_off(
                checkup_round=chosen,
                chosen=ticked,
                reason=request.POST.get("reason", ""),
                note=request.POST.get("note", ""),
                by=request.user,
            )
            words = "đưa ra"
    except RoundError as refused:
        messages.error(request, str(refused))
    else:
        tell(request, done, words)
    return redirect(next_address(request, reverse("round_detail", args=[round_id])))


def tell(request: HttpRequest, done: Reviewed, words: str) -> None:
    """How many were changed, and who had just been changed by somebody else."""
    if done.changed:
        messages.success(request, f"Đã {words} {count(done.changed)} người.")
    if done.overtaken:
        names = ", ".join(done.overtaken)
        messages.warning(
            request, f"Người khác vừa sửa nên chưa đổi: {names}. Hãy xem lại rồi làm lại."
        )


@requires("fact_record")
def roster_add(request: HttpRequest, round_id: int) -> HttpResponse:
    """Add people by name or number, one a line; who isn't entitled is refused with the reason."""
    chosen = _round_in_hand(request, round_id)
    if refusal := objection_to_review(chosen, request.user):
        messages.error(request, refusal)
        return redirect("round_detail", round_id)
    form = AddPeopleForm(request.POST or None, request.FILES or None, user=request.user)
    refused: list[LeftOut] = []
    if request.method == "POST" and form.is_valid():
        try:
            added, refused = add_named(
                checkup_round=chosen, cadres=form.cleaned_data["people"], by=request.user
            )
        except RoundError as problem:
            form.add_error(None, str(problem))
        else:
            there = len(form.cleaned_data["people"]) - added - len(refused)
            told = f"Đã thêm {count(added)} người."
            if there:
                told += f" {count(there)} người đã có trong danh sách từ trước."
            messages.success(request, told)
            if not refused:
                return redirect(_own_list(request, chosen))
    context = {
        "round": chosen,
        "form": form,
        "refused": refused,
        "own_list": _own_list(request, chosen),
    }
    return render(request, "checkups/roster_add.html", context)


def _own_list(request: HttpRequest, chosen: CheckupRound) -> str:
    if request.user.unit.sees_all:
        return reverse("roster_list", args=[chosen.pk])
    return reverse("part_detail", args=[chosen.pk, request.user.unit_id])


# --- Confirming -----------------------------------------------------------------------------


@require_POST
@requires("fact_record")
def part_confirm(request: HttpRequest, round_id: int, unit_id: int) -> HttpResponse:
    part = _part(request, round_id, unit_id)
    seen = whole_number(request.POST.get("seen", ""))
    if seen is None:
        raise Http404
    try:
        confirm(part=part, by=request.user, seen=seen, reason=request.POST.get("note", "")[:200])
    except RoundError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã xác nhận phần của {part.unit}.")
    return redirect("part_detail", round_id, unit_id)


@require_POST
@requires("fact_record")
def part_return(request: HttpRequest, round_id: int, unit_id: int) -> HttpResponse:
    """The department asks a unit to look once more."""
    part = _part(request, round_id, unit_id)
    if not request.user.unit.sees_all:
        raise Http404
    try:
        give_back(part=part, by=request.user, reason=request.POST.get("note", ""))
    except RoundError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã trả lại {part.unit} rà soát.")
    return redirect("part_detail", round_id, unit_id)
