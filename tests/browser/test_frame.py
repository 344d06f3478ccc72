"""The frame and the parts in a real browser: keys, double clicks, drafts, ended sessions."""

import pytest
from playwright.sync_api import expect

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role
from tests.browser.conftest import NARROW, WIDE, barriers
from tests.browser.sample_pages import RECEIVED

PASSWORD = "mot-mat-khau-rat-dai"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.sample_pages"),
]


@pytest.fixture(autouse=True)
def people():
    RECEIVED.clear()
    unit = Unit.objects.create(code="syt", name="Sở Y tế", kind=UnitKind.DEPARTMENT)
    for username in ("lan", "minh"):
        user = User(username=username, full_name=username, unit=unit, job_title="Chuyên viên")
        user.roles = [Role.DATA_ENTRY]
        user.set_password(PASSWORD)
        user.save()


def sign_in(page, to="/"):
    page.goto(to)
    give_password(page)


def give_password(page, username="lan"):
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_label("Mật khẩu")).to_have_count(0)


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def test_slash_goes_to_the_search_box(page):
    sign_in(page)
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()


def test_the_chosen_colours_stay(page):
    sign_in(page)
    page.get_by_role("button", name="Đổi nền sáng, tối").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_dates_and_money_are_put_into_shape(page):
    sign_in(page, "/nhap/")
    page.get_by_label("Ngày vào viện").fill("05032025")
    page.get_by_label("Chi phí").press_sequentially("1234567")
    page.get_by_label("Ghi chú").focus()
    expect(page.get_by_label("Ngày vào viện")).to_have_value("05/03/2025")
    expect(page.get_by_label("Chi phí")).to_have_value("1.234.567")


def test_a_double_click_sends_once(page):
    sign_in(page, "/nhap/")
    page.get_by_label("Họ và tên").fill("Lương Văn Thắng")
    page.get_by_label("Nội trú").check()
    page.get_by_role("button", name="Lưu").dblclick()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    assert len(RECEIVED) == 1


def test_a_refusal_names_the_fields_and_leads_to_them(page):
    sign_in(page, "/nhap/")
    page.get_by_label("Ngày vào viện").fill("31/02/2025")
    page.get_by_role("button", name="Lưu").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Ngày vào viện").click()
    expect(page.get_by_label("Ngày vào viện")).to_be_focused()
    expect(page.get_by_label("Ngày vào viện")).to_have_value("31/02/2025")


def test_a_draft_survives_the_end_of_the_session(page):
    sign_in(page, "/nhap/")
    page.get_by_label("Họ và tên").fill("Lương Văn Thắng")
    page.get_by_label("Giấy ra viện").check()
    end_session(page)
    page.reload()
    give_password(page)
    expect(page.get_by_text("Đã lấy lại những gì gõ dở")).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("Lương Văn Thắng")
    expect(page.get_by_label("Giấy ra viện")).to_be_checked()
    page.get_by_role("button", name="Bỏ, dùng dữ liệu gốc").click()
    expect(page.get_by_label("Họ và tên")).to_have_value("")


def test_a_draft_is_not_shown_to_the_next_person(page):
    sign_in(page, "/nhap/")
    page.get_by_label("Họ và tên").fill("Lương Văn Thắng")
    end_session(page)
    page.reload()
    give_password(page, "minh")
    expect(page.get_by_label("Họ và tên")).to_have_value("")


def test_a_draft_is_gone_once_it_was_sent(page):
    sign_in(page, "/nhap/")
    page.get_by_label("Họ và tên").fill("Lương Văn Thắng")
    page.get_by_label("Nội trú").check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    page.goto("/nhap/")
    expect(page.get_by_label("Họ và tên")).to_have_value("")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_form_sent_after_the_end_is_sent_again_after_signing_in(new_page, javascript):
    page = new_page(javascript=javascript)
    sign_in(page, "/nhap/")
    page.get_by_label("Họ và tên").fill("Lương Văn Thắng")
    page.get_by_label("Nội trú").check()
    end_session(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("dữ liệu vẫn còn")).to_be_visible()
    give_password(page)
    page.get_by_role("button", name="Gửi tiếp").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    assert [sent["name"] for sent in RECEIVED] == ["Lương Văn Thắng"]


def test_signing_in_in_another_tab_leaves_an_old_form_usable(page):
    sign_in(page, "/nhap/")
    page.get_by_label("Họ và tên").fill("Lương Văn Thắng")
    page.get_by_label("Nội trú").check()
    end_session(page)
    other = page.context.new_page()
    sign_in(other)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    assert len(RECEIVED) == 1


def test_a_fragment_asked_for_too_late_says_what_to_do(page):
    sign_in(page, "/nhap/")
    page.get_by_role("button", name="Tính thử").click()
    expect(page.get_by_text("2.280.000 đồng")).to_be_visible()
    end_session(page)
    page.get_by_role("button", name="Tính thử").click()
    expect(page.get_by_role("link", name="Đăng nhập ở thẻ mới")).to_be_visible()


def test_chosen_rows_are_counted_and_summed(page):
    sign_in(page, "/ds/")
    page.get_by_label("Chọn HS-00002").check()
    page.get_by_label("Chọn HS-00003").check()
    expect(page.locator("[data-chosen-sum]")).to_have_text("5.000.000")
    page.get_by_label("Chọn cả trang").check()
    expect(page.locator("[data-chosen-count]")).to_have_text("10")
    page.get_by_label("Chọn cả trang").uncheck()
    expect(page.get_by_role("button", name="Duyệt")).to_be_disabled()


def test_without_javascript_the_menus_still_open(new_page):
    page = new_page(viewport=NARROW, javascript=False)
    sign_in(page)
    page.get_by_label("Mở danh mục").click()
    expect(page.get_by_role("link", name="Việc của tôi")).to_be_visible()
    page.locator(".user-menu summary").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_everybody_can_use_the_parts(new_page, theme, viewport, live_server):
    page = new_page(viewport=viewport)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    sign_in(page)
    for address in ("/", "/ds/", "/ds/?page=70&sort=-tien", "/nhap/"):
        page.goto(address)
        if address == "/nhap/":
            page.get_by_role("button", name="Lưu").click()
            expect(page.get_by_role("alert")).to_be_visible()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
