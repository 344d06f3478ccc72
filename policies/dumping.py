"""Database → pack: the resolution in the form in which it came, and as a file."""

from collections.abc import Iterable
from typing import Any

import yaml
from django.db import models

from policies.models import (
    Benefit,
    DatedList,
    Limit,
    ListEntry,
    Parameter,
    Payer,
    Rate,
    Resolution,
    Threshold,
)
from policies.packing.format import fold, in_order
from policies.packing.shapes import (
    BAND,
    BENEFIT,
    CASE,
    COMPONENT,
    GROUP,
    LIMIT,
    LIST,
    LIST_ENTRY,
    PARAMETER,
    PARAMETER_VALUE,
    PARTS,
    PAYER,
    RATE,
    RELATION,
    RESOLUTION,
    ROWS_WITHIN,
    SCHEME,
    THRESHOLD,
    Field,
    Row,
)
from policies.packing.values import Share, spoken_conditions
from policies.references import lists_named, parameters_named
from policies.rules.types import Worth
from policies.rules.words import factor_words, share_words
from policies.standards import held_values

Fields = dict[str, Field]


def dump_pack(resolution: Resolution) -> Row:
    """The resolution in the canonical form of a pack, with what it speaks of beside it."""
    benefits = list(
        resolution.benefits.order_by("position").prefetch_related(
            models.Prefetch("rates", Rate.objects.order_by("id").select_related("group", "payer")),
            models.Prefetch("limits", Limit.objects.order_by("id").select_related("group")),
            models.Prefetch("thresholds", Threshold.objects.order_by("id").select_related("group")),
        )
    )
    limits = list(resolution.limits.select_related("group").order_by("id"))
    shared = [limit for limit in limits if limit.benefit_id is None]
    pack = {
        "scheme": _values(resolution.scheme, SCHEME),
        "resolution": _values(resolution, RESOLUTION)
        | {"replaces": resolution.replaces.code if resolution.replaces else None},
        "groups": [_values(group, GROUP) for group in resolution.groups.order_by("position")],
        "payers": _dump_payers(benefits),
        "parameters": _dump_parameters(parameters_named(benefits)),
        "lists": _dump_lists(lists_named(benefits, limits)),
        "benefits": [_dump_benefit(benefit) for benefit in benefits],
        "limits": fold([_dump_limit(limit) for limit in shared]),
        "relations": [
            _values(relation, RELATION) for relation in resolution.relations.order_by("id")
        ],
        "cases": [_values(case, CASE) for case in resolution.cases.order_by("number")],
    }
    return in_order(pack)


def _dump_benefit(benefit: Benefit) -> Row:
    columns: dict[str, str | None] = {"payee": "payee_kind"}
    values = _values(benefit, BENEFIT, **columns, rates=None, limits=None, thresholds=None)
    return values | {
        "rates": fold([_dump_rate(rate) for rate in benefit.rates.all()]),
        "limits": fold([_dump_limit(limit) for limit in benefit.limits.all()]),
        "thresholds": fold([_dump_threshold(row) for row in benefit.thresholds.all()]),
    }


def _dump_rate(rate: Rate) -> Row:
    values = _values(rate, RATE, kind="amount_kind", when="conditions", groups=None)
    return values | {
        "groups": _group_of(rate),
        "payer": rate.payer.code,
        "factor": Share(rate.factor),
        "factor_to": _share(rate.factor_to),
        "stack_to": _share(rate.stack_to),
        "bands": [_filled(band, BAND) for band in rate.bands],
        "components": [
            filled | {"share_to": _share(filled["share_to"])}
            for filled in (_filled(component, COMPONENT) for component in rate.components)
        ],
    }


def _dump_limit(limit: Limit) -> Row:
    return _values(limit, LIMIT, when="conditions", groups=None) | {"groups": _group_of(limit)}


def _dump_threshold(threshold: Threshold) -> Row:
    return _values(threshold, THRESHOLD, groups=None) | {"groups": _group_of(threshold)}


