"""What people decide about a bill: whom a line is about, whether it is paid, and the whole."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre
from claims.actions import ClaimError
from claims.billing.gathering import look_around
from claims.billing.identifying import Line
from claims.billing.matching import match
from claims.billing.occasions import occasion_of
from claims.billing.reading import hold_occasion, thing_of
from claims.billing.steps import moved, refuse_unless
from claims.billing.workflow import BillAction
from claims.models import Bill, BillLine, BillState, Decision, Finding
from config.copying import update_objects
from config.formatting import count

TAKEABLE = (Finding.MATCHED, Finding.OVER, Finding.PRICE, Finding.ABSENT, Finding.EXTRA)
ADMITTED = (Finding.ABSENT, Finding.EXTRA)  # taken: they come onto the list, marked present
DECIDED_FIELDS = ("decision", "reason", "decided_at", "decided_by", "stands")
ALREADY = "Người này đã được thanh toán trong đợt này; không chấp nhận thêm dòng thứ hai."


@transaction.atomic
def choose_person(*, line_id: int, cadre: Cadre, by: User, at: datetime | None = None) -> BillLine:
    """Say whom a line is about; it is matched again for that person.

    Raises ``ClaimError`` when the bill isn't open for decisions.
    """
    bill = _held(BillLine.objects.values_list("bill_id", flat=True).get(pk=line_id), by)
    line = bill.lines.get(pk=line_id)
    if line.fact_id:
        raise ClaimError(f"Dòng {line.row} đã lập hồ sơ, không xử lý lại được.")
    if line.finding == Finding.WRONG:
        raise ClaimError("Dòng này sai; hãy sửa trong tệp rồi tải lại, hoặc loại dòng ra.")
    told = Line(row=line.row, day=line.day, days=line.days, amount=line.amount)
    thing, occasion = thing_of(bill), occasion_of(bill.occasion_kind)
    others = bill.lines.exclude(pk=line.pk)
    around = look_around(bill, occasion, thing, [told], others, also=[cadre.pk])
    [found] = match(
        [told],
        around.people,
        ask=around.ask,
        begins_on=thing.begins_on,
        ends_on=thing.ends_on,
        price=occasion.price(thing),
        chosen={line.row: cadre.pk},
    ).found
    line.cadre, line.candidates = cadre, []
    line.finding, line.told, line.owed = found.finding, found.told, found.owed
    line.day, line.days = found.day, found.days
    line.decided_at, line.decided_by = at or timezone.now(), by
    line.decision, line.stands = Decision.OPEN, found.stands
    line.reason = f"Chọn người: {cadre.full_name}"
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as refused:
        raise _told(refused, f"Dòng {line.row}") from refused
    moved(bill, BillAction.DECIDE, bill.state, by, f"Dòng {line.row}: {line.reason}", at=at)
    return line


@transaction.atomic
def decide_lines(
    *,
    bill_id: int,
    lines: Iterable[int],
    decision: str,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> int:
    """Take these lines, leave them out, or put them back; answers how many.

    Raises ``ClaimError``, and then changes nothing, when one of them can't be decided so.
    """
    bill = _held(bill_id, by)
    chosen = list(bill.lines.filter(pk__in=list(lines)).select_related("cadre"))
    if not chosen:
        raise ClaimError("Hãy chọn ít nhất một dòng.")
    if decision != Decision.OPEN and not reason.strip():
        raise ClaimError("Hãy ghi lý do.")
    for line in chosen:
        _refuse_amiss(line, decision)
    if decision == Decision.TAKEN and (
        admitted := [line for line in chosen if line.finding in ADMITTED]
    ):
        occasion_of(bill.occasion_kind).admit(thing_of(bill), admitted, by, reason.strip())
    for line in chosen:
        _decide(line, decision, reason.strip(), by, at)
    try:
        with transaction.atomic():
            update_objects(BillLine, chosen, DECIDED_FIELDS)
    except IntegrityError as refused:
        raise _told(refused, f"{count(len(chosen))} dòng") from refused
    words = f"{Decision(decision).label}: {count(len(chosen))} dòng. {reason}".strip()
    moved(bill, BillAction.DECIDE, bill.state, by, words, at=at)
    return len(chosen)


def _refuse_amiss(line: BillLine, decision: str) -> None:
    if line.fact_id:
        raise ClaimError(f"Dòng {line.row} đã lập hồ sơ, không xử lý lại được.")
    if decision == Decision.TAKEN and (line.finding not in TAKEABLE or line.cadre_id is None):
        label = Finding(line.finding).label
        raise ClaimError(f"Dòng {line.row} ({label}) không chấp nhận được; chỉ có thể loại ra.")


def _decide(line: BillLine, decision: str, reason: str, by: User, at: datetime | None) -> None:
    line.decision, line.reason = decision, reason
    if decision == Decision.OPEN:
        line.decided_at = line.decided_by = None
        line.reason = ""
        line.stands = line.finding == Finding.MATCHED
    else:
        line.decided_at, line.decided_by = at or timezone.now(), by
        line.stands = decision == Decision.TAKEN


def _told(refused: IntegrityError, which: str) -> Exception:
    """The refusal in words, where it is one of ours."""
    is_ours = "person_is_billed_once" in str(refused)
    return ClaimError(f"{which}: {ALREADY}") if is_ours else refused


@transaction.atomic
def accept_bill(*, bill_id: int, by: User, at: datetime | None = None) -> Bill:
    """Another than who uploaded it takes the bill over as right.

    Raises ``ClaimError`` for the same person, and while lines wait for a decision.
    """
    bill = _held(bill_id, by, BillAction.ACCEPT, "bill_accept", "Thẩm định")
    if bill.uploaded_by_id == by.pk:
        raise ClaimError("Người tải bảng kê lên không được tự xác nhận bảng kê đó.")
    if waiting := bill.lines.in_dispute().count():
        raise ClaimError(f"Còn {count(waiting)} dòng chưa xử lý; hãy chấp nhận hoặc loại ra trước.")
    if not bill.lines.filter(stands=True).exists():
        raise ClaimError("Bảng kê không có dòng nào được thanh toán.")
    was, bill.state = bill.state, BillState.ACCEPTED
    bill.accepted_by, bill.accepted_at = by, at or timezone.now()
    bill.save(update_fields=["state", "accepted_by", "accepted_at"])
    moved(bill, BillAction.ACCEPT, was, by, at=at)
    return bill


@transaction.atomic
def return_bill(*, bill_id: int, reason: str, by: User, at: datetime | None = None) -> Bill:
    """Take the acceptance back; lines that have claims already stay. Raises ``ClaimError``."""
    bill = _held(bill_id, by, BillAction.RETURN, "bill_accept", "Thẩm định")
    if not reason.strip():
        raise ClaimError("Hãy ghi lý do trả lại.")
    was, bill.state = bill.state, BillState.MATCHED
    bill.accepted_by = bill.accepted_at = None
    bill.save(update_fields=["state", "accepted_by", "accepted_at"])
    moved(bill, BillAction.RETURN, was, by, reason.strip(), at=at)
    return bill


@transaction.atomic
def drop_bill(*, bill_id: int, reason: str, by: User, at: datetime | None = None) -> Bill:
    """Put a bill away with the personal data in it; its steps stay. Raises ``ClaimError``."""
    bill = _held(bill_id, by, BillAction.DROP, "bill_upload", "Nhập liệu")
    if bill.lines.exclude(fact_id=None).exists():
        raise ClaimError("Bảng kê đã lập hồ sơ nên không bỏ được.")
    if not reason.strip():
        raise ClaimError("Hãy ghi lý do bỏ bảng kê.")
    bill.lines.all().delete()
    was, bill.state, bill.workbook = bill.state, BillState.DROPPED, ""
    bill.save(update_fields=["state", "workbook"])
    moved(bill, BillAction.DROP, was, by, reason.strip(), at=at)
    return bill


def waiting_lines(bill: Bill) -> Sequence[int]:
    """The lines nobody decided about yet."""
    return list(bill.lines.in_dispute().values_list("pk", flat=True))


def _held(
    bill_id: int,
    by: User,
    action: BillAction = BillAction.DECIDE,
    permission: str = "bill_decide",
    role: str = "Nhập liệu",
) -> Bill:
    """The bill locked, if it and this person are ready for the step."""
    if not by.may(permission):
        raise ClaimError(f"Việc này cần vai trò “{role}”.")
    if action != BillAction.DROP and not by.unit.sees_all:
        raise ClaimError("Việc này do Sở Y tế làm.")
    bill = Bill.objects.select_related("uploaded_by__unit", "facility", "unit").get(pk=bill_id)
    hold_occasion(bill)
    held = (
        Bill.objects.select_for_update(of=("self",))
        .select_related("uploaded_by__unit", "facility", "unit")
        .get(pk=bill_id)
    )
    refuse_unless(held, action)
    return held
