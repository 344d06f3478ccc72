"""Cards of the size of a bank card as PDF: one by one, or on A4 sheets with cut marks.

Drawn directly, not laid out: a thousand cards are a hundred sheets, finished one by one, so that
memory stays flat.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import batched

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from config.long_list import BOLD, ITALIC, REGULAR, know_fonts

WIDTH, HEIGHT = 85.6 * mm, 54 * mm  # ISO/IEC 7810 ID-1
COLUMNS, ROWS = 2, 5
LEFT, BOTTOM = (A4[0] - COLUMNS * WIDTH) / 2, (A4[1] - ROWS * HEIGHT) / 2
MARK, GAP = 5 * mm, 2 * mm  # cut marks: their length, and how far off the cards they stay
EDGE = 4 * mm
QR_SIZE, QR_MASK = 26 * mm, 2
PHOTO = (20 * mm, 26 * mm)
INK, SOFT, CRIMSON = HexColor("#16243a"), HexColor("#4a5a70"), HexColor("#b01c2e")
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
TURNING = "In hai mặt, lật theo cạnh dài; cắt theo các vạch ở mép."


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says. ``address`` is all that its QR holds."""

    issuing_body: str
    title: str
    number: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    signature: str
    address: str


@dataclass(frozen=True, slots=True)
class PrintedCards:
    content: bytes
    pages: int


def card_pdf(card: Card) -> bytes:
    """One card, its two sides as two pages of the card's size."""
    written = BytesIO()
    canvas = _canvas(written, (WIDTH, HEIGHT), f"{card.title} số {card.number}")
    _draw_front(canvas, card)
    canvas.showPage()
    _draw_back(canvas, card)
    canvas.save()
    return written.getvalue()


def card_sheets_pdf(cards: Iterable[Card], *, title: str) -> PrintedCards:
    """Ten cards a sheet; each sheet of fronts is followed by the sheet of their backs."""
    written = BytesIO()
    canvas = _canvas(written, A4, title)
    pages = 0
    for number, sheet in enumerate(batched(cards, COLUMNS * ROWS), start=1):
        for side in (False, True):
            _draw_sheet(canvas, sheet, number, back=side)
            canvas.showPage()
            pages += 1
    canvas.save()
    return PrintedCards(written.getvalue(), pages)


def _canvas(written: BytesIO, size: tuple[float, float], title: str) -> Canvas:
    know_fonts()
    canvas = Canvas(written, pagesize=size, pageCompression=1, lang="vi", initialFontName=REGULAR)
    canvas.setTitle(title)
    return canvas


def _draw_sheet(canvas: Canvas, sheet: Sequence[Card], number: int, *, back: bool) -> None:
    for place, card in enumerate(sheet):
        row, column = divmod(place, COLUMNS)
        if back:  # turned over its long edge, the sheet's left is its right
            column = COLUMNS - 1 - column
        canvas.saveState()
        canvas.translate(LEFT + column * WIDTH, BOTTOM + (ROWS - 1 - row) * HEIGHT)
        (_draw_back if back else _draw_front)(canvas, card)
        canvas.restoreState()
    _draw_cut_marks(canvas)
    side = "mặt sau" if back else "mặt trước"
    _write(canvas, f"Tờ {number}, {side}. {TURNING}", REGULAR, 7, A4[0] / 2, 4 * mm, SOFT, "centre")


def _draw_cut_marks(canvas: Canvas) -> None:
    canvas.setStrokeColor(SOFT)
    canvas.setLineWidth(0.3)
    right, top = LEFT + COLUMNS * WIDTH, BOTTOM + ROWS * HEIGHT
    for column in range(COLUMNS + 1):
        x = LEFT + column * WIDTH
        canvas.line(x, BOTTOM - GAP, x, BOTTOM - GAP - MARK)
        canvas.line(x, top + GAP, x, top + GAP + MARK)
    for row in range(ROWS + 1):
        y = BOTTOM + row * HEIGHT
        canvas.line(LEFT - GAP, y, LEFT - GAP - MARK, y)
        canvas.line(right + GAP, y, right + GAP + MARK, y)


# --- The two sides ---------------------------------------------------------------------------


def _draw_front(canvas: Canvas, card: Card) -> None:
    _draw_heads(canvas, card)
    middle = WIDTH / 2
    _write(canvas, card.title.upper(), BOLD, 12, middle, 37.2 * mm, CRIMSON, "centre")
    _write(canvas, f"Số: {card.number}", BOLD, 8.5, middle, 33.2 * mm, INK, "centre")
    _draw_photo(canvas)
    left, y = EDGE + PHOTO[0] + 3 * mm, 28.6 * mm
    for label, value in card.facts:
        y = _write_fact(canvas, label, value, left, y, WIDTH - EDGE - left)


