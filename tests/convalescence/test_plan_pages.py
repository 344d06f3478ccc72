"""The plan on the screen: by the department's clerk, a commune's clerk and a manager."""

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import AccessEntry
from accounts.roles import Role
from beneficiaries.picking import shown_in_box
from claims.models import Claim
from convalescence.models import (
    Form,
    HomeRun,
    PlanState,
    Quota,
    RunBy,
    Trip,
    TripKind,
    YearPlan,
)
from convalescence.planning.agreeing import advance, agree, confirm_part
from convalescence.planning.life import Action
from convalescence.planning.proposing import propose
from convalescence.trips.life import move_trip
from convalescence.trips.seating import take_seat
from convalescence.trips.workflow import Action as TripAction
from reports.cares.convalescence import parts_to_confirm, plans_to_agree
from tests.convalescence.conftest import people
from tests.factories import UnitFactory, UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(staff, signed_in):
    return signed_in(staff.approver)


@pytest.fixture
def commune(law, signed_in) -> SimpleNamespace:
    """A commune with a clerk and two people of group 2."""
    unit = UnitFactory(name="Xã Hoàng Văn Thụ")
    user = UserFactory(unit=unit, roles=[Role.DATA_ENTRY])
    own = people(law, 2, group="2", commune=unit)
    return SimpleNamespace(unit=unit, clerk_user=user, clerk=signed_in(user), people=own)


@pytest.fixture
def listed(plan, staff, quota, commune, law):
    """One place at the centre and one at home; two people of the commune, one of elsewhere."""
    quota(people=1)
    quota(Form.HOME, people=1)
    entitled_cadre(law)
    day = timezone.localdate() + timedelta(days=30)
    propose(plan=plan, confirm_by=day, by=staff.maker)
    return list(plan.candidates.order_by("position"))


def page_of(client, name, *args, **data) -> str:
    response = client.get(reverse(name, args=args), data)
    assert response.status_code == 200
    return response.content.decode()


def messages_of(client, response) -> str:
    page = client.get(response.url)
    return " ".join(str(message) for message in page.context["messages"])


def test_a_plan_is_made_with_its_file_and_order(maker, law):
    data = {
        "resolution": law.pk,
        "year": "2026",
        "number": "68/KH-SYT",
        "dated_on": "01/02/2026",
        "first": "waiting",
        "second": "service",
        "document": SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.7 thu"),
    }
    response = maker.post(reverse("year_plan_create"), data)
    plan = YearPlan.objects.get()
    assert response.url == reverse("year_plan_detail", args=[plan.pk])
    assert plan.ordering == ["waiting", "service"]
    assert maker.get(reverse("year_plan_file", args=[plan.pk])).content == b"%PDF-1.7 thu"
    assert "68/KH-SYT" in page_of(maker, "year_plan_list")
    again = maker.post(reverse("year_plan_create"), data)
    assert "đã có kế hoạch" in str(again.context["form"].errors)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("year", {"year": "2020"}),
        ("year", {"year": "năm nay"}),
        ("dated_on", {"dated_on": "31/02/2026"}),
        ("second", {"second": "waiting"}),
        ("document", {"document": SimpleUploadedFile("a.exe", b"MZ")}),
    ],
)
def test_a_wrong_plan_is_told_beside_its_field(maker, law, field, changes):
    data = {
        "resolution": law.pk,
        "year": "2026",
        "number": "68/KH-SYT",
        "dated_on": "01/02/2026",
        "first": "waiting",
    }
    response = maker.post(reverse("year_plan_create"), data | changes)
    assert field in response.context["form"].errors
    assert not YearPlan.objects.exists()


def granted(**changes):
    return {
        "form": Form.CENTRE,
        "run_by": RunBy.PROVINCE,
        "people": "20",
        "amount": "84.600.000",
        "begins_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "days": "9",
    } | changes


def test_a_new_quota_is_for_the_whole_year_unless_told(maker, plan):
    page = page_of(maker, "quota_create", plan.pk)
    assert 'value="01/01/2026"' in page
    assert 'value="31/12/2026"' in page


