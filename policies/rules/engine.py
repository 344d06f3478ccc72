"""What is owed for an event: the law's steps, in the order in which an officer takes them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from policies.rules.amounts import Due, reckoned
from policies.rules.case import Case, Missing, last_day
from policies.rules.checks import checks_of
from policies.rules.compiled import CompiledLaw, compiled
from policies.rules.explain import paid, refused
from policies.rules.limits import Cut, cut_by
from policies.rules.matching import fitting_rates, law_in_force, traits_of
from policies.rules.parts import parts_of
from policies.rules.ranking import losing
from policies.rules.settings import Deciding, EndedPayer, SeveralGroups
from policies.rules.types import (
    Assessment,
    Benefit,
    Event,
    Law,
    Line,
    Payer,
    Person,
    Rate,
    Refusal,
    RefusalReason,
    Used,
)
from policies.rules.words import spoken_day

Answer = Line | Refusal


def assess(event: Event, law: Law, person: Person, usage: Sequence[Used] = ()) -> Assessment:
    """Each benefit asked for becomes lines or a refusal, in the order asked.

    ``usage`` holds the person's other lines that count against limits (any benefit, any
    order; not those of this event itself). Nothing that the law can say raises: what can't
    be decided is refused with a reason, never skipped and never paid.
    """
    return answered(Asked(event, compiled(law), person, tuple(usage)))


class Asked(NamedTuple):
    """A question to one law in its compiled form, and what another law has taken out of it."""

    event: Event
    reading: CompiledLaw
    person: Person
    usage: tuple[Used, ...]
    deciding: Deciding | None = None  # None: as the law says
    only: frozenset[str] | None = None  # benefits that this law is asked for; None: all
    barred: frozenset[str] = frozenset()  # benefits that yield to a better one


def answered(asked: Asked) -> Assessment:
    """See ``assess``. Of benefits that rank against each other, the losers are left out."""
    losers = losing(asked, _each) if asked.reading.ranks else ()
    if not losers:
        return _each(asked)
    kept = _each(asked._replace(barred=frozenset(loser.benefit for loser in losers)))
    return Assessment(kept.lines, (*kept.refusals, *losers))


def _each(asked: Asked) -> Assessment:
    lines: list[Line] = []
    refusals: list[Refusal] = []
    opened: dict[str, str] = {}  # by which word each benefit was asked for
    for word in asked.event.benefits:
        for benefit in asked.reading.asked(word):
            if opened.setdefault(benefit.code, word) != word or _is_left_out(benefit.code, asked):
                continue
            for case in _cases(asked, benefit, len(lines)):
                answer = _in_best_group(case, lines)
                if isinstance(answer, Line):
                    lines.append(answer)
                else:
                    refusals.append(answer)
        if not asked.reading.asked(word) and not _is_left_out(word, asked):
            refusals.append(_refuse_unknown(asked, word))
    return Assessment(tuple(lines), tuple(refusals))


def _is_left_out(code: str, asked: Asked) -> bool:
    return code in asked.barred or (asked.only is not None and code not in asked.only)


def _cases(asked: Asked, benefit: Benefit, before: int) -> list[Case]:
    """One case for most laws; several where a stay is split by day."""
    event, reading, person, usage, deciding, *_ = asked
    law = reading.law
    last = None if deciding is Deciding.START else law.effective_to
    cases = []
    for part, on, who in parts_of(event, benefit, reading, person, usage, deciding):
        terms, traits = reading.terms(benefit, who.group), traits_of(who, part)
        cases.append(Case(part, law, reading, who, usage, benefit, terms, on, traits, last, before))
    return cases


def _refuse_unknown(asked: Asked, code: str) -> Refusal:
    law = asked.reading.law
    deciding = asked.deciding or law.settings.deciding
    on = last_day(asked.event) if deciding is Deciding.END else asked.event.on
    if law_in_force(law, on):
        sentence = refused.unknown_benefit(code, law)
        return Refusal(code, RefusalReason.UNKNOWN_BENEFIT, "", sentence)
    until = law.effective_from - timedelta(days=1) if on < law.effective_from else None
    sentence = refused.not_in_force(f"Chế độ “{code}”", law, on)
    return Refusal(code, RefusalReason.NOT_IN_FORCE, "", sentence, until)


def _in_best_group(case: Case, lines: Sequence[Line]) -> Answer:
    """Whoever is in several groups at once gets the best, or the first, as the law says."""
    if not case.person.other_groups:
        return _answer(case, lines)
    return max((_answer(_as(group, case), lines) for group in _groups(case)), key=_worth)


def _as(group: str | None, case: Case) -> Case:
    terms = case.reading.terms(case.benefit, group)
    return case._replace(person=replace(case.person, group=group), terms=terms)


def _groups(case: Case) -> Sequence[str | None]:
    held = {case.person.group, *case.person.other_groups}
    listed = [code for code in case.reading.group_names if code in held]
    known: Sequence[str | None] = listed or [case.person.group, *case.person.other_groups]
    return known[:1] if case.settings.several_groups is SeveralGroups.PRIORITY else known


def _worth(answer: Answer) -> int:
    return answer.amount if isinstance(answer, Line) else -1


def _answer(case: Case, lines: Sequence[Line]) -> Answer:
    """The benefit must be open, exactly one rate must fit, and it must come to something."""
    for check in checks_of(case):
        refusal = check(case, lines)
        if refusal:
            return refusal
    rates = fitting_rates(case)
    if not rates:
        return _refuse(case, RefusalReason.NO_RATE, refused.no_rate(case))
    if len(rates) > 1:
        sentence = refused.ambiguous_rate(case, rates)
        return _refuse(case, RefusalReason.AMBIGUOUS_RATE, sentence)
    return _by_rate(case, rates[0], lines)


def _by_rate(case: Case, rate: Rate, lines: Sequence[Line]) -> Answer:
    asked = reckoned(rate, case)
    if isinstance(asked, Missing):
        return _refuse_by_rate(case, rate, asked.reason, refused.missing(case, rate, asked))
    if asked.is_nothing:
        sentence = refused.nothing_to_pay(case, rate, asked)
        return _refuse_by_rate(case, rate, RefusalReason.NOTHING_TO_PAY, sentence)
    payer = _payer(rate, case)
    if isinstance(payer, Missing):
        return _refuse_by_rate(case, rate, payer.reason, refused.missing(case, rate, payer))
    return _within_limits(case, rate, payer, asked, lines)


def _payer(rate: Rate, case: Case) -> Payer | Missing:
    """The budget that the rate names, or the one that took its place."""
    payer = rate.payer
    while payer.open_to and payer.open_to < case.on:
        if case.settings.ended_payer is EndedPayer.REFUSED or payer.successor is None:
            words = f"nguồn {payer.name} đã kết thúc sau ngày {spoken_day(payer.open_to)}"
            return Missing(RefusalReason.PAYER_ENDED, words)
        payer = payer.successor
    return payer


def _within_limits(
    case: Case, rate: Rate, payer: Payer, asked: Due, lines: Sequence[Line]
) -> Answer:
    """What the limits leave; a limit that leaves nothing refuses."""
    owed = asked
    cuts: list[Cut] = []
    for bound in case.reading.limits(case.benefit, case.terms, rate):
        cut = cut_by(bound, owed, case, lines)
        if cut is None:
            continue
        if cut.left.is_nothing:
            sentence = refused.limit_reached(case, cut)
            return Refusal(
                case.benefit.code,
                RefusalReason.LIMIT_REACHED,
                cut.limit.article,
                sentence,
                cut.until,
            )
        owed = cut.left
        cuts.append(cut)
    further_part = len(lines) > case.before  # of a stay that is split is no further time
    return _line(case, rate, payer, asked, owed, cuts, int(not further_part))


def _line(
    case: Case,
    rate: Rate,
    payer: Payer,
    asked: Due,
    owed: Due,
    cuts: Sequence[Cut],
    times: int,
) -> Line:
    # In the order of its fields: by name they take a tenth of the whole assessment.
    return Line(
        case.benefit.code,
        case.benefit.letter,
        case.law.resolution,
        rate.article,
        rate.id,
        payer,
        owed.quantity,
        owed.unit or case.benefit.unit,
        owed.unit_amount,
        owed.amount,
        asked.amount,
        "; ".join([paid.ceiling(cut) for cut in cuts]) if cuts else "",
        paid.payment(case, rate, asked, owed, cuts),
        case.on,
        case.person.group,
        times,
    )


def _refuse(case: Case, reason: RefusalReason, sentence: str) -> Refusal:
    return Refusal(case.benefit.code, reason, case.benefit.article, sentence)


def _refuse_by_rate(case: Case, rate: Rate, reason: RefusalReason, sentence: str) -> Refusal:
    return Refusal(case.benefit.code, reason, rate.article, sentence)
