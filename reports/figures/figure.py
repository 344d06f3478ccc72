"""Every figure of a report, defined once: page, paper and JSON all read the same definition.

The code of a figure says what it counts: ``periodic_checkup.people.group_1.round_2`` are the
distinct people of group 1 whose check-up of round 2 is paid for.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.formatting import date_short
from reports.periods import Period

TOTAL = "total.amount"
TOTAL_PEOPLE = "total.people"


class Source(StrEnum):
    """Where a figure is counted."""

    LEDGER = "ledger"
    POPULATION = "population"
    CARDS = "cards"


class Measure(StrEnum):
    """What is counted. People and cards are distinct; the others add up."""

    PEOPLE = "people"
    OCCURRENCES = "occurrences"
    DAYS = "days"
    AMOUNT = "amount"
    NET = "net"
    ISSUED = "issued"
    REISSUED = "reissued"


class Status(StrEnum):
    ACTUAL = "actual"
    ESTIMATED = "estimated"
    PLANNED = "planned"


STATUS_WORDS = {
    Status.ACTUAL: "Thực hiện",
    Status.ESTIMATED: "Ước thực hiện",
    Status.PLANNED: "Kế hoạch",
}
MIXED_WORDS = "Gồm cả ước, kế hoạch"
ADDITIVE = frozenset({Measure.OCCURRENCES, Measure.DAYS, Measure.AMOUNT})
UNITS = {
    Measure.PEOPLE: "người",
    Measure.OCCURRENCES: "lượt",
    Measure.DAYS: "ngày",
    Measure.AMOUNT: "đồng",
    Measure.NET: "thẻ",
    Measure.ISSUED: "thẻ",
    Measure.REISSUED: "thẻ",
}
MEASURE_WORDS = {
    Measure.PEOPLE: "số người",
    Measure.OCCURRENCES: "số lượt",
    Measure.DAYS: "số ngày",
    Measure.AMOUNT: "kinh phí",
    Measure.NET: "số thẻ đã cấp, trừ thẻ thu hồi",
    Measure.ISSUED: "số thẻ cấp mới",
    Measure.REISSUED: "số thẻ cấp đổi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. An empty selection means all: every group, every category, every payer."""

    code: str
    title: str
    measure: Measure
    source: Source = Source.LEDGER
    benefits: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    employment: str = ""
    begins: date | None = None
    ends: date | None = None
    """First and last day of a period of its own; None where it has the report's."""
    cut_off: str = ""
    """Under which code the report may keep a day of its own for this figure."""
    scope_words: str = ""
    """What it is confined to, e.g. ``Đối tượng 1, lần 2``; empty for the whole."""
    published: bool = True
    is_total: bool = False
    """The grand total (đồng or people) of a part of the report."""

    @property
    def unit(self) -> str:
        return UNITS[self.measure]

    @property
    def group(self) -> str:
        """The one group it is about; empty for several or all."""
        return self.groups[0] if len(self.groups) == 1 else ""

    @property
    def has_own_period(self) -> bool:
        return bool(self.begins or self.ends)

    @property
    def is_additive(self) -> bool:
        return self.measure in ADDITIVE

    @property
    def may_be_typed(self) -> bool:
        """An expected total can stand for what the ledger counts, but not for the grand total."""
        return self.source == Source.LEDGER and not self.is_total and not self.employment

    def holds(self, other: "Figure") -> bool:
        """Whether everything ``other`` adds up is also in this figure."""
        return (
            self.is_additive
            and self.source == other.source
            and self.measure == other.measure
            and self.code != other.code
            and not self.employment
            and (self.begins, self.ends) == (other.begins, other.ends)
            and set(other.benefits) <= set(self.benefits)
            and _takes_in(self.resolutions, other.resolutions)
            and _takes_in(self.groups, other.groups)
            and _takes_in(self.categories, other.categories)
            and _takes_in(self.payers, other.payers)
        )


def _takes_in(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return not whole or (bool(part) and set(part) <= set(whole))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue:
    """What a figure is: ``value`` in the figure's unit, of it ``paid`` according to the ledger."""

    figure: Figure
    value: int
    paid: int
    as_of: date
    status: Status = Status.ACTUAL
    reason: str = ""

    @property
    def code(self) -> str:
        return self.figure.code

    @property
    def is_typed(self) -> bool:
        return self.status != Status.ACTUAL

    @property
    def remaining(self) -> int:
        """What is still expected beyond the ledger."""
        return max(self.value - self.paid, 0)

    @property
    def overrun(self) -> int:
        """What the ledger holds beyond the figure."""
        return max(self.paid - self.value, 0)

    @property
    def is_overtaken(self) -> bool:
        """The ledger already holds more than was expected: the typed figure is out of date."""
        return self.is_typed and self.paid > self.value

    @property
    def is_mixed(self) -> bool:
        """A sum of the ledger with an estimate or a plan inside it."""
        return not self.is_typed and self.value != self.paid

    @property
    def status_words(self) -> str:
        return MIXED_WORDS if self.is_mixed else STATUS_WORDS[self.status]

    @property
    def status_look(self) -> str:
        """The state whose badge the figure wears."""
        return Status.ESTIMATED if self.is_mixed else self.status


def period_words(report_period: Period, figure: Figure) -> str:
    """``năm 2025``, or the days of a figure with a period of its own."""
    if not figure.begins or not figure.ends:
        return report_period.words
    return f"thời gian từ {date_short(figure.begins)} đến {date_short(figure.ends)}"
