"""The whole resolution on one sheet: regime × group, each cell a rate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from policies import wording
from policies.models import BeneficiaryGroup, Benefit, Limit, Rate, Resolution


@dataclass(frozen=True, slots=True)
class Cell:
    """One rate as it is shown."""

    rate: Rate
    figure: wording.Figure
    standing: str
    standing_words: str

    @property
    def said(self) -> tuple[wording.Figure, str, str]:
        """What a reader sees of it."""
        return self.figure, self.standing, self.standing_words

    @property
    def mark(self) -> tuple[str, str, str]:
        """Colour, icon and short word of the badge."""
        return wording.MARKS[self.standing]


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring groups for whom the same is said: one cell over their columns."""

    cell: Cell | None
    width: int
    label: str


@dataclass(slots=True)
class MatrixRow:
    """The rates of one benefit under one condition, by group; or one rate for everybody."""

    benefit: Benefit
    condition: str
    period: str
    article: str
    groups: Sequence[BeneficiaryGroup]
    cells: list[Cell | None]
    for_everybody: Cell | None = None

    @property
    def spans(self) -> list[Span]:
        """The cells from left to right, equal neighbours taken together."""
        pairs = zip(self.groups, self.cells, strict=True)
        runs = groupby(pairs, key=lambda pair: pair[1] and pair[1].said)
        return [_span(list(run)) for _, run in runs]


def _span(run: Sequence[tuple[BeneficiaryGroup, Cell | None]]) -> Span:
    (first, cell), (last, _) = run[0], run[-1]
    label = first.name
    if len(run) > 1:
        label = f"{first.name} – {last.name.removeprefix('Đối tượng ')}"
    return Span(cell, len(run), label)


@dataclass(frozen=True, slots=True)
class LimitLine:
    """Limits that say the same to several groups."""

    groups: str  # empty: everybody
    words: str
    confidence: str
    basis: str

    @property
    def mark(self) -> tuple[str, str, str]:
        return wording.MARKS[self.confidence]


@dataclass(slots=True)
class BenefitSheet:
    """What the page says of one benefit besides its rates."""

    benefit: Benefit
    payers: list[str]
    limits: list[LimitLine]


@dataclass(slots=True)
class Matrix:
    """The rows of the matrix, and how many rates stand on what."""

    groups: list[BeneficiaryGroup]
    rows: list[MatrixRow] = field(default_factory=list)
    sheets: list[BenefitSheet] = field(default_factory=list)
    standings: Counter[str] = field(default_factory=Counter)

    @property
    def rates(self) -> int:
        return self.standings.total()

    @property
    def unconfirmed(self) -> int:
        return self.rates - self.standings["confirmed"]


def matrix_of(resolution: Resolution) -> Matrix:
    """A handful of queries, whatever the size of the resolution."""
    benefits = list(
        resolution.benefits.order_by("position").prefetch_related(
            "rates__group",
            "rates__payer",
            "rates__confirmation__confirmed_by",
            "limits__group",
        )
    )
    with_rates = {rate.group_id for benefit in benefits for rate in benefit.rates.all()}
    groups = [
        group
        for group in resolution.groups.order_by("position")
        if group.counted or group.pk in with_rates
    ]
    matrix = Matrix(groups)
    for benefit in benefits:
        matrix.rows += _rows(benefit, groups)
        matrix.sheets.append(_sheet(benefit))
        matrix.standings.update(wording.standing(rate) for rate in benefit.rates.all())
    return matrix


def cell_of(rate: Rate, benefit: Benefit) -> Cell:
    return Cell(
        rate,
        wording.figure(rate, benefit),
        wording.standing(rate),
        wording.standing_words(rate),
    )


def _rows(benefit: Benefit, groups: Sequence[BeneficiaryGroup]) -> list[MatrixRow]:
    """Rates with the same condition and days stand in one row."""
    rows: dict[tuple[str, str], MatrixRow] = {}
    columns = {group.pk: index for index, group in enumerate(groups)}
    for rate in sorted(benefit.rates.all(), key=lambda rate: rate.pk):
        condition, period = wording.condition(rate), wording.period(rate)
        row = rows.setdefault(
            (condition, period),
            MatrixRow(benefit, condition, period, rate.article, groups, [None] * len(groups)),
        )
        cell = cell_of(rate, benefit)
        if rate.group_id is None:
            row.for_everybody = cell
        else:
            row.cells[columns[rate.group_id]] = cell
    return list(rows.values())


def _sheet(benefit: Benefit) -> BenefitSheet:
    payers = dict.fromkeys(
        rate.payer.name for rate in sorted(benefit.rates.all(), key=lambda rate: rate.pk)
    )
    return BenefitSheet(benefit, list(payers), _limit_lines(list(benefit.limits.all())))


def _limit_lines(limits: Sequence[Limit]) -> list[LimitLine]:
    together: dict[tuple[str, str, str], list[str]] = {}
    for limit in sorted(limits, key=lambda limit: limit.pk):
        said = (wording.limit_words(limit), limit.confidence, limit.basis)
        together.setdefault(said, []).append(limit.group.name if limit.group else "")
    return [
        LimitLine(wording.group_names(filter(None, names)), *said)
        for said, names in together.items()
    ]
