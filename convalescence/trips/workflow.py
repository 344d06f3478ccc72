"""When: the life of a trip as one table."""

from enum import StrEnum

from convalescence.models import TripState


class Action(StrEnum):
    OPEN = "open"
    WITHDRAW = "withdraw"
    LEAVE = "leave"
    STAY = "stay"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"


LABELS: dict[Action, str] = {
    Action.OPEN: "Mở nhận danh sách",
    Action.WITHDRAW: "Đưa về lập kế hoạch",
    Action.LEAVE: "Đoàn lên đường",
    Action.STAY: "Đoàn chưa đi, nhận danh sách tiếp",
    Action.CLOSE: "Kết thúc đoàn",
    Action.REOPEN: "Mở lại đoàn",
    Action.CANCEL: "Hủy đoàn",
}

MOVES: dict[tuple[TripState, Action], TripState] = {
    (TripState.PLANNED, Action.OPEN): TripState.OPEN,
    (TripState.OPEN, Action.WITHDRAW): TripState.PLANNED,
    (TripState.OPEN, Action.LEAVE): TripState.AWAY,
    (TripState.AWAY, Action.STAY): TripState.OPEN,
    (TripState.AWAY, Action.CLOSE): TripState.CLOSED,
    (TripState.CLOSED, Action.REOPEN): TripState.AWAY,
    (TripState.PLANNED, Action.CANCEL): TripState.CANCELLED,
    (TripState.OPEN, Action.CANCEL): TripState.CANCELLED,
}

NEEDS_REASON = frozenset({Action.WITHDRAW, Action.STAY, Action.REOPEN, Action.CANCEL})
"""Steps back, and off, are told to whoever looks later."""
