"""What a number printed on a paper may mean. Plain text in, every possible value out; no guessing.

Offices write ``1.004,388``, ``1.004, 388`` and ``133.082`` for one kind of number: a dot may part
thousands or decimals, and a unit may stand in the head of the column instead of beside the number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from config.names import normalise_for_search

MULTIPLIERS = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
MULTIPLIER_WORDS = {1: "", 10**3: "nghìn", 10**6: "triệu", 10**9: "tỷ"}
UNITS = frozenset({"dong", "d", "vnd", "nguoi", "luot", "ngay", "the"})
NUMBER = re.compile(r"\d[\d.,\s]*\d|\d")
LARGEST = 10**15
"""Above this a number is a slip of the keyboard (đồng or people)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a printed number: ``value`` in whole units, ``how`` it was read.

    ``precision`` is the unit of its last digit: ``9.464 triệu`` is told to the million.
    """

    value: int
    precision: int
    how: str


def readings(printed: str, *, is_money: bool) -> list[Reading]:
    """Every meaning the text may have, each value once; none when it isn't a number.

    ``is_money``: without a word for the unit it may be đồng, thousands, millions or billions.
    """
    found = NUMBER.findall(printed)
    if len(found) != 1:
        return []
    multipliers = _multipliers(printed.replace(found[0], " "), is_money)
    by_value: dict[int, Reading] = {}
    for multiplier, named in multipliers:
        for number, decimals, marks in _numbers(found[0]):
            value = number * multiplier
            if value.denominator != 1 or value > LARGEST:
                continue
            how = "; ".join(words for words in (marks, named) if words)
            last = Fraction(multiplier, 10**decimals)
            precision = last.numerator if last.denominator == 1 else 1
            by_value.setdefault(int(value), Reading(int(value), precision, how or "số nguyên"))
    return list(by_value.values())


def _multipliers(words_around: str, is_money: bool) -> list[tuple[int, str]]:
    words = normalise_for_search(words_around).replace("(", " ").replace(")", " ").split()
    named = [MULTIPLIERS[word] for word in words if word in MULTIPLIERS]
    if named:
        return [(named[0], "")]
    if not is_money or any(word in UNITS for word in words):
        return [(1, "")]
    return [(1, "tính bằng đồng")] + [
        (multiplier, f"tính bằng {words} đồng")
        for multiplier, words in MULTIPLIER_WORDS.items()
        if words
    ]


def _numbers(text: str) -> Iterator[tuple[Fraction, int, str]]:
    """Each number the digits and marks may be, with its decimals and how the marks were read."""
    digits = re.sub(r"\s+", "", text)
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        yield Fraction(int(digits)), 0, ""
        return
    for thousands, decimal, said in (
        (".", ",", ("dấu chấm ngăn hàng nghìn", "dấu phẩy thập phân")),
        (",", ".", ("dấu phẩy ngăn hàng nghìn", "dấu chấm thập phân")),
    ):
        whole, mark, rest = digits.partition(decimal)
        if not _is_grouped(whole, thousands) or (mark and not rest.isdecimal()):
            continue
        used = [
            words for words, there in zip(said, (thousands in whole, mark), strict=True) if there
        ]
        number = Fraction(int(whole.replace(thousands, "") + rest), 10 ** len(rest))
        yield number, len(rest), ", ".join(used)
    if dots and commas and _is_grouped(digits.replace(",", "."), "."):
        yield Fraction(int(re.sub(r"[.,]", "", digits))), 0, "cả hai dấu đều ngăn hàng nghìn"


def _is_grouped(whole: str, mark: str) -> bool:
    """``1.004`` or plain digits: after each mark exactly three digits, before the first 1 to 3."""
    if mark not in whole:
        return whole.isdecimal()
    first, *groups = whole.split(mark)
    return (
        first.isdecimal()
        and 1 <= len(first) <= 3
        and all(len(group) == 3 and group.isdecimal() for group in groups)
    )
