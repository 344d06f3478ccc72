"""What the limits leave of a list of units: the smallest of all the rooms there are.

Part of the second opinion (``oracle``). It takes no steps one after another and keeps no
order: whatever counts is counted at once.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from policies.rules.settings import LimitAfterGroupChange, UsageOfReplaced
from policies.rules.types import (
    Benefit,
    Law,
    Limit,
    Measure,
    Relation,
    Threshold,
    Window,
)
from tests.policies.rules.oracle_worth import Matter, Row, is_met

MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.HALF_YEAR: 6, Window.YEAR: 12}

Room = tuple[Measure, int]


def rooms(matter: Matter, rows: Sequence[Row]) -> list[Room]:
    """What every limit of the case has left, by what it counts."""
    own = with_carried(matter.law, [matter.benefit.code])
    return [
        (measure, value - _counted(measure, rows_in(limit, matter, codes, rows), own))
        for measure, value, limit, codes in _values(matter)
    ]


def _counted(measure: Measure, rows: Iterable[Row], own: set[str]) -> int:
    if measure is Measure.TIMES:  # another part of the same stay is the same time
        return sum(1 for row in rows if not (row.is_this_time and row.used.benefit in own))
    if measure is Measure.QUANTITY:
        return sum(row.used.quantity for row in rows)
    return sum(row.used.amount for row in rows)


def _values(matter: Matter) -> Iterable[tuple[Measure, int, Limit, set[str]]]:
    """Each limit of the case with its value, or with that of a better group of the year."""
    law, benefit = matter.law, matter.benefit
    best_of_year = matter.settings.limit_after_group_change is LimitAfterGroupChange.HIGHEST
    for place, everything in (
        (benefit.limits, [benefit.code]),
        (_shared(law, benefit), [each.code for each in law.benefits]),
    ):
        for limit in _holding(place, matter, matter.group):
            value = _value(limit, matter)
            if best_of_year and limit.window is Window.YEAR:
                value = _best_of_year(limit, matter, place)
            codes = with_carried(law, limit.benefits or everything)
            yield limit.measure, value, limit, codes


def _best_of_year(limit: Limit, matter: Matter, place: Iterable[Limit]) -> int:
    """The highest that one of the groups of the year has, each taken by its tightest limit."""
    alike = [
        [
            _value(other, matter)
            for other in _holding(place, matter, group)
            if _kind(other) == _kind(limit)
        ]
        for group in (matter.group, *matter.person.groups_of_year)
    ]
    return max(min(values) for values in alike if values)


def _holding(place: Iterable[Limit], matter: Matter, group: str | None) -> list[Limit]:
    """The group's own limits that are for this case, and the general ones of other kinds."""
    for_this = [limit for limit in place if all(is_met(each, matter) for each in limit.conditions)]
    own = [limit for limit in for_this if limit.group is not None and limit.group == group]
    told = [_kind(limit) for limit in own]
    return own + [limit for limit in for_this if limit.group is None and _kind(limit) not in told]


def _kind(limit: Limit) -> tuple[Measure, Window, set[str]]:
    return limit.measure, limit.window, set(limit.benefits)


def _shared(law: Law, benefit: Benefit) -> list[Limit]:
    return [limit for limit in law.limits if limit.benefits == () or benefit.code in limit.benefits]


def with_carried(law: Law, codes: Iterable[str]) -> set[str]:
    """These codes and those that the same benefits had in replaced resolutions."""
    codes = set(codes)
    return codes.union(*(each.carries_from for each in law.benefits if each.code in codes))


def _value(limit: Limit, matter: Matter) -> int:
    if matter.event.exceptional_decision and limit.exceptional_value is not None:
        return limit.exceptional_value
    return limit.value


# --- windows ---------------------------------------------------------------------------------


def rows_in(
    rule: Limit | Relation, matter: Matter, codes: set[str], rows: Iterable[Row]
) -> list[Row]:
    """The rows of these benefits that the rule sees."""
    afresh = matter.settings.usage_of_replaced is UsageOfReplaced.RESTARTED
    return [
        row
        for row in rows
        if row.used.benefit in codes
        and not (afresh and row.used.law not in ("", matter.law.code))
        and _is_seen(rule, matter.on, row)
    ]


def _is_seen(rule: Limit | Relation, on: date, row: Row) -> bool:
    if rule.window is Window.EVENT:
        return row.is_here
    if rule.window is Window.EVER:
        return True
    if rule.window is Window.CYCLE and rule.cycle_from is None:
        return not _years_apart(row.used.on, on, rule.cycle_years)
    if rule.window is Window.CYCLE:
        first = rule.cycle_from or 0
        return (row.used.on.year - first) // rule.cycle_years == (
            on.year - first
        ) // rule.cycle_years
    length = MONTHS[rule.window]
    return _period(row.used.on, length) == _period(on, length)


def _period(day: date, months: int) -> tuple[int, int]:
    return day.year, (day.month - 1) // months


def _years_apart(one: date, other: date, years: int) -> bool:
    """Whether so many years lie between: from 5/3 of one year to 5/3 of the other."""
    earlier, later = sorted([one, other])
    return (earlier.year + years, earlier.month, earlier.day) <= (
        later.year,
        later.month,
        later.day,
    )


# --- thresholds ------------------------------------------------------------------------------


def below(matter: Matter, rows: Sequence[Row]) -> str:
    """Why some measure has thresholds none of which is reached, or nothing."""
    benefit = matter.benefit
    own = [each for each in benefit.thresholds if each.group and each.group == matter.group]
    told = [(each.measure, each.window) for each in own]
    asked = own + [
        each
        for each in benefit.thresholds
        if each.group is None and (each.measure, each.window) not in told
    ]
    for measure in dict.fromkeys(each.measure for each in asked):
        had = [(each.value, _had(each, matter, rows)) for each in asked if each.measure is measure]
        if not any(have is not None and have >= value for value, have in had):
            return "missing_fact" if any(have is None for _, have in had) else "below_threshold"
    return ""


def _had(threshold: Threshold, matter: Matter, rows: Sequence[Row]) -> int | None:
    event = matter.event
    if threshold.measure is Measure.QUANTITY:
        return event.whole_days or event.days
    costs = dict(event.costs)
    if threshold.cost and threshold.cost not in costs:
        return None
    this = costs[threshold.cost] if threshold.cost else event.cost
    if threshold.window is Window.EVENT:
        return this
    own = with_carried(matter.law, [matter.benefit.code])
    before = [row.used for row in rows if row.used.benefit in own]
    of_year = sum(used.cost for used in before if used.on.year == matter.on.year)
    return this + costs.get("year_before", of_year)
