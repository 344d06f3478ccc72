"""All trips at a glance: by state, and through the year; what is late is told beside it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from config.formatting import count
from config.totals import total_of
from convalescence.models import Participation, Seat, Trip, TripState

SOON = timedelta(days=14)


def counted_trips(user: User) -> QuerySet[Any]:
    """Trips with ``names`` (held seats) and ``went`` (people recorded) of those whom the user sees.

    ``held`` and ``recorded`` are the same of everybody.
    """
    return Trip.objects.annotate(
        names=_counted(Seat.objects.visible_to(user).held()),
        went=_counted(Participation.objects.standing().visible_to(user)),
        held=_counted(Seat.objects.held()),
        recorded=_counted(Participation.objects.standing()),
    ).order_by("begins_on", "code")


def _counted(rows: QuerySet) -> Coalesce:
    return total_of(rows, "trip", Count("pk"))


def late(trip: Any, today: date) -> str:
    """What should have happened by now, or will be too late soon; "" when all is well."""
    if trip.state in (TripState.PLANNED, TripState.OPEN) and not trip.recorded:
        empty = trip.quota - trip.held
        if trip.begins_on < today:
            return "Đã quá ngày đi mà chưa ghi đoàn lên đường."
        if trip.begins_on - today <= SOON and empty > 0:
            return f"Sắp đi mà còn trống {count(empty)} chỗ."
    if trip.state == TripState.AWAY and trip.ends_on < today:
        return "Đã về mà chưa kết thúc đoàn, chưa lập hồ sơ."
    return ""


@dataclass(frozen=True, slots=True)
class Column:
    """The trips of one state, each with what is late about it."""

    title: str
    state: str
    cards: tuple[tuple[Any, str], ...]


def columns_of(user: User, year: int, today: date) -> list[Column]:
    """The board of one year; called off and told afterwards only where there are such trips."""
    trips = list(counted_trips(user).filter(begins_on__year=year))
    told = {trip.pk for trip in trips if _is_told_afterwards(trip)}
    columns = [
        Column(
            state.label,
            state.value,
            tuple(
                (trip, late(trip, today))
                for trip in trips
                if trip.state == state and trip.pk not in told
            ),
        )
        for state in TripState
    ]
    columns = [one for one in columns if one.cards or one.state != TripState.CANCELLED]
    cards = tuple((trip, "") for trip in trips if trip.pk in told)
    return [*columns, Column("Ghi thẳng kết quả", "recorded", cards)] if cards else columns


def _is_told_afterwards(trip: Any) -> bool:
    return trip.state == TripState.PLANNED and not trip.held and trip.recorded > 0


@dataclass(frozen=True, slots=True)
class Month:
    """One month with the trips that are away on some day of it."""

    number: int
    trips: tuple[Any, ...]


def months_of(user: User, year: int) -> list[Month]:
    """The twelve months of a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    trips = list(counted_trips(user).filter(begins_on__lte=last, ends_on__gte=first))
    months = []
    for number in range(1, 13):
        begins = date(year, number, 1)
        ends = date(year, number, monthrange(year, number)[1])
        away = (trip for trip in trips if trip.begins_on <= ends and trip.ends_on >= begins)
        months.append(Month(number, tuple(away)))
    return months


def tabs(current: str) -> list[dict[str, Any]]:
    """The ways of looking at all trips, by the name of the page."""
    pages = (("trip_list", "Danh sách"), ("trip_board", "Bảng"), ("trip_calendar", "Lịch"))
    return [
        {"label": label, "url": reverse(name), "current": name == current} for name, label in pages
    ]
