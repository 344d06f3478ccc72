"""A policy officer types a whole resolution from nothing; another one releases it."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from accounts.roles import Role
from policies.models import Limit, Rate, Resolution
from tests.browser.conftest import NARROW, barriers, session_of
from tests.factories import UserFactory

DISEASES = "ung thư\nsuy thận phải lọc máu\nxơ gan cổ trướng"
GROUPS = "Cán bộ đương chức\tThuộc diện Ban Thường vụ quản lý\nCán bộ nguyên chức\tĐã nghỉ hưu"
# Letter, name, title, unit, who is paid, article: as they stand in a sheet of Excel.
BENEFITS = """\
a\tBệnh hiểm nghèo\tHỗ trợ điều trị bệnh hiểm nghèo\tđợt\tCán bộ thụ hưởng\tkhoản 1 Điều 3
b\tThuốc, kỹ thuật cao\t\tlượt\tCán bộ thụ hưởng\tkhoản 2 Điều 3
c\tHội chẩn, xét nghiệm\t\tlần\tCán bộ thụ hưởng\tkhoản 3 Điều 3
d\tĐiều trị dài ngày\t\tngày\tCán bộ thụ hưởng\tkhoản 4 Điều 3
đ\tChuyển viện\t\tchuyến\tCán bộ thụ hưởng\tkhoản 5 Điều 3"""
CODE = "ca-mau-05-2026"


def sign_in(page: Page, user: User, address: str) -> None:
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": address}
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.context.add_cookies([cookie])


def paste(box: Locator, text: str) -> None:
    """What Ctrl+V brings from Excel: cells by tab, rows by line."""
    box.evaluate(
        """(box, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const kind = { clipboardData, bubbles: true, cancelable: true };
            box.dispatchEvent(new ClipboardEvent("paste", kind));
        }""",
        text,
    )


@pytest.fixture
def officers(transactional_db) -> tuple[User, User]:
    hien = UserFactory(full_name="Nông Thị Hiền", roles=[Role.POLICY_OFFICER])
    return hien, UserFactory(full_name="Lý Văn Khải", roles=[Role.POLICY_OFFICER])


@pytest.fixture
def typing(officers, page, site_url) -> Page:
    sign_in(page, officers[0], site_url)
    return page


def begin(page: Page) -> None:
    page.goto(reverse("resolution_list"))
    page.get_by_role("link", name="Lập văn bản mới").click()
    for label, text in {
        "Tên chính sách mới": "Chăm sóc sức khỏe cán bộ tỉnh Cà Mau",
        "Tỉnh, thành phố": "Cà Mau",
        "Số, ký hiệu": "05/2026/NQ-HĐND",
        "Ngày ban hành": "10122025",
        "Cơ quan ban hành": "Hội đồng nhân dân tỉnh Cà Mau",
        "Trích yếu": "Hỗ trợ khám bệnh, chữa bệnh",
        "Hiệu lực từ ngày": "01012026",
    }.items():
        page.get_by_label(label, exact=False).first.fill(text)
    page.get_by_role("button", name="Lập dự thảo").click()
    expect(page.get_by_role("heading", name="Nghị quyết số 05/2026/NQ-HĐND")).to_be_visible()


def type_what_is_shared(page: Page) -> None:
    page.goto(reverse("payer_list"))
    page.get_by_label("Nguồn kinh phí, dòng 1", exact=True).fill("Ngân sách tỉnh")
    save(page)
    page.goto(reverse("dated_list_create"))
    page.get_by_label("tên danh mục").fill("Bệnh hiểm nghèo")
    page.get_by_label("loại").select_option("diseases")
    page.get_by_label("Các mục, mỗi dòng một mục").fill(DISEASES)
    page.get_by_role("button", name="Lập danh mục").click()
    expect(page.get_by_text("1–3 trong 3 mục")).to_be_visible()


def save(page: Page, told: str = "Đã lưu") -> None:
    assert barriers(page) == []
    page.get_by_role("button", name="Lưu", exact=False).first.click()
    expect(page.get_by_text(told).first).to_be_visible()


def type_tables(page: Page) -> None:
    page.goto(reverse("draft_groups", args=[CODE]))
    paste(page.get_by_label("Tên đối tượng, dòng 1", exact=True), GROUPS)
    save(page)
    page.goto(reverse("draft_benefits", args=[CODE]))
    paste(page.get_by_label("Điểm, dòng 1", exact=True), BENEFITS)
    save(page)


def type_the_sheet(page: Page) -> None:
    """A cell that isn't clear is marked; mended, the whole sheet is saved at once."""
    page.goto(reverse("draft_sheet", args=[CODE]))
    for title in ("Thuốc, kỹ thuật cao", "Hội chẩn, xét nghiệm"):
        page.get_by_label(f"Cách tính, {title}", exact=True).select_option("actual_cost")
    page.get_by_label("Cách tính, Chuyển viện", exact=True).select_option("actual_or_norm")
    first = page.get_by_label("Thuốc, kỹ thuật cao, Cán bộ đương chức", exact=True)
    paste(first, "15.000.000\t5.000.000\n15000000\t5 triệu")
    page.get_by_label("Chuyển viện, mọi đối tượng", exact=True).fill("6.000.000")
    page.get_by_role("button", name="Lưu cả bảng").click()
    wrong = page.get_by_label("Hội chẩn, xét nghiệm, Cán bộ nguyên chức", exact=True)
    expect(page.locator("[data-error-summary]")).to_contain_text("“5 triệu” không đọc được")
    expect(wrong).to_have_value("5 triệu")
    expect(first).to_have_value("15.000.000")
    assert barriers(page) == []
    wrong.fill("5.000.000 đ")
    wrong.press("ArrowUp")
    above = page.get_by_label("Hội chẩn, xét nghiệm, Cán bộ đương chức", exact=True)
    expect(above).to_be_focused()
    above.press("Enter")
    expect(wrong).to_be_focused()
    save(page, "thêm 5 mức")


