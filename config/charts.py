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

from config.formatting import ONE_MILLION, count, decimal, million, percent

WIDTH = 600
LABEL_LENGTH = 54
ROW_HEIGHT, BAR_HEIGHT, LEGEND_HEIGHT = 42, 14, 34
TWO_BARS_HEIGHT, THIN_BAR_HEIGHT = 54, 11
STRIPES = 5  # distance of the white stripes that tell crimson from navy in grey
PLOT_LEFT, PLOT_BOTTOM, PLOT_HEIGHT = 56, 236, 190
# The paper has only the first, the portal only the second.
FONTS = "Tinos, Be Vietnam Pro, sans-serif"
STRONG = 'class="chart-strong" fill="#14284b"'
SOFT = 'class="chart-soft" fill="#dfe4ec" stroke="#14284b" stroke-width="0.75"'
OVER = 'class="chart-over" fill="#a3172c"'
STRIPE = 'class="chart-stripe" stroke="#fff" stroke-width="1.5"'
GRID = 'class="chart-grid" stroke="#c3c8d2" stroke-width="0.75"'
AXIS = 'class="chart-axis" stroke="#14284b" stroke-width="1"'
TEXT = 'class="chart-text" fill="currentColor"'
AGAINST_BUDGET = ("Đã chi", "Dự toán", "Vượt dự toán")


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


@dataclass(frozen=True, slots=True)
class PlanAndDone:
    """How much of a plan has been done, in ``unit`` (``người``, ``ngày``, …)."""

    label: str
    done: int
    planned: int
    unit: str = "người"


@dataclass(frozen=True, slots=True)
class TwoYears:
    """What one regime has cost, and what in the same days a year earlier (đồng)."""

    label: str
    spent: int
    before: int


def spending_bars(
    name: str,
    title: str,
    rows: Sequence[Spending],
    *,
    words: tuple[str, str, str] = AGAINST_BUDGET,
) -> SafeString:
    """Bars lying one under another: spent, inside the outline of the estimate.

    ``name`` makes the ids on the page unique. What goes beyond the estimate is in crimson.
    ``words`` tell the three apart in the legend.
    """
    largest = max([max(row.spent, row.estimate or 0) for row in rows], default=0)
    parts = _legend(list(zip((STRONG, SOFT, OVER), words, strict=True)))
    parts.append(_text(WIDTH, 14.5, "Đơn vị tính: triệu đồng", size=13, anchor="end"))
    for index, row in enumerate(rows):
        top = LEGEND_HEIGHT + index * ROW_HEIGHT
        parts += _row_heading(top, row.label, _spending_figures(row))
        parts += _spending_bar(top + 20, row, largest)
    told = [f"{row.label}: {_spending_figures(row)}" for row in rows]
    told.append("đơn vị tính: triệu đồng")
    return _svg(name, title, told, height=LEGEND_HEIGHT + len(rows) * ROW_HEIGHT, parts=parts)


def two_year_bars(
    name: str, title: str, rows: Sequence[TwoYears], *, words: tuple[str, str]
) -> SafeString:
    """For each regime two bars under one another: this year dark, the year before outlined.

    ``words`` name the two years in the legend.
    """
    largest = max([max(row.spent, row.before) for row in rows], default=0)
    parts = _legend(list(zip((STRONG, SOFT), words, strict=True)))
    parts.append(_text(WIDTH, 14.5, "Đơn vị tính: triệu đồng", size=13, anchor="end"))
    for index, row in enumerate(rows):
        top = LEGEND_HEIGHT + index * TWO_BARS_HEIGHT
        parts += _row_heading(top, row.label, _two_years_words(row))
        for below, amount, look in ((20, row.spent, STRONG), (33, row.before, SOFT)):
            width = _scaled(amount, largest, WIDTH - 1)
            parts.append(_rect(0.5, top + below, width, THIN_BAR_HEIGHT, look))
    told = [f"{row.label}: {_two_years_words(row)}" for row in rows]
    told.append("đơn vị tính: triệu đồng")
    height = LEGEND_HEIGHT + len(rows) * TWO_BARS_HEIGHT
    return _svg(name, title, told, height=height, parts=parts)


