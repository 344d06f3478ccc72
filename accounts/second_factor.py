"""The second factor: after the password, a number from an authenticator app on one's phone.

Whoever sets it up is asked for it at every sign-in from then on: the session of a right
password alone is nobody's until the number is right too.
"""

from base64 import b32encode
from typing import Any
from urllib.parse import quote, urlencode

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.forms import NumberForm, SignInForm
from accounts.gates import log_access, requires
from accounts.models import User

WAITING = "second_factor_waiting"  # in the session: who gave the right password
PATIENCE = 5 * 60  # seconds between password and number
DEVICE_NAME = "Ứng dụng xác thực"


def device_of(user: User) -> TOTPDevice | None:
    """The app that this person signs in with, if one is set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


# --- signing in ------------------------------------------------------------------------------


class SignIn(LoginView):
    """Name and password; whoever has a second factor goes on to ``second_factor_ask``."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if device_of(user) is None:
            return super().form_valid(form)
        self.request.session[WAITING] = {
            "user": user.pk,
            "backend": user.backend,
            "next": self.get_success_url(),
            "until": timezone.now().timestamp() + PATIENCE,
        }
        return redirect("second_factor_ask")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def second_factor_ask(request: HttpRequest) -> HttpResponse:
    """The second half of the door. Wrong numbers make django-otp wait longer and longer."""
    waiting = request.session.get(WAITING)
    if not waiting or waiting["until"] < timezone.now().timestamp():
        request.session.pop(WAITING, None)
        return redirect("login")
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    device = device_of(user) if user else None
    if user is None or device is None:
        request.session.pop(WAITING)
        return redirect("login")
    form = NumberForm(request.POST or None)
    if form.is_valid() and _accepts(device, user, form):
        request.session.pop(WAITING)
        user.otp_device = device  # type: ignore[attr-defined]
        login(request, user, backend=waiting["backend"])
        return redirect(waiting["next"])
    return render(request, "registration/second_factor_ask.html", {"form": form})


def _accepts(device: TOTPDevice, user: User, form: NumberForm) -> bool:
    number = form.cleaned_data["number"]
    if django_otp.verify_token(user, device.persistent_id, number):
        return True
    form.add_error(
        "number",
        "Mã không đúng, đã dùng rồi, hoặc thử quá nhanh. Hãy đợi ứng dụng hiện mã mới rồi nhập.",
    )
    return False


# --- setting up ------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """One's own second factor: begin, confirm by a first number, or switch off by one."""
    verbs = {"begin": _begin, "confirm": _confirm, "stop": _stop}
    form = NumberForm()
    if request.method == "POST":
        verb = verbs.get(request.POST.get("action", ""))
        refused = verb(request) if verb else None
        if refused is None:
            return redirect("second_factor")
        form = refused
    context = {
        "device": device_of(request.user),
        "waiting": TOTPDevice.objects.filter(user=request.user, confirmed=False).first(),
        "form": form,
    }
    context["secret"] = secret_words(context["waiting"]) if context["waiting"] else ""
    context["app_link"] = app_link(context["waiting"]) if context["waiting"] else ""
    return render(request, "accounts/second_factor.html", context)


def _begin(request: HttpRequest) -> NumberForm | None:
    """A fresh secret; nothing is asked at sign-in before it is confirmed."""
    if device_of(request.user) is None:
        with transaction.atomic():
            TOTPDevice.objects.filter(user=request.user, confirmed=False).delete()
            TOTPDevice.objects.create(user=request.user, name=DEVICE_NAME, confirmed=False)
    return None


def _confirm(request: HttpRequest) -> NumberForm | None:
    device = TOTPDevice.objects.filter(user=request.user, confirmed=False).first()
    form = NumberForm(request.POST)
    if device is None:
        return None
    if not form.is_valid() or not _accepts(device, request.user, form):
        return form
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    django_otp.login(request, device)
    messages.success(request, "Đã bật xác thực hai lớp. Từ lần đăng nhập sau sẽ hỏi thêm mã.")
    return None


def _stop(request: HttpRequest) -> NumberForm | None:
    device = device_of(request.user)
    form = NumberForm(request.POST)
    if device is None:
        return None
    if not form.is_valid() or not _accepts(device, request.user, form):
        return form
    TOTPDevice.objects.filter(user=request.user).delete()
    messages.success(request, "Đã tắt xác thực hai lớp.")
    return None


def secret_words(device: TOTPDevice) -> str:
    """The secret as people type it: base32 in fours."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def app_link(device: TOTPDevice) -> str:
    """The address that an authenticator app on the same phone opens."""
    label = quote(f"{settings.PORTAL_NAME}:{device.user.username}")
    asked = {
        "secret": secret_words(device).replace(" ", ""),
        "issuer": settings.PORTAL_NAME,
        "digits": device.digits,
        "period": device.step,
    }
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"


# --- somebody lost their phone ---------------------------------------------------------------


@requires("user_manage")
@require_POST
def user_second_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """The administrator switches it off for somebody; it is on record."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=user_id)
    removed, _ = TOTPDevice.objects.filter(user=person).delete()
    if removed:
        log_access(
            request,
            action="Tắt xác thực hai lớp",
            subject=person.username,
            subject_id=person.pk,
        )
        messages.success(request, f"Đã tắt xác thực hai lớp của {person.full_name}.")
    return redirect("user_edit", person.pk)
