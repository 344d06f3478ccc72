"""Where a claim differs from its sealed record: the first value, by its Vietnamese name."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db.models import Model

from claims.faults import Fault
from claims.models import Claim, ClaimEvent, ClaimLine, Payment, PaymentList, SealedLaw
from claims.sealed_record import CLAIM, EVENT, LINE, PAYMENT, PAYMENT_LIST, Laws
from policies.models import (
    BeneficiaryGroup,
    Benefit,
    Limit,
    Payer,
    Rate,
    Relation,
    Resolution,
    Threshold,
)

GONE, ADDED = "không còn", "không có lúc niêm phong"


class Part(NamedTuple):
    """One table of the record: how its rows are called and what its values are."""

    key: str
    title: str
    labels: Sequence[str]


def _labels(model: type[Model], columns: Sequence[str]) -> list[str]:
    names = {field.column: str(field.verbose_name) for field in model._meta.concrete_fields}
    return [names[column] for column in columns]


PARTS = (
    Part("lines", "dòng tính", _labels(ClaimLine, LINE)),
    Part("events", "bước xử lý", _labels(ClaimEvent, EVENT)),
    Part(
        "payments",
        "lần chi",
        _labels(Payment, PAYMENT)
        + [f"danh sách chi trả, {label}" for label in _labels(PaymentList, PAYMENT_LIST)],
    ),
)
LAW_PARTS: dict[str, tuple[str, type[Model]]] = {
    "rate": ("mức hưởng", Rate),
    "payer": ("nguồn kinh phí", Payer),
    "group": ("đối tượng", BeneficiaryGroup),
    "benefit": ("chế độ", Benefit),
    "thresholds": ("mức tối thiểu", Threshold),
    "limits": ("hạn mức", Limit),
    "relations": ("quan hệ giữa các chế độ", Relation),
    "resolution": ("văn bản", Resolution),
}


def first_difference(where: str, sealed: str, now: str, laws: Laws) -> Fault | None:
    """None if a later version of the portal merely seals more than was sealed then."""
    before, after = json.loads(sealed), json.loads(now)
    for part, expected, found in _differences(before, after, laws):
        return Fault(where, part, _words(expected), _words(found))
    return None


Difference = tuple[str, Any, Any]


def _differences(before: dict[str, Any], after: dict[str, Any], laws: Laws) -> Iterator[Difference]:
    yield from _of_row("", _labels(Claim, CLAIM), before["claim"], after["claim"])
    for part in PARTS:
        for place, (row, row_now) in enumerate(
            zip_longest(before[part.key], after[part.key]), start=1
        ):
            title = f"{part.title} {place}"
            if row is None or row_now is None:
                yield title, ADDED if row is None else row, GONE if row_now is None else row_now
            else:
                yield from _of_row(f"{title}, ", part.labels, row, row_now)
    yield from _of_law(before["law"], after["law"], laws)
    for key, title in (("person", "người hưởng lúc duyệt"), ("accounts", "tài khoản nhận tiền")):
        if before[key] != after[key]:
            yield title, "như lúc niêm phong (không in ra)", "khác"


def _of_row(
    title: str, labels: Sequence[str], row: Sequence[Any], row_now: Sequence[Any]
) -> Iterator[Difference]:
    for label, value, value_now in zip(labels, row, row_now, strict=False):
        if value != value_now:
            yield f"{title}{label}", value, value_now


def _of_law(
    before: Mapping[str, str], after: Mapping[str, str], laws: Laws
) -> Iterator[Difference]:
    for rate, sealed_hash in before.items():
        if after.get(rate) == sealed_hash:
            continue
        kept = SealedLaw.objects.filter(hash=sealed_hash).first()
        law = laws.get(int(rate))
        if kept is None or law is None:
            yield f"mức hưởng {rate}", "còn trong sổ", GONE
        else:
            yield from _of_law_text(json.loads(kept.text), json.loads(law.text))


def _of_law_text(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for key, (title, model) in LAW_PARTS.items():
        value, value_now = before[key], after[key]
        if isinstance(value, dict) and isinstance(value_now, dict):
            names = {field.column: str(field.verbose_name) for field in model._meta.concrete_fields}
            for column in value.keys() & value_now.keys():
                if value[column] != value_now[column]:
                    part = f"{title} “{_name(key, before)}”, {names.get(column, column)}"
                    yield part, value[column], value_now[column]
        elif value != value_now:
            yield f"{title} của “{_name('benefit', before)}”", value, value_now


def _name(key: str, law: dict[str, Any]) -> str:
    """What a row of the law is called."""
    benefit, group = law["benefit"]["short_title"], law["group"]
    if key == "rate":
        return f"{benefit}, {group['name']}" if group else benefit
    return benefit if key == "benefit" else law[key].get("name") or law[key]["number"]


def _words(value: Any) -> str:
    if value is None or value == "":
        return "(trống)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
