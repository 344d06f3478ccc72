"""Figures of other papers beside the computed ones: what differs, and what the difference is from.

A paper may be typed in (an earlier report, a unit's own, last year's in PDF) or be another report
of the portal. The arithmetic is in :mod:`reports.figures.reconciling`; here is what it is told.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from config.formatting import date_short
from config.workbooks.writing import TableColumn, table_workbook
from reports.figures.figure import Figure, FigureValue, Measure, Source
from reports.figures.ledger import Ledger
from reports.figures.overlaps import overlap_of
from reports.figures.reckoning import PartReckoning, Reckoning
from reports.figures.reconciling import Cause, Evidence, causes
from reports.models import Report, ReportedFigure


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of another paper beside ours. ``difference`` is ours less theirs."""

    computed: FigureValue
    value: int
    printed: str
    source: str
    causes: tuple[Cause, ...]
    notes: tuple[str, ...] = ()
    """How the two figures are of different days, periods or places."""
    reported: ReportedFigure | None = None

    @property
    def difference(self) -> int:
        return self.computed.value - self.value

    @property
    def agrees(self) -> bool:
        return not self.difference


def compared(reckoning: Reckoning) -> list[Compared]:
    """Every figure that was typed from a paper, with the likely causes of its difference."""
    found = []
    for reported in reckoning.report.reported_figures.select_related("typed_by"):
        if reported.code not in reckoning:
            continue
        part, computed = reckoning.part_of(reported.code), reckoning[reported.code]
        explained = explained_by(
            part, computed, reported.value, precision=reported.precision, printed=reported.printed
        )
        found.append(
            Compared(
                computed,
                reported.value,
                reported.printed,
                reported.source,
                tuple(explained),
                reported=reported,
            )
        )
    return found


def unknown_codes(reckoning: Reckoning) -> list[ReportedFigure]:
    """Typed figures whose code the outline does not have (any more)."""
    return [each for each in reckoning.report.reported_figures.all() if each.code not in reckoning]


def beside(ours: Reckoning, other: Report, theirs: Mapping[str, FigureValue]) -> list[Compared]:
    """What both reports publish, ours compared with theirs (as issued, once they are)."""
    found = []
    for figure in ours.published:
        part = ours.part_of(figure.code)
        code = _their_code(figure.code, part, theirs)
        if not code:
            continue
        computed, value = ours[figure.code], theirs[code]
        notes = tuple(_apart(ours.report, computed, other, value))
        likely = () if notes else tuple(explained_by(part, computed, value.value))
        found.append(Compared(computed, value.value, "", str(other), likely, notes))
    return found


def explained_by(
    part: PartReckoning, computed: FigureValue, value: int, *, precision: int = 1, printed: str = ""
) -> list[Cause]:
    """The likely causes; other closing days are only tried when nothing simpler explains it."""
    if value == computed.value:
        return []
    evidence = evidence_of(part, computed)
    found = causes(evidence, value, precision=precision, printed=printed)
    if found or computed.figure.source != Source.LEDGER:
        return found
    other_days = replace(evidence, lines={}, people={}, others=dict(_on_other_days(part, computed)))
    return causes(other_days, value, precision=precision, printed=printed)


def evidence_of(part: PartReckoning, computed: FigureValue) -> Evidence:
    figure = computed.figure
    overlap = overlap_of(part, figure)
    return Evidence(
        computed=computed.value,
        unit=figure.unit,
        lines=_addends(part, computed),
        people=overlap.by_label if overlap else {},
        others=_otherwise(part, computed),
        is_money=figure.measure == Measure.AMOUNT,
    )


def export(rows: Iterable[Compared], *, title: str) -> bytes:
    """The comparisons as a workbook, numbers as numbers."""
    columns = [
        TableColumn("Số liệu", width=48),
        TableColumn("Mã số liệu", width=34),
        TableColumn("Đơn vị tính"),
        TableColumn("Tính từ sổ", "integer"),
        TableColumn("Trên giấy", "integer"),
        TableColumn("In là"),
        TableColumn("Nguồn", width=36),
        TableColumn("Chênh lệch", "integer"),
        TableColumn("Nguyên nhân có thể", width=70),
    ]
    return table_workbook(
        title=title,
        columns=columns,
        rows=(
            (
                row.computed.figure.title,
                row.computed.code,
                row.computed.figure.unit,
                row.computed.value,
                row.value,
                row.printed,
                row.source,
                row.difference,
                " ".join([*(f"{c.title}: {c.told}" for c in row.causes), *row.notes]),
            )
            for row in rows
        ),
        totals=False,
    )


