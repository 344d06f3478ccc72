"""When: the life of a plan as one table; each step leaves a row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from convalescence.models import (
    Candidate,
    Cycle,
    PlanPart,
    PlanState,
    PlanStep,
    Quota,
    YearPlan,
)


class PlanError(Exception):
    """What stands against it, as a Vietnamese sentence for the person at the screen."""


class Action(StrEnum):
    PROPOSE = "propose"
    AGREE = "agree"
    REVIEW = "review"
    START = "start"
    CLOSE = "close"
    REOPEN = "reopen"


LABELS: dict[str, str] = {
    "open": "Lập kế hoạch",
    "cycle": "Đổi chu kỳ",
    "quota": "Đổi chỉ tiêu",
    "confirm": "Đơn vị xác nhận",
    Action.PROPOSE: "Lập danh sách, gửi đơn vị rà soát",
    Action.AGREE: "Thống nhất danh sách",
    Action.REVIEW: "Đưa về rà soát lại",
    Action.START: "Bắt đầu thực hiện",
    Action.CLOSE: "Kết thúc",
    Action.REOPEN: "Mở lại",
}

MOVES: dict[tuple[PlanState, Action], PlanState] = {
    (PlanState.DRAFT, Action.PROPOSE): PlanState.LISTING,
    (PlanState.LISTING, Action.PROPOSE): PlanState.LISTING,
    (PlanState.LISTING, Action.AGREE): PlanState.AGREED,
    (PlanState.AGREED, Action.REVIEW): PlanState.LISTING,
    (PlanState.AGREED, Action.START): PlanState.RUNNING,
    (PlanState.RUNNING, Action.CLOSE): PlanState.CLOSED,
    (PlanState.CLOSED, Action.REOPEN): PlanState.RUNNING,
}

NEEDS_REASON = frozenset({Action.REVIEW, Action.REOPEN})
SIGNED = ("proposed_by", "proposed_at", "agreed_by", "agreed_at")
LISTED = (PlanState.LISTING, PlanState.AGREED, PlanState.RUNNING)


def locked(plan: YearPlan) -> YearPlan:
    """The plan as it is now, held until the transaction ends: its verbs come one by one."""
    rows = YearPlan.objects.select_for_update(of=("self",)).select_related("resolution")
    return rows.defer("file").get(pk=plan.pk)


def move(
    plan: YearPlan, action: Action, *, by: User, reason: str = "", at: datetime | None = None
) -> None:
    """Take a step with a locked plan. Raises ``PlanError`` when it is not the time for it."""
    state = PlanState(plan.state)
    if (state, action) not in MOVES:
        raise PlanError(
            f"Kế hoạch đang ở tình trạng “{state.label}”, không thực hiện được bước "
            f"“{LABELS[action]}”. Hãy tải lại trang."
        )
    if action in NEEDS_REASON and not reason.strip():
        raise PlanError(f"“{LABELS[action]}” phải ghi lý do.")
    plan.state = MOVES[state, action]
    _sign(plan, action, by, at or timezone.now())
    with told():
        plan.save(update_fields=["state", *SIGNED])
    record(plan, action, by=by, reason=reason, came_from=state, at=at)


def _sign(plan: YearPlan, action: Action, by: User, moment: datetime) -> None:
    """Who made the list and who agreed it; handed back to the units it is agreed by nobody."""
    if action == Action.PROPOSE:
        plan.proposed_by, plan.proposed_at = by, moment
    elif action == Action.AGREE:
        plan.agreed_by, plan.agreed_at = by, moment
    elif action == Action.REVIEW:
        plan.agreed_by = plan.agreed_at = None


def may_not_agree(plan: YearPlan, user: User) -> str:
    """Why ``user`` isn't the one to agree the list; "" when he may (who made it may not)."""
    return _sentences()["plan_is_agreed_by_another"] if plan.proposed_by_id == user.pk else ""


def record(
    plan: YearPlan,
    action: str,
    *,
    by: User,
    reason: str = "",
    came_from: str | None = None,
    at: datetime | None = None,
) -> None:
    PlanStep.objects.create(
        plan=plan,
        action=action,
        from_state=plan.state if came_from is None else came_from,
        to_state=plan.state,
        done_by=by,
        done_at=at or timezone.now(),
        reason=reason.strip(),
    )


def day_of(plan: YearPlan, now: datetime | None = None) -> date:
    """The day on which people are looked at: today, or the nearest day of the plan's year."""
    today = timezone.localdate(now)
    return min(max(today, date(plan.year, 1, 1)), date(plan.year, 12, 31))


@contextmanager
def told() -> Iterator[None]:
    """What the database refuses becomes a ``PlanError`` in the database's own words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        raise PlanError(_words(refused)) from refused


def _words(refused: IntegrityError) -> str:
    told_by = getattr(refused.__cause__, "diag", None)
    name = getattr(told_by, "constraint_name", None)
    if not name:
        return str(getattr(told_by, "message_primary", "") or refused)
    return _sentences().get(name, "Dữ liệu vừa được người khác thay đổi; hãy tải lại trang.")


def _sentences() -> dict[str, str]:
    models = (YearPlan, Quota, Cycle, PlanPart, Candidate)
    return {
        rule.name: str(rule.violation_error_message)
        for model in models
        for rule in model._meta.constraints
    }
