"""The proof of one payment: on the screen, on paper, with the seal checked as it is opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.gates import log_access, requires
from claims.models import Claim
from claims.models.claim import DONE
from claims.proof import TEMPLATE, proof_of, proof_pdf_of
from config.web import pdf


@require_GET
@requires("claim_view")
def claim_proof(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Person, event, law, arithmetic, everybody's hand, voucher and seal of a paid claim."""
    claim = _claim(request, claim_id)
    if claim.state not in DONE:
        return _not_yet(request, claim)
    _log(request, claim)
    return render(request, TEMPLATE, proof_of(claim, request.user) | {"linked": True})


@require_GET
@requires("claim_view")
def claim_proof_pdf(request: HttpRequest, claim_id: int) -> HttpResponse:
    """The same page as a file."""
    claim = _claim(request, claim_id)
    if claim.state not in DONE:
        return _not_yet(request, claim)
    _log(request, claim)
    return pdf(proof_pdf_of(claim, request.user), f"chung-minh-{claim.number}.pdf")


def _claim(request: HttpRequest, claim_id: int) -> Claim:
    rows = Claim.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("resolution__scheme", "payer", "unit"), pk=claim_id
    )


def _log(request: HttpRequest, claim: Claim) -> None:
    log_access(
        request, action="Xem chứng minh khoản chi", subject=claim.number, subject_id=claim.pk
    )


def _not_yet(request: HttpRequest, claim: Claim) -> HttpResponse:
    messages.info(request, "Chỉ hồ sơ đã chi mới có bản chứng minh khoản chi.")
    return redirect("claim_detail", claim.pk)
