"""How wide words print in the papers' font; needed where no engine lays the line out for us.

Word files carry their rules, columns and indents as lengths. Tinos has the metrics of Times New
Roman, so what is measured here is what Word prints.
"""

from collections.abc import Sequence
from functools import cache

from fontTools.ttLib import TTFont

from config.pictures import font_file

REGULAR = "npm/tinos/400Regular/Tinos_400Regular.ttf"
BOLD = "npm/tinos/700Bold/Tinos_700Bold.ttf"


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Points that a line of words takes at this size (points)."""
    widths, fallback = _advances(bold)
    return size * sum(widths.get(ord(letter), fallback) for letter in words)


def column_widths(
    columns: Sequence[Sequence[str]], whole: float, size: float, padding: float
) -> list[float]:
    """Share ``whole`` points among columns as a browser does.

    Each column gets the width of its longest word; what is left is shared by how much more each
    would like for its longest text. ``columns`` holds the texts of each, the head among them, and
    all are measured in bold, as heads and totals are; ``padding`` is that of both sides.
    """
    least = [_widest(texts, size, by_word=True) + padding for texts in columns]
    wished = [_widest(texts, size, by_word=False) + padding for texts in columns]
    spare = whole - sum(least)
    if spare <= 0:
        return [whole * width / sum(least) for width in least]
    more = [most - width for most, width in zip(wished, least, strict=True)]
    if sum(more) <= spare:
        return [width * whole / sum(wished) for width in wished]
    return [width + spare * extra / sum(more) for width, extra in zip(least, more, strict=True)]


def _widest(texts: Sequence[str], size: float, *, by_word: bool) -> float:
    return max(
        text_width(part, size, bold=True)
        for text in texts
        for part in (text.split(" ") if by_word else [text])
    )


@cache
def _advances(bold: bool) -> tuple[dict[int, float], float]:
    """Advance of each letter, and of one the font doesn't have, as parts of the size."""
    with TTFont(font_file(BOLD if bold else REGULAR), lazy=True) as font:
        em = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        widths = {letter: advances[name][0] / em for letter, name in font.getBestCmap().items()}
    return widths, widths[ord("n")]
