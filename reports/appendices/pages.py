"""The lists of people that go with a report: asked for, watched, taken out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from config.web import pdf, wants_fragment, workbook
from reports.actions import ReportError
from reports.appendices.lists import make_appendices
from reports.models import FROZEN, AppendixFile, AppendixState
from reports.reach import may_write, own_report, visible_report


@requires("report_view")
def appendix_list(request: HttpRequest, report_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    files = list(report.appendix_files.defer("content", "workbook").select_related("made_by"))
    under_way = [file for file in files if file.is_under_way and not file.is_lost]
    context = {
        "report": report,
        "files": files,
        "under_way": under_way,
        "done": len([file for file in files if not file.is_under_way]),
        "may_make": may_write(request, report) and report.state not in FROZEN and not under_way,
    }
    template = "reports/appendix_list.html" + ("#body" if wants_fragment(request) else "")
    return render(request, template, context)


@require_POST
@requires("report_write")
def appendix_make(request: HttpRequest, report_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    try:
        files = make_appendices(report=report, by=request.user)
    except ReportError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Đã đặt lập {len(files)} danh sách.")
    return redirect("appendix_list", report.pk)


@requires("report_view")
def appendix_pdf(request: HttpRequest, report_id: int, appendix_id: int) -> HttpResponse:
    appendix = _taken_out(request, report_id, appendix_id, "PDF")
    return pdf(bytes(appendix.content or b""), _file_name(appendix, "pdf"))


@requires("report_view")
def appendix_xlsx(request: HttpRequest, report_id: int, appendix_id: int) -> HttpResponse:
    appendix = _taken_out(request, report_id, appendix_id, "Excel")
    return workbook(bytes(appendix.workbook or b""), _file_name(appendix, "xlsx"))


def _taken_out(request: HttpRequest, report_id: int, appendix_id: int, form: str) -> AppendixFile:
    """A finished list about to leave the portal, which is kept in the log."""
    report = visible_report(request, report_id)
    appendix = get_object_or_404(report.appendix_files, pk=appendix_id)
    if appendix.state != AppendixState.DONE:
        raise Http404
    log_access(request, action=f"Xuất danh sách kèm báo cáo ra {form}", subject=str(appendix))
    return appendix


def _file_name(appendix: AppendixFile, ending: str) -> str:
    report = appendix.report
    return f"phu-luc-{appendix.position}-{report.outline}-{report.period.code}.{ending}"
