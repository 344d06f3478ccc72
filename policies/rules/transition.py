"""An event that lies under two resolutions: whose day decides, and what counts of the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from policies.rules.case import last_day
from policies.rules.compiled import compiled
from policies.rules.engine import Asked, answered, assess
from policies.rules.matching import law_in_force
from policies.rules.parts import clipped, months_of, standing, unit_of
from policies.rules.periods import days_on
from policies.rules.settings import Deciding
from policies.rules.types import AmountKind, Assessment, Event, Law, Line, Person, Used

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
    for task in _tasks(event, laws):
        law, who = task.law, standing(person, task.part.on)
        asked = Asked(task.part, compiled(law), who, usage, task.deciding, frozenset(task.codes))
        answer = _continued(answered(asked), usage)
        answers.append((law, answer))
        usage += tuple(_used(line, law) for line in answer.lines)
    return answers


def _continued(answer: Assessment, usage: Sequence[Used]) -> Assessment:
    """As many occurrences as began under earlier laws are no further times."""
    begun = Counter[str]()
    for row in usage:
        if row.same_event:
            begun[row.benefit] += row.times
    lines = []
    for line in answer.lines:
        goes_on = line.times and begun[line.benefit]
        begun[line.benefit] -= line.times if goes_on else 0
        lines.append(line._replace(times=0) if goes_on else line)
    return Assessment(tuple(lines), answer.refusals)


def _used(line: Line, law: Law) -> Used:
    return Used(
        line.benefit,
        line.on,
        line.quantity,
        line.amount,
        law=law.code,
        same_event=True,
        times=line.times,
    )


@dataclass(slots=True)
class Task:
    """What one law is asked for: benefits that one day decides, or its part of their units."""

    number: int  # of the law, from the oldest
    law: Law
    deciding: Deciding
    part: Event
    codes: list[str]

    def is_for(self, number: int, deciding: Deciding, part: Event) -> bool:
        return (self.number, self.deciding, self.part) == (number, deciding, part)


def _tasks(event: Event, laws: Sequence[Law]) -> list[Task]:
    """In the order of the laws, under each in the order asked."""
    found: list[Task] = []
    for code in _codes(event, laws):
        deciding, unit = _deciding(code, laws)
        for number, part in _parts(event, laws, deciding, unit):
            alike = [each for each in found if each.is_for(number, deciding, part)]
            if not alike:
                alike = [Task(number, laws[number], deciding, part, [])]
                found += alike
            alike[0].codes.append(code)
    return sorted(found, key=lambda task: task.number)


def _parts(
    event: Event, laws: Sequence[Law], deciding: Deciding, unit: AmountKind | None
) -> list[tuple[int, Event]]:
    """Which laws are asked, each with its part of the event."""
    if deciding is Deciding.END:
        return [(len(laws) - 1, event)]
    if deciding is Deciding.START or unit is None:
        return [(0, event)]
    cut = PARTS[unit]
    parts = [(number, part) for number, law in enumerate(laws) if (part := cut(event, law))]
    return parts or [(0, event)]


def _codes(event: Event, laws: Sequence[Law]) -> Iterator[str]:
    """The benefits that some law opens for what is asked; a word that none knows stands itself."""
    for word in event.benefits:
        opened = [each.code for law in laws for each in compiled(law).asked(word)]
        yield from dict.fromkeys(opened) or [word]


def _deciding(code: str, laws: Sequence[Law]) -> tuple[Deciding, AmountKind | None]:
    """The newest law's answer, and by what is split; what can't be is decided by the first day."""
    newest = compiled(laws[-1])
    known = newest.benefits.get(code)
    deciding = newest.settings(known).deciding if known else newest.law.settings.deciding
    unit = _unit(code, laws) if deciding is Deciding.SPLIT else None
    return (Deciding.START if deciding is Deciding.SPLIT and unit is None else deciding), unit


def _unit(code: str, laws: Sequence[Law]) -> AmountKind | None:
    """By what all laws that know a benefit count it; what ranks against others is never split."""
    known = [benefit for law in laws if (benefit := compiled(law).benefits.get(code))]
    ranks = [relation for law in laws for relation in compiled(law).ranks]
    if any(code in relation.benefits for relation in ranks):
        return None
    units = {unit_of(benefit) for benefit in known}
    return units.pop() if len(units) == 1 else None


def _days_under(event: Event, law: Law) -> Event | None:
    """The days of the event on which this law is in force; None if there are none."""
    last = days_on(event.on, event.days - 1)
    first, end = max(event.on, law.effective_from), min(last, law.effective_to or date.max)
    return clipped(event, first, end) if event.days and first <= end else None


def _months_under(event: Event, law: Law) -> Event | None:
    """The months that begin while this law is in force; the first begins with the event."""
    own = [day for day in months_of(event) if law_in_force(law, day)]
    return replace(event, on=own[0], months=len(own), until=None) if own else None


PARTS: dict[AmountKind, Callable[[Event, Law], Event | None]] = {
    AmountKind.PER_DAY: _days_under,
    AmountKind.PER_MONTH: _months_under,
}


def _meets(law: Law, event: Event) -> bool:
    last = max(last_day(event), days_on(event.on, max(1, event.days) - 1))
    return law.effective_from <= last and event.on <= (law.effective_to or date.max)


def _nearest(laws: Sequence[Law], on: date) -> Law:
    """The last one that began by then, else the first to come."""
    begun = [law for law in laws if law.effective_from <= on]
    return begun[-1] if begun else laws[0]
