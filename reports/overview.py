"""The year at a glance, as one user sees it: what was spent and who was reached.

Reads the ledger as it stands today; expected totals of a report (``TypedFigure``) are not in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db.models import Count, Sum

from accounts.models import User
from claims.models import BudgetEstimate, Claim
from config.charts import MonthSpending
from policies.models import BeneficiaryGroup, Benefit, Resolution
from reports.figures import Figure, Measure
from reports.ledger import Ledger, distinct_people


@dataclass(frozen=True, slots=True)
class BenefitSpending:
    """What a benefit has cost (đồng), beside what the year's budget grants it."""

    benefit: Benefit
    spent: int
    estimate: int | None

    @property
    def used(self) -> Fraction | None:
        """The spent part of the estimate; 1 is all of it."""
        return Fraction(self.spent, self.estimate) if self.estimate else None

    @property
    def is_overspent(self) -> bool:
        return self.estimate is not None and self.spent > self.estimate


@dataclass(frozen=True, slots=True)
class GroupReach:
    """How many people of a group got anything, of those who belong to it."""

    group: BeneficiaryGroup
    reached: int
    entitled: int

    @property
    def part(self) -> Fraction | None:
        return Fraction(self.reached, self.entitled) if self.entitled else None


@dataclass(frozen=True, slots=True)
class Overview:
    resolution: Resolution
    year: int
    benefits: tuple[BenefitSpending, ...]
    apart: tuple[BenefitSpending, ...]
    """Benefits that the total does not count, such as packages bought in bulk."""
    months: tuple[MonthSpending, ...]
    groups: tuple[GroupReach, ...]
    reached: int

    @property
    def spent(self) -> int:
        return sum(row.spent for row in self.benefits)

    @property
    def estimate(self) -> int:
        return sum(row.estimate or 0 for row in self.benefits)

    @property
    def used(self) -> Fraction | None:
        return Fraction(self.spent, self.estimate) if self.estimate else None

    @property
    def entitled(self) -> int:
        return sum(row.entitled for row in self.groups)

    @property
    def overspent(self) -> list[BenefitSpending]:
        return [row for row in self.benefits if row.is_overspent]


def latest_done(user: User) -> Claim | None:
    """The youngest event that was paid for: its year and its resolution are worth a look."""
    done = Claim.objects.visible_to(user).done().select_related("resolution")
    return done.order_by("-event_on", "-pk").first()


def overview_of(resolution: Resolution, year: int, *, viewer: User, today: date) -> Overview:
    """The year under one resolution, within what ``viewer`` may see."""
    benefits = {benefit.code: benefit for benefit in resolution.benefits.order_by("position")}
    groups = {group.pk: group for group in resolution.groups.order_by("position")}
    ledger = _ledger(resolution, year, today, viewer)
    rows = _spending(ledger, resolution, benefits.values(), year, viewer)
    counted = tuple(code for code, benefit in benefits.items() if benefit.counted)
    whole = Figure(code="", title="", measure=Measure.AMOUNT, benefits=counted)
    return Overview(
        resolution,
        year,
        benefits=tuple(row for row in rows if row.benefit.counted),
        apart=tuple(row for row in rows if not row.benefit.counted),
        months=_months(ledger.months(whole), year, today),
        groups=_reach(ledger, groups.values(), population=_population(ledger, year, today)),
        reached=distinct_people(ledger.lines().exclude(claim__cadre=None)),
    )


def _ledger(resolution: Resolution, year: int, as_of: date, viewer: User) -> Ledger:
    return Ledger(
        resolutions={resolution.code: resolution},
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        as_of=as_of,
        cut_offs={},
        viewer=viewer,
    )


def _spending(
    ledger: Ledger, resolution: Resolution, benefits: Iterable[Benefit], year: int, viewer: User
) -> list[BenefitSpending]:
    spent = dict(ledger.lines().values_list("benefit").annotate(Sum("amount")).order_by())
    granted = _estimates(resolution, year) if viewer.unit.sees_all else {}
    return [
        BenefitSpending(benefit, spent.get(benefit.pk, 0), granted.get(benefit.pk))
        for benefit in benefits
    ]


def _estimates(resolution: Resolution, year: int) -> dict[int, int]:
    """The budget is the province's: beside one commune's spending it would say nothing."""
    rows = BudgetEstimate.objects.filter(benefit__resolution=resolution, year=year)
    return dict(rows.values_list("benefit_id", "amount"))


def _months(spent: dict[int, int], year: int, today: date) -> tuple[MonthSpending, ...]:
    past = [month for month in range(1, 13) if date(year, month, 1) <= today]
    return tuple(
        MonthSpending(month, spent.get(month, 0) if month in past else None)
        for month in range(1, 13)
    )


def _population(ledger: Ledger, year: int, today: date) -> dict[str, int]:
    """People by group at the end of the year, or today while it runs."""
    return replace(ledger, as_of=min(today, date(year, 12, 31))).population()


def _reach(
    ledger: Ledger, groups: Iterable[BeneficiaryGroup], population: dict[str, int]
) -> tuple[GroupReach, ...]:
    reached = dict(
        ledger.lines()
        .exclude(claim__cadre=None)
        .values_list("claim__group")
        .annotate(Count("claim__cadre", distinct=True))
        .order_by()
    )
    return tuple(
        GroupReach(group, reached.get(group.pk, 0), population.get(group.code, 0))
        for group in groups
        if group.counted
    )
