"""Pages of the law: the resolutions, one resolution as a matrix, one rate and who stands for it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import requires
from accounts.provinces import province_name
from config.web import download, workbook
from policies import actions
from policies.differences import differences
from policies.dumping import dump_pack, pack_text
from policies.forms import ConfirmationForm, PackForm
from policies.life_steps import life_of, steps_of
from policies.loading import store_pack
from policies.matrix import cell_of, matrix_of
from policies.models import Payer, Rate, Resolution
from policies.names import names_of
from policies.packing.shapes import PackError
from policies.packing.workbook import workbook_of
from policies.terms import settings_words
from policies.wording import LEGEND, MARKS, clause, condition, period, to_whom


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
    return render(
        request,
        "policies/resolution_list.html",
        {
            "resolutions": resolutions,
            "may_upload": request.user.may("pack_upload"),
            "may_edit": request.user.may("resolution_edit"),
        },
    )


@requires("resolution_view")
def resolution_detail(request: HttpRequest, code: str) -> HttpResponse:
    resolution = get_object_or_404(
        Resolution.objects.visible_to(request.user).select_related(
            "scheme", "replaces", "released_by", "made_by", "tested_by"
        ),
        code=code,
    )
    context = {
        "resolution": resolution,
        "matrix": matrix_of(resolution),
        "groups": resolution.groups.order_by("position"),
        "payers": Payer.objects.filter(code__in=_payer_codes(resolution)),
        "successors": resolution.replaced_by.visible_to(request.user),
        "steps": steps_of(resolution, request.user),
        "comparable": _comparable(request, resolution),
        "may_simulate": request.user.may("simulation_run"),
        "may_see_succession": request.user.may("succession_view") and request.user.unit.sees_all,
        "may_edit_succession": request.user.may("succession_edit"),
        "life": life_of(resolution),
        "answers": settings_words(resolution.settings),
        "territories": [province_name(slug) for slug in resolution.territories],
        "legend": [(*MARKS[standing], words) for standing, words in LEGEND.items()],
    }
    return render(request, "policies/resolution_detail.html", context)


def _comparable(request: HttpRequest, resolution: Resolution) -> QuerySet[Resolution]:
    """Other versions of the same policy, to be laid beside this one."""
    versions = Resolution.objects.visible_to(request.user).filter(scheme=resolution.scheme)
    return versions.exclude(pk=resolution.pk).order_by("-effective_from")


@requires("resolution_view")
def resolution_difference(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Two versions side by side, with what a person would write about each change."""
    visible = Resolution.objects.visible_to(request.user)
    resolution = get_object_or_404(visible, code=code)
    older = get_object_or_404(visible, code=other)
    sections = differences(older, resolution)
    context = {
        "resolution": resolution,
        "other": older,
        "sections": sections,
        "total": sum(len(section.differences) for section in sections),
    }
    return render(request, "policies/resolution_difference.html", context)


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
def pack_workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a workbook, for whoever would rather type in Excel."""
    resolution = get_object_or_404(Resolution.objects.visible_to(request.user), code=code)
    return workbook(workbook_of(dump_pack(resolution)), f"{resolution.code}.xlsx")


@requires("pack_upload")
def pack_upload(request: HttpRequest) -> HttpResponse:
    """A new draft from a file, or a draft brought up to date; nothing is in force by it."""
    form = PackForm(request.POST, request.FILES) if request.method == "POST" else PackForm()
    if form.is_valid():
        try:
            resolution = store_pack(form.cleaned_data["file"], by=request.user, release=False)
        except PackError as error:
            form.add_error("file", error.problems)
        else:
            messages.success(request, f"Đã nạp {resolution}. Hãy soát lại từng mức.")
            return redirect("resolution_detail", resolution.code)
    return render(request, "policies/pack_upload.html", {"form": form})


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
    names = names_of(rate.benefit.resolution)
    context = {
        "rate": rate,
        "benefit": rate.benefit,
        "resolution": rate.benefit.resolution,
        "cell": cell_of(rate, rate.benefit, names),
        "condition": condition(rate, names),
        "period": period(rate),
        "to_whom": to_whom(rate.benefit),
        "clause": clause(rate.quote or rate.benefit.quote, {rate.confidence}),
        "confirmation": getattr(rate, "confirmation", None),
        "alike": [cell_of(each, rate.benefit, names) for each in _others(rate)],
        "form": form,
        "may_confirm": request.user.may("rate_confirm"),
    }
    return render(request, "policies/rate_detail.html", context)
