"""Who was there, day by day; and who went home early."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from claims.actions import ClaimError
from claims.actions.opening import lock_people
from claims.whereabouts import Presence
from config.formatting import date_short
from convalescence.models import LeaveReason, Seat, SeatDay, Trip, TripState
from convalescence.trips.seating import hold_trip
from convalescence.trips.whereabouts import away_from, clash_on

type Cell = tuple[int, date]  # seat, day


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody saw in a cell of the grid, and what they made of it."""

    seat_id: int
    day: date
    seen: bool
    present: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """How many marks were kept, and a sentence for each that was not."""

    kept: int
    refused: tuple[str, ...]


def may_mark(user: User, trip: Trip) -> bool:
    """The department, or the centre where the trip is."""
    own_guests = trip.facility_id is not None and trip.facility_id == user.unit_id
    return user.may("fact_record") and (user.unit.sees_all or own_guests)


def marks_of(trip: Trip) -> dict[Cell, SeatDay]:
    rows = SeatDay.objects.filter(seat__trip=trip).select_related("marked_by")
    return {(row.seat_id, row.day): row for row in rows}


def days_there(trip: Trip) -> dict[int, int]:
    """Days on which each seat was marked present; both the day of coming and of going count."""
    counted: dict[int, int] = {}
    present = SeatDay.objects.filter(seat__trip=trip, present=True)
    for seat_id in present.values_list("seat_id", flat=True):
        counted[seat_id] = counted.get(seat_id, 0) + 1
    return counted


@transaction.atomic
def mark(*, trip: Trip, changes: Iterable[Change], by: User, at: datetime | None = None) -> Marked:
    """Keep the marks that were changed; a cell that another changed meanwhile stays theirs.

    Raises ``ClaimError`` when the trip is not away or not for ``by`` to mark.
    """
    moment = at or timezone.now()
    held = hold_trip(trip.pk)
    if not may_mark(by, held):
        raise ClaimError("Chỉ Sở Y tế hoặc cơ sở điều dưỡng của đoàn điểm danh.")
    if held.state != TripState.AWAY:
        raise ClaimError("Chỉ điểm danh khi đoàn đang đi.")
    changes = list(changes)
    seats = {seat.pk: seat for seat in held.seats.held().select_related("cadre")}
    known = marks_of(held)
    coming = [seats[one.seat_id] for one in changes if one.present and one.seat_id in seats]
    lock_people(coming)  # nobody records a stay for them meanwhile
    there = away_from(held, coming)
    kept: dict[Cell, SeatDay] = {}
    refused = []
    for change in changes:
        seat, row = seats.get(change.seat_id), known.get((change.seat_id, change.day))
        if row and row.present == change.present:
            continue
        problem = _problem(change, seat, row, timezone.localdate(moment))
        if seat and change.present and not problem:
            problem = _elsewhere(change, seat, there.get(seat.cadre_id, ()), by)
        if problem:
            refused.append(problem)
            continue
        kept[change.seat_id, change.day] = SeatDay(
            seat_id=change.seat_id,
            day=change.day,
            present=change.present,
            marked_at=moment,
            marked_by=by,
        )
    SeatDay.objects.bulk_create(
        kept.values(),
        update_conflicts=True,
        unique_fields=["seat", "day"],
        update_fields=["present", "marked_at", "marked_by"],
    )
    return Marked(len(kept), tuple(refused))


def _problem(change: Change, seat: Seat | None, row: SeatDay | None, today: date) -> str:
    on = date_short(change.day)
    if seat is None:
        return "Có người vừa được rút tên khỏi đoàn; dấu chấm của người đó không được lưu."
    if (row.present if row else False) != change.seen and row:
        what = "có mặt" if row.present else "vắng"
        return f"{seat.cadre.full_name}, {on}: {row.marked_by} vừa chấm {what}; đã giữ dấu đó."
    if not change.present:
        return ""
    if change.day > today:
        return f"{seat.cadre.full_name}, {on}: ngày chưa tới."
    if not seat.begins_on <= change.day <= seat.last_day:
        return (
            f"{seat.cadre.full_name}, {on}: ngoài những ngày đi cùng đoàn "
            f"({date_short(seat.begins_on)} – {date_short(seat.last_day)})."
        )
    return ""


