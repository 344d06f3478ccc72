"""Setting a plan up: its head, quotas and cycles, as long as they may be changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.formatting import money
from config.saving import save_valid
from convalescence.models import Cycle, Form, PlanState, Quota, RunBy, YearPlan
from convalescence.planning.cycles import set_up_cycles
from convalescence.planning.life import SIGNED, PlanError, locked, record, told


@transaction.atomic
def open_plan(*, plan: YearPlan, by: User, at: datetime | None = None) -> YearPlan:
    """Save a new plan with the cycles that the law's limits propose.

    Raises ``ValidationError`` when the resolution has a plan of that year, ``PlanError`` when it
    knows no convalescence.
    """
    plan.made_by, plan.made_at = by, at or timezone.now()
    save_valid(plan)
    if not set_up_cycles(plan):
        raise PlanError(f"{plan.resolution} không có chế độ điều dưỡng nào.")
    record(plan, "open", by=by, at=at)
    return plan


@transaction.atomic
def change_plan(*, plan: YearPlan, by: User) -> YearPlan:
    """Save number, day, file and order; the order only until the list is agreed."""
    now = locked(plan)
    if now.ordering != plan.ordering:
        _refuse_late(now, "thứ tự ưu tiên", (PlanState.DRAFT, PlanState.LISTING))
    for name in ("state", "confirm_by", *SIGNED):
        setattr(plan, name, getattr(now, name))
    return save_valid(plan)


@transaction.atomic
def save_quota(*, quota: Quota, by: User, at: datetime | None = None) -> Quota:
    """Save a quota; after the list was agreed, the change is told in the life of the plan.

    Raises ``PlanError`` when more people or đồng are taken than it would grant.
    """
    plan = locked(quota.plan)
    _refuse_late(plan, "chỉ tiêu", tuple(set(PlanState) - {PlanState.CLOSED}))
    if quota.form == Form.HOME:
        quota.days = None
    if quota.run_by == RunBy.PROVINCE:
        quota.delegate = ""
    with told():
        save_valid(quota)
    words = f"{quota}: {quota.people} người, {money(quota.amount)} đồng"
    record(plan, "quota", by=by, reason=words, at=at)
    return quota


@transaction.atomic
def drop_quota(*, quota: Quota, by: User) -> None:
    """Take a quota out. Raises ``PlanError`` when people hold places of it."""
    plan = locked(quota.plan)
    _refuse_late(plan, "chỉ tiêu", (PlanState.DRAFT, PlanState.LISTING))
    if quota.candidates.exists():
        raise PlanError("Chỉ tiêu này đã có người; hãy lập lại danh sách không có họ trước.")
    words = f"Bỏ: {quota}"
    quota.delete()
    record(plan, "quota", by=by, reason=words)


@transaction.atomic
def change_cycle(
    *,
    cycle: Cycle,
    years: int,
    reason: str,
    by: User,
    counted: str | None = None,
    from_year: int | None = None,
) -> Cycle:
    """Another number of years than the law's limits say, or counted otherwise, with the reason.

    Without ``counted`` it is counted as before. Raises ``ValidationError`` without a reason.
    """
    plan = locked(cycle.plan)
    _refuse_late(plan, "chu kỳ", (PlanState.DRAFT, PlanState.LISTING))
    before = Cycle.objects.get(pk=cycle.pk).told
    cycle.years = years
    if counted is not None:
        cycle.counted, cycle.from_year = counted, from_year
    cycle.reason = "" if cycle.is_as_proposed else reason.strip()
    save_valid(cycle)
    words = f"{cycle.group}: từ “{before}” thành “{cycle.told}”. {cycle.reason}"
    record(plan, "cycle", by=by, reason=words.strip())
    return cycle


def _refuse_late(plan: YearPlan, what: str, states: tuple[Any, ...]) -> None:
    if plan.state not in states:
        state = PlanState(plan.state).label
        raise PlanError(f"Kế hoạch đang ở tình trạng “{state}”, không đổi {what} được nữa.")
