"""Everything that changes a report: open it, write it, type the few figures people know."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from config.saving import save_valid
from policies.models import Resolution
from reports.documents.actions import enter_missing_documents
from reports.figures.figure import Figure
from reports.models import (
    FROZEN,
    Report,
    ReportedFigure,
    ReportState,
    Section,
    SectionDraft,
    SectionVersion,
    TypedFigure,
    TypedStatus,
)
from reports.outlines import OutlineMissing, outline_codes, read_outline
from reports.outlining.checks import problems_of
from reports.outlining.own import content_for, law_offered
from reports.periods import Period, PeriodKind


class ReportError(Exception):
    """What stands against it, as a Vietnamese sentence for the person at the screen."""


class SectionChanged(ReportError):
    """Somebody else wrote the section meanwhile; ``current`` is their text."""

    def __init__(self, current: Section) -> None:
        super().__init__(
            "Mục này vừa được người khác sửa. Phần anh/chị gõ vẫn còn bên dưới; hãy đối chiếu với "
            "bản mới nhất rồi lưu lại."
        )
        self.current = current


@transaction.atomic
def open_report(
    *,
    outline: str,
    year: int,
    by: User,
    kind: PeriodKind = PeriodKind.YEAR,
    number: int = 1,
    scope: Unit | None = None,
    as_of: date | None = None,
) -> Report:
    """Open a report of the user's unit after an outline (by its code), with its sections.

    The period is the ``number``-th of its ``kind`` in the year; the figures are those of
    ``scope``, or of the whole unit. Raises ``ReportError`` when there is no such outline, its
    resolutions are not in the portal, or the unit already has this report.
    """
    period = Period(year, kind, number)
    content = _content_of_outline(outline, by)
    chosen = read_outline(outline, content)
    resolutions = Resolution.objects.released().filter(code__in=chosen.resolutions)
    if missing := set(chosen.resolutions) - {resolution.code for resolution in resolutions}:
        raise ReportError(f"Đề cương cần văn bản chưa ban hành trên cổng: {', '.join(missing)}.")
    same = Report.objects.filter(supersedes=None).filter(
        outline=outline, year=year, period_kind=kind, period_number=number, unit=by.unit
    )
    if same.filter(scope=scope).exists():
        raise ReportError(f"{by.unit} đã lập báo cáo “{chosen.title}”, {period.words}.")
    report = Report.objects.create(
        outline=outline,
        content=content,
        title=chosen.title,
        unit=by.unit,
        scope=scope,
        year=year,
        period_kind=kind,
        period_number=number,
        as_of=as_of or period.last,
        cut_offs=chosen.cut_offs_in(year) if kind == PeriodKind.YEAR else {},
        dated_on=as_of or period.last,
        opened_by=by,
        opened_at=timezone.now(),
        **chosen.frame,
    )
    report.resolutions.set(resolutions)
    enter_missing_documents(documents=report.content.get("documents", ()), by=by)
    Section.objects.bulk_create(
        Section(
            report=report,
            key=section.key,
            part=section.part,
            position=position,
            level=section.level,
            heading=section.heading,
            body=section.body,
        )
        for position, section in enumerate(chosen.sections, start=1)
    )
    return report


def _content_of_outline(code: str, by: User) -> Mapping[str, Any]:
    try:
        content = content_for(code, by)
    except OutlineMissing as missing:
        raise ReportError(f"Không có đề cương báo cáo “{code}”.") from missing
    is_own = code not in outline_codes()
    if is_own and (problems := problems_of(content, law_offered())):
        raise ReportError(f"Đề cương chưa dùng được: {problems[0]}")
    return content


class NoDraft(ReportError):
    """Only a draft is written; tells how the report stands."""

    def __init__(self, state: ReportState) -> None:
        super().__init__(
            f"Báo cáo đang ở tình trạng “{state.label}”, không sửa được. "
            + (
                "Muốn sửa thì lập bản thay thế."
                if state in FROZEN
                else "Muốn sửa thì rút báo cáo về hoặc đề nghị trả lại."
            )
        )


def must_be_draft(report: Report) -> None:
    """Hold the report as the draft it is until the end of the transaction.

    Whoever submits it meanwhile waits. Raises ``NoDraft``.
    """
    states = Report.objects.select_for_update().values_list("state", flat=True)
    state = ReportState(states.get(pk=report.pk))
    if state != ReportState.DRAFT:
        raise NoDraft(state)


@transaction.atomic
def write_frame(*, report: Report) -> Report:
    """Keep what stands on the paper around its text. Raises ``ReportError`` if it is no draft."""
    must_be_draft(report)
    report.save()
    return report


@transaction.atomic
def write_section(
    *,
    section: Section,
    heading: str,
    body: str,
    version: int,
    by: User,
    restores: int | None = None,
) -> Section:
    """Write the text of a section; what it was stays as a version. No change is no version.

    ``restores`` is the number of the version whose text is written once more. Raises
    ``SectionChanged`` if the section isn't ``version`` any more, ``ReportError`` if the report is
    no draft.
    """
    must_be_draft(section.report)
    current = Section.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if current.version != version:
        raise SectionChanged(current)
    drop_draft(section=current, by=by)
    if (current.heading, current.body) == (heading, body):
        return current
    _keep_version(current)
    current.heading, current.body = heading, body
    current.version += 1
    current.written_by, current.written_at = by, timezone.now()
    save_valid(current)
    _keep_version(current, restores)
    return current


def _keep_version(section: Section, restores: int | None = None) -> None:
    """The first time also the outline's own text becomes a version."""
    SectionVersion.objects.get_or_create(
        section=section,
        number=section.version,
        defaults={
            "heading": section.heading,
            "body": section.body,
            "written_by": section.written_by,
            "written_at": section.written_at,
            "restores": restores,
        },
    )


