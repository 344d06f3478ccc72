"""The figures of a report as its page lays them out: regimes, and under each its slices."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from config.formatting import percent
from policies.models import Benefit
from reports.figures.book import Line, Regime
from reports.figures.figure import FigureValue, Measure
from reports.figures.reckoning import PartReckoning
from reports.printing.charts import CHARTS
from reports.printing.printed import Chart, Table
from reports.printing.tables import names_in, people_table

MEASURES = (Measure.PEOPLE, Measure.OCCURRENCES, Measure.DAYS, Measure.AMOUNT)


@dataclass(frozen=True, slots=True)
class Slice:
    """One row: the whole of a benefit, or a group or category of it."""

    words: str
    cells: tuple[FigureValue | None, ...]
    before: FigureValue | None = None
    """The year before: of the money, or of what there is; None where nothing can be compared."""

    @property
    def compared(self) -> FigureValue:
        """The figure of this year that ``before`` stands beside."""
        return self.values[-1]

    @property
    def change(self) -> str:
        """By how much it went up or down, in per cent; empty where the year before had nothing."""
        if not self.before or not self.before.value:
            return ""
        ratio = Fraction(self.compared.value - self.before.value, self.before.value)
        return f"{'+' if ratio > 0 else ''}{percent(ratio)}".replace("-", "−")

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

    @property
    def alone(self) -> str:
        """Code behind the amount where it is that of one line; else its lines explain it."""
        counted = [block.line for block in self.lines if block.line.counted]
        return counted[0].amount if len(counted) == 1 else ""


@dataclass(frozen=True, slots=True)
class PartOnScreen:
    """One part of a report, as its page shows it."""

    reckoning: PartReckoning
    regimes: list[RegimeBlock]
    population: FigureValue | None
    cards: FigureValue | None
    people: Table | None
    charts: list[Chart]
    has_before: bool
    """Whether the ledger knows anything of the year before."""

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
        bool(reckoning.before.ledger.cells),
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
        _slice(reckoning, words, tuple(rows[words].get(measure) for measure in MEASURES))
        for words in whole_first
    )


def _slice(reckoning: PartReckoning, words: str, cells: tuple[FigureValue | None, ...]) -> Slice:
    last = [value for value in cells if value][-1]
    named = words[:1].upper() + words[1:] or "Tất cả"
    return Slice(named, cells, _before(reckoning, last))


def _before(reckoning: PartReckoning, value: FigureValue) -> FigureValue | None:
    """The same figure a year before, if the law of then had it and the ledger was kept."""
    before, figure = reckoning.before, value.figure
    if figure.has_own_period or figure.code not in before or not before.ledger.cells:
        return None
    return before[figure.code] if before.ledger.knows(figure) else None
