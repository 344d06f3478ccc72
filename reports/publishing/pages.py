"""The version of a report for everybody: the paper with few people hidden, as page and file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gates import log_access, requires
from config.web import download, pdf, workbook
from reports.figures.reckoning import reckon
from reports.issuing.edition_pages import frozen_report
from reports.models import Report
from reports.printing.printed import ReportPaper
from reports.printing.sheets import paper_xlsx
from reports.printing.word import DOCX, paper_docx
from reports.publishing.masking import for_publication
from reports.reach import visible_report
from reports.writing.paper import document_context, file_name, paper_pdf, report_paper

FORMS = {"pdf": "pdf", "word": "docx", "excel": "xlsx"}


@requires("report_view")
def publication_document(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _public(request, report_id)
    context = document_context(paper, report=report) | {"is_public": True}
    return render(request, "reports/report_document.html", context)


@requires("report_view")
def publication_file(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    report, paper = _public(request, report_id)
    log_access(request, action=f"Xuất bản công bố ra {form}", subject=str(report))
    name = f"cong-bo-{file_name(report, FORMS[form])}"
    if form == "pdf":
        return pdf(paper_pdf(paper), name)
    if form == "word":
        return download(paper_docx(paper), name, DOCX)
    return workbook(paper_xlsx(paper), name)


def _public(request: HttpRequest, report_id: int) -> tuple[Report, ReportPaper]:
    """The public paper; of an issued report, from what was issued."""
    report = visible_report(request, report_id)
    if frozen := frozen_report(request, report_id):
        figures = [kept.value for kept in frozen.values.values()]
        return report, for_publication(frozen.paper, figures)
    reckoning = reckon(report)
    return report, for_publication(report_paper(reckoning), reckoning)
