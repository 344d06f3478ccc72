"""Reads a printed page back: lines with their letters, fonts, sizes and places in points."""

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfplumber

MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """``left``, ``right``, ``top``, ``bottom`` in points from the upper left corner of the page."""

    page: int
    text: str
    letters: list[dict[str, Any]]

    @property
    def left(self) -> float:
        return min(letter["x0"] for letter in self.letters)

    @property
    def right(self) -> float:
        return max(letter["x1"] for letter in self.letters)

    @property
    def top(self) -> float:
        return min(letter["top"] for letter in self.letters)

    @property
    def bottom(self) -> float:
        return max(letter["bottom"] for letter in self.letters)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def sizes(self) -> set[float]:
        return {round(letter["size"], 1) for letter in self.letters}

    @property
    def faces(self) -> set[str]:
        """``Tinos``, ``Tinos-Bold`` …: without the mark of the subset."""
        return {letter["fontname"].partition("+")[2] for letter in self.letters}

    @property
    def looks(self) -> tuple[set[float], set[str]]:
        return self.sizes, self.faces


@dataclass(frozen=True)
class Rule:
    page: int
    left: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Printed:
    """A PDF by pages; parts side by side are read as lines of their own."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pdfplumber.open(io.BytesIO(content))
        self.pages = self.pdf.pages

    def size(self, page: int) -> tuple[int, int]:
        return round(self.pages[page].width / MM), round(self.pages[page].height / MM)

    @cached_property
    def lines(self) -> list[Line]:
        return [line for number, page in enumerate(self.pages) for line in _lines(number, page)]

    def line(self, begins: str, page: int | None = None) -> Line:
        """The first line that begins so. Raises ``StopIteration``."""
        return next(
            line
            for line in self.lines
            if line.text.startswith(begins) and page in (None, line.page)
        )

    def on(self, page: int) -> list[Line]:
        return [line for line in self.lines if line.page == page]

    @cached_property
    def rules(self) -> list[Rule]:
        """Horizontal lines that belong to no table: thin, and not joined with others."""
        return [
            Rule(number, box["x0"], box["x1"], box["top"])
            for number, page in enumerate(self.pages)
            for box in [*page.rects, *page.lines]
            if box["height"] < 1.5 and box["width"] > 10
        ]

    def rule_under(self, line: Line, within: float = 14) -> Rule:
        return next(
            rule
            for rule in self.rules
            if rule.page == line.page
            and 0 < rule.top - line.top < within + (line.bottom - line.top)
            and abs(rule.middle - line.middle) < 3
        )


def _lines(number: int, page: Any) -> list[Line]:
    """Letters on one base line, cut where a gap is wider than words are apart."""
    by_base: dict[int, list[dict[str, Any]]] = {}
    for letter in page.chars:
        base = round(letter["matrix"][5])
        place = next((known for known in by_base if abs(known - base) <= 1), base)
        by_base.setdefault(place, []).append(letter)
    found = []
    for base in sorted(by_base, reverse=True):
        run: list[dict[str, Any]] = []
        for letter in sorted(by_base[base], key=lambda letter: letter["x0"]):
            if run and letter["x0"] - run[-1]["x1"] > 2.2 * letter["size"]:
                found.append(run)
                run = []
            run.append(letter)
        found.append(run)
    return [
        Line(number, _text(run), inked)
        for run in found
        if (inked := [letter for letter in run if letter["text"].strip()])
    ]


def _text(run: list[dict[str, Any]]) -> str:
    """The words of a line; cells that stand close beside one another are words apart."""
    found = ""
    for before, letter in zip([run[0], *run], run, strict=False):
        apart = letter["x0"] - before["x1"] > 0.25 * letter["size"]
        found += f" {letter['text']}" if apart else letter["text"]
    return " ".join(found.split())
