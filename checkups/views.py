"""Rounds of check-ups: the plan, who came, and what it cost."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import requires
from checkups import actions
from checkups.entries import CHECKUP
from checkups.forms import RoundForm
from checkups.models import Checkup, CheckupRound, RoundKind
from claims.actions import ClaimError
from claims.entries import PlainFilter, YearFilter
from claims.entries.pages import attach_claims, sums_of
from claims.models import Claim
from config.web import page_or_fragment, paginate, sort_rows


class RoundFilter(PlainFilter):
    title = django_filters.CharFilter(label="Tên đợt", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="Loại", choices=RoundKind.choices)
    year = YearFilter(label="Năm", field_name="year")


@requires("fact_view")
def round_list(request: HttpRequest) -> HttpResponse:
    seen = Q(checkups__in=Checkup.objects.standing().visible_to(request.user).values("pk"))
    rounds = CheckupRound.objects.annotate(
        people=Count("checkups", filter=seen),
        cost=Sum("checkups__cost", filter=seen, default=0),
    )
    chosen = RoundFilter(request.GET, queryset=rounds)
    columns = {"dot": "title", "ngay": "begins_on", "nguoi": "people", "chi": "cost"}
    page = paginate(request, sort_rows(request, chosen.qs, columns, default="-ngay"))
    context = {"filter": chosen, "page": page, "may_plan": _may_plan(request)}
    return page_or_fragment(request, "checkups/round_list.html", context, fragment="rows")


@requires("fact_record")
def round_create(request: HttpRequest) -> HttpResponse:
    _plan_or_refuse(request)
    form = RoundForm(request.POST or None, user=request.user)
    if form.is_valid() and _saved(form, actions.open_round):
        messages.success(request, f"Đã lập đợt khám “{form.instance}”.")
        return redirect("round_detail", form.instance.pk)
    return render(request, "checkups/round_create.html", {"form": form})


@requires("fact_record")
def round_edit(request: HttpRequest, round_id: int) -> HttpResponse:
    _plan_or_refuse(request)
    chosen = get_object_or_404(CheckupRound, pk=round_id)
    name = str(chosen)
    form = RoundForm(request.POST or None, instance=chosen, user=request.user)
    if form.is_valid() and _saved(form, actions.change_round):
        messages.success(request, "Đã lưu đợt khám.")
        return redirect("round_detail", round_id)
    context = {"form": form, "name": name, "round_id": round_id}
    return render(request, "checkups/round_edit.html", context)


def _saved(form: RoundForm, action: Any) -> bool:
    try:
        action(checkup_round=form.save(commit=False))
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return False
    except ClaimError as refused:
        form.add_error("begins_on", str(refused))
        return False
    return True


@requires("fact_view")
def round_detail(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who came, by group and one by one."""
    chosen = get_object_or_404(CheckupRound.objects.select_related("resolution"), pk=round_id)
    attended = CHECKUP.facts().standing().visible_to(request.user).filter(round=chosen)
    columns = {"ten": "cadre__sort_name", "ngay": "examined_on", "chi": "cost"}
    page = paginate(request, sort_rows(request, attended, columns, default="ten"))
    attach_claims(page.object_list)
    context = {
        "round": chosen,
        "page": page,
        "sums": sums_of(CHECKUP, attended) | attended.aggregate(cost=Sum("cost", default=0)),
        "groups": groups_of(attended),
        "entry": CHECKUP,
        "may_record": request.user.may("fact_record"),
        "may_plan": _may_plan(request),
    }
    return page_or_fragment(request, "checkups/round_detail.html", context, fragment="rows")


def groups_of(attended: Any) -> list[Any]:
    """People and đồng of the claims of these check-ups, by group."""
    claims = Claim.objects.alive().filter(
        fact_kind=Checkup.KIND, fact_id__in=attended.order_by().values("pk")
    )
    rows = claims.values("group__position", "group__name").order_by("group__position")
    return list(rows.annotate(people=Count("cadre", distinct=True), amount=Sum("amount")))


def _may_plan(request: HttpRequest) -> bool:
    """Rounds are planned by the department for the whole province."""
    return request.user.may("fact_record") and request.user.unit.sees_all


def _plan_or_refuse(request: HttpRequest) -> None:
    if not _may_plan(request):
        raise PermissionDenied