def type_rules(page: Page) -> None:
    page.goto(reverse("rate_create", args=[CODE, "benh-hiem-ngheo"]))
    page.get_by_label("Mọi đối tượng").check()
    page.get_by_label("cách tính").select_option("share_of_cost")
    expect(page.get_by_label("Mức (đồng)", exact=True)).to_be_hidden()
    page.get_by_label("Hệ số, tỷ lệ").fill("30 %")
    page.get_by_label("Đến (khung quyết định)").fill("60 %")
    page.get_by_label("Loại chi phí").select_option("outside_insurance")
    page.get_by_label("nguồn kinh phí").select_option(label="Ngân sách tỉnh")
    page.get_by_label("Đặc điểm, dòng 1", exact=True).select_option("disease")
    page.get_by_label("Có trong danh mục, dòng 1", exact=True).select_option("benh-hiem-ngheo")
    save(page)
    page.goto(reverse("rate_create", args=[CODE, "dieu-tri-dai-ngay"]))
    page.get_by_label("Mọi đối tượng").check()
    page.get_by_label("cách tính").select_option("per_day")
    page.get_by_label("Từ ngày thứ, dòng 1", exact=True).fill("8")
    page.get_by_label("Mức mỗi ngày (đồng), dòng 1", exact=True).fill("100000")
    page.get_by_label("nguồn kinh phí").select_option(label="Ngân sách tỉnh")
    save(page)
    page.goto(reverse("limit_create", args=[CODE, "dieu-tri-dai-ngay"]))
    page.get_by_label("Mọi đối tượng").check()
    page.locator("#id_measure").select_option("quantity")
    page.locator("#id_window").select_option("event")
    expect(page.get_by_label("số năm của chu kỳ")).to_be_hidden()
    page.locator("#id_value").fill("30")
    save(page)
    page.goto(reverse("law_limit_create", args=[CODE]))
    page.get_by_label("Mọi đối tượng").check()
    page.locator("#id_measure").select_option("amount")
    page.locator("#id_window").select_option("year")
    page.locator("#id_value").fill("50.000.000")
    page.get_by_label("Hạn mức khi có quyết định riêng").fill("100.000.000")
    page.get_by_label("cấp quyết định vượt hạn mức").fill("Ban Thường vụ Tỉnh ủy")
    page.get_by_label("điều khoản").first.fill("khoản 6 Điều 3")
    save(page)


