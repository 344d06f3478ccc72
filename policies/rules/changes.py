"""The days on which something that a benefit rests on may be otherwise than the day before."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from policies.rules.case import last_day
from policies.rules.compiled import CompiledLaw
from policies.rules.limits import is_from_use_to_use
from policies.rules.periods import add_months, days_on, periods_touched
from policies.rules.settings import BaseOn
from policies.rules.types import (
    AmountKind,
    Benefit,
    Condition,
    Event,
    Limit,
    Payer,
    Person,
    Rate,
    Relation,
    Used,
    Window,
    Worth,
)


class _Scene(NamedTuple):
    event: Event
    benefit: Benefit
    reading: CompiledLaw
    person: Person
    usage: Sequence[Used]

    def rates(self) -> Iterator[Rate]:
        """The benefit's own, and those that they are shares of."""
        for rate in self.benefit.rates:
            yield rate
            if rate.worth is Worth.SHARE_OF_RATE:
                yield from self.reading.benefits[rate.of].rates

    def limits(self) -> Sequence[Limit]:
        return (*self.benefit.limits, *self.reading.law.limits)

    def conditions(self) -> Iterator[Condition]:
        for rate in self.rates():
            yield from rate.conditions
        for limit in self.limits():
            yield from limit.conditions


def changes(
    event: Event, benefit: Benefit, reading: CompiledLaw, person: Person, usage: Sequence[Used]
) -> set[date]:
    """First days of whatever may be otherwise from then on; some may lie outside the event."""
    scene = _Scene(event, benefit, reading, person, usage)
    return {day for source in SOURCES for day in source(scene)}


def _of_law(scene: _Scene) -> Iterator[date]:
    law = scene.reading.law
    yield law.effective_from
    if law.effective_to:
        yield days_on(law.effective_to, 1)


def _of_rates(scene: _Scene) -> Iterator[date]:
    for rate in scene.rates():
        if rate.valid_from:
            yield rate.valid_from
        if rate.valid_to:
            yield days_on(rate.valid_to, 1)
        yield from _of_payer(rate.payer)


def _of_payer(payer: Payer | None) -> Iterator[date]:
    while payer:
        if payer.open_to:
            yield days_on(payer.open_to, 1)
        payer = payer.successor


def _of_parameters(scene: _Scene) -> Iterator[date]:
    """Not for months that are each reckoned by the value of their own first day anyway."""
    by_month = all(rate.amount_kind is AmountKind.PER_MONTH for rate in scene.benefit.rates)
    if by_month and scene.reading.settings(scene.benefit).base_on is BaseOn.EACH_PERIOD:
        return
    for parameter in scene.reading.law.parameters:
        yield from (value.since for value in parameter.values)


def _of_lists(scene: _Scene) -> Iterator[date]:
    """A value enters a list, leaves it, or its grace runs out; listed days stand alone."""
    for condition in scene.conditions():
        if not condition.listed:
            continue
        for entry in scene.reading.lists[condition.listed].entries:
            if entry.since:
                yield entry.since
            if entry.until:
                yield days_on(add_months(entry.until, condition.grace_months), 1)
    if any(condition.trait == "day" for condition in scene.conditions()):
        yield from _each_day(scene.event)


def _of_person(scene: _Scene) -> Iterator[date]:
    person = scene.person
    yield from (since for since, _ in person.changes)
    if person.ended_on:
        yield person.ended_on
    for condition in scene.conditions():
        yield from (
            days_on(add_months(lost.until, condition.grace_months), 1) for lost in person.lost
        )
    if person.birth_date:
        for year in range(scene.event.on.year, last_day(scene.event).year + 1):
            yield add_months(person.birth_date, 12 * (year - person.birth_date.year))
            yield date(year, 3, 1)  # the birthday of who was born on 29/2


def _of_windows(scene: _Scene) -> Iterator[date]:
    """Years always; shorter periods only where a limit looks at them."""
    looked_at = {MONTHS[limit.window] for limit in scene.limits() if limit.window in MONTHS}
    for months in {12, *looked_at}:
        yield from periods_touched(scene.event.on, last_day(scene.event), months)
    rules: list[Limit | Relation] = [*scene.limits(), *scene.reading.law.relations]
    for rule in rules:
        if is_from_use_to_use(rule):
            yield from (add_months(row.on, 12 * rule.cycle_years) for row in scene.usage)


def _each_day(event: Event) -> Iterator[date]:
    return (days_on(event.on, number) for number in range(event.days))


MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.HALF_YEAR: 6}
SOURCES: tuple[Callable[[_Scene], Iterator[date]], ...] = (
    _of_law,
    _of_rates,
    _of_parameters,
    _of_lists,
    _of_person,
    _of_windows,
)
