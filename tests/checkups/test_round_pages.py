"""The pages of a round as the department, a unit and a facility see them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from checkups.models import CheckupRound, RoundPlanFile, RoundState
from checkups.rounds.actions import propose
from checkups.rounds.appointing import appoint_all
from checkups.rounds.parts import confirm
from reports.cares import cares_of
from tests.checkups.rounds import FIRST, agreed_round, entitled, planned_round, running_round
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return UnitFactory(name="Xã Đông Khê")


@pytest.fixture
def clerk(commune):
    return UserFactory(username="xa", unit=commune, roles=[Role.DATA_ENTRY])


@pytest.fixture
def spring(law, hospital, commune):
    entitled(law, full_name="Nông Thị Giữ", commune=commune)
    entitled(law, full_name="Nông Thị Bỏ", commune=commune)
    return planned_round(law, hospital=hospital)


@pytest.fixture
def listed(spring, staff):
    propose(checkup_round=spring, by=staff.maker)
    return CheckupRound.objects.get()


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


PLAN = {
    "kind": "periodic_checkup",
    "number": 1,
    "title": "Khám định kỳ đợt 1",
    "begins_on": "06/04/2026",
    "ends_on": "24/04/2026",
    "confirm_by": "27/03/2026",
    "plan_number": "68/KH-SYT",
    "plan_date": "02/03/2026",
    "estimate": "1.500.000.000",
    "daily_capacity": 40,
}
PDF = SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.7 noi dung", content_type="application/pdf")


def test_the_whole_plan_is_kept_with_its_file(maker, law, hospital):
    PDF.seek(0)
    groups = [law.groups.get(code="4").pk]
    values = PLAN | {"resolution": law.pk, "groups": groups, "facilities": [hospital.pk]}
    answer = maker.post(reverse("round_create"), values | {"plan_file": PDF})
    planned = CheckupRound.objects.get()
    assert answer.url == reverse("round_detail", args=[planned.pk])
    assert (planned.estimate, planned.plan_number) == (1_500_000_000, "68/KH-SYT")
    assert [place.daily_capacity for place in planned.places.all()] == [40]
    assert "1.500.000.000 đồng" in page(maker, "round_detail", planned.pk)
    file = maker.get(reverse("round_plan_file", args=[planned.pk]))
    assert file.content == b"%PDF-1.7 noi dung"
    assert "attachment" in file["Content-Disposition"]


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("ke-hoach.pdf", b"MZ khong phai pdf"),
        SimpleUploadedFile("ke-hoach.exe", b"%PDF-1.7"),
        SimpleUploadedFile("ke-hoach.html", b"<script>"),
    ],
)
def test_other_files_are_refused_and_nothing_is_saved(maker, law, file):
    file.seek(0)
    answer = maker.post(reverse("round_create"), PLAN | {"resolution": law.pk, "plan_file": file})
    assert "Chỉ nhận tệp PDF" in answer.content.decode()
    assert not CheckupRound.objects.exists()


def test_the_plan_is_for_the_department_and_who_has_a_part(listed, maker, signed_in, clerk, staff):
    RoundPlanFile.objects.create(
        round=listed,
        name="ke-hoach.pdf",
        content_type="application/pdf",
        content="JVBERg==",
        size=4,
        attached_at=timezone.now(),
        attached_by=staff.maker,
    )
    address = reverse("round_plan_file", args=[listed.pk])
    stranger = UserFactory(unit=UnitFactory(), roles=[Role.DATA_ENTRY])
    statuses = [signed_in(user).get(address).status_code for user in (staff.maker, clerk, stranger)]
    assert statuses == [200, 200, 404]


def test_the_proposal_tells_numbers_and_reasons_before_anything_is_written(
    maker, spring, law, commune
):
    entitled(law, full_name="Đã Thôi", commune=commune, ended_on=FIRST, ended_reason="mất")
    shown = page(maker, "round_propose", spring.pk)
    assert "Gửi đơn vị rà soát 2 người" in shown
    assert "Đã thôi diện" in shown
    assert not spring.roster.exists()
    assert "Đã Thôi" in page(maker, "round_left_out", spring.pk, ly_do="ended")
    assert "Đã Thôi" not in page(maker, "round_left_out", spring.pk, ly_do="limit_reached")


def test_proposing_hands_the_parts_out(maker, spring):
    maker.post(reverse("round_propose", args=[spring.pk]))
    spring.refresh_from_db()
    assert spring.state == RoundState.LISTING
    shown = page(maker, "round_detail", spring.pk)
    assert "Xã Đông Khê" in shown
    assert "1 đơn vị chưa xác nhận" in shown


def test_a_plan_that_lacks_something_says_what(maker, law):
    empty = planned_round(law, groups=(), confirm_by=None)
    assert "hạn đơn vị xác nhận, đối tượng được khám" in page(maker, "round_propose", empty.pk)
    maker.post(reverse("round_propose", args=[empty.pk]))
    empty.refresh_from_db()
    assert empty.state == RoundState.PLANNED


# --- A unit ---------------------------------------------------------------------------------


def test_a_unit_finds_its_part_from_the_list_of_rounds(listed, signed_in, clerk):
    client = signed_in(clerk)
    assert reverse("part_detail", args=[listed.pk, clerk.unit_id]) in page(client, "round_list")
    shown = page(client, "part_detail", listed.pk, clerk.unit_id)
    assert "Nông Thị Giữ" in shown
    assert "Xác nhận 2 người" in shown


def test_a_unit_takes_somebody_off_and_confirms(listed, signed_in, clerk):
    client = signed_in(clerk)
    entry = listed.roster.get(cadre__full_name="Nông Thị Bỏ")
    client.post(
        reverse("roster_review", args=[listed.pk]),
        {"chosen": f"{entry.pk}:{entry.version}", "reason": "died"},
    )
    entry.refresh_from_db()
    assert entry.removal_reason == "died"
    part = listed.parts.get()
    client.post(reverse("part_confirm", args=[listed.pk, clerk.unit_id]), {"seen": part.version})
    part.refresh_from_db()
    assert part.confirmed_by == clerk


def test_a_unit_adds_people_by_pasting_and_hears_why_somebody_is_refused(
    listed, law, signed_in, clerk, commune
):
    entitled(law, full_name="Vi Văn Thêm", commune=commune, citizen_id="020060000001")
    entitled(law, "6", full_name="Vi Văn Không", commune=commune, citizen_id="020060000002")
    answer = signed_in(clerk).post(
        reverse("roster_add", args=[listed.pk]),
        {"lines": "1\tVi Văn Thêm\t05/03/1960\t020060000001\nVi Văn Không, 05/03/1960"},
    )
    shown = answer.content.decode()
    assert "Đã thêm 1 người" in shown
    assert "Vi Văn Không" in shown
    assert listed.roster.filter(cadre__full_name="Vi Văn Thêm").exists()


def test_a_line_that_names_nobody_is_told_and_nobody_is_added(listed, signed_in, clerk):
    answer = signed_in(clerk).post(
        reverse("roster_add", args=[listed.pk]), {"lines": "Không Có Ai 01/01/1950"}
    )
    assert "Dòng 1" in answer.content.decode()
    assert listed.roster.count() == 2


def test_the_part_of_another_unit_does_not_exist(listed, signed_in, clerk):
    stranger = signed_in(UserFactory(unit=UnitFactory(), roles=[Role.DATA_ENTRY]))
    address = reverse("part_detail", args=[listed.pk, clerk.unit_id])
    assert stranger.get(address).status_code == 404
    confirm = reverse("part_confirm", args=[listed.pk, clerk.unit_id])
    assert stranger.post(confirm, {"seen": 0}).status_code == 404


def test_odd_ticks_change_nothing_and_break_nothing(listed, signed_in, clerk):
    client = signed_in(clerk)
    for chosen in ("", "abc", "1:", ":1", "9" * 30 + ":1", "1:99999999999"):
        answer = client.post(
            reverse("roster_review", args=[listed.pk]), {"chosen": chosen, "reason": "died"}
        )
        assert answer.status_code == 302
    assert listed.roster.kept().count() == 2


# --- Appointments and invitations -------------------------------------------------------------


@pytest.fixture
def agreed(spring, staff):
    return agreed_round(spring, staff.maker)


def test_appointments_are_spread_shown_and_changed(agreed, maker, hospital):
    address = reverse("appointment_plan", args=[agreed.pk])
    maker.post(address, {"spread": "1", "first": "06/04/2026"})
    assert agreed.roster.exclude(appointed_on=None).count() == 2
    assert "2 / 2" in page(maker, "appointment_plan", agreed.pk)
    entry = agreed.roster.first()
    ticked = {"chosen": f"{entry.pk}:{entry.version}"}
    change = reverse("appointment_change", args=[agreed.pk])
    assert str(entry.cadre) in maker.post(change, ticked).content.decode()
    maker.post(change, ticked | {"save": "1", "facility": hospital.pk, "day": "08/04/2026"})
    entry.refresh_from_db()
    assert f"{entry.appointed_on:%d/%m}" == "08/04"


def test_what_a_place_takes_a_day_is_changed(agreed, maker, hospital):
    address = reverse("appointment_plan", args=[agreed.pk])
    maker.post(address, {"capacities": "1", f"place_{hospital.pk}": "75"})
    assert agreed.places.get().daily_capacity == 75


def test_invitations_are_printed_listed_sent_and_kept(agreed, maker, staff):
    appoint_all(checkup_round=agreed, first=FIRST, saturdays=False, anew=False, by=staff.maker)
    maker.post(reverse("invitation_print", args=[agreed.pk]))
    made = agreed.invitation_prints.get()
    shown = page(maker, "invitation_list", agreed.pk)
    assert reverse("invitation_pdf", args=[agreed.pk, made.pk]) in shown
    for name, args in (("invitation_pdf", [made.pk]), ("invitation_roster", [])):
        answer = maker.get(reverse(name, args=[agreed.pk, *args]))
        assert answer.content.startswith(b"%PDF-")
    sheet = maker.get(reverse("invitation_messages", args=[agreed.pk]))
    assert sheet.content.startswith(b"PK")
    maker.post(reverse("invitation_mark", args=[agreed.pk]))
    assert agreed.roster.filter(invited_at=None).count() == 0


def test_a_facility_sees_whom_it_is_to_examine_and_nobody_else(agreed, staff, hospital, signed_in):
    doctor = UserFactory(unit=hospital, roles=[Role.DATA_ENTRY])
    assert "Nông Thị Giữ" not in page(signed_in(doctor), "roster_list", agreed.pk)
    appoint_all(checkup_round=agreed, first=FIRST, saturdays=False, anew=False, by=staff.maker)
    assert "Nông Thị Giữ" in page(signed_in(doctor), "roster_list", agreed.pk)


# --- Board, calendar, home --------------------------------------------------------------------


def test_the_board_has_a_column_a_state_and_the_calendar_the_days(listed, maker):
    board = page(maker, "round_board")
    assert "Đơn vị rà soát danh sách" in board
    assert "1 đơn vị chưa xác nhận" in board
    month = page(maker, "round_calendar", thang="2026-04")
    assert "Bắt đầu khám" in month
    assert "Ngày khám cuối" in month
    assert "Bắt đầu khám" not in page(maker, "round_calendar", thang="2026-06")


@pytest.mark.parametrize("month", ["", "abc", "2026-13", "0-0", "99999-1", "2026-4-5"])
def test_an_odd_month_is_this_month(maker, month):
    assert timezone.localdate().strftime("%Y") in page(maker, "round_calendar", thang=month)


def words_of(user, today) -> list[str]:
    return [care.words for care in cares_of(user, None, today=today)]


def test_home_reminds_the_unit_and_tells_the_department_who_is_late(listed, clerk, staff):
    before, after = listed.confirm_by, listed.confirm_by + timedelta(days=1)
    assert any("chờ đơn vị anh/chị xác nhận" in words for words in words_of(clerk, before))
    assert not any("quá hạn" in words for words in words_of(staff.maker, before))
    assert any("1 đơn vị quá hạn" in words for words in words_of(staff.maker, after))


def test_home_tells_of_a_round_past_its_days(spring, staff):
    running_round(spring, staff.maker)
    day = spring.ends_on + timedelta(days=1)
    assert any("chưa kết thúc" in words for words in words_of(staff.maker, day))
    assert not any("chưa kết thúc" in words for words in words_of(staff.maker, spring.ends_on))


def test_steps_are_asked_once_and_taken(agreed, maker):
    address = reverse("round_step", args=[agreed.pk, "start"])
    assert "Bắt đầu khám" in maker.get(address).content.decode()
    maker.post(address, {"seen": agreed.steps.count()})
    agreed.refresh_from_db()
    assert agreed.state == RoundState.RUNNING
    refused = maker.post(reverse("round_step", args=[agreed.pk, "close"]))
    assert "2 người chưa điểm danh" in refused.content.decode()
    assert maker.get(reverse("round_step", args=[agreed.pk, "bay"])).status_code == 404


def test_planning_is_there_for_the_department_alone(listed, signed_in, clerk):
    client = signed_in(clerk)
    for name, args in (
        ("round_propose", ()),
        ("round_step", ("withdraw",)),
        ("appointment_plan", ()),
        ("invitation_list", ()),
    ):
        assert client.get(reverse(name, args=[listed.pk, *args])).status_code == 404


def test_a_manager_agrees_to_a_list_that_waits(listed, maker, staff, signed_in, clerk):
    """It comes up on the home page once every unit has confirmed; its maker can't do it."""
    address = reverse("round_agree", args=[listed.pk])
    waits = [care.url for care in cares_of(staff.approver, None, today=FIRST)]
    assert address not in waits
    part = listed.parts.get()
    confirm(part=part, by=clerk, seen=part.version)
    waits = [care.url for care in cares_of(staff.approver, None, today=FIRST)]
    assert address in waits
    assert maker.get(address).status_code == 403
    assert "chờ lãnh đạo Sở Y tế thống nhất" in page(maker, "round_detail", listed.pk)
    manager = signed_in(staff.approver)
    assert address in page(manager, "round_detail", listed.pk)
    manager.post(address, {"seen": listed.steps.count()})
    listed.refresh_from_db()
    assert listed.state == RoundState.AGREED
