"""Which versions are compared, over which year, and how one's words become the other's."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from claims.models import Simulation
from claims.simulating.cases import NO_GROUP, Occurrences, Scale
from policies.bridge import law_of, laws_of
from policies.models import BeneficiaryGroup, Benefit, Resolution
from policies.rules import WHOLE, Law


@dataclass(frozen=True)
class Scope:
    """Everything that is settled before the first fact is read."""

    simulated: Resolution
    versions: tuple[Resolution, ...]  # released ones of the same policies, in order of effect
    law: Law  # the simulated one, as if in force all year
    law_then: Law | None  # planned years: the last version in force in the recorded year
    then: Resolution | None
    year: int  # of the events
    reckoned_year: int  # in which they are reckoned
    group_codes: Mapping[int, str]  # any group of the versions, by its key → as it is told here
    renamed: Mapping[str, str]  # benefit of an older version → of the simulated one
    words: frozenset[str]  # what the versions compared are asked for
    foreign: frozenset[str]  # what only other policies are asked for

    @property
    def shift(self) -> int:
        """Years by which everything is moved."""
        return self.reckoned_year - self.year


def scope_of(simulation: Simulation) -> Scope:
    simulated = simulation.resolution
    law = opened(law_of(simulated), simulation.reckoned_year)
    versions = tuple(compared_versions(simulated))
    then = _in_force_then(versions, simulation.year)
    law_then = None
    if simulation.is_planned and then:
        law_then = opened(law_of(then), simulation.reckoned_year)
    typed = simulation.assumptions.get("groups", {})
    words = _words([law, *laws_of(versions).values()])
    return Scope(
        simulated=simulated,
        versions=versions,
        law=law,
        law_then=law_then,
        then=then,
        year=simulation.year,
        reckoned_year=simulation.reckoned_year,
        group_codes=_group_codes(versions, law, typed),
        renamed=_renamed(versions, law),
        words=words,
        foreign=_others(simulated, versions, simulation.year) - words,
    )


def fingerprint(resolution: Resolution) -> str:
    """A hash of what the version says, of all that it rests on; not of its rows' keys or its life.

    A draft brought up to date without a change keeps it; a new value of a parameter changes it.
    """
    law = law_of(resolution)
    benefits = tuple(
        replace(benefit, rates=tuple(replace(rate, id=0) for rate in benefit.rates))
        for benefit in law.benefits
    )
    bare = replace(law, benefits=benefits, effective_to=None)
    return hashlib.sha256(repr(bare).encode()).hexdigest()


def opened(law: Law, year: int) -> Law:
    """The law as if in force throughout the year and around it; its first rates with it."""
    first, last = date(year - 1, 1, 1), date(year + 1, 12, 31)
    ends = law.effective_to and max(law.effective_to, last)
    if law.effective_from <= date(year, 1, 1):
        return replace(law, effective_from=min(law.effective_from, first), effective_to=ends)
    begins = law.effective_from
    benefits = tuple(
        replace(
            benefit,
            rates=tuple(
                replace(rate, valid_from=None)
                if rate.valid_from and rate.valid_from <= begins
                else rate
                for rate in benefit.rates
            ),
        )
        for benefit in law.benefits
    )
    return replace(law, benefits=benefits, effective_from=first, effective_to=ends)


# --- beside what -------------------------------------------------------------------------------


def compared_versions(simulated: Resolution) -> QuerySet[Resolution]:
    """Released versions of the same policy, and of the policy that is replaced.

    A policy without any is put beside everything that has been released.
    """
    schemes = {simulated.scheme_id}
    if simulated.replaces:
        schemes.add(simulated.replaces.scheme_id)
    released = Resolution.objects.released().order_by("effective_from", "pk")
    own = released.filter(scheme__in=schemes)
    return own if own.exists() else released


def _in_force_then(versions: Sequence[Resolution], year: int) -> Resolution | None:
    met = [each for each in versions if _meets(each, year)]
    return met[-1] if met else None


def _meets(version: Resolution, year: int) -> bool:
    ends = version.effective_to
    return version.effective_from.year <= year and (ends is None or ends.year >= year)


def older_groups(simulated: Resolution) -> QuerySet[BeneficiaryGroup]:
    """Groups of the versions compared, for which the simulated one has to name its own."""
    versions = compared_versions(simulated).exclude(pk=simulated.pk)
    groups = BeneficiaryGroup.objects.filter(resolution__in=versions)
    return groups.select_related("resolution").order_by("resolution__effective_from", "position")


def _group_codes(
    versions: Sequence[Resolution], law: Law, typed: Mapping[str, str]
) -> dict[int, str]:
    """As typed; otherwise the group of the same code. Without one, ``-`` and the older code."""
    known = dict(law.groups)
    found = {}
    for row in BeneficiaryGroup.objects.filter(resolution__in=versions):
        code = typed.get(str(row.pk), row.code)
        found[row.pk] = code if code in known else NO_GROUP + row.code
    return found


def _renamed(versions: Sequence[Resolution], law: Law) -> dict[str, str]:
    """Each benefit of an older version as the one that carries its use on."""
    own = {benefit.code for benefit in law.benefits}
    carried = {old: benefit.code for benefit in law.benefits for old in benefit.carries_from}
    codes = set(Benefit.objects.filter(resolution__in=versions).values_list("code", flat=True))
    return {code: code if code in own else carried.get(code, code) for code in codes}


def _others(simulated: Resolution, versions: Sequence[Resolution], year: int) -> frozenset[str]:
    """What is asked of policies that are not compared in that year."""
    schemes = {simulated.scheme_id, *(each.scheme_id for each in versions)}
    others = Resolution.objects.released().exclude(scheme__in=schemes).filter(
        Q(effective_to=None) | Q(effective_to__gte=date(year, 1, 1)),
        effective_from__lte=date(year, 12, 31),
    )  # fmt: skip
    return _words(laws_of(others).values())


def _words(laws: Iterable[Law]) -> frozenset[str]:
    """Codes and occasions by which their benefits are asked for."""
    benefits = (each for law in laws for each in law.benefits)
    return frozenset(name for each in benefits for name in (each.code, each.occasion) if name)


# --- what was typed ----------------------------------------------------------------------------


def scales_of(assumptions: Mapping[str, Any]) -> dict[str, Scale]:
    """Typed in ten-thousandths to be added: ``{"4": {"people": 1000}}`` is 10 % more people."""
    return {
        group: Scale(
            people=WHOLE + each.get("people", 0),
            days=WHOLE + each.get("days", 0),
            costs=WHOLE + each.get("costs", 0),
        )
        for group, each in assumptions.get("scales", {}).items()
    }


def occurrences_typed(assumptions: Mapping[str, Any]) -> tuple[Occurrences, ...]:
    return tuple(Occurrences(**each) for each in assumptions.get("occurrences", ()))
