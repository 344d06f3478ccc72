"""Where and when everybody of an agreed list is examined: spread over places and days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F

from accounts.models import Unit, User
from checkups.models import CheckupRound, RosterEntry, RoundState
from checkups.rounds.actions import RoundError, held, keep_step
from checkups.rounds.parts import Reviewed
from checkups.rounds.workflow import Action
from config.copying import update_objects
from config.formatting import count, date_short

SATURDAY, SUNDAY = 5, 6
APPOINTING = (RoundState.AGREED, RoundState.RUNNING)

type Session = tuple[int, date]  # a place and a day


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be given a place and a day; ``usual`` is where their health is looked after."""

    key: int
    unit: int
    usual: int | None


class NotEnoughRoom(RoundError):
    """More people than the places can take on the days there are."""


def days_of(first: date, last: date, *, saturdays: bool) -> list[date]:
    """Working days from the first to the last, both included."""
    rest = {SUNDAY} if saturdays else {SATURDAY, SUNDAY}
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() not in rest]


def spread(
    guests: Sequence[Guest], capacity: Mapping[int, int], days: Sequence[date], taken: Counter
) -> dict[int, Session]:
    """Give every guest a place and a day; people of one unit stay together where they can.

    Who is usually looked after at one of the places goes there while it has room. ``taken``
    counts who has been given a session before. Raises ``NotEnoughRoom``.
    """
    free = {
        place: sum(max(0, most - taken[place, day]) for day in days)
        for place, most in capacity.items()
    }
    if sum(free.values()) < len(guests):
        raise NotEnoughRoom(
            f"Còn {count(len(guests))} người cần xếp, nhưng các cơ sở chỉ còn nhận được "
            f"{count(sum(free.values()))} người trong những ngày đã chọn. Hãy tăng số người mỗi "
            "ngày, thêm cơ sở hoặc kéo dài đợt khám."
        )
    sessions = {
        place: _sessions(place, most, days, taken) for place, most in sorted(capacity.items())
    }
    given: dict[int, Session] = {}
    for group in _together(guests, capacity):
        place = None
        for number, guest in enumerate(group):
            if place is None or not free[place]:
                place = _place_for(guest, len(group) - number, free)
            given[guest.key] = next(sessions[place])
            free[place] -= 1
    return given


def _together(guests: Sequence[Guest], capacity: Mapping[int, int]) -> Iterable[list[Guest]]:
    """People of one unit with the same usual place, the largest groups first."""
    groups: dict[tuple[int, int | None], list[Guest]] = defaultdict(list)
    for guest in guests:
        groups[guest.unit, guest.usual if guest.usual in capacity else None].append(guest)
    return sorted(groups.values(), key=lambda group: (group[0].usual not in capacity, -len(group)))


def _place_for(guest: Guest, together: int, free: Mapping[int, int]) -> int:
    """The usual place; else, and when it is full, one with room for all, or with the most."""
    if guest.usual is not None and free.get(guest.usual):
        return guest.usual
    return max(free, key=lambda place: (free[place] >= together, free[place], -place))


def _sessions(place: int, most: int, days: Sequence[date], taken: Counter) -> Iterator[Session]:
    return ((place, day) for day in days for _ in range(max(0, most - taken[place, day])))


# --- Writing --------------------------------------------------------------------------------


