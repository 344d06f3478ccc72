"""Which day decides: the first, the last, or each day for itself.

Where the law splits a stay, it is cut at every day on which something that the benefit rests
on changes: a rate, a parameter, a payer, the person's group, the year of the limits.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from policies.rules.case import last_day
from policies.rules.changes import changes
from policies.rules.compiled import CompiledLaw
from policies.rules.periods import days_on, periods_touched
from policies.rules.settings import Deciding
from policies.rules.types import AmountKind, Benefit, Event, Person, Used


class Part(NamedTuple):
    """A stretch of an event, the day that decides it, and the person as they stood then."""

    event: Event
    on: date
    person: Person


def parts_of(
    event: Event,
    benefit: Benefit,
    reading: CompiledLaw,
    person: Person,
    usage: Sequence[Used],
    deciding: Deciding | None = None,
) -> list[Part]:
    """One part for most laws; several where a stay is split by day.

    ``deciding`` is the answer of a newer law whose change the event crosses.
    """
    deciding = deciding or reading.settings(benefit).deciding
    if deciding is Deciding.END:
        on = last_day(event)
        return [Part(event, on, standing(person, on))]
    split = SPLITS.get(unit_of(benefit)) if deciding is Deciding.SPLIT else None
    if split is None or benefit.code in reading.faults:
        return [Part(event, event.on, person)]
    return [
        Part(stretch, stretch.on, standing(person, stretch.on))
        for stretch in split(event, changes(event, benefit, reading, person, usage))
    ]


def unit_of(benefit: Benefit) -> AmountKind | None:
    """Days or months, if all rates count by them: only such can be split."""
    kinds = {rate.amount_kind for rate in benefit.rates}
    return kinds.pop() if len(kinds) == 1 and kinds <= SPLITS.keys() else None


def standing(person: Person, on: date) -> Person:
    """The person as they stood on a day of the event."""
    held = [changed for since, changed in person.changes if since <= on]
    return held[-1] if held else person


def by_days(event: Event, days: set[date]) -> Iterator[Event]:
    """The event cut so that none of ``days`` lies within a stretch; each knows where it belongs."""
    if event.days == 0:
        yield event
        return
    last = days_on(event.on, event.days - 1)
    starts = [event.on, *sorted(day for day in days if event.on < day <= last)]
    ends = [*(days_on(start, -1) for start in starts[1:]), last]
    for start, end in zip(starts, ends, strict=True):
        yield clipped(event, start, end)


def by_months(event: Event, days: set[date]) -> Iterator[Event]:
    """The same for months: one goes by its first day, the first by the day of the event."""
    months = months_of(event)
    cuts = sorted(days)
    for _, stretch in groupby(months, key=lambda month: bisect_right(cuts, month)):
        own = list(stretch)
        yield replace(event, on=own[0], months=len(own), until=None)
    if not months:
        yield event


def months_of(event: Event) -> list[date]:
    """First day of each month of the event; of the first, the day on which the event begins."""
    if not event.months and event.until is None:
        return []
    return [max(start, event.on) for start in periods_touched(event.on, last_day(event), 1)]


def clipped(event: Event, start: date, end: date) -> Event:
    """The days of an event from ``start`` to ``end``, both inclusive."""
    return replace(
        event,
        on=start,
        until=end,
        days=(end - start).days + 1,
        first_day=event.first_day + (start - event.on).days,
        whole_days=event.whole_days or event.days,
    )


SPLITS: dict[AmountKind | None, Callable[[Event, set[date]], Iterator[Event]]] = {
    AmountKind.PER_DAY: by_days,
    AmountKind.PER_MONTH: by_months,
}
