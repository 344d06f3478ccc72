"""The worksheet on which the members of a replaced version get their new groups."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from beneficiaries.succession import (
    FATES,
    LEAVES,
    Fate,
    Line,
    Worksheet,
    choose_groups,
    key_of,
    succeed,
    worksheet_of,
)
from config.formatting import count
from config.names import normalise_for_search
from config.web import next_address, page_or_fragment, paginate, typed_by_key, workbook
from config.workbooks.writing import TableColumn, table_workbook
from policies.models import Resolution
from policies.succession import is_used

CHOICE = "group-"  # and the key of a membership: the name of a box of the worksheet

COLUMNS = (
    TableColumn("Họ và tên", width=28),
    TableColumn("Ngày sinh", kind="date"),
    TableColumn("Chức vụ", width=32),
    TableColumn("Cơ quan quản lý", width=32),
    TableColumn("Đối tượng cũ", width=18),
    TableColumn("Tình trạng", width=16),
    TableColumn("Đối tượng mới", width=18),
    TableColumn("Từ ngày", kind="date"),
    TableColumn("Đến ngày", kind="date"),
    TableColumn("Căn cứ xếp", width=60),
)


class WorksheetFilter(forms.Form):
    """Whom of the worksheet to show."""

    q = forms.CharField(label="Tìm", required=False)
    fate = forms.ChoiceField(label="Tình trạng", required=False)
    old = forms.ChoiceField(label="Đối tượng cũ", required=False)
    new = forms.ChoiceField(label="Đối tượng mới", required=False)

    def __init__(self, *args: Any, resolution: Resolution, **options: Any) -> None:
        super().__init__(*args, **options)
        assert resolution.replaces is not None
        self.fields["q"].widget.attrs["placeholder"] = "Họ tên, chức vụ"
        for name, choices in (
            ("fate", [(fate.value, label) for fate, label in FATES.items()]),
            ("old", _groups(resolution.replaces)),
            ("new", _groups(resolution)),
        ):
            self.fields[name].choices = [("", "Tất cả"), *choices]  # type: ignore[attr-defined]

    def chosen(self, lines: Iterable[Line]) -> list[Line]:
        """What can't be chosen is as if nothing had been."""
        self.is_valid()
        told = self.cleaned_data
        words = normalise_for_search(told.get("q") or "")
        return [
            line
            for line in lines
            if (not told.get("fate") or line.fate == told["fate"])
            and (not told.get("old") or key_of(line.membership.group_id) == told["old"])
            and (not told.get("new") or line.key == told["new"])
            and (not words or words in _words_of(line))
        ]


def _words_of(line: Line) -> str:
    cadre = line.membership.cadre
    return f"{cadre.search_name} {normalise_for_search(cadre.post)}"


def _groups(resolution: Resolution) -> list[tuple[str, str]]:
    return [(key_of(group.pk), str(group)) for group in resolution.groups.order_by("position")]


