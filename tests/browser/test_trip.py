"""A whole trip in Chromium: seats, rooms, days by keyboard, an early return, closing, claims."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Unit, UnitKind, User
from beneficiaries.models import Cadre, Sex
from claims.models import Claim
from convalescence.models import Seat, Trip, TripKind, TripState
from convalescence.trips.attending import days_there
from tests.browser.conftest import barriers
from tests.factories import UnitFactory, UserFactory, entitled_cadre
from tests.law import law_in_force
from tests.trips import set_out


def sign_in(page, user: User, address: str) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.clear_cookies(name="sessionid")
    page.context.add_cookies([cookie | {"url": address}])


@pytest.fixture
def clerk(transactional_db) -> User:
    return UserFactory()


@pytest.fixture
def centre(clerk) -> Unit:
    return UnitFactory(name="Trung tâm Điều dưỡng Thử", kind=UnitKind.CONVALESCENCE_CENTRE)


@pytest.fixture
def commune(clerk) -> Unit:
    return UnitFactory(name="Xã Thử")


@pytest.fixture
def people(clerk, commune) -> list[Cadre]:
    """Two men and a woman; the first lives in the commune."""
    law = law_in_force()
    return [
        entitled_cadre(law, full_name="Hà Văn Bắc", sex=Sex.MALE, commune=commune),
        entitled_cadre(law, full_name="Lý Văn Cao", sex=Sex.MALE),
        entitled_cadre(law, full_name="Nông Thị Đông", sex=Sex.FEMALE),
    ]


@pytest.fixture
def trip(people, centre) -> Trip:
    return Trip.objects.create(
        resolution=law_in_force(),
        kind=TripKind.CENTRE,
        code="dd-thu",
        place=centre.name,
        facility=centre,
        begins_on=date(2025, 7, 1),
        ends_on=date(2025, 7, 4),
        quota=3,
        vehicles="12B-001.23",
    )


def choose(page, name: str) -> None:
    box = page.get_by_role("textbox", name="Thêm người vào đoàn")
    box.press_sequentially(name)
    page.get_by_role("button", name=name).first.press("Enter")
    page.get_by_role("button", name="Ghi vào đoàn").click()
    expect(page.get_by_text(f"Đã ghi {name} vào đoàn.")).to_be_visible()


def test_a_trip_from_the_list_to_the_claims(clerk, trip, people, page, site_url):
    sign_in(page, clerk, site_url)
    page.goto(reverse("trip_detail", args=[trip.pk]))
    page.get_by_role("link", name="Mở nhận danh sách").click()
    page.get_by_role("button", name="Mở nhận danh sách").click()
    page.get_by_role("link", name="Danh sách đoàn").click()
    for cadre in people:
        choose(page, cadre.full_name)
    assert barriers(page) == []

    page.get_by_role("link", name="Phòng, xe, người đi cùng").click()
    for cadre in people:
        page.get_by_label(f"Phòng của {cadre.full_name}").fill("101")
    page.get_by_role("button", name="Lưu phòng và xe").click()
    expect(page.get_by_role("alert")).to_contain_text("nhiều nhất 2 người")
    page.get_by_label("Phòng của Nông Thị Đông").fill("102")
    page.get_by_label("Xe của Nông Thị Đông").fill("1")
    page.get_by_role("button", name="Lưu phòng và xe").click()
    expect(page.get_by_text("Đã lưu phòng và xe.")).to_be_visible()

    page.get_by_role("link", name="Tổng quan").click()
    page.get_by_role("link", name="Đoàn lên đường").click()
    page.get_by_role("button", name="Đoàn lên đường").click()
    page.get_by_role("link", name="Điểm danh").click()
    # By the keyboard alone: the first day of the first, down to the second, on to the next day.
    page.get_by_label("Hà Văn Bắc có mặt ngày 01/07/2025").focus()
    for key in ("Space", "ArrowDown", "Space", "ArrowRight", "Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã lưu 4 ô điểm danh.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Cả đoàn có mặt ngày 03/07/2025").click()
    expect(page.get_by_text("Đã lưu 3 ô điểm danh.")).to_be_visible()

    page.get_by_role("link", name="Ghi Lý Văn Cao về sớm").click()
    page.get_by_label("Ngày về").fill("02/07/2025")
    page.get_by_role("button", name="Ghi về sớm").click()
    expect(page.get_by_role("row", name="Lý Văn Cao")).to_contain_text("ốm, phải về")

    page.get_by_role("link", name="Kết thúc, lập hồ sơ").click()
    expect(page.get_by_role("row", name="Hà Văn Bắc")).to_contain_text("1.410.000")
    assert barriers(page) == []
    page.get_by_role("button", name="Kết thúc đoàn và lập hồ sơ").click()
    expect(page.get_by_text("Đã kết thúc đoàn")).to_be_visible()
    paid = dict(Claim.objects.values_list("payee_name", "amount"))
    assert paid == {"Hà Văn Bắc": 1_410_000, "Lý Văn Cao": 940_000, "Nông Thị Đông": 470_000}
    trip.refresh_from_db()
    assert trip.state == TripState.CLOSED


def test_days_are_marked_without_a_script(clerk, trip, people, new_page, site_url):
    set_out(trip, people, clerk)
    page = new_page(javascript=False)
    sign_in(page, clerk, site_url)
    page.goto(reverse("trip_attendance", args=[trip.pk]))
    page.get_by_label("Hà Văn Bắc có mặt ngày 02/07/2025").check()
    page.get_by_role("button", name="Lưu điểm danh").first.click()
    expect(page.get_by_text("Đã lưu 1 ô điểm danh.")).to_be_visible()
    assert days_there(trip)[Seat.objects.get(cadre=people[0]).pk] == 2


def test_the_commune_and_the_centre_see_their_own(
    clerk, trip, people, commune, centre, new_page, site_url
):
    set_out(trip, people, clerk)
    page = new_page()
    sign_in(page, UserFactory(unit=commune), site_url)
    page.goto(reverse("seat_list", args=[trip.pk]))
    expect(page.get_by_role("rowheader", name="Hà Văn Bắc")).to_be_visible()
    expect(page.get_by_text("Lý Văn Cao")).to_have_count(0)
    page.get_by_role("link", name="Điểm danh").click()
    expect(page.get_by_role("button", name="Lưu điểm danh")).to_have_count(0)
    sign_in(page, UserFactory(unit=centre), site_url)
    page.goto(reverse("trip_attendance", args=[trip.pk]))
    page.get_by_label("Lý Văn Cao có mặt ngày 02/07/2025").check()
    page.get_by_role("button", name="Lưu điểm danh").first.click()
    expect(page.get_by_text("Đã lưu 1 ô điểm danh.")).to_be_visible()
    expect(page.get_by_role("link", name="Phòng, xe")).to_have_count(0)
