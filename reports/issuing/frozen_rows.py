"""The rows behind every figure of a report, each row kept once, found by figure.

As JSON they are plain lists; the ids of a selection follow one another as differences, which
shrinks to next to nothing when it is compressed.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet

from beneficiaries.matching import any_of
from beneficiaries.models import HealthCard, Membership
from claims.models import ClaimLine
from reports.figures.drilling import line_values
from reports.figures.figure import Figure, Source
from reports.figures.reckoning import PartReckoning, Reckoning

VERSION = 1


class LineRow(NamedTuple):
    """A line of a claim. ``person`` is above zero for cadres, below for others."""

    pk: int
    claim_id: int
    person: int
    sort_name: str
    payee: str
    group: str
    claim_number: str
    benefit: str
    event_on: date
    quantity: int
    amount: int
    paid_on: date | None
    voucher: str
    occurrences: int

    @property
    def shown(self) -> tuple[Any, ...]:
        """What stands in the columns of :data:`reports.figures.drilling.LINE_HEADS`."""
        return self[4:13]


class MemberRow(NamedTuple):
    pk: int
    cadre_id: int
    sort_name: str
    name: str
    group: str
    post: str
    since: date
    decision: str


class CardRow(NamedTuple):
    pk: int
    cadre_id: int
    sort_name: str
    name: str
    group: str
    number: str
    kind: str
    issued_on: date


type FrozenRow = LineRow | MemberRow | CardRow
KINDS: dict[Source, type[LineRow] | type[MemberRow] | type[CardRow]] = {
    Source.LEDGER: LineRow,
    Source.POPULATION: MemberRow,
    Source.CARDS: CardRow,
}
DATES = {"event_on", "paid_on", "since", "issued_on"}


@dataclass(frozen=True)
class FrozenRows:
    """``tables`` hold the rows in the order of reading, ``chosen`` their ids by figure code."""

    tables: Mapping[Source, Mapping[int, FrozenRow]]
    chosen: Mapping[str, tuple[Source, frozenset[int]]]

    def of(self, code: str) -> list[Any]:
        """The rows of a figure. Raises ``KeyError`` for an unknown code."""
        source, ids = self.chosen[code]
        return [row for pk, row in self.tables[source].items() if pk in ids]

    def packed(self) -> bytes:
        """The same rows give the same bytes."""
        plain = {
            "version": VERSION,
            "tables": {
                source: [_plain(row) for row in table.values()]
                for source, table in self.tables.items()
            },
            **self._selections(),
        }
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode(), mtime=0)

    def _selections(self) -> dict[str, Any]:
        """Figures that count the same rows share a selection: people, occurrences and đồng."""
        places = {
            source: {pk: place for place, pk in enumerate(table)}
            for source, table in self.tables.items()
        }
        numbers: dict[tuple[Source, frozenset[int]], int] = {}
        figures = {
            code: numbers.setdefault(chosen, len(numbers)) for code, chosen in self.chosen.items()
        }
        selections = [
            [source, _steps(sorted(places[source][pk] for pk in ids))] for source, ids in numbers
        ]
        return {"selections": selections, "figures": figures}

    @classmethod
    def unpacked(cls, kept: bytes) -> Self:
        """Raises ``ValueError`` for what another version of the portal has written."""
        plain = json.loads(gzip.decompress(kept))
        if plain["version"] != VERSION:
            raise ValueError(f"rows of version {plain['version']}, not {VERSION}")
        tables = {
            Source(source): {row[0]: _row(Source(source), row) for row in rows}
            for source, rows in plain["tables"].items()
        }
        in_order = {source: list(table) for source, table in tables.items()}
        selections = [
            (Source(source), frozenset(in_order[Source(source)][place] for place in accumulate(s)))
            for source, s in plain["selections"]
        ]
        chosen = {code: selections[number] for code, number in plain["figures"].items()}
        return cls(tables, chosen)


def rows_behind(reckoning: Reckoning) -> FrozenRows:
    """What the ledger and the registry hold behind every figure today."""
    chosen = {
        figure.code: (figure.source, ids_behind(part, figure))
        for part in reckoning.parts
        for figure in part.book
    }
    tables = {}
    for source in KINDS:
        ids: frozenset[int] = frozenset().union(
            *(ids for kind, ids in set(chosen.values()) if kind is source)
        )
        tables[source] = {row.pk: row for row in rows_of_source(source, ids)}
    return FrozenRows(tables, chosen)


def ids_behind(part: PartReckoning, figure: Figure) -> frozenset[int]:
    """Keys of the lines, memberships or cards that a figure counts today."""
    rows: QuerySet[Any] = {
        Source.LEDGER: part.ledger.lines_of,
        Source.POPULATION: part.ledger.memberships_of,
        Source.CARDS: part.ledger.cards_of,
    }[figure.source](figure)
    return frozenset(rows.order_by().values_list("pk", flat=True))


# Nothing encrypted is read: thousands of rows would be opened for nothing.
CADRE_FIELDS = ("cadre__sort_name", "cadre__full_name")
LINE_FIELDS = (
    "position",
    "quantity",
    "occurrences",
    "amount",
    "benefit__short_title",
    "claim__number",
    "claim__payee_name",
    "claim__event_on",
    "claim__paid_on",
    "claim__voucher",
    "claim__recipient_id",
    "claim__group__name",
    "claim__cadre__sort_name",
)


def rows_of_source(source: Source, ids: Iterable[int]) -> Sequence[FrozenRow]:
    """Rows by their keys, as they are today, in the order of reading."""
    if source == Source.POPULATION:
        return _members(ids)
    return _cards(ids) if source == Source.CARDS else _lines(ids)


def _lines(ids: Iterable[int]) -> list[LineRow]:
    lines = any_of(ClaimLine.objects.all(), "pk", list(ids), "bigint").select_related(
        "claim", "claim__group", "claim__cadre", "benefit"
    )
    lines = lines.only(*LINE_FIELDS).order_by("claim__event_on", "claim_id", "position")
    return [_line(line) for line in lines]


def _line(line: ClaimLine) -> LineRow:
    claim = line.claim
    payee, group, number, benefit, event_on, quantity, amount, paid_on, voucher = line_values(line)
    return LineRow(
        pk=line.pk,
        claim_id=claim.pk,
        person=claim.cadre_id or -(claim.recipient_id or 0),
        sort_name=claim.cadre.sort_name if claim.cadre else "",
        payee=payee,
        group=group,
        claim_number=number,
        benefit=benefit,
        event_on=event_on,
        quantity=quantity,
        amount=amount,
        paid_on=paid_on,
        voucher=voucher,
        occurrences=line.occurrences,
    )


def _members(ids: Iterable[int]) -> list[MemberRow]:
    members = any_of(Membership.objects.all(), "pk", list(ids), "bigint")
    return [
        MemberRow(
            row.pk,
            row.cadre_id,
            row.cadre.sort_name,
            row.cadre.full_name,
            row.group.name,
            row.cadre.post,
            row.since,
            row.decision,
        )
        for row in members.select_related("cadre", "group")
        .only("since", "decision", *CADRE_FIELDS, "cadre__post", "group__name")
        .order_by("cadre__sort_name", "pk")
    ]


def _cards(ids: Iterable[int]) -> list[CardRow]:
    cards = any_of(HealthCard.objects.all(), "pk", list(ids), "bigint")
    return [
        CardRow(
            row.pk,
            row.cadre_id,
            row.cadre.sort_name,
            row.cadre.full_name,
            row.group.name,
            row.number,
            row.get_kind_display(),
            row.issued_on,
        )
        for row in cards.select_related("cadre", "group")
        .only("number", "kind", "issued_on", *CADRE_FIELDS, "group__name")
        .order_by("cadre__sort_name", "pk")
    ]


def _plain(row: FrozenRow) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in row]


def _row(source: Source, plain: Sequence[Any]) -> FrozenRow:
    kind = KINDS[source]
    return kind._make(
        date.fromisoformat(value) if field in DATES and value else value
        for field, value in zip(kind._fields, plain, strict=True)
    )


def _steps(places: Sequence[int]) -> list[int]:
    return [*places[:1], *(later - earlier for earlier, later in pairwise(places))]
