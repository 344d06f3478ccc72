"""Payment lists: one payer, one attempt at a time, failures come back, nothing is paid twice."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions import (
    ClaimError,
    add_to_list,
    cancel_list,
    close_period,
    issue_list,
    mark_failed,
    mark_paid,
    open_list,
    remove_from_list,
)
from claims.models import Payment, PaymentList
from policies.models import Payer
from tests.claims.conftest import list_of


def ids(payment_list: PaymentList) -> list[int]:
    return list(payment_list.payments.order_by("position").values_list("pk", flat=True))


@pytest.fixture
def payer(law) -> Payer:
    return Payer.objects.get(code="ngan-sach-tinh")


@pytest.fixture
def pay(staff):
    def record(payment_list: PaymentList, payments=None, **told):
        told = {"voucher": "C2-02a/01", "paid_on": timezone.localdate()} | told
        return mark_paid(
            payment_list=payment_list,
            payments=ids(payment_list) if payments is None else payments,
            by=staff.cashier,
            **told,
        )

    return record


@pytest.fixture
def opened(payer, staff):
    return partial(open_list, payer=payer, budget_year=2026, title="Chi thử", by=staff.cashier)


def test_approved_claims_are_listed_and_others_answer_for_themselves(claim_in, opened):
    good, early = claim_in("approved"), claim_in("checked")
    payment_list, outcomes = opened(claims=[good.pk, early.pk])
    assert [outcome.problem for outcome in outcomes] == [
        "",
        "Hồ sơ đang ở tình trạng “Chờ duyệt”, không thể “Đưa vào danh sách chi trả” được nữa.",
    ]
    payment = payment_list.payments.get()
    assert (payment.claim, payment.amount, payment.position) == (good, good.amount, 1)
    good.refresh_from_db()
    assert good.state == "listed"


def test_a_list_without_a_claim_is_not_opened(claim_in, opened):
    with pytest.raises(ClaimError, match=r"Không có hồ sơ nào đưa được vào danh sách\. Hồ sơ đang"):
        opened(claims=[claim_in().pk])
    assert not PaymentList.objects.exists()


def test_a_list_has_one_payer(claim_in, staff, law):
    other = Payer.objects.get(code="ban-to-chuc-trung-uong")
    with pytest.raises(ClaimError, match="Hồ sơ do Ngân sách tỉnh chi"):
        open_list(
            claims=[claim_in("approved").pk],
            payer=other,
            budget_year=2026,
            title="Chi thử",
            by=staff.cashier,
        )


def test_a_closed_payer_pays_no_more(claim_in, staff, law):
    with pytest.raises(ClaimError, match=r"đã đóng sau ngày 30/06/2025"):
        open_list(
            claims=[claim_in("approved").pk],
            payer=Payer.objects.get(code="ngan-sach-huyen"),
            budget_year=2026,
            title="Chi thử",
            by=staff.cashier,
        )


def test_only_the_cashier_opens_lists(claim_in, staff, payer):
    with pytest.raises(ClaimError, match="cần vai trò “Chi trả”"):
        open_list(
            claims=[claim_in("approved").pk],
            payer=payer,
            budget_year=2026,
            title="Chi thử",
            by=staff.approver,
        )


def test_a_list_needs_a_title(claim_in, opened):
    with pytest.raises(ValidationError):
        opened(claims=[claim_in("approved").pk], title=" ")


def test_more_claims_come_on_until_it_is_issued(claim_in, staff):
    payment_list = list_of([claim_in("approved")], staff)
    [outcome] = add_to_list(
        payment_list=payment_list, claims=[claim_in("approved").pk], by=staff.cashier
    )
    assert outcome.done
    assert list(payment_list.payments.values_list("position", flat=True)) == [1, 2]
    issue_list(payment_list=payment_list, by=staff.cashier)
    with pytest.raises(ClaimError, match="cần “Đang lập”"):
        add_to_list(payment_list=payment_list, claims=[claim_in("approved").pk], by=staff.cashier)


def test_taken_off_is_approved_again_and_an_empty_list_is_not_issued(claim_in, staff):
    claim = claim_in("approved")
    payment_list = list_of([claim], staff)
    remove_from_list(
        payment_list=payment_list,
        payments=ids(payment_list),
        reason="Chờ đợt sau.",
        by=staff.cashier,
    )
    claim.refresh_from_db()
    assert claim.state == "approved"
    with pytest.raises(ClaimError, match=r"Danh sách chưa có khoản nào để chi\."):
        issue_list(payment_list=payment_list, by=staff.cashier)


def test_a_list_given_up_frees_its_claims(claim_in, staff):
    claim = claim_in("approved")
    payment_list = cancel_list(
        payment_list=list_of([claim], staff), reason="Lập nhầm nguồn.", by=staff.cashier
    )
    claim.refresh_from_db()
    assert (payment_list.state, claim.state) == ("cancelled", "approved")
    assert payment_list.closed_by == staff.cashier
    assert list_of([claim], staff).payments.get().state == "waiting"


def test_an_issued_list_is_not_given_up(claim_in, staff):
    with pytest.raises(ClaimError, match="cần “Đang lập”"):
        cancel_list(
            payment_list=list_of([claim_in("approved")], staff, issued=True),
            reason="Muộn rồi.",
            by=staff.cashier,
        )


def test_paying_before_issuing_is_refused(claim_in, staff, pay):
    with pytest.raises(ClaimError, match="cần “Đã chốt, chờ chi”"):
        pay(list_of([claim_in("approved")], staff))


def test_a_list_is_paid_in_parts_and_closes_with_the_last(claim_in, staff, pay):
    payment_list = list_of([claim_in("approved"), claim_in("approved")], staff, issued=True)
    first, second = ids(payment_list)
    assert pay(payment_list, [first])[0].done
    payment_list.refresh_from_db()
    assert payment_list.state == "issued"
    assert pay(payment_list, [second], voucher="C2-02a/02")[0].done
    payment_list.refresh_from_db()
    assert (payment_list.state, payment_list.closed_by) == ("closed", staff.cashier)
    assert set(payment_list.payments.values_list("voucher", flat=True)) == {
        "C2-02a/01",
        "C2-02a/02",
    }


def test_a_failed_payment_comes_back_and_is_paid_once(claim_in, staff, pay):
    claim = claim_in("approved")
    first = list_of([claim], staff, issued=True)
    [outcome] = mark_failed(
        payment_list=first, payments=ids(first), reason="Sai số tài khoản.", by=staff.cashier
    )
    assert outcome.done
    claim.refresh_from_db()
    first.refresh_from_db()
    assert (claim.state, claim.voucher, first.state) == ("approved", "", "closed")
    second = list_of([claim], staff, issued=True)
    pay(second)
    claim.refresh_from_db()
    assert claim.state == "paid"
    assert list(claim.payments.order_by("pk").values_list("state", flat=True)) == ["failed", "paid"]
    assert (
        sum(Payment.objects.filter(state="paid").values_list("amount", flat=True)) == claim.amount
    )


def test_the_same_payment_is_not_recorded_twice(claim_in, staff, pay):
    payment_list = list_of([claim_in("approved"), claim_in("approved")], staff, issued=True)
    first, _ = ids(payment_list)
    pay(payment_list, [first])
    [outcome] = pay(payment_list, [first], voucher="C2-99")
    assert outcome.problem == "Khoản này đã ở tình trạng “Đã chi”."
    [outcome] = mark_failed(
        payment_list=payment_list, payments=[first], reason="Thử.", by=staff.cashier
    )
    assert outcome.problem == "Khoản này đã ở tình trạng “Đã chi”."


def test_days_of_payment(claim_in, staff, pay):
    payment_list = list_of([claim_in("approved")], staff, issued=True)
    today = timezone.localdate()
    with pytest.raises(ClaimError, match="chưa tới"):
        pay(payment_list, paid_on=today + timedelta(days=1))
    with pytest.raises(ClaimError, match="trước ngày lập danh sách"):
        pay(payment_list, paid_on=today - timedelta(days=1))
    with pytest.raises(ClaimError, match=r"Hãy ghi số chứng từ chi\."):
        pay(payment_list, voucher="  ")
    assert payment_list.payments.get().state == "waiting"


def test_a_closed_period_takes_no_payment(claim_in, staff, pay):
    payment_list = list_of([claim_in("approved")], staff, issued=True)
    today = timezone.localdate()
    PaymentList.objects.filter(pk=payment_list.pk).update(
        made_at=timezone.now() - timedelta(days=60)
    )
    close_period(
        begins_on=today - timedelta(days=40), ends_on=today - timedelta(days=10), by=staff.cashier
    )
    with pytest.raises(ClaimError, match="đã khóa sổ"):
        pay(payment_list, paid_on=today - timedelta(days=10))
    assert pay(payment_list, paid_on=today - timedelta(days=9))[0].done


def test_periods_do_not_overlap_and_lie_in_the_past(staff):
    close = partial(close_period, by=staff.cashier)
    close(begins_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))
    with pytest.raises(ValidationError, match="trùng một kỳ đã khóa sổ"):
        close(begins_on=date(2026, 1, 31), ends_on=date(2026, 2, 5))
    with pytest.raises(ClaimError, match="Ngày cuối kỳ"):
        close(begins_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))
    with pytest.raises(ClaimError, match="chưa tới"):
        close(begins_on=date(2026, 4, 1), ends_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ClaimError, match="cần vai trò"):
        close_period(begins_on=date(2026, 5, 1), ends_on=date(2026, 5, 2), by=staff.approver)


def test_many_payments_take_as_many_statements_as_few(claim_in, staff, pay):
    def statements(count: int) -> int:
        claims = [claim_in("approved") for _ in range(count)]
        with CaptureQueriesContext(connection) as asked:
            assert all(outcome.done for outcome in pay(list_of(claims, staff, issued=True)))
        return len(asked)

    assert statements(2) == statements(6)
