"""Reports that wait for a step of this person: written, checked, approved, issued."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.models import User
from config.formatting import count, date_short
from reports.cares.care import MOST_NAMED, Care
from reports.issuing.hindrances import NEXT
from reports.issuing.permissions import NEEDED_PERMISSION, objection
from reports.issuing.workflow import Action
from reports.models import Report, ReportState, ReportStep

WAITS: dict[Action, str] = {
    Action.SUBMIT: "Dự thảo",
    Action.CHECK: "Chờ tôi soát xét",
    Action.APPROVE: "Chờ tôi duyệt ban hành",
    Action.ISSUE: "Chờ lấy số, ban hành",
}


def reports_waiting(user: User, today: date) -> Iterator[Care]:
    """The few oldest of which the next step is this person's."""
    states = [state for state, step in NEXT.items() if user.may(NEEDED_PERMISSION[step])]
    last = ReportStep.objects.filter(report=OuterRef("pk")).order_by("-pk")
    rows = Report.objects.visible_to(user).filter(state__in=states).order_by("opened_at", "pk")
    rows = rows.annotate(
        open_comments=Count("sections__comments", filter=Q(sections__comments__resolved_at=None)),
        last_action=Subquery(last.values("action")[:1]),
        last_reason=Subquery(last.values("reason")[:1]),
    )
    for report in rows[:MOST_NAMED]:
        step = NEXT[ReportState(report.state)]
        if not objection(step, report, user):
            yield _care(report, step)


def _care(report: Any, step: Action) -> Care:
    """``report`` with its open comments and its last step beside it."""
    came_back = step is Action.SUBMIT and report.last_action == Action.RETURN
    words = "Bị trả lại" if came_back else WAITS[step]
    notes = [f"số liệu đến ngày {date_short(report.as_of)}"]
    if report.open_comments:
        notes.append(f"{count(report.open_comments)} góp ý chưa giải quyết")
    if came_back:
        notes.append(f"lý do: {report.last_reason}")
    note = "; ".join(notes)
    return Care(
        f"{words}: {report}",
        f"{note[0].upper()}{note[1:]}.",
        reverse("report_detail", args=[report.pk]),
        "report",
        "blue" if words == WAITS[Action.SUBMIT] else "orange",
    )
