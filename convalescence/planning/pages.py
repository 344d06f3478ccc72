"""Plans: the board, one plan, and the steps of its life."""

import base64
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import requires
from config.web import download, paginate
from convalescence.models import Criterion, PlanPart, PlanState, Quota, Standing, YearPlan
from convalescence.planning import agreeing, founding, proposing
from convalescence.planning.claimed import claimed_of
from convalescence.planning.finding import may_plan, of_department, plan_of, posted
from convalescence.planning.form_pages import attempt, form_page, tell
from convalescence.planning.forms import (
    PlanForm,
    ProposeForm,
    ReasonForm,
)
from convalescence.planning.life import (
    LABELS,
    LISTED,
    MOVES,
    NEEDS_REASON,
    Action,
    may_not_agree,
)
from convalescence.planning.overview import counts_of, parts_of, sides_of

ADVANCES = (Action.START, Action.CLOSE, Action.REVIEW, Action.REOPEN)


@requires("plan_view")
def year_plan_list(request: HttpRequest) -> HttpResponse:
    """The board: every plan with its state, and how much of it is done."""
    chosen = Q(candidates__standing=Standing.CHOSEN)
    plans = YearPlan.objects.defer("file").select_related("resolution").order_by("-year", "pk")
    plans = plans.annotate(
        chosen=Count("candidates", filter=chosen),
        amount=Sum("candidates__amount", filter=chosen, default=0),
    )
    page = paginate(request, plans)
    granted = {
        row["plan"]: row
        for row in Quota.objects.filter(plan__in=[plan.pk for plan in page])
        .order_by()
        .values("plan")
        .annotate(people=Sum("people"), amount=Sum("amount"))
    }
    for plan in page:
        plan.granted = granted.get(plan.pk, {"people": 0, "amount": 0})
    context = {"page": page, "may_plan": may_plan(request.user)}
    return render(request, "convalescence/year_plan_list.html", context)


@requires("plan_edit")
@of_department
def year_plan_create(request: HttpRequest) -> HttpResponse:
    form = PlanForm(posted(request), request.FILES or None)
    if form.is_valid() and attempt(
        form, lambda: founding.open_plan(plan=form.save(commit=False), by=request.user)
    ):
        messages.success(request, "Đã lập kế hoạch; hãy ghi chỉ tiêu và xem lại chu kỳ.")
        return redirect("year_plan_detail", form.instance.pk)
    context = {
        "form": form,
        "heading": "Lập kế hoạch điều dưỡng",
        "back": reverse("year_plan_list"),
    }
    return render(request, "convalescence/plan_form.html", context)


@requires("plan_edit")
@of_department
def year_plan_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(YearPlan.objects.select_related("resolution"), pk=plan_id)
    name = str(plan)
    form = PlanForm(posted(request), request.FILES or None, instance=plan)
    if form.is_valid() and attempt(
        form, lambda: founding.change_plan(plan=form.save(commit=False), by=request.user)
    ):
        messages.success(request, "Đã lưu kế hoạch.")
        return redirect("year_plan_detail", plan_id)
    return form_page(request, form, plan_id, name, "Sửa kế hoạch")