def drop_draft(*, section: Section, by: User) -> None:
    """Forget what ``by`` was typing."""
    SectionDraft.objects.filter(section=section, kept_by=by).delete()


@transaction.atomic
def type_figure(
    *,
    report: Report,
    figure: Figure,
    value: int,
    status: TypedStatus,
    reason: str,
    by: User,
    as_of: date | None = None,
) -> TypedFigure:
    """Let an estimate or a plan stand in place of what the ledger has so far.

    ``value`` is the whole of the period, in the unit of the figure, what is already paid included.
    Raises ``ReportError`` for a figure that is always computed.
    """
    must_be_draft(report)
    if not figure.may_be_typed:
        raise ReportError(f"“{figure.title}” luôn được tính từ sổ, không gõ tay được.")
    typed, _ = TypedFigure.objects.update_or_create(
        report=report,
        code=figure.code,
        defaults={
            "value": value,
            "status": status,
            "reason": reason,
            "as_of": as_of or report.as_of,
            "typed_by": by,
            "typed_at": timezone.now(),
        },
    )
    return typed


@transaction.atomic
def withdraw_typed(*, report: Report, figure: Figure) -> None:
    """Take an estimate or plan back: the figure is the ledger's again."""
    must_be_draft(report)
    TypedFigure.objects.filter(report=report, code=figure.code).delete()


@transaction.atomic
def type_reported(
    *, report: Report, code: str, value: int, printed: str, precision: int, source: str, by: User
) -> ReportedFigure:
    """Keep what an earlier paper prints for a figure, to be compared with the computed one.

    ``value`` is in the unit of the figure, ``printed`` the words on the paper, ``precision`` the
    unit to which the paper rounds. The same ``source`` again takes the place of the earlier value.
    """
    must_be_draft(report)
    reported, _ = ReportedFigure.objects.update_or_create(
        report=report,
        code=code,
        source=source,
        defaults={
            "value": value,
            "printed": printed,
            "precision": precision,
            "typed_by": by,
            "typed_at": timezone.now(),
        },
    )
    return reported


@transaction.atomic
def withdraw_reported(*, reported: ReportedFigure) -> None:
    """Take the figure of an earlier paper out of the comparison."""
    must_be_draft(reported.report)
    reported.delete()
