"""Invitations: letters, a list, a workbook for text messages, and who was invited."""

import base64
import logging
from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.tasks import task
from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.models import Sex
from checkups.models import CheckupRound, InvitationPrint, PrintState, RosterEntry, RoundState
from checkups.models.invitation import UNDER_WAY
from checkups.rounds.actions import RoundError, held, keep_step
from checkups.rounds.workflow import Action
from config.formatting import count, date_long, date_on_paper, date_short, place_and_date
from config.letter import Letter, LetterHead, letters_pdf
from config.long_list import ListColumn, ListHead, ListRow, long_list_pdf
from config.workbooks.writing import TableColumn, table_workbook

STIR_AFTER = 0.5  # seconds between two signs of life
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
BRING = (
    "Khi đến khám, đề nghị mang theo: thẻ bảo vệ, chăm sóc sức khỏe (nếu đã cấp); thẻ căn cước; "
    "thẻ bảo hiểm y tế; kết quả khám và đơn thuốc gần nhất (nếu có)."
)
FAILURE = (
    "Việc lập giấy mời bị lỗi giữa chừng và chưa có tệp. Hãy lập lại; nếu vẫn lỗi, báo quản trị "
    "viên kèm tên đợt khám."
)
PHONE_HEAD = "Số điện thoại (đơn vị tự điền)"
PHONE_NOTE = (
    "Phần mềm không lưu số điện thoại; đơn vị tự điền cột cuối trước khi đưa vào công cụ nhắn tin."
)

logger = logging.getLogger(__name__)


def guests(checkup_round: CheckupRound, unit: Unit | None = None) -> QuerySet[RosterEntry]:
    """Who has a place and a day and wasn't marked yet, in the order of units and names."""
    rows = checkup_round.roster.kept().exclude(appointed_on=None).filter(attendance="")
    if unit is not None:
        rows = rows.filter(unit=unit)
    return (
        rows.select_related("cadre", "group", "unit", "facility")
        .defer("cadre__citizen_id", "cadre__bank_account")
        .order_by("unit__name", "cadre__sort_name", "pk")
    )


# --- Who was invited ------------------------------------------------------------------------


@transaction.atomic
def mark_invited(
    *, checkup_round: CheckupRound, unit: Unit | None, by: User, at: datetime | None = None
) -> int:
    """Keep that everybody with a day (of a unit, or of all) got the invitation; how many more."""
    current = _ready(checkup_round)
    rows = guests(current, unit).filter(invited_at=None)
    changed = current.roster.filter(pk__in=rows.order_by().values("pk")).update(
        invited_at=at or timezone.now(), invited_by=by, version=F("version") + 1
    )
    if not changed:
        raise RoundError("Không còn ai có lịch hẹn mà chưa ghi nhận đã mời.")
    whose = f" của {unit}" if unit else ""
    keep_step(current, Action.INVITE, by, note=f"{count(changed)} người{whose}.", at=at)
    return changed


def _ready(checkup_round: CheckupRound) -> CheckupRound:
    current = held(checkup_round)
    if current.state not in (RoundState.AGREED, RoundState.RUNNING):
        raise RoundError("Chỉ mời khám sau khi danh sách đã thống nhất.")
    return current


# --- Letters --------------------------------------------------------------------------------


def print_letters(*, checkup_round: CheckupRound, unit: Unit | None, by: User) -> InvitationPrint:
    """Queue the letters; those printed for the same people before give way. ``RoundError``."""
    with transaction.atomic():
        current = _ready(checkup_round)
        total = guests(current, unit).count()
        if not total:
            raise RoundError("Chưa có ai có ngày và nơi khám; hãy xếp lịch hẹn trước.")
        before = current.invitation_prints.filter(unit=unit)
        if any(each.is_under_way and not each.is_lost for each in before.defer("content")):
            raise RoundError("Giấy mời này đang được lập; hãy đợi xong rồi lập lại.")
        before.delete()
        now = timezone.now()
        made = InvitationPrint.objects.create(
            round=current, unit=unit, total=total, made_at=now, made_by=by, stirred_at=now
        )
    print_in_background.enqueue(made.pk)
    return made


@task()
def print_in_background(print_id: int) -> None:
    """A failure is kept on the row, for whoever looks at its page."""
    row = InvitationPrint.objects.filter(pk=print_id, state__in=UNDER_WAY).first()
    if row is None:
        return
    try:
        _stir(row, state=PrintState.RUNNING)
        content = base64.b64encode(_drawn(row)).decode()
        _stir(row, state=PrintState.DONE, done=row.total, content=content)
    except Exception:
        logger.exception("invitations %s failed", print_id)
        _stir(row, state=PrintState.FAILED, failure=FAILURE)


def _drawn(row: InvitationPrint) -> bytes:
    stirred = monotonic()

    def told(done: int) -> None:
        nonlocal stirred
        if monotonic() - stirred > STIR_AFTER:
            stirred = monotonic()
            _stir(row, done=done)

    people = guests(row.round, row.unit)
    return letters_pdf(letter_head(row.round), _letters(row.round, people), told=told)