def test_quotas_of_the_province_and_of_a_delegate_are_told_apart(maker, plan):
    address = reverse("quota_create", args=[plan.pk])
    maker.post(address, granted())
    maker.post(
        address,
        granted(run_by=RunBy.DISTRICT, delegate="UBND huyện Mẫu", ends_on="30/06/2026"),
    )
    page = maker.get(reverse("year_plan_detail", args=[plan.pk]))
    assert [side.title for side in page.context["sides"]] == [
        "Tỉnh tổ chức",
        "Giao UBND huyện Mẫu",
    ]
    assert [side.granted for side in page.context["sides"]] == [84_600_000, 84_600_000]
    twice = maker.post(address, granted())
    assert "đã có chỉ tiêu" in str(twice.context["form"].errors)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("delegate", {"run_by": RunBy.DISTRICT}),
        ("days", {"days": ""}),
        ("people", {"people": "0"}),
        ("amount", {"amount": "nhiều"}),
        ("ends_on", {"ends_on": "31/12/2025"}),
    ],
)
def test_a_wrong_quota_is_told(maker, plan, field, changes):
    response = maker.post(reverse("quota_create", args=[plan.pk]), granted(**changes))
    assert field in response.context["form"].errors
    assert not Quota.objects.exists()


def test_a_quota_is_changed_and_taken_out(maker, plan, quota):
    place = quota()
    maker.post(reverse("quota_edit", args=[place.pk]), granted(people="30"))
    place.refresh_from_db()
    assert place.people == 30
    maker.post(reverse("quota_remove", args=[place.pk]))
    assert not Quota.objects.exists()


def test_a_cycle_is_changed_with_a_reason(maker, plan):
    cycle = plan.cycles.get(group__code="4")
    address = reverse("cycle_edit", args=[cycle.pk])
    told = {"years": "2", "counted": "last"}
    assert "reason" in maker.post(address, told).context["form"].errors
    maker.post(address, told | {"reason": "Thông báo 5/TB-SYT"})
    assert "Thông báo 5/TB-SYT" in page_of(maker, "year_plan_detail", plan.pk)


def test_the_list_is_made_and_each_unit_sees_its_part(maker, plan, quota, commune, law):
    quota(people=1)
    stranger = entitled_cadre(law, full_name="Người Xã Khác")
    past = maker.post(reverse("year_plan_propose", args=[plan.pk]), {"confirm_by": "01/01/2020"})
    assert "confirm_by" in past.context["form"].errors
    day = f"{timezone.localdate() + timedelta(days=20):%d/%m/%Y}"
    maker.post(reverse("year_plan_propose", args=[plan.pk]), {"confirm_by": day})
    assert "Người Xã Khác" in page_of(maker, "candidate_list", plan.pk)
    own = page_of(commune.clerk, "candidate_list", plan.pk)
    assert str(commune.people[0]) in own
    assert "Người Xã Khác" not in own
    foreign = plan.candidates.get(cadre=stranger)
    answer = commune.clerk.get(reverse("candidate_detail", args=[foreign.pk]))
    assert answer.status_code == 404


def test_who_has_not_had_his_turn_and_why(plan, listed, commune, went_home):
    """The question that each commune must be able to answer."""
    page = commune.clerk.get(reverse("turn_list", args=[plan.pk]))
    assert [row["turn"].name for row in page.context["rows"]] == sorted(map(str, commune.people))
    words = page.content.decode()
    assert "Chưa đi lần nào từ khi thuộc diện (năm 2025)." in words
    assert "chưa được đi 1 năm trước năm 2026" in words
    left = commune.clerk.get(reverse("turn_list", args=[plan.pk]), {"show": "early"})
    assert left.context["rows"] == []
    answer = commune.clerk.get(reverse("turn_export", args=[plan.pk]))
    sheet = load_workbook(BytesIO(answer.content)).active
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("Chưa đi lần nào" in words for words in told)
    assert AccessEntry.objects.filter(action="Xuất danh sách đến lượt điều dưỡng").exists()


@pytest.mark.parametrize("query", [{"sort": "-cho"}, {"unit": "x"}, {"show": "?"}, {"page": "x"}])
def test_odd_questions_are_answered(maker, plan, listed, query):
    assert maker.get(reverse("turn_list", args=[plan.pk]), query).status_code == 200
    assert maker.get(reverse("candidate_list", args=[plan.pk]), query).status_code == 200


