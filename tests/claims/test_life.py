"""The life of a claim: every move of the table, and every sentence that refuses one."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from checkups.models import CriticalIllness, DrugSupply
from claims.actions import (
    ClaimError,
    approve,
    approve_many,
    cancel,
    check,
    check_many,
    confirm_taken_over,
    mark_failed,
    mark_paid,
    open_claim,
    open_claims,
    record_fact,
    refuse,
    remove_from_list,
    revise_claim,
    send_back,
    submit,
    submit_many,
    withdraw_fact,
)
from claims.models import Claim, ClaimEvent, ClaimState
from claims.permissions import NEEDED_PERMISSION, objection, possible_actions
from claims.snapshots import read_snapshot
from claims.workflow import LABELS, MOVES, NEEDS_REASON, Action
from convalescence.models import Participation, Trip, TripKind
from tests.claims.conftest import bring, list_of
from tests.factories import (
    AllowanceFactory,
    CadreFactory,
    HospitalFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
    entitled_cadre,
)


def pay(claim: Claim, staff) -> None:
    paper = list_of([claim], staff, issued=True)
    [outcome] = mark_paid(
        payment_list=paper,
        payments=paper.payments.values_list("pk", flat=True),
        voucher="C2-01",
        paid_on=timezone.localdate(),
        by=staff.cashier,
    )
    assert outcome.done, outcome.problem


def in_state(claim_in, state: str, staff) -> Claim:
    """A claim in any state of the table."""
    if state == "returned":
        claim = claim_in("submitted")
        return send_back(claim=claim, by=staff.checker, reason="Thiếu giấy ra viện.")
    if state == "paid":
        claim = claim_in("approved")
        pay(claim, staff)
        claim.refresh_from_db()
        return claim
    if state == "cancelled":
        return cancel(claim=claim_in(), by=staff.maker, reason="Nhập nhầm.")
    if state == "refused":
        return refuse(claim=claim_in("submitted"), by=staff.checker, reason="Không đủ giấy tờ.")
    return claim_in(state)


# --- The straight way -------------------------------------------------------------------------


def test_from_draft_to_paid_each_step_leaves_a_row(claim_in, staff):
    claim = claim_in("approved")
    assert claim.amount == 3 * 190_000
    pay(claim, staff)
    claim.refresh_from_db()
    assert claim.state == ClaimState.PAID
    assert (claim.voucher, claim.paid_on) == ("C2-01", timezone.localdate())
    assert claim.budget_year == 2026
    steps = claim.events.values_list("action", "from_state", "to_state", "name")
    assert list(steps) == [
        ("open", "", "draft", staff.maker.full_name),
        ("submit", "draft", "submitted", staff.maker.full_name),
        ("check", "submitted", "checked", staff.checker.full_name),
        ("approve", "checked", "approved", staff.approver.full_name),
        ("list", "approved", "listed", staff.cashier.full_name),
        ("pay", "listed", "paid", staff.cashier.full_name),
    ]


def test_an_event_keeps_title_and_unit_of_that_moment(claim_in, staff):
    claim = claim_in("submitted")
    staff.maker.job_title, staff.maker.full_name = "Trưởng phòng", "Tên Mới"
    staff.maker.save()
    event = claim.events.get(action="submit")
    assert (event.name, event.job_title) == ("Người Nhập liệu", "Chuyên viên")
    assert event.unit_name == "Sở Y tế thử"


def test_the_version_grows_with_every_step(claim_in):
    assert claim_in().version == 1
    assert claim_in("approved").version == 4
    assert claim_in("listed").version == 5


def test_another_payers_part_is_settled_at_nothing(law, staff):
    trip = Trip.objects.create(
        resolution=law,
        kind=TripKind.OUT_OF_PROVINCE,
        code="doan-thu",
        place="Sầm Sơn",
        begins_on=date(2025, 6, 2),
        ends_on=date(2025, 6, 8),
        quota=20,
    )
    cadre = entitled_cadre(law, group="1")
    fact = Participation.objects.create(
        trip=trip, cadre=cadre, days=7, unit=staff.maker.unit, recorded_by=staff.maker
    )
    [claim] = open_claim(fact=fact, by=staff.maker)
    assert (claim.payer.code, claim.amount) == ("ban-to-chuc-trung-uong", 0)
    bring(claim, "approved", staff)
    claim.refresh_from_db()
    assert claim.state == "settled"
    assert claim.events.last().action == "settle"


def test_returning_forgets_the_check(claim_in, staff):
    claim = send_back(claim=claim_in("checked"), by=staff.approver, reason="Thiếu bảng kê.")
    claim.refresh_from_db()
    assert (claim.state, claim.checked_by, claim.checked_at) == ("returned", None, None)
    assert claim.events.last().reason == "Thiếu bảng kê."


def test_a_returned_claim_goes_round_again(claim_in, staff):
    claim = in_state(claim_in, "returned", staff)
    submit(claim=claim, by=staff.maker)
    check(claim=claim, by=staff.checker)
    approve(claim=claim, by=staff.approver)
    claim.refresh_from_db()
    assert claim.state == "approved"


# --- The table --------------------------------------------------------------------------------

DOERS = {
    Action.SUBMIT: "maker",
    Action.CANCEL: "maker",
    Action.REVISE: "maker",
    Action.CHECK: "checker",
    Action.APPROVE: "approver",
    Action.SETTLE: "approver",
    Action.LIST: "cashier",
    Action.UNLIST: "cashier",
    Action.PAY: "cashier",
    Action.FAIL: "cashier",
    Action.TAKE_OVER: "checker",
}
PLAIN_STATES = [state for state in ClaimState if state != ClaimState.SETTLED]


def doer(action: Action, state: str, staff):
    if action in (Action.RETURN, Action.REFUSE):
        return staff.approver if state == ClaimState.CHECKED else staff.checker
    return getattr(staff, DOERS[action])


@pytest.mark.parametrize("state", PLAIN_STATES)
def test_a_state_allows_what_the_table_says_and_refuses_the_rest(state, claim_in, staff):
    claim = in_state(claim_in, state, staff)
    for action in Action:
        if action in (Action.OPEN, Action.TAKE_OVER):
            continue
        said = objection(action, claim, doer(action, state, staff))
        if (ClaimState(claim.state), action) in MOVES:
            assert said == "", action
        else:
            assert said == (
                f"Hồ sơ đang ở tình trạng “{ClaimState(state).label}”, "
                f"không thể “{LABELS[action]}” được nữa."
            )


def test_every_action_has_words_and_a_permission():
    assert set(LABELS) == set(Action)
    assert set(NEEDED_PERMISSION) | {Action.RETURN, Action.REFUSE} == set(Action)
    assert {action for _, action in MOVES} == set(Action) - {Action.OPEN}


def test_done_states_lead_nowhere():
    for state in (ClaimState.PAID, ClaimState.SETTLED, ClaimState.REFUSED, ClaimState.CANCELLED):
        assert not [action for before, action in MOVES if before == state]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DATA_ENTRY])
def test_only_data_entry_submits(role, claim_in):
    said = objection(Action.SUBMIT, claim_in(), UserFactory(roles=[role]))
    assert said == "Việc này cần vai trò “Nhập liệu”."


def test_those_who_look_may_do_nothing(claim_in, staff):
    for state in ("draft", "submitted", "checked", "approved", "listed"):
        assert possible_actions(claim_in(state), staff.inspector) == []


def test_who_lost_the_account_may_do_nothing(claim_in, staff):
    staff.checker.is_active = False
    staff.checker.save()
    [outcome] = check_many(claims=[claim_in("submitted").pk], by=staff.checker)
    assert not outcome.done


@pytest.mark.parametrize("action", sorted(NEEDS_REASON))
def test_stopping_needs_a_reason(action, claim_in, staff):
    verbs = {
        "return": lambda: send_back(claim=claim_in("submitted"), by=staff.checker, reason="  "),
        "refuse": lambda: refuse(claim=claim_in("checked"), by=staff.approver, reason=""),
        "cancel": lambda: cancel(claim=claim_in(), by=staff.maker, reason=" "),
        "unlist": lambda: remove_from_list(
            payment_list=(paper := list_of([claim_in("approved")], staff)),
            payments=paper.payments.values_list("pk", flat=True),
            reason="",
            by=staff.cashier,
        ),
        "fail": lambda: mark_failed(
            payment_list=(paper := list_of([claim_in("approved")], staff, issued=True)),
            payments=paper.payments.values_list("pk", flat=True),
            reason=" ",
            by=staff.cashier,
        ),
    }
    with pytest.raises(ClaimError, match=r"Hãy ghi lý do\."):
        verbs[action]()


# --- Four eyes --------------------------------------------------------------------------------


def test_the_maker_does_not_check(claim_in, staff):
    claim = claim_in("submitted")
    staff.maker.roles = [Role.CHECKER]
    staff.maker.save()
    with pytest.raises(ClaimError, match=r"Người lập hồ sơ không được tự thẩm định\."):
        check(claim=claim, by=staff.maker)


def test_the_maker_does_not_approve(claim_in, staff):
    claim = claim_in("checked")
    staff.maker.roles = [Role.APPROVER]
    staff.maker.save()
    with pytest.raises(ClaimError, match=r"Người lập hồ sơ không được tự duyệt\."):
        approve(claim=claim, by=staff.maker)


def test_the_checker_does_not_approve(claim_in, staff):
    claim = claim_in("checked")
    staff.checker.roles = [Role.APPROVER]
    staff.checker.save()
    with pytest.raises(ClaimError, match=r"Người đã thẩm định không được duyệt cùng hồ sơ\."):
        approve(claim=claim, by=staff.checker)


@pytest.mark.parametrize("earlier", ["maker", "checker", "approver"])
def test_who_had_a_hand_in_it_does_not_list_or_pay(earlier, claim_in, staff):
    claim = claim_in("approved")
    colleague = getattr(staff, earlier)
    colleague.roles = [Role.CASHIER]
    colleague.save()
    with pytest.raises(ClaimError, match="không được chi hồ sơ đó"):
        list_of([claim], _with_cashier(staff, colleague))
    paper = list_of([claim], staff, issued=True)
    [outcome] = mark_paid(
        payment_list=paper,
        payments=paper.payments.values_list("pk", flat=True),
        voucher="C2-01",
        paid_on=timezone.localdate(),
        by=colleague,
    )
    assert outcome.problem == "Người lập, thẩm định hoặc duyệt hồ sơ không được chi hồ sơ đó."


def _with_cashier(staff, cashier):
    return SimpleNamespace(**(vars(staff) | {"cashier": cashier}))


# --- Scope ------------------------------------------------------------------------------------


def test_another_unit_sees_and_does_nothing(claim_in):
    claim = claim_in()
    stranger = UserFactory(unit=UnitFactory(), roles=[Role.DATA_ENTRY])
    assert not Claim.objects.visible_to(stranger).exists()
    assert objection(Action.SUBMIT, claim, stranger) == "Hồ sơ thuộc đơn vị khác."


def test_the_unit_of_the_person_sees_the_claim(law, stay, staff):
    commune = UnitFactory()
    cadre = entitled_cadre(law, commune=commune)
    [claim] = open_claim(fact=stay(cadre=cadre), by=staff.maker)
    clerk = UserFactory(unit=commune)
    assert Claim.objects.visible_to(clerk).get() == claim


# --- Opening ----------------------------------------------------------------------------------


def test_nothing_owed_opens_nothing_and_says_why(stay, staff):
    with pytest.raises(ClaimError):
        open_claim(fact=stay(cadre=CadreFactory()), by=staff.maker)
    assert not Claim.objects.exists()


def test_a_fact_opens_once(stay, staff):
    fact = stay()
    open_claim(fact=fact, by=staff.maker)
    with pytest.raises(ClaimError, match=r"Sự việc này đã có hồ sơ đề nghị\."):
        open_claim(fact=fact, by=staff.maker)


def test_the_future_owes_nothing(stay, staff):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ClaimError, match="chưa tới"):
        open_claim(fact=stay(admitted_on=tomorrow, discharged_on=tomorrow), by=staff.maker)


def test_before_birth_owes_nothing(stay, staff, law):
    cadre = entitled_cadre(law, birth_date=date(2025, 12, 1))
    with pytest.raises(ClaimError, match="trước ngày sinh"):
        open_claim(fact=stay(cadre=cadre), by=staff.maker)


def test_outside_any_law_is_refused_loudly(stay, staff):
    with pytest.raises(ClaimError, match="chưa có văn bản nào đang áp dụng"):
        open_claim(fact=stay(admitted_on=date(2019, 1, 7)), by=staff.maker)


def test_staff_are_paid_without_being_cadres(law, staff):
    [claim] = open_claim(fact=AllowanceFactory(recorded_by=staff.maker), by=staff.maker)
    assert (claim.cadre, claim.amount) == (None, 3 * 800_000)
    bring(claim, "approved", staff)
    claim.refresh_from_db()
    assert read_snapshot(claim)["bank_account"] == "8401999999"


def test_lines_carry_article_rate_and_sentence(claim_in):
    claim = claim_in()
    [line] = claim.lines.all()
    assert (line.quantity, line.unit_amount, line.amount) == (3, 190_000, 570_000)
    assert line.rate.benefit.code == "inpatient_meal"
    assert "190.000" in line.sentence
    assert line.article


# --- Revising and cancelling --------------------------------------------------------------------


def test_a_corrected_fact_is_computed_anew_and_keeps_its_number(stay, staff):
    fact = stay()
    [claim] = open_claim(fact=fact, by=staff.maker)
    fact.discharged_on = date(2025, 6, 6)
    fact.save()
    [revised] = revise_claim(fact=fact, by=staff.maker)
    assert (revised.pk, revised.number, revised.amount) == (claim.pk, claim.number, 5 * 190_000)
    assert revised.lines.get().quantity == 5
    assert revised.events.last().action == "revise"


def test_a_claim_under_way_is_not_revised(stay, staff):
    fact = stay()
    [claim] = open_claim(fact=fact, by=staff.maker)
    submit(claim=claim, by=staff.maker)
    with pytest.raises(ClaimError, match="không thể “Sửa và tính lại” được nữa"):
        revise_claim(fact=fact, by=staff.maker)


def test_a_fact_taken_back_takes_its_claims_along(stay, staff):
    fact = stay()
    [claim] = open_claim(fact=fact, by=staff.maker)
    withdraw_fact(fact=fact, by=staff.maker, reason="Nhập nhầm người.")
    claim.refresh_from_db()
    fact.refresh_from_db()
    assert claim.state == "cancelled"
    assert fact.cancelled_by == staff.maker
    with pytest.raises(ClaimError, match=r"Sự việc này đã được hủy\."):
        withdraw_fact(fact=fact, by=staff.maker, reason="Lần nữa.")


def test_only_data_entry_takes_a_fact_back(stay, staff):
    with pytest.raises(ClaimError, match="cần vai trò “Nhập liệu”"):
        withdraw_fact(fact=stay(), by=staff.checker, reason="Thử.")


def test_a_wrong_fact_is_neither_recorded_nor_paid(law, staff):
    """What the database would refuse comes as a sentence, and nothing is half written."""
    cadre = entitled_cadre(law)
    wrong = StayFactory.build(
        cadre=cadre,
        facility=HospitalFactory(),
        admitted_on=date(2025, 6, 9),
        discharged_on=date(2025, 6, 2),
        recorded_by=staff.maker,
    )
    with pytest.raises(ValidationError, match="Ngày ra viện phải từ ngày vào viện trở đi"):
        record_fact(fact=wrong, by=staff.maker)
    assert not Claim.objects.exists()
    assert not type(wrong).objects.exists()


def test_two_stays_of_one_person_do_not_overlap(law, stay, staff):
    first = stay()
    again = StayFactory.build(
        cadre=first.cadre,
        facility=first.facility,
        admitted_on=first.discharged_on,
        recorded_by=staff.maker,
    )
    with pytest.raises(ValidationError, match="đã có một đợt nằm viện trùng ngày"):
        record_fact(fact=again, by=staff.maker)


def test_a_checked_claim_keeps_its_fact(stay, staff):
    fact = stay()
    [claim] = open_claim(fact=fact, by=staff.maker)
    bring(claim, "checked", staff)
    with pytest.raises(ClaimError):
        withdraw_fact(fact=fact, by=staff.maker, reason="Muộn rồi.")
    fact.refresh_from_db()
    assert fact.cancelled_at is None


def test_a_cancelled_claim_frees_the_fact(stay, staff):
    fact = stay()
    [claim] = open_claim(fact=fact, by=staff.maker)
    cancel(claim=claim, by=staff.maker, reason="Lập lại.")
    [again] = open_claim(fact=fact, by=staff.maker)
    assert again.pk != claim.pk


# --- Snapshot and re-assessment -----------------------------------------------------------------


def test_the_snapshot_stays_when_the_person_changes(claim_in, staff):
    claim = claim_in("approved")
    cadre = claim.cadre
    before = read_snapshot(claim)
    cadre.full_name, cadre.bank_account = "Hoàng Văn Khác", "999999999"
    cadre.set_derived()
    cadre.save()
    paper = list_of([claim], staff)
    claim.refresh_from_db()
    assert read_snapshot(claim) == before
    payment = paper.payments.get()
    assert payment.bank_account == before["bank_account"] != "999999999"
    assert payment.payee_name == before["name"]


def test_the_snapshot_is_unreadable_in_the_database(claim_in):
    claim = claim_in("approved")
    with connection.cursor() as cursor:
        cursor.execute("SELECT snapshot FROM claims_claim WHERE id = %s", [claim.pk])
        [sealed] = cursor.fetchone()
    assert claim.cadre.citizen_id.encode() not in bytes(sealed)


def test_approval_refuses_a_result_that_has_changed(claim_in, staff, law):
    claim = claim_in("checked")
    membership = claim.cadre.memberships.get()
    membership.until = date(2025, 5, 31)
    membership.save()
    with pytest.raises(ClaimError, match=r"Tính lại hôm nay được 0 đồng, khác 570\.000 đồng"):
        approve(claim=claim, by=staff.approver)
    claim.refresh_from_db()
    assert (claim.state, claim.approved_by, claim.snapshot) == ("checked", None, "")


def test_approving_many_answers_for_each(claim_in, staff):
    good, stale, early = claim_in("checked"), claim_in("checked"), claim_in("draft")
    stale.cadre.memberships.all().delete()
    outcomes = approve_many(claims=[good.pk, stale.pk, early.pk, 0], by=staff.approver)
    said = {outcome.claim.pk: outcome.problem for outcome in outcomes}
    assert said[good.pk] == ""
    assert "Tính lại hôm nay" in said[stale.pk]
    assert "“Nháp”" in said[early.pk]
    assert len(said) == 3
    assert set(Claim.objects.filter(state="approved")) == {good}


def test_drug_ceiling_is_shared_and_each_claim_stands_by_itself(law, staff):
    """Two claims that together use up the year's ceiling are both approved, in any order."""
    cadre = entitled_cadre(law)
    facts = [
        DrugSupply.objects.create(
            cadre=cadre,
            prescribed_on=date(2025, month, 3),
            ordered_by="council",
            item="Thuốc thử",
            invoice_number=f"HD-{month}",
            cost=5_000_000,
            unit=staff.maker.unit,
            recorded_by=staff.maker,
        )
        for month in (3, 2)
    ]
    claims = [open_claim(fact=fact, by=staff.maker)[0] for fact in facts]
    assert [claim.amount for claim in claims] == [5_000_000, 3_000_000]
    ids = [claim.pk for claim in claims]
    submit_many(claims=ids, by=staff.maker)
    check_many(claims=ids, by=staff.checker)
    outcomes = approve_many(claims=ids, by=staff.approver)
    assert [outcome.problem for outcome in outcomes] == ["", ""]