def _stir(row: InvitationPrint, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.stirred_at = timezone.now()
    row.save(update_fields=[*values, "stirred_at"])


def letter_head(checkup_round: CheckupRound) -> LetterHead:
    """A letter has no number and no day yet: both are given by the clerk's office."""
    province = checkup_round.resolution.scheme.province
    return LetterHead(
        title=f"Giấy mời {checkup_round.title}",
        superior_body=f"UBND tỉnh {province}",
        issuing_body=settings.DEPARTMENT_NAME,
        symbol="GM-SYT",
        place_and_date=place_and_date(province, timezone.localdate(), "day_month"),
        type_name="Giấy mời",
        subject=f"{checkup_round.get_kind_display()}, năm {checkup_round.year}",
        signing_lines=("Giám đốc",),
    )


def _letters(checkup_round: CheckupRound, people: QuerySet[RosterEntry]) -> Iterator[Letter]:
    return (letter_to(entry, checkup_round) for entry in people.iterator(chunk_size=500))


def letter_to(entry: RosterEntry, checkup_round: CheckupRound) -> Letter:
    """What one person reads."""
    cadre, day = entry.cadre, entry.appointed_on
    assert day is not None
    title = "Ông" if cadre.sex == Sex.MALE else "Bà"
    by_plan = f"Theo {plan_named(checkup_round)}, " if plan_named(checkup_round) else ""
    office = settings.DEPARTMENT_NAME
    return Letter(
        paragraphs=(
            (f"{by_plan}{office} trân trọng kính mời {title}: ", cadre.full_name),
            f"Sinh ngày: {date_short(cadre.birth_date)}. Đối tượng: {entry.group}.",
            f"Đơn vị: {entry.unit}.",
            f"Đến khám sức khỏe theo đợt “{checkup_round.title}”:",
            ("1. Thời gian: ", f"{WEEKDAYS[day.weekday()]}, {date_long(day)}."),
            ("2. Địa điểm: ", f"{entry.facility}."),
            f"3. {BRING}",
            f"Nếu không đến được vào ngày trên, đề nghị {title} báo lại cho {entry.unit} hoặc "
            f"{office} để được hẹn ngày khác.",
            f"Trân trọng kính mời {title}./.",
        ),
        recipients=("- Như trên;", f"- {entry.unit};", "- Lưu: VT."),
    )


def plan_named(checkup_round: CheckupRound) -> str:
    """``Kế hoạch số 68/KH-SYT ngày 26/4/2025``, or the plan as it was cited."""
    if not checkup_round.plan_number:
        return checkup_round.plan_document
    named = f"Kế hoạch số {checkup_round.plan_number}"
    if checkup_round.plan_date:
        named += f" ngày {date_on_paper(checkup_round.plan_date)}"
    return named


# --- List and messages ----------------------------------------------------------------------

LIST_COLUMNS = (
    ListColumn("TT", 11, "centre"),
    ListColumn("Họ và tên", 40),
    ListColumn("Năm sinh", 16, "centre"),
    ListColumn("Đối tượng", 26),
    ListColumn("Ngày khám", 24, "centre"),
    ListColumn("Nơi khám", 45),
)


def list_pdf(checkup_round: CheckupRound, unit: Unit | None) -> bytes:
    """Who is invited when and where, under the unit that brings the invitations round."""
    attached = plan_named(checkup_round) or checkup_round.title
    head = ListHead(
        name="Danh sách",
        title=f"Mời khám sức khỏe: {checkup_round.title}",
        attached_to=f"Theo {attached}",
        issuing_body=settings.DEPARTMENT_NAME,
    )
    people = guests(checkup_round, unit)
    closing = [f"Danh sách có {count(people.count())} người."]
    return long_list_pdf(head, LIST_COLUMNS, _list_rows(people), closing=closing).content


def _list_rows(people: QuerySet[RosterEntry]) -> Iterator[ListRow]:
    unit = None
    for number, entry in enumerate(people.iterator(chunk_size=500), start=1):
        if entry.unit_id != unit:
            unit = entry.unit_id
            yield ListRow([str(entry.unit)], look="part", span=len(LIST_COLUMNS))
        assert entry.appointed_on is not None
        yield ListRow(
            [
                str(number),
                entry.cadre.full_name,
                str(entry.cadre.birth_date.year),
                str(entry.group),
                date_short(entry.appointed_on),
                str(entry.facility),
            ]
        )


MESSAGE_COLUMNS = (
    TableColumn("STT", "integer", 6),
    TableColumn("Họ và tên", width=26),
    TableColumn("Ngày sinh", "date", 12),
    TableColumn("Đơn vị", width=28),
    TableColumn("Ngày khám", "date", 12),
    TableColumn("Nơi khám", width=34),
    TableColumn("Nội dung tin nhắn", width=90),
    TableColumn(PHONE_HEAD, width=24),
)


def messages_workbook(checkup_round: CheckupRound, unit: Unit | None) -> bytes:
    """What a text message to each person says; the numbers to send it to aren't kept here."""
    return table_workbook(
        title=f"Tin nhắn mời khám: {checkup_round.title}",
        columns=MESSAGE_COLUMNS,
        rows=_message_rows(checkup_round, unit),
        notes=(PHONE_NOTE,),
        sheet="Tin nhắn",
        totals=False,
    )


def _message_rows(checkup_round: CheckupRound, unit: Unit | None) -> Iterator[list[Any]]:
    people = guests(checkup_round, unit)
    for number, entry in enumerate(people.iterator(chunk_size=500), start=1):
        yield [
            number,
            entry.cadre.full_name,
            entry.cadre.birth_date,
            str(entry.unit),
            entry.appointed_on,
            str(entry.facility),
            message_to(entry),
            "",
        ]


def message_to(entry: RosterEntry) -> str:
    """The words of one text message."""
    assert entry.appointed_on is not None
    title = "ông" if entry.cadre.sex == Sex.MALE else "bà"
    return (
        f"{settings.DEPARTMENT_NAME} kính mời {title} {entry.cadre.full_name} đến khám sức khỏe "
        f"ngày {date_short(entry.appointed_on)} tại {entry.facility}; mang theo thẻ khám, căn "
        "cước, thẻ BHYT. Không đến được, xin báo lại đơn vị để hẹn ngày khác."
    )
