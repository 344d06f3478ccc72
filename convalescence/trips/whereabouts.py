"""The days on which people were marked present on a trip, and who was said to be elsewhere then."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from beneficiaries.matching import any_of
from claims.whereabouts import Presence, Whereabouts, elsewhere
from config.formatting import date_short
from convalescence.models import Participation, Seat, SeatDay, Trip


def marked_days(cadres: Collection[int], first: date, last: date) -> Iterator[Presence]:
    days = SeatDay.objects.filter(
        present=True, day__range=(first, last), seat__given_up_at__isnull=True
    ).select_related("seat__trip")
    for row in any_of(days, "seat__cadre_id", list(cadres), "bigint"):
        told = f"được điểm danh có mặt ở đoàn điều dưỡng {row.seat.trip.place}"
        yield Presence(row.seat.cadre_id, row.day, row.day, told)


TRIP_DAYS = Whereabouts(Participation.KIND, marked_days)


def away_from(trip: Trip, seats: Iterable[Seat]) -> dict[int, list[Presence]]:
    """By cadre, where else the people of the trip are recorded in its days."""
    people = {seat.cadre_id for seat in seats}
    return elsewhere(Participation.KIND, people, trip.begins_on, trip.ends_on)


def clash_on(day: date, there: Iterable[Presence]) -> str:
    """Where else somebody was on that day; "" if nowhere."""
    return next((one.told for one in there if one.meets((day, day))), "")


def clashes_of(trip: Trip, seats: Collection[Seat]) -> dict[int, str]:
    """By seat, why the days marked can't be right: told before the claims are opened."""
    there = away_from(trip, seats)
    cadre_of = {seat.pk: seat.cadre_id for seat in seats if seat.cadre_id in there}
    marked = SeatDay.objects.filter(seat__in=cadre_of, present=True).order_by("day")
    told: dict[int, str] = {}
    for seat, day in marked.values_list("seat", "day"):
        if where := clash_on(day, there[cadre_of[seat]]):
            told.setdefault(
                seat,
                f"Ngày {date_short(day)} vừa được điểm danh có mặt vừa {where}; "
                "hãy sửa bên ghi nhầm trước.",
            )
    return told
