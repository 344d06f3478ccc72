"""The year at a glance, as one user sees it: what was spent, who was reached, month by month.

Reads the ledger as it stands today; expected totals of a report (``TypedFigure``) are not in it.
Each number has an address: the page behind its link counts the same rows once more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.urls import reverse

from accounts.models import User
from claims.listing import kept
from claims.models import BudgetEstimate, Claim, ClaimLine
from config.charts import MonthSpending
from policies.models import BeneficiaryGroup, Benefit, Resolution
from reports.figures.ledger import distinct_members
from reports.home.stretches import Number, Shown, Stretch

type MonthlySums = Mapping[int, Mapping[int, int]]
"""Đồng by benefit (its key) and month."""
type Reached = tuple[dict[int, int], dict[int, int], int]
"""People by resolution and by group (their keys), and all of them."""

MOST_LIKENED = 10  # times as much: beyond that a percentage tells nothing


@dataclass(frozen=True, slots=True)
class BenefitSpending:
    """What a benefit has cost (đồng), beside what the year's budget grants it."""

    benefit: Benefit
    amount: Number
    estimate: int | None

    @property
    def spent(self) -> int:
        return self.amount.value

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
    reached: Number
    entitled: Number

    @property
    def part(self) -> Fraction | None:
        whole = self.entitled.value
        return Fraction(self.reached.value, whole) if whole else None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month, and the year up to its end (đồng)."""

    month: int
    amount: Number
    so_far: int
    used: Fraction | None
    """The part of the year's estimate that is gone by then."""


@dataclass(frozen=True, slots=True)
class Part:
    """One resolution in the year; ``apart`` are benefits that the total does not count."""

    resolution: Resolution
    benefits: tuple[BenefitSpending, ...]
    apart: tuple[BenefitSpending, ...]
    groups: tuple[GroupReach, ...]
    amount: Number
    people: Number
    members: Number

    @property
    def covered(self) -> Fraction | None:
        whole = self.members.value
        return Fraction(self.people.value, whole) if whole else None


@dataclass(frozen=True, slots=True)
class Before:
    """The year before, up to the same day while the year is running."""

    stretch: Stretch
    spent: Number
    reached: Number


@dataclass(frozen=True, slots=True)
class Overview:
    """``choices`` are the resolutions under which anything was paid in the year."""

    stretch: Stretch
    choices: tuple[Resolution, ...]
    parts: tuple[Part, ...]
    by_month: tuple[MonthRow, ...]
    amount: Number
    people: Number
    members: Number
    before: Before | None

    @property
    def year(self) -> int:
        return self.stretch.year

    @property
    def chosen(self) -> Resolution | None:
        """The one resolution that was asked for."""
        return self.stretch.resolutions[0] if self.stretch.named else None

    @property
    def has_several(self) -> bool:
        return len(self.parts) > 1

    @property
    def benefits(self) -> list[BenefitSpending]:
        return [row for part in self.parts for row in part.benefits]

    @property
    def groups(self) -> list[GroupReach]:
        return [row for part in self.parts for row in part.groups]

    @property
    def months(self) -> tuple[MonthSpending, ...]:
        """For the picture; None for months still to come."""
        spent = {row.month: row.amount.value for row in self.by_month}
        return tuple(MonthSpending(month, spent.get(month)) for month in range(1, 13))

    @property
    def spent(self) -> int:
        return self.amount.value

    @property
    def estimate(self) -> int:
        return sum(row.estimate or 0 for row in self.benefits)

    @property
    def used(self) -> Fraction | None:
        return Fraction(self.spent, self.estimate) if self.estimate else None

    @property
    def is_overspent(self) -> bool:
        return self.used is not None and self.used > 1

    @property
    def estimate_url(self) -> str:
        """The estimates that the total adds up."""
        asked: list[tuple[str, Any]] = [("nam", self.year)]
        asked += [("van_ban", part.resolution.code) for part in self.parts]
        return f"{reverse('estimate_list')}?{urlencode(asked)}"

    @property
    def overspent(self) -> list[BenefitSpending]:
        return [row for row in self.benefits if row.is_overspent]

    @property
    def covered(self) -> Fraction | None:
        whole = self.members.value
        return Fraction(self.people.value, whole) if whole else None

    @property
    def counted_twice(self) -> int:
        """By how much what is listed adds up to more than there are people.

        Several resolutions are listed as they are, one alone by its groups.
        """
        if self.has_several:
            return sum(part.people.value for part in self.parts) - self.people.value
        return sum(row.reached.value for row in self.groups) - self.people.value

    @property
    def spent_change(self) -> Fraction | None:
        """What was spent more (or less) than the year before, as a part of that."""
        then = self.before.spent.value if self.before else 0
        return Fraction(self.spent - then, then) if then else None

    @property
    def spent_change_size(self) -> Fraction | None:
        """None where the years cannot be likened, as when only one policy ran in the first."""
        change = self.spent_change
        return abs(change) if change is not None and abs(change) < MOST_LIKENED else None

    @property
    def people_change(self) -> int:
        return self.people.value - self.before.reached.value if self.before else 0


