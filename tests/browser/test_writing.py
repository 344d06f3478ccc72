"""A section of the report written in Chromium: by search, kept, commented, by two, and back."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from reports.models import Section
from tests.browser.conftest import NARROW, barriers

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_url(served) -> str:
    return served.url


@pytest.fixture
def acting(served, new_page):
    def act(role: Role, **options):
        page = new_page(**options)
        served.sign_in(page, served.town.user(role))
        return page

    return act


@pytest.fixture
def section(served) -> Section:
    return served.town.things["report_id"].sections.get(key="strengths")


def place(name: str, section: Section, *args) -> str:
    return reverse(name, args=[section.report_id, section.pk, *args])


def text_box(page):
    return page.get_by_role("textbox", name="Nội dung")


def kept(page) -> None:
    expect(page.get_by_text("Đã giữ bản soạn dở")).to_be_visible()


def saved(page) -> None:
    page.get_by_role("button", name="Lưu mục").click()
    expect(page.get_by_text(re.compile(r"Đã lưu mục, thành bản \d"))).to_be_visible()


def test_a_figure_is_found_by_keyboard_and_kept_until_it_is_saved(acting, section):
    page = acting(Role.REPORTER)
    page.goto(place("section_edit", section))
    text_box(page).press("Control+End")
    page.keyboard.type(" Nuôi ăn ")
    find = page.get_by_role("combobox", name=re.compile("^Chèn số liệu"))
    find.fill("tien an kinh phi")
    expect(page.get_by_role("option").first).to_contain_text("900.000 đồng")
    assert not barriers(page)
    find.press("Enter")
    expect(page.locator(".chip").last).to_have_text("900.000")
    page.get_by_label("Cách viết").select_option("có_đơn_vị")
    expect(page.locator(".chip").last).to_have_text("900.000 đồng")
    expect(page.locator(".sheet")).to_contain_text("Nuôi ăn 900.000 đồng")
    kept(page)
    assert not barriers(page)
    page.reload()
    expect(text_box(page)).to_contain_text("Nuôi ăn 900.000 đồng")
    section.refresh_from_db()
    assert "Nuôi ăn" not in section.body
    saved(page)
    section.refresh_from_db()
    assert section.body.endswith("Nuôi ăn {inpatient_meal.amount|có_đơn_vị}")


def test_typing_a_brace_offers_figures_and_the_list_is_walked_by_keys(acting, section):
    page = acting(Role.REPORTER)
    page.goto(place("section_edit", section))
    text_box(page).press("Control+End")
    page.keyboard.type(" {luat 64")
    expect(page.get_by_role("option").first).to_contain_text("64/2025/QH15")
    page.keyboard.press("Enter")
    expect(page.locator(".chip").last).to_have_text("Luật số 64/2025/QH15")
    kept(page)
    page.get_by_role("button", name="Lưu mục").click()


def test_two_people_at_once_see_both_texts_and_lose_none(acting, section):
    first, second = acting(Role.REPORTER), acting(Role.REPORTER)
    for page in (first, second):
        page.goto(place("section_edit", section))
        text_box(page).press("Control+Home")
    first.keyboard.type("- Của người thứ nhất. ")
    saved(first)
    second.keyboard.type("- Của người thứ hai. ")
    second.get_by_role("button", name="Lưu mục").click()
    expect(second.get_by_role("heading", name="Hai người cùng sửa mục này")).to_be_visible()
    expect(second.get_by_role("table")).to_contain_text("Của người thứ nhất.")
    expect(text_box(second)).to_contain_text("Của người thứ hai.")
    assert not barriers(second)
    saved(second)
    second.goto(place("section_history", section))
    second.get_by_role("link", name="Bản 1", exact=True).click()
    second.get_by_role("button", name="Khôi phục bản 1").click()
    expect(second.get_by_text("Đã khôi phục bản 1")).to_be_visible()
    assert not barriers(second)


def test_a_checker_comments_and_the_reporter_settles_it(acting, section):
    checker = acting(Role.CHECKER, viewport=NARROW)
    checker.goto(place("section_detail", section))
    checker.get_by_label("Ý kiến mới").fill("Nêu thêm số liệu.")
    checker.get_by_role("button", name="Gửi ý kiến").click()
    expect(checker.get_by_text("Nêu thêm số liệu.")).to_be_visible()
    assert not barriers(checker)
    reporter = acting(Role.REPORTER)
    reporter.goto(place("section_detail", section))
    reporter.get_by_role("button", name="Đã xử lý").click()
    expect(reporter.get_by_text("1 ý kiến đã xử lý")).to_be_visible()


def test_without_javascript_the_same_text_is_written(acting, section):
    page = acting(Role.REPORTER, javascript=False)
    page.goto(place("section_edit", section))
    page.get_by_label("Nội dung").fill("- Viết không cần gì thêm.")
    saved(page)
    section.refresh_from_db()
    assert section.body == "- Viết không cần gì thêm."
