"""Database rows → rules values: the only bridge between the two.

A released resolution can't change, so its reading is kept for the life of the process, and
the rules know it again by its identity. A draft is read anew each time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from policies import rules
from policies.models import Benefit, PayeeKind, Rate, Resolution
from policies.models import Limit as LimitRow

BELONG_TO_NO_GROUP = (PayeeKind.STAFF, PayeeKind.SUPPLIER)


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolution as the rules want it, and the way back from codes to rows."""

    law: rules.Law
    benefit_ids: Mapping[str, int]
    group_ids: Mapping[str, int]


def law_of(resolution: Resolution) -> rules.Law:
    """The resolution as a value for ``rules.assess``; ``Rate.id`` is the row's primary key."""
    return _reading_of(resolution).law


def laws_of(resolutions: Iterable[Resolution]) -> dict[int, rules.Law]:
    """Many resolutions as values, by their primary keys."""
    return {resolution.pk: law_of(resolution) for resolution in resolutions}


def benefit_ids(resolution: Resolution) -> Mapping[str, int]:
    """Primary key of each benefit of the resolution by its code."""
    return _reading_of(resolution).benefit_ids


def group_ids(resolution: Resolution) -> Mapping[str, int]:
    """Primary key of each group of the resolution by its code."""
    return _reading_of(resolution).group_ids


def resolution_in_force(scheme_code: str | None, on: date) -> Resolution | None:
    """The one released version in force on ``on``, of a scheme or of all of them.

    None if there is none, and also if several schemes answer and none was named: what the
    law leaves open is not decided here.
    """
    found = Resolution.objects.in_force(on)
    if scheme_code is not None:
        found = found.filter(scheme__code=scheme_code)
    rows = list(found[:2])
    return rows[0] if len(rows) == 1 else None


# What may still change of a released resolution is in the key: how it stands and its last day.
_kept: dict[tuple[Any, ...], Reading] = {}


def _reading_of(resolution: Resolution) -> Reading:
    if not resolution.is_released:
        return _read(resolution)
    key = (
        resolution.pk,
        resolution.status,
        resolution.released_at,
        resolution.effective_to,
    )
    reading = _kept.get(key)
    if reading is None:
        reading = _kept[key] = _read(resolution)
    return reading


def _read(resolution: Resolution) -> Reading:
    groups = list(resolution.groups.order_by("position"))
    benefits = list(
        resolution.benefits.order_by("position").prefetch_related(
            "rates__group", "rates__payer", "limits__group"
        )
    )
    law = rules.Law(
        resolution=str(resolution),
        effective_from=resolution.effective_from,
        effective_to=resolution.effective_to,
        benefits=tuple(_benefit(row) for row in benefits),
        groups=tuple((row.code, row.name) for row in groups),
    )
    return Reading(
        law=law,
        benefit_ids=MappingProxyType({row.code: row.pk for row in benefits}),
        group_ids=MappingProxyType({row.code: row.pk for row in groups}),
    )


def _benefit(row: Benefit) -> rules.Benefit:
    return rules.Benefit(
        code=row.code,
        letter=row.letter,
        title=row.title,
        unit=row.unit,
        article=row.article,
        rates=tuple(_rate(rate) for rate in row.rates.all()),
        limits=tuple(_limit(limit) for limit in row.limits.all()),
        needs_group=row.payee_kind not in BELONG_TO_NO_GROUP,
    )


def _rate(row: Rate) -> rules.Rate:
    return rules.Rate(
        id=row.pk,
        amount_kind=rules.AmountKind(row.amount_kind),
        amount=row.amount,
        payer=rules.Payer(row.payer.code, row.payer.name),
        article=row.article,
        group=row.group.code if row.group else None,
        conditions=_conditions(row),
        ceiling=row.ceiling,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _conditions(row: Rate) -> tuple[rules.Condition, ...]:
    """An empty field is no condition."""
    wanted = (
        ("employment_status", (row.employment_status,) if row.employment_status else (), ""),
        ("hospital_level", tuple(row.hospital_levels.split()), ""),
        ("variant", (row.variant,) if row.variant else (), row.variant_name),
    )
    return tuple(rules.Condition(trait, values, name) for trait, values, name in wanted if values)


def _limit(row: LimitRow) -> rules.Limit:
    return rules.Limit(
        kind=rules.LimitKind(row.kind),
        value=row.value,
        article=row.article,
        group=row.group.code if row.group else None,
    )
