"""Which day decides: the first, the last, or each day for itself.

Where the law splits a stay, it is cut at every day on which something that the benefit rests
on changes: a rate, a parameter, a payer, the person's group, the year of the limits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from policies.rules.case import last_day
from policies.rules.changes import changes
from policies.rules.compiled import CompiledLaw
from policies.rules.periods import ONE_DAY
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
    can_be_split = is_counted_by_day(benefit) and benefit.code not in reading.faults
    if deciding is Deciding.SPLIT and can_be_split:
        return [
            Part(stretch, stretch.on, standing(person, stretch.on))
            for stretch in stretches(event, changes(event, benefit, reading, person, usage))
        ]
    return [Part(event, event.on, person)]


def is_counted_by_day(benefit: Benefit) -> bool:
    return all(rate.amount_kind is AmountKind.PER_DAY for rate in benefit.rates)


def standing(person: Person, on: date) -> Person:
    """The person as they stood on a day of the event."""
    held = [changed for since, changed in person.changes if since <= on]
    return held[-1] if held else person


def stretches(event: Event, days: set[date]) -> Iterator[Event]:
    """The event cut so that none of ``days`` lies within a stretch; each knows where it belongs."""
    last = last_counted_day(event)
    starts = [event.on, *sorted(day for day in days if event.on < day <= last)]
    ends = [*(start - ONE_DAY for start in starts[1:]), last]
    for start, end in zip(starts, ends, strict=True):
        yield clipped(event, start, end)


def last_counted_day(event: Event) -> date:
    """The day up to which the days of the event count."""
    return event.on + timedelta(days=max(1, event.days) - 1)


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