def _group_of(row: Rate | Limit | Threshold) -> list[str | None]:
    return [row.group.code if row.group else None]


def _share(value: int | None) -> Share | None:
    return None if value is None else Share(value)


def _filled(told: Row, fields: Row) -> Row:
    """A small row of JSON with every field in place."""
    return {name: told.get(name, field.default) for name, field in fields.items()}


def _values(row: models.Model, fields: Row, **columns: str | None) -> Row:
    """The fields of a pack row from a database row; ``columns`` names those called otherwise.

    A column of None is left to the caller, keeping its place.
    """
    values: dict[str, Any] = {}
    for name in fields:
        column = columns.get(name, name)
        values[name] = getattr(row, column) if column else None
    return values


# --- what is shared --------------------------------------------------------------------------


def _dump_payers(benefits: Iterable[Benefit]) -> list[Row]:
    """Those who pay by this law, and whoever they follow or are followed by."""
    rows = {row.pk: row for row in Payer.objects.select_related("successor")}
    wanted = {rate.payer_id for benefit in benefits for rate in benefit.rates.all()}
    grown = True
    while grown:
        tied = {row.pk for row in rows.values() if row.successor_id in wanted}
        tied |= {after.pk for pk in wanted if (after := rows[pk].successor)}
        grown = bool(tied - wanted)
        wanted |= tied
    return [
        _values(rows[pk], PAYER, successor=None)
        | {"successor": row.code if (row := rows[pk].successor) else None}
        for pk in wanted
    ]


def _dump_parameters(codes: set[str]) -> list[Row]:
    rows = {row.code: row for row in Parameter.objects.select_related("share_of")}
    wanted: dict[str, Parameter] = {}
    for code in codes:
        row = rows.get(code)
        while row and row.code not in wanted:
            wanted[row.code] = row
            row = rows[row.share_of.code] if row.share_of else None
    held = held_values(wanted.values())
    return [
        {
            **_values(row, PARAMETER, share_of=None, values=None),
            "share_of": row.share_of.code if row.share_of else None,
            "values": [
                _values(value, PARAMETER_VALUE)
                | {"value": Share(value.value) if row.share_of else value.value}
                for (owner, _), value in held.items()
                if owner == row.pk
            ],
        }
        for row in wanted.values()
    ]


def _dump_lists(codes: set[str]) -> list[Row]:
    entries = ListEntry.objects.order_by("id")
    rows = DatedList.objects.filter(code__in=codes)
    return [
        _values(row, LIST, entries=None)
        | {"entries": [_values(entry, LIST_ENTRY) for entry in row.entries.all()]}
        for row in rows.prefetch_related(models.Prefetch("entries", entries))
    ]


# --- as a file -------------------------------------------------------------------------------


def pack_text(resolution: Resolution) -> str:
    """The resolution as a pack file, without what goes without saying."""
    spoken = {
        part: _spoken_part(rows, PARTS[part])
        for part, rows in dump_pack(resolution).items()
        if rows
    }
    return yaml.safe_dump(spoken, allow_unicode=True, sort_keys=False, width=100)


def _spoken_part(rows: Any, fields: Fields) -> Any:
    return (
        [_spoken(row, fields) for row in rows] if isinstance(rows, list) else _spoken(rows, fields)
    )


def _spoken(row: Row, fields: Fields) -> Row:
    kept: Row = {}
    for name, value in row.items():
        if value is None or (not fields[name].required and value == fields[name].default):
            continue
        if name == "when":
            kept[name] = spoken_conditions(value)
        elif name in ROWS_WITHIN:
            kept[name] = _spoken_part(value, ROWS_WITHIN[name])
        else:
            kept[name] = _spoken_share(value, row) if isinstance(value, Share) else value
    return kept


def _spoken_share(share: Share, row: Row) -> str:
    """A coefficient as a number, everything else in per cent."""
    if row.get("worth") == Worth.COEFFICIENT:
        return factor_words(share).removeprefix("hệ số ")
    return share_words(share)
