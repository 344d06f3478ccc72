"""A planned year, made of the recorded one and of typed assumptions. The same each time."""

from collections import Counter
from collections.abc import Iterator, Mapping
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


def planned_lives(subject: Subject, plan: Plan, year: int) -> Iterator[tuple[list[Ask], int]]:
    """The year of the people planned after one, and how many of them have just this year.

    Copies of a person are alike but for the last occurrence that was counted out, which comes
    to some of them only; so there are few different years, whatever the number of people.
    """
    rules = [each for each in plan.occurrences if each.group == subject.group]
    slots = range(subject.first_slot, subject.first_slot + subject.copies)
    alike = Counter(tuple(_times(rule, slot, plan) for rule in rules) for slot in slots)
    for times, weight in alike.items():
        yield planned_asks(subject, dict(zip(rules, times, strict=True)), plan, year), weight


def planned_asks(
    subject: Subject, times: Mapping[Occurrences, int], plan: Plan, year: int
) -> list[Ask]:
    """What was recorded, scaled, and so many times of what is counted out, by their days."""
    scale = plan.scales.get(subject.group, Scale())
    counted_out = {rule.code for rule in times}
    asks = [
        ask._replace(event=scaled(left, scale), booked=())
        for ask in subject.asks
        if not ask.set_aside and (left := _without(ask.event, counted_out)).benefits
    ]
    if subject.person is not None:
        for rule, count in times.items():
            events = _made_up(rule, count, subject, plan, year)
            asks += (Ask(event, subject.person) for event in events)
    asks.sort(key=lambda ask: ask.event.on)
    return asks


def _times(rule: Occurrences, slot: int, plan: Plan) -> int:
    """Nobody has a second occurrence before everybody of the group had the first."""
    people = plan.people.get(rule.group, 0)
    return len(range(slot, rule.times, people)) if people else 0


def occurrences_of(subject: Subject, plan: Plan) -> int:
    """How many events all copies of the person have that were not recorded."""
    slots = range(subject.first_slot, subject.first_slot + subject.copies)
    rules = [rule for rule in plan.occurrences if rule.group == subject.group]
    return sum(_times(rule, slot, plan) for rule in rules for slot in slots)


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


def _made_up(
    rule: Occurrences, count: int, subject: Subject, plan: Plan, year: int
) -> Iterator[Event]:
    """Spread over the year: those of one person evenly, those of several side by side."""
    patterns = plan.patterns.get((rule.group, rule.code), ())
    scale = plan.scales.get(rule.group, Scale())
    first = subject.first_slot
    people = plan.people[rule.group]
    most = -(-rule.times // people)
    for turn in range(count):
        place = turn * people + first  # among all that could take place
        day = (2 * place + 1) * DAYS_OF_YEAR // (2 * most * people)
        like = patterns[(first + turn) % len(patterns)] if patterns else None
        yield _occurrence(rule, date(year, 1, 1) + timedelta(days=day), like, scale)


def _occurrence(rule: Occurrences, on: date, like: Event | None, scale: Scale) -> Event:
    """Like one that was recorded, as far as nothing else was typed."""
    like = scaled(like, scale) if like else Event(on, (rule.code,))
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
