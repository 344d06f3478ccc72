"""Which figures a part of a report has: its outline over the groups and benefits of its law."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from config.formatting import date_short
from policies.models import BeneficiaryGroup, Benefit, PayeeKind
from reports.figures.figure import MEASURE_WORDS, TOTAL, TOTAL_PEOPLE, Figure, Measure, Source
from reports.outlines import OutlineLine, OutlinePart, OutlineRegime, Slice, day_in

GROUP_PREFIX = "group_"
EMPLOYMENT = {"serving": "đang công tác", "retired": "đã nghỉ hưu"}


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one benefit (or set of benefits), in the order of the outline."""

    benefit: str
    title: str
    counted: bool
    figures: tuple[Figure, ...]
    amount: str
    """Code of the figure that tells what the whole line costs."""
    quantity: str = ""
    """Code of the figure that tells how much it reached."""


@dataclass(frozen=True, slots=True)
class Regime:
    letter: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FigureBook:
    """All figures of a part of a report by code, and the regimes they belong to."""

    part: OutlinePart
    regimes: tuple[Regime, ...]
    population: tuple[Figure, ...]
    cards: tuple[Figure, ...]
    total: Figure
    groups: Mapping[str, tuple[BeneficiaryGroup, ...]]
    benefits: Mapping[str, tuple[Benefit, ...]]
    """Of one code there may be several: one in each resolution of the part."""
    unnamed: tuple[str, ...]
    """Benefits of the resolutions that the outline forgot; they are in the total all the same."""
    by_code: Mapping[str, Figure] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.by_code.values())

    @property
    def published(self) -> list[Figure]:
        return [figure for figure in self if figure.published]


def figure_book(
    part: OutlinePart,
    year: int,
    groups: Iterable[BeneficiaryGroup],
    benefits: Iterable[Benefit],
) -> FigureBook:
    """The figures that a part of an outline names, over the groups and benefits of its law."""
    maker = _Maker(part, year, _by_code(groups), _by_code(benefits))
    return maker.book()


