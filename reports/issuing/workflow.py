"""When: the life of a report as one table. Who may take a step is in ``permissions``."""

from enum import StrEnum

from reports.models import ReportState


class Action(StrEnum):
    SUBMIT = "submit"
    CHECK = "check"
    APPROVE = "approve"
    ISSUE = "issue"
    RETURN = "return"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


LABELS: dict[Action, str] = {
    Action.SUBMIT: "Trình soát xét",
    Action.CHECK: "Đồng ý trình ký",
    Action.APPROVE: "Duyệt ban hành",
    Action.ISSUE: "Ban hành",
    Action.RETURN: "Trả lại để sửa",
    Action.WITHDRAW: "Rút về sửa",
    Action.SUPERSEDE: "Thay thế",
}

MOVES: dict[tuple[ReportState, Action], ReportState] = {
    (ReportState.DRAFT, Action.SUBMIT): ReportState.SUBMITTED,
    (ReportState.SUBMITTED, Action.CHECK): ReportState.CHECKED,
    (ReportState.SUBMITTED, Action.RETURN): ReportState.DRAFT,
    (ReportState.SUBMITTED, Action.WITHDRAW): ReportState.DRAFT,
    (ReportState.CHECKED, Action.APPROVE): ReportState.APPROVED,
    (ReportState.CHECKED, Action.RETURN): ReportState.DRAFT,
    (ReportState.CHECKED, Action.WITHDRAW): ReportState.DRAFT,
    (ReportState.APPROVED, Action.ISSUE): ReportState.ISSUED,
    (ReportState.APPROVED, Action.RETURN): ReportState.DRAFT,
    (ReportState.APPROVED, Action.WITHDRAW): ReportState.DRAFT,
    (ReportState.ISSUED, Action.SUPERSEDE): ReportState.SUPERSEDED,
}

NEEDS_REASON = frozenset({Action.RETURN, Action.WITHDRAW})
