"""Drugs of conferences and delegations, from the form to the payment and the report."""

from datetime import date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from checkups.models import DelegationDrugs
from claims.actions import (
    approve_many,
    check_many,
    issue_list,
    mark_paid,
    open_list,
    record_fact,
    submit_many,
)
from claims.models import Claim
from policies.loading import load_pack
from policies.models import Payer, Resolution
from reports.actions import open_report
from reports.figures.figure import TOTAL, TOTAL_PEOPLE
from reports.figures.reckoning import Reckoning, reckon
from reports.models import Section
from reports.writing.paper import writer_for
from tests.event_workbooks import imported, judged, reasons
from tests.factories import RecipientFactory, UserFactory

pytestmark = pytest.mark.django_db
LAWS = ("lao-cai-12-2020", "lao-cai-22-2024", "lao-cai-23-2024", "yen-bai-18-qd-tu")


@pytest.fixture
def law(db) -> Resolution:
    """Those of Lào Cai, in force, in place of the one the other tests have."""
    return {name: load_pack(name, by=None, release=True) for name in LAWS}["lao-cai-23-2024"]


@pytest.fixture
def supplier(staff):
    return RecipientFactory(kind="supplier", unit=staff.maker.unit, name="Công ty Dược Thử")


@pytest.fixture
def typed(supplier):
    return {
        "gathering": "delegation",
        "name": "Đoàn công tác tỉnh tại Vân Nam",
        "place": "abroad",
        "begins_on": "02/06/2025",
        "ends_on": "06/06/2025",
        "document": "Quyết định 512/QĐ-UBND ngày 20/5/2025",
        "participants": "14",
        "supplier": supplier.pk,
        "invoice_number": "HD 77",
        "invoiced_on": "30/05/2025",
        "cost": "12.345.678",
    }


def paid(claim: Claim, staff, on: date) -> Claim:
    """Through everybody's hands to the bank."""
    cashier = UserFactory(roles=[Role.CASHIER])
    for verb, by in ((submit_many, staff.maker), (check_many, staff.checker)):
        assert verb(claims=[claim.pk], by=by)[0].done
    assert approve_many(claims=[claim.pk], by=staff.approver)[0].done
    payer = Payer.objects.get(code="ngan-sach-tinh")
    paying, _ = open_list(
        claims=[claim.pk],
        payer=payer,
        budget_year=2025,
        title="Thuốc phục vụ đoàn",
        by=cashier,
        at=timezone.make_aware(datetime.combine(on, time(9))),
    )
    issued = issue_list(payment_list=paying, by=cashier)
    payments = list(issued.payments.values_list("pk", flat=True))
    mark_paid(payment_list=issued, payments=payments, paid_on=on, voucher="UNC 9", by=cashier)
    claim.refresh_from_db()
    return claim


def year_of(staff) -> Reckoning:
    reporter = UserFactory(roles=[Role.REPORTER])
    return reckon(open_report(outline="lao-cai", year=2025, by=reporter))


def told_in(reckoning: Reckoning) -> str:
    """The sentence of the report about these drugs."""
    section = Section.objects.get(report=reckoning.report, body__contains="delegation_drug")
    writer = writer_for(reckoning, reckoning.parts[0])
    [line] = [line for line in section.body.splitlines() if "delegation_drug" in line]
    return writer.line(line)


def test_a_delegation_goes_the_way_of_every_claim(law, staff, maker, typed):
    preview = maker.post(reverse("delegation_preview"), typed)
    assert preview.context["preview"].amount == 12_345_678
    maker.post(reverse("delegation_create"), typed)
    claim = Claim.objects.get()
    assert (claim.payee_name, claim.category) == ("Công ty Dược Thử", "abroad")
    told = maker.get(reverse("claim_detail", args=[claim.pk])).content.decode()
    for words in ("chính sách 3", "14 người", "HD 77", "Vân Nam (ngoài nước)", "512/QĐ-UBND"):
        assert words in told
    assert paid(claim, staff, date(2025, 12, 20)).state == "paid"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ends_on", {"ends_on": "01/06/2025"}),
        ("participants", {"participants": "0"}),
        ("cost", {"cost": "0"}),
        ("supplier", {"supplier": ""}),
        ("place", {"place": "sao Hỏa"}),
        ("invoiced_on", {"invoiced_on": "01/01/2100"}),
        ("document", {"document": ""}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(law, maker, typed, field, changes):
    response = maker.post(reverse("delegation_create"), typed | changes)
    assert field in response.context["form"].errors
    assert not DelegationDrugs.objects.exists()


def test_an_invoice_is_entered_once(law, maker, typed):
    maker.post(reverse("delegation_create"), typed)
    again = maker.post(reverse("delegation_create"), typed | {"name": "Đoàn khác"})
    assert "invoice_number" in again.context["form"].errors
    assert DelegationDrugs.objects.count() == 1
    with pytest.raises(IntegrityError, match="delegation_ends"), transaction.atomic():
        DelegationDrugs.objects.update(ends_on=date(2025, 6, 1))


ROW = {
    "Phục vụ": "Hội nghị",
    "Tên hội nghị, đoàn": "Hội nghị tổng kết năm",
    "Trong nước hay ngoài nước": "Trong nước",
    "Từ ngày": "05/06/2025",
    "Đến ngày": "05/06/2025",
    "Văn bản tổ chức hoặc cử đoàn": "Kế hoạch 3/KH-UBND",
    "Số người tham gia": 120,
    "Số hóa đơn": "HD 1",
    "Ngày hóa đơn": "04/06/2025",
    "Chi phí thực tế": 3_000_000,
}


def test_a_workbook_brings_them_in_once(law, staff, supplier):
    row = ROW | {"Mã người nhận": supplier.code}
    assert imported("delegation_drugs", row, by=staff.maker).counts["amount"] == 3_000_000
    assert "đã được nhập" in reasons(judged("delegation_drugs", row, by=staff.maker))[2][0]
    wrong = row | {"Số hóa đơn": "HD 2", "Đến ngày": "04/06/2025"}
    assert "ends_on" in reasons(judged("delegation_drugs", wrong, by=staff.maker))[2][0]


def test_the_report_says_that_there_were_none(law, staff):
    reckoning = year_of(staff)
    assert reckoning["a.delegation_drug.occurrences"].value == 0
    assert told_in(reckoning).endswith("do tỉnh tổ chức: không phát sinh.")


def test_the_report_counts_what_was_paid(law, staff, supplier):
    """Money adds to the year's; a supplier is nobody who was helped."""
    fields = {
        "gathering": "conference",
        "name": "Hội nghị",
        "begins_on": date(2025, 6, 5),
        "ends_on": date(2025, 6, 6),
        "document": "KH 3",
        "participants": 120,
        "supplier": supplier,
        "invoiced_on": date(2025, 6, 4),
    }
    for number, place, cost in (("1", "domestic", 3_000_000), ("2", "abroad", 5_000_000)):
        drugs = DelegationDrugs(place=place, invoice_number=number, cost=cost, **fields)
        [claim] = record_fact(fact=drugs, by=staff.maker)
        paid(claim, staff, date(2025, 12, 20))
    reckoning = year_of(staff)
    assert reckoning["a.delegation_drug.occurrences"].value == 2
    assert reckoning["a.delegation_drug.people"].value == 0
    assert reckoning[f"a.{TOTAL}"].value == 8_000_000
    assert reckoning[f"a.{TOTAL_PEOPLE}"].value == 0
    told = "02 lượt (1 trong nước, 1 ngoài nước), kinh phí 8.000.000 đồng"
    assert told in told_in(reckoning)
