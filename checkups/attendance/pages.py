"""At the door of a round: mark who comes, by keyboard or scanner alone."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from beneficiaries.importing import judge_batch, open_batch
from beneficiaries.views.batches import UploadForm
from checkups.attendance.finding import entries_meant
from checkups.attendance.forms import AbsenceForm, ScanForm, SecondDateForm
from checkups.attendance.importing import KIND, list_workbook
from checkups.attendance.marking import (
    appoint_second,
    expected_by,
    mark_absent,
    mark_attended,
    objection_to_marking,
    told,
    undo_mark,
)
from checkups.billing import rounds_for
from checkups.models import Attendance, CheckupRound, RosterEntry
from checkups.rounds.actions import RoundError
from config.formatting import count, date_short
from config.web import chosen_versions, paginate, whole_number, workbook

MOST_OFFERED = 12
TABS = (
    ("cho", "Chưa điểm danh", Q(attendance="")),
    ("co", "Đã khám", Q(attendance=Attendance.ATTENDED)),
    ("vang", "Vắng mặt", Q(attendance=Attendance.ABSENT)),
    ("tat", "Tất cả", Q()),
)


@requires("attendance_mark")
def attendance_mark(request: HttpRequest, round_id: int) -> HttpResponse:
    """The box: what is typed or scanned names somebody, Enter marks them as examined."""
    chosen = _round(request, round_id)
    form = ScanForm(request.POST or None, checkup_round=chosen)
    offered: list[RosterEntry] = []
    if request.method == "POST" and form.is_valid():
        try:
            offered = _scanned(request, chosen, form)
        except RoundError as refused:
            form.add_error("text", str(refused))
        if not offered and form.is_valid():
            day = f"{form.cleaned_data['on']:%d/%m/%Y}"
            return redirect(f"{reverse('attendance_mark', args=[chosen.pk])}?ngay={day}")
    elif request.GET.get("ngay"):
        form = ScanForm(checkup_round=chosen, initial={"on": request.GET["ngay"]})
    return render(request, "checkups/attendance_mark.html", _door(request, chosen, form, offered))


def _scanned(request: HttpRequest, chosen: CheckupRound, form: ScanForm) -> list[RosterEntry]:
    """Mark the one who is meant; else the people among whom to choose."""
    on, text = form.cleaned_data["on"], form.cleaned_data["text"]
    expected = expected_by(request.user, chosen)
    entry_id = whole_number(request.POST.get("entry", ""))
    if entry_id is not None:
        found, exact = list(expected.filter(pk=entry_id)), True
    elif not text.strip():
        raise RoundError("Hãy quét thẻ, gõ số hoặc họ tên.")
    else:
        meant = entries_meant(expected.in_name_order(), text)
        found, exact = list(meant.entries[: MOST_OFFERED + 1]), meant.exact
    if not found:
        raise RoundError(_nobody(request))
    if len(found) > MOST_OFFERED:
        raise RoundError("Có quá nhiều người khớp; hãy gõ đủ họ tên, hoặc số CCCD, số thẻ.")
    if len(found) > 1 or not exact:
        return found
    marked = mark_attended(entry_id=found[0].pk, on=on, by=request.user)
    request.session["attendance_last"] = marked.entry.pk
    if marked.already:
        words = f"{marked.entry.cadre} {told(marked.entry)}, {marked.entry.marked_by} đã ghi trước."
        messages.warning(request, words)
    return []


def _nobody(request: HttpRequest) -> str:
    where = "danh sách của đợt" if request.user.unit.sees_all else "danh sách khám tại cơ sở này"
    return f"Không có ai như vậy trong {where}. Người ngoài danh sách do Sở Y tế bổ sung."


def _door(
    request: HttpRequest, chosen: CheckupRound, form: ScanForm, offered: list[RosterEntry]
) -> dict[str, Any]:
    expected = expected_by(request.user, chosen)
    counts = expected.aggregate(**{word: Count("pk", filter=which) for word, _, which in TABS})
    asked = request.GET.get("xem", "")
    shown = asked if asked in counts else "cho"
    which = next(each for word, _, each in TABS if word == shown)
    last = expected.filter(pk=request.session.get("attendance_last", 0)).first()
    return {
        "round": chosen,
        "form": form,
        "offered": offered,
        "objection": objection_to_marking(chosen),
        "last": last if last and last.attendance == Attendance.ATTENDED else None,
        "counts": counts,
        "tabs": [
            {
                "label": label,
                "url": f"?xem={word}",
                "count": counts[word],
                "current": word == shown,
            }
            for word, label, _ in TABS
        ],
        "shown": shown,
        "page": paginate(request, expected.filter(which).in_name_order()),
        "second_form": SecondDateForm(prefix="hen"),
    }


@requires("attendance_mark")
def attendance_absent(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Somebody didn't come: why, and when they may come instead."""
    entry = _entry(request, entry_id)
    form = AbsenceForm(request.POST or None, initial={"seen": entry.version})
    if request.method == "POST" and form.is_valid():
        try:
            mark_absent(entry_id=entry.pk, by=request.user, **form.cleaned_data)
        except RoundError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ghi {entry.cadre} vắng mặt.")
            return redirect("attendance_mark", entry.round_id)
    return render(request, "checkups/attendance_absent.html", {"entry": entry, "form": form})


