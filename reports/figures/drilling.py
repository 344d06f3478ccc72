"""Who and what is behind a figure: the rows, and the same total at their foot."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.urls import reverse

from beneficiaries.models import HealthCard, Membership
from claims.models import ClaimLine
from config.formatting import count, date_short
from config.names import normalise_for_search
from config.workbooks.writing import TableColumn, table_workbook
from reports.figures.figure import Figure, FigureValue, Measure, Source
from reports.figures.overlaps import in_parts
from reports.figures.reckoning import PartReckoning

type Kind = Literal["text", "integer", "money", "date"]


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        return self.kind in ("integer", "money")


@dataclass(frozen=True, slots=True)
class DrillCell:
    head: Head
    value: Any
    address: str = ""

    @property
    def text(self) -> str:
        if self.value is None:
            return ""
        if self.head.is_number:
            return count(self.value)
        return date_short(self.value) if isinstance(self.value, date) else str(self.value)


@dataclass(frozen=True, slots=True)
class Drill:
    """``counted`` is the total of ``rows``, taken from them alone and not from the figure."""

    heads: tuple[Head, ...]
    rows: QuerySet | Sequence[Any]
    values: Callable[[Any], tuple[Any, ...]]
    addresses: Callable[[Any], dict[int, str]]
    counted: int
    noun: str

    def cells(self, row: Any) -> list[DrillCell]:
        addresses = self.addresses(row)
        return [
            DrillCell(head, value, addresses.get(place, ""))
            for place, (head, value) in enumerate(zip(self.heads, self.values(row), strict=True))
        ]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which of the rows behind a figure are asked for; what is empty asks for all."""

    name: str = ""
    group: str = ""
    parts: tuple[str, ...] = ()
    """People who are in all of these parts of the figure; ``only``: and in no other."""
    only: bool = False

    @property
    def is_narrow(self) -> bool:
        return bool(self.name or self.group or self.parts)

    def of[Rows: QuerySet](self, rows: Rows, name_field: str, group_field: str) -> Rows:
        for word in normalise_for_search(self.name).split():
            rows = rows.filter(**{f"{name_field}__contains": word})
        return rows.filter(**{group_field: self.group}) if self.group else rows


def drill(reckoning: PartReckoning, figure: Figure, narrowing: Narrowing | None = None) -> Drill:
    """The rows behind what the ledger (or the registry) counts for a figure."""
    narrowing = narrowing or Narrowing()
    if figure.source == Source.POPULATION:
        members = reckoning.ledger.memberships_of(figure)
        return members_behind(narrowing.of(members, "cadre__search_name", "group__code"))
    if figure.source == Source.CARDS:
        cards = reckoning.ledger.cards_of(figure)
        return _cards(narrowing.of(cards, "cadre__search_name", "group__code"))
    lines = reckoning.ledger.lines_of(figure)
    if narrowing.parts:
        lines = in_parts(lines, figure, narrowing.parts, only=narrowing.only)
    lines = narrowing.of(lines, "claim__search_name", "claim__group__code")
    if figure.measure == Measure.PEOPLE:
        return people_behind(lines)
    return lines_behind(lines, figure.measure)


def parts_of_total(reckoning: PartReckoning) -> list[tuple[str, FigureValue]]:
    """The amounts that make up the grand total: lettered benefits that count."""
    return [
        (f"{regime.letter}) {line.title}", reckoning[line.amount])
        for regime in reckoning.book.regimes
        for line in regime.lines
        if line.counted
    ]


def drill_workbook(found: Drill, value: FigureValue) -> bytes:
    """All rows as a workbook, with the total at the foot."""
    columns = [
        TableColumn(head.label, kind=head.kind, total=head.is_number) for head in found.heads
    ]
    notes = (
        f"Số liệu đến ngày {date_short(value.as_of)}; mã số liệu {value.code}.",
        f"Cộng theo danh sách: {count(found.counted)} {value.figure.unit}; "
        f"số của báo cáo: {count(value.value)} {value.figure.unit} ({value.status_words.lower()}).",
    )
    return table_workbook(title=value.figure.title, columns=columns, rows=_rows(found), notes=notes)


def _rows(found: Drill) -> Iterator[tuple[Any, ...]]:
    rows = found.rows
    for row in rows.iterator(2_000) if isinstance(rows, QuerySet) else rows:
        yield found.values(row)


