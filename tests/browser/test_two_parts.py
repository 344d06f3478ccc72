"""Lào Cai's report of two parts in Chromium: opened, written, checked, approved, issued, taken out.

Its year is small: a few people under each resolution, one of them under both.
"""

import io
import json
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.roles import Role
from beneficiaries.models import Membership
from policies.loading import load_pack
from reports.models import Report
from tests.browser.conftest import barriers, everybody, serving
from tests.reports.ledger_builder import LedgerBuilder

pytestmark = pytest.mark.django_db

REST = {"category": "province_run", "on": date(2025, 5, 15)}


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), serving(two_policies) as town:
        yield town


@pytest.fixture
def site_url(served) -> str:
    return served.url


@pytest.fixture
def acting(served, new_page):
    """A page of whoever has this role; in this town everybody is named after it."""

    def act(role: Role) -> Page:
        page = new_page()
        [user] = [each for each in everybody() if each.username == role.value]
        served.sign_in(page, user)
        return page

    return act


def two_policies() -> LedgerBuilder:
    """Examined under one resolution, at rest under another; the first person under both."""
    ledger = LedgerBuilder()
    examination = load_pack("lao-cai-23-2024", by=None, release=True)
    ledger.under(examination)
    both, *others = (ledger.cadre("tinh-uy", full_name=f"Giàng A {name}") for name in "BCD")
    for cadre in (both, *others):
        ledger.done(
            cadre,
            ("periodic_checkup", 1, 2_400_000),
            group="tinh-uy",
            category="lc-dot-1",
            on=date(2025, 5, 20),
        )
    ledger.done(others[0], ("treatment_cost_support", 1, 3_100_000), group="tinh-uy")
    load_pack("yen-bai-18-qd-tu", by=None, release=True)
    ledger.under(load_pack("lao-cai-22-2024", by=None, release=True))
    Membership.objects.create(
        cadre=both,
        group=ledger.groups["1"],
        resolution=ledger.resolution,
        since=date(2025, 1, 1),
        decision="QĐ 02",
    )
    ledger.done(both, ("convalescence_group", 1, 6_000_000), group="1", **REST)
    at_home = ledger.cadre("4", full_name="Lù Thị Nhà")
    ledger.done(at_home, ("convalescence_home", 1, 4_200_000), group="4", **REST)
    return ledger


def test_a_report_of_two_parts_goes_from_its_outline_to_its_files(acting):
    reporter = acting(Role.REPORTER)
    address = opened(reporter)
    signer_named(reporter, address)
    written_in_both_parts(reporter)
    listed(reporter, address)
    submitted_checked_approved(acting, reporter, address)
    issued(reporter, address)
    looked_into(reporter, address)
    published(reporter, address)


def opened(page: Page) -> str:
    page.goto(reverse("report_create"))
    page.get_by_label("Đề cương").select_option("lao-cai")
    page.get_by_label("Năm báo cáo").fill("2025")
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.get_by_text("Đã lập báo cáo từ đề cương.")).to_be_visible()
    for part in "AB":
        expect(page.get_by_role("link", name=f"Số liệu phần {part}")).to_be_visible()
    assert barriers(page) == []
    return page.url.removeprefix(page.url.partition("/bao-cao")[0])


def signer_named(page: Page, address: str) -> None:
    page.goto(f"{address}the-thuc/")
    page.get_by_label("Họ tên người ký").fill("Lù Văn Ký")
    page.get_by_role("button", name="Lưu thể thức").click()
    expect(page.get_by_text("Đã lưu phần thể thức")).to_be_visible()


def written_in_both_parts(page: Page) -> None:
    """The same figure has its own value in each part."""
    for part, told in (("a", "Phần A chi 10.300.000 đồng."), ("b", "Phần B chi 10.200.000 đồng.")):
        section = Report.objects.get().sections.get(part=part, key__endswith="strengths")
        page.goto(reverse("section_edit", args=[section.report_id, section.pk]))
        box = page.get_by_role("textbox", name="Nội dung")
        box.press("Control+End")
        page.keyboard.press("Enter")
        page.keyboard.type(f"Phần {part.upper()} chi ")
        find = page.get_by_role("combobox", name=re.compile("^Chèn số liệu"))
        find.fill("tong kinh phi")
        expect(page.get_by_role("option").first).to_contain_text(told.split()[3])
        find.press("Enter")
        page.keyboard.type(f" đồng. Phần {part.upper()} có 3 người vắng.")
        expect(page.locator(".sheet")).to_contain_text(told)
        page.get_by_role("button", name="Lưu mục").click()
        expect(page.get_by_text(re.compile(r"Đã lưu mục, thành bản \d"))).to_be_visible()


