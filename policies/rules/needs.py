"""What a law must be told of an event and a person before it can answer.

Read off the law itself: its rates, conditions, limits, thresholds and settings. Whoever asks
(a form, a workbook) shows these needs and nothing else; ``telling`` makes a ``Person`` and an
``Event`` of the answers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from policies.rules import facts
from policies.rules.facts import Kind, Need, Subject, merged, money_need, of_person
from policies.rules.settings import (
    Deciding,
    LateClaims,
    LimitAfterGroupChange,
    ProRating,
    Settings,
    Territory,
)
from policies.rules.traits import AGES, DAY, is_of_person, offered, trait_name, usual_values
from policies.rules.types import (
    AmountKind,
    Benefit,
    Condition,
    Law,
    Limit,
    Measure,
    Rate,
    Threshold,
    Window,
    Worth,
)
from policies.rules.words import cost_name


def needs_of(law: Law, occasions: Iterable[str], *, group: str | None = None) -> tuple[Need, ...]:
    """What must be told when these are asked for, the person's part first.

    ``group``, where it is known, leaves out what only other groups are asked. A need is
    required if every rate that may fit asks for it; whatever only some rates ask may be left
    empty, and the rules then say what is missing.
    """
    found: list[Need] = []
    for benefit in opened(law, occasions):
        needs = _of_benefit(benefit, law, group)
        found += [replace(need, benefits=(benefit.code,)) for need in needs]
    return merged(found)


def opened(law: Law, occasions: Iterable[str]) -> tuple[Benefit, ...]:
    """The benefits that are asked for, by their own code or by the occasion that opens them."""
    asked = set(occasions)
    return tuple(each for each in law.benefits if {each.code, each.occasion} & asked)


def counting(law: Law, occasions: Iterable[str]) -> tuple[Benefit, ...]:
    """The benefits of which earlier use may change the answer, those asked for first."""
    own = opened(law, occasions)
    own_codes = {each.code for each in own}
    counted = {
        code
        for window, codes in _windows(law, own)
        if window is not Window.EVENT and own_codes & codes
        for code in codes
    }
    known = [each for each in law.benefits if each.code in counted]
    return tuple(sorted(known, key=lambda each: each.code not in own_codes))


def _windows(law: Law, own: Iterable[Benefit]) -> Iterator[tuple[Window, set[str]]]:
    """How far each rule looks back, and at which benefits."""
    for limit in law.limits:
        yield limit.window, set(limit.benefits or (each.code for each in law.benefits))
    for relation in law.relations:
        if not relation.kind.ranks:
            yield relation.window, set(relation.benefits)
    for each in own:
        for limit in each.limits:
            yield limit.window, {each.code, *limit.benefits}
        for threshold in each.thresholds:
            yield threshold.window, {each.code}


# --- benefit, settings, limits ---------------------------------------------------------------


def _of_benefit(benefit: Benefit, law: Law, group: str | None) -> Iterator[Need]:
    yield facts.ON
    yield facts.ENDED_ON
    if benefit.needs_group:
        yield replace(facts.GROUP, choices=law.groups)
        if len(law.groups) > 1:
            yield replace(facts.OTHER_GROUPS, choices=law.groups)
    if law.territories:
        yield _territory(law, tuple((name, name) for name in law.territories))
    yield from _of_settings(benefit, law, benefit.settings or law.settings)
    rates = [rate for rate in benefit.rates if _may_fit(rate.group, group)]
    yield from _of_any([list(_of_rate(rate, law)) for rate in rates])
    for threshold in benefit.thresholds:
        if _may_fit(threshold.group, group):
            yield from _of_threshold(threshold)
    shared = [limit for limit in law.limits if benefit.code in (limit.benefits or (benefit.code,))]
    for limit in (*benefit.limits, *shared):
        if _may_fit(limit.group, group):
            yield from _of_limit(limit, law)


def _may_fit(of_row: str | None, group: str | None) -> bool:
    return of_row is None or group is None or of_row == group


def _of_settings(benefit: Benefit, law: Law, settings: Settings) -> Iterator[Need]:
    if settings.deciding is not Deciding.START:
        yield facts.UNTIL
        if benefit.needs_group and len(law.groups) > 1:
            yield facts.CHANGED_ON
            yield replace(facts.CHANGED_TO, choices=law.groups)
    if settings.late_claims is not LateClaims.ALWAYS:
        yield facts.CLAIMED_ON
    if settings.pro_rating is ProRating.BY_DAY:
        yield from _optional((facts.DAYS, facts.PLANNED_DAYS))
    if settings.limit_after_group_change is LimitAfterGroupChange.HIGHEST:
        limits = (*benefit.limits, *law.limits)
        if any(limit.group and limit.window is Window.YEAR for limit in limits):
            yield replace(facts.GROUPS_OF_YEAR, choices=law.groups)


def _of_threshold(threshold: Threshold) -> Iterator[Need]:
    if threshold.measure is not Measure.COST:
        yield facts.DAYS
        return
    yield _cost(threshold.cost)
    if threshold.window is not Window.EVENT:
        yield replace(_cost("year_before"), required=False)


def _of_limit(limit: Limit, law: Law) -> Iterator[Need]:
    yield from _optional(_of_conditions(limit.conditions, law))
    if limit.exceptional_value is not None:
        yield facts.EXCEPTIONAL


def _of_any(by_rate: Sequence[Sequence[Need]]) -> Iterator[Need]:
    """Needs of all rates; required stays only what every one of them requires."""
    required = [{need.name for need in needs if need.required} for needs in by_rate]
    everywhere = set.intersection(*required) if required else set()
    for needs in by_rate:
        for need in needs:
            yield replace(need, required=need.name in everywhere)


def _optional(needs: Iterable[Need]) -> Iterator[Need]:
    return (replace(need, required=False) for need in needs)


# --- rates -----------------------------------------------------------------------------------


def _of_rate(rate: Rate, law: Law) -> Iterator[Need]:
    yield from _of_conditions(rate.conditions, law)
    yield from KIND_NEEDS[rate.amount_kind](rate)
    if rate.after_others:
        yield facts.OTHERS_PAID
    if rate.stack_to is not None:
        yield facts.OTHER_SHARE
    if rate.up_to:
        yield replace(facts.DECIDED_AMOUNT, most=rate.amount or None)
    if rate.factor_to is not None:
        yield replace(facts.DECIDED_SHARE, least=rate.factor, most=rate.factor_to)
    if rate.worth is Worth.SHARE_OF_RATE:
        rates = [
            each for benefit in law.benefits if benefit.code == rate.of for each in benefit.rates
        ]
        yield from _of_any([list(_of_conditions(each.conditions, law)) for each in rates])


def _cost(key: str) -> Need:
    label = cost_name(key)
    label = label[0].upper() + label[1:]
    return (
        replace(facts.COST, field="costs", key=key, label=label)
        if key
        else replace(facts.COST, label=label)
    )


def _of_cost(rate: Rate) -> Iterable[Need]:
    return (_cost(rate.cost),)


def _of_components(rate: Rate) -> Iterable[Need]:
    """What each part of a package cost; where none is told the package is paid whole."""
    for part in rate.components:
        yield money_need(field="components", key=part.name, label=f"Đã chi: {part.name}")


def _always(*needs: Need) -> Callable[[Rate], Iterable[Need]]:
    return lambda rate: needs


KIND_NEEDS: Mapping[AmountKind, Callable[[Rate], Iterable[Need]]] = {
    AmountKind.FLAT: _always(),
    AmountKind.PER_DAY: _always(facts.DAYS),
    AmountKind.PER_MONTH: _always(facts.MONTHS, replace(facts.UNTIL, required=False)),
    AmountKind.PER_QUARTER: _always(facts.MONTHS, replace(facts.UNTIL, required=False)),
    AmountKind.PER_SESSION: _always(facts.SESSIONS),
    AmountKind.PER_PERSON: _always(facts.PEOPLE),
    AmountKind.ACTUAL_COST: _of_cost,
    AmountKind.ACTUAL_OR_NORM: _of_cost,
    AmountKind.SHARE_OF_COST: _of_cost,
    AmountKind.PACKAGE: _of_components,
    AmountKind.TOP_UP: _always(facts.OTHERS_PAID),
    AmountKind.IN_KIND: _always(),
    AmountKind.OTHER_PAYER: _always(),
}


# --- conditions ------------------------------------------------------------------------------


def _of_conditions(conditions: Iterable[Condition], law: Law) -> Iterator[Need]:
    for condition in conditions:
        need = _of_condition(condition, law)
        if need:
            yield replace(need, required=not (condition.denied or condition.grace_months))
        if condition.trait == "examining_body":
            yield facts.OPINION_ON
        if condition.grace_months and not condition.listed:
            yield from _of_grace(condition)


def _of_condition(condition: Condition, law: Law) -> Need | None:
    """None for the deciding day itself, which nobody has to tell."""
    if condition.trait == DAY:
        return None
    if condition.listed:
        listed = [each for each in law.lists if each.code == condition.listed]
        values = dict.fromkeys(entry.value for each in listed for entry in each.entries)
        return _trait(condition.trait, tuple((value, value) for value in values), Kind.LISTED)
    if condition.lowest is None and condition.highest is None:
        choices = usual_values(condition.trait) or offered(condition)
        if condition.trait == "territory":
            return _territory(law, choices)
        return _trait(condition.trait, choices)
    if condition.trait in AGES:
        return facts.BIRTH_DATE
    return of_person(
        field="numbers",
        key=condition.trait,
        label=_label(condition.trait),
        kind=Kind.COUNT,
    )


def _territory(law: Law, choices: tuple[tuple[str, str], ...]) -> Need:
    """By who manages the person, or by where they lived, as the law settles it."""
    by_residence = law.settings.territory is Territory.RESIDENCE
    names = dict(law.territory_names)
    named = tuple((code, names.get(code, words)) for code, words in choices)
    return _trait("residence_territory" if by_residence else "territory", named)


def _trait(trait: str, choices: tuple[tuple[str, str], ...], kind: Kind = Kind.CHOICE) -> Need:
    return Need(
        subject=Subject.PERSON if is_of_person(trait) else Subject.EVENT,
        field="traits",
        key=trait,
        label=_label(trait),
        kind=kind,
        choices=choices,
        required=True,
    )


def _of_grace(condition: Condition) -> Iterator[Need]:
    """Until when somebody had what they have lost since."""
    for value, words in offered(condition):
        label = f"{_label(condition.trait)}: là “{words}” đến hết ngày"
        yield of_person(field="lost", key=f"{condition.trait}:{value}", label=label, kind=Kind.DATE)


def _label(trait: str) -> str:
    name = trait_name(trait)
    return name[0].upper() + name[1:]
