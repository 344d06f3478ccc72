"""The charts of a report, by the name under which the text calls them.

Each carries the numbers it is drawn from as a table, in đồng, for those who can't see it and for
the workbook.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from html import unescape

from django.db.models import Count, Sum
from django.utils.safestring import SafeString

from claims.models import BudgetEstimate
from config.charts import (
    Coverage,
    MonthSpending,
    Spending,
    TwoYears,
    coverage_bars,
    month_columns,
    spending_bars,
    two_year_bars,
)
from config.formatting import count, money, percent, signed
from reports.figures.book import Regime
from reports.figures.figure import FigureValue, Measure, Status
from reports.figures.reckoning import PartReckoning
from reports.periods import PeriodKind
from reports.printing.printed import Cell, Chart, Row, Table
from reports.printing.tables import NOTHING, typed_inside

AGAINST_EXPECTED = ("Đã chi", "Ước, kế hoạch cả năm", "Vượt số ước")
IN_DONG = "Đơn vị tính: đồng"
DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


def spending_chart(reckoning: PartReckoning) -> Chart:
    """What each regime has cost, against what is expected of those that are still going on."""
    rows = [
        Spending(label, paid, reckoning.regime_amount(regime) if expected else None)
        for regime, label, paid in _regimes(reckoning)
        for expected in [any(typed_inside(reckoning, line) for line in regime.lines)]
    ]
    caption = f"Kinh phí theo chế độ, {reckoning.period.words}"
    name = _name("spending", reckoning)
    numbers = [(row.label, row.spent, row.estimate) for row in rows]
    return _chart(
        name,
        caption,
        spending_bars(name, caption, rows, words=AGAINST_EXPECTED),
        _money_table(name, caption, ("Chế độ", "Đã chi", "Ước, kế hoạch cả năm"), numbers),
    )


def estimate_chart(reckoning: PartReckoning) -> Chart:
    """What each regime has cost against its budget estimate, where the province gave one."""
    estimates = _estimates(reckoning)
    rows = [
        Spending(label, paid, sum(found) if found else None)
        for regime, label, paid in _regimes(reckoning)
        for found in [[estimates[code] for code in _benefits(reckoning, regime) & set(estimates)]]
    ]
    caption = f"Kinh phí đã chi so với dự toán, {reckoning.period.words}"
    name = _name("estimate", reckoning)
    numbers = [(row.label, row.spent, row.estimate) for row in rows]
    return _chart(
        name,
        caption,
        spending_bars(name, caption, rows),
        _money_table(name, caption, ("Chế độ", "Đã chi", "Dự toán"), numbers),
    )


def before_chart(reckoning: PartReckoning) -> Chart:
    """What each regime has cost, beside the same days a year earlier."""
    before = {regime.letter: paid for regime, _, paid in _regimes(reckoning.before)}
    rows = [
        TwoYears(label, paid, before.get(regime.letter, 0))
        for regime, label, paid in _regimes(reckoning)
    ]
    now, then = reckoning.period.words, reckoning.before.period.words
    caption = f"Kinh phí đã chi {now} so với {then}"
    name = _name("before", reckoning)
    heads = ("Chế độ", _capital(now), _capital(then), "Tăng, giảm")
    table = Table(
        name=f"{name}-numbers",
        caption=caption,
        heads=heads,
        rows=tuple(
            Row(
                (
                    Cell(row.label),
                    Cell(money(row.spent), "number"),
                    Cell(money(row.before), "number"),
                    Cell(signed(row.spent - row.before), "number"),
                )
            )
            for row in rows
        ),
        unit_note=IN_DONG,
    )
    words = (_capital(now), _capital(then))
    return _chart(name, caption, two_year_bars(name, caption, rows, words=words), table)


def months_chart(reckoning: PartReckoning) -> Chart:
    period = reckoning.period
    months = reckoning.ledger.months(reckoning.book.total)
    last = min(reckoning.as_of, period.last).month if reckoning.as_of >= period.first else 0
    rows = [
        MonthSpending(month, months.get(month, 0) if month <= last else None)
        for month in range(period.first.month, period.last.month + 1)
    ]
    caption = f"Kinh phí đã chi theo tháng phát sinh, {reckoning.period.words}"
    name = _name("months", reckoning)
    numbers = [(f"Tháng {row.month}", row.spent) for row in rows]
    return _chart(
        name,
        caption,
        month_columns(name, caption, rows),
        _money_table(name, caption, ("Tháng", "Đã chi"), numbers),
    )


def reach_chart(reckoning: PartReckoning) -> Chart:
    """How many people of each group got anything at all, each counted once."""
    counted = (
        reckoning.ledger.lines_of(reckoning.total_people.figure)
        .exclude(claim__cadre=None)
        .values_list("claim__group__code")
        .annotate(Count("claim__cadre", distinct=True))
        .order_by()
    )
    reached = dict(counted)
    rows = [
        Coverage(groups[0].name, reached.get(code, 0), reckoning[population].value)
        for code, groups in reckoning.book.groups.items()
        for population in [f"population.people.group_{code}"]
        if population in reckoning
    ]
    caption = f"Người được hưởng ít nhất một chế độ, theo nhóm, {reckoning.period.words}"
    return _coverage(_name("reach", reckoning), caption, rows, "Được hưởng")


def checkups_chart(reckoning: PartReckoning) -> Chart:
    """Who of each group had the periodic check-up, each round by itself."""
    rows = []
    for value in reckoning:
        if not _is_checkup_of_a_group(value):
            continue
        planned = " (kế hoạch)" if value.status == Status.PLANNED else ""
        entitled = reckoning[f"population.people.group_{value.figure.group}"].value
        rows.append(Coverage(f"{value.figure.scope_words}{planned}", value.value, entitled))
    caption = f"Khám sức khỏe định kỳ so với số người của từng nhóm, {reckoning.period.words}"
    return _coverage(_name("checkups", reckoning), caption, rows, "Đã khám")


CHARTS: dict[str, Callable[[PartReckoning], Chart]] = {
    "kinh-phí": spending_chart,
    "dự-toán": estimate_chart,
    "năm-trước": before_chart,
    "theo-tháng": months_chart,
    "độ-phủ": reach_chart,
    "khám-định-kỳ": checkups_chart,
}


def _regimes(reckoning: PartReckoning) -> Iterator[tuple[Regime, str, int]]:
    """The regimes that count into the total, each with its label and what it has cost so far."""
    for regime in reckoning.book.regimes:
        counted = [line for line in regime.lines if line.counted]
        if counted:
            label = f"{regime.letter}) {_short_title(reckoning, regime)}"
            yield regime, label, sum(reckoning[line.amount].paid for line in counted)


def _short_title(reckoning: PartReckoning, regime: Regime) -> str:
    if len(regime.lines) > 1 or regime.lines[0].benefit not in reckoning.book.benefits:
        return regime.title
    return reckoning.book.benefits[regime.lines[0].benefit][0].short_title


def _benefits(reckoning: PartReckoning, regime: Regime) -> set[str]:
    return {
        code
        for line in regime.lines
        if line.counted
        for code in reckoning[line.amount].figure.benefits
    }


def _estimates(reckoning: PartReckoning) -> dict[str, int]:
    """The budget is the province's for a whole year: beside less it would say nothing."""
    if reckoning.period.kind != PeriodKind.YEAR or not reckoning.report.seen_by.sees_all:
        return {}
    granted = BudgetEstimate.objects.filter(
        year=reckoning.period.year, benefit__resolution__in=reckoning.resolutions.values()
    )
    return dict(granted.values_list("benefit__code").annotate(Sum("amount")).order_by())


