"""Lập hồ sơ: every line to be paid becomes a fact and its claims, by the way workbooks take.

In parts, each whole or not at all: a process that dies leaves no half, and running again goes on
where it stopped. A line keeps which fact it became, so nothing is opened twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from claims.actions import ClaimError, open_claims, submit_many
from claims.actions.opening import lock_people
from claims.billing.gathering import Around
from claims.billing.occasions import Billed, occasion_of
from claims.billing.reading import hold_occasion, thing_of
from claims.billing.steps import moved, refuse_unless
from claims.billing.workflow import BillAction
from claims.models import Bill, BillLine, Claim, Fact
from config.copying import copy_objects, update_objects
from config.formatting import count

LINES_AT_ONCE = 500
NO_LONGER = "Người này đã được ghi nhận trong đợt bằng cách khác; không lập lần thứ hai."


@dataclass(frozen=True, slots=True)
class Opened:
    """How many lines became claims, and how many were refused; those carry their reason."""

    lines: int = 0
    refused: int = 0


def open_bill(*, bill_id: int, by: User, submit: bool, at: datetime | None = None) -> Opened:
    """Open facts and claims for all lines of an accepted bill that have none yet.

    Raises ``ClaimError`` when the bill isn't accepted or its occasion is over; what was opened
    until then stays.
    """
    if not by.may("bill_open"):
        raise ClaimError("Lập hồ sơ cần vai trò “Nhập liệu”.")
    bill = Bill.objects.get(pk=bill_id)
    refuse_unless(bill, BillAction.OPEN)
    bill.lines.to_be_opened().exclude(problem="").update(problem="")
    total, opened, refused = bill.lines.to_be_opened().count(), 0, 0
    try:
        while part := _open_part(bill_id, by, submit, at):
            opened, refused = opened + part.lines, refused + part.refused
            Bill.objects.filter(pk=bill_id).update(
                done=opened + refused, total=total, stirred_at=timezone.now()
            )
    finally:
        Bill.objects.filter(pk=bill_id).update(is_opening=False)
        if opened or refused:
            told = f"Đã lập {count(opened)} dòng; {count(refused)} dòng không lập được."
            moved(bill, BillAction.OPEN, bill.state, by, told, at=at)
    return Opened(opened, refused)


@transaction.atomic
def _open_part(bill_id: int, by: User, submit: bool, at: datetime | None) -> Opened | None:
    """The next lines, in the order in which things happened; None when there are none left."""
    bills = Bill.objects.without_contents().select_related("facility")
    bill = bills.select_for_update(of=("self",)).get(pk=bill_id)
    refuse_unless(bill, BillAction.OPEN)
    hold_occasion(bill)
    waiting = bill.lines.to_be_opened().filter(problem="").select_related("cadre")
    waiting = waiting.defer("cadre__citizen_id", "cadre__bank_account").order_by("day", "row")
    lines = list(waiting[:LINES_AT_ONCE])
    if not lines:
        return None
    occasion, thing = occasion_of(bill.occasion_kind), thing_of(bill)
    if reason := occasion.hindrance(thing):
        raise ClaimError(reason)
    around = Around(bill, occasion, thing, {})
    facts = {line.pk: _fact_of(around, line, by, at) for line in lines}
    lock_people(list(facts.values()))
    there = occasion.recorded(thing, [line.cadre_id for line in lines if line.cadre_id])
    for line in lines:
        line.problem = NO_LONGER if line.cadre_id in there else ""
    claims = _stored(lines, facts, by, at)
    _told(around, lines, facts)
    if submit:
        submit_many(claims=[claim.pk for claim in claims], by=by, at=at)
    done = sum(not line.problem for line in lines)
    return Opened(done, len(lines) - done)


def _fact_of(around: Around, line: BillLine, by: User, at: datetime | None) -> Fact:
    if line.cadre is None or line.day is None:
        raise ValueError(f"line {line.pk} stands without a person or a day")
    billed = Billed(line.cadre, around.bill.facility, line.day, line.days, line.amount)
    fact = around.occasion.fact(around.thing, billed)
    fact.unit, fact.recorded_by, fact.recorded_at = by.unit, by, at or timezone.now()
    fact.note = f"Bảng kê số {around.bill.number}, dòng {line.row}"
    return fact


class _SomeRefused(Exception):
    """Some lines are owed nothing: the others are to be stored without them."""


def _stored(
    lines: Sequence[BillLine], facts: dict[int, Fact], by: User, at: datetime | None
) -> list[Claim]:
    """Facts and claims of the lines without a problem; a refusal becomes the line's problem."""
    while chosen := [line for line in lines if not line.problem]:
        try:
            with transaction.atomic():
                return _attempt(chosen, [facts[line.pk] for line in chosen], by, at)
        except _SomeRefused:
            continue
    return []


def _attempt(
    lines: Sequence[BillLine], facts: Sequence[Fact], by: User, at: datetime | None
) -> list[Claim]:
    copy_objects(type(facts[0]), facts)
    claims = []
    for line, outcomes in zip(lines, open_claims(facts=facts, by=by, at=at), strict=True):
        line.problem = " ".join(outcome.problem for outcome in outcomes if outcome.problem)
        claims += [outcome.claim for outcome in outcomes if outcome.claim]
    if any(line.problem for line in lines):
        raise _SomeRefused
    return claims


def _told(around: Around, lines: Sequence[BillLine], facts: dict[int, Fact]) -> None:
    """Each line knows its fact, or why it has none; the occasion knows the facts."""
    made: dict[int, Fact] = {}
    for line in lines:
        if not line.problem and line.cadre_id:
            fact = made[line.cadre_id] = facts[line.pk]
            line.fact_kind, line.fact_id = fact.KIND, fact.pk
    update_objects(BillLine, lines, ["fact_kind", "fact_id", "problem"])
    if made:
        around.occasion.link(around.thing, made)


def refusal_of(error: DatabaseError) -> str:
    """The database's own sentence, without where in it that happened."""
    return str(error).splitlines()[0]


def begin_opening(*, bill: Bill, by: User) -> Any:
    """Mark the bill as being opened, so that its page shows progress. Raises ``ClaimError``."""
    refuse_unless(bill, BillAction.OPEN)
    if not by.may("bill_open"):
        raise ClaimError("Lập hồ sơ cần vai trò “Nhập liệu”.")
    if reason := occasion_of(bill.occasion_kind).hindrance(thing_of(bill)):
        raise ClaimError(reason)
    waiting = bill.lines.to_be_opened().count()
    if not waiting:
        raise ClaimError("Không còn dòng nào chờ lập hồ sơ.")
    Bill.objects.filter(pk=bill.pk).update(
        is_opening=True, done=0, total=waiting, stirred_at=timezone.now()
    )
