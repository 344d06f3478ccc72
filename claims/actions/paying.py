"""Payment lists: approved claims of one payer put together, paid once, each with its voucher."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from claims.actions.moving import hold_periods, move, payment_day_objection
from claims.actions.outcome import BATCH_ROWS, ClaimError, Outcome
from claims.models import Claim, ClosedPeriod, ListState, Payment, PaymentList, PaymentState
from claims.permissions import objection
from claims.snapshots import read_snapshot
from claims.workflow import Action
from config.formatting import date_short
from config.saving import save_valid
from policies.models import Payer

RECOVERY_ASTRAY = "Khoản thu hồi không chuyển tiền cho ai; hãy lập danh sách thu hồi riêng."
PAYMENT_ASTRAY = "Danh sách này là danh sách thu hồi; khoản phải chi lập danh sách riêng."


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """What became of one payment of many."""

    payment: Payment
    problem: str = ""

    @property
    def done(self) -> bool:
        return not self.problem


@transaction.atomic
def open_list(
    *,
    claims: Iterable[int],
    payer: Payer,
    budget_year: int,
    title: str,
    by: User,
    at: datetime | None = None,
) -> tuple[PaymentList, list[Outcome]]:
    """Open a list of approved claims of one payer; each claim answers for itself.

    Raises ``ClaimError`` when no claim can be taken in or the payer is closed.
    """
    moment = at or timezone.now()
    if not by.may("payment_pay"):
        raise ClaimError("Lập danh sách chi trả cần vai trò “Chi trả”.")
    if problem := _payer_objection(payer, moment.date()):
        raise ClaimError(problem)
    payment_list = PaymentList(
        number=_next_list_number(budget_year),
        title=title.strip(),
        payer=payer,
        budget_year=budget_year,
        unit=by.unit,
        made_at=moment,
        made_by=by,
    )
    save_valid(payment_list)
    outcomes = add_to_list(payment_list=payment_list, claims=claims, by=by, at=moment)
    if not any(outcome.done for outcome in outcomes):
        reasons = sorted({outcome.problem for outcome in outcomes})
        raise ClaimError(" ".join(["Không có hồ sơ nào đưa được vào danh sách.", *reasons]))
    return payment_list, outcomes


@transaction.atomic
def add_to_list(
    *, payment_list: PaymentList, claims: Iterable[int], by: User, at: datetime | None = None
) -> list[Outcome]:
    """Put more approved claims on a list that is still open. Raises ``ClaimError``."""
    moment = at or timezone.now()
    _lock_list(payment_list, ListState.OPEN)
    rows = Claim.objects.visible_to(by).filter(pk__in=list(claims)).order_by("pk")
    found = list(rows.select_for_update(of=("self",)).select_related("payer"))
    problems = {
        claim.pk: problem
        for claim in found
        if (problem := _listing_objection(claim, payment_list, by))
    }
    problems |= _astray(payment_list, [claim for claim in found if claim.pk not in problems])
    ready = [claim for claim in found if claim.pk not in problems]
    last = payment_list.payments.aggregate(last=Max("position"))["last"] or 0
    Payment.objects.bulk_create(
        [
            _payment_of(claim, payment_list, position)
            for position, claim in enumerate(ready, start=last + 1)
        ],
        batch_size=BATCH_ROWS,
    )
    move(ready, Action.LIST, by, moment, f"Danh sách {payment_list.number}")
    return [Outcome(claim, problems.get(claim.pk, "")) for claim in found]


@transaction.atomic
def issue_list(*, payment_list: PaymentList, by: User) -> PaymentList:
    """Close the list to changes and send it out to be signed. Raises ``ClaimError``."""
    _need_cashier(by)
    locked = _lock_list(payment_list, ListState.OPEN)
    if not locked.payments.filter(state=PaymentState.WAITING).exists():
        raise ClaimError("Danh sách chưa có khoản nào để chi.")
    locked.state = ListState.ISSUED
    locked.save(update_fields=["state"])
    return locked


@transaction.atomic
def mark_paid(
    *,
    payment_list: PaymentList,
    payments: Iterable[int],
    voucher: str,
    paid_on: date,
    by: User,
    at: datetime | None = None,
) -> list[PaymentOutcome]:
    """Record that payments of an issued list went out. Raises ``ClaimError`` for a wrong day.

    Who prepared, checked or approved a claim can't pay it.
    """
    moment = at or timezone.now()
    if not voucher.strip():
        raise ClaimError("Hãy ghi số chứng từ chi.")
    locked = _lock_list(payment_list, ListState.ISSUED)
    hold_periods()
    if problem := _day_objection(locked, paid_on):
        raise ClaimError(problem)
    found, problems = _locked_payments(locked, payments, Action.PAY, by)
    ready = [payment for payment in found if payment.pk not in problems]
    told = {"voucher": voucher.strip(), "paid_on": paid_on}
    _record(ready, PaymentState.PAID, by, moment, **told)
    for payment in ready:
        payment.claim.voucher, payment.claim.paid_on = voucher.strip(), paid_on
        payment.claim.budget_year = locked.budget_year
    claims = [payment.claim for payment in ready]
    move(claims, Action.PAY, by, moment, f"Chứng từ {voucher.strip()}")
    _close_when_nothing_waits(locked, by, moment)
    return [PaymentOutcome(payment, problems.get(payment.pk, "")) for payment in found]


@transaction.atomic
def mark_failed(
    *,
    payment_list: PaymentList,
    payments: Iterable[int],
    reason: str,
    by: User,
    at: datetime | None = None,
) -> list[PaymentOutcome]:
    """Record that payments did not arrive: their claims are approved again, to be listed anew.

    Raises ``ClaimError`` without a reason.
    """
    return _take_off(payment_list, payments, PaymentState.FAILED, Action.FAIL, reason, by, at)


@transaction.atomic
def remove_from_list(
    *,
    payment_list: PaymentList,
    payments: Iterable[int],
    reason: str,
    by: User,
    at: datetime | None = None,
) -> list[PaymentOutcome]:
    """Take claims off a list that has not been issued. Raises ``ClaimError``."""
    return _take_off(payment_list, payments, PaymentState.REMOVED, Action.UNLIST, reason, by, at)


@transaction.atomic
def cancel_list(
    *, payment_list: PaymentList, reason: str, by: User, at: datetime | None = None
) -> PaymentList:
    """Give up a list that has not been issued; its claims are approved again.

    Raises ``ClaimError``.
    """
    locked = _lock_list(payment_list, ListState.OPEN)
    waiting = locked.payments.filter(state=PaymentState.WAITING)
    outcomes = remove_from_list(
        payment_list=locked,
        payments=waiting.values_list("pk", flat=True),
        reason=reason,
        by=by,
        at=at,
    )
    if problem := next((outcome.problem for outcome in outcomes if outcome.problem), ""):
        raise ClaimError(problem)
    locked.state = ListState.CANCELLED
    locked.closed_by, locked.closed_at = by, at or timezone.now()
    locked.save(update_fields=["state", "closed_by", "closed_at"])
    return locked


@transaction.atomic
def close_period(*, begins_on: date, ends_on: date, by: User) -> ClosedPeriod:
    """Close the book: no payment may be dated in the period.

    Raises ``ValidationError`` when the period overlaps another, ``ClaimError`` without the right.
    """
    if not by.may("period_close"):
        raise ClaimError("Khóa sổ cần vai trò “Chi trả”.")
    if ends_on < begins_on:  # asked here: PostgreSQL makes no range of it
        raise ClaimError("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    if ends_on > timezone.localdate():
        raise ClaimError(f"Chỉ khóa sổ kỳ đã qua; ngày {date_short(ends_on)} chưa tới.")
    period = ClosedPeriod(begins_on=begins_on, ends_on=ends_on, closed_by=by)
    return save_valid(period)


def _record(
    payments: Sequence[Payment], state: PaymentState, by: User, moment: datetime, **told: Any
) -> None:
    """The same is told of all these payments: one statement."""
    told |= {"state": state, "recorded_by": by, "recorded_at": moment}
    for payment in payments:
        for field, value in told.items():
            setattr(payment, field, value)
    Payment.objects.filter(pk__in=[payment.pk for payment in payments]).update(**told)


def _take_off(
    payment_list: PaymentList,
    payments: Iterable[int],
    state: PaymentState,
    action: Action,
    reason: str,
    by: User,
    at: datetime | None,
) -> list[PaymentOutcome]:
    moment = at or timezone.now()
    if not reason.strip():
        raise ClaimError("Hãy ghi lý do.")
    needed = ListState.ISSUED if state is PaymentState.FAILED else ListState.OPEN
    locked = _lock_list(payment_list, needed)
    found, problems = _locked_payments(locked, payments, action, by)
    ready = [payment for payment in found if payment.pk not in problems]
    _record(ready, state, by, moment, reason=reason.strip())
    move([payment.claim for payment in ready], action, by, moment, reason)
    if state is PaymentState.FAILED:
        _close_when_nothing_waits(locked, by, moment)
    return [PaymentOutcome(payment, problems.get(payment.pk, "")) for payment in found]


def _need_cashier(by: User) -> None:
    if not by.may("payment_pay"):
        raise ClaimError("Việc này cần vai trò “Chi trả”.")


def _payer_objection(payer: Payer, on: date) -> str:
    if payer.open_to and on > payer.open_to:
        return f"{payer.name} đã đóng sau ngày {date_short(payer.open_to)}."
    return ""


def _listing_objection(claim: Claim, payment_list: PaymentList, by: User) -> str:
    if problem := objection(Action.LIST, claim, by):
        return problem
    if claim.payer_id != payment_list.payer_id:
        return f"Hồ sơ do {claim.payer.name} chi, danh sách này của {payment_list.payer.name}."
    return _own_claim_objection(claim, by)


def _astray(payment_list: PaymentList, ready: Sequence[Claim]) -> dict[int, str]:
    """What is taken back never stands among transfers; an empty list is of payments if any."""
    listed = payment_list.payments.exclude(state=PaymentState.REMOVED).first()
    amounts = [listed.amount] if listed else [claim.amount for claim in ready]
    pays = any(amount > 0 for amount in amounts)
    told = RECOVERY_ASTRAY if pays else PAYMENT_ASTRAY
    return {claim.pk: told for claim in ready if (claim.amount > 0) != pays}


def _own_claim_objection(claim: Claim, by: User) -> str:
    if by.pk in (claim.made_by_id, claim.checked_by_id, claim.approved_by_id):
        return "Người lập, thẩm định hoặc duyệt hồ sơ không được chi hồ sơ đó."
    return ""


def _payment_of(claim: Claim, payment_list: PaymentList, position: int) -> Payment:
    frozen = read_snapshot(claim)
    return Payment(
        payment_list=payment_list,
        claim=claim,
        position=position,
        amount=claim.amount,
        payee_name=claim.payee_name,
        # Nothing is transferred to whom something is taken back from.
        bank_account=frozen.get("bank_account", "") if claim.amount > 0 else "",
        bank_name=frozen.get("bank_name", "") if claim.amount > 0 else "",
    )


def _lock_list(payment_list: PaymentList, needed: ListState) -> PaymentList:
    locked = PaymentList.objects.select_for_update().get(pk=payment_list.pk)
    if locked.state != needed:
        raise ClaimError(
            f"Danh sách {locked.number} đang ở tình trạng “{locked.get_state_display()}”, "
            f"cần “{needed.label}” mới làm được việc này."
        )
    return locked


def _locked_payments(
    payment_list: PaymentList, ids: Iterable[int], action: Action, by: User
) -> tuple[Sequence[Payment], dict[int, str]]:
    _need_cashier(by)
    rows = payment_list.payments.filter(pk__in=list(ids)).order_by("claim_id")
    found = list(
        rows.select_for_update(of=("self", "claim")).select_related("claim", "claim__payer")
    )
    problems = {}
    for payment in found:
        problem = (
            f"Khoản này đã ở tình trạng “{payment.get_state_display()}”."
            if payment.state != PaymentState.WAITING
            else objection(action, payment.claim, by) or _own_claim_objection(payment.claim, by)
        )
        if problem:
            problems[payment.pk] = problem
    return found, problems


def _day_objection(payment_list: PaymentList, paid_on: date) -> str:
    if paid_on < timezone.localdate(payment_list.made_at):
        return (
            f"Ngày chi {date_short(paid_on)} trước ngày lập danh sách "
            f"{date_short(timezone.localdate(payment_list.made_at))}."
        )
    return payment_day_objection(paid_on) or _payer_objection(payment_list.payer, paid_on)


def _close_when_nothing_waits(payment_list: PaymentList, by: User, moment: datetime) -> None:
    if payment_list.payments.filter(state=PaymentState.WAITING).exists():
        return
    payment_list.state = ListState.CLOSED
    payment_list.closed_by, payment_list.closed_at = by, moment
    payment_list.save(update_fields=["state", "closed_by", "closed_at"])


def _next_list_number(budget_year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('claims_list_number')")
        [number] = cursor.fetchone()
    return f"DS-{budget_year}-{number:04d}"
