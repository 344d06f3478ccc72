"""The bill of the centre: days times price, matched person by person in ``claims.billing``."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Unit, UnitKind, User
from claims.actions import ClaimError
from claims.billing.occasions import Billed, Listed, Occasion
from claims.billing.pricing import Price
from claims.models import BillLine, Fact
from convalescence.models import Participation, Seat, SeatDay, Trip, TripState
from convalescence.trips.attending import Change, days_there, mark
from convalescence.trips.seating import take_seat


def things(user: User) -> QuerySet[Trip]:
    """The department bills for every trip, a centre for those that came to it."""
    return Trip.objects.all() if user.unit.sees_all else Trip.objects.filter(facility=user.unit)


def facilities(trip: Trip) -> QuerySet[Unit]:
    centres = Unit.objects.filter(kind=UnitKind.CONVALESCENCE_CENTRE)
    return centres.filter(pk=trip.facility_id) if trip.facility_id else centres


def listed(trip: Trip) -> dict[int, Listed]:
    """Everybody with a seat, and the days marked; before the first mark nobody knows."""
    days = days_there(trip)
    return {
        seat.cadre_id: Listed(
            attended=days.get(seat.pk, 0) > 0 if days else None,
            day=seat.begins_on,
            days=days.get(seat.pk, 0) if days else None,
        )
        for seat in trip.seats.held()
    }


def recorded(trip: Trip, cadres: Collection[int] | None) -> dict[int, str]:
    """Who has gone on record already, whether closing the trip or somebody by hand wrote it."""
    rows = trip.participations.filter(cancelled_at=None)
    if cadres is not None:
        rows = rows.filter(cadre__in=cadres)
    return dict.fromkeys(rows.values_list("cadre", flat=True), "Đã có lượt đi của đoàn này.")


def fact(trip: Trip, billed: Billed) -> Fact:
    """A participation with the days of the line, but never more than were marked.

    Of somebody who was not marked at all the bill alone tells how long they stayed.
    """
    present = SeatDay.objects.filter(seat__trip=trip, seat__cadre=billed.cadre, present=True)
    told = billed.days or trip.days
    days = min(present.count() or told, told)
    return Participation(trip=trip, cadre=billed.cadre, days=days)


def admit(trip: Trip, lines: Sequence[BillLine], by: User, reason: str) -> None:
    """Put whom the bill has on the list, and mark as many days as it says.

    Raises ``ClaimError`` when the trip is full, not away, or the person is elsewhere then.
    """
    seats = {seat.cadre_id: seat for seat in trip.seats.held()}
    for line in lines:
        if line.cadre is None:
            raise ClaimError(f"Dòng {line.row}: chưa rõ là ai.")
        seat = seats.get(line.cadre.pk) or take_seat(trip=trip, cadre=line.cadre, by=by)
        days = trip.each_day[: line.days or trip.days]
        changes = [Change(seat.pk, day, False, True) for day in days]
        kept = mark(trip=trip, changes=changes, by=by)
        if kept.refused:
            raise ClaimError(f"Dòng {line.row}: {kept.refused[0]}")


def link(trip: Trip, facts: Mapping[int, Any]) -> None:
    """Tell the seats which record was made of them."""
    seats = list(trip.seats.held().filter(cadre__in=list(facts)))
    for seat in seats:
        seat.participation, seat.refusal = facts[seat.cadre_id], ""
    Seat.objects.bulk_update(seats, ["participation", "refusal"])


def hindrance(trip: Trip) -> str:
    """Bills come when the trip is back and before it is closed."""
    if trip.is_over:
        return trip.over_told
    runs = trip.seats.held().exists() or trip.state != TripState.PLANNED
    if runs and trip.state != TripState.AWAY:
        return "Đoàn chưa lên đường."
    if trip.ends_on > timezone.localdate():
        return "Đoàn chưa về."
    return ""


def price(trip: Trip) -> Price | None:
    """What the contract of the trip names."""
    if trip.day_price is None and trip.package_price is None:
        return None
    return Price(trip.day_price, trip.package_price)


TRIP_BILLS = Occasion(
    kind="trip",
    title="Đoàn điều dưỡng",
    fact_kind=Participation.KIND,
    url_name="trip_detail",
    things=things,
    facilities=facilities,
    listed=listed,
    recorded=recorded,
    fact=fact,
    admit=admit,
    link=link,
    hindrance=hindrance,
    price=price,
)
