"""The text of a report, with its figures put in.

In the text ``{code}`` is a figure, ``{code|format}`` the same written another way, and
``{part/whole}`` a percentage. ``{văn_bản:code}`` cites a document: in full the first time.
``[nếu code: words | other words]`` is written with the first words if there is any of the figure,
otherwise with the others (or not at all). A line ``[bảng tên]`` or ``[biểu đồ tên]`` is a table or
a chart; lines that begin with ``- `` and ``+ `` are points. What can't be understood is never
dropped: it stands in the text as it was typed, marked as unknown.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from config.formatting import date_on_paper, percent
from reports.documents.citations import DOCUMENT_NUMBER, WAYS, Citations
from reports.figures.figure import FigureValue, Measure, period_words
from reports.figures.reckoning import PartReckoning, Reckoning
from reports.models import Report, Section
from reports.printing.printed import BlockKind
from reports.writing.formats import COMPARED, FORMATS, MONEY_ONLY

TOKEN = re.compile(r"\{([^{}\n]*)\}")
CONDITION = re.compile(r"\[nếu +([^\s\[\]{}:|]+) *:((?:[^\[\]{}]|\{[^{}\n]*\})*)\]")
OUTSIDE_BRACES = re.compile(r"\|(?![^{}]*\})")
BLOCK = re.compile(r"^\[(bảng|biểu đồ) ([^\[\]]+)\]$")

POINTS: dict[str, BlockKind] = {"- ": "point", "+ ": "subpoint"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of text; with ``code`` it is a figure, with ``problem`` it could not be understood.

    ``is_number`` marks the number of a document, which no line may break.
    """

    text: str
    code: str = ""
    status: str = ""
    problem: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """``kind`` is paragraph, point, subpoint, table or chart; the last two have a ``name``."""

    kind: BlockKind
    pieces: tuple[Piece, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class WrittenSection:
    section: Section
    number: str
    blocks: tuple[Block, ...]

    @property
    def problems(self) -> list[Piece]:
        return [piece for block in self.blocks for piece in block.pieces if piece.problem]


@dataclass(frozen=True)
class Writer:
    """Puts the figures of a reckoning into text."""

    reckoning: Reckoning | PartReckoning
    tables: frozenset[str] = frozenset()
    charts: frozenset[str] = frozenset()
    facts: dict[str, str] = field(default_factory=dict)
    citations: Citations = field(default_factory=lambda: Citations({}))

    def blocks(self, body: str) -> Iterator[Block]:
        for line in unicodedata.normalize("NFC", body).splitlines():
            line = line.strip()
            block = self._block(line) if line else None
            # A line that is nothing but a condition not met leaves no empty paragraph behind.
            if block and (block.name or any(piece.text.strip() for piece in block.pieces)):
                yield block

    def line(self, text: str) -> str:
        """A short text as plain words, e.g. the subject line."""
        return "".join(piece.text for piece in self.pieces(text))

    def pieces(self, text: str) -> tuple[Piece, ...]:
        found, end = [], 0
        for condition in CONDITION.finditer(text):
            found += self._sentence(text[end : condition.start()])
            found += self._chosen(condition[0], condition[1], condition[2])
            end = condition.end()
        return (*found, *self._sentence(text[end:]))

    def _sentence(self, text: str) -> list[Piece]:
        found, end = [], 0
        for token in TOKEN.finditer(text):
            found += _plain(text[end : token.start()])
            found += self._token(token[0], token[1].strip())
            end = token.end()
        return [*found, *_plain(text[end:])]

    def _chosen(self, typed: str, code: str, words: str) -> list[Piece]:
        """The words for some, or for none."""
        if code not in self.reckoning:
            return [Piece(typed, problem=f"không có số liệu “{code}”")]
        some, *none = OUTSIDE_BRACES.split(words, maxsplit=1)
        return self._sentence((some if self.reckoning[code].value else "".join(none)).strip())

    def _block(self, line: str) -> Block:
        special = BLOCK.match(line)
        if special:
            kind, name = special[1], special[2].strip()
            known = self.tables if kind == "bảng" else self.charts
            if name in known:
                return Block("table" if kind == "bảng" else "chart", name=name)
            return Block("paragraph", (Piece(line, problem=f"không có {kind} “{name}”"),))
        for sign, kind in POINTS.items():
            if line.startswith(sign):
                return Block(kind, self.pieces(line[2:].strip()))
        return Block("paragraph", self.pieces(line))

    def _token(self, typed: str, token: str) -> list[Piece]:
        if token in self.facts:
            return _plain(self.facts[token])
        way, _, document = token.partition(":")
        if way.strip() in WAYS:
            return self._citation(typed, way.strip(), document.strip())
        if "/" in token:
            return [self._ratio(typed, *token.split("/", 1))]
        code, _, form = token.partition("|")
        return [self._figure(typed, code.strip(), form.strip())]

    def _citation(self, typed: str, way: str, code: str) -> list[Piece]:
        cited = self.citations.cite(way, code)
        if cited is None:
            return [Piece(typed, problem=f"sổ văn bản không có “{code or 'văn bản'}”")]
        return _plain(cited)

    def _figure(self, typed: str, code: str, form: str) -> Piece:
        if code not in self.reckoning:
            return Piece(typed, problem=f"không có số liệu “{code}”")
        if form not in FORMATS and form not in COMPARED:
            return Piece(typed, problem=f"không có cách viết “{form}”")
        value = self.reckoning[code]
        if form in MONEY_ONLY and value.figure.measure != Measure.AMOUNT:
            return Piece(typed, problem=f"“{form}” chỉ dùng cho số tiền")
        if form in FORMATS:
            return Piece(FORMATS[form](value), code=value.code, status=value.status)
        return Piece(self._compared(form, value), code=value.code, status=value.status)

    def _compared(self, form: str, value: FigureValue) -> str:
        """Beside the year before; a year of which the ledger has nothing is not compared with."""
        part = self.reckoning
        if isinstance(part, Reckoning):
            part = part.part_of(value.code)
        before = part.before
        source = value.figure.source
        known = value.code in before and any(
            each.value for each in before if each.figure.source == source
        )
        earlier = before[value.code] if known else None
        figure = earlier.figure if earlier else value.figure
        then = period_words(before.period, figure) if earlier else before.period.words
        return COMPARED[form](value, earlier, then)

    def _ratio(self, typed: str, part: str, whole: str) -> Piece:
        part, whole = part.strip(), whole.strip()
        for code in (part, whole):
            if code not in self.reckoning:
                return Piece(typed, problem=f"không có số liệu “{code}”")
        value, divisor = self.reckoning[part], self.reckoning[whole].value
        if not divisor:
            return Piece("–", code=value.code)
        return Piece(percent(Fraction(value.value, divisor)), code=value.code, status=value.status)


def _plain(text: str) -> list[Piece]:
    """Text without figures, the numbers of documents by themselves."""
    return [
        Piece(part, is_number=place % 2 == 1)
        for place, part in enumerate(DOCUMENT_NUMBER.split(text))
        if part
    ]


def document_facts(report: Report) -> dict[str, str]:
    """What stands in the report's own record and is never typed twice: its period and days."""
    return {
        "năm": str(report.year),
        "kỳ": report.period.words,
        "ngày_chốt": date_on_paper(report.as_of),
    }


def section_title(section: Section) -> str:
    """What a section is called on a page; the words around the chapters have no heading."""
    return section.heading or ("Mở đầu" if section.position == 1 else "Kết thúc")
