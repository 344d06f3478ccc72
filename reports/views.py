from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.gates import log_access, requires
from config.web import download, paginate, pdf, workbook
from reports.actions import ReportError, open_report, write_frame
from reports.comparing.beside import compared
from reports.figures.reckoning import reckon
from reports.filters import ReportFilter
from reports.forms import ReportForm, ReportFrameForm
from reports.issuing import edition_pages
from reports.issuing.edition_pages import issued_from
from reports.issuing.life import life_of
from reports.matrix import part_on_screen
from reports.models import Report
from reports.printing.printed import ReportPaper
from reports.printing.sheets import paper_xlsx
from reports.printing.word import DOCX, paper_docx
from reports.reach import may_write, own_report, visible_report, writes_a_draft
from reports.writing.checklist import hints
from reports.writing.paper import (
    document_context,
    file_name,
    paper_pdf,
    report_paper,
    written_sections,
)


@requires("report_view")
def report_list(request: HttpRequest) -> HttpResponse:
    reports = Report.objects.visible_to(request.user).select_related("unit", "scope", "opened_by")
    chosen = ReportFilter(request.GET, queryset=reports)
    context = {
        "filter": chosen,
        "page": paginate(request, chosen.qs),
        "may_write": request.user.may("report_write"),
    }
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
@issued_from(edition_pages.edition_detail)
def report_detail(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    reckoning = reckon(report)
    sections = written_sections(reckoning)
    context = {
        "report": report,
        "reckoning": reckoning,
        "parts": [part_on_screen(part) for part in reckoning.parts],
        "sections": sections,
        "comparisons": compared(reckoning),
        "typed": [value for value in reckoning if value.is_typed],
        "may_write": may_write(request, report),
        "hints": hints(reckoning) if may_write(request, report) else [],
        "life": life_of(report, request.user, reckoning),
    }
    return render(request, "reports/report_detail.html", context)


@requires("report_write")
@writes_a_draft
def report_edit(request: HttpRequest, report_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    form = ReportFrameForm(request.POST or None, instance=report)
    if form.is_valid():
        write_frame(report=form.instance)
        messages.success(request, "Đã lưu phần thể thức của báo cáo.")
        return redirect("report_detail", report.pk)
    # The form has put what was typed into its instance; the page names the report as it is.
    context = {"report": own_report(request, report_id), "form": form}
    return render(request, "reports/report_edit.html", context)


@requires("report_view")
@issued_from(edition_pages.edition_document)
def report_document(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    context = document_context(report_paper(reckon(report)), report=report, linked=True)
    return render(request, "reports/report_document.html", context)


@requires("report_view")
@issued_from(edition_pages.edition_pdf)
def report_pdf(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _taken_out(request, report_id, "PDF")
    return pdf(paper_pdf(paper), file_name(report, "pdf"))


@requires("report_view")
@issued_from(edition_pages.edition_docx)
def report_docx(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _taken_out(request, report_id, "Word")
    return download(paper_docx(paper), file_name(report, "docx"), DOCX)


@requires("report_view")
@issued_from(edition_pages.edition_xlsx)
def report_xlsx(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _taken_out(request, report_id, "Excel")
    return workbook(paper_xlsx(paper), file_name(report, "xlsx"))


def _taken_out(request: HttpRequest, report_id: int, form: str) -> tuple[Report, ReportPaper]:
    """The paper about to leave the portal as a file, which is kept in the log."""
    report = visible_report(request, report_id)
    log_access(request, action=f"Xuất báo cáo ra {form}", subject=str(report))
    return report, report_paper(reckon(report))
