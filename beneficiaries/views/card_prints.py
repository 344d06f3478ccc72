"""Cards on paper: one, or the sheets of a batch."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from beneficiaries.cards.printing import make_print, print_card, printable
from beneficiaries.models import CardBatch, CardPrint, HealthCard, PrintState
from config.web import page_or_fragment, pdf


@requires("card_print")
def card_pdf(request: HttpRequest, card_id: int) -> HttpResponse:
    """One card at its true size, both sides."""
    cards = HealthCard.objects.visible_to(request.user)
    card = get_object_or_404(cards.select_related("cadre__managing_unit", "group"), pk=card_id)
    try:
        content = print_card(card, address=_address(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("cadre_detail", card.cadre_id)
    subject = f"{card}, {card.cadre}"
    log_access(request, action="In thẻ sức khỏe", subject=subject, subject_id=card.cadre_id)
    return pdf(content, f"The-{card.number}.pdf")


@requires("card_print")
def card_print_detail(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """The sheets of a batch: to be made, on the way, or there."""
    batch = _batch(request, card_batch_id)
    made = CardPrint.objects.filter(batch=batch).defer("content").select_related("made_by").first()
    context = {"batch": batch, "made": made, "cards": printable(batch).count()}
    return page_or_fragment(
        request, "beneficiaries/card_print_detail.html", context, fragment="body"
    )


@require_POST
@requires("card_print")
def card_print_make(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """Have the sheets of a batch made."""
    batch = _batch(request, card_batch_id)
    try:
        make_print(batch=batch, by=request.user, address=_address(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("card_print_detail", batch.pk)


@requires("card_print")
def card_print_pdf(request: HttpRequest, card_batch_id: int) -> HttpResponse:
    """The finished sheets."""
    batch = _batch(request, card_batch_id)
    made = get_object_or_404(CardPrint, batch=batch, state=PrintState.DONE)
    log_access(request, action="In các thẻ của đợt", subject=str(batch), subject_id=batch.pk)
    return pdf(bytes(made.content or b""), f"The-{batch.decision_number.replace('/', '-')}.pdf")


def _batch(request: HttpRequest, card_batch_id: int) -> CardBatch:
    """An issued batch that gave cards."""
    batches = CardBatch.objects.visible_to(request.user).defer("decision_file")
    batch = get_object_or_404(batches.select_related("unit"), pk=card_batch_id)
    if batch.is_draft or not batch.gives_cards:
        raise Http404
    return batch


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
