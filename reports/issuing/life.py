"""What is to be done about a report now, by whom, and what was done: for its pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import PERMISSIONS, Role
from claims.models import ClosedPeriod
from config.formatting import date_short
from reports.figures.reckoning import Reckoning
from reports.issuing.actions import dropping_objection, next_number, replacing_objection
from reports.issuing.hindrances import NEXT, STOPS, all_hindrances
from reports.issuing.permissions import NEEDED_PERMISSION, objection, possible_actions
from reports.issuing.workflow import LABELS, NEEDS_REASON, Action
from reports.models import Report, ReportState
from reports.writing.checklist import Hindrance

ADDRESSES: dict[Action, str] = {
    Action.SUBMIT: "report_submit",
    Action.CHECK: "report_check",
    Action.APPROVE: "report_approve",
    Action.ISSUE: "report_issue",
    Action.RETURN: "report_return",
    Action.WITHDRAW: "report_withdraw",
}
# These ask for something first; the others are done by their button.
ASKING = frozenset({Action.APPROVE, Action.ISSUE, *NEEDS_REASON})


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    address: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Life:
    """The next step of a report as one person sees it, and the steps behind it."""

    main: Button | None
    others: tuple[Button, ...]
    waiting_for: str
    """Whose turn it is, or why it isn't this person's; empty where ``main`` is there."""
    stopping: tuple[Hindrance, ...]
    """What stands against the next step."""
    later: tuple[Hindrance, ...]
    """What will stand against a step after it."""
    notes: tuple[str, ...]
    seen: int
    steps: list[dict[str, Any]]


def life_of(report: Report, user: User, reckoning: Reckoning | None = None) -> Life:
    """``reckoning`` is needed for what is not issued yet."""
    found = all_hindrances(reckoning) if reckoning else []
    step = NEXT.get(ReportState(report.state))
    stops = STOPS[step] if step else frozenset()
    possible = possible_actions(report, user)
    steps = steps_of(report)
    return Life(
        main=_button(step, report) if step in possible else None,
        others=tuple(_others(report, user, possible)),
        waiting_for=_waiting_for(report, step, user) if step and step not in possible else "",
        stopping=tuple(each for each in found if each.kind in stops),
        later=tuple(each for each in found if each.kind not in stops),
        notes=tuple(_notes(report)),
        seen=len(steps) - 1,
        steps=steps,
    )


def may_replace(report: Report, user: User) -> bool:
    return not replacing_objection(report, user)


def steps_of(report: Report) -> list[dict[str, Any]]:
    """The life of a report for the timeline, its opening first."""
    found = [
        {
            "state": ReportState.DRAFT,
            "label": "Lập báo cáo",
            "by": str(report.opened_by),
            "title": "",
            "at": report.opened_at,
            "note": "",
        }
    ]
    for step in report.steps.all():
        found.append(
            {
                "state": "returned" if step.action in NEEDS_REASON else step.to_state,
                "label": LABELS[Action(step.action)],
                "by": step.name,
                "title": step.job_title,
                "at": step.done_at,
                "note": step.reason,
            }
        )
    return found


def _others(report: Report, user: User, possible: Sequence[Action]) -> Iterator[Button]:
    yield from (_button(action, report) for action in possible if action in NEEDS_REASON)
    if not dropping_objection(report, user):
        yield Button("Bỏ bản dự thảo", reverse("report_drop", args=[report.pk]), asks=True)


def _button(action: Action, report: Report) -> Button:
    label = LABELS[action]
    if action is Action.ISSUE:
        label = f"Ban hành số {next_number(report, timezone.localdate().year):02d}"
    return Button(label, reverse(ADDRESSES[action], args=[report.pk]), action in ASKING)


def _waiting_for(report: Report, step: Action, user: User) -> str:
    permission = NEEDED_PERMISSION[step]
    if user.may(permission):
        return objection(step, report, user)
    roles = " hoặc ".join(f"“{role.label}”" for role in Role if role in PERMISSIONS[permission])
    return f"Bước tiếp theo là “{LABELS[step]}”, của người giữ vai trò {roles}."


def _notes(report: Report) -> list[str]:
    """What is worth knowing and stands against nothing."""
    first, last = report.period.first, report.period.last
    closed = ClosedPeriod.objects.filter(begins_on__lte=last, ends_on__gte=last)
    if report.is_frozen or closed.exists():
        return []
    return [
        f"Sổ chi từ {date_short(first)} đến {date_short(last)} chưa khóa hết: khoản chi ghi thêm "
        "vào kỳ vẫn làm số liệu thay đổi cho đến khi ban hành."
    ]
