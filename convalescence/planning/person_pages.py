"""One person on the list: why there, and what may change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import log_access, requires
from convalescence.models import (
    Candidate,
    CandidateAction,
    Fitness,
    Form,
    HomeRun,
    PlanState,
    Seat,
    Standing,
)
from convalescence.planning import at_home, standing
from convalescence.planning.claimed import given_to
from convalescence.planning.finding import (
    candidate_of,
    may_plan,
    of_department,
    plan_of,
    posted,
)
from convalescence.planning.form_pages import attempt
from convalescence.planning.forms import (
    FitnessForm,
    HomeRunForm,
    LeaveForm,
    ReasonForm,
    SubstituteForm,
    WishForm,
)
from convalescence.planning.life import LISTED, PlanError
from convalescence.planning.tasks import carry_out_in_background
from convalescence.planning.vacancies import lawful_forms

HEALTH = (CandidateAction.FITNESS,)


@requires("plan_view")
def candidate_detail(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """The reasons in sentences, the trace of changes, and what this user may do."""
    one = candidate_of(request, candidate_id)
    user = request.user
    sees_health = user.may("diagnosis_view")
    if sees_health:
        log_access(
            request,
            action="Xem sức khỏe đi điều dưỡng",
            subject=str(one.cadre),
            subject_id=one.cadre_id,
        )
    steps = one.steps.select_related("done_by")
    if not sees_health:
        steps = steps.exclude(action__in=HEALTH)
    in_time = one.plan.state in LISTED
    may_edit = user.may("plan_edit") and in_time
    context = {
        "one": one,
        "plan": one.plan,
        "life": [_told(step) for step in steps],
        "sees_health": sees_health,
        "given": given_to(one),
        "may_edit": may_edit,
        "may_leave": may_edit and one.standing in (Standing.CHOSEN, Standing.WAITING),
        "may_substitute": may_plan(user) and in_time and one.standing == Standing.CHOSEN,
        "may_go_home": may_edit and one.standing == Standing.CHOSEN and one.form != Form.HOME,
        "substitute": getattr(one, "replaced_by", None),
    }
    return render(request, "convalescence/candidate_detail.html", context)


def _told(step: Any) -> dict[str, Any]:
    note = f"{step.words} Lý do: {step.reason}" if step.reason else step.words
    return {
        "state": STATES.get(step.action, "changed"),
        "label": step.get_action_display(),
        "by": step.done_by.full_name,
        "title": step.done_by.job_title,
        "at": step.done_at,
        "note": note,
    }


STATES = {
    CandidateAction.CHOOSE: "confirmed",
    CandidateAction.REPLACE: "confirmed",
    CandidateAction.ADMIT: "accepted",
    CandidateAction.DECLINE: "removed",
    CandidateAction.REMOVE: "removed",
    CandidateAction.REPLACED: "removed",
}


@requires("plan_edit")
def candidate_wish(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = candidate_of(request, candidate_id)
    form = WishForm(
        posted(request),
        forms_open=lawful_forms(one),
        initial={"form": one.wished},
    )
    if form.is_valid() and attempt(
        form,
        lambda: standing.wish(candidate=one, form=form.cleaned_data["form"], by=request.user),
    ):
        return _done(request, one, "Đã ghi nguyện vọng.")
    lead = "Nguyện vọng quyết định hình thức khi lập lại danh sách hoặc khi được gọi vào chỗ trống."
    return _page(request, form, one, "Ghi nguyện vọng", lead=lead)


@requires("plan_edit")
def candidate_fitness(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = candidate_of(request, candidate_id)
    form = FitnessForm(
        posted(request),
        initial={
            "fitness": one.fitness,
            "told_by": one.fitness_told_by,
            "told_on": one.fitness_on,
        },
    )
    if form.is_valid() and attempt(
        form,
        lambda: standing.judge_fitness(
            candidate=_without_seat(one) if form.cleaned_data["fitness"] == Fitness.UNFIT else one,
            by=request.user,
            **form.cleaned_data,
        ),
    ):
        return _done(request, one, "Đã ghi kết luận sức khỏe.")
    lead = (
        "Chỉ ghi có đi đoàn được không. Người được chọn đi đoàn mà không đủ sức khỏe sẽ chuyển "
        "sang tại nhà nếu còn chỗ, nếu không thì về danh sách chờ."
    )
    return _page(request, form, one, "Sức khỏe đi đoàn", lead=lead)


@requires("plan_edit")
def candidate_leave(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = candidate_of(request, candidate_id)
    form = LeaveForm(posted(request))
    if form.is_valid() and attempt(
        form,
        lambda: standing.leave(
            candidate=_without_seat(one),
            reason=form.cleaned_data["reason"],
            standing=Standing(form.cleaned_data["standing"]),
            by=request.user,
        ),
    ):
        return _done(request, one, f"Đã ghi: {one.cadre} không đi.")
    return _page(request, form, one, "Ghi không đi")


@requires("plan_edit")
def candidate_home(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = candidate_of(request, candidate_id)
    form = ReasonForm(posted(request))
    if form.is_valid() and attempt(
        form,
        lambda: standing.go_home(
            candidate=_without_seat(one), reason=form.cleaned_data["reason"], by=request.user
        ),
    ):
        return _done(request, one, f"{one.cadre} chuyển sang điều dưỡng tại nhà.")
    return _page(request, form, one, "Chuyển sang tại nhà")


@requires("plan_edit")
@of_department
def candidate_substitute(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Another in his place, from the wait-list or by a named decision."""
    one = candidate_of(request, candidate_id)
    form = SubstituteForm(posted(request), user=request.user)
    came: list[Candidate] = []
    if form.is_valid() and attempt(
        form,
        lambda: came.append(
            standing.substitute(candidate=_without_seat(one), by=request.user, **form.cleaned_data)
        ),
    ):
        return _done(request, came[0], f"{came[0].cadre} đi thay {one.cadre}.")
    return _page(request, form, one, "Điều dưỡng thay thế")


