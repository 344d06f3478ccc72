"""Lists of thousands of people as PDF, drawn row by row.

What lays out freely (``config.pdf``) takes a minute and hundreds of megabytes for 8,000 rows. A
list needs no layout: columns are given, words are broken by their measured width, a row goes to
the next page when it doesn't fit. Pages are finished one by one, so memory stays flat.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Literal

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from config.pictures import font_file

TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 18 * mm
TEXT_WIDTH = A4[0] - LEFT - RIGHT
SIZE, LEADING, PADDING = 11.5, 13.5, 3.0  # points, of the cells
HEAD_SIZE, SMALL_HEAD_SIZE, HEAD_LEADING = 14, 13, 18
PAGE_NUMBER_SIZE = 13
REGULAR, BOLD, ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic"
BOLD_ITALIC = "Tinos-BoldItalic"
FACES = {
    REGULAR: "400Regular/Tinos_400Regular",
    BOLD: "700Bold/Tinos_700Bold",
    ITALIC: "400Regular_Italic/Tinos_400Regular_Italic",
    BOLD_ITALIC: "700Bold_Italic/Tinos_700Bold_Italic",
}
UNWRAPPED = 4_096  # distinct texts remembered with their lines: names of units come again and again

type Align = Literal["left", "right", "centre"]
type Look = Literal["plain", "part", "total"]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """``width`` in millimetres; together they should fill 162 mm."""

    head: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A part row is a heading over those that follow; a total is bold. Both may span cells.

    The first cell of a spanning row reaches over ``span`` columns.
    """

    cells: Sequence[str]
    look: Look = "plain"
    span: int = 1


@dataclass(frozen=True, slots=True)
class ListHead:
    """What stands over the table (NĐ 30, Appendix I, of an appendix)."""

    name: str
    title: str
    attached_to: str
    unit_note: str = ""
    issuing_body: str = ""


@dataclass(frozen=True, slots=True)
class PrintedList:
    content: bytes
    pages: int


def long_list_pdf(
    head: ListHead,
    columns: Sequence[ListColumn],
    rows: Iterable[ListRow],
    *,
    closing: Sequence[str] = (),
) -> PrintedList:
    """Print a list. ``rows`` may be a generator; ``closing`` are lines under the table."""
    know_fonts()
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, pageCompression=1, lang="vi", initialFontName=REGULAR)
    canvas.setTitle(f"{head.name}. {head.title}")
    canvas.setAuthor(head.issuing_body)
    sheet = _Sheet(canvas, columns)
    sheet.write_head(head)
    sheet.write_column_heads()
    for row in rows:
        sheet.write_row(row)
    for line in closing:
        sheet.write_line(line, ITALIC, SMALL_HEAD_SIZE, "left")
    canvas.save()
    return PrintedList(written.getvalue(), sheet.page)


@dataclass
class _Sheet:
    """Where we are on the paper: ``y`` is the upper edge of what comes next."""

    canvas: Canvas
    columns: Sequence[ListColumn]
    page: int = 1
    y: float = A4[1] - TOP
    edges: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.edges = [LEFT]
        for column in self.columns:
            self.edges.append(self.edges[-1] + column.width * mm)

    def write_head(self, head: ListHead) -> None:
        self.write_line(head.name, BOLD, HEAD_SIZE)
        self.write_line(head.title.upper(), BOLD, HEAD_SIZE)
        self.write_line(f"({head.attached_to})", ITALIC, SMALL_HEAD_SIZE)
        self.y -= 6
        if head.unit_note:
            self.write_line(head.unit_note, ITALIC, SMALL_HEAD_SIZE, "right")

    def write_line(self, words: str, face: str, size: float, align: Align = "centre") -> None:
        for line in _lines(words, face, size, TEXT_WIDTH):
            self._make_room(HEAD_LEADING, heads=False)
            self._draw(line, face, size, LEFT, TEXT_WIDTH, self.y - size, align)
            self.y -= HEAD_LEADING

    def write_column_heads(self) -> None:
        cells = [
            (_lines(column.head, BOLD, SIZE, column.width * mm - 2 * PADDING), "centre")
            for column in self.columns
        ]
        self._write_cells(cells, BOLD, self.edges)

    def write_row(self, row: ListRow) -> None:
        face = BOLD if row.look == "total" else ITALIC if row.look == "part" else REGULAR
        edges = [self.edges[0], *self.edges[row.span :]]
        aligns = [*(column.align for column in self.columns)][row.span - 1 :]
        if row.span > 1:
            aligns[0] = "left"
        cells = [
            (_lines(words, face, SIZE, right - left - 2 * PADDING), align)
            for words, left, right, align in zip(
                row.cells, edges[:-1], edges[1:], aligns, strict=True
            )
        ]
        self._make_room(_height(cells))
        self._write_cells(cells, face, edges)

    def _write_cells(
        self, cells: Sequence[tuple[tuple[str, ...], str]], face: str, edges: Sequence[float]
    ) -> None:
        height = _height(cells)
        self.canvas.setLineWidth(0.5)
        for (lines, align), left, right in zip(cells, edges[:-1], edges[1:], strict=True):
            self.canvas.rect(left, self.y - height, right - left, height)
            below = self.y - (height - len(lines) * LEADING) / 2 - SIZE + 1
            for line in lines:
                self._draw(
                    line, face, SIZE, left + PADDING, right - left - 2 * PADDING, below, align
                )
                below -= LEADING
        self.y -= height

    def _make_room(self, height: float, *, heads: bool = True) -> None:
        """Turn the page when less than that is left; every page has the heads of the columns."""
        if self.y - height >= BOTTOM:
            return
        self.canvas.showPage()
        self.page += 1
        self.y = A4[1] - TOP
        number, middle = str(self.page), A4[1] - TOP / 2 - PAGE_NUMBER_SIZE / 3
        self._draw(number, REGULAR, PAGE_NUMBER_SIZE, LEFT, TEXT_WIDTH, middle, "centre")
        if heads:
            self.write_column_heads()

    def _draw(
        self, words: str, face: str, size: float, left: float, width: float, y: float, align: str
    ) -> None:
        spare = width - stringWidth(words, face, size) if align != "left" else 0.0
        self.canvas.setFont(face, size)
        self.canvas.drawString(left + (spare / 2 if align == "centre" else spare), y, words)


def _height(cells: Sequence[tuple[tuple[str, ...], str]]) -> float:
    return max(len(lines) for lines, _ in cells) * LEADING + 2 * PADDING


@lru_cache(UNWRAPPED)
def _lines(words: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Break words into lines; a word longer than a line is broken wherever it ends."""
    return tuple(_broken(words.split(" "), face, size, width)) or ("",)


def _broken(words: Iterable[str], face: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if stringWidth(longer, face, size) <= width:
            line = longer
            continue
        if line:
            yield line
        while stringWidth(word, face, size) > width and len(word) > 1:
            fits = max(
                n
                for n in range(1, len(word))
                if n == 1 or stringWidth(word[:n], face, size) <= width
            )
            yield word[:fits]
            word = word[fits:]
        line = word
    if line:
        yield line


@lru_cache(1)
def know_fonts() -> None:
    """Make the faces of Tinos known to reportlab, once."""
    for face, path in FACES.items():
        registerFont(TTFont(face, font_file(f"npm/tinos/{path}.ttf")))
