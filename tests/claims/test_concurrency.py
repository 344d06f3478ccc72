"""Two at once, on real PostgreSQL with real threads: one outcome."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.roles import Role
from checkups.models import DrugSupply
from claims.actions import (
    ClaimError,
    add_to_list,
    approve,
    cancel,
    check,
    mark_failed,
    mark_paid,
    open_claim,
    open_list,
    submit,
)
from claims.actions.moving import hold_periods
from claims.models import Claim, ClaimEvent, ClaimLine, Payment, Seal
from claims.verifying import verify
from policies.models import Payer
from tests.claims.conftest import list_of
from tests.factories import UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Run the verbs in threads that start together; what each was told, "" when it was done."""
    start = Barrier(len(verbs))
    told = [""] * len(verbs)

    def run(place: int, verb: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            outcomes = verb()
            if isinstance(outcomes, list):
                told[place] = " ".join(getattr(one, "problem", "") for one in outcomes).strip()
        except ClaimError as error:
            told[place] = str(error)
        except Exception as error:
            told[place] = f"broke: {error!r}"
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "blocked for good"
    assert not [words for words in told if words.startswith("broke")], told
    return told


def one_was_done(told: list[str], refusal: str) -> bool:
    return told.count("") == 1 and all(refusal in words for words in told if words)


def of_action(action: str) -> int:
    return ClaimEvent.objects.filter(action=action).count()


def test_two_approvers(claim_in, staff):
    claim = claim_in("checked")
    other = UserFactory(roles=[Role.APPROVER])
    told = at_once(
        lambda: approve(claim=claim, by=staff.approver), lambda: approve(claim=claim, by=other)
    )
    assert one_was_done(told, "không thể “Duyệt” được nữa")
    assert of_action("approve") == 1
    claim.refresh_from_db()
    assert claim.version == 4


def test_a_double_click_on_submit(claim_in, staff):
    claim = claim_in()
    told = at_once(*(lambda: submit(claim=claim, by=staff.maker, version=1) for _ in range(3)))
    assert one_was_done(told, "vừa được người khác xử lý")
    assert of_action("submit") == 1


def test_submit_against_cancel(claim_in, staff):
    claim = claim_in()
    told = at_once(
        lambda: submit(claim=claim, by=staff.maker, version=1),
        lambda: cancel(claim=claim, by=staff.maker, reason="Nhập nhầm.", version=1),
    )
    assert told.count("") == 1
    assert of_action("submit") + of_action("cancel") == 1


def test_two_checkers(claim_in, staff):
    claim = claim_in("submitted")
    other = UserFactory(roles=[Role.CHECKER])
    told = at_once(
        lambda: check(claim=claim, by=staff.checker), lambda: check(claim=claim, by=other)
    )
    assert one_was_done(told, "không thể “Thẩm định đạt” được nữa")


def test_two_lists_for_one_claim(claim_in, staff):
    claim = claim_in("approved")
    payer = Payer.objects.get(code="ngan-sach-tinh")
    cashiers = [staff.cashier, UserFactory(roles=[Role.CASHIER])]

    def list_it(cashier) -> Callable[[], object]:
        return lambda: open_list(
            claims=[claim.pk], payer=payer, budget_year=2026, title="Cùng lúc", by=cashier
        )

    told = at_once(*map(list_it, cashiers))
    assert one_was_done(told, "Không có hồ sơ nào đưa được vào danh sách")
    assert Payment.objects.count() == 1


def test_one_claim_added_to_two_lists(claim_in, staff):
    claim = claim_in("approved")
    papers = [list_of([claim_in("approved")], staff) for _ in range(2)]
    at_once(
        *(
            lambda paper=paper: add_to_list(payment_list=paper, claims=[claim.pk], by=staff.cashier)
            for paper in papers
        )
    )
    assert Payment.objects.filter(claim=claim).count() == 1


def test_two_cashiers_pay_one_list(claim_in, staff):
    paper = list_of([claim_in("approved"), claim_in("approved")], staff, issued=True)
    ids = list(paper.payments.values_list("pk", flat=True))
    other = UserFactory(roles=[Role.CASHIER])

    def pay(cashier, voucher: str) -> Callable[[], object]:
        return lambda: mark_paid(
            payment_list=paper,
            payments=ids,
            voucher=voucher,
            paid_on=timezone.localdate(),
            by=cashier,
        )

    told = at_once(pay(staff.cashier, "C2-01"), pay(other, "C2-02"))
    assert one_was_done(told, "cần “Đã chốt, chờ chi”")
    assert of_action("pay") == 2
    assert Payment.objects.filter(state="paid").values("voucher").distinct().count() == 1


def test_cashiers_at_once_lengthen_one_chain(claim_in, staff):
    """Three lists paid at the same moment: the seals follow each other without gap or fork."""
    papers = [list_of([claim_in("approved") for _ in range(3)], staff, issued=True) for _ in "abc"]
    cashiers = [staff.cashier, *(UserFactory(roles=[Role.CASHIER]) for _ in "ab")]

    def pay(paper, cashier) -> Callable[[], object]:
        return lambda: mark_paid(
            payment_list=paper,
            payments=list(paper.payments.values_list("pk", flat=True)),
            voucher="C2-01",
            paid_on=timezone.localdate(),
            by=cashier,
        )

    assert at_once(*map(pay, papers, cashiers)) == ["", "", ""]
    assert list(Seal.objects.values_list("position", flat=True)) == list(range(1, 10))
    walk = verify()
    assert (walk.fault, walk.claims) == (None, 9)


def test_paid_against_failed(claim_in, staff):
    claim = claim_in("approved")
    paper = list_of([claim, claim_in("approved")], staff, issued=True)
    payment = paper.payments.get(claim=claim)
    told = at_once(
        lambda: mark_paid(
            payment_list=paper,
            payments=[payment.pk],
            voucher="C2-01",
            paid_on=timezone.localdate(),
            by=staff.cashier,
        ),
        lambda: mark_failed(
            payment_list=paper, payments=[payment.pk], reason="Sai số.", by=staff.cashier
        ),
    )
    assert one_was_done(told, "Khoản này đã ở tình trạng")
    claim.refresh_from_db()
    payment.refresh_from_db()
    assert (payment.state, claim.state) in {("paid", "paid"), ("failed", "approved")}


def test_one_fact_opened_twice_at_once(stay, staff):
    fact = stay()
    told = at_once(*(lambda: open_claim(fact=fact, by=staff.maker) for _ in range(2)))
    assert one_was_done(told, "Sự việc này đã có hồ sơ đề nghị.")
    assert Claim.objects.count() == 1


def test_the_last_of_a_yearly_ceiling_is_taken_once(law, staff):
    """Group 4 has 8 million a year for drugs: two entries at once of 5 million get 8 together."""
    cadre = entitled_cadre(law)
    facts = [
        DrugSupply.objects.create(
            cadre=cadre,
            prescribed_on=date(2025, 3, day),
            ordered_by="council",
            item="Thuốc thử",
            invoice_number=f"HD-{day}",
            cost=5_000_000,
            unit=staff.maker.unit,
            recorded_by=staff.maker,
        )
        for day in (3, 4)
    ]
    told = at_once(*(lambda fact=fact: open_claim(fact=fact, by=staff.maker) for fact in facts))
    assert told == ["", ""]
    assert sorted(ClaimLine.objects.values_list("amount", flat=True)) == [3_000_000, 5_000_000]


def test_the_book_is_closed_only_between_payments(claim_in, staff):
    """Whoever records a payment holds the periods: a closing waits until it is written."""
    with transaction.atomic():
        hold_periods()
        told: list[str] = []

        def close() -> None:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '200ms'")
                    cursor.execute(
                        "INSERT INTO claims_closedperiod (begins_on, ends_on, closed_at,"
                        " closed_by_id) VALUES ('2026-01-01', '2026-01-31', now(), %s)",
                        [staff.cashier.pk],
                    )
            except Exception as error:
                told.append(str(error))
            finally:
                connections.close_all()

        thread = Thread(target=close)
        thread.start()
        thread.join(timeout=30)
    assert "lock timeout" in told[0]
