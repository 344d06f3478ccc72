"""Which rates fit: by date, by the traits of person and event, by group."""

from collections.abc import Mapping
from datetime import date

from policies.rules.compiled import Terms
from policies.rules.types import Event, Law, Person, Rate


def law_in_force(law: Law, on: date) -> bool:
    return law.effective_from <= on and (law.effective_to is None or on <= law.effective_to)


def rate_in_force(rate: Rate, on: date) -> bool:
    return (rate.valid_from is None or rate.valid_from <= on) and (
        rate.valid_to is None or on <= rate.valid_to
    )


def traits_of(person: Person, event: Event) -> dict[str, str]:
    """Traits of both by name; where both name one, the event was there and knows better."""
    return dict((*person.traits, *event.traits))


def conditions_met(rate: Rate, traits: Mapping[str, str]) -> bool:
    """All conditions hold. A trait that nobody recorded meets no condition."""
    return not rate.conditions or all(
        traits.get(condition.trait) in condition.values for condition in rate.conditions
    )


def fitting_rates(terms: Terms, on: date, traits: Mapping[str, str]) -> list[Rate]:
    """The rates that fit; one that names the group goes before one for every group."""
    for rates in (terms.own_rates, terms.common_rates):
        fitting = [
            rate for rate in rates if rate_in_force(rate, on) and conditions_met(rate, traits)
        ]
        if fitting:
            return fitting
    return []
