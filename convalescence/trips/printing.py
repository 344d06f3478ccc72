"""The papers of a trip: its list and its attendance sheet after NĐ 30, and both as a workbook."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from config.formatting import date_short
from config.paper import OfficialDocument
from config.pdf import render_pdf
from config.workbooks.writing import Table, TableColumn, tables_workbook
from convalescence.models import Companion, Seat, Trip
from convalescence.trips.attending import grid_of, marks_of

LIST_COLUMNS = (
    TableColumn("STT", kind="integer"),
    TableColumn("Họ và tên"),
    TableColumn("Ngày sinh", kind="date"),
    TableColumn("Giới tính"),
    TableColumn("Chức vụ"),
    TableColumn("Cơ quan quản lý"),
    TableColumn("Phòng"),
    TableColumn("Xe số", kind="integer"),
    TableColumn("Đi thay"),
    TableColumn("Về sớm ngày", kind="date"),
)


def list_pdf(trip: Trip, seats: Sequence[Seat], companions: Sequence[Companion]) -> bytes:
    """Danh sách đoàn: who goes, in which room and vehicle; who goes along below."""
    document = _document(trip, "Danh sách", f"Cán bộ đi điều dưỡng tại {trip.place}")
    context = {"document": document, "trip": trip, "seats": seats, "companions": companions}
    return render_pdf(render_to_string("documents/trip_list.html", context))


def attendance_pdf(trip: Trip, seats: Sequence[Seat]) -> bytes:
    """Bảng điểm danh: each person, each day, with room for the signatures of both sides."""
    grid = grid_of(trip, seats, marks_of(trip))
    document = _document(trip, "Bảng điểm danh", f"Đoàn điều dưỡng tại {trip.place}")
    context = {
        "document": document,
        "trip": trip,
        "days": trip.each_day,
        "rows": grid,
        "there": [sum(row.cells[place].present for row in grid) for place in range(trip.days)],
        "total": sum(row.days for row in grid),
    }
    return render_pdf(render_to_string("documents/trip_attendance.html", context))


def _document(trip: Trip, type_name: str, subject: str) -> OfficialDocument:
    province = trip.resolution.scheme.province
    return OfficialDocument(
        title=f"{type_name}: {subject}",
        type_name=type_name,
        subject_line=f"{subject}, từ {date_short(trip.begins_on)} đến {date_short(trip.ends_on)}",
        issuing_body=settings.DEPARTMENT_NAME,
        superior_body=f"UBND tỉnh {province}",
        symbol="DS-SYT",
        place=province,
        issued_on=timezone.localdate(),
        blank="day",
        recipients=("Cơ sở điều dưỡng",),
    )


def trip_workbook_of(trip: Trip, seats: Sequence[Seat]) -> bytes:
    """The list and the days as two sheets."""
    days = trip.each_day
    marked = [
        TableColumn("STT", kind="integer"),
        TableColumn("Họ và tên"),
        *(TableColumn(date_short(day)) for day in days),
        TableColumn("Số ngày", kind="integer", total=True),
    ]
    grid = grid_of(trip, seats, marks_of(trip))
    note = f"Đoàn điều dưỡng tại {trip}"
    return tables_workbook(
        [
            Table(
                "Danh sách đoàn",
                LIST_COLUMNS,
                [_listed(number, seat) for number, seat in enumerate(seats, start=1)],
                [note],
                "Danh sách",
            ),
            Table(
                "Bảng điểm danh",
                marked,
                [
                    (
                        number,
                        row.seat.cadre.full_name,
                        *("x" if cell.present else "" for cell in row.cells),
                        row.days,
                    )
                    for number, row in enumerate(grid, start=1)
                ],
                [note],
                "Điểm danh",
            ),
        ]
    )


def _listed(number: int, seat: Any) -> tuple[Any, ...]:
    cadre = seat.cadre
    return (
        number,
        cadre.full_name,
        cadre.birth_date,
        cadre.get_sex_display(),
        cadre.post,
        cadre.managing_unit.name,
        seat.room,
        seat.vehicle,
        seat.replaces.cadre.full_name if seat.replaces else "",
        seat.left_on,
    )


def companions_seen(trip: Trip, seats: Any, user: User) -> Any:
    """Companions for who looks after the whole trip; for others those beside their own people."""
    rows = trip.companions.select_related("beside__cadre")
    if user.unit.sees_all or (trip.facility_id and trip.facility_id == user.unit_id):
        return rows
    return rows.filter(beside__in=seats)
