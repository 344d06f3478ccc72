"""A law read once and kept in the form in which it is asked.

A law is asked hundreds of thousands of times about a few dozen (benefit, group) pairs, and
hashing all of its rows at every call would cost more than the whole assessment. So the
readings are kept by the identity of the ``Law`` value, which is safe because it is frozen
and the reading holds on to it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from policies.rules.settings import Settings
from policies.rules.types import (
    WHOLE,
    AmountKind,
    Benefit,
    DatedList,
    Law,
    Limit,
    Measure,
    Rate,
    Relation,
    Threshold,
    Window,
    Worth,
)

LAWS_KEPT = 64  # more than a province ever has in use at once

# The order of application: first whether, then how many, then how much; of times the widest
# window first, of the others the narrowest.
_WIDENING = list(Window)
_APPLIED_IN_ORDER = [
    *((Measure.TIMES, window) for window in reversed(_WIDENING)),
    *((Measure.QUANTITY, window) for window in _WIDENING),
    *((Measure.AMOUNT, window) for window in _WIDENING),
]


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit with the codes whose lines count, those of replaced resolutions included."""

    limit: Limit
    codes: frozenset[str]
    unless: tuple[Limit, ...] = ()  # the group's own, which take its place where they apply
    of_occurrence: bool = False  # only parts of the same occurrence count


@dataclass(frozen=True, slots=True)
class Terms:
    """What a law says of one benefit to one group."""

    own_rates: tuple[Rate, ...]  # that name the group
    common_rates: tuple[Rate, ...]  # that are for every group
    limits: tuple[Bound, ...]  # in the order of application
    thresholds: tuple[Threshold, ...]
    settings: Settings
    kept: list[tuple[Any, ...]] = field(
        default_factory=list
    )  # what the steps find out once for all


class CompiledLaw:
    """A law with its benefits by code and occasion, its parameters, and its terms by group."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.benefits = {benefit.code: benefit for benefit in law.benefits}
        self.group_names = dict(law.groups)
        self.parameters = {parameter.code: parameter for parameter in law.parameters}
        self.lists: dict[str, DatedList] = {each.code: each for each in law.lists}
        self.relations = _by_benefit(law.relations)
        self.ranks = [relation for relation in law.relations if relation.kind.ranks]
        self.faults = {each.code: fault for each in law.benefits if (fault := self._fault(each))}
        self._asked = _by_occasion(law)
        self._terms: dict[tuple[str, str | None], Terms] = {}
        self._ceilings: dict[tuple[str, int], Bound] = {}

    def asked(self, code: str) -> tuple[Benefit, ...]:
        """The benefits that an occasion opens, or the one with this code; () if none."""
        return self._asked.get(code, ())

    def terms(self, benefit: Benefit, group: str | None) -> Terms:
        key = (benefit.code, group)
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = self._read_terms(benefit, group)
        return found

    def settings(self, benefit: Benefit) -> Settings:
        return benefit.settings or self.law.settings

    def limits(self, benefit: Benefit, terms: Terms, rate: Rate) -> tuple[Bound, ...]:
        """The terms' limits, and last the rate's own ceiling on each occurrence."""
        if rate.ceiling is None:
            return terms.limits
        return (*terms.limits, self._ceiling(benefit, rate, rate.ceiling))

    def _ceiling(self, benefit: Benefit, rate: Rate, value: int) -> Bound:
        found = self._ceilings.get((benefit.code, rate.id))
        if found is None:
            ceiling = Limit(Measure.AMOUNT, Window.EVENT, value, rate.article)
            codes = self.codes((benefit.code,))
            found = Bound(ceiling, codes, of_occurrence=True)
            self._ceilings[benefit.code, rate.id] = found
        return found

    def parameter(self, code: str, on: date) -> Fraction | None:
        """The value that holds on a day, in đồng; None before the first."""
        parameter = self.parameters[code]
        held = [each.value for each in parameter.values if each.since <= on]
        if not held:
            return None
        if not parameter.share_of:
            return Fraction(held[-1])
        whole = self.parameter(parameter.share_of, on)
        return None if whole is None else whole * held[-1] / WHOLE

    def _read_terms(self, benefit: Benefit, group: str | None) -> Terms:
        return Terms(
            own_rates=tuple(
                rate for rate in benefit.rates if rate.group is not None and rate.group == group
            ),
            common_rates=tuple(rate for rate in benefit.rates if rate.group is None),
            limits=self._limits_for(benefit, group),
            thresholds=_own_or_general(benefit.thresholds, group),
            settings=self.settings(benefit),
        )

    def _limits_for(self, benefit: Benefit, group: str | None) -> tuple[Bound, ...]:
        """The benefit's own limits and those of the law that take it in."""
        shared = tuple(
            limit
            for limit in self.law.limits
            if not limit.benefits or benefit.code in limit.benefits
        )
        bound = [
            *_bound(benefit.limits, group, lambda own: self.codes(own or (benefit.code,))),
            *_bound(shared, group, lambda own: self.codes(own or self.benefits)),
        ]
        return tuple(sorted(bound, key=_place_in_order))

    def codes(self, codes: Iterable[str]) -> frozenset[str]:
        """The same benefits, with the codes that they had in replaced resolutions."""
        codes = list(codes)
        known = [self.benefits[code] for code in codes if code in self.benefits]
        return frozenset([*codes, *(old for benefit in known for old in benefit.carries_from)])

    def _fault(self, benefit: Benefit, told_by: frozenset[str] = frozenset()) -> str:
        """What a benefit refers to and the law does not hold; "" if all is there."""
        for code in _parameters_of(benefit):
            if fault := self._fault_of_parameter(code):
                return fault
        for code in _lists_of(benefit, self.law.limits):
            if code not in self.lists:
                return f"chưa khai danh mục “{code}”"
        for code in _benefits_of(benefit):
            if code not in self.benefits:
                return f"chưa có chế độ “{code}” để tính theo"
            seen = told_by | {benefit.code}
            if code not in seen and (fault := self._fault(self.benefits[code], seen)):
                return fault
        return ""

    def _fault_of_parameter(self, code: str) -> str:
        seen: set[str] = set()
        while code:
            if code not in self.parameters:
                return f"chưa khai tham số “{code}”"
            if code in seen:
                return f"có tham số “{code}” tính vòng theo chính nó"
            seen.add(code)
            code = self.parameters[code].share_of
        return ""


