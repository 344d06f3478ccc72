"""The pages of a simulation: what is to be run, how far it is, what came out, who is behind it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from claims.models import Simulation, SimulationState
from claims.simulating.actions import (
    cancel_simulation,
    delete_simulation,
    repeat_simulation,
    start_simulation,
)
from claims.simulating.assumed import assumed
from claims.simulating.charts import months_chart, regimes_chart
from claims.simulating.exports import simulation_workbook
from claims.simulating.forms import SimulationForm, occurrences_formset, occurrences_of
from claims.simulating.people import choice_of, people_behind, words_of
from claims.simulating.results import MONTHS, VERDICTS, Result
from claims.simulating.running import is_lost
from claims.simulating.scope import fingerprint
from claims.simulating.tally import Verdict
from config.formatting import count
from config.web import page_or_fragment, paginate, sort_rows, workbook
from policies.models import Resolution


@requires("simulation_view")
def simulation_list(request: HttpRequest) -> HttpResponse:
    """All runs, newest first, and the versions that may be run."""
    runs = _simulations(request).defer("result", "assumptions")
    context = {
        "page": paginate(request, runs),
        "resolutions": Resolution.objects.visible_to(request.user).order_by("-effective_from"),
        "may_run": request.user.may("simulation_run"),
    }
    return render(request, "claims/simulation_list.html", context)


@requires("simulation_run")
def simulation_create(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the year and the assumptions, then run in the background."""
    resolution = get_object_or_404(Resolution.objects.visible_to(request.user), code=code)
    sent = request.POST if request.method == "POST" else None
    form = SimulationForm(sent, resolution=resolution, by=request.user)
    rows = occurrences_formset(resolution, sent)
    if form.is_valid() and form.is_planned and not rows.is_valid():
        form.add_error(None, "Số lượt tự đặt: còn dòng chưa điền đủ hoặc chưa đúng.")
    if form.is_valid():
        assumptions = form.assumptions()
        if form.is_planned:
            assumptions["occurrences"] = occurrences_of(rows)
        year = form.cleaned_data["year"]
        simulation = start_simulation(
            resolution=resolution,
            year=year,
            reckoned_year=form.cleaned_data["reckoned_year"] or year,
            is_planned=form.is_planned,
            assumptions=assumptions,
            by=request.user,
        )
        return redirect("simulation_detail", simulation.pk)
    context = {"resolution": resolution, "form": form, "rows": rows}
    return render(request, "claims/simulation_create.html", context)


