"""Who: the reason, in Vietnamese, why this person may not do this to this claim; "" if they may."""

from accounts.models import User
from accounts.roles import PERMISSIONS, Role
from claims.models import Claim
from claims.workflow import LABELS, MOVES, Action

NEEDED_PERMISSION: dict[Action, str] = {
    Action.OPEN: "claim_submit",
    Action.REVISE: "claim_submit",
    Action.SUBMIT: "claim_submit",
    Action.CANCEL: "claim_submit",
    Action.CHECK: "claim_check",
    Action.APPROVE: "claim_approve",
    Action.SETTLE: "claim_approve",
    Action.LIST: "payment_pay",
    Action.UNLIST: "payment_pay",
    Action.PAY: "payment_pay",
    Action.FAIL: "payment_pay",
    Action.TAKE_OVER: "history_confirm",
}


def _needed_permission(action: Action, claim: Claim) -> str:
    """Returning and refusing belong to whoever's turn it is."""
    if action in (Action.RETURN, Action.REFUSE):
        return "claim_approve" if claim.state == "checked" else "claim_check"
    return NEEDED_PERMISSION[action]


def objection(action: Action, claim: Claim, user: User) -> str:
    """Why ``user`` may not do ``action`` to ``claim`` now; "" when nothing stands against it.

    Four eyes: maker, checker and approver are three people. The database holds the same.
    """
    permission = _needed_permission(action, claim)
    if not user.may(permission):
        roles = ", ".join(f"“{role.label}”" for role in Role if role in PERMISSIONS[permission])
        return f"Việc này cần vai trò {roles}."
    if not user.unit.sees_all and user.unit_id not in claim.scope:
        return "Hồ sơ thuộc đơn vị khác."
    if (claim.state, action) not in MOVES:
        return (
            f"Hồ sơ đang ở tình trạng “{claim.get_state_display()}”, "
            f"không thể “{LABELS[action]}” được nữa."
        )
    if claim.taken_over != (action is Action.TAKE_OVER) and action in (
        Action.CHECK,
        Action.TAKE_OVER,
    ):
        return "Hồ sơ nhận từ sổ cũ được xác nhận riêng, không thẩm định như hồ sơ mới."
    return _same_person_objection(action, claim, user)


def _same_person_objection(action: Action, claim: Claim, user: User) -> str:
    if action in (Action.CHECK, Action.TAKE_OVER) and user.pk == claim.made_by_id:
        return "Người lập hồ sơ không được tự thẩm định."
    if action in (Action.APPROVE, Action.SETTLE):
        if user.pk == claim.made_by_id:
            return "Người lập hồ sơ không được tự duyệt."
        if user.pk == claim.checked_by_id:
            return "Người đã thẩm định không được duyệt cùng hồ sơ."
    return ""


def possible_actions(claim: Claim, user: User) -> list[Action]:
    """What this person may do to this claim now, in the order of the table."""
    return [
        action
        for state, action in MOVES
        if state == claim.state and not objection(action, claim, user)
    ]
