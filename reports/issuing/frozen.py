"""An issued report, read from its edition alone: never from the ledger, the law or the outline."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from reports.figures.drilling import (
    CARD_HEADS,
    LINE_HEADS,
    MEMBER_HEADS,
    PEOPLE_HEADS,
    Drill,
    cadre_address,
)
from reports.figures.figure import Figure, FigureValue, Measure, Source, Status, period_words
from reports.figures.reckoning import PartReckoning, Reckoning
from reports.issuing.frozen_rows import CardRow, FrozenRows, LineRow, MemberRow
from reports.models import Edition, EditionFile, Report
from reports.models.appendix import AppendixState
from reports.printing.printed import ReportPaper

VERSION = 1


@dataclass(frozen=True, slots=True)
class FrozenValue:
    """A figure as it was issued, with the words around it."""

    value: FigureValue
    period_words: str
    typed_by: str
    typed_on: str
    inside: tuple[str, ...]
    """Codes of typed figures that this sum holds."""


@dataclass(frozen=True, slots=True)
class FrozenHeading:
    """A regime of a part, or its people, cards and totals, with the codes of what is under it."""

    part: str
    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class FrozenReport:
    """What is kept of one issued report."""

    edition: Edition

    @property
    def report(self) -> Report:
        return self.edition.report

    def content(self, name: str) -> bytes:
        """A file of the edition, byte for byte. Raises ``EditionFile.DoesNotExist``."""
        return bytes(self.edition.files.get(name=name).content)

    @cached_property
    def paper(self) -> ReportPaper:
        return ReportPaper.from_json(self.content(EditionFile.Name.PAPER).decode())

    @cached_property
    def rows(self) -> FrozenRows:
        return FrozenRows.unpacked(self.content(EditionFile.Name.ROWS))

    @cached_property
    def _figures(self) -> dict[str, Any]:
        plain = json.loads(self.content(EditionFile.Name.FIGURES))
        if plain["version"] != VERSION:
            raise ValueError(f"figures of version {plain['version']}, not {VERSION}")
        return plain

    @cached_property
    def values(self) -> dict[str, FrozenValue]:
        return {plain["figure"]["code"]: _value(plain) for plain in self._figures["values"]}

    @cached_property
    def headings(self) -> list[FrozenHeading]:
        return [
            FrozenHeading(heading["part"], heading["title"], tuple(heading["codes"]))
            for heading in self._figures["headings"]
        ]

    @property
    def appendices(self) -> list[list[str]]:
        """What :func:`appendix_hashes` told when the report was issued."""
        return self._figures["appendices"]

    def parts_of_total(self, code: str) -> list[tuple[str, FigureValue]]:
        """The amounts that made up a grand total, by the title of their line."""
        return [
            (title, self.values[amount].value)
            for title, amount in self._figures["totals"].get(code, [])
        ]

    def drill(self, code: str) -> Drill:
        """Who and what stood behind a figure on the day of issue. Raises ``KeyError``."""
        figure, rows = self.values[code].value.figure, self.rows.of(code)
        return frozen_drill(figure, rows)


def figures_kept(reckoning: Reckoning) -> bytes:
    """All figures of a report as JSON, from which :class:`FrozenReport` reads them again."""
    plain = {
        "version": VERSION,
        "values": [
            {
                "figure": asdict(value.figure),
                "value": value.value,
                "paid": value.paid,
                "as_of": value.as_of,
                "status": value.status,
                "reason": value.reason,
                "period_words": period_words(reckoning.report.period, value.figure),
                "inside": _inside(reckoning, value),
                **_typed(reckoning, value.code),
            }
            for value in reckoning
        ],
        "headings": [heading for part in reckoning.parts for heading in _headings(part)],
        "totals": {
            part.total.code: [
                (f"{regime.letter}) {line.title}", line.amount)
                for regime in part.book.regimes
                for line in regime.lines
                if line.counted
            ]
            for part in reckoning.parts
        },
        "appendices": appendix_hashes(reckoning.report),
    }
    return json.dumps(plain, ensure_ascii=False, default=date.isoformat).encode()


def appendix_hashes(report: Report) -> list[list[str]]:
    """Title, and the hashes of PDF and workbook, of each list of people that goes with it."""
    return [
        [
            file.title,
            *(_hash(bytes(kept or b"")) for kept in (file.content, file.workbook)),
        ]
        for file in report.appendix_files.filter(state=AppendixState.DONE).order_by("position")
    ]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _inside(reckoning: Reckoning, value: FigureValue) -> list[str]:
    return [part.code for part in reckoning if part.is_typed and value.figure.holds(part.figure)]


def _typed(reckoning: Reckoning, code: str) -> dict[str, str]:
    typed = reckoning.typed.get(code)
    if typed is None:
        return {"typed_by": "", "typed_on": ""}
    return {
        "typed_by": str(typed.typed_by),
        "typed_on": timezone.localdate(typed.typed_at).isoformat(),
    }


def _headings(part: PartReckoning) -> Iterable[dict[str, Any]]:
    book = part.book
    groups: list[tuple[str, Iterable[Figure]]] = [
        ("Đối tượng thụ hưởng", book.population),
        ("Thẻ bảo vệ sức khỏe", book.cards),
        *(
            (f"{r.letter}) {r.title}", [figure for line in r.lines for figure in line.figures])
            for r in book.regimes
        ),
        ("Tổng cộng", [figure for figure in book if figure.is_total]),
    ]
    for title, figures in groups:
        codes = list(dict.fromkeys(figure.code for figure in figures))
        if codes:
            yield {"part": part.part.title, "title": title, "codes": codes}


def _value(plain: Mapping[str, Any]) -> FrozenValue:
    figure = {
        field.name: _figure_part(field.name, plain["figure"][field.name])
        for field in fields(Figure)
    }
    return FrozenValue(
        value=FigureValue(
            figure=Figure(**figure),
            value=plain["value"],
            paid=plain["paid"],
            as_of=date.fromisoformat(plain["as_of"]),
            status=Status(plain["status"]),
            reason=plain["reason"],
        ),
        period_words=plain["period_words"],
        typed_by=plain["typed_by"],
        typed_on=plain["typed_on"],
        inside=tuple(plain["inside"]),
    )


def _figure_part(name: str, kept: Any) -> Any:
    if name in ("begins", "ends"):
        return date.fromisoformat(kept) if kept else None
    if name == "measure":
        return Measure(kept)
    if name == "source":
        return Source(kept)
    return tuple(kept) if isinstance(kept, list) else kept


# --- The rows behind a figure -----------------------------------------------------------------


def frozen_drill(figure: Figure, rows: Sequence[Any]) -> Drill:
    """Frozen rows in the columns that live ones have."""
    if figure.source == Source.LEDGER and figure.measure == Measure.PEOPLE:
        return _people_drill(rows)
    return row_drill(figure, rows)


def row_drill(figure: Figure, rows: Sequence[Any]) -> Drill:
    """Frozen rows one by one, also where the figure counts people."""
    if figure.source == Source.POPULATION:
        return _members_drill(rows)
    return _cards_drill(rows) if figure.source == Source.CARDS else _lines_drill(figure, rows)


def _lines_drill(figure: Figure, rows: Sequence[LineRow]) -> Drill:
    return Drill(
        heads=LINE_HEADS,
        rows=rows,
        values=lambda row: row.shown,
        addresses=lambda row: {2: reverse("claim_detail", args=[row.claim_id])},
        counted=counted(figure, rows),
        noun="dòng tính",
    )


def counted(figure: Figure, rows: Sequence[Any]) -> int:
    """What a figure comes to, from its frozen rows alone."""
    if figure.source == Source.POPULATION:
        return len({row.cadre_id for row in rows})
    if figure.source == Source.CARDS:
        return len(rows)
    if figure.measure == Measure.PEOPLE:
        return len({row.person for row in rows})
    column = {
        Measure.OCCURRENCES: "occurrences",
        Measure.DAYS: "quantity",
        Measure.AMOUNT: "amount",
    }[figure.measure]
    return sum(getattr(row, column) for row in rows)


def _people_drill(rows: Sequence[LineRow]) -> Drill:
    by_person: dict[int, list[LineRow]] = {}
    for row in rows:
        by_person.setdefault(row.person, []).append(row)
    people = sorted(by_person.values(), key=lambda own: (own[0].sort_name, own[0].payee))
    return Drill(
        heads=PEOPLE_HEADS,
        rows=people,
        values=lambda own: (
            own[-1].payee,
            own[-1].group,
            sum(row.occurrences for row in own),
            sum(row.amount for row in own),
            own[0].event_on,
            own[-1].event_on,
        ),
        addresses=lambda own: cadre_address(own[0].person if own[0].person > 0 else None),
        counted=len(people),
        noun="người",
    )


def _members_drill(rows: Sequence[MemberRow]) -> Drill:
    return Drill(
        heads=MEMBER_HEADS,
        rows=rows,
        values=lambda row: (row.name, row.group, row.post, row.since, row.decision),
        addresses=lambda row: cadre_address(row.cadre_id),
        counted=len({row.cadre_id for row in rows}),
        noun="người",
    )


def _cards_drill(rows: Sequence[CardRow]) -> Drill:
    return Drill(
        heads=CARD_HEADS,
        rows=rows,
        values=lambda row: (row.name, row.group, row.number, row.kind, row.issued_on),
        addresses=lambda row: cadre_address(row.cadre_id),
        counted=len(rows),
        noun="thẻ",
    )
