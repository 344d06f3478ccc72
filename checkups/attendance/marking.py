"""Marking who came and who didn't. Each verb is one transaction and leaves who did it and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import UnitKind, User
from checkups.models import (
    AbsenceReason,
    Attendance,
    CheckupRound,
    HealthResult,
    RosterEntry,
    RoundState,
)
from checkups.models.roster import RosterEntryQuerySet
from checkups.models.secrecy import SECRET
from checkups.rounds.actions import RoundError
from config.copying import update_objects
from config.formatting import date_short

MARKED_FIELDS = (
    *("attendance", "attended_on", "absence_reason", "absence_note", "second_date"),
    *("marked_at", "marked_by", "version"),
)
OVERTAKEN = "{} vừa được {} điểm danh: {}. Hãy xem lại rồi làm lần nữa."


@dataclass(frozen=True, slots=True)
class Marked:
    """The entry as it now is, and whether that was so already."""

    entry: RosterEntry
    already: bool = False


def expected_by(user: User, checkup_round: CheckupRound) -> RosterEntryQuerySet:
    """Whom this user may mark: all for the department, its own people for a facility."""
    entries = RosterEntry.objects.filter(round=checkup_round).kept()
    entries = entries.select_related("cadre", "group", "facility", "marked_by")
    if user.unit.sees_all:
        return entries
    if user.unit.kind == UnitKind.HOSPITAL:
        return entries.filter(facility=user.unit_id)
    return entries.none()


def objection_to_marking(checkup_round: CheckupRound) -> str:
    """Why nobody can be marked now; empty when they can."""
    if checkup_round.state == RoundState.RUNNING:
        return ""
    if checkup_round.state == RoundState.CLOSED:
        return "Đợt khám đã kết thúc nên không điểm danh được nữa."
    label = RoundState(checkup_round.state).label
    return f"Đợt khám đang ở tình trạng “{label}”; điểm danh khi đợt khám đã bắt đầu."


@transaction.atomic
def mark_attended(*, entry_id: int, on: date, by: User, at: datetime | None = None) -> Marked:
    """Somebody came on this day. Said twice it changes nothing. Raises ``RoundError``."""
    entry = _held(entry_id, by)
    if entry.attendance == Attendance.ATTENDED:
        return Marked(entry, already=True)
    _refuse_day(entry, on)
    entry.attendance, entry.attended_on = Attendance.ATTENDED, on
    entry.absence_reason = entry.absence_note = ""
    _signed(entry, by, at)
    return Marked(entry)


@transaction.atomic
def mark_absent(
    *,
    entry_id: int,
    seen: int,
    reason: str,
    note: str,
    second_date: date | None,
    by: User,
    at: datetime | None = None,
) -> RosterEntry:
    """Somebody didn't come; perhaps they come on a second day. ``seen`` is the version looked at.

    Raises ``RoundError``, also when somebody else marked the person meanwhile.
    """
    entry = _held(entry_id, by)
    _refuse_overtaken(entry, seen)
    if reason not in AbsenceReason.values:
        raise RoundError("Hãy chọn lý do vắng mặt.")
    if reason == AbsenceReason.OTHER and not note.strip():
        raise RoundError("Lý do khác thì hãy ghi rõ lý do.")
    if reason == AbsenceReason.IN_HOSPITAL and entry.cadre.records_are_secret:
        raise RoundError(SECRET.format("việc nằm viện") + " Hãy chọn lý do khác.")
    if entry.checkup_id:
        raise RoundError("Người này đã lập lượt khám nên không ghi vắng mặt được.")
    if HealthResult.objects.filter(entry=entry).exists():
        raise RoundError("Người này đã có phân loại sức khỏe nên không ghi vắng mặt được.")
    if second_date and second_date < entry.round.begins_on:
        raise RoundError("Ngày hẹn lần hai phải từ ngày đầu của đợt khám trở đi.")
    entry.attendance, entry.attended_on = Attendance.ABSENT, None
    entry.absence_reason, entry.absence_note = reason, note.strip()[:200]
    entry.second_date = second_date
    _signed(entry, by, at)
    return entry


@transaction.atomic
def undo_mark(*, entry_id: int, seen: int, by: User, at: datetime | None = None) -> RosterEntry:
    """Take a mark back, as if nobody had told. Raises ``RoundError``."""
    entry = _held(entry_id, by)
    _refuse_overtaken(entry, seen)
    if entry.checkup_id:
        raise RoundError("Người này đã lập lượt khám nên không bỏ điểm danh được.")
    if HealthResult.objects.filter(entry=entry).exists():
        raise RoundError("Người này đã có phân loại sức khỏe nên không bỏ điểm danh được.")
    entry.attendance, entry.attended_on = "", None
    entry.absence_reason = entry.absence_note = ""
    _signed(entry, by, at)
    return entry


@transaction.atomic
def appoint_second(
    *, checkup_round: CheckupRound, chosen: Mapping[int, int], on: date, by: User
) -> tuple[int, list[str]]:
    """Give those who missed their day another one; ``chosen``: entry id → version looked at.

    Answers how many got it and whom somebody else changed meanwhile. Raises ``RoundError``.
    """
    if on < checkup_round.begins_on:
        raise RoundError("Ngày hẹn lần hai phải từ ngày đầu của đợt khám trở đi.")
    found = expected_by(by, checkup_round).filter(pk__in=chosen)
    entries = list(found.select_for_update(of=("self",)).order_by("pk"))
    if not entries:
        raise RoundError("Hãy đánh dấu người cần hẹn lại.")
    if refusal := objection_to_marking(CheckupRound.objects.get(pk=checkup_round.pk)):
        raise RoundError(refusal)
    overtaken = [str(each.cadre) for each in entries if each.version != chosen[each.pk]]
    fresh = [each for each in entries if each.version == chosen[each.pk]]
    for entry in fresh:
        if entry.attendance == Attendance.ATTENDED:
            raise RoundError(f"{entry.cadre} đã khám nên không hẹn lần hai.")
        entry.second_date = on
        entry.version += 1
        _saved(entry)
    return len(fresh), overtaken


def mark_listed(
    *,
    entries: Iterable[tuple[RosterEntry, Mapping[str, object]]],
    by: User,
    at: datetime | None = None,
) -> list[RosterEntry]:
    """Many marks at once, as a workbook tells them; call it inside a transaction.

    Raises ``RoundError`` when the database refuses one of them.
    """
    moment = at or timezone.now()
    marked = []
    for entry, values in entries:
        for name, value in values.items():
            setattr(entry, name, value)
        entry.marked_at, entry.marked_by = moment, by
        entry.version += 1
        marked.append(entry)
    _all_saved(marked)
    return marked


def _held(entry_id: int, by: User) -> RosterEntry:
    """The entry as it is now, locked, if this user may mark it while the round runs."""
    if not by.may("attendance_mark"):
        raise RoundError("Điểm danh cần vai trò “Nhập liệu”.")
    found = RosterEntry.objects.select_for_update(of=("self",)).select_related(
        "round", "cadre", "marked_by"
    )
    entry = found.get(pk=entry_id)
    if refusal := objection_to_marking(entry.round):
        raise RoundError(refusal)
    return entry


def _refuse_day(entry: RosterEntry, on: date) -> None:
    if on > timezone.localdate():
        raise RoundError(f"Ngày {date_short(on)} chưa tới.")
    within = entry.round.begins_on <= on <= entry.round.ends_on
    if not within and on != entry.second_date:
        raise RoundError(
            f"Ngày khám phải trong thời gian của đợt ({date_short(entry.round.begins_on)} – "
            f"{date_short(entry.round.ends_on)}) hoặc đúng ngày hẹn lần hai."
        )


def _refuse_overtaken(entry: RosterEntry, seen: int) -> None:
    if entry.version == seen:
        return
    by = entry.marked_by or "người khác"
    raise RoundError(OVERTAKEN.format(entry.cadre, by, told(entry)))


def told(entry: RosterEntry) -> str:
    """The mark of an entry in words."""
    if entry.attendance == Attendance.ATTENDED:
        return f"đã khám ngày {date_short(entry.attended_on)}" if entry.attended_on else ""
    if entry.attendance == Attendance.ABSENT:
        return f"vắng mặt ({AbsenceReason(entry.absence_reason).label.lower()})"
    return "chưa điểm danh"


def _signed(entry: RosterEntry, by: User, at: datetime | None) -> None:
    entry.marked_at, entry.marked_by = at or timezone.now(), by
    entry.version += 1
    _saved(entry)


def _saved(entry: RosterEntry) -> None:
    _all_saved([entry])


def _all_saved(entries: Sequence[RosterEntry]) -> None:
    """Raises ``RoundError`` with the database's own sentence: the round was closed meanwhile …"""
    try:
        with transaction.atomic():
            update_objects(RosterEntry, entries, MARKED_FIELDS)
    except IntegrityError as refused:
        raise RoundError(str(refused).splitlines()[0]) from refused
