"""The page on which the rows of a succession are typed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import requires
from policies.drafting.changing import stamp_of
from policies.editing.problems import problems_of
from policies.models import Resolution
from policies.succession.actions import save_successions
from policies.succession.forms import succession_rows
from policies.succession.matching import is_used, successions_of


@requires("succession_edit")
def succession_edit(request: HttpRequest, code: str) -> HttpResponse:
    """All the rows as one table, until people have been moved by them."""
    visible = Resolution.objects.visible_to(request.user).exclude(replaces=None)
    resolution = get_object_or_404(visible.select_related("replaces"), code=code)
    if is_used(resolution):
        context = {"resolution": resolution, "used": successions_of(resolution)}
        return render(request, "policies/succession_edit.html", context)
    data = request.POST if request.method == "POST" else None
    stamp = stamp_of(resolution.successions.order_by("pk"))
    rows = succession_rows(resolution, data)
    error = None
    if data is not None and rows.is_valid():
        try:
            save_successions(
                resolution=resolution,
                kept=rows.kept,
                removed=rows.removed,
                seen=data.get("stamp", ""),
                by=request.user,
            )
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, "Đã lưu bảng chuyển đối tượng.")
            return redirect("succession_edit", resolution.code)
    context = {
        "resolution": resolution,
        "used": [],
        "rows": rows,
        "stamp": stamp,
        "is_proposed": not resolution.successions.exists(),
        "problems": problems_of(rows, error=error) if data is not None else [],
    }
    return render(request, "policies/succession_edit.html", context)
