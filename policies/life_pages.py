"""Pages of the life of a version: one confirmation each, what is in the way told first."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.gates import requires
from config.fields import DateField
from policies import life
from policies.matrix import matrix_of
from policies.models import Resolution

Verb = Callable[..., Resolution]


class RepealForm(forms.Form):
    """How a version ends without a successor."""

    last_day = DateField(label="Ngày cuối cùng còn hiệu lực", latest=None)
    document = forms.CharField(
        label="Văn bản bãi bỏ", max_length=200, help_text="Loại, số, ngày, cơ quan ban hành"
    )


class ContinuationForm(forms.Form):
    """What keeps a version in force."""

    document = forms.CharField(
        label="Văn bản cho tiếp tục áp dụng",
        max_length=200,
        help_text="Ví dụ: Nghị quyết số 12/NQ-HĐND ngày 08/7/2025 của HĐND tỉnh",
    )


@requires("resolution_edit")
def resolution_test(request: HttpRequest, code: str) -> HttpResponse:
    """The maker is done: the solved cases pass, another officer may release."""
    resolution = _version(request, code)
    if request.method == "POST":
        return _done(request, resolution, life.mark_tested, "Đã ghi: văn bản thử xong.")
    context = {"problems": life.gaps(resolution), "confirm_label": "Ghi là đã thử xong"}
    return _page(request, "policies/resolution_test.html", resolution, context)


@requires("resolution_edit")
def resolution_reopen(request: HttpRequest, code: str) -> HttpResponse:
    """A tested version turns out to be wrong: back to the draft."""
    resolution = _version(request, code)
    if request.method == "POST":
        return _done(request, resolution, life.reopen, "Đã mở lại để sửa; sửa xong phải thử lại.")
    return _page(
        request, "policies/resolution_reopen.html", resolution, {"confirm_label": "Mở lại để sửa"}
    )


@requires("resolution_release")
def resolution_release(request: HttpRequest, code: str) -> HttpResponse:
    """The last question before a version becomes law that nobody can change any more."""
    resolution = _version(request, code)
    if request.method == "POST":
        return _done(request, resolution, life.release, "Đã ban hành vào hệ thống.")
    context = {
        "is_own": life.had_a_hand_in(resolution, request.user),
        "unconfirmed": matrix_of(resolution).unconfirmed,
        "confirm_label": "Ban hành vào hệ thống",
    }
    return _page(request, "policies/resolution_release.html", resolution, context)


@requires("resolution_release")
def resolution_repeal(request: HttpRequest, code: str) -> HttpResponse:
    """The Council ended it and put nothing in its place."""
    resolution = _version(request, code)
    form = RepealForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        return _done(request, resolution, life.repeal, "Đã ghi văn bản bị bãi bỏ.", told)
    context = {"form": form, "confirm_label": "Ghi bãi bỏ", "confirm_tone": "danger"}
    return _page(request, "policies/resolution_repeal.html", resolution, context)


@requires("resolution_release")
def resolution_continue(request: HttpRequest, code: str) -> HttpResponse:
    """Another document keeps it in force, as after a merger of provinces."""
    resolution = _version(request, code)
    form = ContinuationForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        return _done(request, resolution, life.continue_in_force, "Đã ghi tiếp tục áp dụng.", told)
    context = {"form": form, "confirm_label": "Ghi tiếp tục áp dụng"}
    return _page(request, "policies/resolution_continue.html", resolution, context)


def _version(request: HttpRequest, code: str) -> Resolution:
    visible = Resolution.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("replaces", "made_by", "tested_by"), code=code)


def _done(
    request: HttpRequest,
    resolution: Resolution,
    verb: Verb,
    told: str,
    values: Mapping[str, Any] | None = None,
) -> HttpResponse:
    try:
        verb(resolution=resolution, by=request.user, **(values or {}))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, f"{resolution}: {told}")
    return redirect("resolution_detail", resolution.code)


def _page(
    request: HttpRequest, template: str, resolution: Resolution, context: dict[str, Any]
) -> HttpResponse:
    cancel_url = reverse("resolution_detail", args=[resolution.code])
    context = {"resolution": resolution, "cancel_url": cancel_url, **context}
    return render(request, template, context)
