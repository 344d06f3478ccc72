"""The pages of an import: upload, progress, preview, result, and the way back. For every kind."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from beneficiaries.importing import (
    LARGE_FILE,
    ROW_STATES,
    ImportKind,
    ImportRefused,
    UndoRefused,
    answer_questions,
    confirm_batch,
    drop_batch,
    hindrances,
    judge_batch,
    judgement_of,
    kind_named,
    open_batch,
    rejects_of,
    to_be_written,
    undo_batch,
)
from beneficiaries.models import BatchState, ImportBatch
from beneficiaries.tasks import MANY_ROWS, confirm_later, judge_in_background
from config.web import page_or_fragment, paginate, typed_by_key, workbook
from config.workbooks.archive import Limits

ROWS_SHOWN = 50
PATIENCE = timedelta(minutes=1)
MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    """The file; what more a kind asks for comes from its own form."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        help_text="Tối đa 20 MB. Chưa có gì được ghi cho đến khi bạn xem kết quả và xác nhận.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Hãy chọn tệp Excel để tải lên.",
            "empty": "Tệp này trống (0 byte). Hãy chọn tệp khác.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > Limits().upload:
            raise forms.ValidationError(
                f"Tệp lớn {file.size // MEGABYTE} MB, tối đa {Limits().upload // MEGABYTE} MB. "
                "Hãy chia thành nhiều tệp."
            )
        return file


