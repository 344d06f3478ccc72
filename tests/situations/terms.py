"""What a rate is worth and whom it is for, from words like "tối đa 50 % mức thăm_hỏi"."""

import re
from typing import Any

from policies.rules.types import Condition, Worth
from tests.situations.words import (
    NUMBERS,
    TRAIT_VALUES,
    TRAITS,
    Words,
    nothing_left,
    read_money,
    read_share,
)

# What follows "tối đa" or stands alone: a coefficient or percentage of a parameter, a percentage of
# what another benefit pays (to another group, perhaps), a bare percentage of a cost; "các bậc"
# where the amounts are in bands.
COEFFICIENT = re.compile(r"(hệ số [\d,]+) của (.+)")
PERCENT = re.compile(r"([\d,]+ %)(?: đến ([\d,]+ %))? của (.+)")
SHARE_OF_RATE = re.compile(r"([\d,]+ %) mức (\S+)(?: của đối tượng (\S+))?")
SHARES = re.compile(r"([\d,]+ %)(?: đến ([\d,]+ %))?")
BAND = re.compile(r"(?:từ (\d+))? ?(?:đến (dưới )?(\d+))?")


def read_worth(text: str) -> dict[str, Any]:
    """The fields of a rate that say where its đồng come from."""
    bare = text.removeprefix("tối đa ")
    worth: dict[str, Any] = {"amount": 0, "up_to": bare != text}
    if bare == "các bậc":
        return worth
    if found := COEFFICIENT.fullmatch(bare):
        worth |= {"worth": Worth.COEFFICIENT, "factor": read_share(found[1]), "of": found[2]}
    elif found := PERCENT.fullmatch(bare):
        worth |= {"worth": Worth.PERCENT, "factor": read_share(found[1]), "of": found[3]}
        worth["factor_to"] = read_share(found[2]) if found[2] else None
    elif found := SHARE_OF_RATE.fullmatch(bare):
        worth |= {"worth": Worth.SHARE_OF_RATE, "factor": read_share(found[1]), "of": found[2]}
        worth["as_group"] = found[3] or ""
    elif found := SHARES.fullmatch(bare):
        worth["factor"] = read_share(found[1])
        worth["factor_to"] = read_share(found[2]) if found[2] else None
    else:
        worth["amount"] = read_money(bare)
    return worth


def read_conditions(words: Words) -> tuple[Condition, ...]:
    """Takes the traits and the numbers out of the words."""
    name = words.pop("gọi_là", "")
    conditions = [
        _read_condition(trait, words.pop(word), name)
        for word, trait in (TRAITS | NUMBERS).items()
        if word in words
    ]
    return tuple(conditions)


def _read_condition(trait: str, said: Any, name: str) -> Condition:
    """``nghỉ hưu``, ``[A, B]``, ``từ 60 đến dưới 75``, or with more words: ``{thuộc: …}``."""
    words = dict(said) if isinstance(said, dict) else {"là": said}
    denied = "không_là" in words or "không_thuộc" in words
    listed = words.pop("thuộc", "") or words.pop("không_thuộc", "")
    values = words.pop("không_là" if "không_là" in words else "là", [])
    lowest = highest = None
    if trait in NUMBERS.values():
        lowest, highest = _read_span(str(values))
        values = []
    condition = Condition(
        trait,
        tuple(TRAIT_VALUES.get(value, str(value)) for value in _as_list(values)),
        words.pop("gọi_là", name),
        lowest,
        highest,
        listed,
        grace_months=words.pop("thêm_tháng", 0),
        denied=denied,
    )
    nothing_left(words)
    return condition


def _read_span(text: str) -> tuple[int | None, int | None]:
    """``từ 60 đến dưới 75`` → (60, 74)."""
    found = BAND.fullmatch(text)
    assert found, f"not a span of numbers: {text}"
    assert found[1] or found[3], f"a span without an end: {text}"
    lowest = int(found[1]) if found[1] else None
    highest = int(found[3]) - (1 if found[2] else 0) if found[3] else None
    return lowest, highest


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
