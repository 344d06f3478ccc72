"""Which trip a page is about, and whether this user may have it."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from convalescence.models import Seat, Trip
from convalescence.models.seat import SeatQuerySet
from convalescence.trips.life import may_run

TRIPS = Trip.objects.select_related("resolution__scheme", "facility", "settling_by", "plan")


def trip_to_run(request: HttpRequest, trip_id: int) -> Trip:
    """The trip, for those who run trips; for others there is no such page."""
    if not may_run(request.user):
        raise Http404
    return get_object_or_404(TRIPS, pk=trip_id)


def trip_with_seats(request: HttpRequest, trip_id: int) -> tuple[Trip, SeatQuerySet]:
    """The trip and the people on it whom the user may see; 404 for who sees nobody there."""
    trip = get_object_or_404(TRIPS, pk=trip_id)
    seats = seats_of(trip).visible_to(request.user)
    is_host = trip.facility_id is not None and trip.facility_id == request.user.unit_id
    if not (request.user.unit.sees_all or is_host or seats.exists()):
        raise Http404
    return trip, seats


def seats_of(trip: Trip) -> SeatQuerySet:
    """All seats of a trip with what its lists show, in the order of names."""
    joined = ("cadre__managing_unit", "cadre__commune", "participation", "trip", "given_up_by")
    rows = Seat.objects.filter(trip=trip).select_related(
        *joined, "replaces__cadre", "replaced_by__cadre"
    )
    return rows.order_by("cadre__sort_name", "pk")


def seat_to_run(request: HttpRequest, seat_id: int) -> Seat:
    """The seat, for those who run trips; for others there is no such page."""
    if not may_run(request.user):
        raise Http404
    return get_object_or_404(
        Seat.objects.select_related("trip", "cadre", "candidate__plan"), pk=seat_id
    )
