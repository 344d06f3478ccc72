"""The small registers beside the claims: recipients, closed periods, budget estimates."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.gates import requires
from claims.actions import ClaimError, close_period
from claims.filters import EstimateFilter
from claims.forms import EstimateForm, PeriodForm, RecipientForm
from claims.models import BudgetEstimate, ClosedPeriod, Recipient, RecipientKind
from config.web import next_address, paginate


class RecipientFilterForm(forms.Form):
    """The filter of the recipients."""

    q = forms.CharField(label="Tên hoặc mã số", required=False)
    loai = forms.ChoiceField(
        label="Loại", choices=[("", "Tất cả"), *RecipientKind.choices], required=False
    )


@require_GET
@requires("recipient_view")
def recipient_list(request: HttpRequest) -> HttpResponse:
    """Staff and suppliers that are paid, by name or number."""
    rows = Recipient.objects.visible_to(request.user).select_related("unit")
    kind, text = request.GET.get("loai", ""), request.GET.get("q", "").strip()
    if kind in RecipientKind.values:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__iexact=text))
    page = paginate(request, rows.defer("bank_account").order_by("name", "pk"))
    context = {
        "page": page,
        "form": RecipientFilterForm(request.GET or None),
        "may_edit": request.user.may("recipient_edit"),
    }
    return render(request, "claims/recipient_list.html", context)


@requires("recipient_edit")
def recipient_create(request: HttpRequest) -> HttpResponse:
    """A new member of staff or supplier; goes back to where it was needed."""
    form = RecipientForm(request.POST or None, unit=request.user.unit)
    if form.is_valid():
        recipient = form.save()
        messages.success(request, f"Đã thêm {recipient.name}.")
        return redirect(next_address(request, reverse("recipient_list")))
    return _form_page(request, "claims/recipient_create.html", form)


@requires("recipient_edit")
def recipient_edit(request: HttpRequest, recipient_id: int) -> HttpResponse:
    """What is paid from now on goes to the new account; what was approved keeps the old one."""
    rows = Recipient.objects.visible_to(request.user)
    recipient = get_object_or_404(rows, pk=recipient_id)
    form = RecipientForm(request.POST or None, instance=recipient, unit=request.user.unit)
    if form.is_valid():
        form.save()
        messages.success(request, f"Đã lưu {recipient.name}.")
        return redirect("recipient_list")
    return _form_page(request, "claims/recipient_edit.html", form)


@requires("period_close")
def period_close(request: HttpRequest) -> HttpResponse:
    """The closed periods, and closing one more."""
    form = PeriodForm(request.POST or None)
    if form.is_valid() and _close(request, form):
        return redirect("period_close")
    context = {"form": form, "periods": ClosedPeriod.objects.select_related("closed_by")}
    return render(
        request, "claims/period_close.html", context, status=422 if form.is_bound else 200
    )


def _close(request: HttpRequest, form: PeriodForm) -> bool:
    try:
        period = close_period(by=request.user, **form.cleaned_data)
    except (ClaimError, ValidationError) as error:
        told = error.messages if isinstance(error, ValidationError) else [str(error)]
        for sentence in told:
            form.add_error(None, sentence)
        return False
    messages.success(request, f"Đã khóa sổ kỳ {period}.")
    return True


@require_GET
@requires("estimate_view")
def estimate_list(request: HttpRequest) -> HttpResponse:
    """What the budgets of the years grant each benefit; the total counts what the law counts."""
    chosen = EstimateFilter(request.GET, BudgetEstimate.objects.select_related("benefit"))
    counted = chosen.qs.filter(benefit__counted=True)
    context = {
        "filter": chosen,
        "page": paginate(request, chosen.qs.order_by("-year", "benefit__position", "pk")),
        "total": counted.aggregate(sum=Sum("amount"))["sum"] or 0,
        "may_edit": request.user.may("estimate_edit"),
    }
    return render(request, "claims/estimate_list.html", context)


@requires("estimate_edit")
def estimate_create(request: HttpRequest) -> HttpResponse:
    """A new estimate of a benefit and year."""
    form = EstimateForm(request.POST or None)
    if form.is_valid():
        estimate = form.save()
        messages.success(request, f"Đã ghi dự toán {estimate}.")
        return redirect("estimate_list")
    return _form_page(request, "claims/estimate_create.html", form)


@requires("estimate_edit")
def estimate_edit(request: HttpRequest, estimate_id: int) -> HttpResponse:
    """An estimate that was adjusted."""
    estimate = get_object_or_404(BudgetEstimate, pk=estimate_id)
    form = EstimateForm(request.POST or None, instance=estimate)
    if form.is_valid():
        form.save()
        messages.success(request, f"Đã lưu dự toán {estimate}.")
        return redirect("estimate_list")
    return _form_page(request, "claims/estimate_edit.html", form)


def _form_page(request: HttpRequest, template: str, form: forms.BaseForm) -> HttpResponse:
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)
