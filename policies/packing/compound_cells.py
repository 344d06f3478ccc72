"""Small things of a law as words in one cell, and back: conditions, bands, components.

One thing a line, so that a cell is read like the paper: ``tuyến bệnh viện: trung ương | tỉnh``,
``tuổi: từ 60 đến 79``, ``xã, phường: trong danh mục poor_communes (giữ 36 tháng)``.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from config.workbooks.cells import fold
from policies.packing.values import CODE, share
from policies.rules.traits import NUMBERS, TRAITS, trait_name, usual_values, value_name
from policies.rules.words import share_words

Plain = Mapping[str, Any]

NAMES = {fold(trait_name(trait)): trait for trait in (*TRAITS, *NUMBERS)}
GRACE = re.compile(r"\s*\(giữ (\d+) tháng\)$")
NAMED = re.compile(r"\s*\[(.+)\]$")
LIST = re.compile(r"trong danh mục (\S+)")
BOUNDS = re.compile(r"(?:từ (\d+))?\s*(?:đến (\d+))?")
BAND = re.compile(r"ngày (\d+)(?: đến (\d+)| trở đi): ([\d.]+)")


def told_conditions(conditions: Sequence[Plain]) -> str:
    return "\n".join(_told_condition(each) for each in conditions)


def _told_condition(plain: Plain) -> str:
    trait = plain["trait"]
    name = trait_name(trait) if NAMES.get(fold(trait_name(trait))) == trait else trait
    if "values" in plain:
        said = " | ".join(_told_value(trait, value) for value in plain["values"])
    elif "listed" in plain:
        said = f"trong danh mục {plain['listed']}"
    else:
        bounds = (("từ", plain.get("lowest")), ("đến", plain.get("highest")))
        said = " ".join(f"{word} {number}" for word, number in bounds if number is not None)
    denied = "không " if plain.get("denied") else ""
    called = f" [{plain['name']}]" if plain.get("name") else ""
    grace = f" (giữ {plain['grace_months']} tháng)" if plain.get("grace_months") else ""
    return f"{name}: {denied}{said}{called}{grace}"


def _told_value(trait: str, value: str) -> str:
    """The word, if it leads back to the code; a word that could mislead stands in quotes."""
    word = value_name(trait, value)
    plain = word != value and _value(trait, word) == value
    if plain or not re.search(r'[|"\[\]\n]|^không |^từ |^đến |^trong danh mục |\)$', value):
        return word
    return f'"{value}"' if '"' not in value and "|" not in value and "\n" not in value else value


def read_conditions(words: str) -> list[dict[str, Any]]:
    """Raises ``ValueError`` with the line that isn't understood."""
    return [_read_condition(line.strip()) for line in words.splitlines() if line.strip()]


def _read_condition(line: str) -> dict[str, Any]:
    name, colon, said = line.partition(": ")
    trait = NAMES.get(fold(name), name.strip())
    if not colon or not CODE.fullmatch(trait):
        raise ValueError(f"không hiểu điều kiện “{line}”; hãy viết như “tuổi: từ 60 đến 79”")
    told: dict[str, Any] = {"trait": trait}
    if found := GRACE.search(said):
        told["grace_months"], said = int(found[1]), said[: found.start()]
    if found := NAMED.search(said):
        told["name"], said = found[1], said[: found.start()]
    if said.startswith("không "):
        told["denied"], said = True, said.removeprefix("không ")
    if found := LIST.fullmatch(said):
        return told | {"listed": found[1]}
    if (found := BOUNDS.fullmatch(said)) and said:
        bounds = {"lowest": found[1], "highest": found[2]}
        return told | {name: int(number) for name, number in bounds.items() if number}
    return told | {"values": [_value(trait, word.strip()) for word in said.split("|")]}


def _value(trait: str, word: str) -> str:
    for code, name in usual_values(trait):
        if fold(word) == fold(name):
            return code
    return word[1:-1] if len(word) > 2 and word[0] == word[-1] == '"' else word


def told_bands(bands: Sequence[Plain]) -> str:
    return "\n".join(
        f"ngày {band['from_day']} "
        + (f"đến {band['to_day']}" if band["to_day"] else "trở đi")
        + f": {band['amount']}"
        for band in bands
    )


def read_bands(words: str) -> list[dict[str, Any]]:
    """Raises ``ValueError``."""
    bands = []
    for line in filter(None, map(str.strip, words.splitlines())):
        found = BAND.fullmatch(line)
        if not found:
            raise ValueError(f"không hiểu “{line}”; hãy viết như “ngày 8 đến 30: 100000”")
        to_day = int(found[2]) if found[2] else None
        amount = int(found[3].replace(".", ""))
        bands.append({"from_day": int(found[1]), "to_day": to_day, "amount": amount})
    return bands


def told_components(components: Sequence[Plain]) -> str:
    return "\n".join(
        f"{each['name']}: "
        + (
            f"không quá {share_words(each['share_to'])}"
            if each["share_to"]
            else str(each["amount"])
        )
        for each in components
    )


def read_components(words: str) -> list[dict[str, Any]]:
    """Raises ``ValueError``."""
    components: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, words.splitlines())):
        name, _, said = line.rpartition(": ")
        if name and said.startswith("không quá "):
            components.append({"name": name, "share_to": share(said.removeprefix("không quá "))})
        elif name and re.fullmatch(r"[\d.]+", said):
            components.append({"name": name, "amount": int(said.replace(".", ""))})
        else:
            raise ValueError(f"không hiểu “{line}”; hãy viết như “Tiền ăn: 100000”")
    return components
