from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from accounts.models import Unit, User
from config.fields import DateField, DateInput, MoneyField
from policies.models import BeneficiaryGroup
from reports.figures.figure import Figure, Measure
from reports.issuing import signing
from reports.models import Report, TypedFigure, TypedStatus
from reports.outlining.own import usable_outlines
from reports.periods import PARTS, Period, PeriodKind

MOST_COUNTED = 100_000_000


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = 200, **options: Any) -> None:
        self.longest = longest
        options.setdefault("help_text", "Mỗi dòng một mục.")
        super().__init__(**options, widget=forms.Textarea(attrs={"rows": 4}))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if too_long := next((line for line in lines if len(line) > self.longest), ""):
            raise forms.ValidationError(
                f"Mỗi dòng dài nhất {self.longest} ký tự; dòng “{too_long[:40]}…” dài hơn."
            )
        return lines


PERIODS = [Period(0, kind, number) for kind in PeriodKind for number in range(1, PARTS[kind] + 1)]


def _period_choices() -> list[tuple[str, str]]:
    return [
        (f"{each.kind}-{each.number}", each.short_words[:1].upper() + each.short_words[1:])
        for each in PERIODS
    ]


class ReportForm(forms.Form):
    """Which outline, period and place to sum up."""

    outline = forms.ChoiceField(label="Đề cương")
    year = forms.IntegerField(label="Năm báo cáo", min_value=2000, max_value=2100)
    period = forms.ChoiceField(label="Kỳ báo cáo", choices=_period_choices, initial="year-1")
    scope = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Phạm vi số liệu",
        required=False,
        empty_label="Toàn bộ đơn vị báo cáo",
        help_text="Chọn một xã, phường hay đơn vị thì số liệu chỉ của nơi ấy.",
    )
    as_of = DateField(
        label="Số liệu đến ngày",
        required=False,
        help_text="Bỏ trống thì lấy ngày cuối của kỳ báo cáo.",
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["outline"]).choices = outline_choices(user)
        scope = cast(forms.ModelChoiceField, self.fields["scope"])
        scope.queryset = Unit.objects.visible_to(user).exclude(pk=user.unit_id)
        self.fields["year"].initial = timezone.localdate().year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, as_of = cleaned.get("year"), cleaned.get("as_of")
        if year and as_of and as_of.year < year:
            self.add_error("as_of", f"Ngày chốt số liệu không được trước năm {year}.")
        if chosen := cleaned.pop("period", ""):
            kind, _, number = chosen.partition("-")
            cleaned |= {"kind": PeriodKind(kind), "number": int(number)}
        return cleaned


def outline_choices(user: User) -> list[tuple[str, str]]:
    """Outlines that a report of the user's unit can be opened with."""
    return [(each.code, each.title) for each in usable_outlines(user)]


class ReportFrameForm(forms.ModelForm):
    """The parts of the paper around its text."""

    addressees = LinesField(label="Kính gửi", required=False)
    recipients = LinesField(label="Nơi nhận", required=False)
    signing_lines = LinesField(
        label="Quyền hạn, chức vụ người ký",
        longest=100,
        help_text="Mỗi dòng một dòng chữ, ví dụ KT. GIÁM ĐỐC rồi PHÓ GIÁM ĐỐC.",
    )
    ready = forms.ChoiceField(
        label="Lấy quyền hạn ký có sẵn",
        required=False,
        choices=[
            ("", "Giữ như dòng chữ bên cạnh"),
            *((key, " / ".join(lines)) for key, lines in signing.READY.items()),
        ],
        help_text="Chọn thì thay cho dòng chữ bên cạnh; chức vụ cụ thể sửa lại sau.",
    )

    class Meta:
        model = Report
        fields = (
            "subject_line",
            "as_of",
            "superior_body",
            "issuing_body",
            "symbol",
            "place",
            "dated_on",
            "addressees",
            "recipients",
            "archive",
            "signing_lines",
            "signer_name",
        )
        widgets = {
            "subject_line": forms.Textarea(attrs={"rows": 3}),
            "as_of": DateInput(),
            "dated_on": DateInput(),
        }
        help_texts = {
            "dated_on": "Bản dự thảo chỉ in tháng và năm; ngày và số để trống.",
            "subject_line": "{văn_bản_đầy_đủ}, {năm}, {kỳ} lấy từ văn bản và kỳ của báo cáo.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if ready := cleaned.pop("ready", ""):
            cleaned["signing_lines"] = list(signing.READY[ready])
            self.errors.pop("signing_lines", None)
        elif objection := signing.signing_objection(cleaned.get("signing_lines", ["-"])):
            self.add_error("signing_lines", objection)
        return cleaned

    def clean_as_of(self) -> date:
        # The form has no year, so Django leaves the constraint that needs it to the database.
        as_of: date = self.cleaned_data["as_of"]
        if as_of.year < self.instance.year:
            raise forms.ValidationError(
                f"Ngày chốt số liệu không được trước năm {self.instance.year}."
            )
        return as_of


class TypedFigureForm(forms.Form):
    """An estimate or plan for the whole period; its unit is the figure's."""

    status = forms.ChoiceField(
        label="Tính chất", choices=TypedStatus, widget=forms.RadioSelect, initial="estimated"
    )
    reason = forms.CharField(
        label="Lý do, căn cứ", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    as_of = DateField(label="Tính đến ngày")

    field_order = ("value", "status", "as_of", "reason")

    def __init__(
        self, *args: Any, figure: Figure, typed: TypedFigure | None, **options: Any
    ) -> None:
        if typed:
            options["initial"] = {
                "value": typed.value,
                "status": typed.status,
                "reason": typed.reason,
                "as_of": typed.as_of,
            } | options.get("initial", {})
        super().__init__(*args, **options)
        label = f"Số của cả kỳ ({figure.unit}), gồm cả phần đã chi"
        self.fields["value"] = (
            MoneyField(label=label)
            if figure.measure == Measure.AMOUNT
            else forms.IntegerField(label=label, min_value=0, max_value=MOST_COUNTED)
        )
        self.order_fields(self.field_order)


class DrillForm(forms.Form):
    """Whom to look for among the people behind a figure."""

    tim = forms.CharField(label="Tên người", required=False, max_length=120)
    nhom = forms.ChoiceField(label="Đối tượng", required=False)

    def __init__(
        self, *args: Any, groups: Mapping[str, Sequence[BeneficiaryGroup]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["nhom"]).choices = [
            ("", "Mọi đối tượng"),
            *((code, same[0].name) for code, same in groups.items()),
        ]