def test_the_list_leaves_as_paper_and_workbook(maker, plan, listed):
    paper = maker.get(reverse("candidate_pdf", args=[plan.pk]))
    words = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert "Kèm theo Kế hoạch số 68/KH-SYT ngày 01/02/2026" in words
    assert "Danh sách chờ: 1 người" in words
    answer = maker.get(reverse("candidate_export", args=[plan.pk]), {"standing": "chosen"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows() if isinstance(row[0].value, int)] == [1, 2]


def test_a_unit_confirms_its_own_part_and_no_other(plan, listed, commune, maker):
    own = plan.parts.get(unit=commune.unit)
    other = plan.parts.exclude(unit=commune.unit).get()
    foreign = commune.clerk.post(reverse("plan_part_confirm", args=[other.pk]))
    assert foreign.status_code == 404
    commune.clerk.post(reverse("plan_part_confirm", args=[own.pk]))
    own.refresh_from_db()
    assert own.confirmed_at
    twice = maker.post(reverse("plan_part_confirm", args=[own.pk]))
    assert "đã xác nhận lúc" in messages_of(maker, twice)


def test_the_manager_agrees_when_all_confirmed_or_says_why(plan, listed, manager, maker):
    address = reverse("year_plan_agree", args=[plan.pk])
    assert "chưa xác nhận" in str(manager.post(address, {}).context["form"].errors)
    assert maker.post(address, {"reason": "Tôi"}).status_code == 403
    manager.post(address, {"reason": "Quá hạn, đã nhắc"})
    plan.refresh_from_db()
    assert plan.state == PlanState.AGREED


def test_who_made_the_list_is_not_offered_to_agree_it(plan, listed, staff, manager):
    agreeing = reverse("year_plan_agree", args=[plan.pk])
    assert agreeing in manager.get(reverse("year_plan_detail", args=[plan.pk])).content.decode()
    for part in plan.parts.select_related("plan"):
        confirm_part(part=part, by=staff.maker)
    YearPlan.objects.filter(pk=plan.pk).update(proposed_by=staff.approver)
    assert agreeing not in manager.get(reverse("year_plan_detail", args=[plan.pk])).content.decode()
    assert list(plans_to_agree(staff.approver, timezone.localdate())) == []
    refused = manager.post(agreeing, {"reason": "Tôi"}).context["form"].errors
    assert "không tự thống nhất" in str(refused)


def test_one_person_from_wish_to_substitute(plan, listed, commune, maker, staff):
    one = plan.candidates.get(cadre=commune.people[0])
    clerk = commune.clerk
    wish = reverse("candidate_wish", args=[one.pk])
    assert "form" in clerk.post(wish, {"form": Form.GROUP}).context["form"].errors
    clerk.post(wish, {"form": Form.HOME})
    fitness = reverse("candidate_fitness", args=[one.pk])
    assert "told_by" in clerk.post(fitness, {"fitness": "fit"}).context["form"].errors
    told = {"fitness": "fit", "told_by": "Trạm Y tế", "told_on": "02/03/2026"}
    clerk.post(fitness, told)
    words = page_of(clerk, "candidate_detail", one.pk)
    assert "Nguyện vọng: tại nhà." in words
    assert "Đủ sức khỏe đi đoàn (Trạm Y tế, 02/03/2026)" in words
    assert clerk.get(reverse("candidate_substitute", args=[one.pk])).status_code == 404
    waiting = plan.candidates.get(standing="waiting")
    response = maker.post(
        reverse("candidate_substitute", args=[one.pk]),
        {"instead": shown_in_box(waiting.cadre), "reason": "Ốm"},
    )
    assert response.url == reverse("candidate_detail", args=[waiting.pk])
    leave = reverse("candidate_leave", args=[plan.candidates.chosen().last().pk])
    assert "reason" in maker.post(leave, {"standing": "declined"}).context["form"].errors
    assert maker.post(leave, {"standing": "declined", "reason": "Bận"}).status_code == 302


def test_fitness_is_hidden_from_roles_that_do_not_need_it(plan, listed, commune, signed_in, maker):
    one = plan.candidates.get(cadre=commune.people[0])
    told = {"fitness": "fit", "told_by": "Trạm Y tế", "told_on": "02/03/2026"}
    maker.post(reverse("candidate_fitness", args=[one.pk]), told)
    cashier = signed_in(UserFactory(roles=[Role.CASHIER]))
    assert "Trạm Y tế" not in page_of(cashier, "candidate_detail", one.pk)
    assert "Trạm Y tế" in page_of(maker, "candidate_detail", one.pk)
    assert AccessEntry.objects.filter(subject_id=one.cadre_id).count() == 1


def test_an_open_place_is_given_to_the_next(plan, listed, maker, commune):
    chosen = plan.candidates.get(cadre=commune.people[0])
    place = chosen.quota
    maker.post(
        reverse("candidate_leave", args=[chosen.pk]), {"standing": "declined", "reason": "Bận"}
    )
    response = maker.post(reverse("quota_call", args=[place.pk]))
    assert "được xếp vào chỗ còn trống" in messages_of(maker, response)
    full = maker.post(reverse("quota_call", args=[place.pk]))
    assert "Không còn ai trong danh sách chờ" in messages_of(maker, full)


def test_the_plan_runs_and_those_at_home_get_their_claims(plan, listed, maker, manager, staff):
    agree(plan=plan, by=staff.approver, reason="Đủ")
    start = reverse("year_plan_advance", args=[plan.pk, "start"])
    maker.post(start, {})
    early = maker.post(reverse("home_run_create", args=[plan.pk]), {"requested_on": "01/01/2025"})
    assert "thuộc năm 2026" in str(early.context["form"].errors)
    day = f"{timezone.localdate():%d/%m/%Y}"
    response = maker.post(reverse("home_run_create", args=[plan.pk]), {"requested_on": day})
    run = HomeRun.objects.get()
    assert response.url == reverse("home_run_detail", args=[run.pk])
    assert (run.opened, Claim.objects.count()) == (1, 1)
    assert "1 hồ sơ đã lập" in page_of(maker, "home_run_detail", run.pk)
    maker.post(reverse("year_plan_advance", args=[plan.pk, "close"]), {})
    reopen = reverse("year_plan_advance", args=[plan.pk, "reopen"])
    assert "reason" in maker.post(reopen, {}).context["form"].errors
    assert maker.get(reverse("year_plan_advance", args=[plan.pk, "propose"])).status_code == 404
    with pytest.raises(Exception, match="không thực hiện được"):
        advance(plan=plan, action=Action.START, by=staff.maker)


def test_the_pages_ask_as_often_for_many_as_for_few(plan, maker, quota, law, staff):
    quota(people=2)
    day = timezone.localdate() + timedelta(days=30)

    def queries() -> list[int]:
        propose(plan=plan, confirm_by=day, by=staff.maker)
        counts = []
        for name in ("year_plan_detail", "turn_list", "candidate_list"):
            with CaptureQueriesContext(connection) as captured:
                page_of(maker, name, plan.pk)
            counts.append(len(captured))
        return counts

    people(law, 3)
    few = queries()
    people(law, 6)
    assert queries() == few


def test_who_has_a_seat_on_a_trip_is_changed_there(plan, listed, law, maker, staff):
    agree(plan=plan, by=staff.approver, reason="Đủ")
    one = plan.candidates.chosen().get(form=Form.CENTRE)
    trip = Trip.objects.create(
        resolution=law,
        plan=plan,
        kind=TripKind.CENTRE,
        code="dd-1",
        place="Trung tâm Thử",
        begins_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 9),
        quota=5,
    )
    move_trip(trip=trip, action=TripAction.OPEN, by=staff.maker)
    take_seat(trip=trip, cadre=one.cadre, by=staff.maker)
    for page, told in (
        ("candidate_leave", {"standing": "declined", "reason": "Bận"}),
        ("candidate_home", {"reason": "Bận"}),
        ("candidate_substitute", {"reason": "Bận"}),
    ):
        response = maker.post(reverse(page, args=[one.pk]), told)
        assert "đã có tên trong đoàn Trung tâm Thử" in str(response.context["form"].errors), page
    one.refresh_from_db()
    assert one.standing == "chosen"


def test_the_home_page_tells_whose_step_is_next(plan, listed, commune, staff):
    today = timezone.localdate()
    clerk = commune.clerk_user
    [own] = parts_to_confirm(clerk, today)
    assert own.title == "Chờ đơn vị xác nhận: danh sách điều dưỡng năm 2026"
    assert list(parts_to_confirm(staff.maker, today)) == []
    late = today + timedelta(days=31)
    assert next(parts_to_confirm(clerk, late)).title.startswith("Quá hạn xác nhận")
    [overdue] = parts_to_confirm(staff.maker, late)
    assert overdue.title == "2 đơn vị quá hạn xác nhận danh sách điều dưỡng năm 2026"
    assert list(plans_to_agree(staff.approver, today)) == []
    for part in plan.parts.select_related("plan"):
        confirm_part(part=part, by=staff.maker)
    [ready] = plans_to_agree(staff.approver, today)
    assert ready.url == reverse("year_plan_agree", args=[plan.pk])
    assert list(parts_to_confirm(clerk, late)) == []
