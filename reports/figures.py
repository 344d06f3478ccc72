"""Every figure of a report, defined once: page, paper and JSON all read the same definition.

The code of a figure says what it counts: ``periodic_checkup.people.group_1.round_2`` are the
distinct people of group 1 whose check-up of round 2 is paid for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policies.models import BeneficiaryGroup, Benefit
from reports.outlines import Outline, OutlineLine, OutlineRegime

TOTAL = "total.amount"
GROUP_PREFIX = "group_"
EMPLOYMENT = {"serving": "đang công tác", "retired": "đã nghỉ hưu"}


class Source(StrEnum):
    """Where a figure is counted."""

    LEDGER = "ledger"
    POPULATION = "population"
    CARDS = "cards"


class Measure(StrEnum):
    """What is counted. People and cards are distinct; the others add up."""

    PEOPLE = "people"
    OCCURRENCES = "occurrences"
    DAYS = "days"
    AMOUNT = "amount"
    NET = "net"
    ISSUED = "issued"
    REISSUED = "reissued"


class Status(StrEnum):
    ACTUAL = "actual"
    ESTIMATED = "estimated"
    PLANNED = "planned"


STATUS_WORDS = {
    Status.ACTUAL: "Thực hiện",
    Status.ESTIMATED: "Ước thực hiện",
    Status.PLANNED: "Kế hoạch",
}
MIXED_WORDS = "Gồm cả ước, kế hoạch"
ADDITIVE = frozenset({Measure.OCCURRENCES, Measure.DAYS, Measure.AMOUNT})
UNITS = {
    Measure.PEOPLE: "người",
    Measure.OCCURRENCES: "lượt",
    Measure.DAYS: "ngày",
    Measure.AMOUNT: "đồng",
    Measure.NET: "thẻ",
    Measure.ISSUED: "thẻ",
    Measure.REISSUED: "thẻ",
}
MEASURE_WORDS = {
    Measure.PEOPLE: "số người",
    Measure.OCCURRENCES: "số lượt",
    Measure.DAYS: "số ngày",
    Measure.AMOUNT: "kinh phí",
    Measure.NET: "số thẻ đã cấp, trừ thẻ thu hồi",
    Measure.ISSUED: "số thẻ cấp mới",
    Measure.REISSUED: "số thẻ cấp đổi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. An empty selection means all: every group, every category."""

    code: str
    title: str
    measure: Measure
    source: Source = Source.LEDGER
    benefits: tuple[str, ...] = ()
    group: str = ""
    categories: tuple[str, ...] = ()
    employment: str = ""
    scope_words: str = ""
    """What it is confined to, e.g. ``Đối tượng 1, lần 2``; empty for the whole."""
    published: bool = True

    @property
    def unit(self) -> str:
        return UNITS[self.measure]

    @property
    def is_total(self) -> bool:
        return self.code == TOTAL

    @property
    def is_additive(self) -> bool:
        return self.measure in ADDITIVE

    @property
    def may_be_typed(self) -> bool:
        """An expected total can stand for what the ledger counts, but not for the grand total."""
        return self.source == Source.LEDGER and not self.is_total and not self.employment

    def holds(self, other: "Figure") -> bool:
        """Whether everything ``other`` adds up is also in this figure."""
        return (
            self.is_additive
            and self.source == other.source
            and self.measure == other.measure
            and self.code != other.code
            and not self.employment
            and set(other.benefits) <= set(self.benefits)
            and self.group in ("", other.group)
            and (
                not self.categories
                or (bool(other.categories) and set(other.categories) <= set(self.categories))
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue:
    """What a figure is: ``value`` in the figure's unit, of it ``paid`` according to the ledger."""

    figure: Figure
    value: int
    paid: int
    as_of: date
    status: Status = Status.ACTUAL
    reason: str = ""

    @property
    def code(self) -> str:
        return self.figure.code

    @property
    def is_typed(self) -> bool:
        return self.status != Status.ACTUAL

    @property
    def remaining(self) -> int:
        """What is still expected beyond the ledger."""
        return max(self.value - self.paid, 0)

    @property
    def overrun(self) -> int:
        """What the ledger holds beyond the figure."""
        return max(self.paid - self.value, 0)

    @property
    def is_overtaken(self) -> bool:
        """The ledger already holds more than was expected: the typed figure is out of date."""
        return self.is_typed and self.paid > self.value

    @property
    def is_mixed(self) -> bool:
        """A sum of the ledger with an estimate or a plan inside it."""
        return not self.is_typed and self.value != self.paid

    @property
    def status_words(self) -> str:
        return MIXED_WORDS if self.is_mixed else STATUS_WORDS[self.status]

    @property
    def status_look(self) -> str:
        """The state whose badge the figure wears."""
        return Status.ESTIMATED if self.is_mixed else self.status


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one benefit, in the order of the outline."""

    benefit: str
    title: str
    counted: bool
    figures: tuple[Figure, ...]
    quantity: str = ""

    @property
    def amount(self) -> str:
        return f"{self.benefit}.amount"


@dataclass(frozen=True, slots=True)
class Regime:
    letter: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FigureBook:
    """All figures of a report by code, and the regimes they belong to."""

    regimes: tuple[Regime, ...]
    population: tuple[Figure, ...]
    cards: tuple[Figure, ...]
    total: Figure
    groups: Mapping[str, BeneficiaryGroup]
    benefits: Mapping[str, Benefit]
    unnamed: tuple[str, ...]
    """Benefits of the resolution that the outline forgot; they are in the total all the same."""
    by_code: Mapping[str, Figure] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.by_code.values())

    @property
    def published(self) -> list[Figure]:
        return [figure for figure in self if figure.published]


def figure_book(
    outline: Outline, groups: Iterable[BeneficiaryGroup], benefits: Iterable[Benefit]
) -> FigureBook:
    """The figures that an outline names, over the groups and benefits of its resolution."""
    maker = _Maker(
        outline,
        {f"{GROUP_PREFIX}{group.code}": group for group in groups},
        {benefit.code: benefit for benefit in benefits},
    )
    return maker.book()


@dataclass(frozen=True, slots=True)
class _Maker:
    outline: Outline
    groups: dict[str, BeneficiaryGroup]
    benefits: dict[str, Benefit]

    def book(self) -> FigureBook:
        population = self._people_and_cards("population", self.outline.population)
        cards = self._people_and_cards("card", self.outline.cards)
        regimes = [self._regime(regime) for regime in self.outline.regimes]
        unnamed = self._unnamed(regimes)
        regimes += [self._forgotten(code) for code in unnamed]
        total = Figure(
            code=TOTAL,
            title="Tổng kinh phí thực hiện các chế độ",
            measure=Measure.AMOUNT,
            benefits=tuple(code for code, benefit in self.benefits.items() if benefit.counted),
        )
        figures = [*population, *cards]
        figures += [figure for r in regimes for line in r.lines for figure in line.figures]
        return FigureBook(
            regimes=tuple(regimes),
            population=population,
            cards=cards,
            total=total,
            groups={group.code: group for group in self.groups.values()},
            benefits=self.benefits,
            unnamed=unnamed,
            by_code={figure.code: figure for figure in [*figures, total]},
        )

    def _people_and_cards(self, source: str, codes: Iterable[str]) -> tuple[Figure, ...]:
        noun = {"population": "Đối tượng thụ hưởng", "card": "Thẻ bảo vệ sức khỏe"}[source]
        return tuple(
            self._figure(
                source,
                noun,
                code,
                source=Source.CARDS if source == "card" else Source.POPULATION,
            )
            for code in codes
        )

    def _regime(self, regime: OutlineRegime) -> Regime:
        return Regime(regime.letter, regime.title, tuple(self._line(line) for line in regime.lines))

    def _line(self, line: OutlineLine) -> Line:
        figures = [
            self._figure(line.benefit, line.title, code, benefits=(line.benefit,), published=shown)
            for codes, shown in ((line.published, True), (line.supporting, False))
            for code in codes
        ]
        if not any(figure.code == f"{line.benefit}.amount" for figure in figures):
            figures.append(
                self._figure(
                    line.benefit, line.title, "amount", benefits=(line.benefit,), published=False
                )
            )
        benefit = self.benefits.get(line.benefit)
        counted = bool(benefit and benefit.counted)
        return Line(line.benefit, line.title, counted, tuple(figures), line.quantity)

    def _unnamed(self, regimes: Iterable[Regime]) -> tuple[str, ...]:
        named = {line.benefit for regime in regimes for line in regime.lines}
        return tuple(code for code in self.benefits if code not in named)

    def _forgotten(self, code: str) -> Regime:
        benefit = self.benefits[code]
        line = OutlineLine(code, benefit.short_title, (), ("occurrences", "amount"), "occurrences")
        return Regime(benefit.letter, benefit.short_title, (self._line(line),))

    def _figure(
        self,
        prefix: str,
        noun: str,
        code: str,
        *,
        source: Source = Source.LEDGER,
        benefits: tuple[str, ...] = (),
        published: bool = True,
    ) -> Figure:
        """Read ``people.group_1.round_1.retired``: measure, group, category, employment."""
        measure, *rest = code.split(".")
        group = next((part for part in rest if part.startswith(GROUP_PREFIX)), "")
        employment = next((part for part in rest if part in EMPLOYMENT), "")
        category = next((part for part in rest if part not in (group, employment)), "")
        confined = self._confined(group, category, employment)
        words = MEASURE_WORDS[Measure(measure)]
        return Figure(
            code=f"{prefix}.{code}",
            title=": ".join((noun, ", ".join(part for part in (words, confined) if part))),
            measure=Measure(measure),
            source=source,
            benefits=benefits,
            group=group.removeprefix(GROUP_PREFIX),
            categories=self.outline.category_sets.get(category, (category,) if category else ()),
            employment=employment,
            scope_words=confined,
            published=published,
        )

    def _confined(self, group: str, category: str, employment: str) -> str:
        words = [
            self.groups[group].name if group in self.groups else group,
            self.outline.categories.get(category, category),
            EMPLOYMENT.get(employment, ""),
        ]
        return ", ".join(word for word in words if word)
