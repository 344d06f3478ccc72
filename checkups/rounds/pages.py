"""Rounds of check-ups: list, board, calendar, plan, and the page of one with its life."""

import base64
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import requires
from accounts.models import User
from checkups.entries import CHECKUP
from checkups.models import (
    Checkup,
    CheckupRound,
    RosterEntry,
    RosterPart,
    RoundKind,
    RoundState,
)
from checkups.rounds import planning
from checkups.rounds.actions import (
    RoundError,
    objection,
    possible_steps,
)
from checkups.rounds.budgeting import objection_to_raising, spending_of
from checkups.rounds.calendar import board_of, month_of, neighbour, weeks_of
from checkups.rounds.forms import RoundForm
from checkups.rounds.overview import overview_of
from checkups.rounds.workflow import LABELS, MOVES, Action
from claims.entries import PlainFilter, YearFilter
from claims.entries.pages import attach_claims, sums_of
from claims.models import Claim
from config.totals import total_of
from config.web import download, page_or_fragment, paginate, sort_rows

# Where the stepper of a round stands; the last is over when the round is closed.
STEP_OF_STATE = {state: number for number, state in enumerate(RoundState, start=1)}
MAIN_STEPS = (Action.PROPOSE, Action.AGREE, Action.START, Action.CLOSE)


class RoundFilter(PlainFilter):
    title = django_filters.CharFilter(label="Tên đợt", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="Loại", choices=RoundKind.choices)
    state = django_filters.ChoiceFilter(label="Tình trạng", choices=RoundState.choices)
    year = YearFilter(label="Năm", field_name="year")


# --- All rounds -----------------------------------------------------------------------------


@requires("fact_view")
def round_list(request: HttpRequest) -> HttpResponse:
    seen = Checkup.objects.standing().visible_to(request.user)
    came = RosterEntry.objects.kept().visible_to(request.user).filter(attendance="attended")
    rounds = CheckupRound.objects.annotate(
        # Those marked on the day; their check-ups are entered later, or without any list.
        people=Greatest(total_of(seen, "round", Count("pk")), total_of(came, "round", Count("pk"))),
        cost=total_of(seen, "round", Sum("cost")),
    )
    chosen = RoundFilter(request.GET, queryset=rounds)
    columns = {"dot": "title", "ngay": "begins_on", "nguoi": "people", "chi": "cost"}
    page = paginate(request, sort_rows(request, chosen.qs, columns, default="-ngay"))
    _attach_parts(request.user, page.object_list)
    context = {
        "filter": chosen,
        "page": page,
        "may_plan": may_plan(request.user),
        "tabs": _tabs("round_list"),
        "has_parts": not request.user.unit.sees_all,
    }
    return page_or_fragment(request, "checkups/round_list.html", context, fragment="rows")


@requires("fact_view")
def round_board(request: HttpRequest) -> HttpResponse:
    """A column for each state; closed rounds of earlier years are left to the list."""
    this_year = timezone.localdate().year
    shown = ~Q(state=RoundState.CLOSED) | Q(year__gte=this_year)
    rounds = list(_with_counts(request.user, CheckupRound.objects.filter(shown)))
    _attach_parts(request.user, rounds)
    context = {"columns": board_of(rounds), "tabs": _tabs("round_board"), "this_year": this_year}
    return render(request, "checkups/round_board.html", context)


