"""Moving a trip on: who may, what stands against it, and the step that is left behind."""

import base64
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from claims.actions import ClaimError
from config.formatting import date_short
from convalescence.models import SeatDay, Trip, TripPaper, TripState, TripStep
from convalescence.trips.workflow import LABELS, MOVES, NEEDS_REASON, Action

MOST_PAPER_BYTES = 20 * 1024 * 1024
PAPER_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def may_run(user: User) -> bool:
    """Trips are run by the department for the whole province."""
    return user.may("fact_record") and user.unit.sees_all


def objection(action: Action, trip: Trip, user: User, today: date) -> str:
    """Why ``user`` can't take this step now; "" when nothing stands against it."""
    if not may_run(user):
        return "Chỉ người nhập liệu của Sở Y tế điều hành đoàn điều dưỡng."
    if (TripState(trip.state), action) not in MOVES:
        return f"Đoàn đang ở tình trạng “{trip.get_state_display()}”."
    if action is Action.LEAVE:
        return _not_leaving(trip, today)
    if action is Action.CLOSE and trip.ends_on > today:
        return f"Đoàn về ngày {date_short(trip.ends_on)}; chưa kết thúc được."
    if action is Action.CANCEL and trip.participations.filter(cancelled_at=None).exists():
        return "Đoàn đã có người được ghi lượt đi; hãy hủy các lượt đó trước."
    if action is Action.WITHDRAW and trip.seats.held().exists():
        return "Đoàn đã có tên người đi; hãy rút tên trước."
    if action is Action.STAY and SeatDay.objects.filter(seat__trip=trip, present=True).exists():
        return "Đoàn đã có ngày được chấm có mặt."
    return ""


def _not_leaving(trip: Trip, today: date) -> str:
    if trip.begins_on > today:
        return f"Đoàn đi ngày {date_short(trip.begins_on)}; chưa tới ngày."
    return "" if trip.seats.held().exists() else "Đoàn chưa có tên ai; hãy lập danh sách trước."


def steps_open_to(user: User, trip: Trip, today: date) -> list[tuple[Action, str]]:
    """The steps the trip could take from here, each with what stands against it."""
    steps = [action for state, action in MOVES if state == trip.state]
    return [(action, objection(action, trip, user, today)) for action in steps]


@transaction.atomic
def move_trip(
    *, trip: Trip, action: Action, by: User, reason: str = "", at: datetime | None = None
) -> Trip:
    """Take one step. Raises ``ClaimError`` when it may not be taken, or lacks its reason."""
    moment = at or timezone.now()
    locked = Trip.objects.select_for_update(of=("self",)).get(pk=trip.pk)
    if problem := objection(action, locked, by, timezone.localdate(moment)):
        raise ClaimError(f"{LABELS[action]}: {problem}")
    if action in NEEDS_REASON and not reason.strip():
        raise ClaimError(f"{LABELS[action]} phải ghi lý do.")
    before = TripState(locked.state)
    locked.state = MOVES[before, action]
    locked.settling_at = locked.settling_by = None
    locked.save(update_fields=["state", "settling_at", "settling_by"])
    TripStep.objects.create(
        trip=locked,
        action=action,
        from_state=before,
        to_state=locked.state,
        done_by=by,
        done_at=moment,
        name=by.full_name,
        job_title=by.job_title,
        reason=reason.strip(),
    )
    return locked


def add_paper(*, trip: Trip, title: str, file_name: str, content: bytes, by: User) -> TripPaper:
    """Keep a file with a trip. Raises ``ClaimError`` for a file of another kind, or too large."""
    suffix = "." + file_name.rpartition(".")[2].lower()
    if suffix not in PAPER_TYPES:
        raise ClaimError("Chỉ nhận tệp PDF, ảnh (JPG, PNG), Word hoặc Excel.")
    if not content or len(content) > MOST_PAPER_BYTES:
        raise ClaimError("Tệp rỗng hoặc lớn hơn 20 MB.")
    return TripPaper.objects.create(
        trip=trip,
        title=title,
        file_name=file_name[-200:],
        file_type=PAPER_TYPES[suffix],
        content=base64.b64encode(content).decode(),
        added_at=timezone.now(),
        added_by=by,
    )
