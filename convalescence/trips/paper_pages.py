"""The papers of a trip to print or to work with."""

from django.http import HttpRequest, HttpResponse

from accounts.gates import log_access, requires
from config.web import pdf, workbook
from convalescence.models import Trip
from convalescence.trips.finding import trip_with_seats
from convalescence.trips.printing import (
    attendance_pdf,
    companions_seen,
    list_pdf,
    trip_workbook_of,
)


@requires("fact_view")
def trip_list_pdf(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Danh sách đoàn."""
    trip, seats = trip_with_seats(request, trip_id)
    _tell(request, trip, "In danh sách đoàn điều dưỡng")
    companions = companions_seen(trip, seats, request.user)
    return pdf(list_pdf(trip, list(seats.held()), companions), f"danh-sach-{trip.code}.pdf")


@requires("fact_view")
def trip_attendance_pdf(request: HttpRequest, trip_id: int) -> HttpResponse:
    """Bảng điểm danh."""
    trip, seats = trip_with_seats(request, trip_id)
    _tell(request, trip, "In bảng điểm danh đoàn điều dưỡng")
    return pdf(attendance_pdf(trip, list(seats.held())), f"cham-cong-{trip.code}.pdf")


@requires("fact_view")
def trip_workbook(request: HttpRequest, trip_id: int) -> HttpResponse:
    """List and days as a workbook."""
    trip, seats = trip_with_seats(request, trip_id)
    _tell(request, trip, "Tải danh sách đoàn điều dưỡng")
    return workbook(trip_workbook_of(trip, list(seats.held())), f"doan-{trip.code}.xlsx")


def _tell(request: HttpRequest, trip: Trip, action: str) -> None:
    """A list of people that leaves the portal is kept in the log."""
    log_access(request, action=action, subject=str(trip), subject_id=trip.pk)
