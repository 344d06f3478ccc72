"""Who: the reason, in Vietnamese, why this person may not take this step; "" if they may.

Whoever had a hand in a report neither checks nor approves it, and who checks doesn't approve. The
day and number of what is approved are entered by the reporting office: nothing is decided by it.
"""

from accounts.models import User
from accounts.roles import PERMISSIONS, Role
from reports.issuing.workflow import LABELS, MOVES, Action
from reports.models import Report, ReportState, SectionVersion

NEEDED_PERMISSION: dict[Action, str] = {
    Action.SUBMIT: "report_write",
    Action.CHECK: "report_check",
    Action.APPROVE: "report_approve",
    Action.ISSUE: "report_issue",
    Action.WITHDRAW: "report_write",
}
OF_THE_REPORTING_UNIT = frozenset({Action.SUBMIT, Action.ISSUE, Action.WITHDRAW})


def objection(action: Action, report: Report, user: User) -> str:
    """Why ``user`` may not do ``action`` to ``report`` now; "" when nothing stands against it."""
    permission = _needed_permission(action, report)
    if not user.may(permission):
        roles = ", ".join(f"“{role.label}”" for role in Role if role in PERMISSIONS[permission])
        return f"Việc này cần vai trò {roles}."
    if action in OF_THE_REPORTING_UNIT and user.unit_id != report.unit_id:
        return "Chỉ đơn vị báo cáo làm việc này."
    if not user.unit.sees_all and user.unit_id != report.unit_id:
        return "Báo cáo thuộc đơn vị khác."
    if (report.state, action) not in MOVES:
        return (
            f"Báo cáo đang ở tình trạng “{report.get_state_display()}”, "
            f"không thể “{LABELS[action]}” được nữa."
        )
    return _same_person_objection(action, report, user)


def possible_actions(report: Report, user: User) -> list[Action]:
    """What this person may do to this report now, in the order of the table."""
    return [
        action
        for state, action in MOVES
        if state == report.state
        and action != Action.SUPERSEDE
        and not objection(action, report, user)
    ]


def makers(report: Report) -> set[int]:
    """Everybody who had a hand in it: opened or submitted it, wrote text or typed a figure."""
    written = SectionVersion.objects.filter(section__report=report).exclude(written_by=None)
    found = {report.opened_by_id, report.submitted_by_id}
    for rows, field in (
        (written, "written_by"),
        (report.sections.exclude(written_by=None), "written_by"),
        (report.typed_figures, "typed_by"),
        (report.reported_figures, "typed_by"),
    ):
        found |= set(rows.values_list(field, flat=True))
    return {pk for pk in found if pk is not None}


def _needed_permission(action: Action, report: Report) -> str:
    """Sending back belongs to whoever's turn it is."""
    if action is Action.RETURN:
        return "report_check" if report.state == ReportState.SUBMITTED else "report_approve"
    return NEEDED_PERMISSION[action]


def _same_person_objection(action: Action, report: Report, user: User) -> str:
    if action is Action.CHECK and user.pk in makers(report):
        return "Người lập, viết hoặc trình báo cáo không được tự soát xét."
    if action is Action.APPROVE:
        if user.pk in makers(report):
            return "Người lập, viết hoặc trình báo cáo không được tự duyệt."
        if user.pk == report.checked_by_id:
            return "Người đã soát xét không được duyệt cùng báo cáo."
    return ""
