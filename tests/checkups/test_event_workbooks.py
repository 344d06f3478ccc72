"""Events from workbooks: judged as a whole, written at once, taken back as a unit."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beneficiaries.importing import (
    BatchIsStale,
    ImportRefused,
    UndoRefused,
    confirm_batch,
    undo_batch,
    verdicts_of,
)
from beneficiaries.models import BatchState
from checkups.models import Checkup, CheckupRound, DrugSupply, HospitalStay, RoundKind
from claims.actions import check_many, confirm_taken_over
from claims.importing import event_kinds
from claims.models import Claim, ClosedPeriod
from tests.event_workbooks import event_workbook, imported, judged, reasons
from tests.factories import (
    CadreFactory,
    RecipientFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
    entitled_cadre,
)


@pytest.fixture
def stay_row(cadre, hospital):
    def fill(**changes):
        row = {
            "Số CCCD": cadre.citizen_id,
            "Cơ sở khám, chữa bệnh": hospital.name,
            "Vào viện": "02/06/2025",
            "Ra viện": "13/06/2025",
            "Ngày thăm hỏi": "05/06/2025",
            "Viện phí đề nghị hỗ trợ": 450_000,
        }
        return row | changes

    return fill


PAID = {
    "Nguồn chi": "Ngân sách tỉnh",
    "Số chứng từ": "UNC 12",
    "Ngày chi": "30/06/2025",
    "Số tiền đã chi": 3_730_000,
}


def test_a_right_file_becomes_facts_and_claims(stay_row, staff, law, hospital):
    other = entitled_cadre(law)
    batch = imported(
        "hospital_stay",
        stay_row(),
        stay_row(**{"Số CCCD": other.citizen_id, "Cơ sở khám, chữa bệnh": hospital.code}),
        by=staff.maker,
        submit=True,
    )
    assert batch.counts["amount"] == 2 * 3_730_000
    assert HospitalStay.objects.count() == 2
    assert set(Claim.objects.values_list("state", "amount", "taken_over")) == {
        ("submitted", 3_730_000, False)
    }


def test_real_dates_of_excel_are_read_as_well(stay_row, staff):
    batch = judged("hospital_stay", stay_row(**{"Ra viện": date(2025, 6, 13)}), by=staff.maker)
    assert not reasons(batch)


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"Ra viện": "01/06/2025"}, "discharged_on: ra viện trước ngày vào viện"),
        ({"Ngày thăm hỏi": "20/06/2025"}, "visited_on: không nằm trong thời gian"),
        ({"Vào viện": "ngày nào đó"}, "admitted_on: "),
        ({"Ra viện": f"{TOMORROW:%d/%m/%Y}"}, "chưa tới"),
        ({"Viện phí đề nghị hỗ trợ": -1}, "fee_cost: "),
        ({"Viện phí đề nghị hỗ trợ": 99_000_000_000}, "fee_cost: "),
        ({"Viện phí đề nghị hỗ trợ": "=1+1"}, "fee_cost: "),
        ({"Số CCCD": "123"}, "citizen_id: "),
        ({"Số CCCD": "020060999999"}, "citizen_id: không có trong danh sách"),
        ({"Cơ sở khám, chữa bệnh": "Bệnh viện Không Có"}, "không có trong danh mục đơn vị"),
        ({"Cơ sở khám, chữa bệnh": "Sở Y tế thử"}, "không có trong danh mục đơn vị"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(stay_row, staff, law, changes, told):
    right = stay_row(**{"Số CCCD": entitled_cadre(law).citizen_id})
    batch = judged("hospital_stay", right, stay_row(**changes), by=staff.maker)
    assert list(reasons(batch)) == [3]
    assert told in " ".join(reasons(batch)[3])
    with pytest.raises(ImportRefused):
        confirm_batch(batch_id=batch.pk, by=staff.maker, whole=True)
    assert HospitalStay.objects.count() == Claim.objects.count() == 0
    confirm_batch(batch_id=batch.pk, by=staff.maker, whole=False)
    assert HospitalStay.objects.count() == Claim.objects.count() == 1


def test_an_event_before_birth_is_refused(stay_row, staff, law):
    child = entitled_cadre(law, birth_date=date(2025, 7, 1))
    batch = judged("hospital_stay", stay_row(**{"Số CCCD": child.citizen_id}), by=staff.maker)
    assert "trước ngày sinh" in reasons(batch)[2][0]


def test_a_person_without_a_group_is_told(stay_row, staff, law):
    stranger = CadreFactory()
    batch = judged("hospital_stay", stay_row(**{"Số CCCD": stranger.citizen_id}), by=staff.maker)
    assert "cần quyết định xếp đối tượng" in reasons(batch)[2][0]


def test_stays_overlapping_each_other_or_the_ledger_are_refused(stay_row, staff, cadre, hospital):
    StayFactory(cadre=cadre, facility=hospital, recorded_by=staff.maker)  # 2–4 June
    batch = judged(
        "hospital_stay",
        stay_row(),
        stay_row(**{"Vào viện": "01/09/2025", "Ra viện": "05/09/2025", "Ngày thăm hỏi": None}),
        stay_row(**{"Vào viện": "05/09/2025", "Ra viện": "07/09/2025", "Ngày thăm hỏi": None}),
        by=staff.maker,
    )
    assert "đã nhập của người này" in reasons(batch)[2][0]
    assert reasons(batch)[4] == [": trùng với dòng 3"]


def test_the_same_file_twice_adds_nothing(stay_row, staff):
    imported("hospital_stay", stay_row(), by=staff.maker)
    batch = judged("hospital_stay", stay_row(), by=staff.maker)
    assert batch.counts["wrong"] == 1


def test_confirming_twice_writes_once(stay_row, staff):
    batch = imported("hospital_stay", stay_row(), by=staff.maker)
    with pytest.raises(ImportRefused):
        confirm_batch(batch_id=batch.pk, by=staff.maker, whole=True)
    assert HospitalStay.objects.count() == 1


def test_a_world_that_moved_on_is_looked_at_again(stay_row, staff, cadre, hospital):
    batch = judged("hospital_stay", stay_row(), by=staff.maker)
    StayFactory(cadre=cadre, facility=hospital, recorded_by=staff.maker)
    with pytest.raises(BatchIsStale):
        confirm_batch(batch_id=batch.pk, by=staff.maker, whole=True)
    batch.refresh_from_db()
    assert batch.state == BatchState.JUDGED
    assert batch.counts["wrong"] == 1
    assert Claim.objects.count() == 0


def test_a_commune_can_only_import_for_its_own_people(stay_row, law):
    clerk = UserFactory(unit=UnitFactory())
    batch = judged("hospital_stay", stay_row(), by=clerk)
    assert "danh sách đối tượng của đơn vị" in reasons(batch)[2][0]


def test_an_import_is_taken_back_as_a_unit_until_somebody_dealt_with_it(stay_row, staff):
    batch = imported("hospital_stay", stay_row(), by=staff.maker, submit=True)
    undo_batch(batch_id=batch.pk, by=staff.maker)
    assert HospitalStay.objects.standing().count() == 0
    assert Claim.objects.alive().count() == 0
    again = imported("hospital_stay", stay_row(), by=staff.maker, submit=True)
    check_many(claims=Claim.objects.alive().values_list("pk", flat=True), by=staff.checker)
    with pytest.raises(UndoRefused):
        undo_batch(batch_id=again.pk, by=staff.maker)


# --- history already paid --------------------------------------------------------------------


def test_history_already_paid_waits_for_a_second_person(stay_row, staff):
    batch = imported("hospital_stay", stay_row() | PAID, by=staff.maker, paid=True)
    claim = Claim.objects.get()
    assert (claim.state, claim.taken_over, claim.voucher) == ("submitted", True, "UNC 12")
    [outcome] = confirm_taken_over(claims=[claim.pk], by=staff.maker)
    assert outcome.problem
    [outcome] = confirm_taken_over(claims=[claim.pk], by=staff.checker)
    claim.refresh_from_db()
    assert (claim.state, claim.budget_year, claim.batch) == ("paid", 2025, batch)
    assert (claim.made_by, claim.approved_by) == (staff.maker, staff.checker)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"Số tiền đã chi": 3_700_000}, "đã chi 3.700.000 đồng nhưng tính theo văn bản"),
        ({"Nguồn chi": "Quỹ lạ"}, "payer: “Quỹ lạ” không có trong danh mục"),
        ({"Ngày chi": f"{TOMORROW:%d/%m/%Y}"}, "paid_on: "),
        ({"Số chứng từ": None}, "voucher: "),
    ],
)
def test_a_wrong_payment_is_refused(stay_row, staff, changes, told):
    batch = judged("hospital_stay", stay_row() | PAID | changes, by=staff.maker, paid=True)
    assert told in " ".join(reasons(batch)[2])


def test_nothing_is_taken_over_into_a_closed_book(stay_row, staff):
    ClosedPeriod.objects.create(
        begins_on=date(2025, 1, 1), ends_on=date(2025, 6, 30), closed_by=staff.checker
    )
    batch = judged("hospital_stay", stay_row() | PAID, by=staff.maker, paid=True)
    assert "đã khóa sổ" in reasons(batch)[2][0]


def test_the_page_of_old_books_says_who_imported_and_who_confirmed(
    stay_row, staff, signed_in, maker
):
    batch = imported("hospital_stay", stay_row() | PAID, by=staff.maker, paid=True)
    address = reverse("history_confirm", args=[batch.pk])
    assert maker.get(address).status_code == 403
    checker = signed_in(staff.checker)
    listed = checker.get(reverse("history_list")).content.decode()
    assert staff.maker.full_name in listed
    assert "Chờ xác nhận" in listed
    page = checker.get(address).content.decode()
    assert "UNC 12" in page
    assert "3.730.000" in page
    after = checker.post(address, follow=True).content.decode()
    assert staff.checker.full_name in after
    assert Claim.objects.get().state == "paid"
    again = checker.post(address, follow=True).content.decode()
    assert "Không còn hồ sơ nào chờ xác nhận" in again


def test_old_books_of_another_unit_do_not_exist(stay_row, staff, signed_in):
    batch = imported("hospital_stay", stay_row() | PAID, by=staff.maker, paid=True)
    stranger = signed_in(UserFactory(unit=UnitFactory(), roles=["checker"]))
    assert stranger.get(reverse("history_confirm", args=[batch.pk])).status_code == 404
    assert stranger.post(reverse("history_confirm", args=[batch.pk])).status_code == 404
    assert Claim.objects.get().state == "submitted"


# --- the other kinds -------------------------------------------------------------------------


@pytest.fixture
def spring_round(law) -> CheckupRound:
    return CheckupRound.objects.create(
        resolution=law,
        kind=RoundKind.PERIODIC,
        code="round_1",
        title="Khám định kỳ đợt 1",
        year=2025,
        begins_on=date(2025, 5, 1),
        ends_on=date(2025, 5, 31),
    )


def checkup_row(cadre, hospital, **changes):
    return {
        "Số CCCD": cadre.citizen_id,
        "Mã đợt khám": "round_1",
        "Cơ sở khám, chữa bệnh": hospital.name,
        "Ngày khám": "20/05/2025",
        "Chi phí thực tế": 2_500_000,
    } | changes


def test_checkups_are_of_a_round_and_within_it(spring_round, staff, law, hospital, cadre):
    batch = judged(
        "checkup",
        checkup_row(cadre, hospital),
        checkup_row(entitled_cadre(law), hospital, **{"Mã đợt khám": "round_9"}),
        checkup_row(entitled_cadre(law), hospital, **{"Ngày khám": "20/06/2025"}),
        checkup_row(cadre, hospital),
        by=staff.maker,
    )
    assert {row: told[0] for row, told in reasons(batch).items()} == {
        3: "round: không có đợt khám mã này trong năm khám",
        4: "examined_on: ngoài thời gian của đợt khám",
        5: ": trùng với dòng 2",
    }
    confirm_batch(batch_id=batch.pk, by=staff.maker, whole=False)
    assert Checkup.objects.get().round == spring_round


def test_rounds_are_asked_for_once_a_file(spring_round, staff, law, hospital):
    def queries(people: int) -> int:
        rows = [checkup_row(entitled_cadre(law), hospital) for _ in range(people)]
        with CaptureQueriesContext(connection) as captured:
            assert not reasons(judged("checkup", *rows, by=staff.maker))
        return len(captured)

    queries(1)  # the law is read once a process
    assert queries(2) == queries(12)


def test_every_kind_has_a_right_row(spring_round, staff, law, hospital):
    """Drugs, illnesses, packages and allowances, as the templates want them."""
    staff_member = RecipientFactory(unit=staff.maker.unit)
    supplier = RecipientFactory(kind="supplier", unit=staff.maker.unit)
    cadre = entitled_cadre(law)
    rows = {
        "drug_supply": {
            "Số CCCD": cadre.citizen_id,
            "Ngày chỉ định": "05/06/2025",
            "Người chỉ định": "Hội đồng chuyên môn",
            "Mặt hàng": "Thuốc thử",
            "Số hóa đơn": "HD 7",
            "Chi phí thực tế": 1_250_000,
        },
        "critical_illness": {
            "Số CCCD": cadre.citizen_id,
            "Bệnh": "Bệnh thử",
            "Ngày chẩn đoán": "10/04/2025",
            "Nơi chẩn đoán": "Bệnh viện Thử",
        },
        "purchase_package": {
            "Mã người nhận": supplier.code,
            "Gói số": 1,
            "Tên gói thầu": "Gói thử",
            "Hợp đồng": "HĐ 1",
            "Ngày nghiệm thu": "25/04/2025",
            "Giá trị đã mua": 168_000_000,
        },
        "staff_allowance": {
            "Mã người nhận": staff_member.code,
            "Nhiệm vụ": "Viên chức làm nhiệm vụ trực tiếp",
            "Từ ngày": "01/01/2025",
            "Đến ngày": "30/06/2025",
            "Số tháng": 6,
            "Quyết định phân công": "QĐ 3",
        },
    }
    sums = {
        kind: imported(kind, row, by=staff.maker).counts["amount"] for kind, row in rows.items()
    }
    assert sums == {
        "drug_supply": 1_250_000,
        "critical_illness": 20_000_000,
        "purchase_package": 168_000_000,
        "staff_allowance": 4_800_000,
    }
    for kind, row in rows.items():
        assert judged(kind, row, by=staff.maker).counts["wrong"] == 1, "twice is refused"


def test_more_months_than_the_period_has_are_refused(staff, law):
    member = RecipientFactory(unit=staff.maker.unit)
    row = {
        "Mã người nhận": member.code,
        "Nhiệm vụ": "Viên chức làm nhiệm vụ trực tiếp",
        "Từ ngày": "01/01/2025",
        "Đến ngày": "30/06/2025",
        "Số tháng": 7,
        "Quyết định phân công": "QĐ 3",
    }
    assert "nhiều hơn số tháng" in reasons(judged("staff_allowance", row, by=staff.maker))[2][0]


def test_yearly_ceilings_are_used_up_in_the_order_of_the_days(staff, cadre):
    def row(day: str, invoice: str, cost: int):
        return {
            "Số CCCD": cadre.citizen_id,
            "Ngày chỉ định": day,
            "Người chỉ định": "Hội đồng chuyên môn",
            "Mặt hàng": "Thuốc thử",
            "Số hóa đơn": invoice,
            "Chi phí thực tế": cost,
        }

    batch = judged(
        "drug_supply",
        row("05/09/2025", "HD 2", 5_000_000),
        row("05/06/2025", "HD 1", 6_000_000),
        by=staff.maker,
    )
    amounts = {verdict.row: verdict.amount for verdict in verdicts_of(batch)}
    assert amounts == {3: 6_000_000, 2: 2_000_000}, "group 4 has 8 million a year"
    confirm_batch(batch_id=batch.pk, by=staff.maker, whole=True)
    assert DrugSupply.objects.count() == 2


# --- pages and the command line --------------------------------------------------------------


def test_the_upload_page_takes_a_file_to_its_preview(maker, stay_row, tmp_path):
    address = reverse("event_upload", args=["hospital_stay"])
    assert maker.get(address).status_code == 200
    assert "Hãy chọn tệp" in maker.post(address, {"submit": "on"}).content.decode()
    file = SimpleUploadedFile("dot.xlsx", event_workbook(stay_row()))
    page = maker.post(address, {"file": file, "submit": "on"}, follow=True).content.decode()
    assert "3.730.000" in page
    broken = SimpleUploadedFile("dot.xlsx", b"khong phai Excel")
    assert (
        "chưa có gì được ghi" in maker.post(address, {"file": broken}, follow=True).content.decode()
    )
    assert HospitalStay.objects.count() == 0


def test_the_preview_tells_what_of_an_event_is_not_paid(maker, stay_row, staff, law):
    """Group 6 has meals but no visit gift."""
    person = entitled_cadre(law, group="6")
    row = stay_row(**{"Số CCCD": person.citizen_id, "Viện phí đề nghị hỗ trợ": None})
    batch = judged("hospital_stay", row, by=staff.maker)
    page = maker.get(reverse("batch_detail", args=[batch.pk])).content.decode()
    assert "2.280.000" in page
    assert "Không được hưởng: Hỗ trợ thăm hỏi" in page


def test_templates_of_every_kind_can_be_downloaded(maker):
    for code in event_kinds():
        for query in ("", "?paid=1"):
            response = maker.get(reverse("event_template", args=[code]) + query)
            assert response.content[:2] == b"PK"
    assert maker.get(reverse("event_template", args=["khong-co"])).status_code == 404
    assert maker.get(reverse("event_upload", args=["khong-co"])).status_code == 404


def test_the_command_line_does_the_same(stay_row, staff, tmp_path, capsys):
    path = tmp_path / "dot.xlsx"
    path.write_bytes(event_workbook(stay_row() | PAID))
    common = ["import_events", "hospital_stay", str(path), "--user", staff.maker.username]
    call_command(*common, "--paid")
    assert "mới 1" in capsys.readouterr().out
    assert HospitalStay.objects.count() == 0
    call_command(*common, "--paid", "--commit", "--json")
    assert '"new": 1' in capsys.readouterr().out
    assert Claim.objects.get().taken_over
    rejects = tmp_path / "sai.xlsx"
    with pytest.raises(CommandError, match="1 dòng sai"):
        call_command(*common, "--commit", "--rejects", str(rejects))
    assert rejects.read_bytes()[:2] == b"PK"
    with pytest.raises(CommandError, match="không có quyền"):
        call_command(*common[:-1], staff.checker.username)
