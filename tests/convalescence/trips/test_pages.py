"""The pages of a trip, as the department's clerk, a commune and the centre see them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import UnitKind
from beneficiaries.picking import shown_in_box
from claims.actions import ClaimError
from claims.models import Claim
from convalescence.actions import join_trip
from convalescence.models import (
    Companion,
    GiveUpReason,
    Participation,
    Seat,
    SeatDay,
    TripPaper,
    TripState,
)
from convalescence.trips.attending import Change, days_there, mark
from convalescence.trips.life import move_trip
from convalescence.trips.seating import take_seat
from convalescence.trips.workflow import Action
from tests.convalescence.trips.conftest import BACK, trip_of
from tests.event_workbooks import judged, reasons
from tests.factories import UnitFactory, UserFactory, entitled_cadre


@pytest.fixture
def clerk_client(clerk, signed_in):
    return signed_in(clerk)


@pytest.fixture
def seat(trip, clerk, man) -> Seat:
    return take_seat(trip=trip, cadre=man, by=clerk)


@pytest.fixture
def away(seat, trip, clerk) -> Seat:
    move_trip(trip=trip, action=Action.LEAVE, by=clerk, at=BACK)
    return seat


@pytest.fixture
def trip_told_afterwards(law, man, clerk):
    """As trips were entered before they were run here."""
    told = trip_of(law, "dd-cu")
    join_trip(fact=Participation(trip=told, cadre=man, days=9), by=clerk)
    return told


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def page_of(client, name, *args) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, name
    return response.content.decode()


def test_a_trip_is_opened_and_its_step_is_told(clerk_client, law):
    planned = trip_of(law)
    clerk_client.post(reverse("trip_move", args=[planned.pk, "open"]))
    planned.refresh_from_db()
    assert planned.state == TripState.OPEN
    assert "Mở nhận danh sách" in page_of(clerk_client, "trip_detail", planned.pk)


def test_a_step_that_cannot_be_taken_is_refused_on_its_page(clerk_client, trip):
    response = clerk_client.post(reverse("trip_move", args=[trip.pk, "leave"]))
    assert "chưa có tên ai" in response.content.decode()
    assert clerk_client.get(reverse("trip_move", args=[trip.pk, "bay"])).status_code == 404


def test_going_back_needs_its_reason(clerk_client, trip):
    address = reverse("trip_move", args=[trip.pk, "withdraw"])
    assert "reason" in clerk_client.post(address).context["form"].errors
    clerk_client.post(address, {"reason": "Chờ đấu thầu lại"})
    trip.refresh_from_db()
    assert trip.state == TripState.PLANNED


def test_somebody_is_put_on_the_list_and_the_sum_is_shown(clerk_client, trip, man):
    address = reverse("seat_create", args=[trip.pk])
    clerk_client.post(address, {"cadre": shown_in_box(man)})
    page = page_of(clerk_client, "seat_list", trip.pk)
    assert man.full_name in page
    assert "4.230.000" in page
    again = clerk_client.post(address, {"cadre": shown_in_box(man)})
    assert "đã có tên trong đoàn" in str(again.context["form"].errors["cadre"])


def test_who_pays_is_shown_where_another_budget_does(clerk_client, trip, law, clerk):
    trip.kind = "convalescence_out_of_province"
    trip.save()
    take_seat(trip=trip, cadre=entitled_cadre(law, group="1"), by=clerk)
    assert "Ban Tổ chức Trung ương chi" in page_of(clerk_client, "seat_list", trip.pk)


def test_giving_up_for_home_leads_on_to_home(clerk_client, seat, man):
    address = reverse("seat_give_up", args=[seat.pk])
    response = clerk_client.post(address, {"reason": GiveUpReason.HOME, "note": "Tự chọn"})
    assert response.url == f"{reverse('home_create')}?cadre={man.pk}"
    assert "chuyển sang điều dưỡng tại nhà (Tự chọn)" in page_of(
        clerk_client, "seat_list", seat.trip_id
    )


def test_a_substitute_is_shown_on_both_sides(clerk_client, seat, woman):
    clerk_client.post(
        reverse("seat_substitute", args=[seat.pk]),
        {"cadre": shown_in_box(woman), "reason": GiveUpReason.BUSY, "note": ""},
    )
    page = page_of(clerk_client, "seat_list", seat.trip_id)
    assert f"đi thay {seat.cadre}" in page
    assert f"{woman.full_name} đi thay" in page


def test_rooms_that_were_refused_stay_typed(clerk_client, trip, seat, woman, clerk):
    other = take_seat(trip=trip, cadre=woman, by=clerk)
    address = reverse("trip_rooms", args=[trip.pk])
    typed = {f"s{seat.pk}-room": "203", f"s{other.pk}-room": "203"}
    page = clerk_client.post(address, typed).content.decode()
    assert "cả nam và nữ" in page
    assert page.count('value="203"') == 2
    couple = {f"s{seat.pk}-couple": "on", f"s{other.pk}-couple": "on"}
    clerk_client.post(address, typed | couple | {f"s{seat.pk}-vehicle": "1"})
    seat.refresh_from_db()
    assert (seat.room, seat.vehicle) == ("203", 1)
    bad = clerk_client.post(address, typed | couple | {f"s{seat.pk}-vehicle": "một"})
    assert "không phải là số" in bad.content.decode()


def test_rooms_are_proposed_but_not_kept_before_saving(clerk_client, trip, seat):
    page = clerk_client.post(reverse("trip_rooms", args=[trip.pk]), {"arrange": "1"})
    assert 'value="101"' in page.content.decode()
    seat.refresh_from_db()
    assert seat.room == ""


def test_a_medic_goes_along_and_is_taken_off_again(clerk_client, trip, seat):
    told = {"role": "medic", "full_name": "Bác sĩ Vi Văn Tá", "sex": "male", "phone": "0912"}
    clerk_client.post(reverse("companion_create", args=[trip.pk]), told)
    companion = Companion.objects.get()
    assert "Bác sĩ Vi Văn Tá" in page_of(clerk_client, "seat_list", trip.pk)
    missing = clerk_client.post(
        reverse("companion_create", args=[trip.pk]), told | {"full_name": ""}
    )
    assert "full_name" in missing.context["form"].errors
    clerk_client.post(reverse("companion_remove", args=[companion.pk]))
    assert not Companion.objects.exists()


# --- attendance ---------------------------------------------------------------------------------


def cell(seat, day) -> str:
    return f"c-{seat.pk}-{day.isoformat()}"


def test_ticked_days_are_kept_and_the_sum_follows(clerk_client, away, trip):
    address = reverse("trip_attendance", args=[trip.pk])
    two = {cell(away, date(2025, 7, day)): "on" for day in (1, 2)}
    clerk_client.post(address, two | {"seen": ""})
    page = page_of(clerk_client, "trip_attendance", trip.pk)
    assert "940.000" in page
    clerk_client.post(address, {cell(away, date(2025, 7, 1)): "on", "seen": " ".join(two)})
    assert days_there(trip) == {away.pk: 1}


def test_another_persons_marks_survive_a_stale_page(clerk_client, away, trip, clerk):
    other = UserFactory(unit=clerk.unit)
    third = Change(away.pk, date(2025, 7, 3), False, True)
    mark(trip=trip, changes=[third], by=other, at=BACK)
    clerk_client.post(
        reverse("trip_attendance", args=[trip.pk]),
        {"seen": "", cell(away, date(2025, 7, 1)): "on"},
    )
    assert days_there(trip) == {away.pk: 2}


def test_a_whole_day_is_marked_at_once(clerk_client, away, trip, woman, clerk):
    take_seat(trip=trip, cadre=woman, by=clerk)
    address = reverse("trip_attendance", args=[trip.pk])
    clerk_client.post(address, {"seen": "", "whole": "2025-07-02"})
    assert SeatDay.objects.filter(present=True, day=date(2025, 7, 2)).count() == 2
    assert clerk_client.post(address, {"seen": "", "whole": "hôm nay"}).status_code == 302


def test_an_early_return_shows_in_the_grid(clerk_client, away, trip):
    address = reverse("seat_return", args=[away.pk])
    late = clerk_client.post(address, {"on": "09/07/2025", "reason": "health"})
    assert "trước ngày cả đoàn về" in late.content.decode()
    clerk_client.post(address, {"on": "04/07/2025", "reason": "health"})
    assert "ốm, phải về" in page_of(clerk_client, "trip_attendance", trip.pk)
    clerk_client.post(reverse("seat_stay", args=[away.pk]))
    away.refresh_from_db()
    assert away.left_on is None


# --- closing ------------------------------------------------------------------------------------


def test_closing_shows_the_sums_first_and_opens_the_claims(clerk_client, away, trip, clerk):
    days = [trip.begins_on + timedelta(days=n) for n in range(9)]
    mark(trip=trip, changes=[Change(away.pk, day, False, True) for day in days], by=clerk)
    page = clerk_client.get(reverse("trip_close", args=[trip.pk]))
    assert (page.context["days"], page.context["amount"]) == (9, 4_230_000)
    response = clerk_client.post(reverse("trip_close", args=[trip.pk]))
    assert response.url == reverse("seat_list", args=[trip.pk])
    assert Claim.objects.get().amount == 4_230_000
    again = clerk_client.post(reverse("trip_close", args=[trip.pk]), follow=True)
    assert "đã kết thúc" in said(again)
    assert Claim.objects.count() == 1
    for name in ("trip_detail", "seat_list", "trip_rooms", "trip_attendance", "trip_close"):
        page_of(clerk_client, name, trip.pk)


def test_many_are_settled_in_parts(
    clerk_client, away, trip, clerk, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("convalescence.trips.settling.AT_ONCE", 1)
    other = take_seat(trip=trip, cadre=entitled_cadre(trip.resolution), by=clerk)
    for one in (away, other):
        mark(trip=trip, changes=[Change(one.pk, trip.begins_on, False, True)], by=clerk)
    address = reverse("trip_close", args=[trip.pk])
    with django_capture_on_commit_callbacks() as later:
        clerk_client.post(address)
    assert "Đang lập hồ sơ" in page_of(clerk_client, "trip_close", trip.pk)
    assert "đang kết thúc đoàn" in said(clerk_client.post(address, follow=True))
    with pytest.raises(ClaimError, match="đang kết thúc đoàn"):
        mark(trip=trip, changes=[], by=clerk)
    later[0]()
    trip.refresh_from_db()
    assert trip.is_closed
    assert Claim.objects.count() == 2


def test_a_closed_trip_is_not_changed_through_its_facts_either(
    clerk_client, away, trip, clerk, law
):
    mark(trip=trip, changes=[Change(away.pk, trip.begins_on, False, True)], by=clerk)
    clerk_client.post(reverse("trip_close", args=[trip.pk]))
    fact = Participation.objects.get()
    for name in ("participation_withdraw", "participation_edit"):
        answer = clerk_client.post(reverse(name, args=[fact.pk]), {"reason": "Nhầm"}, follow=True)
        assert "mở lại đoàn" in said(answer), name
    late = entitled_cadre(law, citizen_id="020060009118")
    row = {"Số CCCD": late.citizen_id, "Mã đoàn": trip.code, "Số ngày": 3}
    assert "đã kết thúc" in str(reasons(judged(Participation.KIND, row, by=clerk)))


# --- contract, papers, lists --------------------------------------------------------------------


def test_the_contract_is_kept(clerk_client, trip):
    centre = UnitFactory(kind=UnitKind.CONVALESCENCE_CENTRE)
    address = reverse("trip_contract", args=[trip.pk])
    told = {
        "facility": centre.pk,
        "contract_number": "15/2025/HĐ",
        "contract_date": "01/06/2025",
        "day_price": "470.000",
        "vehicles": "29B-123.45",
        "room_size": "2",
    }
    refused = clerk_client.post(address, told | {"contract_number": ""})
    assert "phải ghi số hợp đồng" in refused.content.decode()
    both = clerk_client.post(address, told | {"package_price": "4.000.000"})
    assert "chỉ ghi một loại giá" in both.content.decode()
    clerk_client.post(address, told)
    trip.refresh_from_db()
    assert (trip.facility, trip.day_price, trip.contract_number) == (centre, 470_000, "15/2025/HĐ")


def test_papers_are_kept_as_they_came(clerk_client, trip):
    address = reverse("trip_paper_add", args=[trip.pk])
    wrong = SimpleUploadedFile("la.exe", b"MZ")
    refused = clerk_client.post(address, {"title": "Hợp đồng", "file": wrong})
    assert "Chỉ nhận tệp" in refused.content.decode()
    scan = SimpleUploadedFile("hop-dong.pdf", b"%PDF-1.7 thu")
    clerk_client.post(address, {"title": "Hợp đồng", "file": scan})
    paper = TripPaper.objects.get()
    answer = clerk_client.get(reverse("trip_paper", args=[paper.pk]))
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 thu", "application/pdf")


def test_lists_are_printed_and_downloaded(clerk_client, away, trip):
    for name, start in (
        ("trip_list_pdf", b"%PDF"),
        ("trip_attendance_pdf", b"%PDF"),
        ("trip_workbook", b"PK"),
    ):
        answer = clerk_client.get(reverse(name, args=[trip.pk]))
        assert answer.content.startswith(start), name


def test_board_and_calendar_tell_where_each_trip_is(clerk_client, trip, law):
    trip_of(law, "dd-2", begins_on=date(2025, 8, 1), ends_on=date(2025, 8, 9))
    board = page_of(clerk_client, "trip_board") + page_of(clerk_client, "trip_calendar")
    assert trip.place not in board  # this year has none
    for name in ("trip_board", "trip_calendar"):
        page = clerk_client.get(reverse(name), {"nam": "2025"}).content.decode()
        assert trip.place in page
        assert "Trung tâm dd-2" in page
        assert clerk_client.get(reverse(name), {"nam": "x" * 5}).status_code == 200
    assert (
        "Đã quá ngày đi"
        in clerk_client.get(reverse("trip_board"), {"nam": "2025"}).content.decode()
    )


def test_a_trip_told_afterwards_is_late_for_nobody(clerk, trip_told_afterwards, signed_in):
    for user in (clerk, UserFactory(unit=UnitFactory())):
        page = page_of(signed_in(user), "trip_detail", trip_told_afterwards.pk)
        assert "Đã quá ngày đi" not in page
        board = signed_in(user).get(reverse("trip_board"), {"nam": "2025"})
        assert board.context["columns"][-1].title == "Ghi thẳng kết quả"


# --- who sees what ------------------------------------------------------------------------------


def test_a_commune_sees_its_own_people_and_changes_nothing(trip, law, clerk, signed_in):
    commune = UnitFactory()
    own, other = entitled_cadre(law, commune=commune), entitled_cadre(law)
    for cadre in (own, other):
        take_seat(trip=trip, cadre=cadre, by=clerk)
    client = signed_in(UserFactory(unit=commune))
    page = page_of(client, "seat_list", trip.pk)
    assert own.full_name in page
    assert other.full_name not in page
    page_of(client, "trip_attendance", trip.pk)
    seats = Seat.objects.order_by("pk")
    for name, argument in (
        ("seat_give_up", seats[0].pk),
        ("seat_substitute", seats[0].pk),
        ("seat_return", seats[0].pk),
        ("seat_return", seats[1].pk),
        ("trip_rooms", trip.pk),
        ("trip_close", trip.pk),
        ("trip_contract", trip.pk),
    ):
        assert client.get(reverse(name, args=[argument])).status_code == 404, name
    assert client.post(reverse("trip_attendance", args=[trip.pk])).status_code == 403


def test_the_centre_marks_its_guests_and_sees_no_other_trip(away, trip, law, clerk, signed_in):
    centre = UnitFactory(kind=UnitKind.CONVALESCENCE_CENTRE)
    other = trip_of(law, "dd-2")
    trip.refresh_from_db()
    trip.facility = centre
    trip.save()
    client = signed_in(UserFactory(unit=centre))
    client.post(
        reverse("trip_attendance", args=[trip.pk]),
        {"seen": "", cell(away, date(2025, 7, 1)): "on"},
    )
    assert days_there(trip) == {away.pk: 1}
    page_of(client, "seat_return", away.pk)
    assert client.get(reverse("seat_list", args=[other.pk])).status_code == 404
    assert client.get(reverse("trip_close", args=[trip.pk])).status_code == 404
