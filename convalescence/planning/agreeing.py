"""From the units' parts to the agreed list, and through the year to its end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.formatting import count
from convalescence.models import PlanPart, PlanState, YearPlan
from convalescence.planning.life import Action, PlanError, locked, may_not_agree, move, record


@transaction.atomic
def confirm_part(*, part: PlanPart, by: User, at: datetime | None = None) -> PlanPart:
    """The unit has looked through its part. Raises ``PlanError`` when it is done already."""
    plan = locked(part.plan)
    if plan.state != PlanState.LISTING:
        state = PlanState(plan.state).label
        raise PlanError(f"Kế hoạch đang ở tình trạng “{state}”, không cần xác nhận nữa.")
    part = PlanPart.objects.select_related("unit", "confirmed_by").get(pk=part.pk)
    if part.confirmed_at:
        then = timezone.localtime(part.confirmed_at)
        raise PlanError(f"{part.confirmed_by} đã xác nhận lúc {then:%H:%M ngày %d/%m/%Y}.")
    part.confirmed_by, part.confirmed_at = by, at or timezone.now()
    part.save(update_fields=["confirmed_by", "confirmed_at"])
    record(plan, "confirm", by=by, reason=part.unit.name, at=at)
    return part


@transaction.atomic
def agree(*, plan: YearPlan, by: User, reason: str = "", at: datetime | None = None) -> YearPlan:
    """The list stands from now on.

    Raises ``PlanError`` for whoever made the list, and while units haven't confirmed, unless a
    reason is given for not waiting.
    """
    plan = locked(plan)
    if problem := may_not_agree(plan, by):
        raise PlanError(problem)
    open_parts = plan.parts.filter(confirmed_at=None).select_related("unit")
    if open_parts and not reason.strip():
        names = ", ".join(part.unit.name for part in open_parts[:3])
        raise PlanError(
            f"Còn {count(len(open_parts))} đơn vị chưa xác nhận ({names}…). "
            "Nhắc đơn vị, hoặc ghi lý do thống nhất khi chưa đủ xác nhận."
        )
    if not plan.candidates.chosen().exists():
        raise PlanError("Danh sách chưa có ai được chọn.")
    move(plan, Action.AGREE, by=by, reason=reason, at=at)
    return plan


@transaction.atomic
def advance(
    *, plan: YearPlan, action: Action, by: User, reason: str = "", at: datetime | None = None
) -> YearPlan:
    """Start, close, reopen, or hand an agreed list back to the units."""
    plan = locked(plan)
    if action == Action.REVIEW:
        plan.parts.update(confirmed_at=None, confirmed_by=None)
    move(plan, action, by=by, reason=reason, at=at)
    return plan
