"""Which plan or person a page is about, and what this user may do there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import User
from convalescence.models import Candidate, YearPlan


def may_plan(user: User) -> bool:
    """Plans are made by the department for the whole province."""
    return user.may("plan_edit") and user.unit.sees_all


def of_department(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever doesn't work at the department there is no such page; behind ``requires``."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.unit.sees_all:
            raise Http404
        return view(request, *args, **kwargs)

    return gated


def posted(request: HttpRequest) -> Any:
    """What was sent, even if that is nothing at all; ``None`` when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def plan_of(plan_id: int) -> YearPlan:
    """Number, quotas and cycles of a plan are for everybody; people are scoped apart."""
    return get_object_or_404(
        YearPlan.objects.select_related("resolution", "made_by").defer("file"), pk=plan_id
    )


def candidate_of(request: HttpRequest, candidate_id: int) -> Candidate:
    rows = Candidate.objects.visible_to(request.user).select_related(
        "plan__resolution",
        "cadre",
        "group",
        "unit",
        "quota__unit",
        "replaces__cadre",
        "replaced_by__cadre",
        "home",
        "wished_by",
    )
    return get_object_or_404(rows.defer("plan__file"), pk=candidate_id)
