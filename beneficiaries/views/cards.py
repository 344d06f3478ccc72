"""Health cards: the list, its export, and the way from a scanned card to the person."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.gates import log_access, requires
from beneficiaries.cards.listing import (
    COUNTED,
    SORTS,
    CardFilter,
    GroupCount,
    counted,
    export_cards,
    years_of,
)
from beneficiaries.models import CardKind, HealthCard
from config.web import page_or_fragment, paginate, sort_rows, workbook


def _chosen(request: HttpRequest, years: list[int]) -> CardFilter:
    cards = HealthCard.objects.visible_to(request.user)
    rows = sort_rows(request, cards, SORTS, default="-cap")
    return CardFilter(request.GET, queryset=rows, years=years)


@requires("card_view")
def card_list(request: HttpRequest) -> HttpResponse:
    """Every card, filtered by the address; above it what the report of the year counts."""
    visible = HealthCard.objects.visible_to(request.user)
    years = years_of(visible)
    chosen = _chosen(request, years)
    year = _year(chosen, years)
    rows: QuerySet[Any] = chosen.qs.select_related("cadre__managing_unit", "group")
    groups = counted(visible, year) if year else []
    context = {
        "filter": chosen,
        "page": paginate(request, rows),
        "query": request.GET.urlencode(),
        "year": year,
        "counts": _counts(groups, year, request.path) if year else [],
        "given": sum(row.total for row in groups),
        "today": timezone.localdate(),
        "may_draft": request.user.may("card_draft"),
    }
    return page_or_fragment(request, "beneficiaries/card_list.html", context, fragment="rows")


def _year(chosen: CardFilter, years: list[int]) -> int | None:
    """The year asked for, else the latest with cards."""
    asked = chosen.form.cleaned_data.get("year") if chosen.form.is_valid() else None
    return int(asked) if asked else next(iter(years), None)


def _counts(rows: list[GroupCount], year: int, path: str) -> list[dict[str, Any]]:
    """Lines of the table, the total last; every number leads to its cards."""

    def address(**asked: Any) -> str:
        return f"{path}?{urlencode({'year': year, 'standing': COUNTED} | asked)}"

    lines = [
        {
            "label": str(row.group),
            "new": (row.new, address(group=row.group.pk, kind=CardKind.NEW.value)),
            "reissued": (row.reissued, address(group=row.group.pk, kind=CardKind.REISSUE.value)),
            "total": (row.total, address(group=row.group.pk)),
        }
        for row in rows
    ]
    total = {
        "label": "Tổng cộng",
        "new": (sum(row.new for row in rows), address(kind=CardKind.NEW.value)),
        "reissued": (sum(row.reissued for row in rows), address(kind=CardKind.REISSUE.value)),
        "total": (sum(row.total for row in rows), address()),
    }
    return [*lines, total] if lines else []


@requires("card_view")
def card_export(request: HttpRequest) -> HttpResponse:
    """The list as it is seen, as a workbook."""
    years = years_of(HealthCard.objects.visible_to(request.user))
    told = f"{request.user}, {request.user.unit}, xuất ngày {timezone.localdate():%d/%m/%Y}"
    content = export_cards(_chosen(request, years).qs, told=told)
    log_access(request, action="Xuất danh sách thẻ sức khỏe", subject=request.GET.urlencode())
    return workbook(content, "Danh sách thẻ bảo vệ sức khỏe.xlsx")


@requires("card_view")
def card_lookup(request: HttpRequest, card_code: str) -> HttpResponse:
    """From the QR of a card to the person; whoever may not see them learns nothing."""
    cards = HealthCard.objects.visible_to(request.user).with_code(card_code)
    card = cards.select_related("cadre").first()
    if card is None:
        raise Http404
    subject = f"Thẻ số {card.number}, {card.cadre}"
    log_access(request, action="Quét mã thẻ sức khỏe", subject=subject, subject_id=card.cadre_id)
    if card.recalled_on:
        told = f"đã thu hồi ngày {card.recalled_on:%d/%m/%Y}: {card.recall_reason}."
        messages.error(request, f"Thẻ số {card.number} không còn giá trị, {told}")
    elif card.has_expired(timezone.localdate()):
        messages.warning(request, f"Thẻ số {card.number} đã hết hạn từ {card.expires_on:%d/%m/%Y}.")
    else:
        messages.success(request, f"Thẻ số {card.number} còn giá trị.")
    return redirect("cadre_detail", card.cadre_id)
