"""Batches of cards: drafted, filled, numbered, issued."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from beneficiaries.cards.actions import (
    Added,
    add_people,
    change_batch,
    drop_batch,
    hindrances,
    issue_batch,
    open_batch,
    propose_people,
    remove_people,
    type_numbers,
)
from beneficiaries.cards.finding import MOST_TYPED, Named, find_named, typed_lines, workbook_lines
from beneficiaries.cards.forms import AddForm, BatchForm, ProposeForm
from beneficiaries.cards.numbers import planned_numbers, skipped_before
from beneficiaries.cards.proposing import can_propose
from beneficiaries.models import CardBatch, CardBatchKind, CardLine
from beneficiaries.views.people import show_refusal
from config.formatting import count
from config.web import chosen_ids, download, paginate
from config.workbooks.archive import WorkbookRefused

NUMBER = "number-"  # and the key of a line: the name of a box
MOST_TOLD = 20


@requires("card_view")
def card_batch_list(request: HttpRequest) -> HttpResponse:
    """All batches of the user's unit, the newest first."""
    batches = CardBatch.objects.visible_to(request.user).defer("decision_file")
    batches = batches.select_related("unit", "made_by", "issued_by").annotate(people=Count("lines"))
    context = {
        "page": paginate(request, batches.order_by("-made_at", "-pk")),
        "kinds": CardBatchKind.choices,
        "may_draft": request.user.may("card_draft"),
    }
    return render(request, "beneficiaries/card_batch_list.html", context)


@requires("card_draft")
def card_batch_create(request: HttpRequest) -> HttpResponse:
    """Begin a batch; ``?loai=`` says of which kind."""
    kind = request.GET.get("loai", "")
    if kind not in CardBatchKind.values:
        kind = CardBatchKind.NEW
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BatchForm(*sent, kind=kind)
    if request.method == "POST" and form.is_valid():
        fields, file = form.told() | {"kind": kind}, form.cleaned_data["file"]
        batch = _attempt(form, lambda: open_batch(by=request.user, fields=fields, file=file))
        if batch:
            messages.success(request, "Đã mở đợt thẻ. Hãy đưa người vào đợt.")
            return redirect("card_batch_detail", batch.pk)
    kinds = [
        {"label": label, "url": f"?loai={value}", "count": None, "current": value == kind}
        for value, label in CardBatchKind.choices
    ]
    context = {"form": form, "kinds": kinds, "kind": CardBatchKind(kind).label}
    return render(request, "beneficiaries/card_batch_create.html", context)


