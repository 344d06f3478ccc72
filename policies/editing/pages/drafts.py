"""What every page of a draft shares: the draft itself, its tabs, what was refused."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from policies.editing.problems import Problem
from policies.models import Rate, Resolution

PART = Callable[..., HttpResponse]


def of_a_draft(view: PART) -> PART:
    """The view gets the draft named by ``code``; what is law already is only shown."""

    @wraps(view)
    def viewed(request: HttpRequest, code: str, **rest: Any) -> HttpResponse:
        found = Resolution.objects.visible_to(request.user).select_related("scheme", "replaces")
        resolution = get_object_or_404(found, code=code)
        if resolution.is_released:
            messages.error(
                request,
                f"{resolution} đã ban hành vào hệ thống nên không sửa được; hãy lập bản sao.",
            )
            return redirect("resolution_detail", resolution.code)
        return view(request, resolution, **rest)

    return viewed


def draft_page(
    request: HttpRequest,
    resolution: Resolution,
    template: str,
    context: dict[str, Any],
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    """One of the pages of a draft, with the tabs to the others."""
    problems = list(problems)
    view_name = request.resolver_match.url_name if request.resolver_match else ""
    common = {
        "resolution": resolution,
        "tabs_of_draft": _tabs(resolution, view_name or ""),
        "problems": problems,
    }
    return render(request, template, common | context)


def _tabs(resolution: Resolution, view_name: str) -> list[dict[str, Any]]:
    rates = Rate.objects.filter(benefit__resolution=resolution)
    lines = (
        ("draft_overview", "Tổng quan", None, ()),
        ("draft_head", "Văn bản", None, ()),
        ("draft_groups", "Đối tượng", resolution.groups.count(), ()),
        (
            "draft_benefits",
            "Chế độ",
            resolution.benefits.count(),
            ("benefit_", "rate_", "limit_", "threshold_"),
        ),
        ("draft_sheet", "Bảng mức", rates.count(), ()),
        (
            "draft_limits",
            "Hạn mức chung",
            resolution.limits.filter(benefit=None).count(),
            ("law_limit_",),
        ),
        ("draft_relations", "Quan hệ", resolution.relations.count(), ("relation_",)),
        ("draft_answers", "12 câu hỏi", len(resolution.settings), ()),
    )
    return [
        {
            "label": label,
            "url": reverse(name, args=[resolution.code]),
            "count": count,
            "current": view_name == name or (beginnings and view_name.startswith(beginnings)),
        }
        for name, label, count, beginnings in lines
    ]


def stamp_sent(request: HttpRequest) -> str:
    """The state of the page when this officer opened it."""
    return request.POST.get("stamp", "")