@require_POST
@requires("attendance_mark")
def attendance_undo(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take a mark back."""
    entry = _entry(request, entry_id)
    seen = whole_number(request.POST.get("seen", ""))
    try:
        undo_mark(entry_id=entry.pk, seen=-1 if seen is None else seen, by=request.user)
        messages.success(request, f"Đã bỏ điểm danh của {entry.cadre}.")
    except RoundError as refused:
        messages.error(request, str(refused))
    return redirect("attendance_mark", entry.round_id)


@require_POST
@requires("attendance_mark")
def attendance_second(request: HttpRequest, round_id: int) -> HttpResponse:
    """Another day for those who are ticked; each box tells the version that was looked at."""
    chosen = _round(request, round_id)
    form = SecondDateForm(request.POST, prefix="hen")
    ticked = chosen_versions(request)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("on", []))))
    else:
        try:
            done, overtaken = appoint_second(
                checkup_round=chosen, chosen=ticked, on=form.cleaned_data["on"], by=request.user
            )
        except RoundError as refused:
            messages.error(request, str(refused))
        else:
            day = date_short(form.cleaned_data["on"])
            messages.success(request, f"Đã hẹn {count(done)} người khám ngày {day}.")
            if overtaken:
                names = ", ".join(overtaken)
                messages.warning(request, f"Vừa được người khác sửa, chưa hẹn: {names}.")
    return redirect(f"{reverse('attendance_mark', args=[chosen.pk])}?xem=vang")


@requires("attendance_mark")
def attendance_upload(request: HttpRequest, round_id: int) -> HttpResponse:
    """The hospital's list of who came; looked at as every workbook is, then written."""
    chosen = _round(request, round_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        batch = open_batch(
            kind=KIND,
            content=content,
            file_name=file.name,
            by=request.user,
            options={"round": chosen.pk},
        )
        judge_batch(batch, content)
        return redirect("batch_detail", batch.pk)
    context = {"round": chosen, "form": form, "objection": objection_to_marking(chosen)}
    return render(request, "checkups/attendance_upload.html", context)


@requires("attendance_mark")
def attendance_export(request: HttpRequest, round_id: int) -> HttpResponse:
    """The people expected here, as a workbook to tick on paper or fill in and upload again."""
    chosen = _round(request, round_id)
    log_access(request, action="Tải danh sách điểm danh", subject=str(chosen), subject_id=chosen.pk)
    content = list_workbook(chosen, expected_by(request.user, chosen).in_name_order())
    return workbook(content, f"Điểm danh - {chosen.title} - {timezone.localdate():%d-%m-%Y}.xlsx")


def _round(request: HttpRequest, round_id: int) -> CheckupRound:
    return get_object_or_404(rounds_for(request.user), pk=round_id)


def _entry(request: HttpRequest, entry_id: int) -> RosterEntry:
    seen = RosterEntry.objects.kept().visible_to(request.user)
    entry = get_object_or_404(seen.select_related("round", "cadre"), pk=entry_id)
    return get_object_or_404(expected_by(request.user, entry.round), pk=entry_id)
