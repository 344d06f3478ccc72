"""A lost card in Chromium: drafted by one, issued by another, printed, and taken back at last."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from beneficiaries.models import HealthCard
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


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def opened(page, kind: str, number: str) -> None:
    """Begin a batch of that kind by a decision of that number."""
    page.goto(reverse("card_list"))
    assert barriers(page) == []
    page.get_by_role("link", name="Các đợt thẻ").click()
    page.get_by_role("link", name=f"Đợt {kind}").click()
    page.get_by_label("Số quyết định").fill(number)
    page.get_by_label("Ngày quyết định").fill("02/06/2025")
    page.get_by_label("Ngày cấp" if kind != "thu hồi" else "Ngày thu hồi").fill("02/06/2025")


def test_a_lost_card_is_replaced_printed_and_recalled(acting, served):
    clerk = acting(Role.DATA_ENTRY)
    batch_address = drafted(clerk)
    issued_on_the_phone(acting(Role.APPROVER, viewport=NARROW), batch_address)
    printed(clerk, batch_address)
    new = HealthCard.objects.get(line__batch__decision_number="50/QĐ-SYT")
    assert (new.number, new.reissue_reason) == ("BVSK-0901", "lost")
    recalled(clerk, acting(Role.CHECKER), new)


def drafted(page) -> str:
    opened(page, "cấp đổi", "50/QĐ-SYT")
    page.get_by_label("Lý do cấp đổi").select_option(label="Mất thẻ")
    page.get_by_label("Số thẻ bắt đầu").fill("BVSK-0901")
    assert barriers(page) == []
    page.get_by_role("button", name="Mở đợt thẻ").click()
    expect(page.get_by_text("Đã mở đợt thẻ")).to_be_visible()
    page.get_by_label("Mỗi người một dòng").fill("BVSK-0001\n020099999999")
    page.get_by_role("button", name="Thêm vào đợt").click()
    expect(page.get_by_text("1 dòng chưa đưa vào đợt được")).to_be_visible()
    expect(page.get_by_text("không tìm thấy ai")).to_be_visible()
    expect(page.get_by_role("row", name="Hoàng Văn An")).to_contain_text("BVSK-0001")
    assert barriers(page) == []
    page.goto(page.url.removesuffix("them/"))
    assert page.get_by_role("link", name="Ban hành").count() == 0
    page.set_viewport_size(NARROW)
    assert fits(page)
    return page.url


def issued_on_the_phone(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Ban hành 1 thẻ").click()
    expect(page.get_by_text("thẻ cũ của từng người được thu hồi cùng ngày")).to_be_visible()
    assert barriers(page) == []
    assert fits(page)
    page.get_by_role("button", name="Ban hành 1 thẻ").click()
    expect(page.get_by_text("Đã ban hành: Cấp đổi")).to_be_visible()
    assert fits(page)


def printed(page, address: str) -> None:
    page.goto(address)
    assert page.get_by_role("button", name="Thêm vào đợt").count() == 0
    page.get_by_role("link", name="In thẻ").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Lập tờ in 1 thẻ").click()
    expect(page.get_by_text("1 thẻ, 2 trang")).to_be_visible()
    assert barriers(page) == []
    sheet = page.get_by_role("link", name="Mở tờ in (PDF)").get_attribute("href")
    answer = page.context.request.get(sheet)
    assert answer.body().startswith(b"%PDF")


def recalled(clerk, checker, card: HealthCard) -> None:
    opened(clerk, "thu hồi", "51/QĐ-SYT")
    clerk.get_by_role("button", name="Mở đợt thẻ").click()
    clerk.get_by_label("Mỗi người một dòng").fill(card.printed_code)
    clerk.get_by_label("Lý do thu hồi").fill("Nộp lại thẻ")
    clerk.get_by_role("button", name="Thêm vào đợt").click()
    expect(clerk.get_by_text("Đã đưa 1 người vào đợt")).to_be_visible()
    checker.goto(clerk.url)
    checker.get_by_role("link", name="Thu hồi 1 thẻ").click()
    checker.get_by_role("button", name="Thu hồi 1 thẻ").click()
    expect(checker.get_by_text("Đã ban hành: Thu hồi")).to_be_visible()
    checker.locator("input[name=q]").first.fill(f"https://x/the/tra/{card.printed_code}/")
    checker.keyboard.press("Enter")
    expect(checker.get_by_text("Thẻ số BVSK-0901 không còn giá trị")).to_be_visible()
    expect(checker.get_by_role("heading", name="Hoàng Văn An")).to_be_visible()
    assert barriers(checker) == []


def test_the_list_counts_and_leads_to_its_cards_without_javascript(acting):
    page = acting(Role.INSPECTOR, javascript=False, viewport=NARROW)
    page.goto(reverse("card_list"))
    expect(page.get_by_text("Thẻ cấp năm 2025")).to_be_visible()
    page.get_by_role("row", name="Tổng cộng").get_by_role("link").last.click()
    expect(page).to_have_url(re.compile("standing=counted"))
    assert page.locator("table[data-rows] tbody tr").count() > 0
