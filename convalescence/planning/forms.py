"""What is typed about a plan and the people on its list."""

import base64
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Unit, UnitKind, User
from beneficiaries.picking import CadreField
from config.fields import DateField, MoneyField
from config.formatting import date_short
from convalescence.models import (
    Counted,
    Criterion,
    Cycle,
    Fitness,
    Form,
    Quota,
    RunBy,
    YearPlan,
)
from policies.models import Resolution

MOST_BYTES = 10 * 1024 * 1024
DOCUMENTS = (".pdf", ".doc", ".docx", ".jpg", ".jpeg", ".png")


class PlanForm(forms.ModelForm):
    """A plan's head. Resolution and year stay once it is there."""

    resolution = forms.ModelChoiceField(label="Theo văn bản", queryset=Resolution.objects.none())
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    number = forms.CharField(label="Số kế hoạch", max_length=60, help_text="Ví dụ 68/KH-SYT.")
    dated_on = DateField(label="Ngày kế hoạch")
    document = forms.FileField(
        label="Tệp kế hoạch", required=False, help_text="PDF, Word hoặc ảnh, không quá 10 MB."
    )
    first = forms.ChoiceField(label="Xếp thứ tự: trước hết", choices=Criterion.choices)
    second = forms.ChoiceField(
        label="Bằng nhau thì", choices=[("", "—"), *Criterion.choices], required=False
    )
    third = forms.ChoiceField(
        label="Vẫn bằng nhau thì", choices=[("", "—"), *Criterion.choices], required=False
    )

    class Meta:
        model = YearPlan
        fields = ("resolution", "year", "number", "dated_on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = ("first", "second", "third")
        for place, name in enumerate(names):
            of_plan = self.instance.ordering[place : place + 1]
            self.fields[name].initial = of_plan[0] if of_plan else ""
        if self.instance.pk:
            del self.fields["resolution"], self.fields["year"]
        else:
            lawful = Resolution.objects.released().filter(benefits__code__in=Form.values).distinct()
            self.fields["resolution"].queryset = lawful  # type: ignore[attr-defined]
            self.initial["year"] = timezone.localdate().year

    def clean_document(self) -> Any:
        upload = self.cleaned_data["document"]
        if upload and not upload.name.lower().endswith(DOCUMENTS):
            raise forms.ValidationError("Chỉ nhận tệp PDF, Word hoặc ảnh.")
        if upload and upload.size > MOST_BYTES:
            raise forms.ValidationError("Tệp quá 10 MB.")
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [cleaned[name] for name in ("first", "second", "third") if cleaned.get(name)]
        if len(set(chosen)) < len(chosen):
            self.add_error("second", "Mỗi tiêu chí chỉ chọn một lần.")
        self.instance.ordering = chosen
        resolution, year = cleaned.get("resolution"), cleaned.get("year")
        if resolution and year and not _in_force_in(resolution, year):
            self.add_error("year", f"{resolution} không có hiệu lực trong năm {year}.")
        if upload := cleaned.get("document"):
            self.instance.file = base64.b64encode(upload.read()).decode()
            self.instance.file_name = upload.name[:255]
        return cleaned


def _in_force_in(resolution: Resolution, year: int) -> bool:
    ends = resolution.effective_to
    return resolution.effective_from.year <= year and (ends is None or ends.year >= year)


class QuotaForm(forms.ModelForm):
    form = forms.ChoiceField(label="Hình thức", choices=Form.choices)
    unit = forms.ModelChoiceField(
        label="Dành cho",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Chung toàn tỉnh",
    )
    run_by = forms.ChoiceField(label="Cấp tổ chức", choices=RunBy.choices)
    delegate = forms.CharField(
        label="Đơn vị được giao",
        max_length=200,
        required=False,
        help_text="Chỉ ghi khi giao cấp khác tổ chức, ví dụ UBND huyện Bảo Yên.",
    )
    people = forms.IntegerField(label="Chỉ tiêu (người)", min_value=1, max_value=100_000)
    amount = MoneyField(label="Kinh phí (đồng)")
    begins_on = DateField(label="Từ ngày")
    ends_on = DateField(label="Đến ngày")
    days = forms.IntegerField(
        label="Số ngày một đợt",
        min_value=1,
        max_value=60,
        required=False,
        help_text="Để tính mức dự kiến; điều dưỡng tại nhà thì để trống.",
    )

    class Meta:
        model = Quota
        fields = (
            "form",
            "unit",
            "run_by",
            "delegate",
            "people",
            "amount",
            "begins_on",
            "ends_on",
            "days",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = Unit.objects.of_kind(UnitKind.COMMUNE, UnitKind.MANAGING_BODY, UnitKind.DEPARTMENT)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if not self.instance.pk:
            year = self.instance.plan.year
            self.initial["begins_on"] = date(year, 1, 1)
            self.initial["ends_on"] = date(year, 12, 31)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", f"Ngày cuối phải từ ngày {date_short(begins)} trở đi.")
        if cleaned.get("run_by") == RunBy.DISTRICT and not cleaned.get("delegate", "").strip():
            self.add_error("delegate", "Hãy ghi đơn vị được giao tổ chức.")
        if cleaned.get("run_by") == RunBy.PROVINCE:
            cleaned["delegate"] = ""
        if cleaned.get("form") == Form.HOME:
            cleaned["days"] = None
        elif cleaned.get("form") and not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", "Hãy ghi số ngày một đợt.")
        return cleaned


class CycleForm(forms.ModelForm):
    years = forms.IntegerField(label="Mấy năm một lần", min_value=1, max_value=20)
    reason = forms.CharField(
        label="Lý do khác với văn bản",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Số, ngày văn bản cho phép, ví dụ Thông báo 15/TB-SYT ngày 02/02/2026.",
    )

    counted = forms.ChoiceField(label="Cách tính", choices=Counted.choices)
    from_year = forms.IntegerField(
        label="Năm đầu của kỳ đầu",
        min_value=1990,
        max_value=2100,
        required=False,
        help_text="Chỉ ghi khi tính theo kỳ từ một năm cố định, ví dụ 2022 cho kỳ 2022–2023.",
    )

    class Meta:
        model = Cycle
        fields = ("years", "counted", "from_year", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"years", "counted", "from_year"} - cleaned.keys():
            return cleaned
        one, counted, year = self.instance, cleaned["counted"], cleaned["from_year"]
        proposed = (one.proposed_years, one.proposed_counted, one.proposed_from)
        if (cleaned["years"], counted, year) != proposed and not cleaned["reason"].strip():
            self.add_error("reason", "Chu kỳ khác văn bản phải ghi lý do.")
        if (counted == Counted.YEAR) != (year is not None):
            self.add_error("from_year", "Ghi năm đầu khi, và chỉ khi, tính từ một năm cố định.")
        return cleaned


class ProposeForm(forms.Form):
    confirm_by = DateField(label="Hạn đơn vị xác nhận")

    def clean_confirm_by(self) -> Any:
        day = self.cleaned_data["confirm_by"]
        if day < timezone.localdate():
            raise forms.ValidationError("Hạn xác nhận phải từ hôm nay trở đi.")
        return day


class ReasonForm(forms.Form):
    """A step with words: needed for some, welcome for all."""

    reason = forms.CharField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = required


class LeaveForm(ReasonForm):
    standing = forms.ChoiceField(
        label="Ghi là",
        choices=[
            ("declined", "Người này không đi năm nay"),
            ("removed", "Không thuộc danh sách (chuyển đi, từ trần, nhầm người)"),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("standing", "reason")


class WishForm(forms.Form):
    form = forms.ChoiceField(label="Nguyện vọng của người này", required=False)

    def __init__(self, *args: Any, forms_open: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        open_ones = [(form, Form(form).label) for form in forms_open]
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            ("", "Không nêu, theo sắp xếp chung"),
            *open_ones,
        ]


class FitnessForm(forms.Form):
    fitness = forms.ChoiceField(label="Kết luận", choices=Fitness.choices)
    told_by = forms.CharField(
        label="Ai kết luận",
        max_length=200,
        required=False,
        help_text="Cơ sở, bác sĩ kết luận. Không ghi bệnh.",
    )
    told_on = DateField(label="Ngày kết luận", required=False, latest=timezone.localdate)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("fitness") != Fitness.UNKNOWN:
            for name, words in (
                ("told_by", "Hãy ghi ai kết luận."),
                ("told_on", "Hãy ghi ngày kết luận."),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned


class SubstituteForm(ReasonForm):
    instead = CadreField(
        label="Người đi thay",
        required=False,
        help_text="Để trống: người xếp trên nhất trong danh sách chờ phù hợp với chỉ tiêu.",
    )
    decision = forms.CharField(
        label="Quyết định cho người chưa đến lượt đi thay",
        max_length=300,
        required=False,
        help_text="Chỉ ghi khi người đi thay không ở danh sách chờ: số, ngày, cơ quan quyết định.",
    )
    field_order = ("instead", "reason", "decision")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["instead"].user = user  # type: ignore[attr-defined]


class HomeRunForm(forms.Form):
    requested_on = DateField(
        label="Ngày đề nghị",
        latest=timezone.localdate,
        help_text="Ghi trên mọi hồ sơ; mức hưởng tính theo ngày này.",
    )
