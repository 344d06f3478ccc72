"""Reading a bill and matching it: the whole file at once, in one transaction."""

import base64
import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Unit, User
from claims.actions import ClaimError
from claims.billing.columns import BillSheet, Printed, read_bill_sheet
from claims.billing.gathering import look_around
from claims.billing.identifying import Found
from claims.billing.matching import match
from claims.billing.occasions import Occasion, occasion_of
from claims.billing.steps import moved, refuse_unless
from claims.billing.workflow import BillAction
from claims.models import Bill, BillLine, BillState, Decision
from config.copying import copy_objects
from config.formatting import count
from config.workbooks.opening import WorkbookRefused


def upload_bill(
    *,
    occasion: Occasion,
    thing: Any,
    facility: Unit,
    number: str,
    dated_on: date,
    printed_total: int | None,
    content: bytes,
    file_name: str,
    by: User,
    at: datetime | None = None,
) -> Bill:
    """Keep a facility's bill, not yet read.

    Raises ``ClaimError`` when the occasion takes no bills now, or this file or number is there.
    """
    if reason := occasion.hindrance(thing):
        raise ClaimError(reason)
    now = at or timezone.now()
    bill = Bill(
        occasion_kind=occasion.kind,
        occasion_id=thing.pk,
        title=str(thing)[:300],
        facility=facility,
        number=number,
        dated_on=dated_on,
        printed_total=printed_total,
        file_name=file_name[:255],
        sha256=hashlib.sha256(content).hexdigest(),
        workbook=base64.b64encode(content).decode("ascii"),
        unit=by.unit,
        uploaded_by=by,
        uploaded_at=now,
        stirred_at=now,
    )
    try:
        with transaction.atomic():
            bill.save()
            moved(bill, BillAction.UPLOAD, "", by, f"Tệp {bill.file_name}", at=at)
    except IntegrityError as refused:
        raise ClaimError(_taken_already(bill)) from refused
    return bill


def _taken_already(bill: Bill) -> str:
    there = Bill.objects.standing().filter(
        occasion_kind=bill.occasion_kind, occasion_id=bill.occasion_id
    )
    if same := there.filter(sha256=bill.sha256).first():
        return f"Tệp này đã được tải lên cho đợt này rồi: {same}."
    return f"{bill.facility} đã có bảng kê số {bill.number} trong đợt này."


def workbook_of(bill: Bill) -> bytes:
    """The file as it was uploaded; empty once the bill was dropped."""
    return base64.b64decode(bill.workbook)


def match_bill(bill_id: int, by: User | None = None, at: datetime | None = None) -> Bill:
    """Read and match the bill, anew if it was matched before; decided lines stay as they are.

    A file that can't be read leaves the bill failed, with the reason. Raises ``ClaimError`` for a
    bill that is accepted or gone.
    """
    bill = Bill.objects.select_related("facility", "unit", "uploaded_by").get(pk=bill_id)
    refuse_unless(bill, BillAction.MATCH)
    try:
        read = read_bill_sheet(workbook_of(bill))
    except WorkbookRefused as refused:
        return _fail(bill, refused.message, by, at)
    stir(bill, 1, 3)
    return _write(bill, read, by, at)


def stir(bill: Bill, done: int, total: int) -> None:
    """Tell the page that waits how far it is; a committed sign of life."""
    Bill.objects.filter(pk=bill.pk).update(done=done, total=total, stirred_at=timezone.now())


@transaction.atomic
def _fail(bill: Bill, message: str, by: User | None, at: datetime | None) -> Bill:
    held = Bill.objects.select_for_update(of=("self",)).get(pk=bill.pk)
    refuse_unless(held, BillAction.FAIL)
    was, held.state, held.failure = held.state, BillState.FAILED, message
    held.workbook = ""
    held.save(update_fields=["state", "failure", "workbook"])
    moved(held, BillAction.FAIL, was, by or held.uploaded_by, message[:300], at=at)
    return held


@transaction.atomic
def _write(bill: Bill, read: BillSheet, by: User | None, at: datetime | None) -> Bill:
    hold_occasion(bill)
    held = Bill.objects.select_for_update(of=("self",)).get(pk=bill.pk)
    refuse_unless(held, BillAction.MATCH)
    kept = list(held.lines.exclude(decided_at=None))
    kept_rows = {line.row for line in kept}
    lines = [line for line in read.lines if line.row not in kept_rows]
    occasion = occasion_of(bill.occasion_kind)
    thing = thing_of(bill)
    around = look_around(bill, occasion, thing, lines, kept)
    matched = match(
        lines,
        around.people,
        ask=around.ask,
        begins_on=thing.begins_on,
        ends_on=thing.ends_on,
        price=occasion.price(thing),
    )
    held.lines.filter(decided_at=None).delete()
    copy_objects(BillLine, list(_rows(held, matched.found, read.printed)))
    was, held.state = held.state, BillState.MATCHED
    held.notes = [*read.notes, *(f"Không dùng cột “{head}”." for head in read.sheet.ignored)]
    if held.printed_total is None:
        held.printed_total = read.total
    held.done = held.total = len(read.lines)
    held.stirred_at = timezone.now()
    held.save(update_fields=["state", "notes", "printed_total", "done", "total", "stirred_at"])
    told = f"{count(len(read.lines))} dòng"
    moved(held, BillAction.MATCH, was, by or held.uploaded_by, told, at=at)
    return held


def hold_occasion(bill: Bill) -> None:
    """Bills of one occasion are matched and decided one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{bill.occasion_kind}:{bill.occasion_id}"],
        )


def thing_of(bill: Bill) -> Any:
    """The round or trip of a bill, whoever asks."""
    return occasion_of(bill.occasion_kind).things(bill.uploaded_by).get(pk=bill.occasion_id)


def _rows(bill: Bill, found: Iterable[Found], printed: dict[int, Printed]) -> Iterable[BillLine]:
    for each in found:
        shown = printed[each.line.row]
        yield BillLine(
            bill_id=bill.pk,
            occasion_kind=bill.occasion_kind,
            occasion_id=bill.occasion_id,
            row=each.line.row,
            name=shown.name,
            born=shown.born,
            identity=shown.identity,
            cadre_id=each.cadre,
            candidates=list(each.candidates),
            day=each.day or each.line.day,
            days=each.days if each.days is not None else each.line.days,
            amount=each.line.amount,
            owed=each.owed,
            finding=each.finding.value,
            told=each.told,
            decision=Decision.OPEN.value,
            stands=each.stands,
        )
