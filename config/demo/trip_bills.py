"""The bill of a convalescence centre: one line a person, as the centre writes it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from beneficiaries.models import Cadre
from claims.billing.deciding import accept_bill
from claims.billing.occasions import occasion_of
from claims.billing.opening import open_bill
from claims.billing.reading import match_bill, upload_bill
from claims.models import Bill, Claim
from config.demo.office import CannotBuild
from config.workbooks.writing import TableColumn, table_workbook
from convalescence.models import Participation, Trip

COLUMNS = (
    TableColumn("Họ và tên", "text"),
    TableColumn("Ngày sinh", "date"),
    TableColumn("Số CCCD", "text"),
    TableColumn("Từ ngày", "date"),
    TableColumn("Số ngày", "integer"),
    TableColumn("Thành tiền", "money"),
)


type Row = list[Any]


def rows_of(trip: Trip) -> list[Row]:
    """What the centre asks for those who have a seat, as long as the trip lasted."""
    seats = trip.seats.held().select_related("cadre")
    return [row_of(trip, seat.cadre, trip.days) for seat in seats]


def row_of(trip: Trip, cadre: Cadre, days: int) -> Row:
    papers = [cadre.full_name, cadre.birth_date, cadre.citizen_id]
    return [*papers, trip.begins_on, days, days * (trip.day_price or 0)]


def _sheet(trip: Trip, rows: Iterable[Row]) -> bytes:
    return table_workbook(
        title=f"Bảng kê người điều dưỡng, đoàn {trip.code}",
        columns=list(COLUMNS),
        rows=rows,
        totals=False,
    )


def send_in(trip: Trip, rows: Iterable[Row], clerk: User, at: datetime) -> Bill:
    """The centre's bill comes and is held against the list."""
    assert trip.facility
    bill = upload_bill(
        occasion=occasion_of("trip"),
        thing=trip,
        facility=trip.facility,
        number=f"{trip.code}/BK",
        dated_on=trip.ends_on + timedelta(days=3),
        printed_total=None,
        content=_sheet(trip, rows),
        file_name=f"bang-ke-{trip.code}.xlsx",
        by=clerk,
        at=at,
    )
    return match_bill(bill.pk, by=clerk, at=at)


def pay_by_bill(trip: Trip, clerk: User, checker: User, at: datetime) -> list[int]:
    """Upload, match, accept by another, open; answers the submitted claims."""
    bill = send_in(trip, rows_of(trip), clerk, at)
    accept_bill(bill_id=bill.pk, by=checker, at=at + timedelta(minutes=30))
    opened = open_bill(bill_id=bill.pk, by=clerk, submit=True, at=at + timedelta(hours=1))
    if opened.refused:
        raise CannotBuild(f"{bill}: {opened.refused} dòng không lập được.")
    facts = trip.participations.values_list("pk", flat=True)
    claims = Claim.objects.filter(fact_kind=Participation.KIND, fact_id__in=list(facts))
    return list(claims.order_by("pk").values_list("pk", flat=True))
