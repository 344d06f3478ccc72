"""What a person may have next and when, as far as the law limits how often."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from policies.rules.case import Case
from policies.rules.compiled import Bound, compiled
from policies.rules.limits import Span, applies, free_again, held_limit, rows_within
from policies.rules.matching import conditions_met, rate_in_force, traits_of
from policies.rules.traits import NUMBERS
from policies.rules.types import (
    Benefit,
    Condition,
    Event,
    Law,
    Limit,
    Measure,
    Person,
    Rate,
    Used,
    Window,
)


class Outlook(NamedTuple):
    """A benefit that is had so many times; ``since`` is the first day of the next time.

    ``since`` is the asked day itself when one more is free, None when there is never one again.
    """

    benefit: Benefit
    limit: Limit
    value: int  # how many times the limit allows
    used: int
    span: Span
    since: date | None
    latest: date | None  # the last time within the span


def outlooks(law: Law, person: Person, usage: Sequence[Used], on: date) -> Iterator[Outlook]:
    """Each benefit of the law that the person may have and that a number of times limits.

    What only an event will tell (the hospital, the disease) is left open: it may fit.
    """
    reading, event = compiled(law), Event(on, ())
    for benefit in law.benefits:
        case = Case(
            event,
            law,
            reading,
            person,
            tuple(usage),
            benefit,
            reading.terms(benefit, person.group),
            on,
            traits_of(person, event),
            law.effective_to,
        )
        rates = (*case.terms.own_rates, *case.terms.common_rates)
        if benefit.needs_group and any(_may_fit(rate, case) for rate in rates):
            found = [_outlook(bound, case) for bound in _frequencies(case)]
            if found:
                yield max(found, key=lambda one: (one.since is None, one.since or on))


def _may_fit(rate: Rate, case: Case) -> bool:
    told = [condition for condition in rate.conditions if not _is_open(condition, case)]
    return rate_in_force(rate, case.on) and conditions_met(told, case)


def _is_open(condition: Condition, case: Case) -> bool:
    return condition.trait not in NUMBERS and case.trait(condition.trait) is None


def _frequencies(case: Case) -> list[Bound]:
    return [
        bound
        for bound in case.terms.limits
        if bound.limit.measure is Measure.TIMES
        and bound.limit.window is not Window.EVENT
        and applies(bound, case)
    ]


def _outlook(bound: Bound, case: Case) -> Outlook:
    span, rows = rows_within(bound.limit, case, bound.codes, ())
    held, value = held_limit(bound, case)
    weights = [row.times for row in rows]
    since: date | None = case.on
    if sum(weights) >= value:
        last = free_again(span, bound.limit, rows, weights, value)
        since = last + timedelta(days=1) if last else None
    latest = max((row.on for row in rows), default=None)
    return Outlook(case.benefit, held, value, sum(weights), span, since, latest)
