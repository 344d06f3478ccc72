"""The version of a report for everybody: the paper with few people hidden, as page and file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.gates import log_access, requires
from config.web import download, pdf, workbook
from reports.figures.reckoning import reckon
from reports.issuing.edition_pages import frozen_report
from reports.models import Report
from reports.printing.printed import ReportPaper
from reports.printing.sheets import paper_xlsx
from reports.printing.word import DOCX, paper_docx
from reports.publishing.masking import for_publication
from reports.publishing.typed_numbers import clear_sentences, typed_sentences
from reports.reach import own_report, visible_report
from reports.writing.paper import document_context, file_name, paper_pdf, report_paper

FORMS = {"pdf": "pdf", "word": "docx", "excel": "xlsx"}


@requires("report_view")
def publication_document(request: HttpRequest, report_id: int) -> HttpResponse:
    report, paper = _public(request, report_id)
    context = document_context(paper, report=report) | {
        "is_public": True,
        "waiting": _waiting(report),
        "may_clear": _may_clear(request, report),
    }
    return render(request, "reports/report_document.html", context)


@requires("report_write")
def publication_numbers(request: HttpRequest, report_id: int) -> HttpResponse:
    """Sentences with numbers typed by hand, to be ticked off one by one."""
    report = own_report(request, report_id)
    if request.method == "POST":
        ticked = request.POST.getlist("words")
        clear_sentences(report=report, words=ticked, by=request.user)
        if waiting := _waiting(report):
            messages.warning(request, f"Đã ghi; còn {waiting} câu chưa xem.")
            return redirect("publication_numbers", report.pk)
        messages.success(request, "Đã xem hết; tải được bản công bố.")
        return redirect("publication_document", report.pk)
    context = {"report": report, "sentences": typed_sentences(report)}
    return render(request, "reports/publication_numbers.html", context)


@requires("report_view")
def publication_file(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    report = visible_report(request, report_id)
    if _waiting(report):
        return _to_the_numbers(request, report)
    report, paper = _public(request, report_id)
    log_access(request, action=f"Xuất bản công bố ra {form}", subject=str(report))
    name = f"cong-bo-{file_name(report, FORMS[form])}"
    if form == "pdf":
        return pdf(paper_pdf(paper), name)
    if form == "word":
        return download(paper_docx(paper), name, DOCX)
    return workbook(paper_xlsx(paper), name)


def _waiting(report: Report) -> int:
    """How many sentences with typed numbers nobody has let pass yet."""
    return len([each for each in typed_sentences(report) if not each.is_cleared])


def _may_clear(request: HttpRequest, report: Report) -> bool:
    return request.user.may("report_write") and report.unit_id == request.user.unit_id


def _to_the_numbers(request: HttpRequest, report: Report) -> HttpResponse:
    """Nothing leaves the house yet; whoever may let the sentences pass is led to them."""
    if not _may_clear(request, report):
        return redirect("publication_document", report.pk)
    messages.warning(
        request, "Lời văn có số gõ tay mà chương trình không che được; hãy xem từng câu trước."
    )
    return redirect("publication_numbers", report.pk)


def _public(request: HttpRequest, report_id: int) -> tuple[Report, ReportPaper]:
    """The public paper; of an issued report, from what was issued."""
    report = visible_report(request, report_id)
    if frozen := frozen_report(request, report_id):
        figures = [kept.value for kept in frozen.values.values()]
        return report, for_publication(frozen.paper, figures)
    reckoning = reckon(report)
    return report, for_publication(report_paper(reckoning), reckoning)