def _addends(part: PartReckoning, computed: FigureValue) -> Mapping[str, int]:
    """What adds up to the figure: regimes of the total, groups or categories of a line."""
    if computed.figure.is_total and computed.figure.is_additive:
        return {
            f"{regime.letter}) {regime.title}": part.regime_amount(regime)
            for regime in part.book.regimes
            if any(line.counted for line in regime.lines)
        }
    inside = sorted(
        (value for value in part if _is_slice(value.figure, computed.figure)),
        key=lambda value: _confined_by(value.figure, computed.figure),
    )
    for _, slices in groupby(inside, lambda value: _confined_by(value.figure, computed.figure)):
        lines = {value.figure.scope_words: value.value for value in slices}
        if sum(lines.values()) == computed.value:
            return lines
    return {}


def _is_slice(part: Figure, whole: Figure) -> bool:
    """One step below: the same count of one group or of one category."""
    same = (part.source, part.measure, part.benefits, part.employment, part.payers)
    return (
        same == (whole.source, whole.measure, whole.benefits, whole.employment, whole.payers)
        and part.code.startswith(f"{whole.code}.")
        and part.code.count(".") == whole.code.count(".") + 1
        and (part.begins, part.ends) == (whole.begins, whole.ends)
    )


def _confined_by(part: Figure, whole: Figure) -> str:
    return "groups" if part.groups != whole.groups else "categories"


def _otherwise(part: PartReckoning, computed: FigureValue) -> dict[str, int]:
    """The same figure under other conditions, by words."""
    figure = computed.figure
    others: dict[str, int] = {}
    if computed.value != computed.paid:
        others["đã chi theo sổ, chưa có phần ước và kế hoạch"] = computed.paid
    if figure.is_total and figure.is_additive:
        for line in (line for regime in part.book.regimes for line in regime.lines):
            beyond = part[line.amount]
            if not line.counted and beyond.value:
                others[f"kể cả “{line.title}”, vốn không cộng vào tổng"] = (
                    computed.value + beyond.value
                )
    if figure.code in part.before:
        others[f"của {part.period.before.words}"] = part.before[figure.code].value
    return others


def _on_other_days(part: PartReckoning, computed: FigureValue) -> Iterator[tuple[str, int]]:
    """The figure to the end of every month of the period, and to the day of the whole report."""
    days = {part.as_of, *_month_ends(part.period.first, part.period.last)} - {computed.as_of}
    for day in sorted(days):
        ledger = Ledger(
            resolutions=part.resolutions,
            first=part.period.first,
            last=part.period.last,
            as_of=day,
            cut_offs={},
            viewer=part.ledger.viewer,
        )
        value = ledger.count_alone(computed.figure)
        yield f"đã chi đến ngày {date_short(day)}", value


def _month_ends(first: date, last: date) -> list[date]:
    return [
        date(first.year, month, calendar.monthrange(first.year, month)[1])
        for month in range(first.month, last.month + 1)
    ]


def _their_code(code: str, part: PartReckoning, theirs: Mapping[str, FigureValue]) -> str:
    """The same figure in another report; reports of one part need no letter before it."""
    short = code.removeprefix(part.part.prefix)
    with_letter = (each for each in theirs if each.partition(".")[2] == short)
    return next((each for each in (code, short, *with_letter) if each in theirs), "")


def _apart(
    report: Report, ours: FigureValue, other_report: Report, theirs: FigureValue
) -> Iterator[str]:
    if report.seen_by != other_report.seen_by:
        yield f"Phạm vi khác: {report.seen_by} và {other_report.seen_by}."
    if report.period != other_report.period:
        yield f"Kỳ khác: {report.period.words} và {other_report.period.words}."
    elif ours.as_of != theirs.as_of:
        yield f"Ngày chốt khác: {date_short(ours.as_of)} và {date_short(theirs.as_of)}."
    if ours.status_words != theirs.status_words:
        yield f"Tính chất khác: {ours.status_words.lower()} và {theirs.status_words.lower()}."
