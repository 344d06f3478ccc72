"""What happens around the text of a section: drafts, earlier versions, comments."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.saving import save_valid
from reports.actions import ReportError, drop_draft, must_be_draft, write_section
from reports.models import (
    Report,
    ReportState,
    Section,
    SectionComment,
    SectionDraft,
    SectionVersion,
)

# Under review people still say what is wrong; what is issued has nothing left to settle.
COMMENTED = (
    ReportState.DRAFT,
    ReportState.SUBMITTED,
    ReportState.CHECKED,
    ReportState.APPROVED,
)


@transaction.atomic
def keep_draft(
    *, section: Section, heading: str, body: str, version: int, by: User
) -> SectionDraft | None:
    """Keep what ``by`` is typing, begun from ``version``; None when it says what is saved.

    Raises ``ReportError`` when the report is no draft any more.
    """
    must_be_draft(section.report)
    current = Section.objects.get(pk=section.pk)
    if (current.heading, current.body) == (heading, body):
        drop_draft(section=section, by=by)
        return None
    draft, _ = SectionDraft.objects.update_or_create(
        section=section,
        kept_by=by,
        defaults={
            "heading": heading,
            "body": body,
            "version": version,
            "kept_at": timezone.now(),
        },
    )
    return draft


@transaction.atomic
def restore_version(*, version: SectionVersion, current: int, by: User) -> Section:
    """Write an earlier version once more, as a new one after ``current``.

    Raises ``SectionChanged`` when ``current`` isn't the newest any more.
    """
    return write_section(
        section=version.section,
        heading=version.heading,
        body=version.body,
        version=current,
        by=by,
        restores=version.number,
    )


@transaction.atomic
def write_comment(*, section: Section, text: str, by: User) -> SectionComment:
    """Say something about a section, to be settled before the report is issued."""
    _must_be_commented(section.report)
    comment = SectionComment(section=section, text=text, written_by=by, written_at=timezone.now())
    return save_valid(comment)


@transaction.atomic
def resolve_comment(*, comment: SectionComment, by: User) -> SectionComment:
    """Call a comment settled. Twice is once: the first who said so stays."""
    _must_be_commented(comment.section.report)
    found = SectionComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if found.resolved_at is None:
        found.resolved_by, found.resolved_at = by, timezone.now()
        found.save(update_fields=["resolved_by", "resolved_at"])
    return found


def _must_be_commented(report: Report) -> None:
    if report.state not in COMMENTED:
        raise ReportError("Báo cáo đã ban hành, không góp ý được nữa.")