def month_columns(name: str, title: str, rows: Sequence[MonthSpending]) -> SafeString:
    """A column for each month, its amount in triệu đồng on top."""
    largest = max([row.spent or 0 for row in rows], default=0)
    step = nice_step(largest)
    highest = step * max(1, -(-largest // step))
    slot = (WIDTH - PLOT_LEFT) / max(len(rows), 1)
    parts = [_text(0, 14, "triệu đồng", size=12), *_grid(highest, step)]
    for index, row in enumerate(rows):
        parts += _month_column(row, highest, centre=PLOT_LEFT + slot * (index + 0.5), width=slot)
    told = [
        f"tháng {row.month}: {million(row.spent)} triệu đồng"
        for row in rows
        if row.spent is not None
    ]
    return _svg(name, title, told, height=PLOT_BOTTOM + 26, parts=parts)


def coverage_bars(name: str, title: str, rows: Sequence[Coverage]) -> SafeString:
    """For each group the whole of those entitled, the part reached filled."""
    parts = _legend([(STRONG, "Đã thụ hưởng"), (SOFT, "Chưa thụ hưởng")])
    for index, row in enumerate(rows):
        top = LEGEND_HEIGHT + index * ROW_HEIGHT
        parts += _row_heading(top, row.label, _coverage_words(row))
        parts.append(_rect(0.5, top + 20, WIDTH - 1, BAR_HEIGHT, SOFT))
        reached = min(row.reached, row.entitled)
        parts.append(
            _rect(0.5, top + 20, _scaled(reached, row.entitled, WIDTH - 1), BAR_HEIGHT, STRONG)
        )
    told = [f"{row.label}: {_coverage_words(row)}" for row in rows]
    return _svg(name, title, told, height=LEGEND_HEIGHT + len(rows) * ROW_HEIGHT, parts=parts)


def plan_bars(name: str, title: str, rows: Sequence[PlanAndDone]) -> SafeString:
    """For each thing planned its outline, what is done filled; what goes beyond in crimson."""
    parts = _legend([(STRONG, "Đã thực hiện"), (SOFT, "Kế hoạch"), (OVER, "Vượt kế hoạch")])
    for index, row in enumerate(rows):
        top, largest = LEGEND_HEIGHT + index * ROW_HEIGHT, max(row.done, row.planned)
        parts += _row_heading(top, row.label, _plan_words(row))
        parts += _spending_bar(top + 20, Spending(row.label, row.done, row.planned), largest)
    told = [f"{row.label}: {_plan_words(row)}" for row in rows]
    return _svg(name, title, told, height=LEGEND_HEIGHT + len(rows) * ROW_HEIGHT, parts=parts)


def nice_step(largest: int, lines: int = 4) -> int:
    """Distance of grid lines in đồng: 1, 2, 2.5 or 5 times a power of ten, a million or more."""
    step = ONE_MILLION
    while True:
        for tenths in (10, 20, 25, 50):
            if step * tenths // 10 * lines >= largest:
                return step * tenths // 10
        step *= 10


def _spending_figures(row: Spending) -> str:
    if row.estimate is None:
        return million(row.spent)
    against = f"{million(row.spent)} / {million(row.estimate)}"
    return f"{against} ({percent(Fraction(row.spent, row.estimate))})" if row.estimate else against


def _two_years_words(row: TwoYears) -> str:
    """``816,39 / 702 (+16,3%)``: this year, the year before, and how much more or less."""
    words = f"{million(row.spent)} / {million(row.before)}"
    if not row.before:
        return words
    change = Fraction(row.spent - row.before, row.before)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{words} ({sign}{percent(abs(change))})"


def _coverage_words(row: Coverage) -> str:
    people = f"{count(row.reached)} / {count(row.entitled)} người"
    return f"{people} ({percent(Fraction(row.reached, row.entitled))})" if row.entitled else people


def _plan_words(row: PlanAndDone) -> str:
    words = f"{count(row.done)} / {count(row.planned)} {row.unit}"
    return f"{words} ({percent(Fraction(row.done, row.planned))})" if row.planned else words


def _spending_bar(top: int, row: Spending, largest: int) -> list[str]:
    width = WIDTH - 1
    within = row.spent if row.estimate is None else min(row.spent, row.estimate)
    shapes = []
    if row.estimate:
        shapes.append(_rect(0.5, top, _scaled(row.estimate, largest, width), BAR_HEIGHT, SOFT))
    shapes.append(_rect(0.5, top, _scaled(within, largest, width), BAR_HEIGHT, STRONG))
    if row.spent > within:
        start = 0.5 + _scaled(within, largest, width)
        shapes += _striped(start, top, _scaled(row.spent - within, largest, width), BAR_HEIGHT)
    return shapes


def _striped(left: float, top: float, width: float, height: float) -> list[str]:
    """Crimson with white stripes: on a grey print it is not taken for navy."""
    places = range(round(left) + STRIPES, int(left + width), STRIPES)
    stripes = [
        f'<line x1="{x}" y1="{_short(top)}" x2="{x}" y2="{_short(top + height)}" {STRIPE}/>'
        for x in places
    ]
    return [_rect(left, top, width, height, OVER), *stripes]


def _grid(highest: int, step: int) -> list[str]:
    parts = []
    for value in range(0, highest + 1, step):
        y = round(PLOT_BOTTOM - _scaled(value, highest, PLOT_HEIGHT), 1)
        look = GRID if value else AXIS
        parts.append(f'<line x1="{PLOT_LEFT}" y1="{y:g}" x2="{WIDTH}" y2="{y:g}" {look}/>')
        parts.append(_text(PLOT_LEFT - 6, y + 4, million(value), size=11, anchor="end"))
    return parts


def _month_column(row: MonthSpending, highest: int, *, centre: float, width: float) -> list[str]:
    parts = [_text(centre, PLOT_BOTTOM + 18, f"T{row.month}", size=12, anchor="middle")]
    if row.spent is not None:
        top = PLOT_BOTTOM - _scaled(row.spent, highest, PLOT_HEIGHT)
        parts.append(_rect(centre - width * 0.32, top, width * 0.64, PLOT_BOTTOM - top, STRONG))
        parts.append(_text(centre, top - 5, _short_million(row.spent), size=11, anchor="middle"))
    return parts


def _row_heading(top: int, label: str, words: str) -> list[str]:
    shown = label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1].rstrip()}…"
    return [
        _text(0, top + 13, shown, size=14),
        _text(WIDTH, top + 13, words, size=13, anchor="end"),
    ]


