"""Groups and benefits, each typed as one table."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.gates import requires
from policies import drafting
from policies.drafting.changing import stamp_of
from policies.editing.forms.benefits import benefit_rows
from policies.editing.forms.groups import group_rows
from policies.editing.pages.drafts import draft_page, of_a_draft, stamp_sent
from policies.editing.problems import problems_of
from policies.models import Resolution


@requires("resolution_edit")
@of_a_draft
def draft_groups(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    page = "policies/editing/draft_groups.html"
    return _table(request, resolution, group_rows, drafting.save_groups, "groups", page)


@requires("resolution_edit")
@of_a_draft
def draft_benefits(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    page = "policies/editing/draft_benefits.html"
    return _table(request, resolution, benefit_rows, drafting.save_benefits, "benefits", page)


def _table(
    request: HttpRequest,
    resolution: Resolution,
    rows_of: Callable[..., Any],
    save: Callable[..., None],
    part: str,
    template: str,
) -> HttpResponse:
    """All the rows saved at once, or none of them and everything typed is still there."""
    error = None
    present = getattr(resolution, part)
    stamp = stamp_of(present.order_by("pk"))
    rows = rows_of(resolution, request.POST if request.method == "POST" else None)
    if request.method == "POST" and rows.is_valid():
        try:
            save(
                resolution=resolution,
                kept=rows.kept,
                removed=rows.removed,
                seen=stamp_sent(request),
                by=request.user,
            )
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, "Đã lưu cả bảng.")
            return redirect(f"draft_{part}", resolution.code)
    problems = problems_of(rows, error=error) if rows.is_bound else []
    context = {"rows": rows, "stamp": stamp}
    return draft_page(request, resolution, template, context, problems)
