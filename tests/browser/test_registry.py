"""The registry by hand: finding a person while typing, scanning a card, a workbook in and out."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import UnitKind, User
from beneficiaries.models import Cadre
from tests.beneficiaries.conftest import AN, BINH, workbook
from tests.beneficiaries.test_identity import QR
from tests.factories import CadreFactory, UnitFactory, UserFactory
from tests.law import law_in_force


def sign_in(page, user: User, address: str) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": address}])


@pytest.fixture
def clerk(transactional_db) -> User:
    return UserFactory()


def test_a_person_is_found_while_typing_and_chosen_by_key(clerk, page, site_url):
    CadreFactory(full_name="Đặng Đức Ánh")
    sign_in(page, clerk, site_url)
    page.goto(reverse("stay_create"))
    box = page.get_by_role("textbox", name="Cán bộ")
    box.press_sequentially("dang duc")
    choice = page.get_by_role("button", name="Đặng Đức Ánh")
    choice.press("Enter")
    expect(box).to_have_value(f"Đặng Đức Ánh, 05/03/1960, mã {Cadre.objects.get().pk}")
    expect(box).to_be_focused()
    expect(choice).to_have_count(0)


def test_the_scanner_s_enter_fills_the_form(clerk, page, site_url):
    sign_in(page, clerk, site_url)
    page.goto(reverse("cadre_create"))
    page.get_by_label("Chức vụ").fill("Trưởng phòng")
    page.get_by_label("Mã QR thẻ căn cước").fill(QR)
    page.get_by_label("Mã QR thẻ căn cước").press("Enter")
    expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Văn An")
    expect(page.get_by_label("Ngày sinh")).to_have_value("05/03/1960")
    expect(page.get_by_label("Chức vụ")).to_have_value("Trưởng phòng")
    assert not Cadre.objects.exists()


def test_a_hidden_number_is_shown_in_its_place(clerk, page, site_url):
    cadre = CadreFactory(citizen_id="020060000077")
    sign_in(page, clerk, site_url)
    page.goto(reverse("cadre_detail", args=[cadre.pk]))
    page.get_by_role("button", name="Xem số CCCD").click()
    expect(page.locator("#identity")).to_contain_text("020060000077")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_workbook_goes_in_and_comes_out(clerk, new_page, site_url, javascript):
    law_in_force()
    UnitFactory(name="Ban Thử nghiệm", kind=UnitKind.MANAGING_BODY)
    page = new_page(javascript=javascript)
    sign_in(page, clerk, site_url)
    page.goto(reverse("cadre_import"))
    content = workbook(AN, BINH | {"Giới tính": "Khác"})
    file = {"name": "danh-sach.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Tải lên và xem trước").click()
    expect(page.get_by_role("table")).to_contain_text("chọn một trong: Nam, Nữ")
    page.get_by_role("button", name="Chỉ nhập 1 dòng đúng").click()
    expect(page.get_by_text("Đã nhập 1 dòng")).to_be_visible()
    assert Cadre.objects.get().full_name == "Nguyễn Văn An"
    page.get_by_role("link", name="Hoàn tác lượt này").click()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Lượt này đã được hoàn tác")).to_be_visible()
    assert not Cadre.objects.exists()
