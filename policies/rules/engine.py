"""What is owed for an event: the law's steps, in the order in which an officer takes them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from policies.rules import explain
from policies.rules.amounts import AMOUNTS, Due
from policies.rules.compiled import CompiledLaw, Terms, compiled
from policies.rules.limits import LIMITS, Cut, History
from policies.rules.matching import fitting_rates, law_in_force, traits_of
from policies.rules.types import (
    Assessment,
    Benefit,
    Event,
    Law,
    Limit,
    LimitKind,
    Line,
    Person,
    Rate,
    Refusal,
    RefusalReason,
    Used,
)


def assess(event: Event, law: Law, person: Person, usage: Sequence[Used] = ()) -> Assessment:
    """Each benefit asked for becomes a line or a refusal, in the order asked.

    ``usage`` holds the person's other lines that count against limits (any benefit, any
    order; not those of this event itself). Nothing that the law can say raises: what can't
    be decided is refused with a reason, never skipped and never paid.
    """
    case = _Case(event, law, compiled(law), person, usage)
    lines: list[Line] = []
    refusals: list[Refusal] = []
    for code in event.benefits:
        answer = _answer(case, code, lines)
        if isinstance(answer, Line):
            lines.append(answer)
        else:
            refusals.append(answer)
    return Assessment(tuple(lines), tuple(refusals))


class _Case(NamedTuple):
    """The four things that ``assess`` was given, the law in its compiled form."""

    event: Event
    law: Law
    reading: CompiledLaw
    person: Person
    usage: Sequence[Used]

    @property
    def who(self) -> str:
        """``Đối tượng 4``, or a word for someone who needs no group."""
        group = self.person.group or ""
        return self.reading.group_names.get(group, group) or "người đề nghị"


def _answer(case: _Case, code: str, lines: Sequence[Line]) -> Line | Refusal:
    """Is the law in force, does it know the benefit, is the person in one of its groups?"""
    law, on = case.law, case.event.on
    benefit = case.reading.benefits.get(code)
    if not law_in_force(law, on):
        return _refuse_out_of_force(case, code, benefit)
    if benefit is None:
        sentence = explain.unknown_benefit(code, law)
        return Refusal(code, RefusalReason.UNKNOWN_BENEFIT, "", sentence)
    if benefit.needs_group and not _in_a_group(case):
        sentence = explain.no_group(benefit, law, case.person.group, on)
        return Refusal(code, RefusalReason.NO_GROUP, benefit.article, sentence)
    return _by_rate(case, benefit, lines)


def _in_a_group(case: _Case) -> bool:
    """A law that lists its groups knows no others; "4" of another resolution is not its "4"."""
    group, listed = case.person.group, case.reading.group_names
    return bool(group) and (not listed or group in listed)


def _by_rate(case: _Case, benefit: Benefit, lines: Sequence[Line]) -> Line | Refusal:
    """Exactly one rate must fit, and it must come to something."""
    law, on = case.law, case.event.on
    terms = case.reading.terms(benefit, case.person.group)
    traits = traits_of(case.person, case.event)
    rates = fitting_rates(terms, on, traits)
    if not rates:
        sentence = explain.no_rate(benefit, terms, law, case.who, on, traits)
        return Refusal(benefit.code, RefusalReason.NO_RATE, benefit.article, sentence)
    if len(rates) > 1:
        sentence = explain.ambiguous_rate(benefit, law, case.who, on, rates)
        return Refusal(benefit.code, RefusalReason.AMBIGUOUS_RATE, benefit.article, sentence)
    [rate] = rates
    asked = AMOUNTS[rate.amount_kind](rate, case.event)
    if asked.is_nothing:
        sentence = explain.nothing_to_pay(benefit, rate, law, asked)
        return Refusal(benefit.code, RefusalReason.NOTHING_TO_PAY, rate.article, sentence)
    return _within_limits(case, benefit, rate, asked, _limits(terms, rate), lines)


def _limits(terms: Terms, rate: Rate) -> tuple[Limit, ...]:
    """The terms' limits, and last the rate's own ceiling on each occurrence."""
    if rate.ceiling is None:
        return terms.limits
    return (*terms.limits, Limit(LimitKind.AMOUNT_PER_EVENT, rate.ceiling, rate.article))


def _within_limits(
    case: _Case,
    benefit: Benefit,
    rate: Rate,
    asked: Due,
    limits: Sequence[Limit],
    lines: Sequence[Line],
) -> Line | Refusal:
    """What the limits leave; a limit that leaves nothing refuses."""
    history = _history(case, benefit, lines)
    owed = asked
    cuts: list[Cut] = []
    for limit in limits:
        cut = LIMITS[limit.kind](limit, owed, history)
        if cut is None:
            continue
        if cut.left.is_nothing:
            return _refuse_by_limit(benefit, case.law, cut)
        owed = cut.left
        cuts.append(cut)
    return _line(benefit, rate, case.law, asked, owed, cuts)


def _history(case: _Case, benefit: Benefit, lines: Sequence[Line]) -> History:
    code, on = benefit.code, case.event.on
    earlier = [row for row in case.usage if row.benefit == code]
    here = [Used(code, on, line.quantity, line.amount) for line in lines if line.benefit == code]
    return History(on, earlier, here)


def _line(
    benefit: Benefit, rate: Rate, law: Law, asked: Due, owed: Due, cuts: Sequence[Cut]
) -> Line:
    return Line(
        benefit=benefit.code,
        letter=benefit.letter,
        resolution=law.resolution,
        article=rate.article,
        rate=rate.id,
        payer=rate.payer,
        quantity=owed.quantity,
        unit=owed.unit or benefit.unit,
        unit_amount=owed.unit_amount,
        amount=owed.amount,
        uncapped_amount=asked.amount,
        ceiling="; ".join(explain.ceiling(cut) for cut in cuts),
        sentence=explain.payment(benefit, rate, law, asked, owed, cuts),
    )


def _refuse_out_of_force(case: _Case, code: str, benefit: Benefit | None) -> Refusal:
    """Before its first day a law refuses until that day; after its last, for good."""
    law, on = case.law, case.event.on
    return Refusal(
        code,
        RefusalReason.NOT_IN_FORCE,
        benefit.article if benefit else "",
        explain.not_in_force(benefit.title if benefit else f"Chế độ “{code}”", law, on),
        law.effective_from - timedelta(days=1) if on < law.effective_from else None,
    )


def _refuse_by_limit(benefit: Benefit, law: Law, cut: Cut) -> Refusal:
    return Refusal(
        benefit.code,
        RefusalReason.LIMIT_REACHED,
        cut.limit.article,
        explain.limit_reached(benefit, law, cut),
        cut.span.until,
    )
