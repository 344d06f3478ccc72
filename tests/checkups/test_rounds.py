"""Who comes on the list of a round, what units do to it, and the steps of its life."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from checkups.models import (
    Checkup,
    CheckupRound,
    RosterEntry,
    RosterPart,
    RoundKind,
    RoundState,
    RoundStep,
)
from checkups.rounds.actions import RoundError, keep_step, objection, propose, take_step
from checkups.rounds.parts import TOO_LATE, add_named, confirm, give_back, put_back, take_off
from checkups.rounds.proposing import ELSEWHERE, proposal_for
from checkups.rounds.workflow import Action
from claims.actions import record_fact
from policies.rules import RefusalReason
from tests.checkups.rounds import FIRST, LAST, agreed_round, entitled, planned_round, running_round
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return UnitFactory(name="Xã Đông Khê")


@pytest.fixture
def clerk(commune):
    return UserFactory(username="xa", unit=commune, roles=[Role.DATA_ENTRY])


@pytest.fixture
def spring(law, hospital):
    return planned_round(law, hospital=hospital)


def names(people) -> set[str]:
    return {str(each.cadre) for each in people}


def reasons(proposal) -> dict[str, str]:
    return {str(each.cadre): each.reason for each in proposal.left_out}


def examined(cadre, checkup_round, staff, hospital, day=FIRST):
    fact = Checkup(
        round=checkup_round, cadre=cadre, facility=hospital, examined_on=day, cost=2_000_000
    )
    record_fact(fact=fact, by=staff.maker)


# --- Who is proposed ------------------------------------------------------------------------


def test_people_of_the_chosen_groups_are_proposed_and_nobody_else(law, spring):
    entitled(law, "4", full_name="Nông Văn Bốn")
    entitled(law, "3", full_name="Nông Văn Ba")
    proposal = proposal_for(spring)
    assert names(proposal.people) == {"Nông Văn Bốn"}
    assert not proposal.left_out


def test_group_1_is_examined_twice_a_year_and_group_4_once(law, staff, hospital):
    first = planned_round(law, groups=("1", "4"))
    for group in ("1", "4"):
        examined(entitled(law, group, full_name=f"Người {group}"), first, staff, hospital)
    second = planned_round(
        law,
        groups=("1", "4"),
        code="round_2",
        begins_on=date(2026, 10, 5),
        ends_on=date(2026, 10, 30),
    )
    proposal = proposal_for(second)
    assert names(proposal.people) == {"Người 1"}
    assert reasons(proposal) == {"Người 4": RefusalReason.LIMIT_REACHED}
    [left] = proposal.left_out
    assert "mỗi năm" in left.sentence


def test_next_year_everybody_may_come_again(law, staff, hospital, spring):
    cadre = entitled(law)
    examined(cadre, spring, staff, hospital)
    later = planned_round(
        law, year=2027, begins_on=date(2027, 4, 5), ends_on=date(2027, 4, 9), confirm_by=None
    )
    assert names(proposal_for(later).people) == {str(cadre)}


def test_who_is_dead_by_the_first_day_is_left_out_and_told_so(law, spring):
    entitled(law, full_name="Đã Thôi", ended_on=FIRST, ended_reason="mất")
    entitled(law, full_name="Còn Đó", ended_on=FIRST + timedelta(days=1), ended_reason="mất")
    proposal = proposal_for(spring)
    assert names(proposal.people) == {"Còn Đó"}
    assert reasons(proposal) == {"Đã Thôi": RefusalReason.ENDED}
    assert proposal.reasons == [("ended", "đã thôi diện", 1)]


def test_who_stands_on_the_list_of_another_round_has_used_up_the_year(law, staff, spring):
    cadre = entitled(law)
    propose(checkup_round=spring, by=staff.maker)
    autumn = planned_round(
        law, code="round_2", begins_on=date(2026, 10, 5), ends_on=date(2026, 10, 9)
    )
    assert reasons(proposal_for(autumn)) == {str(cadre): ELSEWHERE}


def test_who_stayed_away_from_another_round_may_come_to_this(law, staff, spring):
    cadre = entitled(law)
    running_round(spring, staff.maker)
    RosterEntry.objects.update(
        attendance="absent", absence_reason="busy", marked_at=timezone.now(), marked_by=staff.maker
    )
    autumn = planned_round(
        law, code="round_2", begins_on=date(2026, 10, 5), ends_on=date(2026, 10, 9)
    )
    assert names(proposal_for(autumn).people) == {str(cadre)}


def test_people_of_the_department_go_to_their_commune_others_to_their_body(
    law, staff, spring, commune
):
    body = UnitFactory(name="Ban Tổ chức", kind="managing_body")
    retired = entitled(law, commune=commune)
    serving = entitled(law, commune=commune, managing_unit=body)
    lonely = entitled(law)
    propose(checkup_round=spring, by=staff.maker)
    units = {entry.cadre_id: entry.unit for entry in spring.roster.all()}
    assert units == {
        retired.pk: commune,
        serving.pk: body,
        lonely.pk: staff.maker.unit,
    }
    assert {part.due_on for part in spring.parts.all()} == {spring.confirm_by}


def test_an_event_takes_people_by_name_and_its_programme_decides(law, staff):
    congress = planned_round(
        law, groups=(), kind=RoundKind.EVENT, code="provincial_congress", title="Đại hội tỉnh"
    )
    cadre, stranger = entitled(law, "2"), entitled(law, "6")
    with pytest.raises(RoundError, match="đưa người vào danh sách"):
        propose(checkup_round=congress, by=staff.maker)
    added, left_out = add_named(checkup_round=congress, cadres=[cadre, stranger], by=staff.maker)
    assert added + len(left_out) == 2
    propose(checkup_round=congress, by=staff.maker)
    congress.refresh_from_db()
    assert congress.state == RoundState.LISTING
    assert congress.roster.count() == added


# --- What units do --------------------------------------------------------------------------


@pytest.fixture
def listed(law, spring, staff, commune):
    entitled(law, full_name="Nông Thị Giữ", commune=commune)
    entitled(law, full_name="Nông Thị Bỏ", commune=commune)
    propose(checkup_round=spring, by=staff.maker)
    spring.refresh_from_db()
    return spring


def chosen(checkup_round, name: str) -> dict[int, int]:
    entry = checkup_round.roster.get(cadre__full_name=name)
    return {entry.pk: entry.version}


def test_a_unit_takes_somebody_off_for_a_reason_and_puts_them_back(listed, clerk):
    ticked = chosen(listed, "Nông Thị Bỏ")
    take_off(checkup_round=listed, chosen=ticked, reason="died", note="", by=clerk)
    entry = listed.roster.get(cadre__full_name="Nông Thị Bỏ")
    assert (entry.standing, entry.removal_reason, entry.reviewed_by) == ("removed", "died", clerk)
    put_back(checkup_round=listed, chosen={entry.pk: entry.version}, by=clerk)
    assert listed.roster.kept().count() == 2


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("other", " "), ("bừa", "")])
def test_nobody_is_taken_off_without_a_reason(listed, clerk, reason, note):
    ticked = chosen(listed, "Nông Thị Bỏ")
    with pytest.raises(RoundError, match="lý do"):
        take_off(checkup_round=listed, chosen=ticked, reason=reason, note=note, by=clerk)
    assert listed.roster.kept().count() == 2


def test_two_clerks_of_a_unit_change_one_person_the_second_is_told(listed, clerk):
    seen = chosen(listed, "Nông Thị Bỏ")
    take_off(checkup_round=listed, chosen=seen, reason="died", note="", by=clerk)
    done = put_back(checkup_round=listed, chosen=seen, by=clerk)
    assert (done.changed, done.overtaken) == (0, ("Nông Thị Bỏ",))


def test_a_unit_neither_sees_nor_changes_the_people_of_another(listed):
    stranger = UserFactory(unit=UnitFactory(), roles=[Role.DATA_ENTRY])
    assert not listed.roster.visible_to(stranger).exists()
    with pytest.raises(RoundError, match="không có phần"):
        take_off(
            checkup_round=listed,
            chosen=chosen(listed, "Nông Thị Bỏ"),
            reason="died",
            note="",
            by=stranger,
        )


def test_a_unit_adds_its_own_person_who_is_entitled(law, listed, clerk, commune):
    missing = entitled(law, commune=commune)
    added, left_out = add_named(checkup_round=listed, cadres=[missing], by=clerk)
    entry = listed.roster.get(cadre=missing)
    assert (added, left_out, entry.origin, entry.unit) == (1, [], "unit", commune)


def test_a_person_who_is_not_entitled_is_refused_with_the_reason(law, listed, clerk, commune):
    unpaid = entitled(law, "6", commune=commune)
    added, [refused] = add_named(checkup_round=listed, cadres=[unpaid], by=clerk)
    assert added == 0
    assert refused.sentence
    assert not listed.roster.filter(cadre=unpaid).exists()


def test_what_a_unit_has_confirmed_it_changes_no_more(listed, clerk, staff):
    part = listed.parts.get(unit=clerk.unit)
    confirm(part=part, by=clerk, seen=part.version)
    with pytest.raises(RoundError, match="đã xác nhận"):
        take_off(
            checkup_round=listed,
            chosen=chosen(listed, "Nông Thị Bỏ"),
            reason="died",
            note="",
            by=clerk,
        )
    give_back(part=part, by=staff.maker, reason="Thiếu một người")
    done = take_off(
        checkup_round=listed,
        chosen=chosen(listed, "Nông Thị Bỏ"),
        reason="died",
        note="",
        by=clerk,
    )
    assert done.changed == 1


def test_a_part_changed_since_it_was_seen_is_not_confirmed(listed, clerk):
    part = listed.parts.get(unit=clerk.unit)
    take_off(
        checkup_round=listed,
        chosen=chosen(listed, "Nông Thị Bỏ"),
        reason="moved",
        note="",
        by=clerk,
    )
    with pytest.raises(RoundError, match=TOO_LATE[:20]):
        confirm(part=part, by=clerk, seen=part.version)


def test_a_part_is_confirmed_once_and_the_second_hears_by_whom(listed, clerk):
    part = listed.parts.get(unit=clerk.unit)
    confirm(part=part, by=clerk, seen=part.version)
    with pytest.raises(RoundError, match=clerk.full_name):
        confirm(part=part, by=clerk, seen=part.version)


def test_the_department_confirms_in_a_units_stead_only_with_a_reason(listed, staff, clerk):
    part = listed.parts.get(unit=clerk.unit)
    with pytest.raises(RoundError, match="lý do"):
        confirm(part=part, by=staff.maker, seen=part.version)
    confirm(part=part, by=staff.maker, seen=part.version, reason="Xã báo qua công văn")
    part.refresh_from_db()
    assert part.stead_reason == "Xã báo qua công văn"
    step = RoundStep.objects.get(action="stead")
    assert "Xã báo qua công văn" in step.note


def test_a_part_that_grows_is_confirmed_anew(law, listed, clerk, staff, commune):
    part = listed.parts.get(unit=commune)
    confirm(part=part, by=clerk, seen=part.version)
    entitled(law, commune=commune)
    propose(checkup_round=listed, by=staff.maker)
    part.refresh_from_db()
    assert part.confirmed_at is None
    assert listed.roster.count() == 3


# --- Its life -------------------------------------------------------------------------------


def test_a_list_is_agreed_only_when_every_unit_has_confirmed(listed, staff, clerk):
    with pytest.raises(RoundError, match="1 đơn vị chưa xác nhận"):
        take_step(checkup_round=listed, action=Action.AGREE, by=staff.approver)
    part = listed.parts.get()
    confirm(part=part, by=clerk, seen=part.version)
    take_step(checkup_round=listed, action=Action.AGREE, by=staff.approver)
    listed.refresh_from_db()
    assert listed.state == RoundState.AGREED


def test_a_round_ends_when_everybody_is_marked_and_opens_again_for_a_reason(listed, staff):
    for part in listed.parts.all():
        confirm(part=part, by=staff.maker, seen=part.version, reason="Đã hỏi")
    take_step(checkup_round=listed, action=Action.AGREE, by=staff.approver)
    take_step(checkup_round=listed, action=Action.START, by=staff.maker)
    with pytest.raises(RoundError, match="2 người chưa điểm danh"):
        take_step(checkup_round=listed, action=Action.CLOSE, by=staff.maker)
    listed.roster.update(
        attendance="absent", absence_reason="busy", marked_at=timezone.now(), marked_by=staff.maker
    )
    take_step(checkup_round=listed, action=Action.CLOSE, by=staff.maker)
    with pytest.raises(RoundError, match="lý do"):
        take_step(checkup_round=listed, action=Action.REOPEN, by=staff.maker)
    take_step(checkup_round=listed, action=Action.REOPEN, by=staff.maker, note="Sót một người")
    listed.refresh_from_db()
    assert listed.state == RoundState.RUNNING


def test_a_step_taken_by_somebody_else_meanwhile_is_told(listed, staff):
    seen = listed.steps.count()
    give_up = {"checkup_round": listed, "by": staff.maker, "seen": seen}
    take_step(action=Action.WITHDRAW, note="Sai ngày", **give_up)
    with pytest.raises(RoundError, match="người khác xử lý"):
        take_step(action=Action.START, **give_up)


def test_withdrawn_the_list_is_empty_again(listed, staff):
    take_step(checkup_round=listed, action=Action.WITHDRAW, by=staff.maker, note="Sai đối tượng")
    assert not listed.roster.exists()
    assert not listed.parts.exists()


def test_a_round_without_a_list_runs_as_before(spring, staff, law, hospital):
    take_step(checkup_round=spring, action=Action.START, by=staff.maker)
    examined(entitled(law), spring, staff, hospital)
    assert objection(spring, Action.CLOSE, by=staff.maker) == ""


# --- The database ---------------------------------------------------------------------------


def refused(message: str):
    return pytest.raises(IntegrityError, match=message)


@pytest.fixture
def entry(law, spring, staff):
    cadre = entitled(law)
    running_round(spring, staff.maker)
    return RosterEntry.objects.get(cadre=cadre)


def marked(staff, **values) -> dict:
    return {"marked_at": timezone.now(), "marked_by": staff.maker} | values


def test_a_person_stands_once_on_a_list(entry, staff):
    again = RosterEntry(
        round=entry.round,
        cadre=entry.cadre,
        group=entry.group,
        unit=entry.unit,
        added_at=timezone.now(),
        added_by=staff.maker,
    )
    with refused("one_roster_entry_a_round_and_person"), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"attendance": "attended"}, "attended_a_day_or_absent"),
        ({"attendance": "absent"}, "attended_a_day_or_absent"),
        ({"attended_on": FIRST}, "attended_a_day_or_absent"),
        ({"standing": "removed"}, "removed_for_a_reason"),
        ({"standing": "removed", "removal_reason": "other"}, "other_removal_is_told"),
        ({"appointed_on": FIRST}, "appointed_somewhere"),
        ({"invited_at": timezone.now()}, "invited_at_and_by"),
        ({"marked_at": timezone.now()}, "marked_at_and_by"),
    ],
)
def test_half_told_entries_are_refused(entry, values, name, staff):
    if "attendance" in values:
        values = marked(staff, **values)
    with refused(name), transaction.atomic():
        RosterEntry.objects.filter(pk=entry.pk).update(**values)


def test_nobody_attends_outside_the_days_but_on_their_second_date(entry, staff):
    rows = RosterEntry.objects.filter(pk=entry.pk)
    late = LAST + timedelta(days=7)
    values = marked(staff, attendance="attended", attended_on=late)
    with refused("trong thời gian của đợt khám"), transaction.atomic():
        rows.update(**values)
    assert rows.update(second_date=late, **values) == 1


def test_attendance_without_anybody_who_marked_it_is_refused(entry):
    with refused("marked_by_somebody"), transaction.atomic():
        RosterEntry.objects.filter(pk=entry.pk).update(attendance="attended", attended_on=FIRST)


@pytest.fixture
def closed(entry, staff):
    RosterEntry.objects.update(**marked(staff, attendance="absent", absence_reason="busy"))
    return take_step(checkup_round=entry.round, action=Action.CLOSE, by=staff.maker)


def test_the_list_of_a_closed_round_is_fixed(closed, entry):
    rows = RosterEntry.objects.filter(pk=entry.pk)
    with refused("đã kết thúc"), transaction.atomic():
        rows.update(absence_reason="away")
    with refused("đã kết thúc"), transaction.atomic():
        rows.delete()
    with refused("đã kết thúc"), transaction.atomic():
        RosterPart.objects.filter(round=closed).update(version=9)


def test_a_closed_round_takes_no_checkup(closed, law, staff, hospital):
    with refused("đã kết thúc"), transaction.atomic():
        examined(entitled(law), closed, staff, hospital)


def test_a_round_leaps_over_no_step(spring):
    with refused("không chuyển từ planned sang closed"), transaction.atomic():
        type(spring).objects.filter(pk=spring.pk).update(state=RoundState.CLOSED)


def test_steps_are_kept_for_good(listed):
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        RoundStep.objects.update(note="khác")


def test_agreeing_keeps_who_did_it(listed, staff):
    for part in listed.parts.all():
        confirm(part=part, by=staff.maker, seen=part.version, reason="Đã hỏi")
    take_step(checkup_round=listed, action=Action.AGREE, by=staff.approver)
    step = listed.steps.last()
    assert (step.action, step.to_state, step.name) == ("agree", "agreed", staff.approver.full_name)


def test_who_made_a_list_does_not_agree_to_it(listed, staff, clerk):
    """Not even with the rights for it today: the roles of a person change, who made it stays."""
    part = listed.parts.get()
    confirm(part=part, by=clerk, seen=part.version)
    with pytest.raises(RoundError, match="chờ lãnh đạo"):
        take_step(checkup_round=listed, action=Action.AGREE, by=staff.maker)
    staff.maker.roles = [Role.APPROVER]
    staff.maker.save()
    with pytest.raises(RoundError, match="không tự thống nhất"):
        take_step(checkup_round=listed, action=Action.AGREE, by=staff.maker)
    assert objection(listed, Action.AGREE, by=staff.approver) == ""


def test_who_confirmed_in_stead_does_not_agree_either(listed, staff):
    other = UserFactory(roles=[Role.DATA_ENTRY])
    for part in listed.parts.all():
        confirm(part=part, by=other, seen=part.version, reason="Đã hỏi")
    other.roles = [Role.APPROVER]
    other.save()
    assert "không tự thống nhất" in objection(listed, Action.AGREE, by=other)


def test_the_database_wants_another_to_agree(listed, staff):
    with pytest.raises(IntegrityError, match="không tự thống nhất"), transaction.atomic():
        keep_step(listed, Action.AGREE, staff.maker, to=RoundState.AGREED)
    with pytest.raises(IntegrityError, match="có người thống nhất"), transaction.atomic():
        CheckupRound.objects.filter(pk=listed.pk).update(state=RoundState.AGREED)


def test_agreed_helper_agrees(law, spring, staff):
    entitled(law)
    assert agreed_round(spring, staff.maker).state == RoundState.AGREED
