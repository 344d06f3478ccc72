"""A law read once and kept in the form in which it is asked.

A law is asked hundreds of thousands of times about a few dozen (benefit, group) pairs, and
hashing all of its rows at every call would cost more than the whole assessment. So the
readings are kept by the identity of the ``Law`` value, which is safe because it is frozen
and the reading holds on to it.
"""

from dataclasses import dataclass

from policies.rules.limits import LIMITS
from policies.rules.types import Benefit, Law, Limit, Rate

LAWS_KEPT = 64  # more than a province ever has in use at once

_APPLIED_IN_ORDER = list(LIMITS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a law says of one benefit to one group."""

    own_rates: tuple[Rate, ...]  # that name the group
    common_rates: tuple[Rate, ...]  # that are for every group
    limits: tuple[Limit, ...]  # in the order of application


class CompiledLaw:
    """A law with its benefits by code and its terms by benefit and group."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.benefits = {benefit.code: benefit for benefit in law.benefits}
        self.group_names = dict(law.groups)
        self._terms: dict[tuple[str, str | None], Terms] = {}

    def terms(self, benefit: Benefit, group: str | None) -> Terms:
        key = (benefit.code, group)
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = _read_terms(benefit, group)
        return found


def compiled(law: Law) -> CompiledLaw:
    """The kept reading of this very ``Law`` value, made at its first use."""
    reading = _kept.get(id(law))
    if reading is None:
        if len(_kept) >= LAWS_KEPT:
            _kept.clear()
        reading = _kept[id(law)] = CompiledLaw(law)
    return reading


_kept: dict[int, CompiledLaw] = {}


def _read_terms(benefit: Benefit, group: str | None) -> Terms:
    return Terms(
        own_rates=tuple(
            rate for rate in benefit.rates if rate.group is not None and rate.group == group
        ),
        common_rates=tuple(rate for rate in benefit.rates if rate.group is None),
        limits=_limits_for(benefit, group),
    )


def _limits_for(benefit: Benefit, group: str | None) -> tuple[Limit, ...]:
    """The group's own limits, and the general ones of the kinds it has none of."""
    own = [limit for limit in benefit.limits if limit.group is not None and limit.group == group]
    own_kinds = {limit.kind for limit in own}
    general = [
        limit for limit in benefit.limits if limit.group is None and limit.kind not in own_kinds
    ]
    return tuple(sorted([*own, *general], key=lambda limit: _APPLIED_IN_ORDER.index(limit.kind)))
