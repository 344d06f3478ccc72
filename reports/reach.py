"""Which report a page may open: what the user sees, and what the user's unit writes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from reports.actions import NoDraft, ReportError
from reports.models import Report, ReportState


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
    """Only a draft is written, and only by the unit that reports."""
    return (
        report.is_draft
        and request.user.may("report_write")
        and report.unit_id == request.user.unit_id
    )


def writes_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that writes: of a report under way the user is told why it can't be written."""

    @wraps(view)
    def guarded(request: HttpRequest, report_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        report = own_report(request, report_id)
        try:
            if not report.is_draft:
                raise NoDraft(ReportState(report.state))
            return view(request, report_id, *args, **kwargs)
        except ReportError as problem:
            messages.error(request, str(problem))
            return redirect("report_detail", report.pk)

    return guarded
