"""The pages of a recalculation: begun, watched, looked through person by person, decided."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.gates import log_access, requires
from beneficiaries.succession import count_waiting
from claims.models import RecalculatedFact, Recalculation, RecalculationState
from claims.recalculating.actions import begin_recalculation, decide, drop
from config.formatting import count
from config.web import page_or_fragment, paginate, workbook
from config.workbooks.writing import TableColumn, table_workbook
from policies.models import Resolution

DIRECTIONS = {"truy-linh": Q(difference__gt=0), "thu-hoi": Q(difference__lt=0)}


class RecalculationForm(forms.Form):
    """Which law arrived late, and why the decided claims are looked at again."""

    resolution = forms.ModelChoiceField(label="Theo văn bản", queryset=Resolution.objects.none())
    reason = forms.CharField(
        label="Lý do",
        min_length=10,
        max_length=500,
        help_text="Ví dụ: Nghị quyết ban hành tháng 12, có hiệu lực từ 01/7.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        released = Resolution.objects.released().order_by("-effective_from")
        self.fields["resolution"].queryset = released  # type: ignore[attr-defined]


@requires("recalculation_view")
def recalculation_list(request: HttpRequest) -> HttpResponse:
    """All occasions, newest first; whoever may decide begins a new one here."""
    form = RecalculationForm(initial={"resolution": request.GET.get("resolution")})
    return _list_page(request, form)


@requires("recalculation_decide")
def recalculation_create(request: HttpRequest) -> HttpResponse:
    """Queue the comparison; only the department looks at the money of the whole province."""
    if not request.user.unit.sees_all:
        raise Http404
    form = RecalculationForm(request.POST or None)
    if form.is_valid():
        try:
            begun = begin_recalculation(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            return redirect("recalculation_detail", begun.pk)
    return _list_page(request, form)


def _list_page(request: HttpRequest, form: RecalculationForm) -> HttpResponse:
    occasions = Recalculation.objects.visible_to(request.user).select_related(
        "resolution", "made_by"
    )
    context = {
        "form": form,
        "page": paginate(request, occasions),
        "may_decide": request.user.may("recalculation_decide") and request.user.unit.sees_all,
    }
    return render(request, "claims/recalculation_list.html", context)


@requires("recalculation_view")
def recalculation_detail(request: HttpRequest, recalculation_id: int) -> HttpResponse:
    """How far it is; then every difference, with its reason."""
    recalculation = _occasion(request, recalculation_id)
    rows = _rows(recalculation)
    chosen = request.GET.get("chieu", "")
    shown = rows.filter(DIRECTIONS[chosen]) if chosen in DIRECTIONS else rows
    if recalculation.state == RecalculationState.JUDGED:
        log_access(request, action="Xem đợt tính lại", subject=str(recalculation))
    context = {
        "recalculation": recalculation,
        "page": paginate(request, shown),
        "sums": _sums(rows),
        "directions": _tabs(rows, chosen),
        "is_running": recalculation.state in ("waiting", "running"),
        "waiting": count_waiting(recalculation.resolution),
        "may_decide": _may_decide(request, recalculation),
    }
    return page_or_fragment(request, "claims/recalculation_detail.html", context, fragment="body")


def _tabs(rows: QuerySet[RecalculatedFact], chosen: str) -> list[dict[str, Any]]:
    told = [("", "Tất cả", rows)]
    told += [
        (code, label, rows.filter(DIRECTIONS[code]))
        for code, label in (("truy-linh", "Truy lĩnh"), ("thu-hoi", "Thu hồi"))
    ]
    return [
        {
            "label": label,
            "url": f"?chieu={code}",
            "current": code == chosen,
            "count": found.count(),
        }
        for code, label, found in told
    ]


def _sums(rows: QuerySet[RecalculatedFact]) -> dict[str, int]:
    return rows.aggregate(
        arrears=Sum("difference", filter=DIRECTIONS["truy-linh"], default=0),
        recoveries=Sum("difference", filter=DIRECTIONS["thu-hoi"], default=0),
        balance=Sum("difference", default=0),
    )


@requires("recalculation_view")
def recalculation_export(request: HttpRequest, recalculation_id: int) -> HttpResponse:
    """Every difference as a workbook."""
    recalculation = _occasion(request, recalculation_id)
    log_access(request, action="Xuất đợt tính lại", subject=str(recalculation))
    columns = [
        TableColumn("Người hưởng", width=28),
        TableColumn("Hồ sơ đã duyệt", width=18),
        TableColumn("Đã duyệt (đồng)", kind="money", total=True),
        TableColumn("Tính lại (đồng)", kind="money", total=True),
        TableColumn("Chênh lệch (đồng)", kind="money", total=True),
        TableColumn("Diễn giải", width=90),
    ]
    rows = (
        [
            row.claim.payee_name,
            row.claim.number,
            row.old_amount,
            row.new_amount,
            row.difference,
            row.reason,
        ]
        for row in _rows(recalculation).iterator(2_000)
    )
    content = table_workbook(title=str(recalculation), columns=columns, rows=rows)
    return workbook(content, f"Tính lại {recalculation.pk}.xlsx")


@requires("recalculation_decide")
def recalculation_decide(request: HttpRequest, recalculation_id: int) -> HttpResponse:
    """The last question before the claims of the difference are opened."""
    recalculation = _occasion(request, recalculation_id)
    detail_url = reverse("recalculation_detail", args=[recalculation.pk])
    if request.method == "POST":
        try:
            opened = decide(recalculation=recalculation, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, f"Đã lập {count(len(opened))} hồ sơ nháp; hãy soát và trình thẩm định."
            )
        return redirect(detail_url)
    rows = _rows(recalculation)
    context = {
        "recalculation": recalculation,
        "sums": _sums(rows),
        "total": rows.count(),
        "waiting": count_waiting(recalculation.resolution),
        "confirm_label": f"Lập {count(rows.count())} hồ sơ",
        "cancel_url": detail_url,
    }
    return render(request, "claims/recalculation_decide.html", context)


@requires("recalculation_decide")
def recalculation_drop(request: HttpRequest, recalculation_id: int) -> HttpResponse:
    """Give the occasion up; it has opened nothing."""
    recalculation = _occasion(request, recalculation_id)
    if request.method == "POST":
        try:
            drop(recalculation=recalculation, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("recalculation_list")
    context = {
        "recalculation": recalculation,
        "confirm_label": "Bỏ đợt này",
        "confirm_tone": "danger",
        "cancel_url": reverse("recalculation_detail", args=[recalculation.pk]),
    }
    return render(request, "claims/recalculation_drop.html", context)


def _occasion(request: HttpRequest, recalculation_id: int) -> Recalculation:
    visible = Recalculation.objects.visible_to(request.user)
    found = visible.select_related("resolution", "made_by", "decided_by")
    return get_object_or_404(found, pk=recalculation_id)


def _rows(recalculation: Recalculation) -> QuerySet[RecalculatedFact]:
    return recalculation.rows.select_related("claim").order_by("claim__payee_name", "pk")


def _may_decide(request: HttpRequest, recalculation: Recalculation) -> bool:
    is_ready = recalculation.state == RecalculationState.JUDGED
    return is_ready and request.user.may("recalculation_decide")
