"""What is decided about a bill: its lines, whether it is right, and that claims be opened."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from claims.actions import ClaimError
from claims.billing import deciding, reckoning
from claims.billing.forms import BillReasonForm, ChooseForm, OpenForm
from claims.billing.opening import begin_opening
from claims.billing.tasks import open_in_background
from claims.billing.visiting import bill_of, done
from claims.models import Bill, BillLine, Decision
from config.web import chosen_ids

MOST_AT_ONCE = 10_000


@require_POST
@requires("bill_decide")
def bill_decide(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Take lines, leave them out or put them back: those ticked, or all of one tab."""
    bill = bill_of(request, bill_id)
    decision = request.POST.get("decision", "")
    if decision not in Decision.values:
        raise Http404
    chosen = chosen_ids(request)
    if request.POST.get("everything"):
        part = reckoning.lines_of(bill, request.POST.get("xem", ""))
        chosen = list(part.filter(fact_id=None).values_list("pk", flat=True)[:MOST_AT_ONCE])
    reason = request.POST.get("reason", "")[:300]

    def act() -> int:
        return deciding.decide_lines(
            bill_id=bill.pk, lines=chosen, decision=decision, reason=reason, by=request.user
        )

    shown = request.POST.get("xem", "")
    address = f"{reverse('bill_detail', args=[bill.pk])}?xem={shown}"
    return done(request, bill, act, "Đã xử lý {} dòng.", address=address)


@requires("bill_decide")
def bill_choose(request: HttpRequest, line_id: int) -> HttpResponse:
    """Say whom one line is about."""
    bills = Bill.objects.visible_to(request.user)
    lines = BillLine.objects.filter(bill__in=bills).select_related("bill__facility", "cadre")
    line = get_object_or_404(lines, pk=line_id)
    if not request.user.unit.sees_all:
        raise PermissionDenied
    form = ChooseForm(request.POST or None, line=line, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.choose_person(
                line_id=line.pk, cadre=form.cleaned_data["cadre"], by=request.user
            )
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã chọn người cho dòng {line.row}.")
            return redirect(f"{reverse('bill_detail', args=[line.bill_id])}?xem=cho")
    log_access(request, action="Xem dòng bảng kê", subject=str(line.bill), subject_id=line.bill_id)
    return render(request, "claims/bill_choose.html", {"line": line, "form": form})


@requires("bill_accept")
def bill_accept(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Another than who uploaded it takes the bill over as right."""
    bill = bill_of(request, bill_id)
    _department_or_refuse(request)
    if request.method == "POST":
        return done(
            request,
            bill,
            lambda: deciding.accept_bill(bill_id=bill.pk, by=request.user),
            "Đã xác nhận bảng kê.",
        )
    context = _question(bill, "Xác nhận bảng kê") | {"sums": reckoning.sums_of(bill)}
    return render(request, "claims/bill_accept.html", context)


@requires("bill_accept")
def bill_return(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Take the acceptance back, so that lines can be decided anew."""
    bill = bill_of(request, bill_id)
    _department_or_refuse(request)
    return _with_reason(
        request,
        bill,
        "claims/bill_return.html",
        "Trả lại",
        lambda reason: deciding.return_bill(bill_id=bill.pk, reason=reason, by=request.user),
    )


@requires("bill_upload")
def bill_drop(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Put a bill away: the file and its lines go, that it was there stays."""
    bill = bill_of(request, bill_id)
    return _with_reason(
        request,
        bill,
        "claims/bill_drop.html",
        "Bỏ bảng kê",
        lambda reason: deciding.drop_bill(bill_id=bill.pk, reason=reason, by=request.user),
    )


@requires("bill_open")
def bill_open(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Open facts and claims for all lines to be paid, in the background."""
    bill = bill_of(request, bill_id)
    _department_or_refuse(request)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        submit = form.cleaned_data["submit"]

        def act() -> None:
            begin_opening(bill=bill, by=request.user)
            open_in_background.enqueue(bill.pk, request.user.pk, submit)

        return done(request, bill, act, "")
    context = _question(bill, "Lập hồ sơ") | {"form": form, "sums": reckoning.sums_of(bill)}
    return render(request, "claims/bill_open.html", context)


def _with_reason(
    request: HttpRequest,
    bill: Bill,
    template: str,
    label: str,
    act: Callable[[str], Any],
) -> HttpResponse:
    form = BillReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return done(request, bill, lambda: act(form.cleaned_data["reason"]), f"{label}: đã xong.")
    return render(request, template, _question(bill, label) | {"form": form})


def _question(bill: Bill, label: str) -> dict[str, Any]:
    back = reverse("bill_detail", args=[bill.pk])
    return {"bill": bill, "confirm_label": label, "cancel_url": back}


def _department_or_refuse(request: HttpRequest) -> None:
    if not request.user.unit.sees_all:
        raise PermissionDenied
