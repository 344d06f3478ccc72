"""What a summing-up report contains: an outline is data, shipped as ``reports/outline/*.yaml``.

An outline names the paper's frame and its parts; each part sums up one or more resolutions: the
figures it consists of and its sections with their first text. Which figures exist is told shortly:
under a benefit, ``people.group_1.round_1`` means the measure, the group and a slice of its claims.

Days are told relative to the reporting year: ``10-31`` is in it, ``+1 03-31`` in the next one.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent / "outline"
DAY = re.compile(r"(?:([+-]\d) )?(\d\d-\d\d)")


class OutlineMissing(Exception):
    """There is no outline of this code."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A named selection of claims (or of people); what is empty does not confine it."""

    words: str
    resolutions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    begins: str = ""
    ends: str = ""
    """Days of a period of its own, which no total of the report's period may take in."""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """The figures of one benefit: ``published`` are the report's own, others only support text."""

    benefit: str
    title: str
    published: tuple[str, ...]
    supporting: tuple[str, ...]
    quantity: str
    """The figure (without the benefit) that tells how much in a table, e.g. ``occurrences``."""
    slice: str
    """Confines every figure of the line; its name ends their codes."""
    also: Mapping[str, tuple[str, ...]]
    """Benefits inside this one (when it is a set) → what is published of each."""


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
    part: str


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """``key`` begins the codes of its figures; empty in an outline of one part."""

    key: str
    title: str
    resolutions: tuple[str, ...]
    cut_offs: Mapping[str, str]
    """Benefit code or ``population`` → day on which its figures end before (or after) the rest."""
    slices: Mapping[str, Slice]
    benefit_sets: Mapping[str, tuple[str, ...]]
    population: tuple[str, ...]
    cards: tuple[str, ...]
    regimes: tuple[OutlineRegime, ...]
    totals: tuple[str, ...]
    """Which grand totals the report publishes: ``amount``, ``people``."""
    total_slice: str
    """Confines the grand totals, where a part of the year's claims is told elsewhere."""

    @property
    def prefix(self) -> str:
        return f"{self.key}." if self.key else ""


@dataclass(frozen=True, slots=True)
class Outline:
    code: str
    title: str
    frame: Mapping[str, Any]
    parts: tuple[OutlinePart, ...]
    sections: tuple[OutlineSection, ...]

    @property
    def resolutions(self) -> tuple[str, ...]:
        """Codes of everything that is summed up, in the order of the parts."""
        return tuple(dict.fromkeys(code for part in self.parts for code in part.resolutions))

    def cut_offs_in(self, year: int) -> dict[str, str]:
        """Code in the report → ISO date in (or beside) the given year."""
        return {
            f"{part.prefix}{code}": day_in(year, day).isoformat()
            for part in self.parts
            for code, day in part.cut_offs.items()
        }


def day_in(year: int, day: str) -> date:
    """``10-31`` or ``-1 01-01`` as a date. Raises ``ValueError`` for anything else."""
    found = DAY.fullmatch(day)
    if not found:
        raise ValueError(f"“{day}” không phải là ngày của đề cương, ví dụ 10-31 hoặc +1 03-31.")
    return date.fromisoformat(f"{year + int(found[1] or 0)}-{found[2]}")


@cache
def shipped_outlines() -> dict[str, Mapping[str, Any]]:
    """The content of the outlines that come with the portal, by code."""
    return {path.stem: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))}


def outline_codes() -> list[str]:
    return list(shipped_outlines())


def content_of(code: str) -> Mapping[str, Any]:
    """What an outline says, as data of the caller's own. Raises :class:`OutlineMissing`."""
    if code not in shipped_outlines():
        raise OutlineMissing(code)
    return deepcopy(shipped_outlines()[code])


def outline_of(code: str) -> Outline:
    """Raises :class:`OutlineMissing`."""
    return read_outline(code, content_of(code))


def read_outline(code: str, data: Mapping[str, Any]) -> Outline:
    """An outline from its content, as a file or a report keeps it."""
    parts = tuple(_part(part) for part in data["parts"])
    return Outline(
        code=code,
        title=data["title"],
        frame=data["frame"],
        parts=parts,
        sections=(
            *_sections(data.get("opening", ()), ""),
            *(section for part in data["parts"] for section in _part_sections(part)),
            *_sections(data.get("closing", ()), ""),
        ),
    )


def _part(data: Mapping[str, Any]) -> OutlinePart:
    figures = data["figures"]
    return OutlinePart(
        key=data.get("key", ""),
        title=data.get("title", ""),
        resolutions=tuple(data["resolutions"]),
        cut_offs=data.get("cut_offs", {}),
        slices={
            str(name): _slice(str(name), said) for name, said in data.get("slices", {}).items()
        },
        benefit_sets={name: tuple(codes) for name, codes in data.get("benefit_sets", {}).items()},
        population=_codes(figures.get("population", "")),
        cards=_codes(figures.get("cards", "")),
        regimes=tuple(_regime(regime) for regime in figures["regimes"]),
        totals=_codes(figures.get("totals", "amount")),
        total_slice=figures.get("total_slice", ""),
    )


def _slice(name: str, said: str | Mapping[str, Any]) -> Slice:
    """Words alone name a category of claims."""
    if isinstance(said, str):
        return Slice(said, categories=(name,))
    return Slice(
        words=said["words"],
        resolutions=_texts(said.get("resolutions")),
        groups=_texts(said.get("groups")),
        categories=_texts(said.get("categories")),
        payers=_texts(said.get("payers")),
        begins=said.get("begins", ""),
        ends=said.get("ends", ""),
    )


def _part_sections(data: Mapping[str, Any]) -> Iterable[OutlineSection]:
    key = data.get("key", "")
    if data.get("title"):
        yield OutlineSection(f"{key}-title", 0, data["title"], "", key)
    yield from _sections(data["sections"], key)


def _sections(sections: Iterable[Mapping[str, Any]], part: str) -> Iterable[OutlineSection]:
    for section in sections:
        yield OutlineSection(
            key=f"{part}-{section['key']}" if part else section["key"],
            level=section["level"],
            heading=section.get("heading", ""),
            body=section.get("body", "").strip(),
            part=part,
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
        slice=data.get("slice", ""),
        also={benefit: _codes(codes) for benefit, codes in data.get("also", {}).items()},
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _texts(values: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(map(str, values or ()))
