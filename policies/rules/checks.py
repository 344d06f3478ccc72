"""Whether a benefit is open at all, before any rate is looked at: a table of steps.

Each answers with a refusal, or with None and the next step is taken.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from policies.rules.case import Case
from policies.rules.explain import refused
from policies.rules.limits import free_again, rows_within
from policies.rules.matching import law_in_force
from policies.rules.periods import start_of
from policies.rules.settings import AfterEnd, LateClaims
from policies.rules.types import (
    AmountKind,
    Line,
    Measure,
    Refusal,
    RefusalReason,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
)
from policies.rules.words import cost_name

Check = Callable[[Case, Sequence[Line]], Refusal | None]


def in_force(case: Case, lines: Sequence[Line]) -> Refusal | None:
    """Before its first day a law refuses until that day; after its last, for good."""
    law, on = case.law, case.on
    if law_in_force(law, on):
        return None
    until = law.effective_from - timedelta(days=1) if on < law.effective_from else None
    return _refusal(
        case, RefusalReason.NOT_IN_FORCE, refused.not_in_force(case.benefit.title, law, on), until
    )


def resolvable(case: Case, lines: Sequence[Line]) -> Refusal | None:
    """What the benefit's rules refer to must be there."""
    fault = case.reading.faults.get(case.benefit.code)
    if not fault:
        return None
    return _refusal(case, RefusalReason.MISSING_PARAMETER, refused.unresolvable(case, fault))


def in_territory(case: Case, lines: Sequence[Line]) -> Refusal | None:
    territories = case.law.territories
    if not territories or case.trait("territory") in territories:
        return None
    return _refusal(case, RefusalReason.OUTSIDE_TERRITORY, refused.outside_territory(case))


def in_time(case: Case, lines: Sequence[Line]) -> Refusal | None:
    last = LAST_DAYS[case.settings.late_claims](case.on.year)
    claimed = case.event.claimed_on
    if last is None or (claimed is not None and claimed <= last):
        return None
    if claimed is None:
        sentence = refused.untold(case, "ngày đề nghị", case.benefit.article)
        return _refusal(case, RefusalReason.MISSING_FACT, sentence)
    return _refusal(case, RefusalReason.TOO_LATE, refused.too_late(case, claimed, last))


LAST_DAYS: dict[LateClaims, Callable[[int], date | None]] = {
    LateClaims.ALWAYS: lambda year: None,
    LateClaims.NEXT_MARCH: lambda year: date(min(year + 1, date.max.year), 3, 31),
    LateClaims.SAME_YEAR: lambda year: date(year, 12, 31),
}


def before_the_end(case: Case, lines: Sequence[Line]) -> Refusal | None:
    """Death, transfer and discipline end the entitlement; some laws let the period run out."""
    ended = case.person.ended_on
    after_end = case.settings.after_end
    if ended is None or case.on < ended or after_end is AfterEnd.TO_RELATIVES:
        return None
    if after_end is AfterEnd.REST_OF_PERIOD:
        quarterly = any(rate.amount_kind is AmountKind.PER_QUARTER for rate in case.benefit.rates)
        months = 3 if quarterly else 1
        if start_of(case.on, months) == start_of(ended, months):
            return None
    return _refusal(case, RefusalReason.ENDED, refused.ended(case, ended))


def in_a_group(case: Case, lines: Sequence[Line]) -> Refusal | None:
    """A law that lists its groups knows no others; "4" of another resolution is not its "4"."""
    group, listed = case.person.group, case.reading.group_names
    if not case.benefit.needs_group or (group and (not listed or group in listed)):
        return None
    return _refusal(case, RefusalReason.NO_GROUP, refused.no_group(case))


def not_excluded(case: Case, lines: Sequence[Line]) -> Refusal | None:
    """Another benefit, already had or asked for beside this one, may bar it."""
    for relation in case.reading.relations.get(case.benefit.code, ()):
        refusal = _by_choice(case, relation) or _by_relation(case, relation, lines)
        if refusal:
            return refusal
    return None


