"""The steps of a report from its draft to its issue, each by another person and kept for good."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from config.formatting import date_short
from reports.actions import ReportError
from reports.appendices.lists import make_for_issue
from reports.figures.reckoning import Reckoning, reckon
from reports.issuing.editions import LedgerMoved, freeze, hold_the_chain
from reports.issuing.hindrances import hindrances, unconfirmed_rates, waived_rates
from reports.issuing.permissions import objection
from reports.issuing.workflow import MOVES, Action
from reports.models import (
    RateWaiver,
    Report,
    ReportedFigure,
    ReportState,
    ReportStep,
    Section,
    SectionComment,
    SectionVersion,
    TypedFigure,
)
from reports.writing.checklist import Hindrance
from reports.writing.paper import paper_hash

HIGHEST_NUMBER = 99_999


class ReportHindered(ReportError):
    """The step can't be taken yet; ``hindrances`` say why and where it is put right."""

    def __init__(self, found: Sequence[Hindrance]) -> None:
        first = found[0].what
        super().__init__(f"Còn {len(found)} việc phải xong trước: {first[:1].lower()}{first[1:]}.")
        self.hindrances = found


@transaction.atomic
def submit(*, report: Report, by: User, seen: int | None = None) -> Report:
    """Hand a draft to whoever checks it. Raises ``ReportError``.

    ``seen`` in all these verbs is the number of steps the person saw; after another step of
    somebody else they are told to look again.
    """
    current = _ready(Action.SUBMIT, report, by, seen)
    _nothing_stands_against(Action.SUBMIT, reckon(current))
    current.submitted_by, current.submitted_at = by, timezone.now()
    return _move(current, Action.SUBMIT, by)


@transaction.atomic
def check(*, report: Report, by: User, seen: int | None = None) -> Report:
    """Text and figures are in order, says a second person. Raises ``ReportError``."""
    current = _ready(Action.CHECK, report, by, seen)
    _nothing_stands_against(Action.CHECK, reckon(current))
    current.checked_by, current.checked_at = by, timezone.now()
    return _move(current, Action.CHECK, by)


@transaction.atomic
def approve(*, report: Report, by: User, waiver: str = "", seen: int | None = None) -> Report:
    """Approve text and figures as they are now. Raises ``ReportError``.

    ``waiver`` is the reason why the approver answers for rates that nobody has confirmed.
    """
    current = _ready(Action.APPROVE, report, by, seen)
    reckoning = reckon(current)
    if waiver.strip():
        _waive(reckoning, by, waiver.strip())
    _nothing_stands_against(Action.APPROVE, reckoning)
    current.approved_by, current.approved_at = by, timezone.now()
    current.approved_figures = {value.code: value.value for value in reckoning}
    current.approved_hash = paper_hash(reckoning)
    return _move(current, Action.APPROVE, by, waiver.strip())


@transaction.atomic
def send_back(*, report: Report, by: User, reason: str, seen: int | None = None) -> Report:
    """Make a report a draft again, by whoever's turn it is. Raises ``ReportError``."""
    return _back(Action.RETURN, report, by, reason, seen)


@transaction.atomic
def withdraw(*, report: Report, by: User, reason: str, seen: int | None = None) -> Report:
    """Make a report a draft again, by the office that wrote it. Raises ``ReportError``."""
    return _back(Action.WITHDRAW, report, by, reason, seen)


@transaction.atomic
def issue(
    *, report: Report, number: int, issued_on: date, by: User, seen: int | None = None
) -> Report:
    """Give the approved report its number and day, and freeze it. Raises ``ReportError``.

    Its lists of people are made anew, with that number and day. Whatever it supersedes is
    superseded from this moment on.
    """
    current = _ready(Action.ISSUE, report, by, seen)
    hold_the_chain()
    reckoning = reckon(current)
    _refuse_day(reckoning, issued_on)
    _refuse_number(current, number, issued_on)
    _refuse_unfinished_lists(current)
    _nothing_stands_against(Action.ISSUE, reckoning)
    moment = timezone.now()
    current.number, current.issued_on = number, issued_on
    current.issued_by, current.issued_at = by, moment
    _move(current, Action.ISSUE, by)
    if current.supersedes:
        _supersede(current.supersedes, current, by)
    make_for_issue(reckoning=reckoning, by=by)
    try:
        freeze(reckoning=reckoning, at=moment)
    except LedgerMoved as moved:
        raise ReportError(
            f"Sổ vừa thay đổi trong lúc ban hành ({moved}). Chưa có gì được ghi; hãy bấm lại."
        ) from moved
    return current


