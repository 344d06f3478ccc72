"""The benefits of a version: all of them as one table, and each on its own page."""

from typing import Any

from django import forms

from policies.editing.codes import code_of
from policies.editing.forms.fields import LinesField, OwnedForm
from policies.editing.forms.rows import ModelRows, model_rows
from policies.models import Benefit, Resolution
from policies.occasions import OCCASIONS

LETTERS = ("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s")
UNITS = ("lượt", "ngày", "đợt", "người", "tháng", "quý", "buổi", "gói", "chuyến", "lần")


class BenefitRow(OwnedForm):
    class Meta:
        model = Benefit
        fields = ("letter", "short_title", "title", "unit", "payee_kind", "article")
        labels = {"unit": "Đơn vị", "payee_kind": "Ai nhận tiền"}
        widgets = {
            "letter": forms.TextInput({"size": 2}),
            "short_title": forms.TextInput({"size": 16}),
            "title": forms.Textarea({"rows": 2}),
            "unit": forms.TextInput({"size": 6, "list": "units"}),
            "article": forms.TextInput({"size": 13}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        if self.instance.pk is None:
            self.initial["payee_kind"] = "cadre"

    def clean(self) -> dict[str, Any]:
        """One name is enough to begin with."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["title"] = cleaned.get("title") or cleaned.get("short_title", "")
        return cleaned


class BenefitRows(ModelRows):
    link = True
    units = UNITS

    def clean(self) -> None:
        """A new benefit gets its code from its short name."""
        super().clean()
        taken = {form.instance.code for form in self.initial_forms}
        for form in self.extra_forms:
            if name := form.cleaned_data.get("short_title"):
                form.instance.code = code_of(name, taken)
                taken.add(form.instance.code)


def benefit_rows(resolution: Resolution, data: Any = None) -> ModelRows:
    present = resolution.benefits.order_by("position")
    made = model_rows(Benefit, BenefitRow, BenefitRows, filled=len(present))
    rows = made(data, queryset=present, prefix="benefits")
    free = [letter for letter in LETTERS if letter not in {row.letter for row in present}]
    for form in rows.forms:
        form.instance.resolution = resolution
    for form, letter in zip(rows.extra_forms, free, strict=False):
        form.initial["letter"] = letter
    return rows


class BenefitForm(OwnedForm):
    """Everything that is said of a benefit besides its rates, limits and thresholds."""

    evidence = LinesField(
        label="Giấy tờ phải có", required=False, rows=5, help_text="Mỗi dòng một loại giấy tờ."
    )
    carries_from = LinesField(
        label="Mã chế độ này trong văn bản bị thay thế",
        required=False,
        rows=2,
        help_text="Mỗi dòng một mã, nếu khác mã ở đây; phần đã hưởng được trừ vào hạn mức.",
    )
    occasion = forms.ChoiceField(
        label="Phát sinh từ việc",
        required=False,
        help_text="Một việc đã nhập (đợt nằm viện, chuyến điều dưỡng…) có thể mở nhiều chế độ.",
    )

    class Meta:
        model = Benefit
        fields = (
            "letter",
            "short_title",
            "title",
            "unit",
            "payee_kind",
            "occasion",
            "article",
            "quote",
            "evidence",
            "counted",
            "carries_from",
            "note",
        )
        labels = {"payee_kind": "Ai nhận tiền"}
        widgets = {
            "title": forms.Textarea({"rows": 2}),
            "unit": forms.TextInput({"list": "units"}),
            "quote": forms.Textarea({"rows": 4}),
            "note": forms.Textarea({"rows": 2}),
        }
        help_texts = {
            "quote": "Chép đúng câu chữ của văn bản.",
            "counted": "Bỏ chọn nếu nguồn khác chi và không tính vào kinh phí của tỉnh.",
        }

    units = UNITS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(OCCASIONS)
        known.pop(self.instance.code, None)
        if self.instance.occasion:
            known.setdefault(self.instance.occasion, self.instance.occasion)
        own = OCCASIONS.get(self.instance.code, "Việc riêng của chế độ này")
        self.fields["occasion"].choices = [("", own), *known.items()]  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"evidence", "carries_from"}
