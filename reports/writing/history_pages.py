"""What a section was before: who wrote what and when, and back to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import requires
from config.web import paginate
from reports.actions import ReportError
from reports.reach import may_write, own_report, visible_report
from reports.writing.actions import restore_version
from reports.writing.differences import changed_words, compared
from reports.writing.text import section_title


@requires("report_view")
def section_history(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    versions = section.versions.select_related("written_by")
    context = {
        "report": report,
        "section": section,
        "title": section_title(section),
        "page": paginate(request, versions, per_page=20),
    }
    return render(request, "reports/section_history.html", context)


@requires("report_view")
def version_detail(
    request: HttpRequest, report_id: int, section_id: int, number: int
) -> HttpResponse:
    """A version beside the one before it."""
    report = visible_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    version = get_object_or_404(section.versions.select_related("written_by"), number=number)
    before = section.versions.filter(number__lt=number).first()
    pairs = compared(before.body if before else "", version.body)
    came, went = changed_words(pairs)
    context = {
        "report": report,
        "section": section,
        "title": section_title(section),
        "version": version,
        "before": before,
        "pairs": pairs,
        "came": came,
        "went": went,
        "may_restore": may_write(request, report) and report.is_draft and number != section.version,
    }
    return render(request, "reports/version_detail.html", context)


@require_POST
@requires("report_write")
def version_restore(
    request: HttpRequest, report_id: int, section_id: int, number: int
) -> HttpResponse:
    report = own_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    version = get_object_or_404(section.versions, number=number)
    try:
        written = restore_version(version=version, current=section.version, by=request.user)
    except ReportError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Đã khôi phục bản {number}, thành bản {written.version}.")
    return redirect("section_history", report.pk, section.pk)
