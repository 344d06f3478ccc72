"""The day of a check-up round and what follows: at the door, the hospital's bill, the claims."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.roles import Role
from beneficiaries.models import HealthCard
from checkups.models import RosterEntry
from claims.models import Bill, Claim
from tests.browser.conftest import NARROW, barriers
from tests.browser.test_registry import sign_in
from tests.event_workbooks import event_workbook
from tests.factories import DepartmentFactory, HospitalFactory, UserFactory, entitled_cadre
from tests.law import law_in_force
from tests.rounds import DAY, on_roster, running_round


@pytest.fixture
def town(transactional_db) -> SimpleNamespace:
    """A department, a hospital, and three people expected there on one day."""
    law, hospital = law_in_force(), HospitalFactory(name="Bệnh viện Đa khoa")
    office = DepartmentFactory()
    maker = UserFactory(unit=office, roles=[Role.DATA_ENTRY])
    chosen = running_round(law, hospital, estimate=10_000_000)
    chosen.groups.set(law.groups.filter(code="4"))
    names = ("Hà Văn Có", "Lý Thị Thẻ", "Mạc Văn Vắng")
    people = [
        entitled_cadre(law, full_name=name, citizen_id=f"02006000800{number}")
        for number, name in enumerate(names)
    ]
    entries = [on_roster(chosen, cadre, maker) for cadre in people]
    HealthCard.objects.create(
        cadre=people[1], group=entries[1].group, number="BV-0002", kind="new", issued_on=DAY
    )
    return SimpleNamespace(
        round=chosen,
        people=people,
        maker=maker,
        checker=UserFactory(unit=office, roles=[Role.CHECKER]),
        clerk=UserFactory(unit=hospital, roles=[Role.DATA_ENTRY]),
    )


def at(page: Page, user, site_url: str, name: str, *arguments) -> None:
    """A page as somebody sees it; nobody is shut out of it, and it fits a phone."""
    page.context.clear_cookies(name="sessionid")
    sign_in(page, user, site_url)
    page.goto(reverse(name, args=arguments))
    assert barriers(page) == []
    size = page.viewport_size
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.set_viewport_size(size)


def marked(text: str) -> str:
    return f"Vừa ghi: {text}"


def test_marking_needs_nothing_but_the_keyboard_or_a_scanner(town, page, site_url):
    at(page, town.clerk, site_url, "attendance_mark", town.round.pk)
    expect(page.get_by_label("Quét thẻ")).to_be_focused()
    page.get_by_label("Ngày khám").fill("12/05/2025")
    page.get_by_label("Quét thẻ").focus()
    page.keyboard.type("ha van co")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(marked("Hà Văn Có"))
    expect(page.get_by_label("Quét thẻ")).to_be_focused()
    card = HealthCard.objects.get()
    page.keyboard.type(f"{site_url}/the/tra/{card.code.int:039}/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(marked("Lý Thị Thẻ"))
    assert barriers(page) == []
    page.keyboard.type("Mạc Văn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Là ai trong số này?")).to_be_visible()
    choice = page.get_by_role("button", name="Mạc Văn Vắng, sinh")
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(marked("Mạc Văn Vắng"))
    page.get_by_role("button", name="Ghi nhầm, bỏ lại").press("Enter")
    expect(page.get_by_text("Đã bỏ điểm danh của Mạc Văn Vắng")).to_be_visible()
    marks = dict(RosterEntry.objects.values_list("cadre__full_name", "attendance"))
    assert marks == {"Hà Văn Có": "attended", "Lý Thị Thẻ": "attended", "Mạc Văn Vắng": ""}


def test_from_the_door_to_the_claims_and_the_result(town, page, site_url):
    for entry in RosterEntry.objects.exclude(cadre__full_name="Mạc Văn Vắng"):
        entry.attendance, entry.attended_on = "attended", DAY
        entry.marked_at, entry.marked_by = entry.added_at, town.clerk
        entry.save()
    absent = RosterEntry.objects.get(attendance="")
    at(page, town.clerk, site_url, "attendance_absent", absent.pk)
    page.get_by_label("Đi xa").check()
    page.get_by_label("Ngày hẹn lần hai").fill("28/05/2025")
    page.get_by_role("button", name="Ghi vắng mặt").click()
    expect(page.get_by_text("Đã ghi Mạc Văn Vắng vắng mặt")).to_be_visible()

    at(page, town.clerk, site_url, "bill_upload", "checkup_round", town.round.pk)
    page.get_by_label("Số bảng kê hoặc hóa đơn").fill("12/BK")
    page.get_by_label("Ngày bảng kê").fill("02/06/2025")
    page.locator("input[type=file]").set_input_files(bill_of(town))
    page.get_by_role("button", name="Tải lên và đối chiếu").click()
    expect(page.get_by_text("Người này đã được ghi vắng mặt.")).to_be_visible()
    bill = Bill.objects.get()

    at(page, town.maker, site_url, "bill_detail", bill.pk)
    page.get_by_label("Chọn cả trang").check()
    page.get_by_label("Lý do").fill("Không có mặt, không có phiếu khám")
    page.get_by_role("button", name="Loại ra").click()
    expect(page.get_by_text("Đã xử lý 1 dòng.")).to_be_visible()

    at(page, town.checker, site_url, "bill_accept", bill.pk)
    page.get_by_role("button", name="Xác nhận bảng kê").click()
    expect(page.get_by_text("Đã xác nhận bảng kê.")).to_be_visible()

    at(page, town.maker, site_url, "bill_open", bill.pk)
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.get_by_text("Đã lập hồ sơ cho 2 trong 2 dòng được thanh toán")).to_be_visible()
    assert barriers(page) == []
    assert {claim.amount for claim in Claim.objects.all()} == {2_000_000}

    at(page, town.maker, site_url, "round_result", town.round.pk)
    expect(page.get_by_text("66,7%").first).to_be_visible()
    expect(page.get_by_role("row", name="Mạc Văn Vắng")).to_contain_text("28/05/2025")
    at(page, town.maker, site_url, "health_result_list", town.round.pk)
    page.get_by_label("Phân loại sức khỏe của Hà Văn Có").select_option("Loại II")
    page.get_by_role("button", name="Ghi phân loại của trang này").click()
    expect(page.get_by_text("Đã ghi phân loại sức khỏe của 1 người.")).to_be_visible()
    at(page, town.maker, site_url, "unexamined_list")
    at(page, town.maker, site_url, "bill_list")
    at(page, town.maker, site_url, "attendance_upload", town.round.pk)


def bill_of(town) -> dict[str, object]:
    """What the hospital asks for: also for the one who didn't come."""
    rows = (
        {
            "Họ và tên": cadre.full_name,
            "Năm sinh": cadre.birth_date.year,
            "CCCD": cadre.citizen_id,
            "Ngày khám": "12/05/2025",
            "Thành tiền": 2_000_000,
        }
        for cadre in town.people
    )
    content = event_workbook(*rows, {"Họ và tên": "Tổng cộng", "Thành tiền": 6_000_000})
    return {"name": "bk.xlsx", "mimeType": "application/octet-stream", "buffer": content}