def upload_page(request: HttpRequest, kind_code: str, template: str) -> HttpResponse:
    """The upload page of one kind; a file taken leads to the page of its batch."""
    kind = kind_named(kind_code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    extra = kind.options_form(*sent) if kind.options_form else None
    if request.method == "POST":
        extra_is_right = extra is None or extra.is_valid()
        if form.is_valid() and extra_is_right:
            batch = _take(request, kind, form.cleaned_data["file"], extra)
            return redirect("batch_detail", batch.pk)
    context = {"kind": kind, "form": form, "extra": extra, "recent": _recent(request, kind)}
    return render(request, template, context)


def _take(
    request: HttpRequest, kind: ImportKind, file: Any, extra: forms.Form | None
) -> ImportBatch:
    content = file.read()
    batch = open_batch(
        kind=kind.code,
        content=content,
        file_name=file.name,
        by=request.user,
        options=extra.cleaned_data if extra else None,
    )
    if len(content) > LARGE_FILE:
        judge_in_background.enqueue(batch.pk)
        return batch
    return judge_batch(batch, content)


def _recent(request: HttpRequest, kind: ImportKind) -> list[ImportBatch]:
    batches = ImportBatch.objects.visible_to(request.user).filter(kind=kind.code)
    return list(batches.without_contents().select_related("uploaded_by")[:5])


@requires("batch_view")
def batch_list(request: HttpRequest) -> HttpResponse:
    """All uploads of the user's unit, newest first; ``?tinh_trang=`` narrows them to a state."""
    batches = ImportBatch.objects.visible_to(request.user).without_contents()
    state = request.GET.get("tinh_trang", "")
    if state in BatchState.values:
        batches = batches.filter(state=state)
    page = paginate(request, batches.select_related("uploaded_by", "confirmed_by", "unit"))
    for batch in page:
        batch.kind_title = kind_named(batch.kind).title
    told = BatchState(state).label if state in BatchState.values else ""
    return render(request, "beneficiaries/batch_list.html", {"page": page, "told": told})


@requires("batch_view")
def batch_detail(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Where the import stands: being read, refused, to be looked at, written, or undone."""
    batch = _batch(request, batch_id)
    kind = _kind(request, batch)
    context = {"batch": batch, "kind": kind, "waits": _waits(batch), "is_slow": _is_slow(batch)}
    context["may_confirm"] = request.user.may(kind.permission_to_confirm(batch))
    if batch.state in (BatchState.JUDGED, BatchState.CONFIRMED, BatchState.UNDONE):
        context |= _preview(request, batch)
        if not request.headers.get("HX-Request"):
            log_access(
                request, action="Xem kết quả đọc tệp", subject=str(batch), subject_id=batch.pk
            )
    return page_or_fragment(request, "beneficiaries/batch_detail.html", context, fragment="body")


def _preview(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    judgement = judgement_of(batch)
    counts = {state: batch.counts.get(state, 0) for state in ROW_STATES}
    shown = request.GET.get("show", "")
    if shown not in counts:
        shown = next((state for state in _ATTENTION_FIRST if counts[state]), "new")
    chosen = [verdict for verdict in judgement.verdicts if verdict.state == shown]
    tabs = [
        {"label": label, "url": f"?show={state}", "count": counts[state], "current": state == shown}
        for state, label in ROW_STATES.items()
        if counts[state] or state == shown
    ]
    return {
        "sheet": judgement.sheet,
        "ignored": judgement.ignored,
        "notes": judgement.notes,
        "tabs": tabs,
        "shown": shown,
        "counts": counts,
        "total": len(judgement.verdicts),
        "page": Paginator(chosen, ROWS_SHOWN).get_page(request.GET.get("page")),
        "amount": batch.counts.get("amount", 0),
        "hindrances": hindrances(judgement.verdicts),
        "good_rows": len(to_be_written(judgement.verdicts)),
    }


_ATTENTION_FIRST = ("question", "wrong", "changed", "new", "unchanged")


def _waits(batch: ImportBatch) -> bool:
    """Whether work on it goes on in the background, so that the page should ask again."""
    return batch.state == BatchState.WAITING or (
        batch.state == BatchState.JUDGED and bool(batch.options.get("queued_at"))
    )


def _is_slow(batch: ImportBatch) -> bool:
    """Whether the background should be done by now: then the user may do it at once."""
    queued_at = batch.options.get("queued_at")
    since = datetime.fromisoformat(queued_at) if queued_at else batch.uploaded_at
    return _waits(batch) and timezone.now() - since > PATIENCE


@require_POST
@requires("batch_view")
def batch_judge(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Read the file now: the background is slow, or the data has changed since."""
    batch = _batch(request, batch_id)
    _kind(request, batch)
    if batch.state not in (BatchState.WAITING, BatchState.JUDGED):
        messages.error(request, "Lượt này không còn chờ đọc.")
    else:
        judge_batch(batch)
    return redirect("batch_detail", batch_id)


@require_POST
@requires("batch_view")
def batch_answer(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Keep the answers chosen on one page of questions."""
    _kind(request, _batch(request, batch_id))
    answers = typed_by_key(request, "answer_")
    try:
        answer_questions(batch_id=batch_id, by=request.user, answers=answers)
        messages.success(request, "Đã ghi nhận câu trả lời.")
    except ImportRefused as refused:
        messages.error(request, refused.message)
    return redirect("batch_detail", batch_id)


@require_POST
@requires("batch_view")
def batch_confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Write the file, whole or its good rows. A second click or tab writes nothing more."""
    batch = _batch(request, batch_id)
    if not request.user.may(_kind(request, batch).permission_to_confirm(batch)):
        raise PermissionDenied
    whole = request.POST.get("take") != "good"
    if sum(batch.counts.get(state, 0) for state in ("new", "changed", "question")) > MANY_ROWS:
        confirm_later(batch, by=request.user, whole=whole)
        return redirect("batch_detail", batch_id)
    try:
        confirm_batch(batch_id=batch_id, by=request.user, whole=whole)
    except ImportRefused as refused:
        messages.warning(request, refused.message)
    return redirect("batch_detail", batch_id)


@requires("batch_view")
def batch_undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Ask, then take the import back as a whole, or tell what rests on it."""
    batch = _batch(request, batch_id)
    kind = _kind(request, batch)
    if not request.user.may(kind.permission_to_confirm(batch)):
        raise PermissionDenied
    context: dict[str, Any] = {"batch": batch, "kind": kind, "reasons": []}
    context |= {"confirm_label": "Hoàn tác", "confirm_tone": "danger", "refusal": ""}
    context["cancel_url"] = reverse("batch_detail", args=[batch_id])
    if request.method == "POST":
        try:
            undo_batch(batch_id=batch_id, by=request.user)
            messages.success(request, f"Đã hoàn tác lượt nhập “{batch.file_name}”.")
            return redirect("batch_detail", batch_id)
        except UndoRefused as refused:
            context |= {"refusal": refused.message, "reasons": refused.reasons}
        except ImportRefused as refused:
            messages.warning(request, refused.message)
            return redirect("batch_detail", batch_id)
    return render(request, "beneficiaries/batch_undo.html", context)


@require_POST
@requires("batch_view")
def batch_drop(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Put an unwritten upload away."""
    kind = _kind(request, _batch(request, batch_id))
    try:
        drop_batch(batch_id=batch_id, by=request.user)
        messages.success(request, "Đã bỏ lượt nhập; không có gì được ghi.")
    except ImportRefused as refused:
        messages.warning(request, refused.message)
    return redirect(kind.home)


@requires("batch_view")
def batch_rejects(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The wrong rows with their reasons, as a workbook to correct and upload again."""
    batch = _batch(request, batch_id)
    _kind(request, batch)
    if not batch.counts.get("wrong") or not batch.workbook:
        raise Http404
    log_access(request, action="Tải các dòng sai", subject=str(batch), subject_id=batch.pk)
    name = batch.file_name.rpartition(".")[0] or batch.file_name
    return workbook(rejects_of(batch), f"{name} - dòng cần sửa.xlsx")


@requires("batch_view")
def batch_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The workbook to fill in for one kind of import."""
    try:
        chosen = kind_named(kind)
    except KeyError as unknown:
        raise Http404 from unknown
    if not request.user.may(chosen.permission):
        raise PermissionDenied
    return workbook(chosen.template(request.user), f"Mẫu - {chosen.title}.xlsx")


def _batch(request: HttpRequest, batch_id: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(
        batches.select_related("uploaded_by", "confirmed_by", "undone_by", "unit"), pk=batch_id
    )


def _kind(request: HttpRequest, batch: ImportBatch) -> ImportKind:
    """The kind of the batch; closed to those who may neither upload nor confirm it."""
    kind = kind_named(batch.kind)
    if request.user.may(kind.permission) or request.user.may(kind.permission_to_confirm(batch)):
        return kind
    raise PermissionDenied
