"""The first page after signing in: what waits for this person, and the year at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import requires
from claims.filters import years_of_claims
from claims.queue import queue_of
from config.charts import month_columns
from reports.cares import cares_of
from reports.models import Report
from reports.overview import Overview, latest_done, overview_of


@requires("home")
def home(request: HttpRequest) -> HttpResponse:
    overview = _year_at_a_glance(request)
    context = {
        "today": timezone.localdate(),
        "queue": queue_of(request.user),
        "overview": overview,
        "cares": cares_of(request.user, overview, today=timezone.localdate()),
    }
    if overview:
        caption = f"Đã chi theo tháng phát sinh, năm {overview.year}"
        context["months_chart"] = month_columns("chart-months", caption, overview.months)
        context["years"] = years_of_claims()
        context["report"] = _report_of(request, overview)
    return render(request, "home.html", context)


def _year_at_a_glance(request: HttpRequest) -> Overview | None:
    """The year asked for by ``?nam=``, else the latest with anything paid; None before that."""
    if not request.user.may("claim_view") or not (latest := latest_done(request.user)):
        return None
    asked = request.GET.get("nam", "")
    year = int(asked) if asked in map(str, years_of_claims()) else latest.event_on.year
    return overview_of(latest.resolution, year, viewer=request.user, today=timezone.localdate())


def _report_of(request: HttpRequest, overview: Overview) -> Report | None:
    """The report whose figures stand behind the numbers of the page, for who may read it."""
    if not request.user.may("report_view") or not request.user.unit.sees_all:
        return None
    reports = Report.objects.visible_to(request.user).filter(
        resolutions=overview.resolution, year=overview.year, period_kind="year", scope=None
    )
    return next((report for report in reports.select_related("unit") if report.unit.sees_all), None)
