"""A year's plan of convalescence, by everybody who has a hand in it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.roles import Role
from claims.models import Claim
from convalescence.models import Form, PlanState, YearPlan
from tests.browser.conftest import NARROW, barriers
from tests.browser.test_registry import sign_in
from tests.factories import UnitFactory, UserFactory, entitled_cadre
from tests.law import law_in_force

NAMES = ("Hoàng Thị Cao", "Lương Văn Bảy", "Nông Thị Sáu")


@pytest.fixture
def town(transactional_db):
    """A department, a commune with its clerk, and three people of group 2 living there."""
    law = law_in_force()
    commune = UnitFactory(name="Xã Hoàng Văn Thụ")
    for place, name in enumerate(NAMES):
        born = date(1940 + place, 1, 1)
        entitled_cadre(law, group="2", full_name=name, birth_date=born, commune=commune)
    return {
        "law": law,
        "clerk": UserFactory(),
        "commune": UserFactory(unit=commune),
        "manager": UserFactory(roles=[Role.APPROVER]),
    }


def grant(page: Page, form: str, people: str, days: str) -> None:
    page.get_by_role("link", name="Thêm chỉ tiêu").click()
    page.get_by_label("Hình thức").select_option(form)
    page.get_by_label("Chỉ tiêu (người)").fill(people)
    page.get_by_label("Kinh phí (đồng)").fill("100.000.000")
    page.get_by_label("Số ngày một đợt").fill(days)
    page.get_by_role("button", name="Ghi nhận").click()


def test_a_plan_from_its_quotas_to_the_claims(town, new_page, site_url):
    year = timezone.localdate().year
    clerk = new_page()
    sign_in(clerk, town["clerk"], site_url)
    _plan_is_made(clerk, town["law"], year)
    plan = YearPlan.objects.get()
    address = reverse("year_plan_detail", args=[plan.pk])

    _commune_confirms(new_page, town, site_url, address)

    manager = new_page(javascript=False)
    sign_in(manager, town["manager"], site_url)
    manager.goto(address)
    manager.get_by_role("link", name="Thống nhất danh sách").click()
    expect(manager.get_by_text("Các đơn vị đã xác nhận đủ.")).to_be_visible()
    manager.get_by_role("button", name="Ghi nhận").click()
    expect(manager.get_by_text("Danh sách đã thống nhất.")).to_be_visible()

    clerk.goto(address)
    clerk.get_by_role("link", name="Bắt đầu thực hiện…").click()
    clerk.get_by_role("button", name="Ghi nhận").click()
    _somebody_substitutes(clerk, plan)
    clerk.goto(address)
    clerk.get_by_role("link", name="Lập hồ sơ tại nhà").click()
    clerk.get_by_role("button", name="Ghi nhận").click()
    expect(clerk.get_by_text("1 hồ sơ đã lập trong 1 người")).to_be_visible()
    assert Claim.objects.get().amount == 2_300_000


def _plan_is_made(page: Page, law, year: int) -> None:
    page.goto(reverse("year_plan_create"))
    page.get_by_label("Theo văn bản").select_option(str(law.pk))
    page.locator("#id_year").fill(str(year))
    page.get_by_label("Số kế hoạch").fill("68/KH-SYT")
    page.get_by_label("Ngày kế hoạch").fill(f"05/01/{year}")
    page.get_by_role("button", name="Ghi nhận").click()
    grant(page, Form.CENTRE, "1", "9")
    grant(page, Form.HOME, "1", "")
    assert barriers(page) == []
    page.get_by_role("link", name="Lập danh sách").click()
    due = timezone.localdate() + timedelta(days=14)
    page.get_by_label("Hạn đơn vị xác nhận").fill(f"{due:%d/%m/%Y}")
    page.get_by_role("button", name="Ghi nhận").click()
    expect(page.get_by_role("row", name="Hoàng Thị Cao")).to_contain_text("Được chọn")
    expect(page.get_by_role("row", name="Nông Thị Sáu")).to_contain_text("Chờ đến lượt")


def _commune_confirms(new_page, town, site_url: str, address: str) -> None:
    """On a phone: from the home page to who hasn't had his turn, and why, then confirmed."""
    page = new_page(viewport=NARROW)
    sign_in(page, town["commune"], site_url)
    page.goto(reverse("home"))
    page.get_by_role("link", name="Chờ đơn vị xác nhận: danh sách điều dưỡng").click()
    page.get_by_role("link", name="Ai đến lượt, vì sao").click()
    expect(page.get_by_text("Chưa đi lần nào từ khi thuộc diện (năm 2025).").first).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Xác nhận phần của Xã Hoàng Văn Thụ").click()
    expect(page.get_by_text("Đã xác nhận phần của Xã Hoàng Văn Thụ.")).to_be_visible()


def _somebody_substitutes(page: Page, plan: YearPlan) -> None:
    """The eldest stays away; who waits goes, and each page leads to the other."""
    page.goto(reverse("candidate_list", args=[plan.pk]))
    page.get_by_role("link", name="Hoàng Thị Cao").click()
    page.get_by_role("link", name="Người đi thay").click()
    page.get_by_label("Lý do").fill("Con cưới")
    page.get_by_role("button", name="Ghi nhận").click()
    expect(page.get_by_role("heading", name="Nông Thị Sáu")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="Hoàng Thị Cao").click()
    expect(page.get_by_text("Nông Thị Sáu đi thay. Lý do: Con cưới")).to_be_visible()
    plan.refresh_from_db()
    assert plan.state == PlanState.RUNNING
