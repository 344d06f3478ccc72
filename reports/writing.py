"""The text of a report, with its figures put in.

In the text ``{code}`` is a figure, ``{code|format}`` the same written another way, and
``{part/whole}`` a percentage. A line ``[bảng tên]`` or ``[biểu đồ tên]`` is a table or a chart;
lines that begin with ``- `` and ``+ `` are points. What can't be understood is never dropped: it
stands in the text as it was typed, marked as unknown.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from config.formatting import (
    amount_in_words,
    count,
    date_short,
    million,
    padded_count,
    percent,
    point_letter,
    roman,
)
from policies.models import Resolution
from reports.figures import FigureValue
from reports.models import Report, Section
from reports.outlines import read_outline
from reports.printed import BlockKind
from reports.reckoning import PartReckoning, Reckoning

TOKEN = re.compile(r"\{([^{}\n]*)\}")
# 24/2024/NQ-HĐND, 12-QĐ/TU, 29/SYT-NVYD, 64/2025/QH15
DOCUMENT_NUMBER = re.compile(r"(\d+(?:[/-][\wĐ]+)*[/-][A-ZĐ][\w/-]*)")
BLOCK = re.compile(r"^\[(bảng|biểu đồ) ([^\[\]]+)\]$")

POINTS: dict[str, BlockKind] = {"- ": "point", "+ ": "subpoint"}

FORMATS: dict[str, Callable[[FigureValue], str]] = {
    "": lambda value: count(value.value),
    "số": lambda value: count(value.value),
    "đồng": lambda value: count(value.value),
    "hai_chữ_số": lambda value: padded_count(value.value),
    "triệu": lambda value: million(value.value),
    "triệu_0": lambda value: million(value.value, 0),
    "triệu_1": lambda value: million(value.value, 1),
    "triệu_2": lambda value: million(value.value, 2),
    "triệu_3": lambda value: million(value.value, 3),
    "bằng_chữ": lambda value: amount_in_words(value.value),
    "đã_chi": lambda value: count(value.paid),
    "đã_chi_triệu": lambda value: million(value.paid),
    "còn_lại": lambda value: count(value.remaining),
    "còn_lại_triệu": lambda value: million(value.remaining),
    "ngày_chốt": lambda value: date_short(value.as_of),
}
FORMAT_WORDS = {
    "hai_chữ_số": "số đếm, thêm số 0 trước số dưới 10",
    "triệu": "triệu đồng, đủ số lẻ",
    "triệu_1": "triệu đồng, làm tròn một số lẻ (triệu_0, triệu_2, triệu_3 cũng được)",
    "bằng_chữ": "số tiền bằng chữ",
    "đã_chi": "phần đã chi theo sổ",
    "đã_chi_triệu": "phần đã chi, triệu đồng",
    "còn_lại": "phần còn ước hoặc kế hoạch",
    "còn_lại_triệu": "phần còn ước hoặc kế hoạch, triệu đồng",
    "ngày_chốt": "ngày chốt của số liệu",
}


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

    def blocks(self, body: str) -> Iterator[Block]:
        for line in unicodedata.normalize("NFC", body).splitlines():
            line = line.strip()
            if line:
                yield self._block(line)

    def line(self, text: str) -> str:
        """A short text as plain words, e.g. the subject line."""
        return "".join(piece.text for piece in self.pieces(text))

    def pieces(self, text: str) -> tuple[Piece, ...]:
        found, end = [], 0
        for token in TOKEN.finditer(text):
            found += _plain(text[end : token.start()])
            found += self._token(token[0], token[1].strip())
            end = token.end()
        return (*found, *_plain(text[end:]))

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
        if "/" in token:
            return [self._ratio(typed, *token.split("/", 1))]
        code, _, form = token.partition("|")
        return [self._figure(typed, code.strip(), form.strip())]

    def _figure(self, typed: str, code: str, form: str) -> Piece:
        if code not in self.reckoning:
            return Piece(typed, problem=f"không có số liệu “{code}”")
        if form not in FORMATS:
            return Piece(typed, problem=f"không có cách viết “{form}”")
        value = self.reckoning[code]
        return Piece(FORMATS[form](value), code=code, status=value.status)

    def _ratio(self, typed: str, part: str, whole: str) -> Piece:
        part, whole = part.strip(), whole.strip()
        for code in (part, whole):
            if code not in self.reckoning:
                return Piece(typed, problem=f"không có số liệu “{code}”")
        divisor = self.reckoning[whole].value
        if not divisor:
            return Piece("–", code=part)
        value = self.reckoning[part]
        return Piece(percent(Fraction(value.value, divisor)), code=part, status=value.status)


def _plain(text: str) -> list[Piece]:
    """Text without figures, the numbers of documents by themselves."""
    return [
        Piece(part, is_number=place % 2 == 1)
        for place, part in enumerate(DOCUMENT_NUMBER.split(text))
        if part
    ]


def document_facts(report: Report) -> dict[str, str]:
    """What stands in one record and is never typed twice: the resolutions, the period, the dates.

    ``văn_bản`` is the first resolution summed up; each is also there with its code:
    ``văn_bản:lao-cai-22-2024`` in short, ``văn_bản_đầy_đủ:lao-cai-22-2024`` in full.
    """
    found = {
        "năm": str(report.year),
        "kỳ": report.period.words,
        "ngày_chốt": date_short(report.as_of),
    }
    by_code = {resolution.code: resolution for resolution in report.resolutions.all()}
    codes = read_outline(report.outline, report.content).resolutions
    for code in (code for code in codes if code in by_code):
        for name, words in _cited(by_code[code]):
            found[f"{name}:{code}"] = words
            found.setdefault(name, words)
    return found


def _cited(resolution: Resolution) -> Iterator[tuple[str, str]]:
    yield "văn_bản", str(resolution)
    full = (
        f"{resolution} ngày {date_short(resolution.issued_on)} của {resolution.issuer} "
        f"{_inside_a_sentence(resolution.subject)}"
    )
    yield "văn_bản_đầy_đủ", full.strip()


def numbers(sections: Iterable[Section]) -> list[str]:
    """``I.``, ``1.``, ``2.1.`` and ``a)`` by the levels of the headings; a part is ``A.``."""
    counts = [0, 0, 0, 0, 0]
    found = []
    for section in sections:
        level = section.level
        counts[level] += 1
        counts[level + 1 :] = [0] * (4 - level)
        is_part = level == 0 and bool(section.heading and section.part)
        found.append(f"{section.part.upper()}." if is_part else _number(level, counts))
    return found


def _number(level: int, counts: list[int]) -> str:
    if level == 0:
        return ""
    if level == 1:
        return f"{roman(counts[1])}."
    if level == 2:
        return f"{counts[2]}."
    if level == 3:
        return f"{counts[2]}.{counts[3]}."
    return f"{point_letter(counts[4])})"


def _inside_a_sentence(subject: str) -> str:
    return subject[:1].lower() + subject[1:]
