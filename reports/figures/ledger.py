"""The ledger as a report reads it: claims paid, or settled because another budget pays.

The lines are walked once however many figures ask: the database adds them up to one row a person
and cell. Sums of cells add up; people of cells are put together as sets, so nobody counts twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import connection
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre, CardKind, HealthCard, Membership
from claims.models import Claim, ClaimLine, ClaimState
from policies.models import BeneficiaryGroup, Benefit, Payer, Resolution
from reports.figures.figure import Figure, Measure

DONE = (ClaimState.PAID, ClaimState.SETTLED)
ANY = "*"
POPULATION = "population"

# resolution code, benefit code, group code, category, payer code, employment
type Cell = tuple[str, str, str, str, str, str]


@dataclass(slots=True)
class Taken:
    """What one cell of the ledger holds.

    Lines, units of quantity (days of a benefit by the day), đồng, and who got it.
    """

    occurrences: int = 0
    quantity: int = 0
    amount: int = 0
    people: set[int] = field(default_factory=set)

    def of(self, measure: Measure) -> int:
        return {
            Measure.OCCURRENCES: self.occurrences,
            Measure.DAYS: self.quantity,
            Measure.AMOUNT: self.amount,
        }[measure]


@dataclass(frozen=True)
class Ledger:
    """What was done under some resolutions from ``first`` to ``last``, as ``viewer`` sees it.

    It counts what was paid by ``as_of``. ``cut_offs`` maps benefit codes to earlier days on which
    their figures end. ``resolutions`` are known by code.
    """

    resolutions: Mapping[str, Resolution]
    first: date
    last: date
    as_of: date
    cut_offs: Mapping[str, date]
    viewer: User

    def lines(self, first: date | None = None, last: date | None = None) -> QuerySet[ClaimLine]:
        """Lines of the claims in the ledger, each within the cut-off of its benefit.

        Other days than the ledger's own may be asked for.
        """
        rows = ClaimLine.objects.filter(
            self._done_by(self.as_of),
            claim__resolution__in=list(self.resolutions.values()),
            claim__state__in=DONE,
            claim__event_on__gte=first or self.first,
            claim__event_on__lte=min(self.as_of, last or self.last),
        )
        for code, ends_on in self.cut_offs.items():
            if ends_on < self.as_of and (benefits := self._benefits_of([code])):
                in_time = Q(claim__event_on__lte=ends_on) & self._done_by(ends_on)
                rows = rows.filter(~Q(benefit__in=benefits) | in_time)
        if self.viewer.unit.sees_all:
            return rows
        return rows.filter(claim__in=Claim.objects.visible_to(self.viewer))

    def lines_of(self, figure: Figure) -> QuerySet[ClaimLine]:
        """The lines that a figure counts."""
        rows = self.lines(figure.begins, figure.ends).filter(
            benefit__in=self._benefits_of(figure.benefits)
        )
        for path, wanted in (
            ("claim__resolution__code", figure.resolutions),
            ("claim__group__code", figure.groups),
            ("claim__category", figure.categories),
            ("claim__payer__code", figure.payers),
        ):
            if wanted:
                rows = rows.filter(**{f"{path}__in": wanted})
        if figure.employment:
            rows = rows.alias(employment=_employment()).filter(employment=figure.employment)
        return rows

    def memberships_of(self, figure: Figure) -> QuerySet[Membership]:
        """Who belongs to the groups that are counted, on the day to which people are counted."""
        day = self.cut_offs.get(POPULATION, self.as_of)
        rows = Membership.objects.on(day).filter(
            Q(cadre__ended_on=None) | Q(cadre__ended_on__gt=day),
            resolution__in=list(self.resolutions.values()),
            group__counted=True,
            cadre__in=Cadre.objects.visible_to(self.viewer),
        )
        if figure.resolutions:
            rows = rows.filter(resolution__code__in=figure.resolutions)
        return rows.filter(group__code__in=figure.groups) if figure.groups else rows

    def cards_of(self, figure: Figure) -> QuerySet[HealthCard]:
        """Cards given in the year and not recalled by the day of the report."""
        rows = (
            HealthCard.objects.visible_to(self.viewer)
            .filter(
                group__resolution__in=list(self.resolutions.values()),
                issued_on__gte=self.first,
                issued_on__lte=min(self.as_of, self.last),
            )
            .exclude(recalled_on__lte=self.as_of)
        )
        kinds = {Measure.ISSUED: CardKind.NEW, Measure.REISSUED: CardKind.REISSUE}
        if figure.measure in kinds:
            rows = rows.filter(kind=kinds[figure.measure])
        return rows.filter(group__code__in=figure.groups) if figure.groups else rows

    @cached_property
    def cells(self) -> dict[Cell, Taken]:
        """Everything done in the ledger's own days."""
        rows = (
            self.lines()
            .values_list(
                "claim__resolution_id",
                "benefit_id",
                "claim__group_id",
                "claim__category",
                "claim__payer_id",
                _employment(),
                person_key(),
            )
            .annotate(Sum("occurrences"), Sum("quantity"), Sum("amount"))
            .order_by()
        )
        found: dict[Cell, Taken] = defaultdict(Taken)
        for resolution, benefit, group, category, payer, employment, person, *sums in rows:
            taken = found[
                self._resolution_codes[resolution],
                self._benefit_codes[benefit],
                self.group_codes.get(group or 0, ""),
                category,
                self._payer_codes[payer],
                employment,
            ]
            taken.occurrences += sums[0]
            taken.quantity += sums[1]
            taken.amount += sums[2]
            taken.people.add(person)
        return dict(found)

    def count(self, figure: Figure) -> int:
        """Occurrences, days, đồng or distinct people of a figure."""
        if figure.has_own_period:
            return self.count_alone(figure)
        taken = [taken for cell, taken in self.cells.items() if _counts(figure, cell)]
        if figure.is_additive:
            return sum(each.of(figure.measure) for each in taken)
        return len(set().union(*(each.people for each in taken)))

    def count_alone(self, figure: Figure) -> int:
        """The same by a query of its own: for one figure, or on days of its own."""
        lines = self.lines_of(figure)
        if not figure.is_additive:
            return distinct_people(lines)
        sums = lines.aggregate(
            occurrences=Sum("occurrences", default=0),
            quantity=Sum("quantity", default=0),
            amount=Sum("amount", default=0),
        )
        return Taken(sums["occurrences"], sums["quantity"], sums["amount"]).of(figure.measure)

    def population(self) -> dict[str, int]:
        """People by group code; under :data:`ANY` all of them, each once."""
        whole = Figure(code="population.people", title="", measure=Measure.PEOPLE)
        members = self.memberships_of(whole)
        # Under one resolution a person is in one group a day; under several perhaps in more.
        rows = members.values_list("group__code").annotate(Count("cadre", distinct=True))
        by_group = dict(rows.order_by())
        if len(self.resolutions) == 1:
            return by_group | {ANY: sum(by_group.values())}
        return by_group | {ANY: distinct_members(members)}

    def cards(self) -> dict[tuple[str, str], int]:
        """Cards by kind and group code; :data:`ANY` for both kinds or all groups."""
        whole = Figure(code="card.net", title="", measure=Measure.NET)
        rows = self.cards_of(whole).values_list("kind", "group_id").annotate(Count("pk"))
        found: dict[tuple[str, str], int] = defaultdict(int)
        for kind, group, cards in rows.order_by():
            for key in _subtotals(kind, self.group_codes[group]):
                found[key] += cards
        return found

    def months(self, figure: Figure) -> dict[int, int]:
        """Đồng by month of the event, of what a figure counts."""
        rows = self.lines_of(figure).values_list(ExtractMonth("claim__event_on"))
        return dict(rows.annotate(Sum("amount")).order_by())

    def _done_by(self, day: date) -> Q:
        """Paid by that day; where another budget pays, decided by that day."""
        midnight = datetime.combine(
            day + timedelta(days=1), time.min, tzinfo=timezone.get_current_timezone()
        )
        return Q(claim__paid_on__lte=day) | Q(
            claim__paid_on=None, claim__state=ClaimState.SETTLED, claim__approved_at__lt=midnight
        )

    @cached_property
    def benefits(self) -> dict[str, list[Benefit]]:
        """Benefits by code, those of all resolutions under one."""
        return _by_code(Benefit.objects.filter(resolution__in=self.resolutions.values()))

    @cached_property
    def group_codes(self) -> dict[int, str]:
        rows = BeneficiaryGroup.objects.filter(resolution__in=self.resolutions.values())
        return dict(rows.values_list("pk", "code"))

    @cached_property
    def _resolution_codes(self) -> dict[int, str]:
        return {resolution.pk: code for code, resolution in self.resolutions.items()}

    @cached_property
    def _benefit_codes(self) -> dict[int, str]:
        return {row.pk: code for code, rows in self.benefits.items() for row in rows}

    @cached_property
    def _payer_codes(self) -> dict[int, str]:
        return dict(Payer.objects.values_list("pk", "code"))

    def knows(self, figure: Figure) -> bool:
        """Whether the law of these resolutions has any benefit that the figure counts."""
        return any(code in self.benefits for code in figure.benefits)

    def _benefits_of(self, codes: Iterable[str]) -> list[Benefit]:
        return [benefit for code in codes for benefit in self.benefits.get(code, ())]


