from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from config.web import download, paginate, pdf, workbook
from reports.actions import (
    ReportError,
    open_report,
    type_figure,
    type_reported,
    withdraw_reported,
    withdraw_typed,
)
from reports.drilling import drill, drill_workbook, parts_of_total
from reports.figures import FigureValue, period_words
from reports.forms import (
    ReportedFigureForm,
    ReportForm,
    ReportFrameForm,
    TypedFigureForm,
)
from reports.matrix import part_on_screen
from reports.models import Report, TypedStatus
from reports.paper import (
    document_context,
    file_name,
    paper_pdf,
    report_paper,
    written_sections,
)
from reports.printed import ReportPaper
from reports.reach import may_write, own_report, visible_report
from reports.reckoning import PartReckoning, reckon
from reports.sheets import paper_xlsx
from reports.word import DOCX, paper_docx


def _figure(report: Report, code: str) -> tuple[PartReckoning, FigureValue]:
    """A figure and the part of the report it belongs to."""
    reckoning = reckon(report)
    if code not in reckoning:
        raise Http404
    return reckoning.part_of(code), reckoning[code]


# --- Reports --------------------------------------------------------------------------------


@requires("report_view")
def report_list(request: HttpRequest) -> HttpResponse:
    reports = Report.objects.visible_to(request.user).select_related("unit", "scope", "opened_by")
    context = {"page": paginate(request, reports), "may_write": request.user.may("report_write")}
    return render(request, "reports/report_list.html", context)


@requires("report_write")
def report_create(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            report = open_report(by=request.user, **form.cleaned_data)
        except ReportError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Đã lập báo cáo từ đề cương.")
            return redirect("report_detail", report.pk)
    return render(request, "reports/report_create.html", {"form": form})


@requires("report_view")
def report_detail(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    reckoning = reckon(report)
    sections = written_sections(reckoning)
    context = {
        "report": report,
        "reckoning": reckoning,
        "parts": [part_on_screen(part) for part in reckoning.parts],
        "sections": sections,
        "problems": [piece for section in sections for piece in section.problems],
        "typed": [value for value in reckoning if value.is_typed],
        "may_write": may_write(request, report),
    }
    return render(request, "reports/report_detail.html", context)


@requires("report_write")
def report_edit(request: HttpRequest, report_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    form = ReportFrameForm(request.POST or None, instance=report)
    if form.is_valid():
        form.save()
        messages.success(request, "Đã lưu phần thể thức của báo cáo.")
        return redirect("report_detail", report.pk)
    # The form has put what was typed into its instance; the page names the report as it is.
    context = {"report": own_report(request, report_id), "form": form}
    return render(request, "reports/report_edit.html", context)


@requires("report_view")
def report_document(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    context = document_context(report_paper(reckon(report)), report=report, linked=True)
    return render(request, "reports/report_document.html", context)


@requires("report_view")
def report_pdf(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _taken_out(request, report_id, "PDF")
    return pdf(paper_pdf(paper), file_name(report, "pdf"))


@requires("report_view")
def report_docx(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _taken_out(request, report_id, "Word")
    return download(paper_docx(paper), file_name(report, "docx"), DOCX)


@requires("report_view")
def report_xlsx(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _taken_out(request, report_id, "Excel")
    return workbook(paper_xlsx(paper), file_name(report, "xlsx"))


def _taken_out(request: HttpRequest, report_id: int, form: str) -> tuple[Report, ReportPaper]:
    """The paper about to leave the portal as a file, which is kept in the log."""
    report = visible_report(request, report_id)
    log_access(request, action=f"Xuất báo cáo ra {form}", subject=str(report))
    return report, report_paper(reckon(report))


# --- Figures --------------------------------------------------------------------------------


@requires("report_view")
def figure_detail(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    report = visible_report(request, report_id)
    reckoning, value = _figure(report, code)
    log_access(request, action="Xem người sau số liệu", subject=value.figure.title)
    context = {
        "report": report,
        "value": value,
        "period_words": period_words(report.period, value.figure),
        "typed": reckoning.typed.get(code),
        "inside": [part for part in reckoning if part.is_typed and value.figure.holds(part.figure)],
        "may_type": may_write(request, report) and value.figure.may_be_typed,
    }
    if value.figure.is_total and value.figure.is_additive:
        context["parts"] = parts_of_total(reckoning)
        return render(request, "reports/figure_total.html", context)
    found = drill(reckoning, value.figure)
    page = paginate(request, found.rows)
    context |= {"drill": found, "page": page, "rows": [found.cells(row) for row in page]}
    return render(request, "reports/figure_detail.html", context)


@requires("report_view")
def figure_export(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    reckoning, value = _figure(visible_report(request, report_id), code)
    log_access(request, action="Xuất người sau số liệu", subject=value.figure.title)
    found = drill(reckoning, value.figure)
    return workbook(drill_workbook(found, value), f"so-lieu-{code.replace('.', '-')}.xlsx")


@requires("report_write")
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
def figure_withdraw(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    report = own_report(request, report_id)
    _, value = _figure(report, code)
    withdraw_typed(report=report, figure=value.figure)
    messages.success(request, "Đã bỏ số ước, kế hoạch; số liệu lại lấy từ sổ.")
    return redirect("figure_detail", report.pk, code)


@requires("report_write")
def reported_type(request: HttpRequest, report_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    form = ReportedFigureForm(request.POST or None, figures=reckon(report).published)
    if form.is_valid():
        type_reported(report=report, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã ghi số trên giấy để đối chiếu.")
        return redirect("report_detail", report.pk)
    return render(request, "reports/reported_type.html", {"report": report, "form": form})


@require_POST
@requires("report_write")
def reported_withdraw(request: HttpRequest, report_id: int, code: str) -> HttpResponse:
    report = own_report(request, report_id)
    withdraw_reported(report=report, code=code)
    messages.success(request, "Đã bỏ số trên giấy khỏi phần đối chiếu.")
    return redirect("report_detail", report.pk)
