"""A trip under way, for whoever needs one: names, a room, somebody along, a paper, a day marked."""

from collections.abc import Iterable

from accounts.models import User
from beneficiaries.models import Cadre, Sex
from convalescence.models import Companion, CompanionRole, Seat, Trip, TripPaper
from convalescence.trips.attending import Change, mark
from convalescence.trips.life import add_paper, move_trip
from convalescence.trips.seating import add_companion, take_seat
from convalescence.trips.workflow import Action


def set_out(trip: Trip, people: Iterable[Cadre], by: User) -> tuple[Seat, Companion, TripPaper]:
    """Open the trip, give these people seats and let it leave; the first one's seat is told."""
    move_trip(trip=trip, action=Action.OPEN, by=by)
    seats = [take_seat(trip=trip, cadre=cadre, by=by) for cadre in people]
    companion = add_companion(
        companion=Companion(
            trip=trip, role=CompanionRole.MEDIC, full_name="Vi Thị Thuốc", sex=Sex.FEMALE
        )
    )
    paper = add_paper(
        trip=trip, title="Hợp đồng", file_name="hop-dong.pdf", content=b"%PDF-1.7", by=by
    )
    move_trip(trip=trip, action=Action.LEAVE, by=by)
    changes = [Change(seat.pk, trip.begins_on, False, True) for seat in seats]
    mark(trip=trip, changes=changes, by=by)
    trip.refresh_from_db()
    return seats[0], companion, paper
