"""The ledger as a report reads it: claims paid, or settled because another budget pays.

A whole report takes a handful of grouped queries however many claims there are. Sums add up, so
they are grouped once by benefit, group and category; people do not, so the database counts them
distinct for every combination that a figure may ask for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import connection
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre, CardKind, HealthCard, Membership
from claims.models import Claim, ClaimLine, ClaimState
from policies.models import Benefit, Resolution
from reports.figures import Figure, Measure

DONE = (ClaimState.PAID, ClaimState.SETTLED)
ANY = "*"

# benefit code, group code, category, employment; ANY where all are counted together
type Cell = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Sums:
    """What adds up: lines, units of quantity (days of a benefit by the day), đồng."""

    occurrences: int = 0
    quantity: int = 0
    amount: int = 0

    def plus(self, other: "Sums") -> "Sums":
        return Sums(
            self.occurrences + other.occurrences,
            self.quantity + other.quantity,
            self.amount + other.amount,
        )

    def of(self, measure: Measure) -> int:
        return {
            Measure.OCCURRENCES: self.occurrences,
            Measure.DAYS: self.quantity,
            Measure.AMOUNT: self.amount,
        }[measure]


@dataclass(frozen=True)
class Ledger:
    """One year of one resolution, as far as ``viewer`` sees it, up to the cut-off dates.

    ``cut_offs`` maps benefit codes to dates before ``as_of``; their figures end there.
    """

    resolution: Resolution
    year: int
    as_of: date
    cut_offs: dict[str, date]
    viewer: User
    benefits: dict[str, Benefit]
    group_codes: dict[int, str]

    def lines(self) -> QuerySet[ClaimLine]:
        """Lines of the claims in the ledger, each within the cut-off of its benefit."""
        rows = ClaimLine.objects.filter(
            self._done_by(self.as_of),
            claim__resolution=self.resolution,
            claim__state__in=DONE,
            claim__event_on__gte=date(self.year, 1, 1),
            claim__event_on__lte=min(self.as_of, date(self.year, 12, 31)),
        )
        for benefit, ends_on in self.cut_offs.items():
            if benefit in self.benefits and ends_on < self.as_of:
                in_time = Q(claim__event_on__lte=ends_on) & self._done_by(ends_on)
                rows = rows.filter(~Q(benefit=self.benefits[benefit]) | in_time)
        if self.viewer.unit.sees_all:
            return rows
        return rows.filter(claim__in=Claim.objects.visible_to(self.viewer))

    def lines_of(self, figure: Figure) -> QuerySet[ClaimLine]:
        """The lines that a figure counts."""
        rows = self.lines().filter(
            benefit__in=[self.benefits[code] for code in figure.benefits if code in self.benefits]
        )
        if figure.group:
            rows = rows.filter(claim__group__code=figure.group)
        if figure.categories:
            rows = rows.filter(claim__category__in=figure.categories)
        if figure.employment:
            rows = rows.alias(employment=_employment()).filter(employment=figure.employment)
        return rows

    def memberships_of(self, figure: Figure) -> QuerySet[Membership]:
        """Who belongs to the groups that are counted, on the day of the report."""
        rows = Membership.objects.on(self.as_of).filter(
            Q(cadre__ended_on=None) | Q(cadre__ended_on__gt=self.as_of),
            resolution=self.resolution,
            group__counted=True,
            cadre__in=Cadre.objects.visible_to(self.viewer),
        )
        return rows.filter(group__code=figure.group) if figure.group else rows

    def cards_of(self, figure: Figure) -> QuerySet[HealthCard]:
        """Cards given in the year and not recalled by the day of the report."""
        rows = (
            HealthCard.objects.visible_to(self.viewer)
            .filter(
                group__resolution=self.resolution,
                issued_on__gte=date(self.year, 1, 1),
                issued_on__lte=min(self.as_of, date(self.year, 12, 31)),
            )
            .exclude(recalled_on__lte=self.as_of)
        )
        kinds = {Measure.ISSUED: CardKind.NEW, Measure.REISSUED: CardKind.REISSUE}
        if figure.measure in kinds:
            rows = rows.filter(kind=kinds[figure.measure])
        return rows.filter(group__code=figure.group) if figure.group else rows

    @cached_property
    def sums(self) -> dict[Cell, Sums]:
        """Sums by benefit, group and category (never :data:`ANY`)."""
        grouped = (
            self.lines()
            .values_list("benefit_id", "claim__group_id", "claim__category")
            .annotate(Sum("occurrences"), Sum("quantity"), Sum("amount"))
            .order_by()
        )
        return {
            self._cell(benefit, group, category): Sums(*sums)
            for benefit, group, category, *sums in grouped
        }

    def sum_of(self, figure: Figure) -> int:
        """Occurrences, days or đồng of a figure."""
        if figure.employment:
            return self._sum_by_query(figure)
        found = Sums()
        for (benefit, group, category, _), sums in self.sums.items():
            if (
                benefit in figure.benefits
                and figure.group in ("", group)
                and (not figure.categories or category in figure.categories)
            ):
                found = found.plus(sums)
        return found.of(figure.measure)

    def people_of(self, figures: Iterable[Figure]) -> dict[str, int]:
        """Distinct people of each figure, by code: never added up from parts."""
        figures = list(figures)
        simple = [figure for figure in figures if _is_one_cell(figure)]
        counted: dict[Cell, int] = {}
        for by_employment in (False, True):
            wanted = [figure for figure in simple if bool(figure.employment) == by_employment]
            counted |= self._people({figure.benefits[0] for figure in wanted}, by_employment)
        found = {figure.code: counted.get(_cell_of(figure), 0) for figure in simple}
        for figure in figures:
            if figure.code not in found:
                found[figure.code] = distinct_people(self.lines_of(figure))
        return found

    def population(self) -> dict[str, int]:
        """People by group code; under :data:`ANY` all of them."""
        whole = Figure(code="population.people", title="", measure=Measure.PEOPLE)
        rows = self.memberships_of(whole).values_list("group_id").annotate(Count("cadre"))
        # Memberships under one resolution never overlap: on one day a person is in one group.
        by_group = {self.group_codes[group]: people for group, people in rows.order_by()}
        return by_group | {ANY: sum(by_group.values())}

    def cards(self) -> dict[tuple[str, str], int]:
        """Cards by kind and group code; :data:`ANY` for both kinds or all groups."""
        whole = Figure(code="card.net", title="", measure=Measure.NET)
        rows = self.cards_of(whole).values_list("kind", "group_id").annotate(Count("pk"))
        found: dict[tuple[str, str], int] = defaultdict(int)
        for kind, group, cards in rows.order_by():
            for key in _subtotals(kind, self.group_codes[group]):
                found[key] += cards
        return found

    def months(self, benefits: Collection[str]) -> dict[int, int]:
        """Đồng by month of the event, of the given benefits."""
        rows = (
            self.lines()
            .filter(benefit__in=[self.benefits[code] for code in benefits])
            .values_list(ExtractMonth("claim__event_on"))
            .annotate(Sum("amount"))
        )
        return dict(rows.order_by())

    def _done_by(self, day: date) -> Q:
        """Paid by that day; where another budget pays, decided by that day."""
        midnight = datetime.combine(
            day + timedelta(days=1), time.min, tzinfo=timezone.get_current_timezone()
        )
        return Q(claim__paid_on__lte=day) | Q(
            claim__paid_on=None, claim__state=ClaimState.SETTLED, claim__approved_at__lt=midnight
        )

    def _cell(self, benefit: int, group: int | None, category: str, employment: str = ANY) -> Cell:
        return (
            self._benefit_codes[benefit],
            self.group_codes.get(group or 0, ""),
            category,
            employment,
        )

    @cached_property
    def _benefit_codes(self) -> dict[int, str]:
        return {benefit.pk: code for code, benefit in self.benefits.items()}

    def _sum_by_query(self, figure: Figure) -> int:
        rows = self.lines_of(figure).aggregate(
            occurrences=Sum("occurrences"), quantity=Sum("quantity"), amount=Sum("amount")
        )
        return Sums(**{name: value or 0 for name, value in rows.items()}).of(figure.measure)

    def _people(self, codes: Collection[str], by_employment: bool) -> dict[Cell, int]:
        """Distinct people of these benefits for every combination of group and category."""
        benefits = [self.benefits[code] for code in codes if code in self.benefits]
        if not benefits:
            return {}
        inner = (
            self.lines()
            .filter(benefit__in=benefits)
            .values(
                benefit_key=F("benefit_id"),
                group_key=F("claim__group_id"),
                category_key=F("claim__category"),
                employment_key=_employment() if by_employment else Value(ANY),
                person=_person(),
            )
            .distinct()
            .order_by()
        )
        return {self._people_cell(row): row[-1] for row in _rows(inner, PEOPLE_BY_CELL)}

    def _people_cell(self, row: tuple) -> Cell:
        benefit, group, category, employment, without_group, without_category, _ = row
        return (
            self._benefit_codes[benefit],
            ANY if without_group else self.group_codes.get(group, ""),
            ANY if without_category else category,
            employment,
        )


# Django has no grouping sets; the rows under them still come from the queryset and its scope.
PEOPLE_BY_CELL = """
SELECT benefit_key, group_key, category_key, employment_key,
       GROUPING(group_key), GROUPING(category_key), COUNT(DISTINCT person)
  FROM ({rows}) AS ledger
 GROUP BY GROUPING SETS (
       (benefit_key, employment_key),
       (benefit_key, employment_key, group_key),
       (benefit_key, employment_key, category_key),
       (benefit_key, employment_key, group_key, category_key))
"""


def distinct_people(lines: QuerySet[ClaimLine]) -> int:
    """How many different people these lines are for."""
    return lines.aggregate(people=Count(_person(), distinct=True))["people"]


def _person() -> Coalesce:
    """One number for each person: cadres above zero, staff and suppliers below."""
    return Coalesce("claim__cadre_id", -F("claim__recipient_id"))


def _employment() -> Case:
    """As the person stood on the day of the event."""
    return Case(
        When(claim__cadre__retired_on__lte=F("claim__event_on"), then=Value("retired")),
        default=Value("serving"),
        output_field=CharField(),
    )


def _is_one_cell(figure: Figure) -> bool:
    return len(figure.benefits) == 1 and len(figure.categories) <= 1


def _cell_of(figure: Figure) -> Cell:
    category = figure.categories[0] if figure.categories else ANY
    return (figure.benefits[0], figure.group or ANY, category, figure.employment or ANY)


def _subtotals(kind: str, group: str) -> list[tuple[str, str]]:
    return [(kind, group), (kind, ANY), (ANY, group), (ANY, ANY)]


def _rows(inner: QuerySet, statement: str) -> list[tuple]:
    sql, params = inner.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement.format(rows=sql), params)
        return cursor.fetchall()
