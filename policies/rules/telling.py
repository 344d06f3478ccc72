"""Answers to needs → a person and an event, and back.

An answer is a date, a whole number (days, đồng, ten-thousandths), words, or for ``CHOICES`` a
tuple of words. A need without an answer isn't in the mapping.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from policies.rules.facts import Need, Subject
from policies.rules.types import Event, Lost, Person

Answers = Mapping[str, Any]  # by the name of the need
Told = Sequence[tuple[Need, Any]]


def told(
    needs: Iterable[Need], answers: Answers, *, benefits: Iterable[str], basis: Person | None = None
) -> tuple[Person, Event]:
    """The person and the event of these answers.

    ``basis`` is somebody of whom much is known already: an answer goes before what was known.
    Raises ``KeyError`` if the day of the event isn't answered.
    """
    answered = [(need, answers[need.name]) for need in needs if need.name in answers]
    person, event = basis or Person(), Event(on=answers["on"], benefits=tuple(benefits))
    changed: date | None = None
    for need, value in answered:
        if need.subject is Subject.EVENT:
            event = replace(event, **{need.field: _placed(need, value, event)})
        elif need.field == "changes":
            changed = value if need.key == "on" else changed
        else:
            person = replace(person, **{need.field: _placed(need, value, person)})
    if changed:
        later = replace(person, group=answers.get("changes.group"), changes=())
        person = replace(person, changes=((changed, later),))
    return person, event


def answers_of(needs: Iterable[Need], person: Person, event: Event) -> dict[str, Any]:
    """What a person and an event say to these needs; what is left empty isn't there."""
    found = {}
    for need in needs:
        value = _taken(need, person, event)
        if value not in (None, 0, "", ()) or (value == 0 and need.field in ZERO_COUNTS):
            found[need.name] = value
    return found


ZERO_COUNTS = ("decided_amount", "decided_share", "costs", "components", "numbers")  # 0 is told


# --- in --------------------------------------------------------------------------------------


def _placed(need: Need, value: Any, subject: Person | Event) -> Any:
    return PLACED.get(need.field, _alone)(need, value, subject)


def _alone(need: Need, value: Any, subject: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


def _among_pairs(need: Need, value: Any, subject: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((dict(getattr(subject, need.field)) | {need.key: value}).items())


def _among_lost(need: Need, value: date, subject: Person) -> tuple[Lost, ...]:
    trait, _, lost = need.key.partition(":")
    others = [each for each in subject.lost if (each.trait, each.value) != (trait, lost)]
    return (*others, Lost(trait, lost, value))


PLACED: Mapping[str, Callable[[Need, Any, Any], Any]] = {
    "traits": _among_pairs,
    "numbers": _among_pairs,
    "costs": _among_pairs,
    "components": _among_pairs,
    "lost": _among_lost,
}


# --- out -------------------------------------------------------------------------------------


def _taken(need: Need, person: Person, event: Event) -> Any:
    """Either may name a trait; the event goes first, as in the rules."""
    subject: Any = event if need.subject is Subject.EVENT else person
    if need.field == "traits":
        return (dict(person.traits) | dict(event.traits)).get(need.key)
    return TAKEN.get(need.field, _plainly)(need, subject)


def _plainly(need: Need, subject: Any) -> Any:
    return getattr(subject, need.field)


def _of_pairs(need: Need, subject: Any) -> Any:
    return dict(getattr(subject, need.field)).get(need.key)


def _of_lost(need: Need, subject: Person) -> date | None:
    until = [each.until for each in subject.lost if f"{each.trait}:{each.value}" == need.key]
    return max(until, default=None)


def _of_changes(need: Need, subject: Person) -> Any:
    """The first change only: a form asks for no more."""
    if not subject.changes:
        return None
    on, later = subject.changes[0]
    return on if need.key == "on" else later.group


TAKEN: Mapping[str, Callable[[Need, Any], Any]] = {
    "numbers": _of_pairs,
    "costs": _of_pairs,
    "components": _of_pairs,
    "lost": _of_lost,
    "changes": _of_changes,
}