@requires("plan_view")
def year_plan_file(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(YearPlan, pk=plan_id)
    if plan.file is None:
        raise Http404
    return download(base64.b64decode(plan.file), plan.file_name, "application/octet-stream")


@requires("plan_view")
def year_plan_detail(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Plan against done in one page; each unit sees its part and its deadline."""
    plan = plan_of(plan_id)
    user = request.user
    today = timezone.localdate()
    parts = parts_of(plan, user, today)
    claimed = claimed_of(plan)
    context = {
        "plan": plan,
        "sides": sides_of(plan, claimed),
        "outside": claimed.get(None),
        "counts": counts_of(plan, user),
        "cycles": plan.cycles.select_related("group"),
        "parts": parts,
        "confirmed": len([seen for seen in parts if seen.part.confirmed_at]),
        "life": [_told(step) for step in plan.steps.select_related("done_by")],
        "home_runs": plan.home_runs.all()[:5] if user.unit.sees_all else (),
        "may_plan": may_plan(user),
        "may_confirm": user.may("plan_edit") and plan.state == PlanState.LISTING,
        "may_agree": user.may("plan_agree")
        and user.unit.sees_all
        and plan.state == PlanState.LISTING
        and not may_not_agree(plan, user),
        "may_set_up": may_plan(user) and plan.state in (PlanState.DRAFT, PlanState.LISTING),
        "may_grant": may_plan(user) and plan.state != PlanState.CLOSED,
        "may_call": may_plan(user) and plan.state in LISTED,
        "advances": _advances(plan) if may_plan(user) else (),
        "criteria": [_criterion(code) for code in plan.ordering],
    }
    return render(request, "convalescence/year_plan_detail.html", context)


def _criterion(code: str) -> str:
    return Criterion(code).label.lower()


def _advances(plan: YearPlan) -> list[dict[str, str]]:
    state = PlanState(plan.state)
    return [
        {"action": action.value, "label": LABELS[action]}
        for action in ADVANCES
        if (state, action) in MOVES
    ]


def _told(step: Any) -> dict[str, Any]:
    return {
        "state": step.to_state,
        "label": LABELS.get(step.action, step.action),
        "by": step.done_by.full_name,
        "title": step.done_by.job_title,
        "at": step.done_at,
        "note": step.reason,
    }


# --- the life of the plan --------------------------------------------------------------------


@requires("plan_edit")
@of_department
def year_plan_propose(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_of(plan_id)
    form = ProposeForm(posted(request), initial={"confirm_by": plan.confirm_by})
    if form.is_valid() and attempt(
        form,
        lambda: proposing.propose(
            plan=plan, confirm_by=form.cleaned_data["confirm_by"], by=request.user
        ),
    ):
        messages.success(request, "Đã lập danh sách và giao phần của từng đơn vị.")
        return redirect("candidate_list", plan_id)
    lead = (
        "Mọi người đến lượt được xếp theo thứ tự ưu tiên, trong chỉ tiêu. Nguyện vọng, sức khỏe, "
        "người không đi đã ghi được giữ lại; các đơn vị xác nhận lại từ đầu."
    )
    return form_page(request, form, plan_id, str(plan), LABELS[Action.PROPOSE], lead=lead)


@require_POST
@requires("plan_edit")
def plan_part_confirm(request: HttpRequest, part_id: int) -> HttpResponse:
    """A unit confirms its own part; the department may do so for it."""
    parts = PlanPart.objects.select_related("plan", "unit")
    if not request.user.unit.sees_all:
        parts = parts.filter(unit=request.user.unit_id)
    part = get_object_or_404(parts, pk=part_id)
    done = f"Đã xác nhận phần của {part.unit}."
    tell(request, lambda: agreeing.confirm_part(part=part, by=request.user), done)
    return redirect("year_plan_detail", part.plan_id)


@requires("plan_agree")
@of_department
def year_plan_agree(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_of(plan_id)
    form = ReasonForm(posted(request), required=False)
    form.fields["reason"].help_text = "Chỉ cần khi còn đơn vị chưa xác nhận."
    if form.is_valid() and attempt(
        form,
        lambda: agreeing.agree(plan=plan, by=request.user, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, "Danh sách đã thống nhất.")
        return redirect("year_plan_detail", plan_id)
    counts = counts_of(plan, request.user)
    waiting = plan.parts.filter(confirmed_at=None).count()
    lead = (
        f"{counts['chosen']} người được chọn, {counts['waiting']} người chờ. "
        f"{'Các đơn vị đã xác nhận đủ.' if not waiting else f'Còn {waiting} đơn vị chưa xác nhận.'}"
    )
    return form_page(request, form, plan_id, str(plan), LABELS[Action.AGREE], lead=lead)


@requires("plan_edit")
@of_department
def year_plan_advance(request: HttpRequest, plan_id: int, action: str) -> HttpResponse:
    """Start, close, reopen, or back to the units."""
    if action not in ADVANCES:
        raise Http404
    plan, step = plan_of(plan_id), Action(action)
    form = ReasonForm(posted(request), required=step in NEEDS_REASON)
    if form.is_valid() and attempt(
        form,
        lambda: agreeing.advance(
            plan=plan, action=step, by=request.user, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, f"Kế hoạch: {PlanState(plan_of(plan_id).state).label.lower()}.")
        return redirect("year_plan_detail", plan_id)
    return form_page(request, form, plan_id, str(plan), LABELS[step])
