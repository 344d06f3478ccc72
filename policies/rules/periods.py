"""Months, quarters, half-years, years and cycles: calendar arithmetic without a clock."""

from collections.abc import Iterator
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month some months on; the month's last day where there is none."""
    first = _first_of(day, months)
    return min(first + timedelta(days=day.day - 1), end_of_months(first, 1))


def end_of_months(first: date, months: int) -> date:
    """Last day of a period of whole months that begins on ``first``."""
    after = _first_of(first, months)
    return date.max if after.year == date.max.year else after - ONE_DAY


def _first_of(day: date, months: int) -> date:
    """First day of the month so many months on, at most in the last year that dates know."""
    month = max(12, day.year * 12 + day.month - 1 + months)
    return date(min(month // 12, date.max.year), month % 12 + 1, 1)


def days_on(day: date, number: int) -> date:
    """So many days on, or back; at most the first or the last day that there is."""
    ordinal = day.toordinal() + number
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def start_of(day: date, months: int) -> date:
    """First day of the period of 1, 3, 6 or 12 months of the calendar year that holds ``day``."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def periods_touched(first: date, last: date, months: int) -> Iterator[date]:
    """First days of the periods, from the one that holds ``first`` to that of ``last``."""
    start = start_of(first, months)
    while start <= last and start.year < date.max.year:
        yield start
        start = end_of_months(start, months) + ONE_DAY


def full_years(birth: date, on: date) -> int:
    """Age in full years; somebody born on 29/2 is a year older on 1/3."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
