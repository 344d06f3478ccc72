"""The first page after signing in: what waits for this person, and the year at a glance."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import requires
from claims.filters import years_of_claims
from claims.queue import queue_of, stages_for
from config.charts import month_columns
from reports.cares import cares_of
from reports.home.overview import Overview, latest_year, overview_of

MOST_BESIDE = 3  # piles in a row; with so many, what needs care has a row of its own
MOST_CARES_BESIDE = 4  # as high as a pile


@requires("home")
def home(request: HttpRequest) -> HttpResponse:
    """By role: one's own piles, what needs care, then the year within what one may see."""
    user, today = request.user, timezone.localdate()
    years = years_of_claims() if user.may("claim_view") else []
    overview = _year_at_a_glance(request, years)
    queue = queue_of(user)
    piles = sum(1 for item in queue if item.count)
    cares = cares_of(user, overview, today=today)
    context = {
        "today": today,
        "queue": queue,
        "has_work": bool(piles),
        "beside_piles": 0 < piles < MOST_BESIDE and len(cares) <= MOST_CARES_BESIDE,
        "stages": [] if queue or not years else stages_for(user),
        "cares": cares,
        "overview": overview,
    }
    return render(request, "home.html", context | _year(request, overview, years))


def _year_at_a_glance(request: HttpRequest, years: list[int]) -> Overview | None:
    """The year asked for by ``?nam=``, else the latest with anything paid; None before that.

    ``?van_ban=`` narrows it to one resolution; what is not understood is left aside.
    """
    asked = request.GET.get("nam", "")
    year = int(asked) if asked in map(str, years) else years and latest_year(request.user)
    if not year:
        return None
    code = request.GET.get("van_ban", "")
    return overview_of(request.user, year, today=timezone.localdate(), code=code)


def _year(request: HttpRequest, overview: Overview | None, years: list[int]) -> dict[str, Any]:
    if overview is None:
        return {}
    caption = f"Đã chi theo tháng phát sinh, năm {overview.year}"
    return {
        "months_chart": month_columns("chart-months", caption, overview.months),
        "years": years,
        "may_see_estimates": request.user.may("estimate_view") and request.user.unit.sees_all,
    }
