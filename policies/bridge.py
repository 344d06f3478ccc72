"""Database rows → rules values: the only bridge between the two.

A released resolution can't change, so its reading is kept for the life of the process, and
the rules know it again by its identity. A draft is read anew each time. What a law rests on
and does not own (payers, parameters, lists) may change under it: a stamp of those tables tells
in one query whether a kept reading still holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from accounts.provinces import OLD_PROVINCES
from policies import rules
from policies.conditions import as_rule
from policies.models import (
    Benefit,
    Limit,
    PayeeKind,
    Rate,
    Relation,
    Resolution,
    Threshold,
)
from policies.references import lists_named, parameters_named
from policies.shared_reading import read_lists, read_parameters, read_payers, shared_stamp

BELONG_TO_NO_GROUP = (PayeeKind.STAFF, PayeeKind.SUPPLIER)


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolution as the rules want it, and the way back from codes to rows."""

    law: rules.Law
    benefit_ids: Mapping[str, int]
    group_ids: Mapping[str, int]


def law_of(resolution: Resolution) -> rules.Law:
    """The resolution as a value for ``rules.assess``; ``Rate.id`` is the row's primary key.

    Whoever needs many asks ``laws_of``: one look at the shared tables for all of them.
    """
    return laws_of([resolution])[resolution.pk]


def laws_of(resolutions: Iterable[Resolution]) -> dict[int, rules.Law]:
    """Many resolutions as values, by their primary keys."""
    shared = shared_stamp()
    return {resolution.pk: _reading_of(resolution, shared).law for resolution in resolutions}


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


# --- what is kept ----------------------------------------------------------------------------

# What may still change of a released resolution is in the key: how it stands and its last day.
_kept: dict[int, tuple[tuple[Any, ...], Reading]] = {}


def _reading_of(resolution: Resolution, shared: tuple[Any, ...] | None = None) -> Reading:
    """The reading, kept if it may be; without ``shared`` only ids are wanted, which don't move."""
    if not resolution.is_released:
        return _read(resolution)
    own = (resolution.status, resolution.released_at, resolution.effective_to)
    kept = _kept.get(resolution.pk)
    if kept is not None and kept[0] in ((*own, shared), (*own, shared or kept[0][-1])):
        return kept[1]
    reading = _read(resolution)
    _kept[resolution.pk] = ((*own, shared), reading)
    return reading


# --- rows to values --------------------------------------------------------------------------


def _read(resolution: Resolution) -> Reading:
    groups = list(resolution.groups.order_by("position"))
    benefits = list(
        resolution.benefits.order_by("position").prefetch_related(
            "rates__group", "thresholds__group"
        )
    )
    limits = list(resolution.limits.select_related("group").order_by("id"))
    payers = read_payers()
    settings = rules.settings_from(resolution.settings)
    own_limits: dict[int | None, list[rules.Limit]] = defaultdict(list)
    for limit in limits:
        own_limits[limit.benefit_id].append(_limit(limit))
    law = rules.Law(
        resolution=str(resolution),
        effective_from=resolution.effective_from,
        effective_to=resolution.effective_to,
        benefits=tuple(_benefit(row, own_limits[row.pk], payers, settings) for row in benefits),
        groups=tuple((row.code, row.name) for row in groups),
        code=resolution.code,
        limits=tuple(own_limits[None]),
        relations=tuple(_relation(row) for row in resolution.relations.order_by("id")),
        parameters=read_parameters(parameters_named(benefits)),
        lists=read_lists(lists_named(benefits, limits)),
        territories=tuple(resolution.territories),
        territory_names=tuple(OLD_PROVINCES.items()),
        settings=settings,
    )
    return Reading(
        law=law,
        benefit_ids=MappingProxyType({row.code: row.pk for row in benefits}),
        group_ids=MappingProxyType({row.code: row.pk for row in groups}),
    )


def _benefit(
    row: Benefit,
    limits: Iterable[rules.Limit],
    payers: Mapping[int, rules.Payer],
    settings: rules.Settings,
) -> rules.Benefit:
    return rules.Benefit(
        code=row.code,
        letter=row.letter,
        title=row.title,
        unit=row.unit,
        article=row.article,
        rates=tuple(_rate(rate, payers) for rate in row.rates.all()),
        limits=tuple(limits),
        thresholds=tuple(_threshold(threshold) for threshold in row.thresholds.all()),
        needs_group=row.payee_kind not in BELONG_TO_NO_GROUP,
        occasion=row.occasion,
        carries_from=tuple(row.carries_from),
        settings=rules.settings_from(row.settings, settings) if row.settings else None,
    )


def _rate(row: Rate, payers: Mapping[int, rules.Payer]) -> rules.Rate:
    return rules.Rate(
        id=row.pk,
        amount_kind=rules.AmountKind(row.amount_kind),
        amount=row.amount,
        payer=payers[row.payer_id],
        article=row.article,
        group=row.group.code if row.group else None,
        conditions=tuple(as_rule(each) for each in row.conditions),
        ceiling=row.ceiling,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        worth=rules.Worth(row.worth),
        factor=row.factor,
        factor_to=row.factor_to,
        of=row.of,
        as_group=row.as_group,
        cost=row.cost,
        after_others=row.after_others,
        stack_to=row.stack_to,
        up_to=row.up_to,
        bands=tuple(rules.Band(**({"to_day": None} | each)) for each in row.bands),
        only_on=row.only_on,
        components=tuple(rules.Component(**each) for each in row.components),
        in_kind=row.in_kind,
    )


def _limit(row: Limit) -> rules.Limit:
    return rules.Limit(
        measure=rules.Measure(row.measure),
        window=rules.Window(row.window),
        value=row.value,
        article=row.article,
        group=row.group.code if row.group else None,
        conditions=tuple(as_rule(each) for each in row.conditions),
        benefits=tuple(row.benefits),
        cycle_years=row.cycle_years,
        cycle_from=row.cycle_from,
        exceptional_value=row.exceptional_value,
        exceptional_by=row.exceptional_by,
    )


def _threshold(row: Threshold) -> rules.Threshold:
    return rules.Threshold(
        measure=rules.Measure(row.measure),
        window=rules.Window(row.window),
        value=row.value,
        article=row.article,
        group=row.group.code if row.group else None,
        cost=row.cost,
    )


def _relation(row: Relation) -> rules.Relation:
    return rules.Relation(
        kind=rules.RelationKind(row.kind),
        benefits=tuple(row.benefits),
        article=row.article,
        window=rules.Window(row.window),
        cycle_years=row.cycle_years,
        cycle_from=row.cycle_from,
    )
