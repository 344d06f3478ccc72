"""What the entry forms of all kinds of facts have in common."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.models import User
from beneficiaries.picking import CadreField
from beneficiaries.search import find_people
from claims.entries.papers import BenefitPapers, as_choices
from claims.models import Recipient, RecipientKind
from config.fields import DateField, MoneyField

EARLIEST = date(2000, 1, 1)
MOST_COST = 10_000_000_000


class EventDateField(DateField):
    """The day of something that already happened."""

    def __init__(self, **options: Any) -> None:
        super().__init__(earliest=EARLIEST, latest=timezone.localdate, **options)


class OptionalMoneyField(MoneyField):
    """An amount of one event in đồng; left empty it is 0."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=MOST_COST, required=False, **options)

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0

    def prepare_value(self, value: Any) -> Any:
        return "" if value == 0 else value


class RecipientField(forms.ModelChoiceField):
    """Staff, or suppliers, of the user's unit; the form narrows it to those."""

    def __init__(self, kind: RecipientKind, **options: Any) -> None:
        self.kind = kind
        super().__init__(queryset=Recipient.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.code})"


class FactForm(forms.ModelForm):
    """One fact to be entered or corrected.

    ``day_field`` names the field that decides the law, ``last_day_field`` the end of a period
    that begins there; ``REFUSED_AT`` says beside which field the message of a constraint
    belongs; ``DERIVED`` are columns the form fills by itself.
    """

    day_field: ClassVar[str]
    last_day_field: ClassVar[str] = ""
    REFUSED_AT: ClassVar[dict[str, str]] = {}
    DERIVED: ClassVar[tuple[str, ...]] = ()

    evidence = forms.MultipleChoiceField(
        label="Giấy tờ đã nhận",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value)s” không có trong danh mục giấy tờ."},
    )
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    submit_now = forms.BooleanField(label="Trình thẩm định ngay sau khi lưu", required=False)

    def __init__(
        self, *args: Any, user: User, papers: Iterable[BenefitPapers] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.user = user
        if self.instance.pk:
            del self.fields["submit_now"]
        for field in self.fields.values():
            if isinstance(field, CadreField):
                field.user = user
            elif isinstance(field, RecipientField):
                field.queryset = Recipient.objects.visible_to(user).filter(kind=field.kind)
                field.help_text = format_html(
                    'Chưa có trong danh sách? <a href="{}">Thêm người nhận</a> trước.',
                    reverse("recipient_create"),
                )
        self.offer_papers(papers)

    def offer_papers(self, papers: Iterable[BenefitPapers]) -> None:
        evidence: Any = self.fields["evidence"]
        evidence.choices = as_choices(papers, self.instance.evidence)
        if not evidence.choices:
            del self.fields["evidence"]

    def forgive_missing(self) -> None:
        """Take back what was said of fields that nobody has filled in yet."""
        for name in list(self.errors):
            if name in self.fields and self.has_error(name, "required"):
                del self.errors[name]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What tells the event; the papers and the end of the form are drawn elsewhere."""
        apart = {"evidence", "note", "submit_now"}
        return [bound for bound in self.visible_fields() if bound.name not in apart]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cadre, day = cleaned.get("cadre"), cleaned.get(self.day_field)
        if cadre and isinstance(day, date) and day < cadre.birth_date:
            born = f"{cadre.birth_date:%d/%m/%Y}"
            self.add_error(self.day_field, f"Trước ngày sinh của {cadre.full_name} ({born}).")
        last_day = cleaned.get(self.last_day_field)
        if day and last_day and last_day < day:  # a reversed period can't be asked for overlaps
            label = str(self.fields[self.day_field].label).lower()
            self.add_error(self.last_day_field, f"Phải từ {label} ({day:%d/%m/%Y}) trở đi.")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints on standing facts only are tried, too: the form knows it is standing."""
        derived = {name for name in self.DERIVED if getattr(self.instance, name) is not None}
        known = {"cancelled_at", "cancelled_by"} | derived
        return super()._get_validation_exclusions() - known  # type: ignore[misc]

    def validate_constraints(self) -> None:
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except ValidationError as refused:
            self.place(refused)

    def place(self, refused: ValidationError) -> None:
        """Tell what the model or the database refuses, beside the field that it is about."""
        told_by_field = hasattr(refused, "error_dict")
        by_field = refused.error_dict if told_by_field else {NON_FIELD_ERRORS: [refused]}
        for name, errors in by_field.items():
            for message in (message for error in errors for message in error.messages):
                field = name if name in self.fields else self._field_refused(message)
                if message not in self.errors.get(field or NON_FIELD_ERRORS, []):
                    self.add_error(field, message)

    def _field_refused(self, message: str) -> str | None:
        for constraint in self.instance._meta.constraints:
            if str(constraint.violation_error_message) == message:
                return self.REFUSED_AT.get(constraint.name)
        return None


class YearFilter(django_filters.Filter):
    """A calendar year."""

    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=EARLIEST.year, max_value=2100, **options)


class DayFilter(django_filters.Filter):
    """A day typed as dd/mm/yyyy."""

    field_class = DateField


class PlainFilter(django_filters.FilterSet):
    """A filter that was not understood finds nothing, and says so."""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)


class FactFilter(PlainFilter):
    """Finding facts of one kind; ``day`` and ``name`` are the paths of the kind."""

    q = django_filters.CharFilter(label="Người hưởng", method="of_payee")
    since = DayFilter(label="Từ ngày", method="from_day")
    until = DayFilter(label="Đến ngày", method="to_day")
    standing = django_filters.ChoiceFilter(
        label="Tình trạng",
        method="in_standing",
        empty_label="Đang dùng",
        choices=[("cancelled", "Đã hủy"), ("all", "Tất cả")],
    )

    def __init__(self, *args: Any, user: User, day: str, name: str, **options: Any) -> None:
        self.user, self.day, self.payee = user, day, name
        super().__init__(*args, **options)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        asked_all = self.form.cleaned_data.get("standing")
        return rows if asked_all else rows.filter(cancelled_at=None)

    def of_payee(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if self.payee.startswith("cadre__"):
            return rows.filter(cadre__in=find_people(self.user, value).order_by().values("pk"))
        whose = self.payee.removesuffix("__name")
        named = Q(**{f"{whose}__name__icontains": value})
        return rows.filter(named | Q(**{f"{whose}__code__iexact": value}))

    def from_day(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(**{f"{self.day}__gte": value})

    def to_day(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(**{f"{self.day}__lte": value})

    def in_standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.exclude(cancelled_at=None) if value == "cancelled" else rows