def _by_code[Row: BeneficiaryGroup | Benefit](rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
    return {code: tuple(same) for code, same in found.items()}


@dataclass(frozen=True, slots=True)
class _Maker:
    part: OutlinePart
    year: int
    groups: dict[str, tuple[BeneficiaryGroup, ...]]
    benefits: dict[str, tuple[Benefit, ...]]

    def book(self) -> FigureBook:
        population = self._people_and_cards("population", self.part.population)
        cards = self._people_and_cards("card", self.part.cards)
        regimes = [self._regime(regime) for regime in self.part.regimes]
        unnamed = self._unnamed()
        regimes += [self._forgotten(code) for code in unnamed]
        figures = [*population, *cards]
        figures += [figure for r in regimes for line in r.lines for figure in line.figures]
        totals = self._totals()
        return FigureBook(
            part=self.part,
            regimes=tuple(regimes),
            population=population,
            cards=cards,
            total=totals[-1],
            groups=self.groups,
            benefits=self.benefits,
            unnamed=unnamed,
            by_code={figure.code: figure for figure in [*figures, *totals]},
        )

    def _totals(self) -> list[Figure]:
        """People counted once, suppliers not among them, and money; of everything that counts."""
        counted = tuple(code for code in self.benefits if self._counts(code))
        confined = self._slice(self.part.total_slice) if self.part.total_slice else Slice("")
        return [
            Figure(
                code=f"{self.part.prefix}{code}",
                title=", ".join(words for words in (title, confined.words) if words),
                measure=measure,
                benefits=self._behind(measure, counted),
                resolutions=confined.resolutions,
                groups=confined.groups,
                categories=confined.categories,
                payers=confined.payers,
                scope_words=confined.words,
                published=measure in self.part.totals,
                is_total=True,
            )
            for code, title, measure in (
                (TOTAL_PEOPLE, "Tổng số người được hưởng (mỗi người tính một lần)", Measure.PEOPLE),
                (TOTAL, "Tổng kinh phí thực hiện các chế độ", Measure.AMOUNT),
            )
        ]

    def _counts(self, code: str) -> bool:
        return any(benefit.counted for benefit in self.benefits.get(code, ()))

    def _behind(self, measure: Measure, benefits: tuple[str, ...]) -> tuple[str, ...]:
        """What a figure counts; no person is helped where only suppliers are paid."""
        if measure is not Measure.PEOPLE:
            return benefits
        return tuple(code for code in benefits if not self._pays_suppliers(code))

    def _pays_suppliers(self, code: str) -> bool:
        paid = self.benefits.get(code, ())
        return all(benefit.payee_kind == PayeeKind.SUPPLIER for benefit in paid)

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
        """The amount of a line is there in any case: the total is made of them."""
        end = f".{line.slice}" if line.slice else ""
        whole = self._set(line.benefit)
        supporting = (*line.supporting, *(() if "amount" in line.published else ("amount",)))
        figures = [
            self._figure(line.benefit, line.title, f"{code}{end}", benefits=whole, published=shown)
            for codes, shown in ((line.published, True), (dict.fromkeys(supporting), False))
            for code in codes
        ]
        figures += [
            self._figure(benefit, self._name(benefit), f"{code}{end}", benefits=self._set(benefit))
            for benefit, codes in line.also.items()
            for code in codes
        ]
        start = f"{self.part.prefix}{line.benefit}."
        amount = next(figure for figure in figures if figure.code == f"{start}amount{end}")
        return Line(
            benefit=line.benefit,
            title=line.title,
            counted=any(map(self._counts, whole)) and not amount.has_own_period,
            figures=tuple(figures),
            amount=amount.code,
            quantity=f"{start}{line.quantity}{end}" if line.quantity else "",
        )

    def _set(self, benefit: str) -> tuple[str, ...]:
        return self.part.benefit_sets.get(benefit, (benefit,))

    def _name(self, benefit: str) -> str:
        return self.benefits[benefit][0].short_title if benefit in self.benefits else benefit

    def _unnamed(self) -> tuple[str, ...]:
        named = {
            code
            for regime in self.part.regimes
            for line in regime.lines
            for code in self._set(line.benefit)
        }
        return tuple(code for code in self.benefits if code not in named)

    def _forgotten(self, code: str) -> Regime:
        benefit = self.benefits[code][0]
        line = OutlineLine(
            code, benefit.short_title, (), ("occurrences", "amount"), "occurrences", "", {}
        )
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
        """Read ``people.group_1.round_1.retired``: measure, then what confines it."""
        measure, *rest = code.split(".")
        employment = next((part for part in rest if part in EMPLOYMENT), "")
        slices = [self._slice(part) for part in rest if part not in EMPLOYMENT]
        confined = _together(slices)
        words = ", ".join(
            word
            for word in (confined.words, EMPLOYMENT.get(employment, ""), self._own_period(confined))
            if word
        )
        measured = MEASURE_WORDS[Measure(measure)]
        return Figure(
            code=f"{self.part.prefix}{prefix}.{code}",
            title=": ".join((noun, ", ".join(part for part in (measured, words) if part))),
            measure=Measure(measure),
            source=source,
            benefits=self._behind(Measure(measure), benefits),
            resolutions=confined.resolutions,
            groups=confined.groups,
            categories=confined.categories,
            payers=confined.payers,
            employment=employment,
            begins=day_in(self.year, confined.begins) if confined.begins else None,
            ends=day_in(self.year, confined.ends) if confined.ends else None,
            cut_off=f"{self.part.prefix}{prefix}",
            scope_words=words,
            published=published,
        )

    def _slice(self, name: str) -> Slice:
        if name in self.part.slices:
            return self.part.slices[name]
        if name.startswith(GROUP_PREFIX):
            group = name.removeprefix(GROUP_PREFIX)
            known = self.groups.get(group)
            return Slice(known[0].name if known else name, groups=(group,))
        return Slice(name, categories=(name,))

    def _own_period(self, confined: Slice) -> str:
        if not confined.begins or not confined.ends:
            return ""
        begins, ends = (day_in(self.year, day) for day in (confined.begins, confined.ends))
        return f"từ {date_short(begins)} đến {date_short(ends)}"


def _together(slices: Iterable[Slice]) -> Slice:
    """Confined by all of them: what two of them name must be in both."""
    whole = Slice("")
    for each in slices:
        whole = replace(
            each,
            words=", ".join(words for words in (whole.words, each.words) if words),
            resolutions=_both(whole.resolutions, each.resolutions),
            groups=_both(whole.groups, each.groups),
            categories=_both(whole.categories, each.categories),
            payers=_both(whole.payers, each.payers),
            begins=each.begins or whole.begins,
            ends=each.ends or whole.ends,
        )
    return whole


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    if not first or not second:
        return first or second
    return tuple(each for each in first if each in second) or ("",)
