"""Pictures of figures as SVG: one source for the screen, the paper and the file.

Every function takes plain values (đồng, people) and gives SVG to be put into the page as it is. It
uses presentation attributes and classes only, so that the content security policy lets it pass;
stylesheets may recolour the classes. Dark against light with an outline reads in grey as well. The
numbers stand beside the shapes, and the description tells all of them to those who can't see them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString, mark_safe

from config.formatting import ONE_MILLION, count, million, percent

WIDTH = 720
LABEL_LENGTH = 62
# The paper has only the first, the portal only the second.
FONTS = "Tinos, Be Vietnam Pro, sans-serif"
STRONG = 'class="chart-strong" fill="#14284b"'
SOFT = 'class="chart-soft" fill="#dfe4ec" stroke="#14284b" stroke-width="0.75"'
OVER = 'class="chart-over" fill="#a3172c"'
GRID = 'class="chart-grid" stroke="#c3c8d2" stroke-width="0.75"'
AXIS = 'class="chart-axis" stroke="#14284b" stroke-width="1"'
TEXT = 'class="chart-text" fill="currentColor"'


@dataclass(frozen=True, slots=True)
class Spending:
    """What one regime has cost, against its estimate where there is one (đồng)."""

    label: str
    spent: int
    estimate: int | None = None


@dataclass(frozen=True, slots=True)
class MonthSpending:
    """What one month has cost (đồng); None for a month that is still to come."""

    month: int
    spent: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many people of a group have been reached, of those entitled."""

    label: str
    reached: int
    entitled: int


def spending_bars(name: str, title: str, rows: Sequence[Spending]) -> SafeString:
    """Bars lying one under another: spent, inside the outline of the estimate.

    ``name`` makes the ids on the page unique. What goes beyond the estimate is in crimson.
    """
    largest = max([max(row.spent, row.estimate or 0) for row in rows], default=0)
    parts = _legend(0, [(STRONG, "Đã chi"), (SOFT, "Dự toán"), (OVER, "Vượt dự toán")])
    for index, row in enumerate(rows):
        top = 34 + index * 42
        parts += _row_heading(top, row.label, _spending_words(row))
        parts += _spending_bar(top + 20, row, largest)
    told = [f"{row.label}: {_spending_words(row)}" for row in rows]
    return _svg(name, title, told, height=34 + len(rows) * 42, parts=parts)


