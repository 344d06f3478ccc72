"""Đối chiếu: what other papers print, beside the computed figures."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from config.web import paginate, workbook
from reports.actions import type_reported, withdraw_reported
from reports.comparing.beside import Compared, beside, compared, export, unknown_codes
from reports.comparing.forms import ReportedFigureForm, ReportedManyForm
from reports.comparing.pasting import pasted_rows, workbook_template
from reports.figures.reckoning import Reckoning, reckon
from reports.issuing.edition_pages import frozen_report
from reports.models import Report
from reports.reach import may_write, own_report, visible_report, writes_a_draft


@requires("report_view")
def report_comparisons(request: HttpRequest, report_id: int) -> HttpResponse:
    report, reckoning, rows = _asked_for(request, report_id)
    others = Report.objects.visible_to(request.user).exclude(pk=report.pk).order_by("-year", "unit")
    context = {
        "report": report,
        "rows": paginate(request, rows),
        "unknown": unknown_codes(reckoning),
        "only_different": "chenh" in request.GET,
        "others": others.select_related("unit", "scope"),
        "may_write": may_write(request, report),
    }
    return render(request, "reports/report_comparisons.html", context)


@requires("report_view")
def comparison_export(request: HttpRequest, report_id: int) -> HttpResponse:
    report, _, rows = _asked_for(request, report_id)
    log_access(request, action="Xuất bảng đối chiếu", subject=str(report))
    return workbook(export(rows, title=f"Đối chiếu số liệu: {report}"), "doi-chieu.xlsx")


def _asked_for(request: HttpRequest, report_id: int) -> tuple[Report, Reckoning, list[Compared]]:
    """The comparisons of a report; on demand only those that differ, or with another report."""
    report = visible_report(request, report_id)
    reckoning = reckon(report)
    rows = compared(reckoning)
    if "chenh" in request.GET:
        rows = [row for row in rows if not row.agrees]
    return report, reckoning, rows


@requires("report_view")
def report_beside(request: HttpRequest, report_id: int, other_id: int) -> HttpResponse:
    report, other = visible_report(request, report_id), visible_report(request, other_id)
    frozen = frozen_report(request, other_id)
    theirs = (
        {code: kept.value for code, kept in frozen.values.items()}
        if frozen
        else reckon(other).values
    )
    rows = beside(reckon(report), other, theirs)
    if "chenh" in request.GET:
        rows = [row for row in rows if not row.agrees]
    if "xuat" in request.GET:
        log_access(request, action="Xuất bảng đối chiếu", subject=f"{report} – {other}")
        return workbook(export(rows, title=f"Đối chiếu: {report} – {other}"), "doi-chieu.xlsx")
    context = {
        "report": report,
        "other": other,
        "rows": paginate(request, rows, per_page=200),
        "only_different": "chenh" in request.GET,
    }
    return render(request, "reports/report_beside.html", context)


@requires("report_write")
@writes_a_draft
def reported_type(request: HttpRequest, report_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    form = ReportedFigureForm(request.POST or None, reckoning=reckon(report))
    if form.is_valid():
        type_reported(report=report, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã ghi số trên giấy để đối chiếu.")
        return redirect("report_comparisons", report.pk)
    return render(request, "reports/reported_type.html", {"report": report, "form": form})


@requires("report_write")
@writes_a_draft
def reported_many(request: HttpRequest, report_id: int) -> HttpResponse:
    """Look first: how each row is understood; then the rows that are clear are kept."""
    report = own_report(request, report_id)
    form = ReportedManyForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"report": report, "form": form}
    if form.is_valid():
        text, source = form.cleaned_data["text"], form.cleaned_data["source"]
        rows = pasted_rows(text, source, reckon(report), chosen=request.POST)
        clear = [row for row in rows if row.is_clear]
        if "keep" in request.POST and clear:
            for row in clear:
                type_reported(report=report, by=request.user, **row.entry)
            messages.success(request, f"Đã ghi {len(clear)} số trên giấy để đối chiếu.")
            return redirect("report_comparisons", report.pk)
        context |= {"rows": rows, "clear": len(clear), "text": text, "source": source}
    return render(request, "reports/reported_many.html", context)


@requires("report_write")
def reported_template(request: HttpRequest, report_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    return workbook(workbook_template(), f"mau-doi-chieu-{report.period.code}.xlsx")


@require_POST
@requires("report_write")
@writes_a_draft
def reported_withdraw(request: HttpRequest, report_id: int, reported_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    withdraw_reported(reported=get_object_or_404(report.reported_figures, pk=reported_id))
    messages.success(request, "Đã bỏ số trên giấy khỏi phần đối chiếu.")
    return redirect("report_comparisons", report.pk)
