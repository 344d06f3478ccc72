"""A plan in figures: what each quota grants, what is taken of it, what was claimed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from accounts.models import User
from convalescence.models import (
    Candidate,
    Form,
    PlanPart,
    PlanState,
    Quota,
    RunBy,
    Standing,
    YearPlan,
)
from convalescence.planning.claimed import NOTHING, Claimed


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """People and đồng of one quota: as listed, and as claimed."""

    quota: Quota
    people: int
    amount: int
    claimed: Claimed = NOTHING

    @property
    def people_left(self) -> int:
        return self.quota.people - self.people

    @property
    def amount_left(self) -> int:
        """Đồng beyond what was claimed and what is expected of those who have no claim yet."""
        return self.quota.amount - self.claimed.amount - (self.amount - self.claimed.expected)

    @property
    def amount_beyond(self) -> int:
        return -self.amount_left


@dataclass(frozen=True, slots=True)
class Side:
    """What the province runs, or what one body was given; told apart."""

    title: str
    uses: list[QuotaUse]

    @property
    def progress_label(self) -> str:
        return f"{self.title}: người được chọn trong chỉ tiêu"

    @property
    def granted_people(self) -> int:
        return sum(use.quota.people for use in self.uses)

    @property
    def granted(self) -> int:
        return sum(use.quota.amount for use in self.uses)

    @property
    def people(self) -> int:
        return sum(use.people for use in self.uses)

    @property
    def amount(self) -> int:
        return sum(use.amount for use in self.uses)

    @property
    def claimed_people(self) -> int:
        return sum(use.claimed.people for use in self.uses)

    @property
    def claimed(self) -> int:
        return sum(use.claimed.amount for use in self.uses)


def sides_of(plan: YearPlan, claimed: Mapping[int | None, Claimed]) -> list[Side]:
    """``claimed`` by quota, as :func:`convalescence.planning.claimed.claimed_of` tells it."""
    taken = Q(candidates__standing=Standing.CHOSEN)
    quotas = plan.quotas.select_related("unit").annotate(
        taken=Count("candidates", filter=taken),
        money=Sum("candidates__amount", filter=taken, default=0),
    )
    sides: dict[str, list[QuotaUse]] = {}
    for quota in quotas:
        title = "Tỉnh tổ chức" if quota.run_by == RunBy.PROVINCE else f"Giao {quota.delegate}"
        done = claimed.get(quota.pk, NOTHING)
        sides.setdefault(title, []).append(QuotaUse(quota, quota.taken, quota.money, done))
    order = sorted(sides, key=lambda title: title != "Tỉnh tổ chức")
    return [Side(title, sides[title]) for title in order]


def counts_of(plan: YearPlan, user: User) -> dict[str, int]:
    """People of the user by standing, and how many of those at home have their claims."""
    seen = Candidate.objects.visible_to(user).filter(plan=plan)
    counts = dict.fromkeys(Standing.values, 0)
    counts |= dict(seen.order_by().values_list("standing").annotate(Count("pk")))
    home = seen.chosen().filter(form=Form.HOME)
    counts["all"] = sum(counts[standing] for standing in Standing.values)
    counts["left"] = counts[Standing.DECLINED] + counts[Standing.REPLACED]
    counts["home"] = home.count()
    counts["home_done"] = home.filter(home__isnull=False, home__cancelled_at=None).count()
    return counts


@dataclass(frozen=True, slots=True)
class PartSeen:
    """``size`` people have their turn in the unit, ``chosen`` of them got a place."""

    part: PlanPart
    size: int
    chosen: int
    is_overdue: bool


def parts_of(plan: YearPlan, user: User, today: date) -> list[PartSeen]:
    """The units' parts with how many people each has; a unit sees its own."""
    rows = plan.parts.select_related("unit", "confirmed_by").order_by("confirmed_at", "unit__name")
    if not user.unit.sees_all:
        rows = rows.filter(unit=user.unit_id)
    sizes = dict(plan.candidates.order_by().values_list("unit").annotate(Count("pk")))
    chosen = dict(plan.candidates.chosen().order_by().values_list("unit").annotate(Count("pk")))
    return [
        PartSeen(
            part,
            sizes.get(part.unit_id, 0),
            chosen.get(part.unit_id, 0),
            is_overdue(part, today),
        )
        for part in rows
    ]


def open_parts(user: User) -> list[PlanPart]:
    """What waits for the user's unit; all units that are waited for, for the department."""
    rows = PlanPart.objects.filter(confirmed_at=None, plan__state=PlanState.LISTING)
    if not user.unit.sees_all:
        rows = rows.filter(unit=user.unit_id)
    return list(rows.select_related("plan", "unit").defer("plan__file").order_by("due_on", "pk"))


def is_overdue(part: PlanPart, today: date) -> bool:
    return part.confirmed_at is None and part.due_on < today
