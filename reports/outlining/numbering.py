"""The numbers before the headings, as official papers number them."""

from collections.abc import Iterable

from config.formatting import point_letter, roman
from reports.models import Section
from reports.outlines import OutlineSection


def numbers(sections: Iterable[Section | OutlineSection]) -> list[str]:
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
