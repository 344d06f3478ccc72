"""The pages on which the text of a report is written, section by section."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import requires
from reports.actions import ReportError, SectionChanged, drop_draft, write_section
from reports.figures.reckoning import reckon
from reports.models import Report, Section, SectionComment, SectionDraft
from reports.reach import may_write, own_report, visible_report
from reports.writing.actions import keep_draft, resolve_comment, write_comment
from reports.writing.differences import LinePair, compared, merged
from reports.writing.formats import FORMAT_WORDS
from reports.writing.forms import CommentForm, SectionForm
from reports.writing.insertable import chips, insertables
from reports.writing.paper import preview_of, writer_before
from reports.writing.text import section_title


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people's texts: ``current`` was saved while ``mine`` was being written."""

    current: Section
    heading: str
    mine: str
    pairs: list[LinePair]
    merged: str | None
    """Both in one text, where they don't touch the same paragraphs."""


@requires("report_write")
def section_edit(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    if report.is_frozen:
        return redirect("report_document", report.pk)
    form, conflict, draft = _opened(request, section)
    if request.method == "POST" and form.is_valid():
        try:
            written = write_section(section=section, by=request.user, **form.cleaned_data)
        except SectionChanged as changed:
            conflict = _conflict(section, changed.current, **form.cleaned_data)
            form = _over(conflict)
        except ReportError as problem:
            form.add_error(None, str(problem))
        else:
            _say_written(request, section, written)
            return redirect("section_edit", report.pk, section.pk)
    context = {
        "form": form,
        "conflict": conflict,
        "draft": draft,
        "following": report.sections.filter(position__gt=section.position).first(),
        "formats": {name: words for name, words in FORMAT_WORDS.items() if name},
        **_around(request, report, section),
        **_written(section, form["heading"].value() or "", form["body"].value() or ""),
    }
    return render(request, "reports/section_edit.html", context)


@require_POST
@requires("report_write")
def section_draft(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    """Keep what is being typed and show it as it will be printed."""
    report = own_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    form = SectionForm(request.POST)
    problem, draft = "", None
    if form.is_valid():
        try:
            draft = keep_draft(section=section, by=request.user, **form.cleaned_data)
        except ReportError as refused:
            problem = str(refused)
    else:
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    typed = {name: request.POST.get(name, "") for name in ("heading", "body")}
    context = {"draft": draft, "problem": problem, "is_kept": True, "report": report}
    context |= _written(section, **typed)
    return render(request, "reports/section_draft.html", context)


@require_POST
@requires("report_write")
def section_draft_drop(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    drop_draft(section=section, by=request.user)
    messages.success(request, "Đã bỏ bản đang soạn; ô soạn là bản đã lưu gần nhất.")
    return redirect("section_edit", report.pk, section.pk)


@requires("report_view")
def section_detail(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    """A section as it will be printed, and what people say about it."""
    report = visible_report(request, report_id)
    section = get_object_or_404(report.sections.select_related("written_by"), pk=section_id)
    if report.is_frozen:
        return redirect("report_document", report.pk)
    context = _around(request, report, section)
    context |= _written(section, section.heading, section.body)
    return render(request, "reports/section_detail.html", context)


# --- Comments -------------------------------------------------------------------------------


@require_POST
@requires("section_comment")
def comment_write(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            write_comment(section=section, by=request.user, **form.cleaned_data)
        except ReportError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Đã gửi ý kiến.")
            return redirect("section_detail", report.pk, section.pk)
    context = _around(request, report, section) | {"comment_form": form}
    context |= _written(section, section.heading, section.body)
    return render(request, "reports/section_detail.html", context)


@require_POST
@requires("section_comment")
def comment_resolve(request: HttpRequest, report_id: int, comment_id: int) -> HttpResponse:
    report = visible_report(request, report_id)
    comments = SectionComment.objects.filter(section__report=report).select_related("section")
    comment = get_object_or_404(comments, pk=comment_id)
    try:
        resolve_comment(comment=comment, by=request.user)
    except ReportError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Đã ghi là ý kiến được xử lý.")
    return redirect("section_detail", report.pk, comment.section_id)


# --- What the pages show ---------------------------------------------------------------------


def _opened(
    request: HttpRequest, section: Section
) -> tuple[SectionForm, Conflict | None, SectionDraft | None]:
    """The form as it was sent, or with what this person was typing, or with what is saved."""
    if request.method == "POST":
        return SectionForm(request.POST), None, None
    draft = section.drafts.filter(kept_by=request.user).first()
    if draft and draft.version != section.version:
        conflict = _conflict(section, section, draft.heading, draft.body, draft.version)
        return _over(conflict), conflict, draft
    shown = draft or section
    entered = {"heading": shown.heading, "body": shown.body, "version": section.version}
    return SectionForm(initial=entered), None, draft


def _conflict(
    section: Section, current: Section, heading: str, body: str, version: int
) -> Conflict:
    base = section.versions.filter(number=version).first()
    return Conflict(
        current=current,
        heading=current.heading if base and base.heading == heading else heading,
        mine=body,
        pairs=compared(current.body, body),
        merged=merged(base.body, current.body, body) if base else None,
    )


def _over(conflict: Conflict) -> SectionForm:
    """To be saved over the newer text, which stands beside it: both in one, or one's own."""
    return SectionForm(
        initial={
            "heading": conflict.heading,
            "body": conflict.mine if conflict.merged is None else conflict.merged,
            "version": conflict.current.version,
        }
    )


def _say_written(request: HttpRequest, section: Section, written: Section) -> None:
    if written.version == section.version:
        messages.info(request, "Không có gì thay đổi so với bản đã lưu.")
    else:
        messages.success(request, f"Đã lưu mục, thành bản {written.version}.")


def _around(request: HttpRequest, report: Report, section: Section) -> dict[str, Any]:
    comments = section.comments.select_related("written_by", "resolved_by")
    return {
        "report": report,
        "section": section,
        "comments": [comment for comment in comments if not comment.resolved_at],
        "resolved": [comment for comment in comments if comment.resolved_at],
        "comment_form": CommentForm(),
        "may_comment": request.user.may("section_comment") and not report.is_frozen,
        "may_write": may_write(request, report),
    }


def _written(section: Section, heading: str, body: str) -> dict[str, Any]:
    """The section with this text: as printed, what can be put in, and what its tokens say."""
    reckoning = reckon(section.report)
    writer = writer_before(section, reckoning)
    return {
        "title": section_title(section),
        "chips": {typed: asdict(chip) for typed, chip in chips(writer, body).items()},
        "insertables": insertables(writer),
        "printed": preview_of(section, heading, body, reckoning, writer),
    }
