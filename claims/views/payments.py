"""Payment lists: made of approved claims, printed, sent out, recorded as paid or failed."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.gates import log_access, requires
from beneficiaries.models.cadre import mask
from claims.actions import (
    ClaimError,
    Outcome,
    PaymentOutcome,
    add_to_list,
    cancel_list,
    issue_list,
    mark_failed,
    mark_paid,
    open_list,
    remove_from_list,
)
from claims.exports import payments_workbook
from claims.filters import ClaimFilter
from claims.forms import PaidForm, PaymentListForm, ReasonForm
from claims.listing import Totals, totals_of
from claims.models import Claim, ClaimState, ListState, Payment, PaymentList, PaymentState
from claims.paper import payment_list_pdf_of
from config.web import chosen_ids, paginate, pdf, workbook

MOST_OFFERED = 500
MOST_LISTED = 10_000
MOST_ADDABLE = 100
WAITING = Q(payments__state=PaymentState.WAITING)
PAID = Q(payments__state=PaymentState.PAID)
FAILED = Q(payments__state=PaymentState.FAILED)


@require_GET
@requires("payment_view")
def payment_list_list(request: HttpRequest) -> HttpResponse:
    """All payment lists the user may see, with how far each has come."""
    state = request.GET.get("tinh_trang", "")
    lists = PaymentList.objects.visible_to(request.user).select_related("payer", "made_by")
    if state in ListState.values:
        lists = lists.filter(state=state)
    page = paginate(request, with_sums(lists).order_by("-made_at", "-pk"))
    context = {
        "page": page,
        "form": StateForm(request.GET or None),
        "may_pay": request.user.may("payment_pay"),
    }
    return render(request, "claims/payment_list_list.html", context)


class StateForm(forms.Form):
    """The filter of the payment lists."""

    tinh_trang = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Tất cả"), *ListState.choices], required=False
    )


def with_sums(lists: QuerySet) -> QuerySet:
    """Each list with its number of payments and the đồng waiting, paid and failed."""
    kept = ~Q(payments__state=PaymentState.REMOVED)
    return lists.annotate(
        payment_count=Count("payments", filter=kept),
        listed=Sum("payments__amount", filter=kept, default=0),
        waiting=Sum("payments__amount", filter=WAITING, default=0),
        paid=Sum("payments__amount", filter=PAID, default=0),
        failed=Sum("payments__amount", filter=FAILED, default=0),
    )


# --- Making a list ---------------------------------------------------------------------------


@requires("payment_pay")
def payment_list_create(request: HttpRequest) -> HttpResponse:
    """Approved claims narrowed by payer, year, regime and unit; those chosen make a list."""
    found = ClaimFilter(request.GET, approved_claims(request), request=request)
    form = PaymentListForm(request.POST if "title" in request.POST else None)
    if form.is_bound and form.is_valid() and (made := _open(request, found, form)):
        return redirect("payment_list_detail", made.pk)
    return render(
        request,
        "claims/payment_list_create.html",
        _offer(request, found, form),
        status=422 if form.is_bound else 200,
    )


def approved_claims(request: HttpRequest) -> QuerySet:
    claims = Claim.objects.visible_to(request.user)
    return claims.filter(state=ClaimState.APPROVED)


def _offer(request: HttpRequest, found: ClaimFilter, form: PaymentListForm) -> dict[str, Any]:
    totals: Totals = totals_of(found.qs)
    rows = found.qs.select_related("payer", "group", "unit").order_by("payer", "event_on", "pk")
    for name in ("tinh_trang", "so_cu"):
        found.form.fields.pop(name)
    return {
        "filter": found,
        "form": form,
        "totals": totals,
        "claims": list(rows.defer("snapshot", "summary", "refusals", "scope")[:MOST_OFFERED]),
        "chosen": set(chosen_ids(request)),
        "everything": bool(request.POST.get("everything")),
    }


def _open(request: HttpRequest, found: ClaimFilter, form: PaymentListForm) -> PaymentList | None:
    try:
        made, outcomes = open_list(
            claims=_chosen(request, found), by=request.user, **form.cleaned_data
        )
    except ClaimError as error:
        form.add_error(None, str(error))
        return None
    _tell(request, f"Đã lập danh sách {made.number}:", outcomes)
    return made


def _chosen(request: HttpRequest, found: ClaimFilter) -> list[int]:
    """The ticked claims, or all that the filter finds and the chosen payer pays."""
    if not request.POST.get("everything"):
        return chosen_ids(request)
    rows = found.qs.filter(payer=request.POST["payer"]).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:MOST_LISTED])


@require_POST
@requires("payment_pay")
def payment_list_add(request: HttpRequest, list_id: int) -> HttpResponse:
    """Put the chosen approved claims on a list that is still open."""
    return _act(
        request,
        list_id,
        "Đã đưa thêm vào danh sách:",
        lambda found: add_to_list(payment_list=found, claims=chosen_ids(request), by=request.user),
    )


# --- One list --------------------------------------------------------------------------------


@require_GET
@requires("payment_view")
def payment_list_detail(request: HttpRequest, list_id: int) -> HttpResponse:
    """The payments of a list, what they come to, and what is to be done with it now."""
    return _detail(request, _list(request, list_id))


def _detail(request: HttpRequest, found: PaymentList, **forms_shown: Any) -> HttpResponse:
    shows_accounts = request.user.may("account_view")
    rows = found.payments.select_related("claim", "claim__group").defer("claim__snapshot")
    page = paginate(request, rows.order_by("position"), per_page=200)
    for payment in page:
        account = payment.bank_account
        payment.shown_account = account if shows_accounts else mask(account)
    log_access(request, action="Xem danh sách chi trả", subject=found.number, subject_id=found.pk)
    is_cashier = request.user.may("payment_pay")
    context = {
        "list": with_sums(PaymentList.objects.filter(pk=found.pk)).get(),
        "page": page,
        "takes_back": found.takes_back,
        "may_pay": is_cashier,
        "may_change": is_cashier and found.state == ListState.OPEN,
        "may_record": is_cashier and found.state == ListState.ISSUED,
        "addable": _addable(request, found) if found.state == ListState.OPEN else [],
        "paid_form": PaidForm(takes_back=found.takes_back),
        "reason_form": ReasonForm(),
    }
    refused = any(form.is_bound for form in forms_shown.values())
    return render(
        request,
        "claims/payment_list_detail.html",
        context | forms_shown,
        status=422 if refused else 200,
    )


def _addable(request: HttpRequest, found: PaymentList) -> Sequence[Claim]:
    if not request.user.may("payment_pay"):
        return []
    rows = approved_claims(request).filter(payer=found.payer_id).order_by("event_on", "pk")
    rows = rows.select_related("payer", "group", "unit")
    return list(rows.defer("snapshot", "summary", "refusals", "scope")[:MOST_ADDABLE])


@require_GET
@requires("payment_view")
def payment_list_pdf(request: HttpRequest, list_id: int) -> HttpResponse:
    """The list as it is signed."""
    found = _list(request, list_id)
    log_access(request, action="In danh sách chi trả", subject=found.number, subject_id=found.pk)
    return pdf(payment_list_pdf_of(found, request.user), f"{found.number}.pdf")


@require_GET
@requires("payment_pay")
def payment_list_export(request: HttpRequest, list_id: int) -> HttpResponse:
    """The payments with their accounts, for the transfer."""
    found = _list(request, list_id)
    log_access(request, action="Xuất danh sách chi trả", subject=found.number, subject_id=found.pk)
    return workbook(payments_workbook(found), f"{found.number}.xlsx")


@require_POST
@requires("payment_pay")
def payment_list_issue(request: HttpRequest, list_id: int) -> HttpResponse:
    """Close the list to changes; from now on it is signed and paid."""
    found = _list(request, list_id)
    try:
        issue_list(payment_list=found, by=request.user)
    except ClaimError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã chốt danh sách {found.number}; in ra để ký.")
    return redirect("payment_list_detail", list_id)


@require_POST
@requires("payment_pay")
def payment_list_cancel(request: HttpRequest, list_id: int) -> HttpResponse:
    """Give the list up before it is issued; its claims can be listed again."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _detail(request, _list(request, list_id), reason_form=form)
    found = _list(request, list_id)
    try:
        cancel_list(payment_list=found, reason=form.cleaned_data["reason"], by=request.user)
    except ClaimError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã hủy danh sách {found.number}.")
    return redirect("payment_list_detail", list_id)


