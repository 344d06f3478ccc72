"""The figures of a report as its page lays them out: regimes, and under each its slices."""

from collections import defaultdict
from dataclasses import dataclass

from policies.models import Benefit
from reports.book import Line, Regime
from reports.charts import CHARTS
from reports.figures import FigureValue, Measure
from reports.printed import Chart, Table
from reports.reckoning import PartReckoning
from reports.tables import names_in, people_table

MEASURES = (Measure.PEOPLE, Measure.OCCURRENCES, Measure.DAYS, Measure.AMOUNT)


@dataclass(frozen=True, slots=True)
class Slice:
    """One row: the whole of a benefit, or a group or category of it."""

    words: str
    cells: tuple[FigureValue | None, ...]

    @property
    def values(self) -> list[FigureValue]:
        return [value for value in self.cells if value]

    @property
    def telling(self) -> FigureValue:
        """The figure whose status and date stand for the row: a typed one before others."""
        return next(
            (value for value in self.values if value.is_typed or value.is_mixed), self.values[-1]
        )


@dataclass(frozen=True, slots=True)
class LineBlock:
    line: Line
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class RegimeBlock:
    regime: Regime
    amount: int
    lines: tuple[LineBlock, ...]


@dataclass(frozen=True, slots=True)
class PartOnScreen:
    """One part of a report, as its page shows it."""

    reckoning: PartReckoning
    regimes: list[RegimeBlock]
    population: FigureValue | None
    cards: FigureValue | None
    people: Table | None
    charts: list[Chart]

    @property
    def unnamed(self) -> list[Benefit]:
        """Benefits of the law that the outline has no line for."""
        book = self.reckoning.book
        return [book.benefits[code][0] for code in book.unnamed]


def part_on_screen(reckoning: PartReckoning) -> PartOnScreen:
    return PartOnScreen(
        reckoning,
        regime_blocks(reckoning),
        reckoning.values.get(f"{reckoning.part.prefix}population.people"),
        reckoning.values.get(f"{reckoning.part.prefix}card.net"),
        people_table(reckoning) if "population.people" in reckoning else None,
        [CHARTS[name](reckoning) for name in CHARTS if name in names_in(reckoning, CHARTS)],
    )


def regime_blocks(reckoning: PartReckoning) -> list[RegimeBlock]:
    return [
        RegimeBlock(
            regime,
            reckoning.regime_amount(regime),
            tuple(LineBlock(line, _slices(reckoning, line)) for line in regime.lines),
        )
        for regime in reckoning.book.regimes
    ]


def _slices(reckoning: PartReckoning, line: Line) -> tuple[Slice, ...]:
    rows: dict[str, dict[Measure, FigureValue]] = defaultdict(dict)
    for figure in line.figures:
        if not figure.employment:
            rows[figure.scope_words][figure.measure] = reckoning[figure.code]
    whole_first = sorted(rows, key=lambda words: words != "")
    return tuple(
        Slice(
            words[:1].upper() + words[1:] or "Tất cả",
            tuple(rows[words].get(measure) for measure in MEASURES),
        )
        for words in whole_first
    )
