"""Long lists of claims: any page at once, and how many claims come to how much.

With 200,000 claims three things are slow: rows skipped before a late page, wide rows carried
through the sorting, and counting. So a page is looked for from the nearer end, over ids alone,
and a count is kept until the ledger changes.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest

from claims.models import Claim
from config.web import ROWS_PER_PAGE, sort_rows

SORTS: dict[str, str | Sequence[str]] = {
    "ngay": ("event_on",),
    "tien": ("amount",),
    "so": ("id",),
}
NEWEST_FIRST = "-ngay"
KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Totals:
    """How many claims a list holds and what they come to, in đồng."""

    count: int = 0
    amount: int = 0


class LedgerPaginator(Paginator):
    """Pages of a long sorted query: the rows of a page are looked up by their ids."""

    def __init__(self, claims: QuerySet, total: int, per_page: int = ROWS_PER_PAGE) -> None:
        super().__init__(claims, per_page)
        self.claims = claims
        self.total = total

    @property
    def count(self) -> int:
        return self.total

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.total)
        ids = self._ids(first, last)
        rows = Claim.objects.filter(pk__in=ids).select_related("payer", "group", "unit")
        by_id = rows.defer("snapshot", "summary", "refusals", "scope").in_bulk()
        return Page([by_id[pk] for pk in ids if pk in by_id], number, self)

    def _ids(self, first: int, last: int) -> list[int]:
        ids = self.claims.values_list("pk", flat=True)
        if first <= self.total // 2:
            return list(ids[first:last])
        backwards = ids.reverse()[self.total - last : self.total - first]
        return list(backwards)[::-1]


def page_of_claims(request: HttpRequest, claims: QuerySet, totals: Totals) -> Page:
    """The page asked for, sorted as asked; a wrong page number gives the nearest page."""
    claims = sort_rows(request, claims, SORTS, default=NEWEST_FIRST)
    return LedgerPaginator(claims, totals.count).get_page(request.GET.get("page"))


def totals_of(claims: QuerySet) -> Totals:
    """Count and sum of the claims."""
    return kept(claims.order_by(), "totals", _totals)


def _totals(claims: QuerySet) -> Totals:
    found = claims.aggregate(count=Count("pk"), amount=Sum("amount"))
    return Totals(found["count"], found["amount"] or 0)


def kept[Found](rows: QuerySet, name: str, reckon: Callable[[QuerySet], Found]) -> Found:
    """What ``reckon`` makes of rows of the ledger, kept until a claim takes its next step.

    Every change of a claim leaves an event, so the newest event tells the state of the ledger;
    what was reckoned while somebody was writing isn't kept. ``name`` tells apart what is made of
    the same rows; it must depend on nothing but claims, their lines and the released law.
    """
    try:
        sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return reckon(rows)
    ledger, is_quiet = _ledger_state()
    key = f"ledger-{name}:" + hashlib.sha256(f"{sql} {parameters} {ledger}".encode()).hexdigest()
    if is_quiet and (found := cache.get(key)) is not None:
        return found
    found = reckon(rows)
    if is_quiet:
        cache.set(key, found, KEPT_SECONDS)
    return found


def _ledger_state() -> tuple[int, bool]:
    """The newest event, and whether nobody is in the middle of writing claims.

    Whoever writes holds the table's write lock to the end of the transaction, and might yet
    add an event older than the newest one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE((SELECT id FROM claims_claimevent ORDER BY id DESC LIMIT 1), 0),"
            " NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'claims_claim'::regclass"
            " AND mode = 'RowExclusiveLock' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        newest, is_quiet = cursor.fetchone()
    return newest, is_quiet