@require_POST
@requires("payment_pay")
def payment_list_remove(request: HttpRequest, list_id: int) -> HttpResponse:
    """Take chosen payments off a list that is still open."""
    return _with_reason(request, list_id, "Đã đưa ra khỏi danh sách:", remove_from_list)


@require_POST
@requires("payment_pay")
def payment_list_fail(request: HttpRequest, list_id: int) -> HttpResponse:
    """Chosen payments did not arrive: their claims can be listed and paid again."""
    return _with_reason(request, list_id, "Đã ghi chi không thành:", mark_failed)


@require_POST
@requires("payment_pay")
def payment_list_pay(request: HttpRequest, list_id: int) -> HttpResponse:
    """Record the voucher and the day by which the chosen payments, or all, went out."""
    payment_list = _list(request, list_id)
    form = PaidForm(request.POST, takes_back=payment_list.takes_back)
    if not form.is_valid():
        return _detail(request, payment_list, paid_form=form)
    return _act(
        request,
        list_id,
        "Đã ghi đã chi:",
        lambda found: mark_paid(
            payment_list=found,
            payments=_payments(request, found),
            by=request.user,
            **form.cleaned_data,
        ),
    )


def _with_reason(
    request: HttpRequest, list_id: int, words: str, verb: Callable[..., Any]
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _detail(request, _list(request, list_id), reason_form=form)
    return _act(
        request,
        list_id,
        words,
        lambda found: verb(
            payment_list=found,
            payments=chosen_ids(request),
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
    )


def _payments(request: HttpRequest, found: PaymentList) -> list[int]:
    """The ticked payments, or all that wait when it was said so."""
    if request.POST.get("everything"):
        waiting: QuerySet[Payment] = found.payments.filter(state=PaymentState.WAITING)
        return list(waiting.values_list("pk", flat=True))
    return chosen_ids(request)


def _act(
    request: HttpRequest,
    list_id: int,
    words: str,
    verb: Callable[[PaymentList], Sequence[Outcome | PaymentOutcome]],
) -> HttpResponse:
    """Do it to the list and say for how many it was done, and why not for the others."""
    found = _list(request, list_id)
    try:
        _tell(request, words, verb(found))
    except ClaimError as error:
        messages.error(request, str(error))
    return redirect("payment_list_detail", list_id)


def _tell(request: HttpRequest, words: str, outcomes: Sequence[Any]) -> None:
    done = sum(outcome.done for outcome in outcomes)
    if not outcomes:
        messages.error(request, "Chưa chọn khoản nào.")
        return
    if done:
        messages.success(request, f"{words} {done} khoản.")
    for problem in sorted({outcome.problem for outcome in outcomes if outcome.problem}):
        left = sum(outcome.problem == problem for outcome in outcomes)
        messages.warning(request, f"{left} khoản không làm được: {problem}")


def _list(request: HttpRequest, list_id: int) -> PaymentList:
    rows = PaymentList.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("payer", "unit", "made_by"), pk=list_id)