def test_earlier_facts_of_one_call_count_against_later_ones(law, staff):
    cadre = entitled_cadre(law)
    facts = [
        CriticalIllness.objects.create(
            cadre=cadre,
            disease=disease,
            diagnosed_on=date(2025, 3, 3),
            facility_name="Bệnh viện K",
            unit=staff.maker.unit,
            recorded_by=staff.maker,
        )
        for disease in ("Ung thư phổi", "Suy thận mạn")
    ]
    [[first], [second]] = open_claims(facts=facts, by=staff.maker)
    assert first.claim.amount == 20_000_000
    assert "1 lần" in second.problem


# --- History already paid -----------------------------------------------------------------------


@pytest.fixture
def taken_over(stay, staff):
    def make(**paid) -> Claim:
        [[outcome]] = open_claims(facts=[stay()], by=staff.maker, taken_over=True)
        claim = outcome.claim
        told = {"voucher": "CŨ-7", "paid_on": date(2025, 6, 30)} | paid
        Claim.objects.filter(pk=claim.pk).update(**told)
        claim.refresh_from_db()
        return claim

    return make


def test_history_is_confirmed_by_a_second_person(taken_over, staff):
    claim = taken_over()
    assert (claim.state, claim.taken_over) == ("submitted", True)
    [outcome] = confirm_taken_over(claims=[claim.pk], by=staff.checker)
    assert outcome.done, outcome.problem
    claim.refresh_from_db()
    assert (claim.state, claim.budget_year, claim.approved_by) == ("paid", 2025, staff.checker)
    assert read_snapshot(claim)["name"] == claim.payee_name


