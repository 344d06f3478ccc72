"""What a summing-up report contains: outlines are data, ``reports/outline/*.yaml``.

An outline names the paper's frame, the figures that the report of a resolution consists of, and
its sections with their first text. Which figures exist is told shortly: under a benefit,
``people.group_1.round_1`` means the measure, the group and the category of its claims.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent / "outline"


class OutlineMissing(Exception):
    """There is no outline for this resolution."""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """The figures of one benefit: ``published`` are the report's own, others only support text."""

    benefit: str
    title: str
    published: tuple[str, ...]
    supporting: tuple[str, ...]
    quantity: str
    """The figure (without the benefit) that tells how much in a table, e.g. ``occurrences``."""


@dataclass(frozen=True, slots=True)
class OutlineRegime:
    """A lettered regime of the report; it may hold several benefits."""

    letter: str
    title: str
    lines: tuple[OutlineLine, ...]


@dataclass(frozen=True, slots=True)
class OutlineSection:
    key: str
    level: int
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Outline:
    code: str
    resolution: str
    frame: Mapping[str, Any]
    cut_offs: Mapping[str, str]
    """Benefit code → ``mm-dd``, where its figures end before the report's own date."""
    categories: Mapping[str, str]
    """Category of a claim (or name of a set of them) → how a title calls it."""
    category_sets: Mapping[str, tuple[str, ...]]
    population: tuple[str, ...]
    cards: tuple[str, ...]
    regimes: tuple[OutlineRegime, ...]
    sections: tuple[OutlineSection, ...]

    def cut_offs_in(self, year: int) -> dict[str, str]:
        """Benefit code → ISO date in the given year."""
        return {
            benefit: date.fromisoformat(f"{year}-{day}").isoformat()
            for benefit, day in self.cut_offs.items()
        }


@cache
def outlines() -> dict[str, Outline]:
    """All outlines by code."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yaml"))}


def outline_for(resolution_code: str) -> Outline:
    """The outline made for a resolution. Raises :class:`OutlineMissing`."""
    for outline in outlines().values():
        if outline.resolution == resolution_code:
            return outline
    raise OutlineMissing(resolution_code)


def _read(path: Path) -> Outline:
    data = yaml.safe_load(path.read_text())
    figures = data["figures"]
    return Outline(
        code=path.stem,
        resolution=data["resolution"],
        frame=data["frame"],
        cut_offs=data.get("cut_offs", {}),
        categories={str(key): words for key, words in data.get("categories", {}).items()},
        category_sets={
            key: tuple(map(str, members)) for key, members in data.get("category_sets", {}).items()
        },
        population=_codes(figures["population"]),
        cards=_codes(figures["cards"]),
        regimes=tuple(_regime(regime) for regime in figures["regimes"]),
        sections=tuple(
            OutlineSection(
                part["key"], part["level"], part.get("heading", ""), part.get("body", "").strip()
            )
            for part in data["sections"]
        ),
    )


def _regime(data: Mapping[str, Any]) -> OutlineRegime:
    return OutlineRegime(
        letter=data["letter"],
        title=data["title"],
        lines=tuple(_line(line) for line in data["lines"]),
    )


def _line(data: Mapping[str, Any]) -> OutlineLine:
    return OutlineLine(
        benefit=data["benefit"],
        title=data["title"],
        published=_codes(data.get("published", "")),
        supporting=_codes(data.get("supporting", "")),
        quantity=data.get("quantity", ""),
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())