def _legend(entries: Iterable[tuple[str, str]]) -> list[str]:
    parts, x = [], 0
    for look, words in entries:
        shape = _striped(x + 0.5, 4, 14, 12) if look == OVER else [_rect(x + 0.5, 4, 14, 12, look)]
        parts += [*shape, _text(x + 20, 14.5, words, size=13)]
        x += 40 + 8 * len(words)
    return parts


def _short_million(dong: int) -> str:
    """Triệu đồng with as many digits as fit on a column: at most one decimal."""
    return decimal(Fraction(dong, ONE_MILLION), 1)


def _scaled(value: int, largest: int, length: float) -> float:
    return round(value * length / largest, 1) if largest else 0.0


def _rect(x: float, y: float, width: float, height: float, look: str) -> str:
    place = f'x="{_short(x)}" y="{_short(y)}"'
    return f'<rect {place} width="{_short(width)}" height="{_short(height)}" {look}/>'


def _text(x: float, y: float, words: str, *, size: int, anchor: str = "start") -> str:
    place = f'x="{_short(x)}" y="{_short(y)}"'
    return f'<text {place} font-size="{size}" text-anchor="{anchor}" {TEXT}>{escape(words)}</text>'


def _short(length: float) -> str:
    return f"{round(length, 1):g}"


def _svg(
    name: str, title: str, told: Sequence[str], *, height: int, parts: Iterable[str]
) -> SafeString:
    label = escape(name)
    # Every text in it has been escaped.
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{FONTS}" role="img" '
        f'aria-labelledby="{label}-title {label}-desc">'
        f'<title id="{label}-title">{escape(title)}</title>'
        f'<desc id="{label}-desc">{escape("; ".join(told))}.</desc>'
        f"{''.join(parts)}</svg>"
    )