def latest_year(user: User) -> int | None:
    """The year of the youngest event that was paid for; None before the first."""
    latest = Claim.objects.visible_to(user).done().aggregate(on=Max("event_on"))["on"]
    return latest.year if latest else None


def overview_of(viewer: User, year: int, *, today: date, code: str = "") -> Overview:
    """The year under the resolution named ``code``, or under all that paid anything in it."""
    released = tuple(Resolution.objects.released().order_by("issued_on", "pk"))
    whole = Stretch(viewer, year, today, released)
    sums = kept(whole.lines(), "months", _sums)
    choices = tuple(row for row in released if row.pk in sums)
    named = tuple(row for row in choices if row.code == code)
    shown = named or choices or tuple(row for row in released if row.is_in_force(whole.last))
    stretch = Stretch(viewer, year, today, shown, named=bool(named) or not choices)
    return _Reckoner(stretch, sums).overview(choices, _before(stretch, released))


def _sums(lines: QuerySet[ClaimLine]) -> dict[int, dict[int, dict[int, int]]]:
    """Đồng by resolution, benefit and month: one pass over the year, whatever was chosen."""
    found: dict[int, dict[int, dict[int, int]]] = {}
    rows = lines.values_list("claim__resolution", "benefit", ExtractMonth("claim__event_on"))
    for resolution, benefit, month, amount in rows.annotate(Sum("amount")).order_by():
        found.setdefault(resolution, {}).setdefault(benefit, {})[month] = amount
    return found


def _people(lines: QuerySet[ClaimLine]) -> Reached:
    """Each person once in every count, whatever the number of groups and benefits."""
    # These are few; counting distinct people in the database would sort every line.
    found = lines.order_by().values_list("claim__resolution", "claim__group", "claim__cadre")
    rows = list(found.distinct())
    of_resolutions = {(resolution, cadre) for resolution, _, cadre in rows}
    of_groups = {(group, cadre) for _, group, cadre in rows}
    return (
        dict(Counter(resolution for resolution, _ in of_resolutions)),
        dict(Counter(group for group, _ in of_groups)),
        len({cadre for _, _, cadre in rows}),
    )


