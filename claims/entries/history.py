"""Sums paid before the portal began: somebody other than the importer confirms them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import log_access, requires
from accounts.models import User
from beneficiaries.models import BatchState, ImportBatch
from claims.actions import Outcome, confirm_taken_over
from claims.models import Claim, ClaimState
from config.formatting import count
from config.web import paginate

WAITING = Q(claims__state=ClaimState.SUBMITTED)
STANDING = ~Q(claims__state__in=[ClaimState.REFUSED, ClaimState.CANCELLED])
MOST_PROBLEMS_SHOWN = 20


def paid_batches(user: User) -> QuerySet[ImportBatch]:
    """Workbooks of sums already paid that were written, those waiting for confirmation first."""
    rows = ImportBatch.objects.visible_to(user).filter(
        state=BatchState.CONFIRMED, claims__taken_over=True
    )
    return (
        rows.without_contents()
        .select_related("uploaded_by", "unit")
        .annotate(
            waiting=Count("claims", filter=WAITING),
            standing=Count("claims", filter=STANDING),
            amount=Sum("claims__amount", filter=STANDING, default=0),
            decided_at=Max("claims__approved_at"),
        )
        .order_by("-waiting", "-uploaded_at")
    )


@requires("history_confirm")
def history_list(request: HttpRequest) -> HttpResponse:
    page = paginate(request, paid_batches(request.user))
    return render(request, "claims/history_list.html", {"page": page})


@requires("history_confirm")
def history_confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Look through the claims of one workbook and confirm them all at once."""
    batch = get_object_or_404(paid_batches(request.user), pk=batch_id)
    claims = Claim.objects.visible_to(request.user).filter(batch=batch, taken_over=True)
    if request.method == "POST":
        waiting = claims.filter(state=ClaimState.SUBMITTED).values_list("pk", flat=True)
        _tell(request, confirm_taken_over(claims=waiting, by=request.user))
        return redirect("history_confirm", batch_id)
    log_access(request, action="Xem khoản đã chi", subject=str(batch), subject_id=batch.pk)
    return render(request, "claims/history_confirm.html", _context(request, batch, claims))


def _context(request: HttpRequest, batch: ImportBatch, claims: QuerySet[Claim]) -> dict[str, Any]:
    standing = claims.alive().order_by("paid_on", "voucher", "pk")  # type: ignore[attr-defined]
    confirmers = standing.exclude(approved_by=None).values_list("approved_by__full_name", flat=True)
    vouchers = (
        standing.order_by("paid_on", "voucher", "payer__name")
        .values("paid_on", "voucher", "payer__name")
        .annotate(claims=Count("pk"), amount=Sum("amount"))
    )
    return {
        "batch": batch,
        "page": paginate(request, standing.select_related("payer")),
        "confirmers": sorted(set(confirmers.order_by())),
        "vouchers": list(vouchers),
        "is_own": batch.uploaded_by_id == request.user.pk,
    }


def _tell(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    done = sum(outcome.done for outcome in outcomes)
    if done:
        messages.success(request, f"Đã xác nhận {count(done)} hồ sơ nhận từ sổ cũ.")
    problems = [outcome for outcome in outcomes if outcome.problem]
    for outcome in problems[:MOST_PROBLEMS_SHOWN]:
        messages.error(request, f"Hồ sơ {outcome.claim}: {outcome.problem}")
    if len(problems) > MOST_PROBLEMS_SHOWN:
        more = count(len(problems) - MOST_PROBLEMS_SHOWN)
        messages.error(request, f"Còn {more} hồ sơ khác chưa xác nhận được.")
    if not outcomes:
        messages.warning(request, "Không còn hồ sơ nào chờ xác nhận.")
