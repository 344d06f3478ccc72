"""A law of the situations as a pack, so that a book proves the whole way through the database.

The books speak Vietnamese, packs want codes: every code is spelled again by ``spelled``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from policies.packing.values import Share
from policies.rules.settings import Settings
from policies.rules.types import (
    Benefit,
    Component,
    Condition,
    DatedList,
    Law,
    Limit,
    Parameter,
    Payer,
    Rate,
    Relation,
    Threshold,
)

ASSUMED = {"confidence": "invented", "basis": "Minh họa cho ca thử."}
CODES: Mapping[type, tuple[str, ...]] = {
    Law: ("code", "territories"),
    Benefit: ("code", "occasion", "carries_from"),
    Rate: ("of", "cost", "only_on"),
    Condition: ("listed",),
    Threshold: ("cost",),
    Limit: ("benefits",),
    Relation: ("benefits",),
    Parameter: ("code", "share_of"),
    DatedList: ("code",),
    Payer: ("code",),
}
VALUES_THAT_ARE_CODES = ("territory", "residence_territory")


def spelled(text: str) -> str:
    """``tiền_ăn`` → ``tien_an``."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")


def with_codes(value: Any) -> Any:
    """The same law with every code spelled as packs want it."""
    if isinstance(value, tuple):
        return tuple(with_codes(each) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {field.name: with_codes(getattr(value, field.name)) for field in fields(value)}
    for name in CODES.get(type(value), ()):
        said = changes[name]
        changes[name] = spelled(said) if isinstance(said, str) else tuple(map(spelled, said))
    if isinstance(value, Condition) and value.trait in VALUES_THAT_ARE_CODES:
        changes["values"] = tuple(map(spelled, value.values))
    if isinstance(value, Condition) and value.trait == "variant":
        changes["name"] = value.name or value.values[0]  # a pack wants code and words
    return replace(value, **changes)


def pack_of(law: Law) -> dict[str, Any]:
    """A law whose codes are spelled, as the content of a pack file."""
    return {
        "scheme": {"code": "minh-hoa", "name": "Minh họa", "province": "Minh họa"},
        "resolution": {
            "code": law.code or spelled(law.resolution),
            "doc_type": "Văn bản",
            "number": law.resolution,
            "issued_on": law.effective_from,
            "issuer": "Cơ quan minh họa",
            "subject": law.resolution,
            "effective_from": law.effective_from,
            "effective_to": law.effective_to,
            "territories": list(law.territories),
            "settings": _answers(law.settings, Settings()),
        },
        "groups": [{"code": code, "name": name} for code, name in law.groups],
        "payers": [_payer(payer) for payer in _payers(law).values()],
        "parameters": [_parameter(parameter) for parameter in law.parameters],
        "lists": [_list(listed, law) for listed in law.lists],
        "benefits": [_benefit(benefit, law) for benefit in law.benefits],
        "limits": [_limit(limit) for limit in law.limits],
        "relations": [_plain(relation) | ASSUMED for relation in law.relations],
    }


def _answers(settings: Settings | None, basis: Settings) -> dict[str, str]:
    """Only what is answered otherwise than by ``basis``."""
    told = settings or basis
    names = (field.name for field in fields(Settings))
    return {
        name: str(answer)
        for name in names
        if (answer := getattr(told, name)) != getattr(basis, name)
    }


def _payers(law: Law) -> dict[str, Payer]:
    found: dict[str, Payer] = {}
    for payer in (rate.payer for benefit in law.benefits for rate in benefit.rates):
        following: Payer | None = payer
        while following:
            found[following.code] = following
            following = following.successor
    return found


def _payer(payer: Payer) -> dict[str, Any]:
    successor = payer.successor.code if payer.successor else None
    return _plain(payer) | {"successor": successor}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    read = Share if parameter.share_of else int
    values = [
        {
            "since": each.since,
            "value": read(each.value),
            "source": each.source,
            "confidence": "invented",
        }
        for each in parameter.values
    ]
    return _plain(parameter) | {"values": values, "share_of": parameter.share_of or None}


def _list(listed: DatedList, law: Law) -> dict[str, Any]:
    rates = [rate for benefit in law.benefits for rate in benefit.rates]
    kind = "days" if any(rate.only_on == listed.code for rate in rates) else "other"
    return _plain(listed) | {"kind": kind, "entries": [_plain(entry) for entry in listed.entries]}


def _benefit(benefit: Benefit, law: Law) -> dict[str, Any]:
    payee = "cadre" if benefit.needs_group else "staff"
    told = _plain(benefit) | {
        "short_title": benefit.title[:80],
        "payee": payee,
        "settings": _answers(benefit.settings, law.settings),
        "rates": [_rate(rate) for rate in benefit.rates],
        "limits": [_limit(limit) for limit in benefit.limits],
        "thresholds": [_of_group(row) for row in benefit.thresholds],
    }
    del told["needs_group"]
    return told


def _rate(rate: Rate) -> dict[str, Any]:
    told = _of_group(rate) | {
        "kind": rate.amount_kind,
        "payer": rate.payer.code,
        "bands": [_plain(band) for band in rate.bands],
        "components": [_component(part) for part in rate.components],
    }
    for name in ("factor", "factor_to", "stack_to"):
        told[name] = None if told[name] is None else Share(told[name])
    del told["id"], told["amount_kind"]
    return told


def _component(part: Component) -> dict[str, Any]:
    share = None if part.share_to is None else Share(part.share_to)
    return _plain(part) | {"share_to": share}


def _limit(limit: Limit) -> dict[str, Any]:
    return _of_group(limit)


def _of_group(row: Rate | Limit | Threshold) -> dict[str, Any]:
    told = _plain(row) | {"groups": [row.group]} | ASSUMED
    del told["group"]
    if "conditions" in told:
        told["when"] = [_plain(condition) for condition in told.pop("conditions")]
    return told


def _plain(value: Any) -> dict[str, Any]:
    """The fields by name, tuples as lists."""
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: list(each) if isinstance(each, tuple) else each for name, each in told.items()}
