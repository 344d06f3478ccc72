"""A planned year, made of the recorded one and of typed assumptions. The same each time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from claims.simulating.cases import Ask, Occurrences, Plan, Scale, Subject
from policies.rules import WHOLE, Event

DAYS_OF_YEAR = 365


def copies_of(place: int, people: int) -> tuple[int, int]:
    """First slot and number of those planned for the person at ``place`` of a group.

    ``people`` is the share in ten-thousandths; what it adds or takes away is spread evenly.
    """
    first, after = place * people // WHOLE, (place + 1) * people // WHOLE
    return first, after - first


def planned_asks(subject: Subject, slot: int, plan: Plan, year: int) -> list[Ask]:
    """The year of one of the people planned, in the order of the days."""
    scale = plan.scales.get(subject.group, Scale())
    counted_out = {each.code for each in plan.occurrences if each.group == subject.group}
    asks = [
        ask._replace(event=scaled(left, scale), booked=())
        for ask in subject.asks
        if not ask.set_aside and (left := _without(ask.event, counted_out)).benefits
    ]
    asks += _made_up(subject, slot, plan, year)
    asks.sort(key=lambda ask: ask.event.on)
    return asks


def _without(event: Event, codes: set[str]) -> Event:
    if not codes.intersection(event.benefits):
        return event
    return replace(event, benefits=tuple(code for code in event.benefits if code not in codes))


def scaled(event: Event, scale: Scale) -> Event:
    """Days and costs by their shares; a stay keeps at least a day."""
    if scale.days == scale.costs == WHOLE:
        return event
    days = max(1, _share(event.days, scale.days)) if event.days else 0
    until = event.until and event.until + timedelta(days=days - event.days)
    return replace(
        event,
        days=days,
        until=until and max(until, event.on),
        cost=_share(event.cost, scale.costs),
        others_paid=_share(event.others_paid, scale.costs),
        costs=tuple((name, _share(cost, scale.costs)) for name, cost in event.costs),
        components=tuple((name, _share(cost, scale.costs)) for name, cost in event.components),
    )


def _share(number: int, share: int) -> int:
    return (number * share + WHOLE // 2) // WHOLE


def _made_up(subject: Subject, slot: int, plan: Plan, year: int) -> Iterator[Ask]:
    """Nobody has a second occurrence before everybody of the group had the first."""
    if subject.person is None:
        return
    step = plan.people.get(subject.group, 0)
    for rule in plan.occurrences:
        if rule.group != subject.group or not step:
            continue
        patterns = plan.patterns.get((rule.group, rule.code), ())
        scale = plan.scales.get(subject.group, Scale())
        for number in range(slot, rule.times, step):
            yield Ask(_occurrence(rule, number, patterns, scale, year), subject.person)


def occurrences_of(subject: Subject, plan: Plan) -> int:
    """How many events all copies of the person have that were not recorded."""
    step = plan.people.get(subject.group, 0)
    slots = range(subject.first_slot, subject.first_slot + subject.copies)
    return sum(
        len(range(slot, rule.times, step))
        for rule in plan.occurrences
        if rule.group == subject.group and step
        for slot in slots
    )


def _occurrence(
    rule: Occurrences, number: int, patterns: Sequence[Event], scale: Scale, year: int
) -> Event:
    """Spread over the year; like one that was recorded, as far as nothing else was typed."""
    middle = (2 * number + 1) * DAYS_OF_YEAR // (2 * rule.times)
    on = date(year, 1, 1) + timedelta(days=middle)
    like = scaled(patterns[number % len(patterns)], scale) if patterns else Event(on, (rule.code,))
    days = like.days if rule.days is None else rule.days
    lasts = days - 1 if days else (like.until - like.on).days if like.until else 0
    return replace(
        like,
        on=on,
        benefits=(rule.code,),
        days=days,
        until=on + timedelta(days=lasts) if days or like.until else None,
        cost=like.cost if rule.cost is None else rule.cost,
        claimed_on=on + (like.claimed_on - like.on) if like.claimed_on else on,
        opinion_on=on + (like.opinion_on - like.on) if like.opinion_on else None,
    )
