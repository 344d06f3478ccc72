"""What a limit (hạn mức, trần) leaves of a sum: one function per limit kind.

A limit looks at the earlier lines of the same person and benefit through a window: this
event, this calendar year, or always. Every row that it is handed counts, whatever its order
and whether it lies before or after the event; which rows carry over from a replaced
resolution is for the caller to decide.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from policies.rules.amounts import Due
from policies.rules.types import AmountKind, Limit, LimitKind, Used


class Span(NamedTuple):
    """How far a limit looks, in the words of a sentence."""

    each: str
    so_far: str
    until: date | None  # its last day, if it ends


THIS_EVENT = Span("mỗi đợt", "trong đợt này", None)
ALWAYS = Span("cho mỗi người", "từ trước đến nay", None)


@lru_cache
def calendar_year(year: int) -> Span:
    return Span("mỗi năm", f"trong năm {year}", date(year, 12, 31))


class Window(NamedTuple):
    """The rows that a limit counts, and the span they were taken from."""

    rows: Sequence[Used]
    span: Span


class History(NamedTuple):
    """Rows of one benefit of one person, as seen from an event."""

    on: date  # deciding date of the event
    earlier: Sequence[Used]
    here: Sequence[Used]  # lines that the same event has already brought

    def event(self) -> Window:
        return Window(self.here, THIS_EVENT)

    def year(self) -> Window:
        year = self.on.year
        rows = [row for row in (*self.earlier, *self.here) if row.on.year == year]
        return Window(rows, calendar_year(year))

    def always(self) -> Window:
        return Window((*self.earlier, *self.here), ALWAYS)


class Cut(NamedTuple):
    """A limit that bit. If ``left`` is nothing, the benefit is refused."""

    limit: Limit
    unit: str  # what the limit counts: lần, ngày or đồng
    span: Span
    used: int  # in that unit, within the span
    left: Due


def times_per_year(limit: Limit, due: Due, history: History) -> Cut | None:
    return _within_times(limit, due, history.year())


def times_ever(limit: Limit, due: Due, history: History) -> Cut | None:
    return _within_times(limit, due, history.always())


def days_per_event(limit: Limit, due: Due, history: History) -> Cut | None:
    return _within_days(limit, due, history.event())


def days_per_year(limit: Limit, due: Due, history: History) -> Cut | None:
    return _within_days(limit, due, history.year())


def amount_per_event(limit: Limit, due: Due, history: History) -> Cut | None:
    return _within_amount(limit, due, history.event())


def amount_per_year(limit: Limit, due: Due, history: History) -> Cut | None:
    return _within_amount(limit, due, history.year())


def _within_times(limit: Limit, due: Due, window: Window) -> Cut | None:
    used = len(window.rows)
    if used < limit.value:
        return None
    return Cut(limit, "lần", window.span, used, due.of_quantity(0))


def _within_days(limit: Limit, due: Due, window: Window) -> Cut | None:
    """Days beyond the limit are not paid, the rest are. Rates that do not count days pass."""
    if due.kind is not AmountKind.PER_DAY:
        return None
    used = sum(row.quantity for row in window.rows)
    room = max(0, limit.value - used)
    if due.quantity <= room:
        return None
    return Cut(limit, "ngày", window.span, used, due.of_quantity(room))


def _within_amount(limit: Limit, due: Due, window: Window) -> Cut | None:
    used = sum(row.amount for row in window.rows)
    room = max(0, limit.value - used)
    if due.amount <= room:
        return None
    return Cut(limit, "đồng", window.span, used, due.of_amount(room))


# The order is the order of application: first whether, then how many days, then how much.
LIMITS: dict[LimitKind, Callable[[Limit, Due, History], Cut | None]] = {
    LimitKind.TIMES_EVER: times_ever,
    LimitKind.TIMES_PER_YEAR: times_per_year,
    LimitKind.DAYS_PER_EVENT: days_per_event,
    LimitKind.DAYS_PER_YEAR: days_per_year,
    LimitKind.AMOUNT_PER_EVENT: amount_per_event,
    LimitKind.AMOUNT_PER_YEAR: amount_per_year,
}
