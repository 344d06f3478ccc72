"""What is done in the background, so that nobody waits before a blank page."""

import logging

from django.db import IntegrityError
from django.tasks import task

from accounts.models import User
from claims.actions import ClaimError
from claims.billing.opening import open_bill, refusal_of
from claims.billing.reading import match_bill
from claims.billing.steps import moved
from claims.billing.workflow import BillAction
from claims.models import Bill

logger = logging.getLogger(__name__)


@task()
def match_in_background(bill_id: int) -> None:
    """Read and match a bill; its page shows how far it is."""
    try:
        match_bill(bill_id)
    except ClaimError as refused:
        logger.warning("bill %s was not matched: %s", bill_id, refused)


@task()
def open_in_background(bill_id: int, user_id: int, submit: bool) -> None:
    """Open the claims; a refusal of the whole is kept among the bill's steps."""
    by = User.objects.get(pk=user_id)
    try:
        open_bill(bill_id=bill_id, by=by, submit=submit)
    except ClaimError as refused:
        _keep(bill_id, by, str(refused))
    except IntegrityError as refused:
        _keep(bill_id, by, refusal_of(refused))


def _keep(bill_id: int, by: User, reason: str) -> None:
    bill = Bill.objects.get(pk=bill_id)
    moved(bill, BillAction.OPEN, bill.state, by, f"Dừng lại: {reason}")
