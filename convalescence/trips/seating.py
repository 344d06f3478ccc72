"""Who goes: taking a seat, giving it up, going in somebody's place, and who sleeps where."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre
from beneficiaries.models.cadre import Sex
from claims.actions import ClaimError
from claims.actions.opening import lock_people
from config.formatting import date_short
from convalescence.models import Companion, GiveUpReason, Seat, Trip, TripState
from convalescence.trips.turns import turns_for

TAKING = (TripState.OPEN, TripState.AWAY)
NOT_YET = "Đoàn chưa mở nhận danh sách; hãy bấm “Mở nhận danh sách” trước."


def hold_trip(trip_id: int, *, closing: bool = False) -> Trip:
    """The trip, kept from everybody else until the transaction ends.

    Raises ``ClaimError`` when it is closed, cancelled or, unless one is ``closing`` it, being
    closed.
    """
    trip = Trip.objects.select_for_update(of=("self",)).get(pk=trip_id)
    if trip.is_over:
        raise ClaimError(trip.over_told)
    if trip.settling_at and not closing:
        raise ClaimError(f"{trip.settling_by} đang kết thúc đoàn; không sửa được nữa.")
    return trip


def people_on(trip: Trip, *, but: Collection[int] = ()) -> int:
    """Distinct people who hold a seat or are recorded as having gone; ``but`` these cadres."""
    seats = trip.seats.held().exclude(cadre__in=but).values_list("cadre")
    went = trip.participations.filter(cancelled_at=None).exclude(cadre__in=but)
    return seats.union(went.values_list("cadre")).count()


def take_seat(
    *,
    trip: Trip,
    cadre: Cadre,
    by: User,
    replaces: Seat | None = None,
    at: datetime | None = None,
) -> Seat:
    """Put a person on the list of a trip.

    Raises ``ClaimError`` when the trip takes no names, is full, the person is on this or another
    trip in those days, or the plan of the trip didn't choose them.
    """
    [seat] = take_seats(trip=trip, cadres=[cadre], by=by, replaces=replaces, at=at)
    return seat


@transaction.atomic
def take_seats(
    *,
    trip: Trip,
    cadres: Sequence[Cadre],
    by: User,
    replaces: Seat | None = None,
    at: datetime | None = None,
) -> list[Seat]:
    """Put people on the list of a trip, all of them or, raising as ``take_seat`` does, nobody."""
    held = hold_trip(trip.pk)
    if held.state not in TAKING:
        raise ClaimError(NOT_YET)
    _refuse_seated(held, cadres)
    turns = turns_for(held, cadres)
    for cadre in cadres:
        if cadre.ended_on and cadre.ended_on <= held.begins_on:
            raise ClaimError(
                f"{cadre.full_name} đã thôi diện từ {date_short(cadre.ended_on)}, "
                "trước ngày đoàn đi."
            )
    if people_on(held, but=[one.pk for one in cadres]) + len(cadres) > held.quota:
        raise ClaimError(f"Đoàn {held} đã đủ {held.quota} người theo chỉ tiêu.")
    seats = [
        Seat(
            trip=held,
            cadre=cadre,
            candidate=turns.get(cadre.pk),
            begins_on=held.begins_on,
            ends_on=held.ends_on,
            replaces=replaces,
            taken_at=at or timezone.now(),
            taken_by=by,
        )
        for cadre in cadres
    ]
    lock_people(seats)
    try:
        with transaction.atomic():
            return Seat.objects.bulk_create(seats)
    except IntegrityError as refused:
        names = ", ".join(cadre.full_name for cadre in cadres)
        raise ClaimError(f"{names}: {_told(refused)}") from refused


def _refuse_seated(trip: Trip, cadres: Sequence[Cadre]) -> None:
    """Said before the database says it: there the rule of other trips may answer first."""
    seated = trip.seats.held().filter(cadre__in=cadres).values_list("cadre__full_name", flat=True)
    if seated:
        raise ClaimError(f"{', '.join(seated)}: đã có tên trong đoàn.")


def _told(refused: IntegrityError) -> str:
    """The rule of the database in words: asking it beforehand takes a question for each rule."""
    diagnosis = getattr(refused.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    words = {rule.name: str(rule.violation_error_message) for rule in Seat._meta.constraints}
    return words.get(name) or getattr(diagnosis, "message_primary", "") or str(refused)


@transaction.atomic
def give_up_seat(
    *, seat: Seat, by: User, reason: GiveUpReason, note: str = "", at: datetime | None = None
) -> Seat:
    """Take a person off the list, with the reason; the row stays.

    Raises ``ClaimError`` when they were there on some day already (they left early then), or when
    the seat was given up before.
    """
    hold_trip(seat.trip_id)
    locked = Seat.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=seat.pk)
    if not locked.is_held:
        raise ClaimError(f"{locked.cadre.full_name} đã được rút tên trước đó.")
    if locked.days.filter(present=True).exists():
        raise ClaimError(
            f"{locked.cadre.full_name} đã có ngày được chấm có mặt; "
            "hãy ghi về sớm, hoặc bỏ chấm nếu chấm nhầm."
        )
    if reason == GiveUpReason.OTHER and not note.strip():
        raise ClaimError("Lý do khác thì phải ghi rõ.")
    locked.given_up_at, locked.given_up_by = at or timezone.now(), by
    locked.given_up_reason, locked.given_up_note = reason, note.strip()
    locked.left_on, locked.left_reason, locked.left_note = None, "", ""
    locked.room, locked.vehicle, locked.as_couple = "", None, False
    locked.save()
    Companion.objects.filter(beside=locked).update(beside=None)
    return locked


@transaction.atomic
def substitute(
    *,
    seat: Seat,
    cadre: Cadre,
    by: User,
    reason: GiveUpReason,
    note: str = "",
    at: datetime | None = None,
) -> Seat:
    """Điều dưỡng thay thế: another person goes in this one's place; each row tells of the other.

    Raises ``ClaimError`` as ``give_up_seat`` and ``take_seat`` do.
    """
    if cadre.pk == seat.cadre_id:
        raise ClaimError("Người thay phải là người khác.")
    given_up = give_up_seat(seat=seat, by=by, reason=reason, note=note, at=at)
    return take_seat(trip=given_up.trip, cadre=cadre, by=by, replaces=given_up, at=at)


# --- rooms and vehicles ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lodging:
    """Where one person sleeps and rides."""

    room: str
    as_couple: bool
    vehicle: int | None


@transaction.atomic
def lodge(
    *,
    trip: Trip,
    seats: dict[int, Lodging],
    companions: dict[int, Lodging],
) -> None:
    """Give people of a trip their rooms and vehicles, all at once.

    Raises ``ClaimError`` for the first room that is too full or mixed, or a vehicle there isn't;
    then nothing changes.
    """
    held = hold_trip(trip.pk)
    sleepers: list[Seat | Companion] = [
        *held.seats.held().select_related("cadre"),
        *held.companions.all(),
    ]
    for sleeper in sleepers:
        told = (seats if isinstance(sleeper, Seat) else companions).get(sleeper.pk)
        if told:
            sleeper.room, sleeper.as_couple = told.room.strip().upper(), told.as_couple
            sleeper.vehicle = told.vehicle
    refuse_vehicles(held, sleepers)
    refuse_rooms(held, sleepers)
    # Emptied first: the database looks at every row, and two people may change places.
    held.seats.held().exclude(room="").update(room="")
    held.companions.exclude(room="").update(room="")
    told_of = ["room", "as_couple", "vehicle"]
    Seat.objects.bulk_update([one for one in sleepers if isinstance(one, Seat)], told_of)
    Companion.objects.bulk_update([one for one in sleepers if isinstance(one, Companion)], told_of)


def refuse_vehicles(trip: Trip, sleepers: Iterable[Seat | Companion]) -> None:
    known = len(trip.vehicle_names)
    for sleeper in sleepers:
        if sleeper.vehicle is not None and not 1 <= sleeper.vehicle <= known:
            raise ClaimError(f"{name_of(sleeper)}: đoàn không có xe số {sleeper.vehicle}.")


def refuse_rooms(trip: Trip, sleepers: Iterable[Seat | Companion]) -> None:
    """Raises ``ClaimError`` for a room that is too full, or that is mixed without a couple."""
    rooms: dict[str, list[Seat | Companion]] = defaultdict(list)
    for sleeper in sleepers:
        if sleeper.room:
            rooms[sleeper.room].append(sleeper)
    for room, inside in sorted(rooms.items()):
        names = ", ".join(name_of(sleeper) for sleeper in inside)
        if len(inside) > trip.room_size:
            raise ClaimError(
                f"Phòng {room} có {len(inside)} người ({names}); "
                f"mỗi phòng ở nhiều nhất {trip.room_size} người."
            )
        if len({sex_of(sleeper) for sleeper in inside}) > 1 and not all(
            sleeper.as_couple for sleeper in inside
        ):
            raise ClaimError(
                f"Phòng {room} có cả nam và nữ ({names}); "
                "chỉ xếp chung khi cả hai được đánh dấu là vợ chồng."
            )


def name_of(sleeper: Seat | Companion) -> str:
    return sleeper.cadre.full_name if isinstance(sleeper, Seat) else sleeper.full_name


def sex_of(sleeper: Seat | Companion) -> str:
    return sleeper.cadre.sex if isinstance(sleeper, Seat) else sleeper.sex


def proposed_rooms(trip: Trip) -> dict[Seat | Companion, str]:
    """Rooms for those who have none: men with men, women with women, numbered onwards."""
    sleepers: Sequence[Seat | Companion] = [
        *trip.seats.held().select_related("cadre").order_by("cadre__sort_name"),
        *trip.companions.all(),
    ]
    taken = {sleeper.room for sleeper in sleepers}
    numbers = (str(number) for number in range(101, 10_000))
    free = (number for number in numbers if number not in taken)
    proposed: dict[Seat | Companion, str] = {}
    for sex in Sex:
        waiting = [one for one in sleepers if not one.room and sex_of(one) == sex]
        for first in range(0, len(waiting), trip.room_size):
            room = next(free)
            for sleeper in waiting[first : first + trip.room_size]:
                proposed[sleeper] = room
    return proposed


@transaction.atomic
def add_companion(*, companion: Companion) -> Companion:
    """Note somebody who goes along; raises ``ClaimError`` when the trip is closed."""
    hold_trip(companion.trip_id)
    companion.save()
    return companion


@transaction.atomic
def remove_companion(*, companion: Companion) -> None:
    """Take a companion off; raises ``ClaimError`` when the trip is closed."""
    hold_trip(companion.trip_id)
    companion.delete()