LINE_HEADS = (
    Head("Người hưởng"),
    Head("Đối tượng"),
    Head("Hồ sơ"),
    Head("Chế độ"),
    Head("Ngày phát sinh", "date"),
    Head("Số lượng", "integer"),
    Head("Thành tiền (đồng)", "money"),
    Head("Ngày chi", "date"),
    Head("Chứng từ"),
)
MEMBER_HEADS = (
    Head("Cán bộ"),
    Head("Đối tượng"),
    Head("Chức vụ, chức danh"),
    Head("Từ ngày", "date"),
    Head("Quyết định"),
)
CARD_HEADS = (
    Head("Cán bộ"),
    Head("Đối tượng khi cấp"),
    Head("Số thẻ"),
    Head("Hình thức"),
    Head("Ngày cấp", "date"),
)


def lines_behind(lines: QuerySet[ClaimLine], measure: Measure) -> Drill:
    """Line by line; ``measure`` is what adds up: occurrences, days or đồng."""
    sums = {
        Measure.OCCURRENCES: Sum("occurrences"),
        Measure.DAYS: Sum("quantity"),
        Measure.AMOUNT: Sum("amount"),
    }
    return Drill(
        heads=LINE_HEADS,
        rows=lines.select_related("claim", "claim__group", "benefit").order_by(
            "claim__event_on", "claim_id", "position"
        ),
        values=line_values,
        addresses=lambda line: {2: reverse("claim_detail", args=[line.claim_id])},
        counted=lines.aggregate(counted=sums[measure])["counted"] or 0,
        noun="dòng tính",
    )


def line_values(line: ClaimLine) -> tuple[Any, ...]:
    claim = line.claim
    return (
        claim.payee_name,
        claim.group.name if claim.group else "",
        claim.number,
        line.benefit.short_title,
        claim.event_on,
        line.quantity,
        line.amount,
        claim.paid_on,
        claim.voucher or ("nguồn khác chi" if claim.paid_on is None else ""),
    )


PEOPLE_HEADS = (
    Head("Người hưởng"),
    Head("Đối tượng"),
    Head("Số lần", "integer"),
    Head("Thành tiền (đồng)", "money"),
    Head("Lần đầu", "date"),
    Head("Lần cuối", "date"),
)


def people_behind(lines: QuerySet[ClaimLine]) -> Drill:
    """Person by person, each once however many lines they have."""
    people = (
        lines.order_by()
        .values("claim__cadre_id", "claim__recipient_id")
        .annotate(
            name=Max("claim__payee_name"),
            sort_name=Max("claim__cadre__sort_name"),
            group=Max("claim__group__name"),
            times=Sum("occurrences"),
            amount=Sum("amount"),
            first=Min("claim__event_on"),
            last=Max("claim__event_on"),
        )
        .order_by("sort_name", "name", "claim__cadre_id", "claim__recipient_id")
    )
    return Drill(
        heads=PEOPLE_HEADS,
        rows=people,
        values=lambda row: (
            row["name"],
            row["group"] or "",
            row["times"],
            row["amount"],
            row["first"],
            row["last"],
        ),
        addresses=lambda row: cadre_address(row["claim__cadre_id"]),
        counted=people.count(),
        noun="người",
    )


def members_behind(memberships: QuerySet[Membership]) -> Drill:
    """Who belongs to the groups, by name."""
    return Drill(
        heads=MEMBER_HEADS,
        rows=memberships.select_related("cadre", "group").order_by("cadre__sort_name", "pk"),
        values=lambda row: (
            row.cadre.full_name,
            row.group.name,
            row.cadre.post,
            row.since,
            row.decision,
        ),
        addresses=lambda row: cadre_address(row.cadre_id),
        counted=memberships.aggregate(people=Count("cadre", distinct=True))["people"],
        noun="người",
    )


def _cards(cards: QuerySet[HealthCard]) -> Drill:
    return Drill(
        heads=CARD_HEADS,
        rows=cards.select_related("cadre", "group").order_by("cadre__sort_name", "pk"),
        values=lambda row: (
            row.cadre.full_name,
            row.group.name,
            row.number,
            row.get_kind_display(),
            row.issued_on,
        ),
        addresses=lambda row: cadre_address(row.cadre_id),
        counted=cards.count(),
        noun="thẻ",
    )


def cadre_address(cadre_id: int | None) -> dict[int, str]:
    return {0: reverse("cadre_detail", args=[cadre_id])} if cadre_id else {}
