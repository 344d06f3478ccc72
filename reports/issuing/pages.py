"""The steps of a report on screen: submitted, checked, approved, issued, sent back, replaced."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import requires
from config.web import whole_number
from reports.actions import ReportError
from reports.figures.reckoning import reckon
from reports.issuing.actions import (
    ReportHindered,
    approve,
    check,
    drop_report,
    dropping_objection,
    issue,
    next_number,
    replace_report,
    send_back,
    submit,
    withdraw,
)
from reports.issuing.forms import ApprovalForm, IssueForm, ReasonForm
from reports.issuing.hindrances import hindrances, unconfirmed_rates, waived_rates
from reports.issuing.permissions import objection
from reports.issuing.workflow import Action
from reports.models import Report
from reports.reach import visible_report


@require_POST
@requires("report_write")
def report_submit(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    return _taken(request, report, submit, "Đã trình soát xét; từ nay lời văn và số gõ tay khóa.")


@require_POST
@requires("report_check")
def report_check(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    return _taken(request, report, check, "Đã đồng ý trình ký.")


@requires("report_approve")
def report_approve(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approve(report=report, by=request.user, seen=_seen(request), **form.cleaned_data)
        except ReportError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Đã duyệt; báo cáo chờ lấy số và ngày để ban hành.")
            return redirect("report_detail", report.pk)
    reckoning = reckon(report)
    waived = waived_rates(report)
    rates = [rate for rate in unconfirmed_rates(reckoning) if rate.pk not in waived]
    stopping = [each for each in hindrances(reckoning, Action.APPROVE) if each.kind != "rate"]
    context = _asking(report, request, Action.APPROVE, form)
    context |= {"rates": rates, "stopping": stopping, "confirm_label": "Duyệt ban hành"}
    return render(request, "reports/report_approve.html", context)


@requires("report_issue")
def report_issue(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    number = next_number(report, timezone.localdate().year)
    form = IssueForm(request.POST or None, number=number)
    if form.is_valid():
        try:
            issued = issue(report=report, by=request.user, seen=_seen(request), **form.cleaned_data)
        except ReportError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Đã ban hành số {issued.number_and_symbol}.")
            return redirect("report_detail", report.pk)
    context = _asking(report, request, Action.ISSUE, form)
    context |= {
        "stopping": hindrances(reckon(report), Action.ISSUE),
        "confirm_label": "Ban hành",
        "waivers": report.waivers.all(),
    }
    return render(request, "reports/report_issue.html", context)


@requires("report_return")
def report_return(request: HttpRequest, report_id: int) -> HttpResponse:
    context = {"confirm_label": "Trả lại để sửa"}
    return _sent_back(request, report_id, Action.RETURN, send_back, context)


@requires("report_write")
def report_withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    context = {"confirm_label": "Rút về sửa"}
    return _sent_back(request, report_id, Action.WITHDRAW, withdraw, context)


@require_POST
@requires("report_write")
def report_replace(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    try:
        successor = replace_report(report=report, by=request.user)
    except ReportError as problem:
        messages.error(request, str(problem))
        return redirect("report_detail", report.pk)
    messages.success(
        request, f"Đã lập bản thay thế Báo cáo số {report.number_and_symbol}; hãy sửa rồi trình."
    )
    return redirect("report_detail", successor.pk)


@requires("report_write")
def report_drop(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    if request.method == "POST":
        try:
            drop_report(report=report, by=request.user)
        except ReportError as problem:
            messages.error(request, str(problem))
            return redirect("report_detail", report.pk)
        messages.success(request, "Đã bỏ bản dự thảo.")
        if report.supersedes:
            return redirect("report_detail", report.supersedes.pk)
        return redirect("report_list")
    context = {
        "report": report,
        "objection": dropping_objection(report, request.user),
        "typed": report.typed_figures.count() + report.reported_figures.count(),
        "cancel_url": reverse("report_detail", args=[report.pk]),
        "confirm_label": "Bỏ bản dự thảo",
    }
    return render(request, "reports/report_drop.html", context)


def _taken(
    request: HttpRequest, report: Report, verb: Callable[..., Report], done: str
) -> HttpResponse:
    """A step without questions. What stands against it is listed on the report's page."""
    try:
        verb(report=report, by=request.user, seen=_seen(request))
    except ReportHindered as hindered:
        messages.error(request, f"{hindered} Danh sách việc cần làm ở dưới.")
    except ReportError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("report_detail", report.pk)


def _sent_back(
    request: HttpRequest,
    report_id: int,
    action: Action,
    verb: Callable[..., Report],
    words: dict[str, Any],
) -> HttpResponse:
    report = visible_report(request, report_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            verb(report=report, by=request.user, seen=_seen(request), **form.cleaned_data)
        except ReportError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Báo cáo lại là dự thảo.")
            return redirect("report_detail", report.pk)
    context = _asking(report, request, action, form) | words
    return render(request, "reports/report_return.html", context)


def _asking(report: Report, request: HttpRequest, action: Action, form: Any) -> dict[str, Any]:
    """``seen`` goes through the form: whoever decides has seen the report as it stands."""
    return {
        "report": report,
        "form": form,
        "objection": objection(action, report, request.user),
        "seen": request.POST.get("seen") or report.steps.count(),
        "cancel_url": reverse("report_detail", args=[report.pk]),
    }


def _seen(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("seen", ""))
