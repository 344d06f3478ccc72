"""What a limit (hạn mức, trần) leaves of a sum: a table of windows and a table of measures.

A limit looks at the other lines of the same person through a window: this event, a calendar
period, a cycle of years, or always. Every row that it is handed counts, whatever its order
and whether it lies before or after the event.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from policies.rules.amounts import Due
from policies.rules.case import Case
from policies.rules.compiled import Bound
from policies.rules.matching import conditions_met
from policies.rules.periods import add_months, end_of_months
from policies.rules.rounding import rounded, rounded_down
from policies.rules.settings import LimitAfterGroupChange, Rounding, UsageOfReplaced
from policies.rules.types import (
    AmountKind,
    Limit,
    Line,
    Measure,
    Relation,
    Used,
    Window,
)

UNCOUNTED = (
    AmountKind.FLAT,
    AmountKind.ACTUAL_COST,
    AmountKind.ACTUAL_OR_NORM,
    AmountKind.SHARE_OF_COST,
    AmountKind.PACKAGE,
    AmountKind.TOP_UP,
    AmountKind.IN_KIND,
    AmountKind.OTHER_PAYER,
)


# --- windows ---------------------------------------------------------------------------------


class Span(NamedTuple):
    """How far a limit looks, as days and in the words of a sentence."""

    first: date
    last: date
    each: str  # "mỗi năm"
    so_far: str  # "trong năm 2025"
    ends: bool = True  # whether it is free again after the last day


def this_event(rule: Limit | Relation, on: date) -> Span:
    return Span(on, on, "mỗi đợt", "trong đợt này", ends=False)


def always(rule: Limit | Relation, on: date) -> Span:
    return Span(date.min, date.max, "cho mỗi người", "từ trước đến nay", ends=False)


def calendar_period(months: int, rule: Limit | Relation, on: date) -> Span:
    return _calendar_period(months, on.year, (on.month - 1) // months)


@lru_cache
def _calendar_period(months: int, year: int, number: int) -> Span:
    each, so_far = PERIOD_WORDS[months]
    first = date(year, number * months + 1, 1)
    return Span(first, end_of_months(first, months), each, so_far(number + 1, year))


PERIOD_WORDS: dict[int, tuple[str, Callable[[int, int], str]]] = {
    1: ("mỗi tháng", lambda number, year: f"trong tháng {number}/{year}"),
    3: ("mỗi quý", lambda number, year: f"trong quý {number}/{year}"),
    6: ("mỗi 6 tháng", lambda number, year: f"trong 6 tháng lần {number} năm {year}"),
    12: ("mỗi năm", lambda number, year: f"trong năm {year}"),
}


def cycle(rule: Limit | Relation, on: date) -> Span:
    """Years counted in cycles from a given one on, or so many years from use to use."""
    years = rule.cycle_years
    each = f"mỗi {years} năm"
    if rule.cycle_from is None:
        first = add_months(on, -12 * years) + timedelta(days=1)
        return Span(first, add_months(on, 12 * years) - timedelta(days=1), each, "trong chu kỳ")
    begins = on.year - (on.year - rule.cycle_from) % years
    ends = begins + years - 1
    return Span(date(begins, 1, 1), date(ends, 12, 31), each, f"trong chu kỳ {begins}–{ends}")


WINDOWS: dict[Window, Callable[[Limit | Relation, date], Span]] = {
    Window.EVENT: this_event,
    Window.MONTH: partial(calendar_period, 1),
    Window.QUARTER: partial(calendar_period, 3),
    Window.HALF_YEAR: partial(calendar_period, 6),
    Window.YEAR: partial(calendar_period, 12),
    Window.CYCLE: cycle,
    Window.EVER: always,
}


def rows_within(
    rule: Limit | Relation, case: Case, codes: frozenset[str], lines: Sequence[Line]
) -> tuple[Span, list[Used]]:
    """The span, and the rows of these benefits in it; lines of the same event come last."""
    span = WINDOWS[rule.window](rule, case.on)
    if not case.usage and not lines:
        return span, []
    stored = [row for row in case.usage if row.benefit in codes]
    if case.settings.usage_of_replaced is UsageOfReplaced.RESTARTED:
        stored = [row for row in stored if row.law in ("", case.law.code)]
    here = [
        Used(
            line.benefit,
            line.on,
            line.quantity,
            line.amount,
            same_event=number >= case.before,
            times=line.times,
        )
        for number, line in enumerate(lines)
        if line.benefit in codes
    ]
    if rule.window is Window.EVENT:
        return span, [row for row in stored if row.same_event] + here
    if is_from_use_to_use(rule):
        return span, [row for row in (*stored, *here) if _bars(row.on, rule, case.on)]
    return span, [row for row in (*stored, *here) if span.first <= row.on <= span.last]


def is_from_use_to_use(rule: Limit | Relation) -> bool:
    return rule.window is Window.CYCLE and rule.cycle_from is None


def _bars(used: date, rule: Limit | Relation, on: date) -> bool:
    """Fewer years lie between the two than the cycle has, whichever came first."""
    first, second = sorted((used, on))
    return second < add_months(first, 12 * rule.cycle_years)


def free_again(
    span: Span, rule: Limit | Relation, rows: Sequence[Used], weights: Sequence[int], value: int
) -> date | None:
    """The last day on which ``rows`` that weigh ``value`` or more bar; None if it never ends."""
    if not span.ends:
        return None
    if not is_from_use_to_use(rule):
        return span.last
    left = sum(weights)
    for used, weight in sorted(zip((row.on for row in rows), weights, strict=True)):
        left -= weight
        if left < value:
            return add_months(used, 12 * rule.cycle_years) - timedelta(days=1)
    return None


# --- measures --------------------------------------------------------------------------------


class Cut(NamedTuple):
    """A limit that bit. If ``left`` is nothing, the benefit is refused."""

    limit: Limit
    value: int  # the limit's own, or the exceptional one
    unit: str  # what the limit counts: lần, ngày or đồng
    span: Span
    used: int  # in that unit, within the span
    left: Due
    until: date | None  # last day on which it bars


class Bite(NamedTuple):
    """What a measure finds: in which unit, how much is used, and what it leaves."""

    unit: str
    weights: list[int]  # of each row, in that unit
    left: Due


def times(value: int, rows: Sequence[Used], due: Due, own: frozenset[str]) -> Bite | None:
    """Other parts of the same stay are the same occurrence of the benefit (codes ``own``)."""
    weights = [0 if row.same_event and row.benefit in own else row.times for row in rows]
    return None if sum(weights) < value else Bite("lần", weights, due.of_quantity(0))


def quantity(value: int, rows: Sequence[Used], due: Due, own: frozenset[str]) -> Bite | None:
    """Units beyond the limit are not paid, the rest are. Rates that count nothing pass."""
    if due.kind in UNCOUNTED:
        return None
    weights = [row.quantity for row in rows]
    left = max(0, value - sum(weights))
    return None if due.quantity <= left else Bite(due.unit, weights, due.of_quantity(left))


def amount(value: int, rows: Sequence[Used], due: Due, own: frozenset[str]) -> Bite | None:
    weights = [row.amount for row in rows]
    left = max(0, value - sum(weights))
    return None if due.amount <= left else Bite("đồng", weights, due.of_amount(left))


MEASURES: dict[Measure, Callable[[int, Sequence[Used], Due, frozenset[str]], Bite | None]] = {
    Measure.TIMES: times,
    Measure.QUANTITY: quantity,
    Measure.AMOUNT: amount,
}


# What is left is rounded like any sum, but never beyond a ceiling.
ROUNDED: dict[Measure, Callable[[int, Rounding], int]] = {
    Measure.TIMES: rounded,
    Measure.QUANTITY: rounded,
    Measure.AMOUNT: rounded_down,
}


def cut_by(bound: Bound, due: Due, case: Case, lines: Sequence[Line]) -> Cut | None:
    """What a limit leaves, or None if it leaves all or is not for this case."""
    limit = bound.limit
    if not applies(bound, case):
        return None
    span, rows = rows_within(limit, case, bound.codes, lines)
    if bound.of_occurrence:
        rows = [row for row in rows if row.same_event]
    held, value = held_limit(bound, case)
    own = case.reading.codes((case.benefit.code,)) if rows else frozenset()
    bite = MEASURES[limit.measure](value, rows, due, own)
    if bite is None:
        return None
    until = free_again(span, limit, rows, bite.weights, value)
    left = bite.left.of_amount(ROUNDED[limit.measure](bite.left.amount, case.settings.rounding))
    return Cut(held, value, bite.unit, span, sum(bite.weights), left, until)


def applies(bound: Bound, case: Case) -> bool:
    """The limit's conditions hold, and no limit of the group's own takes its place."""
    limit = bound.limit
    if limit.conditions and not conditions_met(limit.conditions, case):
        return False
    return not any(conditions_met(own.conditions, case) for own in bound.unless)


def held_limit(bound: Bound, case: Case) -> tuple[Limit, int]:
    """The limit that holds and its value: lifted by a decision that the law allows, or by a
    better group held in the same year.
    """
    own = (bound.limit, _value(bound.limit, case))
    lifted = case.settings.limit_after_group_change is LimitAfterGroupChange.HIGHEST
    if not lifted or bound.limit.window is not Window.YEAR:
        return own
    others = (_of_group(group, bound, case) for group in case.person.groups_of_year)
    return max([own, *(other for other in others if other)], key=lambda found: found[1])


def _value(limit: Limit, case: Case) -> int:
    if case.event.exceptional_decision and limit.exceptional_value:
        return limit.exceptional_value
    return limit.value


def _of_group(group: str, bound: Bound, case: Case) -> tuple[Limit, int] | None:
    """The tightest limit of the same kind over the same benefits that another group has."""
    limit = bound.limit
    alike = [
        (other.limit, _value(other.limit, case))
        for other in case.reading.terms(case.benefit, group).limits
        if (other.limit.measure, other.limit.window, other.codes)
        == (limit.measure, limit.window, bound.codes)
        and applies(other, case)
    ]
    return min(alike, key=lambda found: found[1], default=None)