@requires("succession_view")
def succession_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody concerned, those without a group first; a clerk may choose otherwise."""
    resolution = _successor(request, code)
    worksheet = worksheet_of(resolution)
    chosen = WorksheetFilter(request.GET, resolution=resolution)
    log_access(request, action="Xem chuyển đối tượng", subject=str(resolution))
    context = {
        "resolution": resolution,
        "counts": _metrics(worksheet, request.path),
        "flows": _flows(worksheet, request.path),
        "filter_form": chosen,
        "page": paginate(request, chosen.chosen(worksheet.lines)),
        "groups": _groups(resolution),
        "leaves": LEAVES,
        "choice": CHOICE,
        "is_used": is_used(resolution),
        "is_typed": resolution.successions.exists(),
        "may_edit": request.user.may("succession_edit"),
        "may_choose": request.user.may("succession_confirm"),
        "may_confirm": request.user.may("succession_confirm") and _has_plan(worksheet),
    }
    return page_or_fragment(
        request, "beneficiaries/succession_detail.html", context, fragment="rows"
    )


def _has_plan(worksheet: Worksheet) -> bool:
    counts = worksheet.counts
    return worksheet.resolution.is_released and bool(counts[Fate.MOVES] or counts[Fate.LEAVES])


def _metrics(worksheet: Worksheet, path: str) -> list[dict[str, Any]]:
    icons = {
        Fate.UNPLACED: ("user-question", "care"),
        Fate.MOVES: ("arrow-right", "main"),
        Fate.LEAVES: ("user-minus", ""),
        Fate.DONE: ("user-check", ""),
    }
    return [
        {
            "label": FATES[fate],
            "value": count(worksheet.counts[fate]),
            "url": f"{path}?fate={fate.value}",
            "icon": icon,
            "tone": tone if worksheet.counts[fate] else "",
        }
        for fate, (icon, tone) in icons.items()
    ]


def _flows(worksheet: Worksheet, path: str) -> list[dict[str, Any]]:
    found = []
    for old, fate, new, total in worksheet.flows:
        asked = {"old": key_of(old.pk), "fate": fate.value}
        if new:
            asked["new"] = key_of(new.pk)
        flow = {"old": old, "new": new, "fate": fate.value, "told": FATES[fate], "total": total}
        found.append(flow | {"url": f"{path}?{urlencode(asked)}"})
    return found


@require_POST
@requires("succession_confirm")
def succession_choose(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the choices of one page of the worksheet."""
    resolution = _successor(request, code)
    typed = typed_by_key(request, CHOICE)
    try:
        changed = choose_groups(resolution=resolution, chosen=typed, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Đã lưu lựa chọn, {count(changed)} người thay đổi.")
    detail_url = reverse("succession_detail", args=[resolution.code])
    return redirect(next_address(request, otherwise=detail_url))


@requires("succession_view")
def succession_export(request: HttpRequest, code: str) -> HttpResponse:
    """The worksheet as it is seen, as a workbook."""
    resolution = _successor(request, code)
    lines = WorksheetFilter(request.GET, resolution=resolution).chosen(
        worksheet_of(resolution).lines
    )
    log_access(request, action="Xuất chuyển đối tượng", subject=str(resolution))
    content = table_workbook(
        title=f"Chuyển đối tượng sang {resolution}",
        columns=COLUMNS,
        rows=map(_cells, lines),
        totals=False,
    )
    return workbook(content, f"Chuyển đối tượng {resolution.code}.xlsx")


def _cells(line: Line) -> Sequence[Any]:
    cadre = line.membership.cadre
    return (
        cadre.full_name,
        cadre.birth_date,
        cadre.post,
        str(cadre.managing_unit),
        str(line.membership.group),
        FATES[line.fate],
        str(line.group or ""),
        line.since if line.group else None,
        line.membership.until if line.group else None,
        line.reason,
    )


class DecisionForm(forms.Form):
    """By what the people are moved."""

    decision = forms.CharField(
        label="Căn cứ chuyển",
        max_length=200,
        help_text="Số, ngày, cơ quan của quyết định; ghi vào từng người.",
    )


@requires("succession_confirm")
def succession_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The last question before memberships are written."""
    resolution = _successor(request, code)
    detail_url = reverse("succession_detail", args=[resolution.code])
    worksheet = worksheet_of(resolution)
    if not _has_plan(worksheet):
        messages.error(request, "Chưa có ai để chuyển, hoặc văn bản chưa ban hành vào hệ thống.")
        return redirect(detail_url)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        told = {"decision": form.cleaned_data["decision"], "seen": request.POST.get("stamp", "")}
        try:
            done = succeed(resolution=resolution, by=request.user, **told)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            worksheet = worksheet_of(resolution)
        else:
            told_done = f"Đã chuyển {count(done.moved)} người, thôi hưởng {count(done.left)} người"
            rest = f"; còn {count(done.unplaced)} người chưa xếp được" if done.unplaced else ""
            messages.success(request, f"{told_done}{rest}.")
            return redirect(detail_url)
    moved = worksheet.counts[Fate.MOVES]
    context = {
        "resolution": resolution,
        "form": form,
        "stamp": worksheet.stamp,
        "moved": moved,
        "left": worksheet.counts[Fate.LEAVES],
        "unplaced": worksheet.counts[Fate.UNPLACED],
        "flows": _flows(worksheet, detail_url),
        "confirm_label": f"Chuyển {count(moved)} người" if moved else "Ghi thôi hưởng",
        "cancel_url": detail_url,
    }
    return render(request, "beneficiaries/succession_confirm.html", context)


def _successor(request: HttpRequest, code: str) -> Resolution:
    """People of the whole province are moved by the department alone."""
    if not request.user.unit.sees_all:
        raise Http404
    visible = Resolution.objects.visible_to(request.user).exclude(replaces=None)
    return get_object_or_404(visible.select_related("replaces"), code=code)
