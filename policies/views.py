"""Pages of the law: the resolutions, one resolution as a matrix, one rate and who stands for it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import requires
from config.web import download
from policies import actions
from policies.forms import ConfirmationForm
from policies.loading import pack_text
from policies.matrix import cell_of, matrix_of
from policies.models import Payer, Rate, Resolution
from policies.wording import condition, period


@requires("resolution_view")
def resolution_list(request: HttpRequest) -> HttpResponse:
    resolutions = (
        Resolution.objects.visible_to(request.user)
        .select_related("scheme")
        .annotate(
            rate_count=Count("benefits__rates"),
            unconfirmed=Count("benefits__rates", filter=Q(benefits__rates__confirmation=None)),
        )
    )
    return render(request, "policies/resolution_list.html", {"resolutions": resolutions})


@requires("resolution_view")
def resolution_detail(request: HttpRequest, code: str) -> HttpResponse:
    resolution = get_object_or_404(
        Resolution.objects.visible_to(request.user).select_related(
            "scheme", "replaces", "released_by"
        ),
        code=code,
    )
    context = {
        "resolution": resolution,
        "matrix": matrix_of(resolution),
        "groups": resolution.groups.order_by("position"),
        "payers": Payer.objects.filter(code__in=_payer_codes(resolution)),
        "successors": resolution.replaced_by.visible_to(request.user),
    }
    return render(request, "policies/resolution_detail.html", context)


def _payer_codes(resolution: Resolution) -> set[str]:
    rates = Rate.objects.filter(benefit__resolution=resolution)
    return set(rates.values_list("payer__code", flat=True))


@requires("resolution_view")
def pack_download(request: HttpRequest, code: str) -> HttpResponse:
    """The resolution as a pack file, to keep, to compare or to load elsewhere."""
    resolution = get_object_or_404(Resolution.objects.visible_to(request.user), code=code)
    content = pack_text(resolution).encode()
    return download(content, f"{resolution.code}.yaml", "application/yaml; charset=utf-8")


@requires("resolution_view")
def rate_detail(request: HttpRequest, rate_id: int) -> HttpResponse:
    rate = _rate(request, rate_id)
    return _rate_page(request, rate, ConfirmationForm(rates=_open(rate)))


@requires("rate_confirm")
@require_POST
def rate_confirm(request: HttpRequest, rate_id: int) -> HttpResponse:
    rate = _rate(request, rate_id)
    form = ConfirmationForm(request.POST, rates=_open(rate))
    if form.is_valid():
        try:
            actions.confirm_rates(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, "Đã ghi xác nhận mức hưởng.")
            return redirect("rate_detail", rate.pk)
    return _rate_page(request, rate, form)


def _rate(request: HttpRequest, rate_id: int) -> Rate:
    return get_object_or_404(
        Rate.objects.select_related(
            "benefit__resolution", "group", "payer", "confirmation__confirmed_by"
        ).filter(benefit__resolution__in=Resolution.objects.visible_to(request.user)),
        pk=rate_id,
    )


def _others(rate: Rate) -> QuerySet[Rate]:
    others = rate.alike().exclude(pk=rate.pk)
    return others.select_related("group", "payer", "confirmation__confirmed_by")


def _open(rate: Rate) -> QuerySet[Rate]:
    """This rate and the same one of other groups, as far as nobody stands for them yet."""
    return rate.alike().filter(confirmation=None).select_related("group")


def _rate_page(request: HttpRequest, rate: Rate, form: ConfirmationForm) -> HttpResponse:
    context = {
        "rate": rate,
        "benefit": rate.benefit,
        "resolution": rate.benefit.resolution,
        "cell": cell_of(rate, rate.benefit),
        "condition": condition(rate),
        "period": period(rate),
        "confirmation": getattr(rate, "confirmation", None),
        "alike": [cell_of(each, rate.benefit) for each in _others(rate)],
        "form": form,
        "may_confirm": request.user.may("rate_confirm"),
    }
    return render(request, "policies/rate_detail.html", context)
