"""What the database itself refuses, whoever writes: raw updates go past every verb."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from claims.models import Claim, ClaimEvent, ClaimLine, ClosedPeriod, Payment
from policies.models import Benefit
from tests.claims.conftest import list_of


def refused(message: str | None = None, **changes):
    """The update, past every verb, is refused by the database."""

    def update(rows) -> None:
        with pytest.raises(DatabaseError, match=message), transaction.atomic():
            rows.update(**changes)

    return update


def row(claim: Claim):
    return Claim.objects.filter(pk=claim.pk)


# --- Four eyes --------------------------------------------------------------------------------


def test_maker_and_checker_are_two(claim_in, staff):
    refused("claim_checker_is_not_maker", checked_by=staff.maker, checked_at=timezone.now())(
        row(claim_in("submitted"))
    )


def test_maker_and_approver_are_two(claim_in, staff):
    refused("claim_approver_is_not_maker", approved_by=staff.maker, approved_at=timezone.now())(
        row(claim_in("checked"))
    )


def test_checker_and_approver_are_two(claim_in, staff):
    refused("claim_approver_is_not_checker", approved_by=staff.checker, approved_at=timezone.now())(
        row(claim_in("checked"))
    )


def test_nothing_is_decided_without_three(claim_in, staff):
    claim = claim_in("submitted")
    refused("claim_decided_by_three", state="approved")(row(claim))
    refused(
        "claim_decided_by_three",
        state="approved",
        approved_by=staff.approver,
        approved_at=timezone.now(),
    )(row(claim))
    refused("claim_checked_has_checker", state="checked")(row(claim))


def test_person_and_moment_come_together(claim_in, staff):
    claim = claim_in("submitted")
    refused("claim_checked_at_and_by", checked_by=staff.checker)(row(claim))
    refused("claim_approved_at_and_by", approved_at=timezone.now())(row(claim))


# --- Fixed once decided -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 1},
        {"group": None},
        {"event_on": date(2025, 1, 1)},
        {"snapshot": "{}"},
        {"cadre": None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_decided_claim_is_fixed(changes, claim_in):
    refused(**changes)(row(claim_in("approved")))


def test_those_who_decided_stay(claim_in, staff):
    claim = claim_in("approved")
    for field in ("made_by", "checked_by", "approved_by"):
        refused("đã duyệt, không sửa được", **{field: staff.inspector})(row(claim))


@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "checked", "cancelled"])
def test_a_decided_claim_is_not_reopened(state, claim_in):
    refused("không mở lại được", state=state)(row(claim_in("approved")))


def test_lines_of_a_decided_claim_are_fixed(claim_in):
    claim = claim_in("approved")
    line = claim.lines.get()
    refused("không sửa được dòng tính", sentence="Khác")(ClaimLine.objects.filter(pk=line.pk))
    with pytest.raises(DatabaseError, match="không xóa được dòng tính"), transaction.atomic():
        claim.lines.all().delete()
    line.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        line.save()


def test_a_line_neither_leaves_nor_joins_a_decided_claim(claim_in):
    decided, draft = claim_in("approved"), claim_in()
    place = {"position": 9, "benefit": Benefit.objects.get(code="hospital_fee_support")}
    for claim, other in ((decided, draft), (draft, decided)):
        lines = ClaimLine.objects.filter(claim=claim)
        refused("không sửa được dòng tính", claim=other, **place)(lines)


def test_one_line_of_a_decided_claim_among_many_is_enough(claim_in):
    drafts = [claim_in(), claim_in()]
    decided = claim_in("approved")
    lines = ClaimLine.objects.filter(claim__in=[*drafts, decided])
    refused("không sửa được dòng tính", sentence="Khác")(lines)
    with pytest.raises(DatabaseError, match="không xóa được dòng tính"), transaction.atomic():
        lines.delete()
    rows = list(lines)
    other = Benefit.objects.get(code="hospital_fee_support")
    for line in rows:
        line.pk, line.position, line.benefit = None, 9, other
    with pytest.raises(DatabaseError, match="không sửa được dòng tính"), transaction.atomic():
        ClaimLine.objects.bulk_create(rows)
    assert not ClaimLine.objects.filter(position=9).exists()
    ClaimLine.objects.bulk_create(line for line in rows if line.claim_id != decided.pk)
    assert ClaimLine.objects.filter(position=9).count() == len(drafts)


def test_the_sum_is_the_sum_of_the_lines(claim_in, staff):
    claim = claim_in("checked")
    refused(
        "khác tổng các dòng",
        state="approved",
        amount=claim.amount + 1,
        approved_by=staff.approver,
        approved_at=timezone.now(),
    )(row(claim))


def test_a_line_stays_within_its_uncapped_amount(claim_in):
    line = claim_in().lines
    refused("line_amount_is_within", amount=10**9)(line)
    refused("line_amount_is_within", amount=-1)(line)


def test_events_are_only_ever_added(claim_in):
    events = ClaimEvent.objects.filter(claim=claim_in("submitted"))
    refused(name="Người khác")(events)
    with pytest.raises(DatabaseError), transaction.atomic():
        events.delete()


def test_a_claim_can_not_be_deleted(claim_in):
    """Its life can't be deleted, so neither can it."""
    claim = claim_in()
    claim.lines.all().delete()
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="foreign key"):
        cursor.execute(
            "DELETE FROM claims_claim WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE", [claim.pk]
        )