def listed(page: Page, address: str) -> None:
    page.goto(f"{address}phu-luc/")
    page.get_by_role("button", name="Lập các danh sách").click()
    expect(page.get_by_text("Đã đặt lập 3 danh sách.")).to_be_visible()
    assert barriers(page) == []


def submitted_checked_approved(acting, reporter: Page, address: str) -> None:
    reporter.goto(address)
    reporter.get_by_role("button", name="Trình soát xét").click()
    expect(reporter.get_by_text("Đã trình soát xét")).to_be_visible()
    checker = acting(Role.CHECKER)
    checker.goto(address)
    checker.get_by_role("button", name="Đồng ý trình ký").click()
    expect(checker.get_by_text("Đã đồng ý trình ký.")).to_be_visible()
    director = acting(Role.APPROVER)
    director.goto(address)
    director.get_by_role("link", name="Duyệt ban hành").click()
    director.get_by_label("Lý do chấp nhận").fill("Sẽ đối chiếu trong tháng.")
    director.get_by_role("button", name="Duyệt ban hành").click()
    expect(director.get_by_text("Đã duyệt; báo cáo chờ lấy số")).to_be_visible()


def issued(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Ban hành số 01").click()
    expect(page.get_by_text("Các danh sách kèm theo được lập lại")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_role("heading", name="Báo cáo số 01/BC-SYT")).to_be_visible()
    expect(page.get_by_text("Đã kiểm tra")).to_be_visible()
    assert barriers(page) == []


# --- What came out -------------------------------------------------------------------------------


def looked_into(page: Page, address: str) -> None:
    today = timezone.localdate()
    number_and_day = f"số 01/BC-SYT ngày {today:%d} tháng"
    printed = pdf_text(taken(page, f"{address}pdf/"))
    assert "Số: 01/BC-SYT" in printed
    assert "DỰ THẢO" not in printed
    paragraphs = [each.text for each in Document(taken(page, f"{address}word/")).paragraphs]
    for told in (
        "Trong năm có 3 người được hỗ trợ, tổng kinh phí 10.300.000 đồng.",
        "Phần A chi 10.300.000 đồng.",
        "Phần B chi 10.200.000 đồng.",
    ):
        assert told in printed
        assert any(told in each for each in paragraphs), told
    assert [each[:2] for each in paragraphs if re.match(r"[AB]\. ", each)] == ["A.", "B."]
    amounts = {cell for row in rows_of(taken(page, f"{address}excel/")) for cell in row}
    assert {10_300_000, 7_200_000, 3_100_000, 10_200_000} <= amounts
    figures = json.loads(taken(page, f"{address}json/").read())["figures"]
    assert figures["a.total.people"]["value"] == 3
    assert figures["b.convalescence.amount.old_lao_cai"]["value"] == 10_200_000
    page.goto(f"{address}phu-luc/")
    links = page.get_by_role("link", name=re.compile("^PDF")).all()
    addresses = [link.get_attribute("href") or "" for link in links]
    lists = [pdf_text(taken(page, each)) for each in addresses]
    assert len(lists) == 3
    assert all(number_and_day in each for each in lists)
    assert ["Lù Thị Nhà" in each for each in lists] == [False, False, True]


def taken(page: Page, address: str) -> io.BytesIO:
    """A file as a visitor of this browser gets it."""
    response = page.request.get(address)
    assert response.ok, address
    return io.BytesIO(response.body())


def pdf_text(file: io.BytesIO) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(file).pages)


def rows_of(file: io.BytesIO) -> list[tuple]:
    book = load_workbook(file, data_only=True)
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def published(page: Page, address: str) -> None:
    """Only once somebody has looked at every sentence in which a number was typed."""
    page.goto(f"{address}cong-bo/")
    page.get_by_role("link", name="Còn 2 câu có số gõ tay phải xem").click()
    expect(page.get_by_text("Số gõ tay: 3.")).to_have_count(2)
    assert barriers(page) == []
    for part in "AB":
        page.get_by_label(f"Phần {part} có 3 người vắng.").check()
    page.get_by_role("button", name="Ghi các câu đã xem").click()
    expect(page.get_by_role("link", name="Bản công bố PDF")).to_be_visible()
    public = pdf_text(taken(page, f"{address}cong-bo/pdf/"))
    assert "Trong năm có dưới 5 người" in public
    assert "3 người vắng" in public