def solve_a_case(page: Page) -> None:
    """45 days in hospital: from the eighth on, thirty of them."""
    page.goto(reverse("trial", args=[CODE]))
    page.get_by_label("Điều trị dài ngày").check()
    page.get_by_label("Đối tượng", exact=True).select_option(label="Cán bộ đương chức")
    page.get_by_label("Ngày của sự việc").fill("10/03/2026")
    page.get_by_label("Số ngày").press_sequentially("45")
    expect(page.locator("#result .preview-sum")).to_contain_text("3.000.000 đồng")
    page.get_by_role("link", name="Lưu thành ca mẫu").click()
    page.get_by_label("Tên ca").fill("Nằm viện 45 ngày")
    page.get_by_label("Số tiền đúng").fill("3.000.000")
    page.get_by_role("button", name="Lưu ca mẫu").click()
    expect(page.get_by_role("row", name="Nằm viện 45 ngày")).to_contain_text("Đạt")


def test_a_whole_resolution_from_nothing_to_release(officers, typing, new_page, site_url):
    begin(typing)
    type_what_is_shared(typing)
    type_tables(typing)
    type_the_sheet(typing)
    type_rules(typing)
    solve_a_case(typing)
    typing.goto(reverse("draft_overview", args=[CODE]))
    expect(typing.get_by_role("heading", name="Đã đủ để thử")).to_be_visible()
    assert barriers(typing) == []
    typing.goto(reverse("resolution_test", args=[CODE]))
    typing.locator("main form button[type=submit]").click()
    expect(typing.get_by_text("Đã thử").first).to_be_visible()
    colleague = new_page()
    sign_in(colleague, officers[1], site_url)
    colleague.goto(reverse("resolution_release", args=[CODE]))
    colleague.locator("main form button[type=submit]").click()
    expect(colleague.get_by_text("Đang áp dụng").first).to_be_visible()
    law = Resolution.objects.get(code=CODE)
    assert (law.status, law.made_by, law.released_by) == ("released", *officers)
    assert law.effective_from == date(2026, 1, 1)
    assert Rate.objects.filter(benefit__resolution=law).count() == 7
    assert set(Limit.objects.values_list("value", "exceptional_value")) == {
        (30, None),
        (50_000_000, 100_000_000),
    }


def test_without_javascript_and_on_a_phone_it_is_a_plain_form(officers, new_page, site_url):
    page = new_page(viewport=NARROW, javascript=False)
    sign_in(page, officers[0], site_url)
    begin(page)
    page.goto(reverse("draft_groups", args=[CODE]))
    page.get_by_label("Tên đối tượng, dòng 1", exact=True).fill("Đối tượng 1")
    page.get_by_label("Tên đối tượng, dòng 2", exact=True).fill("Đối tượng 2")
    page.get_by_label("Thứ tự, dòng 1", exact=True).fill("2")
    page.get_by_label("Thứ tự, dòng 2", exact=True).fill("1")
    page.get_by_role("button", name="Lưu cả bảng").click()
    expect(page.get_by_label("Tên đối tượng, dòng 1", exact=True)).to_have_value("Đối tượng 2")


def test_rows_are_added_moved_and_nothing_typed_is_lost_on_the_way_back(typing):
    begin(typing)
    typing.goto(reverse("draft_groups", args=[CODE]))
    typing.get_by_label("Tên đối tượng, dòng 1", exact=True).fill("Đối tượng 1")
    typing.get_by_role("button", name="Thêm đối tượng").click()
    added = typing.get_by_label("Tên đối tượng, dòng 6", exact=True)
    expect(added).to_be_focused()
    added.fill("Đối tượng 9")
    typing.get_by_role("button", name="Đưa lên một dòng").last.press("Enter")
    typing.goto(reverse("payer_list"))
    typing.go_back()
    expect(typing.get_by_label("Tên đối tượng, dòng 1", exact=True)).to_have_value("Đối tượng 1")
    typing.get_by_role("button", name="Lưu cả bảng").click()
    expect(typing.get_by_text("Đã lưu cả bảng")).to_be_visible()
