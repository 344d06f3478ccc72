"""The outlines: those that come with the portal, and a unit's own, made in the browser."""

from typing import Any

import yaml
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import requires
from config.web import download, whole_number
from reports.models import OwnOutline, Report
from reports.outlines import OutlineMissing, outline_codes, read_outline
from reports.outlining.checks import problems_of
from reports.outlining.forms import (
    EDITORS,
    FrameForm,
    OutlineCopyForm,
    frame_of,
    in_order,
    places_of,
    with_frame,
)
from reports.outlining.numbering import numbers
from reports.outlining.own import (
    OutlineRefused,
    content_for,
    copy_outline,
    delete_outline,
    law_offered,
    outline_for,
    write_outline,
)

FRAME = "khung"
FRAME_TITLE = "Khung thể thức"


@requires("report_view")
def outline_list(request: HttpRequest) -> HttpResponse:
    context = {
        "shipped": [outline_for(code, request.user) for code in outline_codes()],
        "own": OwnOutline.objects.visible_to(request.user).select_related("changed_by"),
        "may_write": request.user.may("report_write"),
    }
    return render(request, "reports/outline_list.html", context)


@requires("report_view")
def outline_detail(request: HttpRequest, code: str) -> HttpResponse:
    content = _content(request, code)
    own = OwnOutline.objects.visible_to(request.user).filter(code=code).first()
    outline = read_outline(code, content)
    context = {
        "outline": outline,
        "own": own,
        "problems": problems_of(content, law_offered()),
        "sections": list(zip(numbers(outline.sections), outline.sections, strict=True)),
        "parts": [(str(n), part) for n, part in enumerate(outline.parts, start=1)],
        "may_write": request.user.may("report_write"),
        "may_edit": own and request.user.may("report_write"),
        "used": Report.objects.visible_to(request.user).filter(outline=code).count(),
    }
    return render(request, "reports/outline_detail.html", context)


@requires("report_write")
def outline_copy(request: HttpRequest, code: str) -> HttpResponse:
    content = _content(request, code)
    form = OutlineCopyForm(request.POST or None, initial={"title": f"{content['title']} (riêng)"})
    if form.is_valid():
        try:
            own = copy_outline(code=code, title=form.cleaned_data["title"], by=request.user)
        except OutlineRefused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, "Đã chép đề cương; giờ có thể sửa từng phần.")
            return redirect("outline_detail", own.code)
    return render(request, "reports/outline_copy.html", {"content": content, "form": form})


@requires("report_write")
def outline_edit(request: HttpRequest, code: str, what: str, place: str) -> HttpResponse:
    """One page of an outline: its frame, or a list of rows of one kind."""
    own = _own(request, code)
    if place not in places_of(what, own.content):
        raise Http404
    editor = EDITORS.get(what)
    form: Any
    if editor:
        rows = editor.rows_of(own.content, place)
        form = editor.formset(request.POST or None, initial=rows)
    else:
        form = FrameForm(request.POST or None, initial=frame_of(own.content))
    refused = ""
    if request.method == "POST" and form.is_valid():
        changed = (
            editor.with_rows(own.content, place, in_order(form))
            if editor
            else with_frame(own.content, form.cleaned_data)
        )
        try:
            version = whole_number(request.POST.get("version", "")) or 0
            write_outline(outline=own, content=changed, version=version, by=request.user)
        except (OutlineRefused, ValueError) as problem:
            refused = str(problem)
            own.refresh_from_db()
        else:
            messages.success(request, "Đã lưu đề cương.")
            return redirect("outline_detail", own.code)
    context: dict[str, Any] = {
        "own": own,
        "editor": editor,
        "title": editor.title if editor else FRAME_TITLE,
        "form": form,
        "refused": refused,
    }
    return render(request, "reports/outline_edit.html", context)


@requires("report_write")
def outline_delete(request: HttpRequest, code: str) -> HttpResponse:
    own = _own(request, code)
    if request.method == "POST":
        try:
            delete_outline(outline=own)
        except OutlineRefused as refused:
            messages.error(request, str(refused))
            return redirect("outline_detail", own.code)
        messages.success(request, f"Đã xóa đề cương “{own.title}”.")
        return redirect("outline_list")
    return render(request, "reports/outline_delete.html", {"own": own})


@requires("report_view")
def outline_download(request: HttpRequest, code: str) -> HttpResponse:
    """The outline as the text file in which outlines come with the portal."""
    content = dict(_content(request, code))
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return download(text.encode(), f"de-cuong-{code}.yaml", "application/yaml")


def _content(request: HttpRequest, code: str) -> Any:
    try:
        return content_for(code, request.user)
    except OutlineMissing as missing:
        raise Http404 from missing


def _own(request: HttpRequest, code: str) -> OwnOutline:
    return get_object_or_404(OwnOutline.objects.visible_to(request.user), code=code)
