"""The same events and people some years later, as if everything had happened then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from policies.rules import Event, Person, Used


def moved_event(event: Event, years: int) -> Event:
    """Days keep their distance from the first one, so that a stay is as long as it was."""
    if not years:
        return event
    on = moved_day(event.on, years)
    follow = _following(event.on, on)
    return replace(
        event,
        on=on,
        until=follow(event.until),
        claimed_on=follow(event.claimed_on),
        opinion_on=follow(event.opinion_on),
    )


def moved_person(person: Person, years: int) -> Person:
    """As old, as long retired and as long in a group as they were."""
    if not years:
        return person
    return replace(
        person,
        birth_date=person.birth_date and moved_day(person.birth_date, years),
        ended_on=person.ended_on and moved_day(person.ended_on, years),
        lost=tuple(replace(each, until=moved_day(each.until, years)) for each in person.lost),
        changes=tuple(
            (moved_day(on, years), moved_person(later, years)) for on, later in person.changes
        ),
    )


def moved_use(used: Used, years: int) -> Used:
    return replace(used, on=moved_day(used.on, years)) if years else used


def moved_day(day: date, years: int) -> date:
    """29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _following(first: date, moved: date) -> Callable[[date | None], date | None]:
    return lambda day: moved + (day - first) if day else None