def _is_checkup_of_a_group(value: FigureValue) -> bool:
    figure = value.figure
    return bool(
        figure.benefits == ("periodic_checkup",)
        and figure.measure == Measure.PEOPLE
        and figure.group
        and figure.published
    )


def _coverage(name: str, caption: str, rows: Sequence[Coverage], reached: str) -> Chart:
    table = Table(
        name=f"{name}-numbers",
        caption=caption,
        heads=("Nhóm", reached, "Số người", "Tỷ lệ"),
        rows=tuple(
            Row(
                (
                    Cell(row.label),
                    Cell(count(row.reached), "number"),
                    Cell(count(row.entitled), "number"),
                    Cell(_part(row.reached, row.entitled), "number"),
                )
            )
            for row in rows
        ),
        unit_note="Đơn vị tính: người",
    )
    return _chart(name, caption, coverage_bars(name, caption, rows), table)


def _money_table(
    name: str,
    caption: str,
    heads: tuple[str, ...],
    rows: Iterable[tuple[str, *tuple[int | None, ...]]],
) -> Table:
    return Table(
        name=f"{name}-numbers",
        caption=caption,
        heads=heads,
        rows=tuple(
            Row(
                (
                    Cell(label),
                    *(Cell(NOTHING if n is None else money(n), "number") for n in numbers),
                )
            )
            for label, *numbers in rows
        ),
        unit_note=IN_DONG,
    )


def _chart(name: str, caption: str, svg: SafeString, numbers: Table) -> Chart:
    return Chart(name, caption, svg, unescape(DESCRIPTION.findall(svg)[0]), numbers)


def _name(kind: str, reckoning: PartReckoning) -> str:
    """Unique on a paper: each part may draw the same chart."""
    return "-".join(filter(None, ("chart", kind, reckoning.part.key)))


def _part(some: int, whole: int) -> str:
    return percent(Fraction(some, whole)) if whole else NOTHING


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
