"""When: the life of a bill as one table."""

from enum import StrEnum

from claims.models import BillState


class BillAction(StrEnum):
    UPLOAD = "upload"
    MATCH = "match"
    FAIL = "fail"
    DECIDE = "decide"
    ACCEPT = "accept"
    RETURN = "return"
    OPEN = "open"
    RELEASE = "release"  # leaves the bill as it is: a fact of one of its lines was taken back
    DROP = "drop"


LABELS: dict[str, str] = {
    BillAction.UPLOAD: "Tải lên",
    BillAction.MATCH: "Đối chiếu",
    BillAction.FAIL: "Không đọc được",
    BillAction.DECIDE: "Xử lý dòng",
    BillAction.ACCEPT: "Xác nhận",
    BillAction.RETURN: "Trả lại",
    BillAction.OPEN: "Lập hồ sơ",
    BillAction.RELEASE: "Hủy hồ sơ đã lập",
    BillAction.DROP: "Bỏ bảng kê",
}

MOVES: dict[tuple[str, BillAction], BillState] = {
    (BillState.READING, BillAction.MATCH): BillState.MATCHED,
    (BillState.READING, BillAction.FAIL): BillState.FAILED,
    (BillState.READING, BillAction.DROP): BillState.DROPPED,
    (BillState.MATCHED, BillAction.MATCH): BillState.MATCHED,
    (BillState.MATCHED, BillAction.DECIDE): BillState.MATCHED,
    (BillState.MATCHED, BillAction.ACCEPT): BillState.ACCEPTED,
    (BillState.MATCHED, BillAction.DROP): BillState.DROPPED,
    (BillState.ACCEPTED, BillAction.OPEN): BillState.ACCEPTED,
    (BillState.ACCEPTED, BillAction.RETURN): BillState.MATCHED,
}
