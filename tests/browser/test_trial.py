"""The bench in a browser: the answer follows the typing, the address follows the answer."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.conftest import barriers

pytestmark = pytest.mark.django_db

PERMALINK = re.compile(r"\?benefits=\w+&group=2&on=10%2F03%2F2026&days=45$")


@pytest.fixture
def site_url(served) -> str:
    return served.url


@pytest.fixture
def bench(served, new_page):
    page = new_page()
    served.sign_in(page, served.town.user(Role.POLICY_OFFICER))
    page.goto(reverse("trial", args=[served.town.draft.code]))
    return page


def test_the_answer_appears_while_one_types(bench):
    bench.get_by_label("Hỗ trợ điều trị dài ngày").check()
    bench.get_by_label("Đối tượng", exact=True).select_option("2")
    bench.get_by_label("Ngày của sự việc").fill("10/03/2026")
    bench.get_by_label("Số ngày").press_sequentially("45")
    expect(bench.locator("#result .preview-sum")).to_contain_text("3.000.000 đồng")
    expect(bench).to_have_url(PERMALINK)
    assert barriers(bench) == []
    bench.reload()
    expect(bench.locator("#result .preview-sum")).to_contain_text("3.000.000 đồng")
    expect(bench.get_by_label("Số ngày")).to_have_value("45")


def test_a_trial_is_kept_as_a_case(bench, served):
    query = "benefits=long_stay&group=2&on=10/03/2026&days=9"
    bench.goto(f"{reverse('trial', args=[served.town.draft.code])}?{query}")
    bench.get_by_role("link", name="Lưu thành ca mẫu").click()
    bench.get_by_label("Tên ca").fill("Nằm viện 9 ngày, được 2 ngày")
    bench.get_by_label("Số tiền đúng").fill("200.000")
    bench.get_by_role("button", name="Lưu ca mẫu").click()
    expect(bench.get_by_role("row", name="Nằm viện 9 ngày, được 2 ngày")).to_contain_text("Đạt")
    expect(bench.get_by_role("row", name="Tính nhầm cả 45 ngày")).to_contain_text("Chưa đạt")


def test_the_bench_works_without_javascript(served, new_page):
    page = new_page(javascript=False)
    served.sign_in(page, served.town.user(Role.POLICY_OFFICER))
    page.goto(reverse("trial", args=[served.town.draft.code]))
    page.get_by_label("Hỗ trợ điều trị dài ngày").check()
    page.get_by_role("button", name="Tính thử").click()
    page.get_by_label("Đối tượng", exact=True).select_option("2")
    page.get_by_label("Ngày của sự việc").fill("10/03/2026")
    page.get_by_label("Số ngày").fill("8")
    page.get_by_role("button", name="Tính thử").click()
    expect(page.locator("#result .preview-sum")).to_contain_text("100.000 đồng")