def _counts(figure: Figure, cell: Cell) -> bool:
    """Whether a figure counts what lies in this cell."""
    resolution, benefit, group, category, payer, employment = cell
    return (
        benefit in figure.benefits
        and resolution in (figure.resolutions or (resolution,))
        and group in (figure.groups or (group,))
        and category in (figure.categories or (category,))
        and payer in (figure.payers or (payer,))
        and employment == (figure.employment or employment)
    )


def distinct_people(lines: QuerySet[ClaimLine]) -> int:
    """How many different people these lines are for."""
    return lines.aggregate(people=Count(person_key(), distinct=True))["people"]


def distinct_members(members: QuerySet[Membership]) -> int:
    """How many different people these memberships are of."""
    return members.aggregate(people=Count("cadre", distinct=True))["people"]


def _by_code(rows: Iterable[Benefit]) -> dict[str, list[Benefit]]:
    found: dict[str, list[Benefit]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
    return found


def person_key() -> Coalesce:
    """One number for each person: cadres above zero, staff and suppliers below."""
    return Coalesce("claim__cadre_id", -F("claim__recipient_id"))


def _employment() -> Case:
    """As the person stood on the day of the event."""
    return Case(
        When(claim__cadre__retired_on__lte=F("claim__event_on"), then=Value("retired")),
        default=Value("serving"),
        output_field=CharField(),
    )


def _subtotals(kind: str, group: str) -> list[tuple[str, str]]:
    return [(kind, group), (kind, ANY), (ANY, group), (ANY, ANY)]


def rows_of(inner: QuerySet, statement: str) -> list[tuple]:
    """What a statement over ``{rows}`` of a queryset answers."""
    sql, params = inner.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement.format(rows=sql), params)
        return cursor.fetchall()
