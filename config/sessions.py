"""How a session ends without losing what was typed.

A form sent after the session ended is kept, encrypted, in the new session that begins with it;
after signing in again the same person finds it on a page of its own and sends it with one
button. Works without JavaScript. Passwords and files are never kept.
"""

import base64
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.encryption import decrypt, encrypt
from config.web import wants_fragment

LAST_USER_COOKIE = "last_user"
SESSION_KEY = "interrupted"
RESUMED_FIELD = "_resumed"
MOST_KEPT = 5
MOST_CHARACTERS = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken", RESUMED_FIELD)


@dataclass(frozen=True, slots=True)
class InterruptedForm:
    """A form that came too late. ``user`` is the primary key of whoever filled it in."""

    key: str
    user: str
    path: str
    at: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def shown_values(self) -> list[str]:
        """What a person would recognise: the filled-in values, long ones shortened."""
        return [value[:120] for _, value in self.fields if value.strip()]

    def seal(self) -> str:
        clear = json.dumps([self.key, self.user, self.path, self.at, self.fields, self.files])
        return base64.b64encode(encrypt(clear.encode())).decode()

    @classmethod
    def unseal(cls, sealed: str) -> Self:
        key, user, path, at, fields, files = json.loads(decrypt(base64.b64decode(sealed)))
        return cls(key, user, path, at, [(name, value) for name, value in fields], files)


class InterruptedFormMiddleware:
    """Stands before ``LoginRequiredMiddleware``: what that one would drop is kept here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        _remember_user(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if request.user.is_authenticated:
            _forget(request, request.POST.get(RESUMED_FIELD, ""))
            return None
        if wants_fragment(request):
            # A sign-in page inside a fragment helps nobody: the page itself says what to do.
            return HttpResponse(status=401)
        if request.method == "POST" and (late := _read(request)):
            kept = request.session.get(SESSION_KEY, [])
            request.session[SESSION_KEY] = [*kept, late.seal()][-MOST_KEPT:]
            return redirect_to_login(reverse("submission_resume"))
        return None


def _remember_user(request: HttpRequest, response: HttpResponse) -> None:
    """So that a form sent after the end of the session is given back only to its writer."""
    if not (user := getattr(request, "user", None)) or not user.is_authenticated:
        return
    if _last_user(request) != str(user.pk):
        response.set_signed_cookie(
            LAST_USER_COOKIE,
            str(user.pk),
            salt=LAST_USER_COOKIE,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def _last_user(request: HttpRequest) -> str:
    return request.get_signed_cookie(LAST_USER_COOKIE, default="", salt=LAST_USER_COOKIE) or ""


def _read(request: HttpRequest) -> InterruptedForm | None:
    """The form in ``request``, unless nobody known sent it or it is too large to keep."""
    fields = sent_fields(request)
    size = sum(len(name) + len(value) for name, value in fields)
    if not (user := _last_user(request)) or size > MOST_CHARACTERS:
        return None
    return InterruptedForm(
        key=secrets.token_urlsafe(8),
        user=user,
        path=request.get_full_path(),
        at=timezone.localtime().strftime("%H:%M"),
        fields=fields,
        files=sent_files(request),
    )


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent once more; without passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT and "password" not in name
    ]


def sent_files(request: HttpRequest) -> list[str]:
    """The names of the files that came along; they have to be chosen again."""
    return [file.name or "" for _, files in request.FILES.lists() for file in files]


def _kept_forms(request: HttpRequest) -> list[InterruptedForm]:
    """The kept forms of this very user; those of another, or unreadable ones, are dropped."""
    forms = []
    for sealed in request.session.get(SESSION_KEY, []):
        try:
            forms.append(InterruptedForm.unseal(sealed))
        except InvalidTag:
            continue
    return [form for form in forms if form.user == str(request.user.pk)]


def _forget(request: HttpRequest, key: str) -> None:
    if key and SESSION_KEY in request.session:
        left = [form.seal() for form in _kept_forms(request) if form.key != key]
        request.session[SESSION_KEY] = left


@require_http_methods(["GET", "POST"])
def submission_resume(request: HttpRequest) -> HttpResponse:
    """The forms that came too late, each with a button that sends it again; POST drops one."""
    if request.method == "POST":
        _forget(request, request.POST.get("drop", ""))
        messages.success(request, "Đã bỏ biểu mẫu gửi dở.")
        return redirect("submission_resume" if _kept_forms(request) else "home")
    if not (forms := _kept_forms(request)):
        return redirect("home")
    return render(request, "registration/submission_resume.html", {"forms": forms})


@require_POST
def session_renew(request: HttpRequest) -> HttpResponse:
    """Start the idle time anew; the session is saved with every request."""
    return HttpResponse(status=204)


urlpatterns = [
    path("phien/gui-tiep/", submission_resume, name="submission_resume"),
    path("phien/tiep-tuc/", session_renew, name="session_renew"),
]