@requires("fact_view")
def round_calendar(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    month = month_of(request.GET.get("thang", ""), today)
    rounds = CheckupRound.objects.filter(year__in=(month.year - 1, month.year, month.year + 1))
    context = {
        "month": month,
        "weeks": weeks_of(month, rounds, today),
        "before": neighbour(month, -1),
        "after": neighbour(month, 1),
        "tabs": _tabs("round_calendar"),
    }
    return render(request, "checkups/round_calendar.html", context)


def _tabs(current: str) -> list[dict[str, Any]]:
    pages = (("round_list", "Danh sách"), ("round_board", "Bảng"), ("round_calendar", "Lịch"))
    return [
        {"label": label, "url": reverse(name), "current": name == current} for name, label in pages
    ]


def _with_counts(user: User, rounds: QuerySet[CheckupRound]) -> QuerySet[CheckupRound]:
    kept = RosterEntry.objects.kept().visible_to(user)
    return rounds.annotate(
        listed=total_of(kept, "round", Count("pk")),
        attended=total_of(kept.filter(attendance="attended"), "round", Count("pk")),
    ).order_by("begins_on", "pk")


def _attach_parts(user: User, rounds: Any) -> None:
    """Give each round the part of the user's unit, or how many units are still to confirm."""
    parts = RosterPart.objects.visible_to(user).filter(round__in=[each.pk for each in rounds])
    own = {} if user.unit.sees_all else {part.round_id: part for part in parts}
    waiting: dict[int, int] = {}
    for part in parts.unconfirmed():
        waiting[part.round_id] = waiting.get(part.round_id, 0) + 1
    for each in rounds:
        each.own_part = own.get(each.pk)
        each.waiting = waiting.get(each.pk, 0)


# --- The plan -------------------------------------------------------------------------------


@requires("fact_record")
def round_create(request: HttpRequest) -> HttpResponse:
    plan_or_refuse(request)
    form = RoundForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid() and _saved(request, form, planning.open_round):
        messages.success(request, f"Đã lập đợt khám “{form.instance}”.")
        return redirect("round_detail", form.instance.pk)
    return render(request, "checkups/round_create.html", {"form": form})


@requires("fact_record")
def round_edit(request: HttpRequest, round_id: int) -> HttpResponse:
    plan_or_refuse(request)
    chosen = get_object_or_404(CheckupRound, pk=round_id)
    name = str(chosen)
    form = RoundForm(
        request.POST or None, request.FILES or None, instance=chosen, user=request.user
    )
    if form.is_valid() and _saved(request, form, planning.change_round):
        messages.success(request, "Đã lưu đợt khám.")
        return redirect("round_detail", round_id)
    context = {"form": form, "name": name, "round_id": round_id}
    return render(request, "checkups/round_edit.html", context)


def _saved(request: HttpRequest, form: RoundForm, action: Any) -> bool:
    try:
        action(checkup_round=form.save(commit=False), plan=form.plan, by=request.user)
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return False
    except RoundError as refused:
        form.add_error("begins_on", str(refused))
        return False
    return True


@requires("fact_view")
def round_plan_file(request: HttpRequest, round_id: int) -> HttpResponse:
    """The signed plan, for the department and the units that have a part in the round."""
    chosen = get_object_or_404(CheckupRound, pk=round_id)
    file = getattr(chosen, "plan_file", None)
    if file is None or not has_a_hand_in(request.user, chosen):
        raise Http404
    return download(base64.b64decode(file.content), file.name, file.content_type)


def has_a_hand_in(user: User, chosen: CheckupRound) -> bool:
    unit = user.unit
    return (
        unit.sees_all
        or chosen.parts.filter(unit=unit).exists()
        or chosen.places.filter(facility=unit).exists()
    )


# --- One round ------------------------------------------------------------------------------


@requires("fact_view")
def round_detail(request: HttpRequest, round_id: int) -> HttpResponse:
    """The life of a round, its plan against what is done, and who came."""
    chosen = get_object_or_404(CheckupRound.objects.select_related("resolution"), pk=round_id)
    attended = CHECKUP.facts().standing().visible_to(request.user).filter(round=chosen)
    columns = {"ten": "cadre__sort_name", "ngay": "examined_on", "chi": "cost"}
    page = paginate(request, sort_rows(request, attended, columns, default="ten"))
    attach_claims(page.object_list)
    context = {
        "round": chosen,
        "page": page,
        "sums": sums_of(CHECKUP, attended) | attended.aggregate(cost=Sum("cost", default=0)),
        "groups": groups_of(attended),
        "entry": CHECKUP,
        "may_record": request.user.may("fact_record") and chosen.state != RoundState.CLOSED,
        "overview": overview_of(chosen, RosterEntry.objects.visible_to(request.user)),
        "has_file": hasattr(chosen, "plan_file") and has_a_hand_in(request.user, chosen),
        "places": chosen.places.select_related("facility"),
        "round_groups": chosen.groups.order_by("position"),
        "part": RosterPart.objects.filter(round=chosen, unit=request.user.unit_id).first(),
        "today": timezone.localdate(),
        "steps": steps_of(chosen),
        "step_number": STEP_OF_STATE[RoundState(chosen.state)],
        **_money_of(chosen, request.user),
        **life_of(chosen, request.user),
        **_day_of(chosen, request.user),
    }
    return page_or_fragment(request, "checkups/round_detail.html", context, fragment="rows")


def _money_of(chosen: CheckupRound, user: User) -> dict[str, Any]:
    """The money of an event, apart from the periodic scheme; the whole of it for the department."""
    if chosen.kind != RoundKind.EVENT or not user.unit.sees_all:
        return {}
    may_raise = not objection_to_raising(chosen, user)
    return {"spending": spending_of(chosen), "may_raise": may_raise}


def _day_of(chosen: CheckupRound, user: User) -> dict[str, bool]:
    """What this user does while the round runs: mark who comes, bring in the bills."""
    examines = user.unit.sees_all or chosen.places.filter(facility=user.unit_id).exists()
    runs = chosen.state == RoundState.RUNNING
    return {
        "may_mark": runs and examines and user.may("attendance_mark"),
        "may_bill": runs and examines and user.may("bill_upload"),
        "may_see_bills": examines and user.may("bill_view"),
        "may_see_classes": examines and user.may("result_view"),
    }


def life_of(chosen: CheckupRound, user: User) -> dict[str, Any]:
    """The next step, the other ones, and what stands against the next."""
    planner = may_plan(user)
    possible = possible_steps(chosen)
    without_list = chosen.state == RoundState.PLANNED
    onwards = [each for each in possible if MOVES[RoundState(chosen.state), each] != chosen.state]
    main = next((action for action in onwards if action in MAIN_STEPS), None)
    others = [action for action in possible if action not in (main, Action.PROPOSE)]
    if without_list and chosen.roster.exists():
        others.remove(Action.START)
    words = LABELS | ({Action.START: "Khám không lập danh sách"} if without_list else {})
    return {
        "may_plan": planner,
        "may_agree": main == Action.AGREE and may_agree(user),
        "main_step": main and (main.value, LABELS[main]),
        "main_objection": objection(chosen, main, by=user) if main else "",
        "other_steps": [(action.value, words[action]) for action in others],
        "seen": chosen.steps.count(),
    }


def steps_of(chosen: CheckupRound) -> list[dict[str, Any]]:
    """What was done to a round, for the time line."""
    backwards = {Action.WITHDRAW, Action.RELIST, Action.REOPEN, Action.RETURN}
    return [
        {
            "state": "returned" if step.action in backwards else step.to_state,
            "label": LABELS[Action(step.action)],
            "by": f"{step.name}, {step.unit_name}",
            "title": step.job_title,
            "at": step.done_at,
            "note": step.note,
        }
        for step in chosen.steps.all()
    ]


def groups_of(attended: Any) -> list[Any]:
    """People and đồng of the claims of these check-ups, by group."""
    claims = Claim.objects.alive().filter(
        fact_kind=Checkup.KIND, fact_id__in=attended.order_by().values("pk")
    )
    rows = claims.values("group__position", "group__name").order_by("group__position")
    return list(rows.annotate(people=Count("cadre", distinct=True), amount=Sum("amount")))


def may_plan(user: User) -> bool:
    """Rounds are planned by the department for the whole province."""
    return user.may("fact_record") and user.unit.sees_all


def may_agree(user: User) -> bool:
    """The list of a round is agreed by somebody of the department who doesn't plan rounds."""
    return user.may("plan_agree") and user.unit.sees_all


def plan_or_refuse(request: HttpRequest) -> None:
    if not may_plan(request.user):
        raise PermissionDenied


def planned_round(request: HttpRequest, round_id: int) -> CheckupRound:
    """A round for a page of its planning, which only exists for the department."""
    if not request.user.unit.sees_all:
        raise Http404
    return get_object_or_404(CheckupRound.objects.select_related("resolution__scheme"), pk=round_id)