@transaction.atomic
def drop_report(*, report: Report, by: User) -> None:
    """Throw away a draft that was opened by mistake. Raises ``ReportError``.

    Nobody has written in it or handed it on: there is no history yet that would be lost.
    """
    current = _locked(report)
    if reason := dropping_objection(current, by):
        raise ReportError(reason)
    current.delete()


def dropping_objection(report: Report, user: User) -> str:
    """Why ``user`` may not throw this draft away; "" when nothing is against it."""
    if not user.may("report_write") or user.unit_id != report.unit_id:
        return "Chỉ người giữ vai trò “Báo cáo” của đơn vị báo cáo bỏ được bản dự thảo."
    if not report.is_draft:
        return "Chỉ bỏ được bản dự thảo."
    if report.steps.exists():
        return "Dự thảo này đã từng được trình nên phải giữ; hãy sửa tiếp rồi trình lại."
    if SectionVersion.objects.filter(section__report=report).exists():
        return "Dự thảo này đã có người viết, lịch sử viết không xóa; hãy viết tiếp trên nó."
    if SectionComment.objects.filter(section__report=report).exists():
        return "Dự thảo này đã có ý kiến góp ý, không bỏ được; hãy viết tiếp trên nó."
    return ""


@transaction.atomic
def replace_report(*, report: Report, by: User) -> Report:
    """Open a draft that will take the place of an issued report. Raises ``ReportError``."""
    current = _locked(report)
    if reason := replacing_objection(current, by):
        raise ReportError(reason)
    successor = Report.objects.create(
        **_copied(current, PAPER_FIELDS),
        supersedes=current,
        dated_on=timezone.localdate(),
        opened_by=by,
        opened_at=timezone.now(),
    )
    successor.resolutions.set(current.resolutions.all())
    Section.objects.bulk_create(
        Section(**_copied(section, SECTION_FIELDS), report=successor)
        for section in current.sections.all()
    )
    for rows in (current.typed_figures, current.reported_figures):
        _copy_figures(rows.all(), successor)
    return successor


def replacing_objection(report: Report, user: User) -> str:
    """Why ``user`` may not open a report in place of this one; "" when nothing is against it."""
    if not user.may("report_write") or user.unit_id != report.unit_id:
        return "Chỉ người giữ vai trò “Báo cáo” của đơn vị báo cáo lập được bản thay thế."
    if report.state != ReportState.ISSUED:
        return "Chỉ báo cáo đã ban hành, chưa bị thay thế mới lập được bản thay thế."
    if Report.objects.filter(supersedes=report).exists():
        return "Báo cáo này đã có bản thay thế đang soạn."
    return ""


def next_number(report: Report, year: int) -> int:
    """The number after the highest that the unit gave to reports of this symbol in a year."""
    given = Report.objects.filter(unit=report.unit, symbol=report.symbol, issued_on__year=year)
    highest = given.order_by("-number").values_list("number", flat=True).first()
    return (highest or 0) + 1


# --- The steps, each told once ----------------------------------------------------------------


def _locked(report: Report) -> Report:
    rows = Report.objects.select_for_update(of=("self",)).select_related("unit", "scope")
    return rows.get(pk=report.pk)


def _ready(action: Action, report: Report, by: User, seen: int | None) -> Report:
    """The report, locked, when nothing about it or the person stands against the step."""
    current = _locked(report)
    if seen is not None and current.steps.count() != seen:
        raise ReportError(
            "Báo cáo vừa được người khác xử lý; hãy xem lại tình trạng mới rồi làm tiếp."
        )
    if reason := objection(action, current, by):
        raise ReportError(reason)
    return current


def _nothing_stands_against(action: Action, reckoning: Reckoning) -> None:
    if found := hindrances(reckoning, action):
        raise ReportHindered(found)


def _back(action: Action, report: Report, by: User, reason: str, seen: int | None) -> Report:
    current = _ready(action, report, by, seen)
    if not reason.strip():
        raise ReportError("Hãy ghi lý do.")
    current.submitted_by = current.submitted_at = None
    current.checked_by = current.checked_at = None
    current.approved_by = current.approved_at = None
    current.approved_figures, current.approved_hash = None, ""
    return _move(current, action, by, reason.strip())


