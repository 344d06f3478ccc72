"""An event that lies under two resolutions: whose day decides, and what counts of the other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from policies.rules.case import last_day
from policies.rules.compiled import compiled
from policies.rules.engine import Asked, answered, assess
from policies.rules.parts import clipped, is_counted_by_day, last_counted_day, standing
from policies.rules.settings import Deciding
from policies.rules.types import Assessment, Event, Law, Person, Used

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
    for law, deciding, codes in _tasks(event, laws):
        part = _part(event, law) if deciding is Deciding.SPLIT else event
        who = standing(person, part.on)
        answer = answered(Asked(part, compiled(law), who, usage, deciding, codes))
        answers.append((law, answer))
        usage += tuple(
            Used(line.benefit, line.on, line.quantity, line.amount, 0, law.code, same_event=True)
            for line in answer.lines
        )
    return answers


Task = tuple[Law, Deciding, frozenset[str]]


def _tasks(event: Event, laws: Sequence[Law]) -> list[Task]:
    """What each law is asked for: the benefits that one day decides, or their part of the days."""
    by_law: dict[tuple[int, Deciding], set[str]] = defaultdict(set)
    for code in _codes(event, laws):
        deciding = _deciding(code, laws)
        for number in LAWS_ASKED[deciding](len(laws)):
            by_law[number, deciding].add(code)
    return [
        (laws[number], deciding, frozenset(codes))
        for (number, deciding), codes in sorted(by_law.items())
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
    if deciding is Deciding.SPLIT and not all(_is_split(code, law) for law in laws):
        return Deciding.START
    return deciding


def _is_split(code: str, law: Law) -> bool:
    benefit = compiled(law).benefits.get(code)
    return benefit is None or is_counted_by_day(benefit)


def _part(event: Event, law: Law) -> Event:
    """The days of the event on which this law is in force."""
    first = max(event.on, law.effective_from)
    return clipped(event, first, min(last_counted_day(event), law.effective_to or date.max))


def _meets(law: Law, event: Event) -> bool:
    return law.effective_from <= last_day(event) and event.on <= (law.effective_to or date.max)


def _nearest(laws: Sequence[Law], on: date) -> Law:
    """The last one that began by then, else the first to come."""
    begun = [law for law in laws if law.effective_from <= on]
    return begun[-1] if begun else laws[0]
