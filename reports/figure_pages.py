"""The pages of one figure: who and what is behind it, and what people expect beyond the ledger."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from config.web import paginate, workbook
from reports.actions import type_figure, withdraw_typed
from reports.figures.drilling import Narrowing, drill, drill_workbook, parts_of_total
from reports.figures.figure import FigureValue, period_words
from reports.figures.overlaps import Overlap, overlap_of
from reports.figures.reckoning import PartReckoning, reckon
from reports.figures.sources import standing_of
from reports.forms import DrillForm, TypedFigureForm
from reports.issuing import edition_pages
from reports.issuing.edition_pages import issued_from
from reports.models import Report, TypedStatus
from reports.reach import may_write, own_report, visible_report, writes_a_draft


def _figure(report: Report, code: str) -> tuple[PartReckoning, FigureValue]:
    """A figure and the part of the report it belongs to."""
    reckoning = reckon(report)
    if code not in reckoning:
        raise Http404
    return reckoning.part_of(code), reckoning[code]


@requires("report_view")
@issued_from(edition_pages.edition_figure)
def figure_detail(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    report = visible_report(request, report_id)
    reckoning, value = _figure(report, code)
    log_access(request, action="Xem người sau số liệu", subject=value.figure.title)
    context = {
        "report": report,
        "reckoning": reckoning,
        "value": value,
        "standing": standing_of(reckoning, value.figure),
        "period_words": period_words(report.period, value.figure),
        "typed": reckoning.typed.get(code),
        "inside": [part for part in reckoning if part.is_typed and value.figure.holds(part.figure)],
        "may_type": may_write(request, report) and value.figure.may_be_typed,
    }
    narrowing = _narrowing(request)
    if value.figure.is_total and value.figure.is_additive and "dong" not in request.GET:
        context["parts"] = parts_of_total(reckoning)
        return render(request, "reports/figure_total.html", context)
    overlap = overlap_of(reckoning, value.figure)
    found = drill(reckoning, value.figure, narrowing)
    page = paginate(request, found.rows)
    context |= {
        "overlap": overlap,
        "chosen": _chosen(overlap, narrowing),
        "form": DrillForm(request.GET or None, groups=reckoning.book.groups),
        "narrowing": narrowing,
        "drill": found,
        "page": page,
        "rows": [found.cells(row) for row in page],
    }
    return render(request, "reports/figure_detail.html", context)


@requires("report_view")
@issued_from(edition_pages.edition_figure_export)
def figure_export(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    reckoning, value = _figure(visible_report(request, report_id), code)
    log_access(request, action="Xuất người sau số liệu", subject=value.figure.title)
    found = drill(reckoning, value.figure, _narrowing(request))
    return workbook(drill_workbook(found, value), f"so-lieu-{code.replace('.', '-')}.xlsx")


def _narrowing(request: HttpRequest) -> Narrowing:
    """What of a figure's rows is asked for; anything unknown in the address finds nobody."""
    parts = request.GET.get("phan", "")
    return Narrowing(
        name=request.GET.get("tim", "").strip(),
        group=request.GET.get("nhom", ""),
        parts=tuple(parts.split(",")) if "phan" in request.GET else (),
        only="dung" in request.GET,
    )


def _chosen(overlap: Overlap | None, narrowing: Narrowing) -> str:
    """The parts whose people are shown, in words."""
    if not overlap or not narrowing.parts:
        return ""
    labels = {part.codes[0]: part.labels[0] for part in overlap.parts}
    return ", ".join(labels.get(code, code) for code in narrowing.parts)


@requires("report_write")
@writes_a_draft
def figure_type(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    report = own_report(request, report_id)
    reckoning, value = _figure(report, code)
    if not value.figure.may_be_typed:
        raise Http404
    form = TypedFigureForm(
        request.POST or None,
        figure=value.figure,
        typed=reckoning.typed.get(code),
        initial={"as_of": report.as_of},
    )
    if form.is_valid():
        entered = form.cleaned_data | {"status": TypedStatus(form.cleaned_data["status"])}
        type_figure(report=report, figure=value.figure, by=request.user, **entered)
        messages.success(request, f"Đã ghi số {entered['status'].label.lower()}.")
        return redirect("figure_detail", report.pk, code)
    context = {
        "report": report,
        "value": value,
        "form": form,
        "is_typed": code in reckoning.typed,
    }
    return render(request, "reports/figure_type.html", context)


@require_POST
@requires("report_write")
@writes_a_draft
def figure_withdraw(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    report = own_report(request, report_id)
    _, value = _figure(report, code)
    withdraw_typed(report=report, figure=value.figure)
    messages.success(request, "Đã bỏ số ước, kế hoạch; số liệu lại lấy từ sổ.")
    return redirect("figure_detail", report.pk, code)