def _by_choice(case: Case, relation: Relation) -> Refusal | None:
    """Of alternatives the person names one; nobody else chooses for them."""
    if relation.kind is not RelationKind.ALTERNATIVE:
        return None
    asked = [code for code in relation.benefits if code in _asked_codes(case)]
    if len(asked) < 2:
        return None
    sentence = refused.choice_needed(case, relation, asked)
    return _refusal(case, RefusalReason.CHOICE_NEEDED, sentence, article=relation.article)


def _asked_codes(case: Case) -> set[str]:
    return {benefit.code for code in case.event.benefits for benefit in case.reading.asked(code)}


def _by_relation(case: Case, relation: Relation, lines: Sequence[Line]) -> Refusal | None:
    rivals = frozenset(relation.benefits) - {case.benefit.code}
    others = case.reading.codes(rivals) - case.reading.codes((case.benefit.code,))
    span, rows = rows_within(relation, case, others, lines)
    rows = rows or [Used(line.benefit, line.on, 1, 0) for line in lines if line.benefit in others]
    if not rows:
        return None
    sentence = refused.excluded(case, relation, rows[0], span)
    until = free_again(span, relation, rows, [1] * len(rows), 1)
    return _refusal(case, RefusalReason.EXCLUDED, sentence, until, relation.article)


def above_thresholds(case: Case, lines: Sequence[Line]) -> Refusal | None:
    """Of several thresholds for one measure any one that is reached is enough."""
    for measure in dict.fromkeys(each.measure for each in case.terms.thresholds):
        asked = [each for each in case.terms.thresholds if each.measure is measure]
        reached = [(each, _reached(each, case)) for each in asked]
        if any(have is not None and have >= each.value for each, have in reached):
            continue
        article = asked[0].article
        if untold := [each for each, have in reached if have is None]:
            sentence = refused.untold(case, cost_name(untold[0].cost), article)
            return _refusal(case, RefusalReason.MISSING_FACT, sentence, article=article)
        sentence = refused.below_threshold(case, [(each, have or 0) for each, have in reached])
        return _refusal(case, RefusalReason.BELOW_THRESHOLD, sentence, article=article)
    return None


def _reached(threshold: Threshold, case: Case) -> int | None:
    """What the event, or the year with it, comes to; None if nobody told."""
    event = case.event
    if threshold.measure is Measure.QUANTITY:
        return event.whole_days or event.days
    costs = dict(event.costs)
    cost = costs.get(threshold.cost) if threshold.cost else event.cost
    if threshold.window is Window.EVENT or cost is None:
        return cost
    own = case.reading.codes((case.benefit.code,))
    year = [row for row in case.usage if row.on.year == case.on.year]
    known = sum(row.cost for row in year if row.benefit in own)
    return cost + costs.get("year_before", known)


def _refusal(
    case: Case,
    reason: RefusalReason,
    sentence: str,
    until: date | None = None,
    article: str | None = None,
) -> Refusal:
    benefit = case.benefit
    return Refusal(
        benefit.code, reason, benefit.article if article is None else article, sentence, until
    )


# The order in which an officer asks, each with whether a law has anything to ask at all.
CHECKS: tuple[tuple[Check, Callable[[Case], object]], ...] = (
    (in_force, lambda case: True),
    (resolvable, lambda case: case.reading.faults),
    (in_territory, lambda case: case.law.territories),
    (in_time, lambda case: case.settings.late_claims is not LateClaims.ALWAYS),
    (before_the_end, lambda case: True),
    (in_a_group, lambda case: case.benefit.needs_group),
    (not_excluded, lambda case: case.reading.relations),
    (above_thresholds, lambda case: case.terms.thresholds),
)


def checks_of(case: Case) -> tuple[Check, ...]:
    """The steps that can say no under these terms, found once for all who come after."""
    kept = case.terms.kept
    if not kept:
        kept.append(tuple(check for check, is_asked in CHECKS if is_asked(case)))
    return kept[0]
