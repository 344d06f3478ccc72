"""The books of situations: which laws one speaks of, which cases it holds.

A book is a YAML file beside this one. Its law stands in it (``luật``), or under ``laws/`` where
several books share it (``luật: ca_mau_2026``); laws that follow or neighbour each other are
``các_luật`` by their codes. A case may say which of them it is about (``theo``) and change the
answer to a question of the law (``với_quy_ước``). Books under ``packs/`` hold the cases of the
packs of those names.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from policies.rules.types import Law
from tests.situations.reading import read_law
from tests.situations.words import Words

HERE = Path(__file__).parent


class Situation(NamedTuple):
    """One case, with the laws it is about in the order of the book."""

    book: str
    case: Words
    laws: tuple[Words, ...]

    @property
    def name(self) -> str:
        return f"{self.book}: {self.case['tình_huống']}"

    def read_laws(self) -> list[Law]:
        answers = self.case.get("với_quy_ước", {})
        return [read_law(law | {"quy_ước": law.get("quy_ước", {}) | answers}) for law in self.laws]


@cache
def books() -> Mapping[str, Words]:
    """Every book by the name of its file."""
    return {path.stem: _load(path) for path in sorted(HERE.glob("*.yaml"))}


def situations() -> Iterator[Situation]:
    for name, book in books().items():
        laws = _laws(book)
        for case in book["các_tình_huống"]:
            about = case.get("theo")
            chosen = [laws[about]] if about else list(laws.values())
            yield Situation(name, case, tuple(chosen))


def laws_by_name() -> dict[str, Law]:
    """Every law of every book, a shared one once, under the name of its file or book."""
    found: dict[str, Law] = {}
    for name, book in books().items():
        told = book.get("luật")
        for code, law in _laws(book).items():
            found[told if isinstance(told, str) else " ".join(filter(None, (name, code)))] = (
                read_law(law)
            )
    return found


def cases_of_pack(name: str) -> list[Words]:
    """The solved cases of a pack; its law is the pack itself."""
    cases: list[Words] = _load(HERE / "packs" / f"{name}.yaml")["các_tình_huống"]
    return cases


def _laws(book: Words) -> dict[str, Words]:
    if "các_luật" in book:
        return {code: law | {"mã": code} for code, law in book["các_luật"].items()}
    law = book["luật"]
    return {"": _load(HERE / "laws" / f"{law}.yaml") if isinstance(law, str) else law}


def _load(path: Path) -> Words:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
