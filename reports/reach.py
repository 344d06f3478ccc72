"""Which report a page may open: what the user sees, and what the user's unit writes."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from reports.models import Report


def visible_report(request: HttpRequest, report_id: int) -> Report:
    """A report the user may read; any other does not exist (404)."""
    reports = Report.objects.visible_to(request.user).select_related("unit", "scope")
    return get_object_or_404(reports, pk=report_id)


def own_report(request: HttpRequest, report_id: int) -> Report:
    """Only the unit that reports writes its report; for others it is there to read."""
    report = visible_report(request, report_id)
    if report.unit_id != request.user.unit_id:
        raise Http404
    return report


def may_write(request: HttpRequest, report: Report) -> bool:
    return request.user.may("report_write") and report.unit_id == request.user.unit_id
