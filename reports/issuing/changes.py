"""What the ledger says today about an issued report: the report itself never changes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from config.formatting import count, date_short
from reports.figures.drilling import Drill
from reports.figures.figure import Figure, FigureValue
from reports.figures.reckoning import Reckoning, reckon
from reports.issuing.frozen import FrozenReport, row_drill
from reports.issuing.frozen_rows import FrozenRow, ids_behind, rows_of_source


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure as it was issued and as it would be today; ``now`` is None if it is gone.

    Of its rows ``came`` are new and ``went`` are gone.
    """

    then: FigureValue
    now: FigureValue | None
    came: int
    went: int

    @property
    def difference(self) -> int:
        return (self.now.value if self.now else 0) - self.then.value

    @property
    def paid_difference(self) -> int:
        """What the ledger alone moved by: an estimate hides it."""
        return (self.now.paid if self.now else 0) - self.then.paid

    def __bool__(self) -> bool:
        return bool(self.difference or self.paid_difference or self.came or self.went)


@dataclass(frozen=True)
class RowChange:
    """A row that is there both times and doesn't say the same."""

    before: FrozenRow
    after: FrozenRow

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """Field, then and now, of what differs and people read."""
        return [
            (
                CHANGED_FIELDS[name],
                _worded(getattr(self.before, name)),
                _worded(getattr(self.after, name)),
            )
            for name in self.before._fields
            if name in CHANGED_FIELDS and getattr(self.before, name) != getattr(self.after, name)
        ]


def _worded(value: Any) -> str:
    if isinstance(value, date):
        return date_short(value)
    return count(value) if isinstance(value, int) else value or "trống"


CHANGED_FIELDS = {
    "payee": "Người hưởng",
    "name": "Họ tên",
    "group": "Đối tượng",
    "benefit": "Chế độ",
    "event_on": "Ngày phát sinh",
    "quantity": "Số lượng",
    "occurrences": "Số lượt",
    "amount": "Thành tiền",
    "paid_on": "Ngày chi",
    "voucher": "Chứng từ",
    "post": "Chức vụ",
    "since": "Từ ngày",
    "decision": "Quyết định",
    "number": "Số thẻ",
    "kind": "Hình thức",
    "issued_on": "Ngày cấp",
}


@dataclass(frozen=True)
class RowChanges:
    """What came to a figure, what went from it, and what is told differently."""

    figure: Figure
    came: list[Any]
    went: list[Any]
    changed: list[RowChange]

    @property
    def drills(self) -> list[tuple[str, Drill]]:
        """Tables of what came and went, in the columns of the figure's own list."""
        return [
            (title, row_drill(self.figure, rows))
            for title, rows in (("Nay có thêm", self.came), ("Nay không còn", self.went))
            if rows
        ]

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.changed)


@dataclass(frozen=True)
class Changes:
    """An issued report beside today's ledger."""

    frozen: FrozenReport

    @cached_property
    def reckoning(self) -> Reckoning:
        return reckon(self.frozen.report)

    @cached_property
    def figures(self) -> list[FigureChange]:
        """Figures whose value or rows are others today, the published first."""
        moved = [change for code in self.frozen.values if (change := self.of(code))]
        return sorted(moved, key=lambda change: not change.then.figure.published)

    def of(self, code: str) -> FigureChange:
        """One figure, whether it has changed or not. Raises ``KeyError``."""
        then, before = self.frozen.values[code].value, self.frozen.rows.chosen[code][1]
        after = self._ids_now(code)
        now = self.reckoning.values.get(code)
        return FigureChange(then, now, len(after - before), len(before - after))

    @cached_property
    def unknown(self) -> list[str]:
        """Codes of figures that today's law has and the issued report didn't."""
        return [value.code for value in self.reckoning if value.code not in self.frozen.values]

    def rows_of(self, code: str) -> RowChanges:
        """What came and went behind one figure. Raises ``KeyError``."""
        figure = self.frozen.values[code].value.figure
        before = {row.pk: row for row in self.frozen.rows.of(code)}
        ids = self._ids_now(code)
        after = {row.pk: row for row in rows_of_source(figure.source, ids)}
        return RowChanges(
            figure=figure,
            came=[row for pk, row in after.items() if pk not in before],
            went=[row for pk, row in before.items() if pk not in after],
            changed=[
                RowChange(before[pk], row)
                for pk, row in after.items()
                if pk in before and RowChange(before[pk], row).words
            ],
        )

    def _ids_now(self, code: str) -> frozenset[int]:
        if code not in self.reckoning:
            return frozenset()
        part = self.reckoning.part_of(code)
        return ids_behind(part, part.values[code].figure)