def _elsewhere(change: Change, seat: Seat, there: Iterable[Presence], by: User) -> str:
    """Why the person can't have been there; only the department learns where else."""
    where = clash_on(change.day, there)
    if not where:
        return ""
    told = where if by.unit.sees_all else "đã được ghi ở nơi khác"
    return (
        f"{seat.cadre.full_name}, {date_short(change.day)}: {told}; không chấm có mặt được. "
        "Nếu ghi nhầm, Sở Y tế sửa sự việc đó trước."
    )


@transaction.atomic
def return_early(
    *,
    seat: Seat,
    on: date,
    reason: LeaveReason,
    by: User,
    note: str = "",
    at: datetime | None = None,
) -> Seat:
    """Write down that a person went home before the trip; ``on`` is the last day there.

    Marks of later days become absences. Raises ``ClaimError`` for a day outside the trip.
    """
    moment = at or timezone.now()
    held = hold_trip(seat.trip_id)
    if not may_mark(by, held) or held.state != TripState.AWAY:
        raise ClaimError("Chỉ ghi về sớm khi đoàn đang đi.")
    locked = Seat.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=seat.pk)
    if not locked.is_held:
        raise ClaimError(f"{locked.cadre.full_name} đã được rút tên khỏi đoàn.")
    if not held.begins_on <= on < held.ends_on:
        raise ClaimError(
            f"Ngày về sớm phải từ {date_short(held.begins_on)} và trước ngày cả đoàn về "
            f"({date_short(held.ends_on)})."
        )
    if on > timezone.localdate(moment):
        raise ClaimError(f"Ngày {date_short(on)} chưa tới.")
    if reason == LeaveReason.OTHER and not note.strip():
        raise ClaimError("Lý do khác thì phải ghi rõ.")
    later = locked.days.filter(day__gt=on, present=True)
    later.update(present=False, marked_at=moment, marked_by=by)
    locked.left_on, locked.left_reason, locked.left_note = on, reason, note.strip()
    locked.save(update_fields=["left_on", "left_reason", "left_note"])
    return locked


@transaction.atomic
def stay_after_all(*, seat: Seat, by: User) -> Seat:
    """Take back an early return noted by mistake.

    Raises ``ClaimError`` when the person is on another trip in the days that come back.
    """
    held = hold_trip(seat.trip_id)
    if not may_mark(by, held) or held.state != TripState.AWAY:
        raise ClaimError("Chỉ sửa ghi về sớm khi đoàn đang đi.")
    locked = Seat.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=seat.pk)
    other = Seat.objects.held().filter(
        cadre=locked.cadre_id, begins_on__lte=locked.ends_on, ends_on__gte=locked.begins_on
    )
    if other.exclude(pk=locked.pk).exists():
        raise ClaimError(f"{locked.cadre.full_name} đang có tên trong một đoàn khác trùng ngày.")
    locked.left_on, locked.left_reason, locked.left_note = None, "", ""
    locked.save(update_fields=["left_on", "left_reason", "left_note"])
    return locked


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of one person in the grid; ``outside`` are days after going home early."""

    name: str
    day: date
    mark: SeatDay | None
    outside: bool

    @property
    def present(self) -> bool:
        return self.mark is not None and self.mark.present


@dataclass(frozen=True, slots=True)
class DayRow:
    """One person in the grid."""

    seat: Seat
    cells: tuple[DayCell, ...]

    @property
    def days(self) -> int:
        return sum(cell.present for cell in self.cells)


def grid_of(trip: Trip, seats: Iterable[Seat], marks: Mapping[Cell, SeatDay]) -> list[DayRow]:
    """Everybody's days; the name of a cell is the name of its field in the form."""
    return [
        DayRow(
            seat,
            tuple(
                DayCell(
                    f"c-{seat.pk}-{day.isoformat()}",
                    day,
                    marks.get((seat.pk, day)),
                    day > seat.last_day,
                )
                for day in trip.each_day
            ),
        )
        for seat in seats
    ]
