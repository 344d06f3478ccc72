"""Letters of one page each to many people, drawn one by one (NĐ 30/2020/NĐ-CP, Appendix I).

A thousand letters through ``config.pdf`` take minutes; they all have one layout, so it is drawn.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFontFamily
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from config.long_list import (
    BOLD,
    BOLD_ITALIC,
    BOTTOM,
    ITALIC,
    LEFT,
    REGULAR,
    TEXT_WIDTH,
    TOP,
    know_fonts,
)

LEFT_COLUMN, RIGHT_COLUMN = TEXT_WIDTH * 0.42, TEXT_WIDTH * 0.58
RULE_OF_ISSUER, RULE_OF_MOTTO = 0.35, 0.62  # of the width of their column
FOOT_HEIGHT = 150.0


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What all letters of one batch have in common around their words."""

    title: str
    superior_body: str
    issuing_body: str
    symbol: str
    place_and_date: str
    type_name: str
    subject: str
    signing_lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one: paragraphs, each plain text or (text before, bold text)."""

    paragraphs: Sequence[str | tuple[str, str]]
    recipients: Sequence[str]


def letters_pdf(
    head: LetterHead, letters: Iterable[Letter], *, told: Callable[[int], None] = lambda done: None
) -> bytes:
    """One page for each letter; ``told`` is called with the number drawn so far."""
    _know_family()
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, pageCompression=1, lang="vi", initialFontName=REGULAR)
    canvas.setTitle(head.title)
    canvas.setAuthor(head.issuing_body)
    for number, letter in enumerate(letters, start=1):
        _draw(canvas, head, letter)
        canvas.showPage()
        told(number)
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, head: LetterHead, letter: Letter) -> None:
    top = A4[1] - TOP
    y = _draw_head(canvas, head, top) - 18
    y = _put(canvas, head.type_name.upper(), _style(BOLD, 14, TA_CENTER), LEFT, TEXT_WIDTH, y)
    y = _put(canvas, head.subject, _style(BOLD, 14, TA_CENTER), LEFT, TEXT_WIDTH, y - 2)
    _rule(canvas, LEFT, TEXT_WIDTH, y - 4, RULE_OF_ISSUER)
    y -= 18
    for words in letter.paragraphs:
        y = _put_markup(canvas, _markup(words), _body(), LEFT, TEXT_WIDTH, y) - 6
    _draw_foot(canvas, head, letter, max(y - 12, BOTTOM + FOOT_HEIGHT))


def _draw_head(canvas: Canvas, head: LetterHead, top: float) -> float:
    right = LEFT + LEFT_COLUMN
    plain, strong = _style(REGULAR, 13, TA_CENTER), _style(BOLD, 13, TA_CENTER)
    y = _put(canvas, head.superior_body.upper(), plain, LEFT, LEFT_COLUMN, top)
    y = _put(canvas, head.issuing_body.upper(), strong, LEFT, LEFT_COLUMN, y)
    _rule(canvas, LEFT, LEFT_COLUMN, y - 3, RULE_OF_ISSUER)
    country = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    z = _put(canvas, country, _style(BOLD, 12, TA_CENTER), right, RIGHT_COLUMN, top)
    motto = "Độc lập - Tự do - Hạnh phúc"
    z = _put(canvas, motto, _style(BOLD, 13, TA_CENTER), right, RIGHT_COLUMN, z)
    _rule(canvas, right, RIGHT_COLUMN, z - 3, RULE_OF_MOTTO)
    y = z = min(y, z) - 12
    y = _put(canvas, f"Số:          /{head.symbol}", plain, LEFT, LEFT_COLUMN, y)
    slanted = _style(ITALIC, 13, TA_CENTER)
    z = _put(canvas, head.place_and_date, slanted, right, RIGHT_COLUMN, z)
    return min(y, z)


def _draw_foot(canvas: Canvas, head: LetterHead, letter: Letter, y: float) -> None:
    below = _put(canvas, "Nơi nhận:", _style(BOLD_ITALIC, 12, TA_LEFT), LEFT, LEFT_COLUMN, y)
    for line in letter.recipients:
        below = _put(canvas, line, _style(REGULAR, 11, TA_LEFT), LEFT, LEFT_COLUMN, below)
    for line in head.signing_lines:
        strong = _style(BOLD, 13, TA_CENTER)
        y = _put(canvas, line.upper(), strong, LEFT + LEFT_COLUMN, RIGHT_COLUMN, y)


def _put(
    canvas: Canvas, words: str, style: ParagraphStyle, left: float, width: float, top: float
) -> float:
    """Draw words below ``top``; where they end. Room left open for a number or a day is kept."""
    open_room = escape(words).replace("  ", "&nbsp;&nbsp;")
    return _put_markup(canvas, open_room, style, left, width, top)


def _put_markup(
    canvas: Canvas, markup: str, style: ParagraphStyle, left: float, width: float, top: float
) -> float:
    paragraph = Paragraph(markup, style)
    _, height = paragraph.wrapOn(canvas, width, A4[1])
    paragraph.drawOn(canvas, left, top - height)
    return top - height


def _markup(words: str | tuple[str, str]) -> str:
    if isinstance(words, str):
        return escape(words)
    before, strong = words
    return f"{escape(before)}<b>{escape(strong)}</b>"


def _rule(canvas: Canvas, left: float, width: float, y: float, share: float) -> None:
    canvas.setLineWidth(0.75)
    canvas.line(left + width * (1 - share) / 2, y, left + width * (1 + share) / 2, y)


@cache
def _style(face: str, size: float, alignment: int) -> ParagraphStyle:
    return ParagraphStyle(
        f"{face}-{size}-{alignment}",
        fontName=face,
        fontSize=size,
        leading=size * 1.25,
        alignment=alignment,
    )


@cache
def _body() -> ParagraphStyle:
    return ParagraphStyle(
        "body",
        fontName=REGULAR,
        fontSize=14,
        leading=18.5,
        alignment=TA_JUSTIFY,
        firstLineIndent=36,
    )


@cache
def _know_family() -> None:
    know_fonts()
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
