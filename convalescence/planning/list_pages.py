"""Whose turn it is, and the list of a plan."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.gates import log_access, requires
from accounts.models import Unit, User
from claims.entries import PlainFilter
from config.names import normalise_for_search
from config.web import page_or_fragment, paginate, pdf, sort_rows, workbook
from convalescence.models import Candidate, Form, Quota, Standing, YearPlan
from convalescence.planning import telling
from convalescence.planning.finding import may_plan, plan_of
from convalescence.planning.life import day_of
from convalescence.planning.papers import list_pdf, list_workbook, turns_workbook
from convalescence.planning.turns import Turn, turns_of
from policies.models import BeneficiaryGroup

TURN_SORTS = {
    "ten": lambda turn: 0,
    "cho": lambda turn: turn.years,
    "luot": lambda turn: turn.due_since,
}


class TurnFilter(forms.Form):
    """What is asked of the people of the plan's groups; anything wrong is left out."""

    name = forms.CharField(label="Họ và tên", required=False, max_length=100)
    unit = forms.ModelChoiceField(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="Mọi đơn vị"
    )
    group = forms.ModelChoiceField(
        label="Đối tượng",
        queryset=BeneficiaryGroup.objects.none(),
        required=False,
        empty_label="Mọi đối tượng",
    )
    show = forms.ChoiceField(
        label="Ai",
        required=False,
        choices=[
            ("", "Tất cả"),
            ("left_out", "Chưa được đi năm nay"),
            ("due", "Đến lượt"),
            ("passed", "Bị bỏ lượt"),
            ("never", "Chưa đi lần nào"),
            ("early", "Chưa đến lượt"),
        ],
    )

    def __init__(self, *args: Any, plan: YearPlan, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = BeneficiaryGroup.objects.filter(pk__in=plan.cycles.values("group"))
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        if user.unit.sees_all:
            self.fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    def narrow(self, turns: list[Turn], candidates: dict[int, Candidate]) -> list[Turn]:
        self.is_valid()
        asked = self.cleaned_data
        words = normalise_for_search(asked.get("name") or "")
        unit, group, show = asked.get("unit"), asked.get("group"), asked.get("show")
        return [
            turn
            for turn in turns
            if (not words or words in normalise_for_search(turn.name))
            and (unit is None or turn.unit == unit.pk)
            and (group is None or turn.group == group.pk)
            and (not show or SHOWN[show](turn, candidates.get(turn.key)))
        ]


SHOWN = {
    "left_out": lambda turn, one: (
        turn.last_year != turn.year and (one is None or one.standing != Standing.CHOSEN)
    ),
    "due": lambda turn, one: turn.is_due,
    "passed": lambda turn, one: turn.is_passed_over,
    "never": lambda turn, one: turn.last_year is None,
    "early": lambda turn, one: not turn.is_due,
}


def _asked_turns(
    request: HttpRequest, plan: YearPlan
) -> tuple[TurnFilter, list[Turn], dict[int, Candidate]]:
    seen = Candidate.objects.visible_to(request.user).filter(plan=plan)
    candidates = {one.cadre_id: one for one in seen}
    asked = TurnFilter(request.GET, plan=plan, user=request.user)
    turns = asked.narrow(turns_of(plan, day_of(plan), user=request.user), candidates)
    sort = request.GET.get("sort", "ten")
    by = TURN_SORTS.get(sort.removeprefix("-"), TURN_SORTS["ten"])
    return asked, sorted(turns, key=by, reverse=sort.startswith("-")), candidates


@requires("plan_view")
def turn_list(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Who hasn't had his turn, and why: of the user's people."""
    plan = plan_of(plan_id)
    asked, turns, candidates = _asked_turns(request, plan)
    page = paginate(request, turns)
    rows = [
        {
            "turn": turn,
            "candidate": candidates.get(turn.key),
            "last": telling.last_time(turn),
            "when": telling.when_due(turn),
            "earlier": telling.earlier_list(turn),
        }
        for turn in page
    ]
    context = {
        "plan": plan,
        "filter": asked,
        "page": page,
        "rows": rows,
        "due": len([turn for turn in turns if turn.is_due]),
        "passed": len([turn for turn in turns if turn.is_passed_over]),
        "never": len([turn for turn in turns if turn.last_year is None]),
        "query": request.GET.urlencode(),
    }
    return page_or_fragment(request, "convalescence/turn_list.html", context, fragment="rows")


@requires("plan_view")
def turn_export(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_of(plan_id)
    _, turns, candidates = _asked_turns(request, plan)
    log_access(request, action="Xuất danh sách đến lượt điều dưỡng", subject=str(plan))
    content = turns_workbook(plan, turns, candidates, told=_told_by(request))
    return workbook(content, f"Đến lượt điều dưỡng {plan.year}.xlsx")


class CandidateFilter(PlainFilter):
    name = django_filters.CharFilter(label="Họ và tên", method="of_name")
    standing = django_filters.ChoiceFilter(label="Tình trạng", choices=Standing.choices)
    form = django_filters.ChoiceFilter(label="Hình thức", choices=Form.choices)
    unit = django_filters.ModelChoiceFilter(label="Đơn vị", queryset=Unit.objects.all())
    quota = django_filters.ModelChoiceFilter(label="Chỉ tiêu", queryset=Quota.objects.all())

    def of_name(self, rows: Any, name: str, value: str) -> Any:
        words = normalise_for_search(value)
        return rows.filter(Q(cadre__search_name__contains=words))


def _listed(request: HttpRequest, plan: YearPlan) -> CandidateFilter:
    rows = Candidate.objects.visible_to(request.user).filter(plan=plan)
    rows = rows.select_related("cadre", "group", "unit", "quota__unit", "replaces__cadre", "home")
    columns = {"tt": "position", "ten": "cadre__sort_name", "cho": "waiting_years"}
    found = CandidateFilter(request.GET, queryset=sort_rows(request, rows, columns, default="tt"))
    found.form.fields["quota"].queryset = plan.quotas.select_related("unit")
    parts = plan.parts.values("unit")
    found.form.fields["unit"].queryset = Unit.objects.filter(pk__in=parts)
    if not request.user.unit.sees_all:
        del found.form.fields["unit"]
    return found


@requires("plan_view")
def candidate_list(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The list of the plan, or the user's part of it, in the fair order."""
    plan = plan_of(plan_id)
    chosen = _listed(request, plan)
    page = paginate(request, chosen.qs)
    waiting = plan.candidates.waiting().values_list("pk", flat=True)
    places = {pk: place for place, pk in enumerate(waiting, 1)}
    for one in page:
        one.place = places.get(one.pk)
    context = {
        "plan": plan,
        "filter": chosen,
        "page": page,
        "query": request.GET.urlencode(),
        "may_plan": may_plan(request.user),
    }
    return page_or_fragment(request, "convalescence/candidate_list.html", context, fragment="rows")


@requires("plan_view")
def candidate_export(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_of(plan_id)
    rows = _listed(request, plan).qs
    log_access(request, action="Xuất danh sách điều dưỡng ra Excel", subject=str(plan))
    content = list_workbook(plan, rows, told=_told_by(request))
    return workbook(content, f"Danh sách điều dưỡng {plan.year}.xlsx")


@requires("plan_view")
def candidate_pdf(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_of(plan_id)
    rows = list(_listed(request, plan).qs)
    log_access(request, action="In danh sách điều dưỡng", subject=str(plan))
    return pdf(list_pdf(plan, rows), f"danh-sach-dieu-duong-{plan.year}.pdf")


def _told_by(request: HttpRequest) -> str:
    return f"{request.user}, {request.user.unit}, xuất ngày {timezone.localdate():%d/%m/%Y}"