@dataclass(frozen=True)
class _Reckoner:
    """The numbers of a stretch; what was spent has been read already."""

    stretch: Stretch
    sums: Mapping[int, MonthlySums]

    def overview(self, choices: tuple[Resolution, ...], before: Before | None) -> Overview:
        stretch, months = self.stretch, self._months()
        return Overview(
            stretch,
            choices,
            parts=tuple(self._part(resolution) for resolution in stretch.resolutions),
            by_month=months,
            amount=stretch.number(sum(row.amount.value for row in months), Shown.AMOUNT),
            people=stretch.number(self.people[2], Shown.REACHED),
            members=stretch.number(distinct_members(stretch.members()), Shown.ENTITLED),
            before=before,
        )

    @cached_property
    def benefits(self) -> Mapping[int, list[Benefit]]:
        rows = Benefit.objects.filter(resolution__in=self.stretch.resolutions)
        return _by_resolution(rows.order_by("position"))

    @cached_property
    def groups(self) -> Mapping[int, list[BeneficiaryGroup]]:
        rows = BeneficiaryGroup.objects.filter(resolution__in=self.stretch.resolutions)
        return _by_resolution(rows.filter(counted=True).order_by("position"))

    @cached_property
    def granted(self) -> dict[int, int]:
        """The budget is the province's: beside one commune's spending it would say nothing."""
        if not self.stretch.viewer.unit.sees_all:
            return {}
        rows = BudgetEstimate.objects.filter(
            benefit__resolution__in=self.stretch.resolutions, year=self.stretch.year
        )
        return dict(rows.values_list("benefit_id", "amount"))

    @cached_property
    def people(self) -> Reached:
        return kept(self.stretch.lines_of_people(), "people", _people)

    @cached_property
    def belonging(self) -> dict[int, int]:
        rows = self.stretch.members().values_list("group")
        return dict(rows.annotate(Count("cadre", distinct=True)).order_by())

    def _part(self, resolution: Resolution) -> Part:
        rows = [self._spending(benefit) for benefit in self.benefits.get(resolution.pk, ())]
        counted = tuple(row for row in rows if row.benefit.counted)
        groups = tuple(self._reach(group) for group in self.groups.get(resolution.pk, ()))
        alone = replace(self.stretch, resolutions=(resolution,), named=True)
        return Part(
            resolution,
            benefits=counted,
            apart=tuple(row for row in rows if not row.benefit.counted and row.spent),
            groups=groups,
            amount=alone.number(sum(row.spent for row in counted), Shown.AMOUNT),
            people=alone.number(self.people[0].get(resolution.pk, 0), Shown.REACHED),
            # Under one resolution a person is in one group a day.
            members=alone.number(sum(row.entitled.value for row in groups), Shown.ENTITLED),
        )

    def _spending(self, benefit: Benefit) -> BenefitSpending:
        spent = sum(self._by_month(benefit).values())
        number = self.stretch.number(spent, Shown.AMOUNT, che_do=benefit.pk)
        return BenefitSpending(benefit, number, self.granted.get(benefit.pk))

    def _reach(self, group: BeneficiaryGroup) -> GroupReach:
        reached, belonging = self.people[1].get(group.pk, 0), self.belonging.get(group.pk, 0)
        return GroupReach(
            group,
            self.stretch.number(reached, Shown.REACHED, doi_tuong=group.pk),
            self.stretch.number(belonging, Shown.ENTITLED, doi_tuong=group.pk),
        )

    def _by_month(self, benefit: Benefit) -> Mapping[int, int]:
        return self.sums.get(benefit.resolution_id, {}).get(benefit.pk, {})

    def _months(self) -> tuple[MonthRow, ...]:
        estimate = sum(
            self.granted.get(benefit.pk, 0)
            for benefits in self.benefits.values()
            for benefit in benefits
            if benefit.counted
        )
        spent: dict[int, int] = defaultdict(int)
        for benefits in self.benefits.values():
            for benefit in benefits:
                for month, amount in self._by_month(benefit).items() if benefit.counted else ():
                    spent[month] += amount
        rows, so_far = [], 0
        for month in range(1, self.stretch.last_month + 1):
            so_far += spent[month]
            number = self.stretch.number(spent[month], Shown.AMOUNT, thang=month)
            used = Fraction(so_far, estimate) if estimate else None
            rows.append(MonthRow(month, number, so_far, used))
        return tuple(rows)


def _by_resolution[Row: (Benefit, BeneficiaryGroup)](rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.resolution_id].append(row)
    return found


def _before(stretch: Stretch, released: Sequence[Resolution]) -> Before | None:
    """The same policies one year earlier; None where nothing was paid then."""
    schemes = {resolution.scheme_id for resolution in stretch.resolutions}
    same = tuple(resolution for resolution in released if resolution.scheme_id in schemes)
    as_of = _a_year_before(stretch.as_of) if stretch.is_running else stretch.as_of
    then = Stretch(stretch.viewer, stretch.year - 1, as_of, same, named=True)
    spent = kept(then.counted_lines(), "amount", _amount)
    *_, people = kept(then.lines_of_people(), "people", _people)
    if not spent and not people:
        return None
    return Before(then, then.number(spent, Shown.AMOUNT), then.number(people, Shown.REACHED))


def _amount(lines: QuerySet[ClaimLine]) -> int:
    return lines.aggregate(sum=Sum("amount"))["sum"] or 0


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
