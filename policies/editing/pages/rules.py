"""Rates, limits and thresholds, each family on its own page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.gates import requires
from policies import drafting
from policies.drafting.rules import family_of, stamp_of_rules
from policies.editing.families import law_limits_of
from policies.editing.forms import rates as rate_forms
from policies.editing.forms.conditions import condition_rows, told_by
from policies.editing.forms.groups_chosen import keys_of
from policies.editing.forms.limits import LimitForm, ThresholdForm
from policies.editing.pages.drafts import draft_page, of_a_draft, stamp_sent
from policies.editing.problems import problems_of
from policies.models import Benefit, Limit, Rate, Resolution, Threshold


@dataclass(slots=True)
class Typed:
    """The forms of one rule: the head, and the tables within it."""

    form: Any
    tables: dict[str, Any] = field(default_factory=dict)

    def is_valid(self) -> bool:
        """All of them are judged, so that everything wrong is told at once."""
        right = [each.is_valid() for each in (self.form, *self.tables.values())]
        if all(right) and "bands" in self.tables:
            self.form.check_shape(self.told("bands"), self.told("components"))
        return all(right) and not self.form.errors

    def told(self, table: str) -> list[dict[str, Any]]:
        rows = rate_forms.silent(self.tables[table].told)
        return sorted(rows, key=lambda row: row["from_day"]) if table == "bands" else rows

    @property
    def terms(self) -> drafting.Terms:
        values = dict(self.form.cleaned_data)
        groups = values.pop("groups")
        values.pop("benefits", None)
        if "conditions" in self.tables:
            values["conditions"] = told_by(self.tables["conditions"])
        for name in {"bands", "components"} & self.tables.keys():
            values[name] = self.told(name)
        if "benefits" in self.form.cleaned_data:
            values["benefits"] = self.form.cleaned_data["benefits"]
        return drafting.Terms(values, groups)


def _rate(resolution: Resolution, benefit: Benefit, rate: Rate, data: Any) -> Typed:
    form = rate_forms.RateForm(
        data, instance=rate, benefit=benefit, initial=_initial(rate, benefit)
    )
    tables = {
        "conditions": condition_rows(rate.conditions, data),
        "bands": rate_forms.band_rows(rate, data),
        "components": rate_forms.component_rows(rate, data),
    }
    return Typed(form, tables)


def _limit(resolution: Resolution, benefit: Benefit | None, limit: Limit, data: Any) -> Typed:
    form = LimitForm(
        data,
        instance=limit,
        resolution=resolution,
        of_benefit=benefit is not None,
        initial=_initial(limit, benefit),
    )
    return Typed(form, {"conditions": condition_rows(limit.conditions, data)})


def _threshold(
    resolution: Resolution, benefit: Benefit | None, threshold: Threshold, data: Any
) -> Typed:
    initial = _initial(threshold, benefit)
    return Typed(ThresholdForm(data, instance=threshold, resolution=resolution, initial=initial))


def _initial(row: Any, benefit: Benefit | None) -> dict[str, Any]:
    """What a new rule most likely says."""
    if row.pk:
        return {"groups": keys_of(family_of(row))}
    return {
        "groups": [],
        "article": benefit.article if benefit else "",
        "confidence": "stated",
    }


@dataclass(frozen=True, slots=True)
class Noun:
    """What differs between the pages of rates, limits and thresholds."""

    model: type[Any]
    typed: Callable[..., Typed]
    template: str
    name: str


RATE = Noun(Rate, _rate, "policies/editing/rate_form.html", "mức hưởng")
LIMIT = Noun(Limit, _limit, "policies/editing/limit_form.html", "hạn mức")
THRESHOLD = Noun(Threshold, _threshold, "policies/editing/threshold_form.html", "mức tối thiểu")


def _page(
    request: HttpRequest, resolution: Resolution, noun: Noun, code: str | None, key: int | None
) -> HttpResponse:
    """Show, save or take away one family; a row that somebody took away can be made again."""
    benefit = get_object_or_404(resolution.benefits, code=code) if code else None
    row = noun.model._default_manager.filter(pk=key, benefit=benefit).first() if key else None
    if key and (row is None or _owner(row, benefit) != resolution.pk) and request.method == "GET":
        raise Http404
    present = family_of(row) if row else []
    data = request.POST if request.method == "POST" else None
    typed = noun.typed(resolution, benefit, row or noun.model(benefit=benefit), data)
    error = None
    if data is not None and (data.get("action") == "remove" or typed.is_valid()):
        place: dict[str, Any] = {"resolution": resolution, "benefit": benefit, "present": present}
        place |= {"seen": stamp_sent(request), "by": request.user}
        try:
            if data.get("action") == "remove":
                drafting.remove_rules(**place)
            else:
                drafting.save_rules(**place, model=noun.model, terms=typed.terms)
        except ValidationError as refused:
            error = refused
        else:
            verb = "xóa" if data.get("action") == "remove" else "lưu"
            messages.success(request, f"Đã {verb} {noun.name}.")
            return _back(resolution, benefit)
    context = {
        "benefit": benefit,
        "noun": noun.name,
        "is_new": row is None,
        "form": typed.form,
        **typed.tables,
        "stamp": stamp_of_rules(resolution, benefit),
    }
    problems = problems_of(typed.form, *typed.tables.values(), error=error) if data else []
    return draft_page(request, resolution, noun.template, context, problems)


def _owner(row: Any, benefit: Benefit | None) -> int:
    return benefit.resolution_id if benefit else row.resolution_id


def _back(resolution: Resolution, benefit: Benefit | None) -> HttpResponse:
    if benefit is None:
        return redirect("draft_limits", resolution.code)
    return redirect("benefit_edit", resolution.code, benefit.code)


@requires("resolution_edit")
@of_a_draft
def rate_create(request: HttpRequest, resolution: Resolution, benefit: str) -> HttpResponse:
    return _page(request, resolution, RATE, benefit, None)


@requires("resolution_edit")
@of_a_draft
def rate_edit(
    request: HttpRequest, resolution: Resolution, benefit: str, rate_id: int
) -> HttpResponse:
    return _page(request, resolution, RATE, benefit, rate_id)


@requires("resolution_edit")
@of_a_draft
def limit_create(request: HttpRequest, resolution: Resolution, benefit: str) -> HttpResponse:
    return _page(request, resolution, LIMIT, benefit, None)


@requires("resolution_edit")
@of_a_draft
def limit_edit(
    request: HttpRequest, resolution: Resolution, benefit: str, limit_id: int
) -> HttpResponse:
    return _page(request, resolution, LIMIT, benefit, limit_id)


@requires("resolution_edit")
@of_a_draft
def threshold_create(request: HttpRequest, resolution: Resolution, benefit: str) -> HttpResponse:
    return _page(request, resolution, THRESHOLD, benefit, None)


@requires("resolution_edit")
@of_a_draft
def threshold_edit(
    request: HttpRequest, resolution: Resolution, benefit: str, threshold_id: int
) -> HttpResponse:
    return _page(request, resolution, THRESHOLD, benefit, threshold_id)


@requires("resolution_edit")
@of_a_draft
def draft_limits(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    return draft_page(
        request,
        resolution,
        "policies/editing/draft_limits.html",
        {"families": law_limits_of(resolution)},
    )


@requires("resolution_edit")
@of_a_draft
def law_limit_create(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    return _page(request, resolution, LIMIT, None, None)


@requires("resolution_edit")
@of_a_draft
def law_limit_edit(request: HttpRequest, resolution: Resolution, limit_id: int) -> HttpResponse:
    return _page(request, resolution, LIMIT, None, limit_id)
