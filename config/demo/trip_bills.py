"""The bill of a convalescence centre: one line a person, as the centre writes it."""

from datetime import datetime, timedelta

from accounts.models import User
from claims.billing.deciding import accept_bill
from claims.billing.occasions import occasion_of
from claims.billing.opening import open_bill
from claims.billing.reading import match_bill, upload_bill
from claims.models import Claim
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


def centre_sheet(trip: Trip) -> bytes:
    """What the centre asks for those who were there."""
    people = [seat.cadre for seat in trip.seats.held().select_related("cadre")]
    return table_workbook(
        title=f"Bảng kê người điều dưỡng, đoàn {trip.code}",
        columns=list(COLUMNS),
        rows=[
            [
                one.full_name,
                one.birth_date,
                one.citizen_id,
                trip.begins_on,
                trip.days,
                trip.days * (trip.day_price or 0),
            ]
            for one in people
        ],
        totals=False,
    )


def pay_by_bill(trip: Trip, clerk: User, checker: User, at: datetime) -> list[int]:
    """Upload, match, accept by another, open; answers the submitted claims."""
    assert trip.facility
    bill = upload_bill(
        occasion=occasion_of("trip"),
        thing=trip,
        facility=trip.facility,
        number=f"{trip.code}/BK",
        dated_on=trip.ends_on + timedelta(days=3),
        printed_total=None,
        content=centre_sheet(trip),
        file_name=f"bang-ke-{trip.code}.xlsx",
        by=clerk,
        at=at,
    )
    match_bill(bill.pk, by=clerk, at=at)
    accept_bill(bill_id=bill.pk, by=checker, at=at + timedelta(minutes=30))
    opened = open_bill(bill_id=bill.pk, by=clerk, submit=True, at=at + timedelta(hours=1))
    if opened.refused:
        raise CannotBuild(f"{bill}: {opened.refused} dòng không lập được.")
    facts = trip.participations.values_list("pk", flat=True)
    claims = Claim.objects.filter(fact_kind=Participation.KIND, fact_id__in=list(facts))
    return list(claims.order_by("pk").values_list("pk", flat=True))
