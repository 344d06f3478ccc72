"""When: the life of a claim as one table. Who may do it is in ``claims.permissions``."""

from enum import StrEnum

from claims.models import ClaimState


class Action(StrEnum):
    OPEN = "open"
    REVISE = "revise"
    SUBMIT = "submit"
    CHECK = "check"
    RETURN = "return"
    APPROVE = "approve"
    SETTLE = "settle"
    REFUSE = "refuse"
    CANCEL = "cancel"
    LIST = "list"
    UNLIST = "unlist"
    PAY = "pay"
    FAIL = "fail"
    TAKE_OVER = "take_over"


LABELS: dict[Action, str] = {
    Action.OPEN: "Lập hồ sơ",
    Action.REVISE: "Sửa và tính lại",
    Action.SUBMIT: "Trình thẩm định",
    Action.CHECK: "Thẩm định đạt",
    Action.RETURN: "Trả lại bổ sung",
    Action.APPROVE: "Duyệt",
    Action.SETTLE: "Duyệt, nguồn khác chi",
    Action.REFUSE: "Từ chối",
    Action.CANCEL: "Hủy hồ sơ",
    Action.LIST: "Đưa vào danh sách chi trả",
    Action.UNLIST: "Đưa ra khỏi danh sách chi trả",
    Action.PAY: "Chi trả",
    Action.FAIL: "Chi không thành",
    Action.TAKE_OVER: "Xác nhận nhận từ sổ cũ",
}

MOVES: dict[tuple[ClaimState, Action], ClaimState] = {
    (ClaimState.DRAFT, Action.REVISE): ClaimState.DRAFT,
    (ClaimState.RETURNED, Action.REVISE): ClaimState.RETURNED,
    (ClaimState.DRAFT, Action.SUBMIT): ClaimState.SUBMITTED,
    (ClaimState.RETURNED, Action.SUBMIT): ClaimState.SUBMITTED,
    (ClaimState.DRAFT, Action.CANCEL): ClaimState.CANCELLED,
    (ClaimState.RETURNED, Action.CANCEL): ClaimState.CANCELLED,
    (ClaimState.SUBMITTED, Action.CANCEL): ClaimState.CANCELLED,
    (ClaimState.SUBMITTED, Action.CHECK): ClaimState.CHECKED,
    (ClaimState.SUBMITTED, Action.RETURN): ClaimState.RETURNED,
    (ClaimState.SUBMITTED, Action.REFUSE): ClaimState.REFUSED,
    (ClaimState.SUBMITTED, Action.TAKE_OVER): ClaimState.PAID,
    (ClaimState.CHECKED, Action.APPROVE): ClaimState.APPROVED,
    (ClaimState.CHECKED, Action.SETTLE): ClaimState.SETTLED,
    (ClaimState.CHECKED, Action.RETURN): ClaimState.RETURNED,
    (ClaimState.CHECKED, Action.REFUSE): ClaimState.REFUSED,
    (ClaimState.APPROVED, Action.LIST): ClaimState.LISTED,
    (ClaimState.LISTED, Action.UNLIST): ClaimState.APPROVED,
    (ClaimState.LISTED, Action.FAIL): ClaimState.APPROVED,
    (ClaimState.LISTED, Action.PAY): ClaimState.PAID,
}

NEEDS_REASON = frozenset({Action.RETURN, Action.REFUSE, Action.CANCEL, Action.UNLIST, Action.FAIL})