def test_one_live_claim_a_fact_and_payer(claim_in):
    claim = claim_in()
    claim.pk, claim.number = None, "HS-2025-999999"
    with pytest.raises(IntegrityError, match="one_claim_a_fact_and_payer"), transaction.atomic():
        claim.save()


def test_an_amount_is_not_negative(claim_in):
    refused("claim_amount_is_not_negative", amount=-1)(row(claim_in()))


# --- Paid -------------------------------------------------------------------------------------


def test_a_claim_waits_or_is_paid_on_one_list_only(claim_in, staff):
    claim = claim_in("approved")
    payment = list_of([claim], staff).payments.get()
    payment.pk, payment.position = None, 2
    with pytest.raises(IntegrityError, match="claim_is_never_paid_twice"), transaction.atomic():
        payment.save()


def test_paid_needs_voucher_and_day(claim_in):
    refused("claim_paid_has_voucher_and_day", state="paid", budget_year=2026)(
        row(claim_in("listed"))
    )


def test_no_payment_into_a_closed_period(claim_in, staff):
    ClosedPeriod.objects.create(
        begins_on=date(2026, 1, 1), ends_on=date(2026, 1, 31), closed_by=staff.cashier
    )
    paid = {"state": "paid", "voucher": "C2-01", "budget_year": 2026}
    claim = row(claim_in("listed"))
    refused("đã khóa sổ", **paid, paid_on=date(2026, 1, 31))(claim)
    assert claim.update(**paid, paid_on=date(2026, 2, 1)) == 1


def test_what_is_paid_stays_as_it_is(claim_in):
    claim = row(claim_in("listed"))
    claim.update(state="paid", voucher="C2-01", budget_year=2026, paid_on=date(2026, 2, 1))
    for changes in (
        {"state": "approved"},
        {"voucher": "C2-02"},
        {"paid_on": date(2026, 2, 2)},
        {"budget_year": 2025},
    ):
        refused("đã chi, không đổi được nữa", **changes)(claim)


def test_a_settled_payment_is_fixed_and_none_is_deleted(claim_in, staff):
    payments = Payment.objects.filter(pk=list_of([claim_in("approved")], staff).payments.get().pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        payments.delete()
    refused("payment_failed_has_reason", state="failed")(payments)
    refused("payment_paid_has_voucher_and_day", state="paid")(payments)
    payments.update(state="failed", reason="Sai tài khoản.")
    refused(state="waiting")(payments)