def _draw_heads(canvas: Canvas, card: Card) -> None:
    """The issuing body on the left, the state's title on the right."""
    left, right = EDGE + 14.5 * mm, WIDTH - EDGE - 23.5 * mm
    y = 48.6 * mm
    lines = list(_wrapped(card.issuing_body.upper(), BOLD, 6.2, 29 * mm))[:2]
    for place, line in enumerate(lines):
        _write(canvas, line, BOLD, 6.2, left, y - place * 2.7 * mm, INK, "centre")
    _write(canvas, STATE[0], BOLD, 6.2, right, y, INK, "centre")
    _write(canvas, STATE[1], BOLD, 6.8, right, y - 2.9 * mm, INK, "centre")
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.4)
    canvas.line(right - 13 * mm, y - 3.8 * mm, right + 13 * mm, y - 3.8 * mm)
    below = y - (len(lines) - 1) * 2.7 * mm - 1.1 * mm
    canvas.line(left - 6 * mm, below, left + 6 * mm, below)


def _draw_photo(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setStrokeColor(SOFT)
    canvas.setLineWidth(0.4)
    canvas.setDash(1.5, 1.5)
    canvas.rect(EDGE, EDGE + 0.6 * mm, *PHOTO)
    canvas.restoreState()
    middle = EDGE + PHOTO[0] / 2
    _write(canvas, "Ảnh", ITALIC, 7, middle, EDGE + PHOTO[1] / 2, SOFT, "centre")


def _write_fact(
    canvas: Canvas, label: str, value: str, left: float, y: float, width: float
) -> float:
    """A label and its value, on two lines if they need it; where the next fact stands."""
    size, leading = 8.0, 3.4 * mm
    head = f"{label}: "
    indent = stringWidth(head, REGULAR, size)
    _write(canvas, head, REGULAR, size, left, y, SOFT)
    lines = list(_wrapped(value, BOLD, size, width - indent))
    if len(lines) > 1:
        first = lines[0]
        rest = value[len(first) :].strip()
        second = _shortened(rest, BOLD, size, width)
        lines = [first, second]
    for place, line in enumerate(lines):
        _write(canvas, line, BOLD, size, left + (0 if place else indent), y, INK)
        y -= leading
    return y - 0.9 * mm


def _draw_back(canvas: Canvas, card: Card) -> None:
    _draw_qr(canvas, card.address, EDGE, HEIGHT - EDGE - QR_SIZE)
    _write(
        canvas,
        f"Số: {card.number}",
        BOLD,
        8,
        EDGE + QR_SIZE / 2,
        HEIGHT - EDGE - QR_SIZE - 3.6 * mm,
        INK,
        "centre",
    )
    left, y = EDGE + QR_SIZE + 3 * mm, HEIGHT - EDGE - 2.6 * mm
    for note in card.notes:
        for line in _wrapped(note, REGULAR, 7, WIDTH - EDGE - left):
            _write(canvas, line, REGULAR, 7, left, y, INK)
            y -= 2.9 * mm
        y -= 0.7 * mm
    middle = (left + WIDTH - EDGE) / 2
    _write(canvas, card.signature, BOLD, 7, middle, 15 * mm, INK, "centre")
    _write(canvas, "(Ký tên, đóng dấu)", ITALIC, 6.5, middle, 12.2 * mm, SOFT, "centre")


def _draw_qr(canvas: Canvas, text: str, left: float, bottom: float) -> None:
    """Dark modules as bars, row by row, in whole units of a module: short to write, quick to print.

    The code in the text is random, so one mask serves as well as the best of eight.
    """
    matrix = segno.make(text, error="m", micro=False, mask=QR_MASK).matrix
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(QR_SIZE / len(matrix), QR_SIZE / len(matrix))
    path = canvas.beginPath()
    for number, row in enumerate(matrix, start=1):
        for start, length in _bars(row):
            path.rect(start, len(matrix) - number, length, 1)
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _bars(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    start = None
    for place, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


# --- Words -----------------------------------------------------------------------------------


def _write(
    canvas: Canvas,
    words: str,
    face: str,
    size: float,
    x: float,
    y: float,
    colour: HexColor,
    align: str = "left",
) -> None:
    canvas.setFont(face, size)
    canvas.setFillColor(colour)
    draw = canvas.drawCentredString if align == "centre" else canvas.drawString
    draw(x, y, words)


def _wrapped(words: str, face: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, face, size) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _shortened(words: str, face: str, size: float, width: float) -> str:
    """The words, ended by … where they would leave the card."""
    if stringWidth(words, face, size) <= width:
        return words
    while words and stringWidth(f"{words}…", face, size) > width:
        words = words[:-1]
    return f"{words.rstrip()}…"
