"""What stands on the paper of a report, whatever file it becomes.

:mod:`reports.writing.paper` makes it from the figures of the day; the page, the PDF, the Word
file and the workbook are drawn from it alone. So a paper that was kept as JSON prints again
for ever, without its figures, its outline or the ledger.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal, Self

from config.paper import OfficialDocument, appendix_name

VERSION = 1

type CellKind = Literal["text", "number", "centre"]
type RowLook = Literal["plain", "part", "total"]
type BlockKind = Literal["paragraph", "point", "subpoint", "table", "chart"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of text; with ``code`` it is a figure, with ``problem`` it could not be understood.

    ``is_number`` marks the number of a document, which no line may break.
    """

    text: str
    code: str = ""
    problem: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table; ``code`` is the figure behind it."""

    text: str
    kind: CellKind = "text"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    look: RowLook = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """``name`` is unique on the paper."""

    name: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    unit_note: str = ""
    closing: str = ""
    notes: tuple[str, ...] = ()
    """How its figures differ in day, period or kind, where they do."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as SVG, what it says in words, and the same numbers as a table."""

    name: str
    caption: str
    svg: str
    told: str
    numbers: Table | None = None

    @property
    def address(self) -> str:
        """The picture itself as an address: as an image it keeps its words in a tagged PDF."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg.encode()).decode()}"


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    pieces: tuple[Piece, ...] = ()
    table: Table | None = None
    chart: Chart | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Section:
    """``level`` 1 is "I.", 2 "1.", 3 "1.1.", 4 "a)". Level 0 with a heading is a whole part ("A.").

    Level 0 without a heading has no number: the words before the first and after the last.
    """

    level: int
    number: str = ""
    heading: str = ""
    blocks: tuple[Block, ...] = ()
    depth: int = 0
    """How deep the heading lies on this paper; 1 is outermost. 0 without a heading."""

    @property
    def is_part(self) -> bool:
        return self.level == 0 and bool(self.heading)

    @property
    def title(self) -> str:
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True, slots=True)
class Appendix:
    """A table that lies behind the signature, on sheets of its own; ``wide`` turns them."""

    title: str
    table: Table
    wide: bool = False


@dataclass(frozen=True)
class ReportPaper:
    """A whole report as it is printed."""

    document: OfficialDocument
    sections: tuple[Section, ...]
    appendices: tuple[Appendix, ...] = field(default=())

    @property
    def numbered_appendices(self) -> list[tuple[str, Appendix]]:
        """Each with the name over it."""
        whole = len(self.appendices)
        return [
            (appendix_name(place, whole), appendix)
            for place, appendix in enumerate(self.appendices, start=1)
        ]

    @property
    def tables(self) -> Iterator[Table]:
        """The tables of the text in their order, the numbers behind charts included."""
        for section in self.sections:
            for block in section.blocks:
                if block.table:
                    yield block.table
                if block.chart and block.chart.numbers:
                    yield block.chart.numbers

    @property
    def charts(self) -> Iterator[Chart]:
        for section in self.sections:
            for block in section.blocks:
                if block.chart:
                    yield block.chart

    @property
    def problems(self) -> list[Piece]:
        """What could not be understood and stands in the text as it was typed."""
        return [
            piece
            for section in self.sections
            for block in section.blocks
            for piece in block.pieces
            if piece.problem
        ]

    def to_json(self) -> str:
        plain = asdict(self)
        issued_on = self.document.issued_on
        plain["document"]["issued_on"] = issued_on.isoformat() if issued_on else None
        return json.dumps({"version": VERSION, **plain}, ensure_ascii=False)

    @classmethod
    def from_json(cls, kept: str) -> Self:
        """Raises ``ValueError`` for what another version of the portal has written."""
        plain = json.loads(kept)
        if plain.get("version") != VERSION:
            raise ValueError(f"a paper of version {plain.get('version')}, not {VERSION}")
        return cls(
            document=_document(plain["document"]),
            sections=tuple(_section(section) for section in plain["sections"]),
            appendices=tuple(
                Appendix(found["title"], _table(found["table"]), found["wide"])
                for found in plain["appendices"]
            ),
        )


def laid_out(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The same sections, each told how deep its heading lies: below a part all go one deeper."""
    sections = tuple(sections)
    below_part = int(any(section.is_part for section in sections))
    return tuple(
        replace(section, depth=section.level + below_part if section.heading else 0)
        for section in sections
    )


def _document(plain: Mapping[str, Any]) -> OfficialDocument:
    issued_on = plain["issued_on"]
    parts: dict[str, Any] = {
        key: tuple(part) if isinstance(part, list) else part for key, part in plain.items()
    }
    parts["issued_on"] = date.fromisoformat(issued_on) if issued_on else None
    return OfficialDocument(**parts)


def _section(plain: Mapping[str, Any]) -> Section:
    return Section(**{**plain, "blocks": tuple(_block(block) for block in plain["blocks"])})


def _block(plain: Mapping[str, Any]) -> Block:
    return Block(
        kind=plain["kind"],
        pieces=tuple(Piece(**piece) for piece in plain["pieces"]),
        table=_table(plain["table"]) if plain["table"] else None,
        chart=_chart(plain["chart"]) if plain["chart"] else None,
    )


def _chart(plain: Mapping[str, Any]) -> Chart:
    numbers = plain["numbers"]
    return Chart(**{**plain, "numbers": _table(numbers) if numbers else None})


def _table(plain: Mapping[str, Any]) -> Table:
    rows = tuple(
        Row(tuple(Cell(**cell) for cell in row["cells"]), row["look"]) for row in plain["rows"]
    )
    notes = tuple(plain.get("notes", ()))
    return Table(**{**plain, "heads": tuple(plain["heads"]), "rows": rows, "notes": notes})
