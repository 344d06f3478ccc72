"""The whole resolution on one sheet: regime × group, each cell a rate."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from policies import terms, wording
from policies.models import BeneficiaryGroup, Benefit, Limit, Rate, Resolution, Threshold
from policies.names import Names, names_of


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
    def to_whom(self) -> str:
        """``Cán bộ thụ hưởng, mọi đối tượng``"""
        return f"{self.benefit.get_payee_kind_display()}, {wording.to_whom(self.benefit)}"

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
class Line:
    """A limit, threshold or relation in words; said once for all groups that it is the same for."""

    groups: str  # empty: everybody
    words: str
    article: str
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
    limits: list[Line]
    thresholds: list[Line]
    answers: Sequence[terms.Answer]

    @property
    def clause(self) -> wording.Clause | None:
        rates = self.benefit.rates.all()
        return wording.clause(self.benefit.quote, {rate.confidence for rate in rates})


@dataclass(slots=True)
class Matrix:
    """The rows of the matrix, and how many rates stand on what."""

    groups: list[BeneficiaryGroup]
    rows: list[MatrixRow] = field(default_factory=list)
    sheets: list[BenefitSheet] = field(default_factory=list)
    limits: list[Line] = field(default_factory=list)  # over several benefits
    relations: list[Line] = field(default_factory=list)
    answers: Sequence[terms.Answer] = ()
    standings: Counter[str] = field(default_factory=Counter)  # of rates
    limit_standings: Counter[str] = field(default_factory=Counter)  # of limits and their like

    @property
    def rates(self) -> int:
        return self.standings.total()

    @property
    def unconfirmed(self) -> int:
        return self.rates - self.standings["confirmed"]

    @property
    def unsure_limits(self) -> int:
        """Limits, thresholds and relations that the text was not read for."""
        return self.limit_standings.total() - self.limit_standings["stated"]


def matrix_of(resolution: Resolution) -> Matrix:
    """A handful of queries, whatever the size of the resolution."""
    benefits = list(
        resolution.benefits.order_by("position").prefetch_related(
            "rates__group",
            "rates__payer",
            "rates__confirmation__confirmed_by",
            "limits__group",
            "thresholds__group",
        )
    )
    names = names_of(resolution)
    with_rates = {rate.group_id for benefit in benefits for rate in benefit.rates.all()}
    groups = [
        group
        for group in resolution.groups.order_by("position")
        if group.counted or group.pk in with_rates
    ]
    matrix = Matrix(groups)
    for benefit in benefits:
        matrix.rows += _rows(benefit, groups, names)
        matrix.sheets.append(_sheet(benefit, resolution, names))
        matrix.standings.update(wording.standing(rate) for rate in benefit.rates.all())
    shared = resolution.limits.filter(benefit=None).select_related("group").order_by("id")
    matrix.limits = _limit_lines(list(shared), names)
    matrix.relations = _relation_lines(resolution, names)
    matrix.answers = terms.settings_words(resolution.settings)
    matrix.limit_standings = Counter(line.confidence for line in _all_lines(matrix))
    return matrix


def _all_lines(matrix: Matrix) -> Iterator[Line]:
    yield from (*matrix.limits, *matrix.relations)
    for sheet in matrix.sheets:
        yield from (*sheet.limits, *sheet.thresholds)


def cell_of(rate: Rate, benefit: Benefit, names: Names = wording.UNNAMED) -> Cell:
    return Cell(
        rate,
        wording.figure(rate, benefit, names),
        wording.standing(rate),
        wording.standing_words(rate),
    )


def _rows(benefit: Benefit, groups: Sequence[BeneficiaryGroup], names: Names) -> list[MatrixRow]:
    """Rates with the same conditions and days stand in one row."""
    rows: dict[tuple[str, str], MatrixRow] = {}
    columns = {group.pk: index for index, group in enumerate(groups)}
    for rate in sorted(benefit.rates.all(), key=lambda rate: rate.pk):
        condition, period = wording.condition(rate, names), wording.period(rate)
        row = rows.setdefault(
            (repr(rate.conditions), period),
            MatrixRow(benefit, condition, period, rate.article, groups, [None] * len(groups)),
        )
        cell = cell_of(rate, benefit, names)
        if rate.group_id is None:
            row.for_everybody = cell
        else:
            row.cells[columns[rate.group_id]] = cell
    return list(rows.values())


def _sheet(benefit: Benefit, resolution: Resolution, names: Names) -> BenefitSheet:
    payers = dict.fromkeys(
        rate.payer.name for rate in sorted(benefit.rates.all(), key=lambda rate: rate.pk)
    )
    return BenefitSheet(
        benefit,
        list(payers),
        _limit_lines(list(benefit.limits.all()), names, terms.quantity_unit(benefit)),
        _together((row, terms.threshold_words(row)) for row in benefit.thresholds.all()),
        terms.own_settings_words(benefit, resolution),
    )


def _limit_lines(limits: Sequence[Limit], names: Names, unit: str = "ngày") -> list[Line]:
    return _together((row, terms.limit_words(row, names, unit)) for row in limits)


def _together(told: Iterable[tuple[Limit | Threshold, str]]) -> list[Line]:
    """What is the same for several groups as one line."""
    lines: dict[tuple[str, str, str, str], list[str]] = {}
    for row, words in sorted(told, key=lambda pair: pair[0].pk):
        said = (words, row.article, row.confidence, row.basis)
        lines.setdefault(said, []).append(row.group.name if row.group else "")
    return [
        Line(wording.group_names(filter(None, groups)), *said) for said, groups in lines.items()
    ]


def _relation_lines(resolution: Resolution, names: Names) -> list[Line]:
    return [
        Line("", terms.relation_words(row, names), row.article, row.confidence, row.basis)
        for row in resolution.relations.order_by("id")
    ]
