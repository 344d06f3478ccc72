"""What the figures of a report are today: the ledger's sums, and what people expect beyond them.

An expected total (``TypedFigure``) stands in place of the ledger's sum, and every sum that holds
it moves with it; how much is already paid stays visible beside it.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from accounts.models import Unit, User
from beneficiaries.models import CardKind
from policies.models import BeneficiaryGroup, Benefit, Resolution
from reports.figures.book import FigureBook, Regime, figure_book
from reports.figures.figure import TOTAL, TOTAL_PEOPLE, Figure, FigureValue, Measure, Source, Status
from reports.figures.ledger import ANY, Ledger, distinct_members
from reports.figures.reconciling import Explanation, explain
from reports.models import Report, ReportedFigure, Section, TypedFigure
from reports.outlines import Outline, OutlinePart, read_outline
from reports.periods import Period, years_earlier

CARD_KINDS = {
    Measure.NET: ANY,
    Measure.ISSUED: str(CardKind.NEW),
    Measure.REISSUED: str(CardKind.REISSUE),
}


def reckon(report: Report) -> "Reckoning":
    """All figures of a report, from the ledger as it stands now."""
    return Reckoning(report, read_outline(report.outline, report.content))


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
    """The figures of a report by code, part by part."""

    report: Report
    outline: Outline

    def __getitem__(self, code: str) -> FigureValue:
        return self.values[code]

    def __contains__(self, code: object) -> bool:
        return code in self.values

    def __iter__(self) -> Iterator[FigureValue]:
        return (value for part in self.parts for value in part)

    @cached_property
    def parts(self) -> tuple["PartReckoning", ...]:
        return tuple(
            PartReckoning(self.report, part, self.report.period, self.report.as_of, self.typed)
            for part in self.outline.parts
        )

    def around(self, section: Section) -> "PartReckoning | Reckoning":
        """What a section may call by short codes: its part; outside the parts only whole codes."""
        by_key = {part.part.key: part for part in self.parts}
        return by_key.get(section.part, self)

    def part_of(self, code: str) -> "PartReckoning":
        """The part that has a figure. Raises ``KeyError``."""
        for part in self.parts:
            if code in part.values:
                return part
        raise KeyError(code)

    @cached_property
    def values(self) -> Mapping[str, FigureValue]:
        return ChainMap(*(dict(part.values) for part in self.parts))

    @cached_property
    def typed(self) -> dict[str, TypedFigure]:
        return {typed.code: typed for typed in self.report.typed_figures.select_related("typed_by")}

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The earlier papers' figures beside ours."""
        return [
            self.part_of(reported.code).comparison(reported)
            for reported in self.report.reported_figures.select_related("typed_by")
            if reported.code in self
        ]

    @property
    def published(self) -> list[Figure]:
        return [figure for part in self.parts for figure in part.book.published]

    @property
    def overtaken(self) -> list[FigureValue]:
        return [value for value in self if value.is_overtaken]


@dataclass(frozen=True)
class PartReckoning:
    """The figures of one part of a report. Everything is computed once, when first asked for.

    Codes may be asked for with or without the letter of the part.
    """

    report: Report
    part: OutlinePart
    period: Period
    as_of: date
    typed: Mapping[str, TypedFigure]

    def __getitem__(self, code: str) -> FigureValue:
        return self.values[code if code in self.values else self.part.prefix + code]

    def __contains__(self, code: object) -> bool:
        return code in self.values or f"{self.part.prefix}{code}" in self.values

    def __iter__(self) -> Iterator[FigureValue]:
        return iter(self.values.values())

    @property
    def total(self) -> FigureValue:
        """What everything that counts has cost (đồng)."""
        return self[TOTAL]

    @property
    def total_people(self) -> FigureValue:
        """How many people got anything, each counted once."""
        return self[TOTAL_PEOPLE]

    @cached_property
    def before(self) -> "PartReckoning":
        """The same figures one year earlier, nothing typed; under the law of then as well."""
        return PartReckoning(
            self.report, self.part, self.period.before, years_earlier(self.as_of, 1), {}
        )

    @cached_property
    def resolutions(self) -> dict[str, Resolution]:
        """What the part sums up, by code, in the order of the outline.

        For a year before the report's also what these replaced: the law of then.
        """
        found = Resolution.objects.in_bulk(self.part.resolutions, field_name="code")
        ordered = {code: found[code] for code in self.part.resolutions if code in found}
        if self.period.year < self.report.year:
            for resolution in list(ordered.values()):
                replaced = resolution.replaces
                while replaced:
                    ordered.setdefault(replaced.code, replaced)
                    replaced = replaced.replaces
        return ordered

    @cached_property
    def book(self) -> FigureBook:
        rows = {"resolution__in": self.resolutions.values()}
        return figure_book(
            self.part,
            self.period.year,
            BeneficiaryGroup.objects.filter(**rows).order_by("resolution", "position"),
            Benefit.objects.filter(**rows).order_by("resolution", "position"),
        )

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(
            resolutions=self.resolutions,
            first=self.period.first,
            last=self.period.last,
            as_of=self.as_of,
            cut_offs=self._cut_offs,
            viewer=somebody_of(self.report.seen_by),
        )

    @property
    def _cut_offs(self) -> dict[str, date]:
        """By benefit, in the years of this reckoning."""
        earlier = self.report.year - self.period.year
        return {
            code.removeprefix(self.part.prefix): years_earlier(date.fromisoformat(day), earlier)
            for code, day in self.report.cut_offs.items()
            if code.startswith(self.part.prefix)
        }

    @cached_property
    def values(self) -> Mapping[str, FigureValue]:
        counted = self.counted
        return {figure.code: self._value(figure, counted) for figure in self.book}

    @cached_property
    def counted(self) -> dict[str, int]:
        """What the ledger alone says, by code."""
        found = {
            figure.code: self.ledger.count(figure)
            for figure in self.book
            if figure.source == Source.LEDGER
        }
        for figure in self.book.population:
            found[figure.code] = (
                distinct_members(self.ledger.memberships_of(figure))
                if len(figure.groups) > 1 or figure.resolutions
                else self.population.get(figure.group or ANY, 0)
            )
        for figure in self.book.cards:
            found[figure.code] = self.cards.get(
                (CARD_KINDS[figure.measure], figure.group or ANY), 0
            )
        return found

    @cached_property
    def population(self) -> Mapping[str, int]:
        """People by group code (see ``Ledger.population``)."""
        return self.ledger.population()

    @cached_property
    def cards(self) -> Mapping[tuple[str, str], int]:
        """Cards by kind and group code (see ``Ledger.cards``)."""
        return self.ledger.cards()

    def regime_amount(self, regime: Regime) -> int:
        """What a lettered regime costs (đồng), without what does not count into the total."""
        return sum(self[line.amount].value for line in regime.lines if line.counted)

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
        return self._cut_offs.get(figure.cut_off.removeprefix(self.part.prefix), self.as_of)

    def comparison(self, reported: ReportedFigure) -> Comparison:
        explanations: list[Explanation] = []
        regimes = {str(place): regime for place, regime in enumerate(self.book.regimes)}
        if reported.code == self.total.code:
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