def _without_seat(one: Candidate) -> Candidate:
    """Whoever has a seat is changed on the page of the trip, which tells the plan.

    Raises ``PlanError`` for who has one.
    """
    seat = Seat.objects.held().filter(candidate=one).select_related("trip").first()
    if seat:
        raise PlanError(
            f"{one.cadre} đã có tên trong đoàn {seat.trip}. Hãy rút tên hoặc thay người ở danh "
            "sách của đoàn; kế hoạch được ghi theo."
        )
    return one


# --- at home ---------------------------------------------------------------------------------


@requires("plan_edit")
@of_department
def home_run_create(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Open the claims of all who stay at home, in the background."""
    plan = plan_of(plan_id)
    form = HomeRunForm(posted(request), initial={"requested_on": timezone.localdate()})
    begun: list[HomeRun] = []
    if form.is_valid() and attempt(
        form,
        lambda: begun.append(at_home.begin(plan=plan, by=request.user, **form.cleaned_data)),
    ):
        carry_out_in_background.enqueue(begun[0].pk)
        return redirect("home_run_detail", begun[0].pk)
    waiting = at_home.still_to_claim(plan).count() if plan.state == PlanState.RUNNING else 0
    context = {
        "form": form,
        "heading": "Lập hồ sơ điều dưỡng tại nhà",
        "lead": (
            f"Còn {waiting} người điều dưỡng tại nhà của kế hoạch chưa có hồ sơ; "
            "người đã có thì bỏ qua."
        ),
        "name": str(plan),
        "back": reverse("year_plan_detail", args=[plan_id]),
    }
    return render(request, "convalescence/plan_form.html", context)


@requires("plan_view")
@of_department
def home_run_detail(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far it is, and for whom nothing could be opened."""
    run = get_object_or_404(
        HomeRun.objects.select_related("plan__resolution", "made_by").defer("plan__file"),
        pk=run_id,
    )
    context = {
        "run": run,
        "plan": run.plan,
        "is_lost": at_home.is_lost(run),
        "is_under_way": run.state in at_home.UNDER_WAY,
        "may_plan": may_plan(request.user),
    }
    return render(request, "convalescence/home_run_detail.html", context)


def _done(request: HttpRequest, one: Candidate, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("candidate_detail", one.pk)


def _page(
    request: HttpRequest, form: Any, one: Candidate, heading: str, *, lead: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": f"{heading}: {one.cadre}",
        "lead": lead,
        "name": str(one.plan),
        "back": reverse("candidate_detail", args=[one.pk]),
    }
    return render(request, "convalescence/plan_form.html", context)
