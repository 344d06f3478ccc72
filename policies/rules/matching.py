"""Which rates fit: by date, by the traits of person and event, by group."""

from collections.abc import Sequence
from datetime import date

from policies.rules.case import Case
from policies.rules.periods import add_months
from policies.rules.settings import ExaminingBody
from policies.rules.types import Condition, DatedList, Event, Law, Person, Rate


def law_in_force(law: Law, on: date) -> bool:
    return law.effective_from <= on and (law.effective_to is None or on <= law.effective_to)


def rate_in_force(rate: Rate, on: date) -> bool:
    return (rate.valid_from is None or rate.valid_from <= on) and (
        rate.valid_to is None or on <= rate.valid_to
    )


def traits_of(person: Person, event: Event) -> dict[str, str]:
    """Traits of both by name; where both name one, the event was there and knows better."""
    return dict((*person.traits, *event.traits))


def conditions_met(conditions: Sequence[Condition], case: Case) -> bool:
    """All conditions hold. A trait that nobody recorded meets no condition but a denied one."""
    return all(_holds(condition, case) != condition.denied for condition in conditions)


def _holds(condition: Condition, case: Case) -> bool:
    if condition.listed:
        return _is_listed(condition, case)
    if condition.lowest is not None or condition.highest is not None:
        return _is_within(condition, case.number(condition.trait))
    return case.trait(condition.trait) in condition.values or _had_lately(condition, case)


def _is_within(condition: Condition, number: int | None) -> bool:
    if number is None:
        return False
    lowest, highest = condition.lowest, condition.highest
    return (lowest is None or lowest <= number) and (highest is None or number <= highest)


def _had_lately(condition: Condition, case: Case) -> bool:
    """Lost, but not longer ago than the grace that the law gives."""
    return condition.grace_months > 0 and any(
        lost.trait == condition.trait
        and lost.value in condition.values
        and case.on <= add_months(lost.until, condition.grace_months)
        for lost in case.person.lost
    )


def _is_listed(condition: Condition, case: Case) -> bool:
    value, listed = case.trait(condition.trait), case.reading.lists[condition.listed]
    day = _day_of_opinion(case) if condition.trait == "examining_body" else case.on
    return value is not None and in_list(listed, value, day, condition.grace_months)


def _day_of_opinion(case: Case) -> date:
    """The day on which the examining body must have been in office."""
    if case.settings.examining_body is ExaminingBody.ON_EVENT:
        return case.on
    return case.event.opinion_on or case.on


def in_list(listed: DatedList, value: str, on: date, grace_months: int = 0) -> bool:
    """Whether a value stands in a list on a day, or left it within the months of grace."""
    return any(
        entry.value == value
        and (entry.since is None or entry.since <= on)
        and (entry.until is None or on <= add_months(entry.until, grace_months))
        for entry in listed.entries
    )


def fitting_rates(case: Case) -> list[Rate]:
    """The rates that fit; one that names the group goes before one for every group."""
    for rates in (case.terms.own_rates, case.terms.common_rates):
        fitting = [
            rate
            for rate in rates
            if rate_in_force(rate, case.on)
            and (not rate.conditions or conditions_met(rate.conditions, case))
        ]
        if fitting:
            return fitting
    return []