def test_history_is_not_confirmed_by_who_entered_it(taken_over, staff):
    claim = taken_over()
    staff.maker.roles = [Role.CHECKER]
    staff.maker.save()
    [outcome] = confirm_taken_over(claims=[claim.pk], by=staff.maker)
    assert outcome.problem == "Người lập hồ sơ không được tự thẩm định."


def test_history_is_not_checked_like_a_new_claim(taken_over, claim_in, staff):
    said = "Hồ sơ nhận từ sổ cũ được xác nhận riêng, không thẩm định như hồ sơ mới."
    assert check_many(claims=[taken_over().pk], by=staff.checker)[0].problem == said
    assert (
        confirm_taken_over(claims=[claim_in("submitted").pk], by=staff.checker)[0].problem == said
    )


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        ({"voucher": ""}, "Hồ sơ chưa có số chứng từ và ngày chi."),
        ({"paid_on": None}, "Hồ sơ chưa có số chứng từ và ngày chi."),
        ({"paid_on": date(2030, 1, 1)}, "Ngày chi 01/01/2030 chưa tới."),
    ],
)
def test_history_without_a_credible_payment_is_refused(paid, said, taken_over, staff):
    [outcome] = confirm_taken_over(claims=[taken_over(**paid).pk], by=staff.checker)
    assert outcome.problem == said


def test_history_can_be_sent_back(taken_over, staff):
    claim = send_back(claim=taken_over(), by=staff.checker, reason="Sai số chứng từ.")
    assert claim.state == "returned"


# --- Staleness ----------------------------------------------------------------------------------


def test_an_old_page_is_told_to_reload(claim_in, staff):
    claim = claim_in("checked")
    with pytest.raises(ClaimError, match="vừa được người khác xử lý"):
        approve(claim=claim, by=staff.approver, version=claim.version - 1)
    assert approve(claim=claim, by=staff.approver, version=claim.version).state == "approved"


def test_what_does_not_exist_is_not_found(staff):
    with pytest.raises(ClaimError, match=r"Không tìm thấy hồ sơ\."):
        submit(claim=Claim(pk=0), by=staff.maker)


def test_thousands_move_in_a_few_statements(claim_in, staff, django_assert_max_num_queries):
    ids = [claim_in("submitted").pk for _ in range(4)]
    with django_assert_max_num_queries(6):
        check_many(claims=ids[:2], by=staff.checker)
    with django_assert_max_num_queries(6):
        check_many(claims=ids[2:], by=staff.checker)
    assert ClaimEvent.objects.filter(action="check").count() == 4
