"""An event that lies under two resolutions: whose day decides, and what counts of the other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from policies.rules.case import last_day
from policies.rules.compiled import compiled
from policies.rules.engine import Asked, answered, assess
from policies.rules.matching import law_in_force
from policies.rules.parts import clipped, is_counted_by_day, last_counted_day, standing
from policies.rules.periods import periods_touched
from policies.rules.settings import Deciding
from policies.rules.types import AmountKind, Assessment, Benefit, Event, Law, Person, Used

Answers = list[tuple[Law, Assessment]]


def assess_across(
    event: Event, laws: Iterable[Law], person: Person, usage: Sequence[Used] = ()
) -> Answers:
    """What each version in force during the event owes; most events meet only one.

    ``laws`` are versions that succeed each other, at most one in force on any day. Where an
    event meets two, the newer one says which day decides (domain.md 3.1, question 1). An
    event outside all of them is put to the nearest, which refuses it in words.
    """
    in_order = sorted(laws, key=lambda law: law.effective_from)
    met = [law for law in in_order if _meets(law, event)]
    if len(met) < 2:
        law = met[0] if met else _nearest(in_order, event.on)
        return [(law, assess(event, law, standing(person, event.on), usage))]
    return _across(event, met, person, tuple(usage))


def _across(event: Event, laws: Sequence[Law], person: Person, usage: tuple[Used, ...]) -> Answers:
    """The parts in the order of the laws; earlier ones count against the limits of later ones."""
    answers: Answers = []
    for law, deciding, split, codes in _tasks(event, laws):
        part = PARTS[split](event, law) if split else event
        who = standing(person, part.on)
        answer = answered(Asked(part, compiled(law), who, usage, deciding, codes))
        answers.append((law, answer))
        usage += tuple(
            Used(line.benefit, line.on, line.quantity, line.amount, 0, law.code, same_event=True)
            for line in answer.lines
        )
    return answers


class Task(NamedTuple):
    """What one law is asked for: benefits that one day decides, or its part of their units."""

    law: Law
    deciding: Deciding
    split: str  # by which units; "" where one day decides all
    codes: frozenset[str]


def _tasks(event: Event, laws: Sequence[Law]) -> list[Task]:
    by_law: dict[tuple[int, Deciding, str], set[str]] = defaultdict(set)
    for code in _codes(event, laws):
        deciding = _deciding(code, laws)
        split = _unit(code, laws) if deciding is Deciding.SPLIT else ""
        for number in LAWS_ASKED[deciding](len(laws)):
            by_law[number, deciding, split].add(code)
    return [
        Task(laws[number], deciding, split, frozenset(codes))
        for (number, deciding, split), codes in sorted(by_law.items())
    ]


LAWS_ASKED: dict[Deciding, Callable[[int], Sequence[int]]] = {
    Deciding.START: lambda count: [0],
    Deciding.END: lambda count: [count - 1],
    Deciding.SPLIT: range,
}


def _codes(event: Event, laws: Sequence[Law]) -> Iterator[str]:
    """The benefits that some law opens for what is asked; a word that none knows stands itself."""
    for word in event.benefits:
        opened = {each.code for law in laws for each in compiled(law).asked(word)}
        yield from opened or {word}


def _deciding(code: str, laws: Sequence[Law]) -> Deciding:
    """The newest law's answer; what some law does not count by day can't be split."""
    newest = compiled(laws[-1])
    known = newest.benefits.get(code)
    deciding = newest.settings(known).deciding if known else newest.law.settings.deciding
    return Deciding.START if deciding is Deciding.SPLIT and not _unit(code, laws) else deciding


def _unit(code: str, laws: Sequence[Law]) -> str:
    """By what all laws that know a benefit count it, if it can be split at all; "" if not."""
    known = [benefit for law in laws if (benefit := compiled(law).benefits.get(code))]
    return next((unit for unit, counts in UNITS.items() if all(map(counts, known))), "")


def _days_under(event: Event, law: Law) -> Event:
    """The days of the event on which this law is in force."""
    first = max(event.on, law.effective_from)
    return clipped(event, first, min(last_counted_day(event), law.effective_to or date.max))


def _months_under(event: Event, law: Law) -> Event:
    """The months that begin while this law is in force; the first begins with the event."""
    starts = list(periods_touched(event.on, last_day(event), 1))
    begun = [max(start, event.on) for start in starts]
    own = [day for day in begun if law_in_force(law, day)]
    if not own:
        return replace(event, on=max(event.on, law.effective_from), months=0, until=None)
    return replace(event, on=own[0], months=len(own), until=None)


UNITS: dict[str, Callable[[Benefit], bool]] = {
    "days": is_counted_by_day,
    "months": lambda benefit: all(
        rate.amount_kind is AmountKind.PER_MONTH for rate in benefit.rates
    ),
}
PARTS: dict[str, Callable[[Event, Law], Event]] = {"days": _days_under, "months": _months_under}


def _meets(law: Law, event: Event) -> bool:
    return law.effective_from <= last_day(event) and event.on <= (law.effective_to or date.max)


def _nearest(laws: Sequence[Law], on: date) -> Law:
    """The last one that began by then, else the first to come."""
    begun = [law for law in laws if law.effective_from <= on]
    return begun[-1] if begun else laws[0]
