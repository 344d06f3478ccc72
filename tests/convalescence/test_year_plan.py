"""The plan of a year in officers' words: whose turn it is, who gets a place, what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from claims.actions import withdraw_fact
from claims.models import Claim
from convalescence.models import (
    Candidate,
    CandidateStep,
    Cycle,
    Fitness,
    Form,
    HomeConvalescence,
    HomeRun,
    HomeRunState,
    Participation,
    PlanPart,
    PlanState,
    PlanStep,
    Quota,
    RunBy,
    Standing,
    Trip,
    TripKind,
    YearPlan,
)
from convalescence.planning import at_home, telling
from convalescence.planning.agreeing import advance, agree, confirm_part
from convalescence.planning.cycles import proposed_cycles
from convalescence.planning.founding import (
    change_cycle,
    change_plan,
    drop_quota,
    open_plan,
    save_quota,
)
from convalescence.planning.life import MOVES, Action, PlanError
from convalescence.planning.proposing import propose
from convalescence.planning.standing import (
    call_next,
    go_home,
    judge_fitness,
    leave,
    substitute,
    wish,
)
from convalescence.planning.turns import turn_of, turns_of
from policies.models import Limit
from tests.convalescence.conftest import CONFIRM_BY, people
from tests.factories import CadreFactory, UnitFactory, UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def listed(plan, staff) -> list[Candidate]:
    propose(plan=plan, confirm_by=CONFIRM_BY, by=staff.maker)
    return list(plan.candidates.select_related("cadre", "quota").order_by("position"))


def agreed(plan, staff) -> list[Candidate]:
    listed(plan, staff)
    agree(plan=plan, by=staff.approver, reason="Đơn vị đồng ý qua điện thoại.")
    return list(plan.candidates.select_related("cadre", "quota").order_by("position"))


def running(plan, staff) -> list[Candidate]:
    found = agreed(plan, staff)
    advance(plan=plan, action=Action.START, by=staff.maker)
    return found


# --- many at once ----------------------------------------------------------------------------


def test_no_statement_takes_more_places_than_a_quota_has(plan, staff, law, quota):
    people(law, 3, group="2")
    granted = quota(people=2, amount=2 * 9 * 470_000)
    rows = listed(plan, staff)
    everybody = Candidate.objects.filter(pk__in=[row.pk for row in rows])
    seated = {"standing": Standing.CHOSEN, "quota": granted, "form": Form.CENTRE}
    with pytest.raises(IntegrityError, match="đã đủ 2 người"), transaction.atomic():
        everybody.update(**seated, amount=0)
    with pytest.raises(IntegrityError, match="Kinh phí"), transaction.atomic():
        everybody.exclude(pk=rows[2].pk).update(amount=10**8)
    with pytest.raises(IntegrityError, match="không dành cho"), transaction.atomic():
        everybody.exclude(pk=rows[2].pk).update(form=Form.GROUP)
    everybody.filter(pk=rows[0].pk).update(standing=Standing.WAITING, quota=None, form="")
    everybody.filter(pk=rows[2].pk).update(**seated, amount=9 * 470_000)


def test_who_stands_as_before_is_not_written_again(plan, staff, law, quota):
    people(law, 3, group="2")
    quota(people=2)
    before = listed(plan, staff)
    with CaptureQueriesContext(connection) as asked:
        after = listed(plan, staff)
    written = [each["sql"] for each in asked if 'UPDATE "convalescence_candidate"' in each["sql"]]
    assert not written
    assert [(row.pk, row.reasons) for row in after] == [(row.pk, row.reasons) for row in before]


def test_whoever_comes_before_others_takes_a_place_in_one_go(plan, staff, law, quota):
    people(law, 2, group="2")
    quota(people=2)
    before = {row.cadre_id for row in listed(plan, staff)}
    older = entitled_cadre(law, group="2", birth_date=date(1931, 1, 1))
    rows = listed(plan, staff)
    assert [row.standing for row in rows] == ["chosen", "chosen", "waiting"]
    assert rows[0].cadre == older
    assert {row.cadre_id for row in rows} == before | {older.pk}
    assert "Thứ 3 trong 3 người" in rows[2].reasons[-2]


# --- cycles ----------------------------------------------------------------------------------


def test_cycles_come_from_the_limits_of_the_law_and_say_so(plan):
    cycle = plan.cycles.get(group__code="2")
    assert (cycle.years, cycle.proposed_years) == (1, 1)
    assert "nhiều nhất 1 lần mỗi năm" in cycle.source
    # Group 6 only goes to the centre, of which no number of times is told.
    assert "không ghi số lần" in plan.cycles.get(group__code="6").source


def test_a_cycle_of_several_years_is_read_from_the_law(law):
    benefit = law.benefits.get(code="convalescence_centre")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Limit.objects.create(
            resolution=law,
            benefit=benefit,
            measure="times",
            window="cycle",
            value=1,
            cycle_years=2,
            article="Điều 4",
            confidence="stated",
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    found = {one.group.code: one for one in proposed_cycles(law)}
    # Group 2 may stay at home each year, so its turn comes each year; group 6 only travels.
    assert (found["2"].years, found["6"].years) == (1, 2)
    assert "nhiều nhất 1 lần trong 2 năm (Điều 4; nêu rõ trong văn bản)" in found["6"].source


def test_another_cycle_needs_a_reason_here_and_in_the_database(plan, staff):
    cycle = plan.cycles.get(group__code="4")
    with pytest.raises(ValidationError):
        change_cycle(cycle=cycle, years=2, reason=" ", by=staff.maker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(years=2)
    change_cycle(cycle=cycle, years=2, reason="Thông báo 5/TB-SYT", by=staff.maker)
    assert plan.cycles.get(group__code="4").years == 2
    assert "từ “mỗi năm một lần” thành “2 năm một lần”" in plan.steps.last().reason


# --- whose turn it is ------------------------------------------------------------------------


def test_who_never_went_is_due_and_says_since_when(plan, law):
    cadre = entitled_cadre(law)
    turn = turn_of(plan, cadre, DAY)
    assert (turn.last_year, turn.first_year, turn.years) == (None, 2025, 2)
    assert (turn.is_due, turn.is_passed_over, turn.missed) == (True, True, 1)
    assert "Chưa đi lần nào từ khi thuộc diện (năm 2025)." in telling.why(turn)


def test_the_turn_comes_by_the_cycle_after_the_last_time(plan, law, staff, went_home):
    cadre = entitled_cadre(law, group="2")
    went_home(cadre)
    assert turn_of(plan, cadre, DAY).is_due
    change_cycle(
        cycle=plan.cycles.get(group__code="2"), years=2, reason="Hai năm một lần", by=staff.maker
    )
    turn = turn_of(plan, cadre, DAY)
    assert (turn.is_due, turn.due_since) == (False, 2027)
    assert telling.not_due(turn) == (
        f"{cadre} chưa đến lượt. Lần gần nhất năm 2025 (tại nhà). "
        "Đối tượng 2 2 năm một lần: đến lượt vào năm 2027."
    )


def test_a_trip_counts_and_a_cancelled_one_does_not(plan, law, staff):
    cadre = entitled_cadre(law)
    trip = Trip.objects.create(
        resolution=law,
        kind=TripKind.CENTRE,
        code="dd",
        place="Trung tâm",
        begins_on=date(2026, 5, 1),
        ends_on=date(2026, 5, 9),
        quota=9,
    )
    fact = Participation.objects.create(
        trip=trip, cadre=cadre, days=9, recorded_by=staff.maker, unit=staff.maker.unit
    )
    assert turn_of(plan, cadre, DAY).last_year == 2026
    assert not turn_of(plan, cadre, DAY).is_due
    Participation.objects.filter(pk=fact.pk).update(
        cancelled_at="2026-06-01T00:00Z", cancelled_by=staff.maker
    )
    assert turn_of(plan, cadre, DAY).is_due


def test_at_home_without_a_living_claim_was_nothing(plan, law, went_home):
    cadre = entitled_cadre(law, group="2")
    went_home(cadre)
    Claim.objects.update(state="refused")
    assert turn_of(plan, cadre, DAY).last_year is None


def test_only_people_of_the_groups_on_the_day(plan, law):
    cadre = entitled_cadre(law)
    ended = entitled_cadre(law, ended_on=date(2026, 1, 5), ended_reason="Từ trần")
    CadreFactory()
    assert [turn.key for turn in turns_of(plan, DAY)] == [cadre.pk]
    assert turn_of(plan, ended, date(2026, 1, 4))


def test_each_unit_sees_the_turns_of_its_own(plan, law):
    commune = UnitFactory()
    own = entitled_cadre(law, commune=commune)
    entitled_cadre(law)
    clerk = UserFactory(unit=commune)
    assert [turn.key for turn in turns_of(plan, DAY, user=clerk)] == [own.pk]


def test_turns_of_many_are_asked_for_as_often_as_of_few(plan, law):
    people(law, 1)
    with CaptureQueriesContext(connection) as few:
        turns_of(plan, DAY)
    people(law, 10)
    with CaptureQueriesContext(connection) as many:
        assert len(turns_of(plan, DAY)) == 11
    assert len(many) == len(few)


# --- the list --------------------------------------------------------------------------------


def test_the_oldest_get_the_places_and_the_others_wait_in_their_order(plan, law, staff, quota):
    quota(people=2)
    cadres = people(law, 4)
    found = listed(plan, staff)
    assert [one.cadre for one in found] == cadres
    assert [one.standing for one in found] == ["chosen", "chosen", "waiting", "waiting"]
    assert found[0].amount == 9 * 470_000
    assert found[0].reasons[-2:] == [
        "Thứ 1 trong 4 người đến lượt (chờ 2 năm, sinh ngày 01/01/1940, chưa có huy hiệu).",
        "Còn chỗ trong chỉ tiêu “Tại cơ sở điều dưỡng trong tỉnh, toàn tỉnh” (2 người).",
    ]
    assert "đã hết chỗ hoặc hết tiền ở người thứ 2" in found[2].reasons[-1]


def test_whose_wait_is_longer_goes_before_older_people(plan, law, staff, quota, went_home):
    quota(people=1)
    old, young = people(law, 2, group="2")
    went_home(old)
    assert [one.cadre for one in listed(plan, staff)] == [young, old]


def test_the_order_is_data(plan, law, staff, quota, went_home):
    quota(people=1)
    old, young = people(law, 2, group="2")
    went_home(old)
    plan.ordering = ["age"]
    change_plan(plan=plan, by=staff.maker)
    assert [one.cadre for one in listed(plan, staff)] == [old, young]


def test_money_ends_a_quota_before_its_people(plan, law, staff, quota):
    quota(people=9, amount=2 * 9 * 470_000)
    people(law, 3)
    assert [one.standing for one in listed(plan, staff)] == ["chosen", "chosen", "waiting"]


def test_a_commune_has_its_own_places(plan, law, staff, quota):
    commune = UnitFactory()
    quota(people=1, unit=commune)
    _, own = entitled_cadre(law, birth_date=date(1930, 1, 1)), entitled_cadre(law, commune=commune)
    chosen = [one for one in listed(plan, staff) if one.standing == "chosen"]
    assert [one.cadre for one in chosen] == [own]
    assert {part.unit for part in plan.parts.all()} >= {commune}


def test_what_the_law_gives_nothing_for_is_no_place(plan, law, staff, quota):
    """Out of the province only groups 1 and 2 are paid for; the refusal is told."""
    quota(Form.OUT_OF_PROVINCE, people=5, days=5)
    entitled_cadre(law, group="6")
    assert "không có chỉ tiêu cho hình thức" in listed(plan, staff)[0].reasons[-1]


def test_the_wish_decides_the_form(plan, law, staff, quota):
    quota(people=5)
    quota(Form.HOME, people=5)
    cadre = entitled_cadre(law, group="2")
    found = listed(plan, staff)[0]
    assert found.form == Form.CENTRE
    wish(candidate=found, form=Form.HOME, by=staff.maker)
    again = listed(plan, staff)[0]
    assert (again.cadre, again.form, again.amount) == (cadre, Form.HOME, 2_300_000)
    with pytest.raises(PlanError, match="không có mức “điều dưỡng tập trung”"):
        wish(candidate=again, form=Form.GROUP, by=staff.maker)


def test_a_list_made_anew_keeps_who_does_not_go(plan, law, staff, quota):
    quota(people=1)
    first, second = people(law, 2)
    leave(candidate=listed(plan, staff)[0], reason="Bận việc nhà", by=staff.maker)
    found = {one.cadre: one for one in listed(plan, staff)}
    assert found[first].standing == "declined"
    assert found[second].standing == "chosen"


def test_a_plan_without_quotas_or_people_proposes_nothing(plan, staff, law, quota):
    with pytest.raises(PlanError, match="chưa có chỉ tiêu"):
        listed(plan, staff)
    quota()
    with pytest.raises(PlanError, match="Không có ai đến lượt"):
        listed(plan, staff)
    assert YearPlan.objects.get().state == PlanState.DRAFT


# --- quotas hold -----------------------------------------------------------------------------


def test_the_database_refuses_more_than_the_quota(plan, law, staff, quota):
    place = quota(people=1)
    people(law, 2)
    _, waiting = listed(plan, staff)
    with pytest.raises(IntegrityError, match="đã đủ 1 người"), transaction.atomic():
        Candidate.objects.filter(pk=waiting.pk).update(
            standing="chosen", quota=place, form=place.form
        )
    Quota.objects.filter(pk=place.pk).update(people=2, amount=2 * 9 * 470_000 - 1)
    with pytest.raises(IntegrityError, match="Kinh phí"), transaction.atomic():
        Candidate.objects.filter(pk=waiting.pk).update(
            standing="chosen", quota=place, form=place.form, amount=9 * 470_000
        )


def test_a_quota_does_not_shrink_below_those_chosen(plan, law, staff, quota):
    place = quota(people=2)
    people(law, 2)
    listed(plan, staff)
    place.people = 1
    with pytest.raises(PlanError, match="hơn chỉ tiêu mới"):
        save_quota(quota=place, by=staff.maker)
    with pytest.raises(PlanError, match="đã có người"):
        drop_quota(quota=place, by=staff.maker)


def test_a_delegated_quota_names_the_body_and_is_paid_as_such(plan, law, staff, quota):
    with pytest.raises(IntegrityError), transaction.atomic():
        quota(run_by=RunBy.DISTRICT)
    place = quota(run_by=RunBy.DISTRICT, delegate="UBND huyện Mẫu")
    assert "giao UBND huyện Mẫu" in str(place)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_cannot_both_give_the_last_place(plan, law, staff, quota):
    place = quota(people=1)
    people(law, 3)
    leave(candidate=listed(plan, staff)[0], reason="Không đi", by=staff.maker)
    start = Barrier(2)

    def call(_) -> str:
        try:
            start.wait()
            call_next(quota=place, by=staff.maker)
        except PlanError as refused:
            return str(refused)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(call, range(2)))
    assert told[0] == ""
    assert "đã đủ 1 người" in told[1]
    assert plan.candidates.chosen().count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_holds_the_last_place_under_a_race_past_the_verbs(plan, law, staff, quota):
    place = quota(people=1)
    people(law, 2)
    found = listed(plan, staff)
    Candidate.objects.update(standing="waiting", quota=None, form="")
    start = Barrier(2)

    def take(candidate) -> bool:
        try:
            with transaction.atomic():
                start.wait()
                Candidate.objects.filter(pk=candidate.pk).update(
                    standing="chosen", quota=place, form=place.form
                )
        except IntegrityError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, found)) == [False, True]


# --- one person ------------------------------------------------------------------------------


def test_who_does_not_go_leaves_a_place_for_the_next(plan, law, staff, quota):
    place = quota(people=1)
    _, second, _ = people(law, 3)
    first = agreed(plan, staff)[0]
    with pytest.raises(PlanError, match="đã đủ"):
        call_next(quota=place, by=staff.maker)
    leave(candidate=first, reason="Con cưới", by=staff.maker)
    called = call_next(quota=place, by=staff.maker)
    assert called.cadre == second
    assert "Vào chỗ còn trống" in called.steps.get().words


def test_a_substitute_comes_from_the_wait_list_with_a_trace_both_ways(plan, law, staff, quota):
    quota(people=1)
    people(law, 3)
    first, second, third = agreed(plan, staff)
    came = substitute(candidate=first, reason="Ốm", by=staff.maker, instead=third.cadre)
    first.refresh_from_db()
    assert (came.replaces, first.replaced_by, first.standing) == (first, came, "replaced")
    assert (came.standing, came.quota) == ("chosen", plan.quotas.get())
    assert first.steps.get().words == f"{third.cadre} đi thay."
    assert came.steps.get().words.endswith("Vượt 1 người xếp trước.")
    assert came.steps.get().reason == "Ốm"
    with pytest.raises(PlanError, match="đang được chọn"):
        substitute(candidate=first, reason="Ốm", by=staff.maker)
    assert Candidate.objects.get(pk=second.pk).standing == "waiting"


def test_without_a_name_the_next_in_order_substitutes(plan, law, staff, quota):
    quota(people=1)
    people(law, 3)
    first, second, _ = agreed(plan, staff)
    assert substitute(candidate=first, reason="Ốm", by=staff.maker) == second


def test_a_substitute_who_is_not_due_is_refused_with_the_reason(plan, law, staff, quota, went_home):
    quota(people=1)
    entitled_cadre(law, birth_date=date(1935, 1, 1))
    early = entitled_cadre(law, group="2")
    went_home(early)
    cycle = plan.cycles.get(group__code="2")
    change_cycle(cycle=cycle, years=3, reason="Ba năm một lần", by=staff.maker)
    [first] = agreed(plan, staff)
    with pytest.raises(PlanError, match=r"chưa đến lượt.*đến lượt vào năm 2028.*quyết định riêng"):
        substitute(candidate=first, reason="Ốm", by=staff.maker, instead=early)
    assert plan.candidates.count() == 1
    came = substitute(
        candidate=first,
        reason="Ốm",
        by=staff.maker,
        instead=early,
        decision="QĐ 12/QĐ-SYT ngày 01/11/2026",
    )
    assert (came.is_due, came.standing) == (False, "chosen")
    assert came.exception == "QĐ 12/QĐ-SYT ngày 01/11/2026"
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=came.pk).update(exception="")


def test_a_stranger_to_the_plan_is_no_substitute(plan, law, staff, quota):
    quota(people=1)
    people(law, 1)
    [first] = agreed(plan, staff)
    with pytest.raises(PlanError, match="không thuộc đối tượng"):
        substitute(candidate=first, reason="Ốm", by=staff.maker, instead=CadreFactory())


def test_from_the_group_to_home_keeps_a_trace(plan, law, staff, quota):
    quota(people=1)
    quota(Form.HOME, people=1)
    people(law, 1, group="2")
    [found] = agreed(plan, staff)
    with pytest.raises(PlanError, match="ghi lý do"):
        go_home(candidate=found, reason=" ", by=staff.maker)
    moved = go_home(candidate=found, reason="Tuổi cao", by=staff.maker)
    assert (moved.form, moved.amount) == (Form.HOME, 2_300_000)
    step = moved.steps.get()
    assert (step.words, step.reason) == (
        "Từ tại cơ sở điều dưỡng trong tỉnh sang tại nhà.",
        "Tuổi cao",
    )


def test_who_may_not_travel_goes_home_or_back_to_the_wait_list(plan, law, staff, quota):
    quota(people=2)
    quota(Form.HOME, people=1)
    people(law, 2, group="2")
    told = {"fitness": Fitness.UNFIT, "told_by": "Trạm Y tế", "told_on": date(2026, 3, 1)}
    one, two = agreed(plan, staff)
    assert judge_fitness(candidate=one, by=staff.maker, **told).form == Form.HOME
    assert judge_fitness(candidate=two, by=staff.maker, **told).standing == "waiting"
    with pytest.raises(PlanError, match="ai kết luận"):
        judge_fitness(candidate=one, by=staff.maker, **(told | {"told_by": ""}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=one.pk).update(fitness_on=None)


def test_secret_records_take_no_word_of_health(plan, law, staff, quota):
    quota(people=1)
    entitled_cadre(law, records_are_secret=True)
    [found] = listed(plan, staff)
    with pytest.raises(PlanError, match="bí mật nhà nước"):
        judge_fitness(
            candidate=found,
            fitness=Fitness.FIT,
            told_by="Trạm Y tế",
            told_on=date(2026, 3, 1),
            by=staff.maker,
        )
    assert CandidateStep.objects.count() == 0


# --- agreeing --------------------------------------------------------------------------------


def test_a_part_is_confirmed_once_and_the_list_agreed_when_all_are(plan, law, staff, quota):
    quota(people=1)
    people(law, 1)
    listed(plan, staff)
    with pytest.raises(PlanError, match="1 đơn vị chưa xác nhận"):
        agree(plan=plan, by=staff.approver)
    part = PlanPart.objects.get()
    confirm_part(part=part, by=staff.maker)
    with pytest.raises(PlanError, match=r"Người Nhập liệu đã xác nhận lúc"):
        confirm_part(part=part, by=staff.maker)
    assert agree(plan=plan, by=staff.approver).state == PlanState.AGREED
    with pytest.raises(PlanError, match="không cần xác nhận nữa"):
        confirm_part(part=part, by=staff.maker)


def test_who_made_the_list_does_not_agree_it(plan, law, staff, quota):
    quota(people=1)
    people(law, 1)
    propose(plan=plan, confirm_by=CONFIRM_BY, by=staff.approver)
    with pytest.raises(PlanError, match="Người lập danh sách không tự thống nhất"):
        agree(plan=plan, by=staff.approver, reason="Gấp")
    propose(plan=plan, confirm_by=CONFIRM_BY, by=staff.maker)
    found = agree(plan=plan, by=staff.approver, reason="Gấp")
    assert (found.proposed_by, found.agreed_by) == (staff.maker, staff.approver)
    advance(plan=plan, action=Action.REVIEW, by=staff.maker, reason="Thiếu người")
    plan.refresh_from_db()
    assert (plan.proposed_by, plan.agreed_by, plan.agreed_at) == (staff.maker, None, None)


def test_the_database_wants_another_to_agree_step_by_step(plan, law, staff, quota):
    quota(people=1)
    people(law, 1)
    rows = YearPlan.objects.filter(pk=plan.pk)
    signed = {"agreed_by": staff.approver, "agreed_at": "2026-04-01T00:00Z"}
    with (
        pytest.raises(IntegrityError, match="không chuyển từ draft sang agreed"),
        transaction.atomic(),
    ):
        rows.update(state=PlanState.AGREED, **signed)
    listed(plan, staff)
    for told, name in (
        ({}, "plan_agreed_at_and_by"),
        ({"agreed_by": staff.maker, "agreed_at": "2026-04-01T00:00Z"}, "plan_is_agreed_by_another"),
        (signed | {"proposed_by": None, "proposed_at": None}, "phải ghi người lập"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(state=PlanState.AGREED, **told)
    rows.update(state=PlanState.AGREED, **signed)


def test_a_saved_head_does_not_undo_who_agreed(plan, law, staff, quota):
    quota(people=1)
    people(law, 1)
    stale = YearPlan.objects.get(pk=plan.pk)
    agreed(plan, staff)
    stale.number = "69/KH-SYT"
    change_plan(plan=stale, by=staff.maker)
    plan.refresh_from_db()
    assert (plan.number, plan.agreed_by) == ("69/KH-SYT", staff.approver)


@pytest.mark.django_db(transaction=True)
def test_two_people_of_a_unit_confirm_at_once(plan, law, staff, quota):
    quota(people=1)
    people(law, 1)
    listed(plan, staff)
    part = PlanPart.objects.select_related("plan").get()
    start = Barrier(2)

    def confirm(by) -> str:
        try:
            start.wait()
            confirm_part(part=part, by=by)
        except PlanError as refused:
            return str(refused)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(confirm, [staff.maker, staff.checker]))
    assert told[0] == ""
    assert "đã xác nhận lúc" in told[1]


def test_an_agreed_list_changes_only_with_a_recorded_step(plan, law, staff, quota):
    quota(people=1)
    people(law, 2)
    first, second = agreed(plan, staff)
    with pytest.raises(IntegrityError, match="thống nhất"), transaction.atomic():
        Candidate.objects.filter(pk=first.pk).update(standing="waiting", quota=None, form="")
    with pytest.raises(IntegrityError, match="thống nhất"), transaction.atomic():
        second.delete()
    with pytest.raises(IntegrityError, match="thống nhất"), transaction.atomic():
        Candidate.objects.create(
            plan=plan,
            cadre=entitled_cadre(law),
            group=first.group,
            unit=first.unit,
            waiting_years=1,
            position=3,
            standing="waiting",
        )
    with pytest.raises(PlanError, match="Đã thống nhất danh sách"):
        propose(plan=plan, confirm_by=CONFIRM_BY, by=staff.maker)


def test_a_closed_plan_stands_still_until_it_is_opened_with_a_reason(plan, law, staff, quota):
    quota(people=1)
    people(law, 2)
    first = running(plan, staff)[0]
    advance(plan=plan, action=Action.CLOSE, by=staff.maker)
    with pytest.raises(PlanError, match="Đã kết thúc"):
        leave(candidate=first, reason="Ốm", by=staff.maker)
    with pytest.raises(IntegrityError, match="kết thúc"), transaction.atomic():
        Candidate.objects.filter(pk=first.pk).update(position=9)
    with pytest.raises(PlanError, match="phải ghi lý do"):
        advance(plan=plan, action=Action.REOPEN, by=staff.maker)
    advance(plan=plan, action=Action.REOPEN, by=staff.maker, reason="Còn một người")
    assert leave(candidate=first, reason="Ốm", by=staff.maker).standing == "declined"


def test_the_steps_of_a_plan_stay(plan, law, staff, quota):
    quota(people=1)
    people(law, 1)
    running(plan, staff)
    moves = [(step.from_state, step.to_state) for step in plan.steps.all()]
    assert moves[0] == ("draft", "draft")
    assert moves[-1] == ("agreed", "running")
    for change in (PlanStep.objects.all().delete, lambda: PlanStep.objects.update(reason="x")):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()


def test_every_state_but_none_is_left_for_good():
    assert {state for state, _ in MOVES} == set(PlanState)


def test_one_plan_a_resolution_and_year(plan, law, staff):
    again = YearPlan(resolution=law, year=2026, number="9/KH", dated_on=date(2026, 2, 1))
    with pytest.raises(ValidationError, match="đã có kế hoạch"):
        open_plan(plan=again, by=staff.maker)


# --- at home ---------------------------------------------------------------------------------


@pytest.fixture
def at_home_plan(plan, law, staff, quota):
    quota(Form.HOME, people=3)
    cadres = people(law, 3, group="2")
    running(plan, staff)
    return cadres


def test_all_who_stay_at_home_get_their_claims_together_and_once(at_home_plan, plan, staff):
    first = at_home.carry_out(
        at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker)
    )
    assert (first.state, first.total, first.done, first.opened) == ("done", 3, 3, 3)
    assert HomeConvalescence.objects.count() == Claim.objects.count() == 3
    assert {claim.amount for claim in Claim.objects.all()} == {2_300_000}
    with pytest.raises(PlanError, match="đều đã có hồ sơ"):
        at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker)


def test_who_got_something_meanwhile_is_told_and_the_others_are_paid(
    at_home_plan, plan, staff, went_home
):
    went_home(at_home_plan[1], 2026)
    run = at_home.carry_out(at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker))
    assert run.opened == 2
    [[_, name, why]] = run.refused
    assert (name, why) == (
        str(at_home_plan[1]),
        "Người này đã được ghi điều dưỡng tại nhà năm 2026.",
    )


def test_only_those_whose_quota_is_open_that_day_are_paid(at_home_plan, plan, staff):
    """What was delegated has its own period: nobody of the others is asked, or refused."""
    plan.quotas.update(begins_on=date(2026, 7, 1))
    with pytest.raises(PlanError, match="ngoài thời hạn chỉ tiêu"):
        at_home.begin(plan=plan, requested_on=date(2026, 6, 30), by=staff.maker)
    july = at_home.begin(plan=plan, requested_on=date(2026, 7, 1), by=staff.maker)
    assert july.total == 3


def test_what_is_told_afterwards_keeps_its_days(at_home_plan, plan, staff):
    then = datetime(2026, 9, 2, 9, tzinfo=UTC)
    run = at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker, at=then)
    at_home.carry_out(run, then)
    assert run.made_at == then
    assert set(HomeConvalescence.objects.values_list("recorded_at", flat=True)) == {then}
    assert set(Claim.objects.values_list("made_at", flat=True)) == {then}
    advance(plan=plan, action=Action.CLOSE, by=staff.maker, at=then)
    assert plan.steps.latest("pk").done_at == then


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 12, 31)])
def test_the_day_is_of_the_year_and_not_ahead(at_home_plan, plan, staff, day):
    with pytest.raises(PlanError, match="Ngày đề nghị"):
        at_home.begin(plan=plan, requested_on=day, by=staff.maker)


def test_two_goes_at_once_are_one(at_home_plan, plan, staff):
    run = at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker)
    with pytest.raises(PlanError, match="Đang có một lượt"):
        at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker)
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeRun.objects.create(
            plan=plan,
            requested_on=date(2026, 9, 1),
            made_by=staff.maker,
            made_at=run.made_at,
            stirred_at=run.made_at,
        )
    at_home.carry_out(run)
    at_home.carry_out(run)
    assert Claim.objects.count() == 3


def test_a_lost_go_makes_way(at_home_plan, plan, staff):
    run = at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker)
    HomeRun.objects.update(stirred_at="2026-09-01T00:00Z")
    again = at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker)
    run.refresh_from_db()
    assert run.state == HomeRunState.FAILED
    assert at_home.carry_out(again).opened == 3


def test_nobody_is_replaced_once_his_claim_is_open(at_home_plan, plan, staff):
    at_home.carry_out(at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker))
    one = plan.candidates.first()
    with pytest.raises(PlanError, match="Đã lập hồ sơ"):
        leave(candidate=one, reason="Ốm", by=staff.maker)
    CandidateStep.objects.create(
        candidate=one,
        action="decline",
        words="x",
        done_by=staff.maker,
        done_at="2026-09-01T00:00Z",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=one.pk).update(standing=Standing.DECLINED, quota=None)


def test_a_withdrawn_claim_may_be_opened_again(at_home_plan, plan, staff):
    at_home.carry_out(at_home.begin(plan=plan, requested_on=date(2026, 9, 1), by=staff.maker))
    withdraw_fact(fact=HomeConvalescence.objects.first(), by=staff.maker, reason="Nhầm ngày")
    run = at_home.begin(plan=plan, requested_on=date(2026, 9, 2), by=staff.maker)
    assert at_home.carry_out(run).opened == 1
