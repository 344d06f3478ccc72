"""A report from draft to number in Chromium, each step by the person whose turn it is."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from reports.models import Report
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
def report(served) -> Report:
    return served.town.things["report_id"]


def test_a_report_is_submitted_checked_approved_and_issued(acting, report):
    address = reverse("report_detail", args=[report.pk])
    reporter = acting(Role.REPORTER)
    refused_without_signer(reporter, address)
    reporter.get_by_role("button", name="Trình soát xét").click()
    expect(reporter.get_by_text("Chờ soát xét").first).to_be_visible()
    assert barriers(reporter) == []

    checker = acting(Role.CHECKER)
    checker.goto(address)
    checker.get_by_role("link", name="Trả lại để sửa").click()
    checker.get_by_label("Lý do").fill("Thiếu phần kiến nghị.")
    assert barriers(checker) == []
    checker.get_by_role("button", name="Trả lại để sửa").click()
    expect(checker.get_by_text("Báo cáo lại là dự thảo.")).to_be_visible()
    reporter.goto(address)
    reporter.get_by_role("button", name="Trình soát xét").click()
    expect(reporter.get_by_text("Đã trình soát xét")).to_be_visible()
    checker.goto(address)
    checker.get_by_role("button", name="Đồng ý trình ký").click()
    expect(checker.get_by_text("Đã đồng ý trình ký.")).to_be_visible()

    approved_on_the_phone(acting(Role.APPROVER, viewport=NARROW), address)
    issued(reporter, address)


def refused_without_signer(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Trình soát xét").click()
    expect(page.get_by_text("việc phải xong trước").first).to_be_visible()
    expect(page.get_by_text("Chưa có họ tên người ký").first).to_be_visible()
    page.goto(f"{address}the-thuc/")
    page.get_by_label("Họ tên người ký").fill("Lương Đức Thắng")
    page.get_by_label("Quyền hạn, chức vụ người ký").fill("KT. GIÁM ĐỐC")
    page.get_by_role("button", name="Lưu thể thức").click()
    expect(page.get_by_text("phải có dòng chức vụ của người ký").first).to_be_visible()
    page.get_by_label("Lấy quyền hạn ký có sẵn").select_option(label="KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC")
    page.get_by_role("button", name="Lưu thể thức").click()
    expect(page.get_by_text("Đã lưu phần thể thức")).to_be_visible()


def approved_on_the_phone(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Duyệt ban hành").click()
    page.get_by_role("button", name="Duyệt ban hành").click()
    expect(page.get_by_text("chưa được xác nhận").first).to_be_visible()
    page.get_by_label("Lý do chấp nhận").fill("Sẽ đối chiếu trong tháng.")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("button", name="Duyệt ban hành").click()
    expect(page.get_by_text("Đã duyệt; báo cáo chờ lấy số")).to_be_visible()


def issued(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Ban hành số 05").click()
    expect(page.get_by_label("Ngày ban hành")).to_have_value(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_label("Số", exact=False).first.fill("4")
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_text("số tiếp theo là 05").first).to_be_visible()
    assert barriers(page) == []
    page.locator("[name=number]").fill("5")
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_role("heading", name="Báo cáo số 05/BC-SYT")).to_be_visible()
    expect(page.get_by_text("Đã kiểm tra")).to_be_visible()
    assert barriers(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("link", name="Thay đổi từ khi ban hành").click()
    expect(page.get_by_text("Chưa có gì thay đổi")).to_be_visible()
    page.goto(address)
    page.get_by_role("link", name=re.compile("kinh phí")).first.click()
    expect(page.get_by_text("như lúc ban hành").first).to_be_visible()
    assert barriers(page) == []


def test_an_issued_report_is_replaced_by_a_corrected_one(acting, served):
    report = served.town.things["issued_report"]
    page = acting(Role.REPORTER)
    page.goto(reverse("report_detail", args=[report.pk]))
    page.get_by_role("button", name="Lập bản thay thế").click()
    expect(page.get_by_text("Đã lập bản thay thế Báo cáo số 04/BC-SYT")).to_be_visible()
    page.get_by_role("link", name="Xem văn bản").click()
    expect(page.get_by_text("thay thế Báo cáo số 04/BC-SYT").first).to_be_visible()
    expect(page.get_by_text("DỰ THẢO").first).to_be_visible()