@requires("simulation_view")
def simulation_detail(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """How far it is; then what it would cost, beside what it is compared with."""
    simulation = _simulation(request, simulation_id)
    context: dict[str, Any] = {
        "simulation": simulation,
        "is_lost": is_lost(simulation),
        "may_run": request.user.may("simulation_run"),
        "may_see_law": request.user.may("rate_confirm") or simulation.resolution.is_released,
    }
    if simulation.state == SimulationState.DONE:
        context |= _outcome(request, simulation)
    return page_or_fragment(request, "claims/simulation_detail.html", context, fragment="body")


def _outcome(request: HttpRequest, simulation: Simulation) -> dict[str, Any]:
    group = request.GET.get("group")
    whole = Result(simulation)
    result = Result(simulation, group if group in whole.groups else None)
    return {
        "result": result,
        "tabs": _group_tabs(whole, result.group),
        "verdict_heads": [words for _, _, words in VERDICTS.values()],
        "months": MONTHS,
        "paid_note": f"Trong đó đã chi {count(result.paid)}",
        "without_rule_note": f"{count(result.without_rule)} lượt không có quy định phù hợp",
        "gainers": result.people_in(Verdict.GAINS, Verdict.JOINS),
        "losers": result.people_in(Verdict.LOSES, Verdict.DROPS),
        "opened_from": date.fromisoformat(simulation.result["opened_from"]),
        "shift": simulation.reckoned_year - simulation.year,
        "assumed": assumed(result),
        "is_stale": fingerprint(simulation.resolution) != simulation.fingerprint,
        "charts": (regimes_chart(result), months_chart(result)),
    }


def _group_tabs(result: Result, chosen: str | None) -> list[dict[str, Any]]:
    """One for each group that has a part in it, and one for all."""
    counted = {cell.group for cell in result.all_cells}
    tabs: list[dict[str, Any]] = [{"label": "Tất cả", "url": "?", "current": chosen is None}]
    tabs += [
        {"label": name, "url": f"?group={code}", "current": chosen == code}
        for code, name in result.groups.items()
        if code in counted
    ]
    return [tab | {"count": None} for tab in tabs]


@requires("simulation_view")
def simulation_people(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """Who is behind a sum, with the same sum at the head."""
    result = _result(request, simulation_id)
    choice = choice_of(request.GET)
    behind = people_behind(result, choice, request.user)
    rows = sort_rows(
        request,
        behind.rows,
        {"ten": ("name", "pk"), "truoc": "then_here", "sau": "now_here", "lech": "difference_here"},
        default="ten",
    )
    words = words_of(result, choice)
    log_access(request, action="Xem người trong mô phỏng", subject=f"{result.simulation}: {words}")
    page = paginate(request, rows)
    context = {
        "simulation": result.simulation,
        "words": words,
        "behind": behind,
        "page": page,
        "people": [
            (row, result.groups.get(row.group, row.group), VERDICTS.get(Verdict(row.verdict)))
            for row in page
        ],
    }
    return render(request, "claims/simulation_people.html", context)


@requires("simulation_view")
def simulation_export(request: HttpRequest, simulation_id: int) -> HttpResponse:
    result = _result(request, simulation_id)
    simulation = result.simulation
    log_access(request, action="Xuất mô phỏng", subject=str(simulation), subject_id=simulation.pk)
    name = f"mo-phong-{simulation.resolution.code}-{simulation.reckoned_year}.xlsx"
    return workbook(simulation_workbook(result, request.user), name)


@require_POST
@requires("simulation_run")
def simulation_cancel(request: HttpRequest, simulation_id: int) -> HttpResponse:
    simulation = _simulation(request, simulation_id)
    try:
        cancel_simulation(simulation=simulation)
        messages.success(request, "Đã dừng; không có kết quả nào được giữ.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("simulation_detail", simulation_id)


@require_POST
@requires("simulation_run")
def simulation_repeat(request: HttpRequest, simulation_id: int) -> HttpResponse:
    simulation = _simulation(request, simulation_id)
    try:
        repeat_simulation(simulation=simulation)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("simulation_detail", simulation_id)


@requires("simulation_run")
def simulation_delete(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """Ask, then throw the result away."""
    simulation = _simulation(request, simulation_id)
    if request.method == "POST":
        try:
            delete_simulation(simulation=simulation)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("simulation_detail", simulation_id)
        messages.success(request, "Đã xóa lần mô phỏng.")
        return redirect("simulation_list")
    context = {
        "simulation": simulation,
        "confirm_label": "Xóa lần mô phỏng",
        "confirm_tone": "danger",
        "cancel_url": reverse("simulation_detail", args=[simulation_id]),
    }
    return render(request, "claims/simulation_delete.html", context)


def _simulations(request: HttpRequest) -> QuerySet[Simulation]:
    rows = Simulation.objects.visible_to(request.user)
    return rows.select_related("resolution", "made_by", "unit")


def _simulation(request: HttpRequest, simulation_id: int) -> Simulation:
    return get_object_or_404(_simulations(request), pk=simulation_id)


def _result(request: HttpRequest, simulation_id: int) -> Result:
    simulation = _simulation(request, simulation_id)
    if simulation.state != SimulationState.DONE:
        raise Http404
    return Result(simulation)