def month_columns(name: str, title: str, rows: Sequence[MonthSpending]) -> SafeString:
    """A column for each month, its amount in triệu đồng on top."""
    left, bottom, height = 56, 236, 190
    step = nice_step(max([row.spent or 0 for row in rows], default=0))
    top_value = step * max(1, -(-max([row.spent or 0 for row in rows], default=0) // step))
    parts = [_text(0, 14, "triệu đồng", size=12)]
    for value in range(0, top_value + 1, step):
        y = bottom - _scaled(value, top_value, height)
        parts.append(f'<line x1="{left}" y1="{y}" x2="{WIDTH}" y2="{y}" {AXIS if not value else GRID}/>')
        parts.append(_text(left - 6, y + 4, million(value), size=11, anchor="end"))
    slot = (WIDTH - left) / max(len(rows), 1)
    for index, row in enumerate(rows):
        centre = round(left + slot * (index + 0.5), 1)
        parts.append(_text(centre, bottom + 18, f"T{row.month}", size=12, anchor="middle"))
        if row.spent is not None:
            tall = _scaled(row.spent, top_value, height)
            parts.append(_rect(round(centre - slot * 0.32, 1), bottom - tall, slot * 0.64, tall, STRONG))
            parts.append(
                _text(centre, bottom - tall - 5, _short_million(row.spent), size=11, anchor="middle")
            )
    told = [
        f"tháng {row.month}: {million(row.spent)} triệu đồng"
        for row in rows
        if row.spent is not None
    ]
    return _svg(name, title, told, height=bottom + 26, parts=parts)


def coverage_bars(name: str, title: str, rows: Sequence[Coverage]) -> SafeString:
    """For each group the whole of those entitled, the part reached filled."""
    parts = _legend(0, [(STRONG, "Đã thụ hưởng"), (SOFT, "Chưa thụ hưởng")])
    for index, row in enumerate(rows):
        top = 34 + index * 42
        parts += _row_heading(top, row.label, _coverage_words(row))
        parts.append(_rect(0.5, top + 20, WIDTH - 1, 14, SOFT))
        reached = min(row.reached, row.entitled)
        parts.append(_rect(0.5, top + 20, _scaled(reached, row.entitled, WIDTH - 1), 14, STRONG))
    told = [f"{row.label}: {_coverage_words(row)}" for row in rows]
    return _svg(name, title, told, height=34 + len(rows) * 42, parts=parts)


def nice_step(largest: int, lines: int = 4) -> int:
    """Distance of the grid lines in đồng: 1, 2, 2.5 or 5 times a power of ten, at least a million."""
    step = ONE_MILLION
    while True:
        for tenths in (10, 20, 25, 50):
            if step * tenths // 10 * lines >= largest:
                return step * tenths // 10
        step *= 10


def _spending_words(row: Spending) -> str:
    spent = f"{million(row.spent)} triệu đồng"
    if row.estimate is None:
        return spent
    against = f"{million(row.spent)} / {million(row.estimate)} triệu đồng"
    return f"{against} ({percent(Fraction(row.spent, row.estimate))})" if row.estimate else against


def _coverage_words(row: Coverage) -> str:
    people = f"{count(row.reached)} / {count(row.entitled)} người"
    return f"{people} ({percent(Fraction(row.reached, row.entitled))})" if row.entitled else people


def _spending_bar(top: int, row: Spending, largest: int) -> list[str]:
    width = WIDTH - 1
    within = row.spent if row.estimate is None else min(row.spent, row.estimate)
    shapes = []
    if row.estimate:
        shapes.append(_rect(0.5, top, _scaled(row.estimate, largest, width), 14, SOFT))
    shapes.append(_rect(0.5, top, _scaled(within, largest, width), 14, STRONG))
    if row.spent > within:
        start = 0.5 + _scaled(within, largest, width)
        shapes.append(_rect(start, top, _scaled(row.spent - within, largest, width), 14, OVER))
    return shapes


def _row_heading(top: int, label: str, words: str) -> list[str]:
    shown = label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1].rstrip()}…"
    return [
        _text(0, top + 13, shown, size=14),
        _text(WIDTH, top + 13, words, size=13, anchor="end"),
    ]


def _legend(top: int, entries: Iterable[tuple[str, str]]) -> list[str]:
    parts, x = [], 0
    for look, words in entries:
        parts += [_rect(x + 0.5, top + 4, 14, 12, look), _text(x + 20, top + 14.5, words, size=13)]
        x += 40 + 8 * len(words)
    return parts


def _short_million(dong: int) -> str:
    """Triệu đồng with as many digits as fit on a column: one decimal below a thousand."""
    return million(dong) if dong % (ONE_MILLION // 10) == 0 else million(dong, 1)


def _scaled(value: int, largest: int, length: float) -> float:
    return round(value * length / largest, 1) if largest else 0.0


def _rect(x: float, y: float, width: float, height: float, look: str) -> str:
    return (
        f'<rect x="{x:g}" y="{round(y, 1):g}" width="{round(width, 1):g}" height="{height:g}" {look}/>'
    )


def _text(x: float, y: float, words: str, *, size: int, anchor: str = "start") -> str:
    return (
        f'<text x="{x:g}" y="{round(y, 1):g}" font-size="{size}" text-anchor="{anchor}" {TEXT}>'
        f"{escape(words)}</text>"
    )


def _svg(
    name: str, title: str, told: Sequence[str], *, height: int, parts: Iterable[str]
) -> SafeString:
    label = escape(name)
    return mark_safe(  # noqa: S308  every text in it has been escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{FONTS}" role="img" '
        f'aria-labelledby="{label}-title {label}-desc">'
        f'<title id="{label}-title">{escape(title)}</title>'
        f'<desc id="{label}-desc">{escape("; ".join(told))}.</desc>'
        f"{''.join(parts)}</svg>"
    )