@transaction.atomic
def appoint_all(
    *, checkup_round: CheckupRound, first: date, saturdays: bool, anew: bool, by: User
) -> int:
    """Spread the list from ``first`` on; how many were given a day.

    Only who has none yet, or with ``anew`` everybody who isn't invited and marked. Raises
    ``RoundError``.
    """
    current = _ready(checkup_round)
    capacity = dict(current.places.values_list("facility", "daily_capacity"))
    if not capacity:
        raise RoundError("Hãy chọn cơ sở khám trong phần sửa đợt khám.")
    if not current.begins_on <= first <= current.ends_on:
        raise RoundError("Ngày bắt đầu xếp phải trong thời gian của đợt khám.")
    rows = current.roster.kept().filter(attendance="", invited_at=None)
    if not anew:
        rows = rows.filter(appointed_on=None)
    chosen = list(
        rows.select_for_update(of=("self",))
        .select_related("cadre")
        .defer("cadre__citizen_id", "cadre__bank_account")
        .order_by("unit__name", "cadre__sort_name", "pk")
    )
    keys = {entry.pk for entry in chosen}
    guests = [Guest(each.pk, each.unit_id, each.cadre.care_facility_id) for each in chosen]
    days = days_of(first, current.ends_on, saturdays=saturdays)
    given = spread(guests, capacity, days, _taken(current, without=keys))
    for entry in chosen:
        entry.facility_id, entry.appointed_on = given[entry.pk]
        entry.version += 1
    update_objects(RosterEntry, chosen, ["facility", "appointed_on", "version"])
    keep_step(current, Action.APPOINT, by, note=f"{count(len(chosen))} người.")
    return len(chosen)


@transaction.atomic
def change_appointments(
    *,
    checkup_round: CheckupRound,
    chosen: Mapping[int, int],
    facility: Unit,
    day: date,
    by: User,
) -> Reviewed:
    """Give chosen people (entry → version seen) another place and day. Raises ``RoundError``.

    Who was invited already needs a new letter and counts as not invited.
    """
    current = _ready(checkup_round)
    place = current.places.filter(facility=facility).first()
    if place is None:
        raise RoundError(f"{facility} không phải là nơi khám của đợt này.")
    if not current.begins_on <= day <= current.ends_on:
        raise RoundError("Ngày hẹn phải trong thời gian của đợt khám.")
    rows = current.roster.kept().filter(pk__in=chosen, attendance="").select_related("cadre")
    entries = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not entries:
        raise RoundError("Không còn ai trong số đã chọn đổi lịch được.")
    fresh = [each for each in entries if each.version == chosen[each.pk]]
    keys = {entry.pk for entry in fresh}
    there = _taken(current, without=keys)[facility.pk, day]
    if there + len(fresh) > place.daily_capacity:
        raise RoundError(
            f"{facility} ngày {date_short(day)} đã có {count(there)} người, thêm "
            f"{count(len(fresh))} là quá {count(place.daily_capacity)} người mỗi ngày."
        )
    changed = current.roster.filter(pk__in=keys).update(
        facility=facility,
        appointed_on=day,
        invited_at=None,
        invited_by=None,
        version=F("version") + 1,
    )
    overtaken = tuple(str(each.cadre) for each in entries if each.pk not in keys)
    return Reviewed(changed, overtaken)


@transaction.atomic
def change_capacities(*, checkup_round: CheckupRound, capacities: Mapping[int, int]) -> None:
    """How many people each place takes a day; by facility. Appointments made stay as they are."""
    current = held(checkup_round)
    if current.state == RoundState.CLOSED:
        raise RoundError("Đợt khám đã kết thúc, không sửa được.")
    for place in current.places.filter(facility__in=capacities):
        place.daily_capacity = capacities[place.facility_id]
        place.save(update_fields=["daily_capacity"])


def _ready(checkup_round: CheckupRound) -> CheckupRound:
    current = held(checkup_round)
    if current.state not in APPOINTING:
        raise RoundError("Chỉ xếp lịch hẹn sau khi danh sách đã thống nhất.")
    return current


def _taken(current: CheckupRound, *, without: Iterable[int]) -> Counter:
    rows = current.roster.kept().exclude(appointed_on=None).exclude(pk__in=list(without))
    counted = rows.order_by().values_list("facility", "appointed_on").annotate(people=Count("pk"))
    return Counter({(place, day): people for place, day, people in counted})


def sessions_of(checkup_round: CheckupRound) -> list[tuple[date, list[tuple[Unit, int, int]]]]:
    """Each day with (place, people, capacity) of every place of the round."""
    places = list(checkup_round.places.select_related("facility"))
    taken = _taken(checkup_round, without=())
    days = sorted({day for _, day in taken})
    return [
        (
            day,
            [
                (place.facility, taken[place.facility_id, day], place.daily_capacity)
                for place in places
            ],
        )
        for day in days
    ]
