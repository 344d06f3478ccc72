"""Pages about who works here: people, units, and the log of who looked at what."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import actions
from accounts.forms import (
    AccessFilter,
    PasswordResetForm,
    UnitFilter,
    UnitForm,
    UserCreateForm,
    UserFilter,
    UserForm,
)
from accounts.gates import log_access, requires
from accounts.models import AccessEntry, Unit, User
from accounts.second_factor import device_of
from config.web import page_or_fragment, paginate, sort_rows

# --- people ----------------------------------------------------------------------------------


@requires("user_manage")
def user_list(request: HttpRequest) -> HttpResponse:
    people = User.objects.visible_to(request.user).select_related("unit")
    chosen = UserFilter(request.GET, queryset=people, request=request)
    columns = {"ten": "full_name", "don-vi": ("unit__name", "full_name"), "vao": "last_login"}
    rows = sort_rows(request, chosen.qs, columns, default="ten")
    context = {"filter": chosen, "page": paginate(request, rows)}
    return page_or_fragment(request, "accounts/user_list.html", context, fragment="rows")


@requires("user_manage")
def user_create(request: HttpRequest) -> HttpResponse:
    form = UserCreateForm(request.POST or None, by=request.user)
    if form.is_valid() and _saved(form, request.user, form.cleaned_data["password"]):
        user = form.instance
        _log(request, "Lập tài khoản", user)
        messages.success(request, f"Đã lập tài khoản “{user.username}” cho {user.full_name}.")
        return redirect("user_list")
    return render(request, "accounts/user_create.html", {"form": form})


@requires("user_manage")
def user_edit(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=user_id)
    form = UserForm(request.POST or None, instance=person, by=request.user)
    if form.is_valid() and _saved(form, request.user):
        _log(request, "Sửa tài khoản", person)
        messages.success(request, f"Đã lưu tài khoản “{person.username}”.")
        return redirect("user_list")
    shown = User.objects.get(pk=person.pk)  # the form has already changed its own copy
    context = {"form": form, "person": shown, "has_second_factor": bool(device_of(shown))}
    return render(request, "accounts/user_edit.html", context)


@requires("user_manage")
def user_password(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=user_id)
    form = PasswordResetForm(request.POST or None, user=person)
    if form.is_valid():
        actions.reset_password(user=person, password=form.cleaned_data["password"])
        if person == request.user:
            update_session_auth_hash(request, person)
        _log(request, "Cấp lại mật khẩu", person)
        messages.success(request, f"Đã cấp mật khẩu tạm cho {person.full_name}.")
        return redirect("user_edit", person.pk)
    return render(request, "accounts/user_password.html", {"form": form, "person": person})


def _saved(form: UserForm, by: User, password: str | None = None) -> bool:
    """What only the database could see (another tab was faster) is told in the form."""
    try:
        actions.save_user(user=form.save(commit=False), by=by, password=password)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    return True


def _log(request: HttpRequest, action: str, user: User) -> None:
    roles = ", ".join(user.role_labels) or "chưa có vai trò"
    state = "" if user.is_active else ", ngừng đăng nhập"
    log_access(
        request, action=action, subject=f"{user.username}: {roles}{state}", subject_id=user.pk
    )


# --- units -----------------------------------------------------------------------------------


@requires("user_manage")
def unit_list(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.visible_to(request.user).annotate(
        people=Count("users", filter=Q(users__is_active=True))
    )
    chosen = UnitFilter(request.GET, queryset=units, request=request)
    columns = {"ten": "name", "ma": "code", "loai": ("kind", "name"), "nguoi": "people"}
    rows = sort_rows(request, chosen.qs, columns, default="loai")
    context = {"filter": chosen, "page": paginate(request, rows)}
    return page_or_fragment(request, "accounts/unit_list.html", context, fragment="rows")


@requires("user_manage")
def unit_create(request: HttpRequest) -> HttpResponse:
    return _unit_form(request, Unit(), "accounts/unit_create.html")


@requires("user_manage")
def unit_edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_id)
    return _unit_form(request, unit, "accounts/unit_edit.html")


def _unit_form(request: HttpRequest, unit: Unit, template: str) -> HttpResponse:
    name = unit.name
    form = UnitForm(request.POST or None, instance=unit)
    if form.is_valid():
        form.save()
        messages.success(request, f"Đã lưu đơn vị “{unit.name}”.")
        return redirect("unit_list")
    return render(request, template, {"form": form, "name": name})


# --- who looked at what ----------------------------------------------------------------------


@requires("access_log_view")
def access_log(request: HttpRequest) -> HttpResponse:
    entries = AccessEntry.objects.visible_to(request.user).select_related("user__unit")
    chosen = AccessFilter(request.GET, queryset=entries, request=request)
    context = {"filter": chosen, "page": paginate(request, chosen.qs)}
    return page_or_fragment(request, "accounts/access_log.html", context, fragment="rows")
