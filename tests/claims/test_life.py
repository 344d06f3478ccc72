"""The life of a claim: every move of the table, and every sentence that refuses one."""


from django.utils import timezone

from claims.actions import (
    mark_paid,
)
from tests.claims.conftest import list_of


def test_the_straight_way(claim_in, staff):
    claim = claim_in("approved")
    assert claim.amount == 570_000
    paper = list_of([claim], staff, issued=True)
    [outcome] = mark_paid(
        payment_list=paper,
        payments=paper.payments.values_list("pk", flat=True),
        voucher="C2-01",
        paid_on=timezone.localdate(),
        by=staff.cashier,
    )
    assert outcome.done
    claim.refresh_from_db()
    assert claim.state == "paid"