def compiled(law: Law) -> CompiledLaw:
    """The kept reading of this very ``Law`` value, made at its first use."""
    reading = _kept.get(id(law))
    if reading is None:
        if len(_kept) >= LAWS_KEPT:
            _kept.clear()
        reading = _kept[id(law)] = CompiledLaw(law)
    return reading


_kept: dict[int, CompiledLaw] = {}


def _place_in_order(bound: Bound) -> int:
    return _APPLIED_IN_ORDER.index((bound.limit.measure, bound.limit.window))


def _by_occasion(law: Law) -> dict[str, tuple[Benefit, ...]]:
    """What each word that may be asked opens: benefits by their code and by their occasion."""
    opened: dict[str, dict[str, Benefit]] = defaultdict(dict)
    for benefit in law.benefits:
        opened[benefit.code][benefit.code] = benefit
        opened[benefit.occasion or benefit.code][benefit.code] = benefit
    return {word: tuple(benefits.values()) for word, benefits in opened.items()}


def _by_benefit(relations: tuple[Relation, ...]) -> dict[str, tuple[Relation, ...]]:
    """The relations under which one benefit bars another."""
    barring: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        if not relation.kind.ranks:
            for code in relation.benefits:
                barring[code].append(relation)
    return {code: tuple(rows) for code, rows in barring.items()}


def _own_or_general(rows: Iterable[Threshold], group: str | None) -> tuple[Threshold, ...]:
    """The group's own thresholds, and the general ones of what it has none of."""
    rows = tuple(rows)
    own = tuple(row for row in rows if row.group is not None and row.group == group)
    told = {(row.measure, row.window) for row in own}
    return own + tuple(
        row for row in rows if row.group is None and (row.measure, row.window) not in told
    )


def _bound(
    rows: Iterable[Limit],
    group: str | None,
    codes: Callable[[tuple[str, ...]], frozenset[str]],
) -> Iterator[Bound]:
    """The group's own limits, and the general ones that no own one always stands in for."""
    rows = tuple(rows)
    own = [row for row in rows if row.group is not None and row.group == group]
    for row in own:
        yield Bound(row, codes(row.benefits))
    for row in rows:
        alike = [each for each in own if _scope(each) == _scope(row)]
        if row.group is None and all(each.conditions for each in alike):
            yield Bound(row, codes(row.benefits), unless=tuple(alike))


def _scope(limit: Limit) -> tuple[Measure, Window, frozenset[str]]:
    return (limit.measure, limit.window, frozenset(limit.benefits))


def _parameters_of(benefit: Benefit) -> Iterator[str]:
    for rate in benefit.rates:
        if rate.worth in (Worth.COEFFICIENT, Worth.PERCENT):
            yield rate.of


def _benefits_of(benefit: Benefit) -> Iterator[str]:
    return (rate.of for rate in benefit.rates if rate.worth is Worth.SHARE_OF_RATE)


def _lists_of(benefit: Benefit, shared: tuple[Limit, ...]) -> Iterator[str]:
    rows: tuple[Rate | Limit, ...] = (*benefit.rates, *benefit.limits, *shared)
    for row in rows:
        yield from (condition.listed for condition in row.conditions if condition.listed)
    for rate in benefit.rates:
        if rate.amount_kind is AmountKind.PER_DAY and rate.only_on:
            yield rate.only_on
