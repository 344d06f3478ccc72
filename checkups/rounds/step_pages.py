"""The steps of a round: the list is proposed, agreed by another, run and ended."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.gates import requires
from checkups.models import CheckupRound, RoundKind
from checkups.rounds.actions import RoundError, objection, possible_steps, propose, take_step
from checkups.rounds.budgeting import objection_to_raising, raise_estimate, spending_of
from checkups.rounds.pages import planned_round
from checkups.rounds.proposing import proposal_for
from checkups.rounds.step_forms import RaiseForm, StepForm
from checkups.rounds.workflow import LABELS, NEEDS_REASON, Action
from config.formatting import count
from config.web import page_or_fragment, paginate, whole_number


@requires("fact_record")
def round_step(request: HttpRequest, round_id: int, action: str) -> HttpResponse:
    """Ask once what a step means, then take it."""
    return _step_page(request, planned_round(request, round_id), _step_named(action))


@requires("plan_agree")
def round_agree(request: HttpRequest, round_id: int) -> HttpResponse:
    """The list stands from now on; whoever proposed it leaves this to another."""
    return _step_page(request, planned_round(request, round_id), Action.AGREE)


def _step_page(request: HttpRequest, chosen: CheckupRound, step: Action) -> HttpResponse:
    form = StepForm(request.POST or None)
    form.fields["note"].required = step in NEEDS_REASON
    if request.method == "POST" and form.is_valid() and _stepped(request, chosen, step, form):
        return redirect("round_detail", chosen.pk)
    context = {
        "round": chosen,
        "form": form,
        "label": LABELS[step],
        "objection": objection(chosen, step, by=request.user),
        "asks_reason": step in NEEDS_REASON,
        "seen": request.POST.get("seen") or chosen.steps.count(),
        "action": step.value,
        "people": chosen.roster.kept().count(),
    }
    return render(request, "checkups/round_step.html", context)


def _step_named(action: str) -> Action:
    """A step taken by its button; listing and agreeing have pages of their own."""
    named = {each.value: each for each in (Action.START, Action.CLOSE, *NEEDS_REASON)}
    if action not in named:
        raise Http404
    return named[action]


def _stepped(request: HttpRequest, chosen: CheckupRound, step: Action, form: StepForm) -> bool:
    try:
        take_step(
            checkup_round=chosen,
            action=step,
            by=request.user,
            note=form.cleaned_data["note"],
            seen=whole_number(request.POST.get("seen", "")),
        )
    except RoundError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{LABELS[step]}: đã xong.")
    return True


@requires("plan_agree")
def round_raise(request: HttpRequest, round_id: int) -> HttpResponse:
    """A decision of a higher body gives an event more money than its plan did."""
    chosen = planned_round(request, round_id)
    form = RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            raise_estimate(checkup_round=chosen, by=request.user, **form.cleaned_data)
        except RoundError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi dự toán mới.")
            return redirect("round_detail", chosen.pk)
    context = {
        "round": chosen,
        "form": form,
        "spending": spending_of(chosen),
        "objection": objection_to_raising(chosen, request.user),
    }
    return render(request, "checkups/round_raise.html", context)


# --- Proposing ------------------------------------------------------------------------------


@requires("fact_record")
def round_propose(request: HttpRequest, round_id: int) -> HttpResponse:
    """Whom the program proposes, how many it leaves out and why; then the units get their parts."""
    chosen = planned_round(request, round_id)
    if request.method == "POST":
        return _proposed(request, chosen)
    if Action.PROPOSE not in possible_steps(chosen):
        return redirect("round_detail", round_id)
    proposal = proposal_for(chosen)
    listed = set(chosen.roster.values_list("cadre_id", flat=True))
    new = [each for each in proposal.people if each.cadre.pk not in listed]
    context = {
        "round": chosen,
        "proposal": proposal,
        "new": len(new),
        "listed": len(listed),
        "is_event": chosen.kind == RoundKind.EVENT,
        "lacks": _lacking(chosen),
    }
    return render(request, "checkups/round_propose.html", context)


def _lacking(chosen: CheckupRound) -> list[str]:
    """What the plan must say before units get their parts."""
    lacks = []
    if chosen.confirm_by is None:
        lacks.append("hạn đơn vị xác nhận")
    if chosen.kind == RoundKind.PERIODIC and not chosen.groups.exists():
        lacks.append("đối tượng được khám")
    return lacks


def _proposed(request: HttpRequest, chosen: CheckupRound) -> HttpResponse:
    try:
        propose(checkup_round=chosen, by=request.user)
    except RoundError as refused:
        messages.error(request, str(refused))
        return redirect("round_propose", chosen.pk)
    people, units = chosen.roster.kept().count(), chosen.parts.count()
    messages.success(
        request,
        f"Danh sách có {count(people)} người; {count(units)} đơn vị đã nhận phần của mình.",
    )
    return redirect("round_detail", chosen.pk)


@requires("fact_view")
def round_left_out(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who of the chosen groups is not proposed, each with the reason; ``?ly_do=`` narrows."""
    chosen = planned_round(request, round_id)
    proposal = proposal_for(chosen)
    listed = set(chosen.roster.kept().values_list("cadre_id", flat=True))
    left_out = [each for each in proposal.left_out if each.cadre.pk not in listed]
    asked = request.GET.get("ly_do", "")
    if asked:
        left_out = [each for each in left_out if each.reason == asked]
    context = {
        "round": chosen,
        "reasons": proposal.reasons,
        "asked": asked,
        "page": paginate(request, left_out),
    }
    return page_or_fragment(request, "checkups/round_left_out.html", context, fragment="rows")
