"""What is left of each limit after an answer, for whoever wants to see how near it came."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from policies.rules.case import Case
from policies.rules.compiled import Bound, compiled
from policies.rules.limits import UNCOUNTED, applies, held_limit, rows_within
from policies.rules.matching import traits_of
from policies.rules.plain import Situation
from policies.rules.types import Law, Line, Measure, Rate, Used, Window
from policies.rules.words import counted


class Left(NamedTuple):
    """A limit, in words, and how much of it is used once this answer is paid."""

    sentence: str
    article: str
    used: int
    value: int

    @property
    def is_exhausted(self) -> bool:
        return self.used >= self.value


def left_after(situation: Situation, law: Law, line: Line, lines: Sequence[Line]) -> list[Left]:
    """The limits that one of the lines stands under, the lines of this answer counted in."""
    case = _case_of(situation, law, line)
    rate = next(rate for rate in case.benefit.rates if rate.id == line.rate)
    return [
        _left(bound, case, line, lines)
        for bound in case.reading.limits(case.benefit, case.terms, rate)
        if _applies(bound, rate, case)
    ]


def _case_of(situation: Situation, law: Law, line: Line) -> Case:
    """The question to which the line is the answer."""
    reading, person = compiled(law), situation.person
    benefit = reading.benefits[line.benefit]
    return Case(
        situation.event,
        law,
        reading,
        person,
        situation.usage,
        benefit,
        reading.terms(benefit, line.group),
        line.on,
        traits_of(person, situation.event),
        law.effective_to,
    )


def _applies(bound: Bound, rate: Rate, case: Case) -> bool:
    """A ceiling of the rate alone is told by the line itself."""
    counts = bound.limit.measure is not Measure.QUANTITY or rate.amount_kind not in UNCOUNTED
    return not bound.of_occurrence and counts and applies(bound, case)


def _left(bound: Bound, case: Case, line: Line, lines: Sequence[Line]) -> Left:
    limit = bound.limit
    span, rows = rows_within(limit, case, bound.codes, lines)
    (held, value), used = held_limit(bound, case), USED[limit.measure](rows)
    unit = UNITS.get(limit.measure, line.unit)
    each = "suốt đời" if limit.window is Window.EVER else span.each
    left = counted(max(0, value - used), unit)
    told = (
        f"Hạn mức {counted(value, unit)} {each}: tính cả lần này {counted(used, unit)}, còn {left}"
    )
    return Left(told, held.article, used, value)


def _times(rows: Iterable[Used]) -> int:
    """All lines of this very event are one more time."""
    rows = list(rows)
    earlier = sum(not row.same_event for row in rows)
    return earlier + any(row.same_event for row in rows)


USED: dict[Measure, Callable[[Iterable[Used]], int]] = {
    Measure.TIMES: _times,
    Measure.QUANTITY: lambda rows: sum(row.quantity for row in rows),
    Measure.AMOUNT: lambda rows: sum(row.amount for row in rows),
}
UNITS = {Measure.TIMES: "lần", Measure.AMOUNT: "đồng"}
