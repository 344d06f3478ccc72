"""The stretch of time that a report sums up, and the same stretch one year before."""

import calendar
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from config.formatting import roman


class PeriodKind(StrEnum):
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


def years_earlier(day: date, years: int) -> date:
    """The same day in an earlier year; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)


MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
PARTS = {kind: 12 // months for kind, months in MONTHS.items()}
"""How many periods of a kind a year has."""


@dataclass(frozen=True, slots=True)
class Period:
    """``number`` is 1 for the first half, quarter or month of the year, and 1 for the year."""

    year: int
    kind: PeriodKind = PeriodKind.YEAR
    number: int = 1

    @property
    def first(self) -> date:
        return date(self.year, self._last_month - MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        month = self._last_month
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def short_words(self) -> str:
        """``cả năm``, ``6 tháng đầu năm``, ``quý III``, ``tháng 02``."""
        if self.kind == PeriodKind.HALF:
            return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm"
        if self.kind == PeriodKind.QUARTER:
            return f"quý {roman(self.number)}"
        if self.kind == PeriodKind.MONTH:
            # NĐ 30/2020, Phụ lục I: months 1 and 2 are written with a zero.
            return f"tháng {self.number:02d}" if self.number < 3 else f"tháng {self.number}"
        return "cả năm"

    @property
    def words(self) -> str:
        """``năm 2025``, ``6 tháng đầu năm 2025``, ``quý III năm 2025``, ``tháng 02 năm 2025``."""
        if self.kind == PeriodKind.YEAR:
            return f"năm {self.year}"
        if self.kind == PeriodKind.HALF:
            return f"{self.short_words} {self.year}"
        return f"{self.short_words} năm {self.year}"

    @property
    def code(self) -> str:
        """For names of files: ``2025``, ``2025-quarter-3``."""
        if self.kind == PeriodKind.YEAR:
            return str(self.year)
        return f"{self.year}-{self.kind}-{self.number}"

    @property
    def before(self) -> "Period":
        return replace(self, year=self.year - 1)

    @property
    def _last_month(self) -> int:
        return self.number * MONTHS[self.kind]