@requires("card_draft")
def card_batch_edit(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Change the decision, the days or the series of a draft."""
    batch = _batch(request, card_batch_id)
    if not batch.is_draft:
        messages.error(request, "Đợt thẻ đã ban hành, không sửa được.")
        return redirect("card_batch_detail", batch.pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BatchForm(*sent, kind=batch.kind, batch=batch)
    if request.method == "POST" and form.is_valid():
        fields, file = form.told(), form.cleaned_data["file"]
        if _attempt(form, lambda: change_batch(batch=batch, fields=fields, file=file)):
            messages.success(request, "Đã lưu đợt thẻ.")
            return redirect("card_batch_detail", batch.pk)
    return render(request, "beneficiaries/card_batch_edit.html", {"batch": batch, "form": form})


def _attempt[Result](form: Any, act: Callable[[], Result]) -> Result | None:
    try:
        return act()
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return None


@requires("card_view")
def card_batch_detail(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Who is in the batch, under which numbers, and what hinders its issue."""
    return _detail(request, _batch(request, card_batch_id))


def _detail(
    request: HttpRequest,
    batch: CardBatch,
    *,
    propose: ProposeForm | None = None,
    add: AddForm | None = None,
    added: Added | None = None,
) -> HttpResponse:
    lines = batch.lines.select_related("cadre__managing_unit", "group", "old_card", "card")
    ordered = lines.order_by("cadre__sort_name", "cadre__birth_date", "pk")
    page = paginate(request, ordered)
    shown = list(page.object_list)
    _show_planned_numbers(batch, shown, ordered, page.start_index())
    may_draft = batch.is_draft and request.user.may("card_draft")
    context = {
        "batch": batch,
        "page": page,
        "lines": shown,
        "groups": _groups(batch),
        "total": page.paginator.count,
        "faults": hindrances(batch) if batch.is_draft else [],
        "most_told": MOST_TOLD,
        "skipped": skipped_before(batch) if batch.is_draft else None,
        "may_draft": may_draft,
        "may_issue": batch.is_draft and _may_issue(request, batch),
        "may_print": not batch.is_draft and batch.gives_cards and request.user.may("card_print"),
        "propose": (propose or ProposeForm(batch=batch)) if can_propose(batch) else None,
        "add": add or AddForm(batch=batch),
        "added": added,
        "box": NUMBER,
    }
    return render(request, "beneficiaries/card_batch_detail.html", context)


def _may_issue(request: HttpRequest, batch: CardBatch) -> bool:
    return request.user.may("card_decide") and batch.made_by_id != request.user.pk


def _groups(batch: CardBatch) -> QuerySet[CardLine, Any]:
    rows = batch.lines.order_by().values("group__name").annotate(people=Count("pk"))
    return rows.order_by("group__position", "group__name")


def _show_planned_numbers(
    batch: CardBatch, shown: list[CardLine], ordered: QuerySet[CardLine], first: int
) -> None:
    """``line.planned``: the number of the series that the line would get, "" if none."""
    for line in shown:
        line.planned = ""  # type: ignore[attr-defined]
    if not batch.is_draft or not batch.first_number or not shown:
        return
    before = ordered.values_list("number", flat=True)[: first - 1]
    waiting = sum(not number for number in before)
    for line, number in planned_numbers(batch.first_number, shown, skip=waiting):
        line.planned = number  # type: ignore[attr-defined]


@requires("card_draft")
def card_batch_propose(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Add everybody whom the batch is for."""
    batch = _batch(request, card_batch_id)
    if request.method != "POST":
        return _to_detail(request, batch)
    form = ProposeForm(request.POST, batch=batch)
    if not form.is_valid():
        return _detail(request, batch, propose=form)
    told = form.told()
    added = _attempt(form, lambda: propose_people(batch=batch, by=request.user, **told))
    if added is None:
        return _detail(request, batch, propose=form)
    if added.added:
        messages.success(request, f"Đã đưa {count(added.added)} người vào đợt.")
    else:
        messages.info(request, "Không còn ai phù hợp để đưa vào đợt.")
    return redirect("card_batch_detail", batch.pk)


@requires("card_draft")
def card_batch_add(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Add the people of a list; those refused are shown with the reason, their lines kept."""
    batch = _batch(request, card_batch_id)
    if request.method != "POST":
        return _to_detail(request, batch)
    form = AddForm(request.POST, request.FILES, batch=batch)
    lines = _named(form) if form.is_valid() else []
    if not lines:
        return _detail(request, batch, add=form)
    reason = form.cleaned_data.get("reason", "")
    found = find_named(request.user, lines)
    added = _attempt(form, lambda: add_people(batch=batch, found=found, reason=reason))
    if added is None:
        return _detail(request, batch, add=form)
    if added.added:
        messages.success(request, f"Đã đưa {count(added.added)} người vào đợt.")
    if not added.refused:
        return redirect("card_batch_detail", batch.pk)
    return _detail(request, batch, added=added)


def _to_detail(request: HttpRequest, batch: CardBatch) -> HttpResponse:
    """Where a link of a page that told of refused lines leads, such as to its next page."""
    detail = reverse("card_batch_detail", args=[batch.pk])
    return redirect(f"{detail}?{request.GET.urlencode()}")


def _named(form: AddForm) -> list[Named]:
    """The lines of the box and of the file; what can't be read is told on the form."""
    lines = typed_lines(form.cleaned_data.get("people", ""))
    if file := form.cleaned_data.get("file"):
        try:
            lines += workbook_lines(file.read())
        except WorkbookRefused as refused:
            form.add_error("file", refused.message)
            return []
    if len(lines) > MOST_TYPED:
        form.add_error(None, f"Tối đa {count(MOST_TYPED)} người một lần; hãy chia danh sách.")
        return []
    if not lines:
        form.add_error(None, "Danh sách không có dòng nào.")
    return lines


@require_POST
@requires("card_draft")
def card_batch_remove(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Take the chosen people out of a draft."""
    batch = _batch(request, card_batch_id)
    return _told_after(
        request,
        batch,
        lambda: remove_people(batch=batch, lines=chosen_ids(request)),
        "Đã đưa {} người ra khỏi đợt.",
    )


@require_POST
@requires("card_draft")
def card_batch_number(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Keep the numbers typed on one page of a draft."""
    batch = _batch(request, card_batch_id)
    typed = {
        int(name.removeprefix(NUMBER)): str(value)
        for name, value in request.POST.items()
        if name.startswith(NUMBER) and name.removeprefix(NUMBER).isdecimal()
    }
    return _told_after(
        request, batch, lambda: type_numbers(batch=batch, numbers=typed), "Đã ghi {} số thẻ."
    )


def _told_after(
    request: HttpRequest, batch: CardBatch, act: Callable[[], int], words: str
) -> HttpResponse:
    try:
        messages.success(request, words.format(count(act())))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("card_batch_detail", batch.pk)


@requires("card_draft")
def card_batch_drop(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Ask, then put a draft away."""
    batch = _batch(request, card_batch_id)
    detail = reverse("card_batch_detail", args=[batch.pk])
    context = {"batch": batch, "people": batch.lines.count(), "cancel_url": detail}
    context |= {"confirm_label": "Bỏ đợt thẻ", "confirm_tone": "danger"}
    if request.method == "POST":
        try:
            drop_batch(batch=batch)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(detail)
        messages.success(request, "Đã bỏ đợt thẻ; chưa có thẻ nào được ghi.")
        return redirect("card_batch_list")
    return render(request, "beneficiaries/card_batch_drop.html", context)


@requires("card_decide")
def card_batch_issue(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Ask, then write all cards of the batch and close it."""
    batch = _batch(request, card_batch_id)
    detail = reverse("card_batch_detail", args=[batch.pk])
    faults: list[str] = []
    if request.method == "POST":
        try:
            issue_batch(batch=batch, by=request.user)
        except ValidationError as refusal:
            faults = refusal.messages
        else:
            told = f"Đã ban hành: {batch}, {count(batch.lines.count())} người."
            messages.success(request, told)
            return redirect(detail)
    if not batch.is_draft:
        return redirect(detail)
    people = batch.lines.count()
    context = {
        "batch": batch,
        "groups": _groups(batch),
        "people": people,
        "faults": faults or hindrances(batch)[:MOST_TOLD],
        "confirm_label": f"Ban hành {count(people)} thẻ"
        if batch.gives_cards
        else f"Thu hồi {count(people)} thẻ",
        "cancel_url": detail,
    }
    return render(request, "beneficiaries/card_batch_issue.html", context)


@requires("card_view")
def card_batch_download(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """The file of the decision, as it came."""
    batch = _batch(request, card_batch_id)
    if not batch.decision_file:
        raise Http404
    log_access(request, action="Tải quyết định về thẻ", subject=str(batch), subject_id=batch.pk)
    content = b64decode(batch.decision_file)
    return download(content, batch.decision_name, "application/octet-stream")


def _batch(request: HttpRequest, card_batch_id: int) -> CardBatch:
    batches = CardBatch.objects.visible_to(request.user)
    return get_object_or_404(
        batches.select_related("unit", "made_by", "issued_by"), pk=card_batch_id
    )
