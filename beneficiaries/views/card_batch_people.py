"""Who is in a batch of cards: proposed, named in a list, numbered, taken out."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import requires
from beneficiaries.cards.actions import (
    Added,
    add_people,
    hindrances,
    propose_people,
    remove_people,
    type_numbers,
)
from beneficiaries.cards.finding import MOST_TYPED, Named, find_named, typed_lines, workbook_lines
from beneficiaries.cards.forms import AddForm, ProposeForm
from beneficiaries.cards.numbers import planned_numbers, skipped_before
from beneficiaries.cards.proposing import can_propose
from beneficiaries.models import CardBatch, CardLine
from beneficiaries.views.card_batches import MOST_TOLD, attempt, batch_of, groups_of
from config.formatting import count
from config.web import chosen_ids, paginate, typed_by_key
from config.workbooks.archive import WorkbookRefused

NUMBER = "number-"  # and the key of a line: the name of a box


@requires("card_view")
def card_batch_detail(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Who is in the batch, under which numbers, and what hinders its issue."""
    return _detail(request, batch_of(request, card_batch_id))


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
        "groups": groups_of(batch),
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
    batch = batch_of(request, card_batch_id)
    if request.method != "POST":
        return _to_detail(request, batch)
    form = ProposeForm(request.POST, batch=batch)
    if not form.is_valid():
        return _detail(request, batch, propose=form)
    told = form.told()
    added = attempt(form, lambda: propose_people(batch=batch, by=request.user, **told))
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
    batch = batch_of(request, card_batch_id)
    if request.method != "POST":
        return _to_detail(request, batch)
    form = AddForm(request.POST, request.FILES, batch=batch)
    lines = _named(form) if form.is_valid() else []
    if not lines:
        return _detail(request, batch, add=form)
    reason = form.cleaned_data.get("reason", "")
    found = find_named(request.user, lines)
    added = attempt(form, lambda: add_people(batch=batch, found=found, reason=reason))
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
    batch = batch_of(request, card_batch_id)
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
    batch = batch_of(request, card_batch_id)
    typed = typed_by_key(request, NUMBER)
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
