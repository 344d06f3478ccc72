"""Payers, parameters and lists: they stand beside all versions, and only grow."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import requires
from config.formatting import money
from config.web import chosen_ids, paginate
from policies import drafting
from policies.drafting.changing import stamp_of
from policies.editing.forms.parameters import (
    CloseForm,
    EntriesForm,
    ListForm,
    ParameterForm,
    value_rows,
)
from policies.editing.forms.payers import payer_rows
from policies.editing.pages.drafts import stamp_sent
from policies.editing.problems import problems_of
from policies.models import DatedList, Parameter, ParameterValue, Payer
from policies.rules.words import share_words
from policies.standards import held_values
from policies.wording import MARKS

PARTS = {"payer": "payers", "parameter": "parameters", "dated_list": "lists"}  # of the tabs


@requires("resolution_edit")
def payer_list(request: HttpRequest) -> HttpResponse:
    """All payers as one table."""
    data = request.POST if request.method == "POST" else None
    rows = payer_rows(data)
    error = None
    if data is not None and rows.is_valid():
        try:
            drafting.save_payers(
                kept=[form.instance for form in rows.forms if _stays(rows, form)],
                removed=rows.removed,
                seen=stamp_sent(request),
                by=request.user,
            )
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, "Đã lưu các nguồn kinh phí.")
            return redirect("payer_list")
    context = {
        "rows": rows,
        "stamp": stamp_of(Payer.objects.order_by("pk")),
        "problems": problems_of(rows, error=error) if data is not None else [],
    }
    return _shown(request, "policies/editing/payer_list.html", context)


def _stays(rows: Any, form: Any) -> bool:
    filled = form.instance.pk or form.has_changed()
    return bool(filled) and form not in rows.deleted_forms


@requires("resolution_edit")
def parameter_list(request: HttpRequest) -> HttpResponse:
    parameters = list(Parameter.objects.select_related("share_of").order_by("name"))
    newest = {key: value for (key, _), value in held_values(parameters).items()}
    rows = [(each, newest.get(each.pk), _told(each, newest.get(each.pk))) for each in parameters]
    return _shown(request, "policies/editing/parameter_list.html", {"parameters": rows})


def _told(parameter: Parameter, value: ParameterValue | None) -> str:
    """``2.530.000 đồng``, ``4,5 % Lương cơ sở``."""
    if value is None:
        return ""
    if parameter.share_of:
        return f"{share_words(value.value)} {parameter.share_of.name}"
    return f"{money(value.value)} đồng"


@requires("resolution_edit")
def parameter_create(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ParameterForm(data)
    of_share = bool(data and data.get("share_of"))
    rows = value_rows(of_share=of_share, data=data)
    error = None
    if data is not None and form.is_valid() & rows.is_valid():
        values = [row.told() for row in rows.said]
        try:
            parameter = drafting.add_parameter(
                parameter=form.made(), values=values, by=request.user
            )
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, f"Đã lập tham số {parameter}.")
            return redirect("parameter_edit", parameter.code)
    problems = problems_of(form, rows, error=error) if data is not None else []
    return _shown(
        request,
        "policies/editing/parameter_create.html",
        {"form": form, "rows": rows, "problems": problems},
    )


@requires("resolution_edit")
def parameter_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The values so far, and room for more."""
    parameter = get_object_or_404(Parameter.objects.select_related("share_of"), code=code)
    data = request.POST if request.method == "POST" else None
    rows = value_rows(of_share=parameter.unit == "share", data=data)
    error = None
    if data is not None and rows.is_valid():
        try:
            drafting.add_values(
                parameter=parameter,
                values=[row.told() for row in rows.said],
                seen=stamp_sent(request),
                by=request.user,
            )
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, "Đã ghi thêm giá trị.")
            return redirect("parameter_edit", parameter.code)
    values = parameter.values.select_related("recorded_by").order_by("-since", "-pk")
    context = {
        "parameter": parameter,
        "values": [(value, _told(parameter, value), MARKS[value.confidence]) for value in values],
        "rows": rows,
        "stamp": stamp_of(parameter.values.order_by("pk")),
        "problems": problems_of(rows, error=error) if data is not None else [],
    }
    return _shown(request, "policies/editing/parameter_edit.html", context)


@requires("resolution_edit")
def dated_list_list(request: HttpRequest) -> HttpResponse:
    lists = DatedList.objects.annotate(size=Count("entries")).order_by("name")
    return _shown(request, "policies/editing/dated_list_list.html", {"lists": lists})


@requires("resolution_edit")
def dated_list_create(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ListForm(data)
    entries = EntriesForm(data, kind=data.get("kind", "") if data else "")
    error = None
    if data is not None and form.is_valid() & entries.is_valid():
        try:
            made = drafting.add_list(
                dated_list=form.made(), entries=entries.cleaned_data["lines"], by=request.user
            )
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, f"Đã lập danh mục {made}.")
            return redirect("dated_list_edit", made.code)
    problems = problems_of(form, entries, error=error) if data is not None else []
    context = {"form": form, "entries": entries, "problems": problems}
    return _shown(request, "policies/editing/dated_list_create.html", context)


@requires("resolution_edit")
def dated_list_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The entries, more of them pasted, and those that leave."""
    dated_list = get_object_or_404(DatedList, code=code)
    data = request.POST if request.method == "POST" else None
    closes = data is not None and data.get("action") == "close"
    entries = EntriesForm(None if closes else data, kind=dated_list.kind)
    close = CloseForm(data if closes else None)
    error = None
    typed = close if closes else entries
    if data is not None and typed.is_valid():
        place: dict[str, Any] = {"dated_list": dated_list, "seen": stamp_sent(request)}
        try:
            if closes:
                _close(request, place, close)
            else:
                lines = entries.cleaned_data["lines"]
                drafting.add_entries(**place, entries=lines, by=request.user)
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, "Đã ghi vào danh mục.")
            return redirect("dated_list_edit", dated_list.code)
    context = {
        "dated_list": dated_list,
        "page": paginate(request, dated_list.entries.order_by("value", "since", "pk")),
        "entries": entries,
        "close": close,
        "stamp": stamp_of(dated_list.entries.order_by("pk")),
        "problems": problems_of(typed, error=error) if data is not None else [],
    }
    return _shown(request, "policies/editing/dated_list_edit.html", context)


def _close(request: HttpRequest, place: dict[str, Any], form: CloseForm) -> None:
    chosen = list(place["dated_list"].entries.filter(pk__in=chosen_ids(request)))
    if not chosen:
        raise ValidationError("Hãy đánh dấu các mục ra khỏi danh mục.")
    drafting.close_entries(
        **place, entries=chosen, until=form.cleaned_data["until"], by=request.user
    )


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    [part] = [part for noun, part in PARTS.items() if f"/{noun}_" in template]
    return render(request, template, {"part": part} | context)
