"""A round of check-ups in Chromium: planned, looked through by units, agreed, invited."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from checkups.models import CheckupRound, RoundState
from tests.browser.conftest import NARROW

pytestmark = pytest.mark.django_db
TITLE = "Khám định kỳ xuân 2027"


@pytest.fixture
def site_url(served) -> str:
    return served.url


@pytest.fixture
def acting(served, new_page):
    """A browser of somebody: ``acting(Role.DATA_ENTRY)``, ``acting(town.clerk)``."""

    def act(who: Role | User, **options):
        page = new_page(**options)
        served.sign_in(page, served.town.user(who) if isinstance(who, Role) else who)
        return page

    return act


def test_a_round_from_its_plan_to_the_invitations(acting, served):
    town = served.town
    department = acting(Role.DATA_ENTRY)
    plan(department, town)
    planned = CheckupRound.objects.get(title=TITLE)
    department.get_by_role("link", name="Lập danh sách và gửi đơn vị").click()
    department.get_by_role("button", name="Gửi đơn vị rà soát 2 người").click()
    expect(department.get_by_text("2 đơn vị chưa xác nhận phần của mình")).to_be_visible()

    confirm_own_part(acting(town.clerk, viewport=NARROW), town)
    confirm_in_stead(department, town, planned)

    department.goto(reverse("round_detail", args=[planned.pk]))
    expect(department.get_by_text("chờ lãnh đạo Sở Y tế thống nhất")).to_be_visible()
    agree(acting(Role.APPROVER), planned)

    department.reload()
    appoint_and_invite(department)
    department.goto(reverse("round_detail", args=[planned.pk]))
    department.get_by_role("link", name="Bắt đầu khám").click()
    department.get_by_role("button", name="Bắt đầu khám").click()
    expect(department.get_by_text("Bắt đầu khám: đã xong")).to_be_visible()
    planned.refresh_from_db()
    assert planned.state == RoundState.RUNNING
    assert planned.roster.filter(invited_at=None).count() == 0


def plan(page, town) -> None:
    page.goto(reverse("round_create"))
    page.get_by_label("Văn bản").select_option(str(town.law.pk))
    page.get_by_label("Đợt thứ mấy trong năm").fill("1")
    for label, value in (
        ("Tên đợt", TITLE),
        ("Từ ngày", "05/04/2027"),
        ("Đến ngày", "23/04/2027"),
        ("Hạn đơn vị xác nhận", "26/03/2027"),
        ("Số kế hoạch", "21/KH-SYT"),
        ("Dự toán (đồng)", "40000000"),
        ("Số người mỗi cơ sở", "30"),
    ):
        page.get_by_label(re.compile(f"^{re.escape(label)}")).fill(value)
    group = town.law.groups.get(code="4").pk
    page.locator(f'input[name="groups"][value="{group}"]').check()
    page.get_by_label(town.hospital.name).check()
    file = {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 ke hoach"}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Lập đợt khám").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("40.000.000 đồng")).to_be_visible()
    expect(page.get_by_role("link", name="ke-hoach.pdf")).to_be_visible()


def confirm_own_part(page, town) -> None:
    """The clerk of a commune comes from the home page, takes nobody off, and confirms."""
    page.goto(reverse("home"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_role("link", name="Hoàng Văn An")).to_be_visible()
    expect(page.get_by_text("Vi Văn Đạt")).to_have_count(0)
    page.get_by_label("Chọn Hoàng Văn An").check()
    page.get_by_label("Lý do").select_option("no_need")
    page.get_by_role("button", name="Đưa ra khỏi danh sách").click()
    expect(page.get_by_text("Đã đưa ra 1 người")).to_be_visible()
    page.get_by_label("Chọn Hoàng Văn An").check()
    page.get_by_role("button", name="Đưa lại").click()
    expect(page.get_by_text("Đã đưa lại 1 người")).to_be_visible()
    page.get_by_role("button", name="Xác nhận 1 người").click()
    expect(page.get_by_text(re.compile("đã xác nhận lúc"))).to_be_visible()


def confirm_in_stead(page, town, planned) -> None:
    page.goto(reverse("part_detail", args=[planned.pk, town.other_commune.pk]))
    page.get_by_label("Lý do xác nhận thay đơn vị").fill("Xã báo qua điện thoại")
    page.get_by_role("button", name="Xác nhận 1 người thay đơn vị").click()
    expect(page.get_by_text("Xã báo qua điện thoại")).to_be_visible()


def agree(page, planned) -> None:
    """The manager comes from the home page; who made the list can't do it."""
    page.goto(reverse("home"))
    page.get_by_role("link", name=re.compile(f"{TITLE}: chờ thống nhất")).first.click()
    expect(page.get_by_text("Danh sách có 2 người")).to_be_visible()
    page.get_by_role("button", name="Thống nhất danh sách").click()
    expect(page.get_by_text("Thống nhất danh sách: đã xong")).to_be_visible()


def appoint_and_invite(page) -> None:
    page.get_by_role("link", name="Lịch hẹn").click()
    page.get_by_role("button", name="Xếp ngày và nơi khám").click()
    expect(page.get_by_text("Đã xếp ngày và nơi khám cho 2 người")).to_be_visible()
    expect(page.get_by_role("link", name="2 / 30")).to_be_visible()
    page.get_by_role("link", name="Giấy mời").click()
    page.get_by_role("button", name="Lập tất cả giấy mời").click()
    expect(page.get_by_role("link", name="PDF giấy mời tất cả đơn vị")).to_be_visible()
    page.get_by_role("button", name="Ghi nhận đã mời tất cả").click()
    expect(page.get_by_text("Đã ghi nhận mời 2 người")).to_be_visible()
