"""Batches of cards: drafted, put away, issued."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.gates import log_access, requires
from beneficiaries.cards.actions import (
    change_batch,
    drop_batch,
    hindrances,
    issue_batch,
    open_batch,
)
from beneficiaries.cards.forms import BatchForm
from beneficiaries.models import CardBatch, CardBatchKind, CardLine
from beneficiaries.views.people import show_refusal
from config.formatting import count
from config.web import download, paginate

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
        batch = attempt(form, lambda: open_batch(by=request.user, fields=fields, file=file))
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
    batch = batch_of(request, card_batch_id)
    if not batch.is_draft:
        messages.error(request, "Đợt thẻ đã ban hành, không sửa được.")
        return redirect("card_batch_detail", batch.pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BatchForm(*sent, kind=batch.kind, batch=batch)
    if request.method == "POST" and form.is_valid():
        fields, file = form.told(), form.cleaned_data["file"]
        if attempt(form, lambda: change_batch(batch=batch, fields=fields, file=file)):
            messages.success(request, "Đã lưu đợt thẻ.")
            return redirect("card_batch_detail", batch.pk)
    return render(request, "beneficiaries/card_batch_edit.html", {"batch": batch, "form": form})


def attempt[Result](form: Any, act: Callable[[], Result]) -> Result | None:
    try:
        return act()
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return None


@requires("card_draft")
def card_batch_drop(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Ask, then put a draft away."""
    batch = batch_of(request, card_batch_id)
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
    batch = batch_of(request, card_batch_id)
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
        "groups": groups_of(batch),
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
    batch = batch_of(request, card_batch_id)
    if not batch.decision_file:
        raise Http404
    log_access(request, action="Tải quyết định về thẻ", subject=str(batch), subject_id=batch.pk)
    content = b64decode(batch.decision_file)
    return download(content, batch.decision_name, "application/octet-stream")


def groups_of(batch: CardBatch) -> QuerySet[CardLine, Any]:
    rows = batch.lines.order_by().values("group__name").annotate(people=Count("pk"))
    return rows.order_by("group__position", "group__name")


def batch_of(request: HttpRequest, card_batch_id: int) -> CardBatch:
    batches = CardBatch.objects.visible_to(request.user)
    return get_object_or_404(
        batches.select_related("unit", "made_by", "issued_by"), pk=card_batch_id
    )
