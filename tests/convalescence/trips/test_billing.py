"""The centre's bill for a trip: what was eaten and slept, against who was there and how long."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import UnitKind
from accounts.roles import Role
from claims.actions import ClaimError
from claims.billing.deciding import accept_bill, decide_lines
from claims.billing.opening import open_bill
from claims.billing.reading import match_bill, upload_bill
from claims.models import Bill, Claim, Decision, Finding
from convalescence.models import Participation, Seat, Trip
from convalescence.trips.attending import Change, days_there, mark
from convalescence.trips.billing import TRIP_BILLS
from convalescence.trips.life import move_trip
from convalescence.trips.seating import take_seat
from convalescence.trips.settling import begin_closing
from convalescence.trips.workflow import Action
from tests.event_workbooks import event_workbook
from tests.factories import UnitFactory, UserFactory, entitled_cadre

PRICE = 470_000


@pytest.fixture
def guests(trip, law, clerk):
    """Two on the trip: one stayed for nine days, the other for five."""
    people = [
        entitled_cadre(law, full_name=name, citizen_id=f"02006000911{place}")
        for place, name in enumerate(("Hà Văn Đủ", "Lý Thị Sớm"))
    ]
    seats = [take_seat(trip=trip, cadre=cadre, by=clerk) for cadre in people]
    move_trip(trip=trip, action=Action.LEAVE, by=clerk)
    for seat, days in zip(seats, (9, 5), strict=True):
        mark(
            trip=trip,
            changes=[Change(seat.pk, day, False, True) for day in trip.each_day[:days]],
            by=clerk,
        )
    trip.refresh_from_db()
    return people


def billed(trip, clerk, *rows) -> Bill:
    """A bill of (person, days), at the price of the contract."""
    content = event_workbook(
        *(
            {
                "STT": number,
                "Họ tên": cadre.full_name,
                "CCCD": cadre.citizen_id,
                "Ngày đến": "01/07/2025",
                "Số ngày": days,
                "Thành tiền": days * PRICE,
            }
            for number, (cadre, days) in enumerate(rows, start=1)
        )
    )
    bill = upload_bill(
        occasion=TRIP_BILLS,
        thing=trip,
        facility=UnitFactory(kind=UnitKind.CONVALESCENCE_CENTRE),
        number="01",
        dated_on=date(2025, 7, 15),
        printed_total=None,
        content=content,
        file_name="bang-ke.xlsx",
        by=clerk,
    )
    return match_bill(bill.pk)


def findings(bill) -> list[str]:
    return list(bill.lines.order_by("row").values_list("finding", flat=True))


def opened(bill, clerk):
    checker = UserFactory(unit=clerk.unit, roles=[Role.CHECKER])
    accept_bill(bill_id=bill.pk, by=checker)
    return open_bill(bill_id=bill.pk, by=clerk, submit=False)


def test_days_beyond_those_marked_are_found_and_not_paid(trip, guests, clerk):
    bill = billed(trip, clerk, *((guest, 9) for guest in guests))
    assert findings(bill) == [Finding.MATCHED, Finding.OVER]
    lines = list(bill.lines.filter(finding=Finding.OVER).values_list("pk", flat=True))
    decide_lines(
        bill_id=bill.pk, lines=lines, decision=Decision.TAKEN, reason="Trả năm ngày", by=clerk
    )
    opened(bill, clerk)
    paid = dict(Claim.objects.values_list("cadre", "amount"))
    assert paid == {guests[0].pk: 9 * PRICE, guests[1].pk: 5 * PRICE}
    assert Seat.objects.exclude(participation=None).count() == 2


def test_another_price_than_the_contract_waits_for_a_decision(trip, guests, clerk):
    Trip.objects.filter(pk=trip.pk).update(contract_number="15/HĐ", day_price=PRICE - 10_000)
    trip.refresh_from_db()
    bill = billed(trip, clerk, (guests[0], 9))
    [line] = bill.lines.all()
    assert (line.finding, line.stands) == (Finding.PRICE, False)
    assert "4.230.000 đồng, giá hợp đồng 9 ngày × 460.000 đồng là 4.140.000" in line.told[0]
    checker = UserFactory(unit=clerk.unit, roles=[Role.CHECKER])
    with pytest.raises(ClaimError, match="Còn 1 dòng chưa xử lý"):
        accept_bill(bill_id=bill.pk, by=checker)
    told = {"lines": [line.pk], "decision": Decision.TAKEN, "reason": "Phụ lục hợp đồng"}
    decide_lines(bill_id=bill.pk, by=clerk, **told)
    line.refresh_from_db()
    assert line.stands


def test_a_trip_without_a_price_is_not_compared(trip, guests, clerk):
    assert TRIP_BILLS.price(trip) is None
    Trip.objects.filter(pk=trip.pk).update(package_price=9 * PRICE)
    trip.refresh_from_db()
    assert findings(billed(trip, clerk, (guests[0], 9))) == [Finding.MATCHED]


def test_a_contract_has_one_price(trip):
    with pytest.raises(IntegrityError, match="trip_has_one_price"), transaction.atomic():
        Trip.objects.filter(pk=trip.pk).update(day_price=1, package_price=1)
    with pytest.raises(IntegrityError, match="package_price_is_positive"), transaction.atomic():
        Trip.objects.filter(pk=trip.pk).update(package_price=0)


def test_closing_after_the_bill_opens_only_who_was_not_on_it(trip, guests, clerk):
    opened(billed(trip, clerk, (guests[0], 9)), clerk)
    assert Participation.objects.count() == 1
    begin_closing(trip=trip, by=clerk)
    assert Claim.objects.count() == Participation.objects.count() == 2
    trip.refresh_from_db()
    assert "đã kết thúc" in TRIP_BILLS.hindrance(trip)


def test_somebody_who_was_not_listed_is_found_and_may_be_admitted(trip, guests, law, clerk):
    stranger = entitled_cadre(law, full_name="Vi Văn Lạ", citizen_id="020060009119")
    bill = billed(trip, clerk, (stranger, 4))
    assert findings(bill) == [Finding.EXTRA]
    TRIP_BILLS.admit(trip, list(bill.lines.all()), clerk, "Đi bổ sung")
    seat = Seat.objects.get(cadre=stranger)
    assert days_there(trip)[seat.pk] == 4


def test_nobody_is_admitted_beyond_the_quota(trip, guests, law, clerk):
    take_seat(trip=trip, cadre=entitled_cadre(law), by=clerk)
    stranger = entitled_cadre(law, full_name="Vi Văn Lạ", citizen_id="020060009119")
    bill = billed(trip, clerk, (stranger, 4))
    with pytest.raises(ClaimError, match="đã đủ 3 người"):
        TRIP_BILLS.admit(trip, list(bill.lines.all()), clerk, "Đi bổ sung")
