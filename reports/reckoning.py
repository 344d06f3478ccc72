"""What the figures of a report are today: the ledger's sums, and what people expect beyond them.

An expected total (``TypedFigure``) stands in place of the ledger's sum, and every sum that holds
it moves with it; how much is already paid stays visible beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from accounts.models import Unit, User
from beneficiaries.models import CardKind
from reports.figures import (
    TOTAL,
    Figure,
    FigureBook,
    FigureValue,
    Measure,
    Regime,
    Source,
    Status,
    figure_book,
)
from reports.ledger import ANY, Ledger
from reports.models import Report, ReportedFigure, TypedFigure
from reports.outlines import Outline, outlines
from reports.reconciling import Explanation, explain

CARD_KINDS = {
    Measure.NET: ANY,
    Measure.ISSUED: str(CardKind.NEW),
    Measure.REISSUED: str(CardKind.REISSUE),
}


def reckon(report: Report) -> "Reckoning":
    """All figures of a report, from the ledger as it stands now."""
    return Reckoning(report, outlines()[report.outline])


@dataclass(frozen=True)
class Comparison:
    """A figure on an earlier paper beside the computed one, and which lines explain the gap."""

    reported: ReportedFigure
    computed: FigureValue
    explanations: tuple[tuple[Explanation, tuple[Regime, ...]], ...]

    @property
    def difference(self) -> int:
        return self.computed.value - self.reported.value


@dataclass(frozen=True)
class Reckoning:
    """The figures of one report by code. Everything is computed once, when first asked for."""

    report: Report
    outline: Outline

    def __getitem__(self, code: str) -> FigureValue:
        return self.values[code]

    def __contains__(self, code: object) -> bool:
        return code in self.values

    def __iter__(self) -> Iterator[FigureValue]:
        return iter(self.values.values())

    @cached_property
    def book(self) -> FigureBook:
        return figure_book(
            self.outline,
            self.report.resolution.groups.order_by("position"),
            self.report.resolution.benefits.order_by("position"),
        )

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(
            resolution=self.report.resolution,
            year=self.report.year,
            as_of=self.report.as_of,
            cut_offs={code: date.fromisoformat(day) for code, day in self.report.cut_offs.items()},
            viewer=somebody_of(self.report.unit),
            benefits=dict(self.book.benefits),
            group_codes={group.pk: code for code, group in self.book.groups.items()},
        )

    @cached_property
    def typed(self) -> dict[str, TypedFigure]:
        return {typed.code: typed for typed in self.report.typed_figures.select_related("typed_by")}

    @cached_property
    def values(self) -> Mapping[str, FigureValue]:
        counted = self.counted
        return {figure.code: self._value(figure, counted) for figure in self.book}

    @cached_property
    def counted(self) -> dict[str, int]:
        """What the ledger alone says, by code."""
        found: dict[str, int] = {}
        people = [f for f in self.book if f.source == Source.LEDGER and not f.is_additive]
        found |= self.ledger.people_of(people)
        for figure in self.book:
            if figure.source == Source.LEDGER and figure.is_additive:
                found[figure.code] = self.ledger.sum_of(figure)
        population = self.ledger.population()
        for figure in self.book.population:
            found[figure.code] = population.get(figure.group or ANY, 0)
        for figure in self.book.cards:
            found[figure.code] = self.cards.get(
                (CARD_KINDS[figure.measure], figure.group or ANY), 0
            )
        return found

    @cached_property
    def cards(self) -> Mapping[tuple[str, str], int]:
        """Cards by kind and group code (see ``Ledger.cards``)."""
        return self.ledger.cards()

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The earlier papers' figures beside ours."""
        return [
            self._comparison(reported)
            for reported in self.report.reported_figures.select_related("typed_by")
            if reported.code in self
        ]

    def regime_amount(self, regime: Regime) -> int:
        """What a lettered regime costs (đồng), without what does not count into the total."""
        return sum(self[line.amount].value for line in regime.lines if line.counted)

    @property
    def overtaken(self) -> list[FigureValue]:
        return [value for value in self if value.is_overtaken]

    def _value(self, figure: Figure, counted: dict[str, int]) -> FigureValue:
        paid = counted[figure.code]
        value = FigureValue(figure=figure, value=paid, paid=paid, as_of=self._as_of(figure))
        typed = self.typed.get(figure.code)
        if typed:
            return replace(
                value,
                value=typed.value,
                status=Status(typed.status),
                as_of=typed.as_of,
                reason=typed.reason,
            )
        return replace(value, value=paid + self._expected_within(figure, counted))

    def _expected_within(self, figure: Figure, counted: dict[str, int]) -> int:
        """What the typed figures inside a sum add to what the ledger has of them."""
        inside = [part for part in self.book if part.code in self.typed and figure.holds(part)]
        outermost = [part for part in inside if not any(other.holds(part) for other in inside)]
        return sum(self.typed[part.code].value - counted[part.code] for part in outermost)

    def _as_of(self, figure: Figure) -> date:
        if len(figure.benefits) == 1:
            return self.report.cut_off(figure.benefits[0])
        return self.report.as_of

    def _comparison(self, reported: ReportedFigure) -> Comparison:
        explanations: list[Explanation] = []
        regimes = {str(place): regime for place, regime in enumerate(self.book.regimes)}
        if reported.code == TOTAL:
            lines = {place: self.regime_amount(regime) for place, regime in regimes.items()}
            explanations = explain(lines, reported.value, reported.precision)
        return Comparison(
            reported,
            self[reported.code],
            tuple(
                (explanation, tuple(regimes[place] for place in explanation.left_out))
                for explanation in explanations
            ),
        )


def somebody_of(unit: Unit) -> User:
    """Anybody who sits in that unit: the figures of a report see what they see."""
    return User(unit=unit)