def _move(current: Report, action: Action, by: User, reason: str = "") -> Report:
    before = ReportState(current.state)
    current.state = MOVES[before, action]
    try:
        current.validate_constraints()
    except ValidationError as refused:
        raise ReportError(" ".join(refused.messages)) from refused
    current.save()
    _write_step(current, action, before, by, reason)
    return current


def _write_step(
    report: Report, action: Action, before: ReportState, by: User, reason: str
) -> ReportStep:
    return ReportStep.objects.create(
        report=report,
        action=action,
        from_state=before,
        to_state=report.state,
        done_by=by,
        done_at=timezone.now(),
        name=by.full_name,
        job_title=by.job_title,
        unit_name=by.unit.name,
        reason=reason,
    )


def _supersede(earlier: Report, later: Report, by: User) -> None:
    current = _locked(earlier)
    current.state = MOVES[ReportState(current.state), Action.SUPERSEDE]
    current.save(update_fields=["state"])
    reason = f"Thay bằng Báo cáo số {later.number_and_symbol}."
    _write_step(current, Action.SUPERSEDE, ReportState.ISSUED, by, reason)


def _waive(reckoning: Reckoning, by: User, reason: str) -> None:
    waived = waived_rates(reckoning.report)
    rates = [rate.pk for rate in unconfirmed_rates(reckoning) if rate.pk not in waived]
    if rates:
        RateWaiver.objects.create(
            report=reckoning.report,
            rates=sorted(rates),
            reason=reason,
            given_by=by,
            given_at=timezone.now(),
            name=by.full_name,
            job_title=by.job_title,
        )


def _refuse_day(reckoning: Reckoning, issued_on: date) -> None:
    """The paper bears a day on which all that it says was known, and it was approved."""
    report = reckoning.report
    if issued_on > timezone.localdate():
        raise ReportError(f"Ngày ban hành {date_short(issued_on)} chưa tới.")
    last = max([report.as_of, *(value.as_of for value in reckoning if value.figure.published)])
    if issued_on < last:
        raise ReportError(
            f"Ngày ban hành không được trước ngày chốt số liệu {date_short(last)} của báo cáo."
        )
    approved_on = _day(report.approved_at)
    if approved_on and issued_on < approved_on:
        raise ReportError(f"Ngày ban hành không được trước ngày duyệt {date_short(approved_on)}.")


def _refuse_unfinished_lists(report: Report) -> None:
    """A list that is still being made would be neither there nor missing."""
    if any(file.is_under_way and not file.is_lost for file in report.appendix_files.all()):
        raise ReportError("Danh sách kèm theo đang được lập; hãy đợi xong rồi ban hành.")


def _refuse_number(report: Report, number: int, issued_on: date) -> None:
    if not 1 <= number <= HIGHEST_NUMBER:
        raise ReportError("Số của báo cáo bắt đầu từ 1.")
    given = Report.objects.filter(
        unit=report.unit, symbol=report.symbol, issued_on__year=issued_on.year, number=number
    ).first()
    if given:
        raise ReportError(
            f"Số {given.number_and_symbol} năm {issued_on.year} đã cấp cho “{given}” ngày "
            f"{date_short(issued_on if given.issued_on is None else given.issued_on)}; "
            f"số tiếp theo là {next_number(report, issued_on.year):02d}."
        )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


# --- Copying for a replacement ----------------------------------------------------------------

PAPER_FIELDS = (
    "outline",
    "content",
    "title",
    "unit",
    "scope",
    "year",
    "period_kind",
    "period_number",
    "as_of",
    "cut_offs",
    "subject_line",
    "superior_body",
    "issuing_body",
    "symbol",
    "place",
    "addressees",
    "recipients",
    "archive",
    "signing_lines",
    "signer_name",
)
SECTION_FIELDS = (
    "key",
    "part",
    "position",
    "level",
    "heading",
    "body",
    "written_at",
    "written_by",
)


def _copied(row: Model, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _copy_figures(rows: Iterable[TypedFigure | ReportedFigure], successor: Report) -> None:
    for row in rows:
        row.pk, row._state.adding = None, True
        row.report = successor
        row.save(force_insert=True)
