"""Forms of people, units and signing in, and the filters of their lists."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from accounts import attention
from accounts.actions import refuse_meeting_roles
from accounts.models import AccessEntry, Unit, UnitKind, User
from accounts.provinces import province_choices
from accounts.roles import Role
from config.fields import DateField


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock.",
        "inactive": "Tài khoản này đã ngừng sử dụng; hãy liên hệ người quản trị.",
    }


class NumberForm(forms.Form):
    """The six digits that the authenticator app shows."""

    number = forms.RegexField(
        r"^\d{6}$",
        label="Mã xác thực",
        error_messages={"invalid": "Mã gồm đúng 6 chữ số."},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "6"}
        ),
        help_text="6 chữ số đang hiện trên ứng dụng xác thực, đổi sau mỗi 30 giây.",
    )


class NewPasswordField(forms.CharField):
    """A password given by somebody else, to be handed over and changed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Mật khẩu tạm",
            min_length=10,
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "new-password"}),
            help_text=(
                "Ít nhất 10 ký tự, không phải mật khẩu phổ biến, không giống tên. Trao tận tay và "
                "nhắc người dùng đổi ngay."
            ),
            **options,
        )


class UserForm(forms.ModelForm):
    """A person who works here. ``by`` is who fills it in: nobody changes their own roles."""

    roles = forms.MultipleChoiceField(
        label="Vai trò",
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Người nhập, thẩm định, duyệt và chi trả phải là bốn người khác nhau.",
    )

    class Meta:
        model = User
        fields = ("username", "full_name", "unit", "job_title", "roles", "is_active")
        help_texts: ClassVar = {
            "is_active": "Bỏ chọn khi người này nghỉ việc; những gì đã làm vẫn được giữ."
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = Unit.objects.visible_to(by)  # type: ignore[attr-defined]
        if self.instance.pk == by.pk:
            for name in ("roles", "is_active"):
                self.fields[name].disabled = True
                self.fields[
                    name
                ].help_text = "Không ai tự đổi mục này của mình; hãy nhờ người quản trị khác."

    def clean_roles(self) -> list[str]:
        roles = self.cleaned_data["roles"]
        refuse_meeting_roles(roles)
        return roles


class UserCreateForm(UserForm):
    password = NewPasswordField()

    class Meta(UserForm.Meta):
        fields = ("username", "password", "full_name", "unit", "job_title", "roles")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            person = User(
                username=cleaned.get("username", ""), full_name=cleaned.get("full_name", "")
            )
            _validate_password_at_field(self, password, person)
        return cleaned


class PasswordResetForm(forms.Form):
    password = NewPasswordField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        if password := self.cleaned_data.get("password"):
            _validate_password_at_field(self, password, self.user)
        return self.cleaned_data


def _validate_password_at_field(form: forms.BaseForm, password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        form.add_error("password", error)


class UnitForm(forms.ModelForm):
    legacy_province = forms.ChoiceField(
        label="Tỉnh cũ",
        required=False,
        help_text="Địa bàn trước khi sáp nhập; cần ghi khi văn bản của hai tỉnh cũ còn song song.",
    )

    class Meta:
        model = Unit
        fields = ("code", "name", "kind", "hospital_level", "legacy_province")
        help_texts: ClassVar = {
            "hospital_level": "Chỉ chọn cho cơ sở khám bệnh, chữa bệnh; mức thăm hỏi theo tuyến."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.legacy_province
        self.fields["legacy_province"].choices = province_choices(kept)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Told at the field; the database holds the same."""
        cleaned = super().clean() or self.cleaned_data
        is_hospital = cleaned.get("kind") == UnitKind.HOSPITAL
        if "kind" in cleaned and is_hospital != bool(cleaned.get("hospital_level")):
            self.add_error(
                "hospital_level",
                "Hãy chọn tuyến của cơ sở khám bệnh, chữa bệnh."
                if is_hospital
                else "Chỉ cơ sở khám bệnh, chữa bệnh mới có tuyến; hãy bỏ trống.",
            )
        return cleaned


# --- filters ---------------------------------------------------------------------------------


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Tên hoặc tên đăng nhập", method="of_name")
    unit = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=lambda request: Unit.objects.visible_to(request.user)
    )
    role = django_filters.ChoiceFilter(label="Vai trò", choices=Role.choices, method="in_role")
    active = django_filters.ChoiceFilter(
        label="Đăng nhập",
        field_name="is_active",
        choices=[("True", "Được đăng nhập"), ("False", "Đã ngừng")],
    )
    attention = django_filters.ChoiceFilter(
        label="Cần lưu ý",
        method="to_look_at",
        choices=[(code, words) for code, (words, _) in attention.OF_USERS.items()],
    )

    def of_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(full_name__icontains=value) | Q(username__icontains=value))

    def to_look_at(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        _, narrow = attention.OF_USERS[value]
        return narrow(rows)

    def in_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(roles__contains=[value])


class UnitFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Tên hoặc mã", method="of_name")
    kind = django_filters.ChoiceFilter(label="Loại", choices=UnitKind.choices)
    users = django_filters.ChoiceFilter(
        label="Người dùng", method="by_users", choices=[("none", "Chưa có ai đăng nhập")]
    )

    def by_users(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return attention.units_without_users(rows)

    def of_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(name__icontains=value) | Q(code__icontains=value))


class DayFilter(django_filters.DateFilter):
    """A day typed as dd/mm/yyyy, compared with the day of a time."""

    field_class = DateField


class AccessFilter(django_filters.FilterSet):
    user = django_filters.ModelChoiceFilter(
        label="Người xem", queryset=lambda request: User.objects.visible_to(request.user)
    )
    subject = django_filters.CharFilter(label="Đối tượng", lookup_expr="icontains")
    since = DayFilter(label="Từ ngày", field_name="at", lookup_expr="date__gte")
    until = DayFilter(label="Đến ngày", field_name="at", lookup_expr="date__lte")

    class Meta:
        model = AccessEntry
        fields: ClassVar[list[str]] = []
