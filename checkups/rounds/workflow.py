"""When: the life of a round as one table, and the names of everything that is done to it."""

from enum import StrEnum

from checkups.models import RoundState


class Action(StrEnum):
    """``CONFIRM`` and below leave the state as it is; they are kept as steps all the same."""

    PROPOSE = "propose"
    WITHDRAW = "withdraw"
    AGREE = "agree"
    RELIST = "relist"
    START = "start"
    CLOSE = "close"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    STEAD = "stead"
    RETURN = "return"
    APPOINT = "appoint"
    INVITE = "invite"
    RAISE = "raise"


LABELS: dict[Action, str] = {
    Action.PROPOSE: "Gửi đơn vị rà soát",
    Action.WITHDRAW: "Rút danh sách về lập lại",
    Action.AGREE: "Thống nhất danh sách",
    Action.RELIST: "Mở lại để rà soát",
    Action.START: "Bắt đầu khám",
    Action.CLOSE: "Kết thúc đợt khám",
    Action.REOPEN: "Mở lại đợt khám",
    Action.CONFIRM: "Đơn vị xác nhận",
    Action.STEAD: "Sở Y tế xác nhận thay",
    Action.RETURN: "Trả lại đơn vị rà soát",
    Action.APPOINT: "Xếp lịch hẹn",
    Action.INVITE: "Ghi nhận đã mời",
    Action.RAISE: "Nâng dự toán",
}

MOVES: dict[tuple[RoundState, Action], RoundState] = {
    (RoundState.PLANNED, Action.PROPOSE): RoundState.LISTING,
    (RoundState.LISTING, Action.PROPOSE): RoundState.LISTING,
    (RoundState.LISTING, Action.WITHDRAW): RoundState.PLANNED,
    (RoundState.LISTING, Action.AGREE): RoundState.AGREED,
    (RoundState.AGREED, Action.RELIST): RoundState.LISTING,
    (RoundState.AGREED, Action.START): RoundState.RUNNING,
    # Without a list of its own: whoever came is entered or brought in from a workbook.
    (RoundState.PLANNED, Action.START): RoundState.RUNNING,
    (RoundState.RUNNING, Action.CLOSE): RoundState.CLOSED,
    (RoundState.CLOSED, Action.REOPEN): RoundState.RUNNING,
}

NEEDS_REASON = frozenset({Action.WITHDRAW, Action.RELIST, Action.REOPEN})

# Whoever does one of these doesn't agree to the same list; the database holds it as well.
MADE_THE_LIST = frozenset({Action.PROPOSE, Action.STEAD})
