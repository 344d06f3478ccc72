"""Limits, thresholds, and what benefits are to each other."""

from typing import Any

from django import forms

from config.fields import MoneyField
from policies.editing.forms.fields import GROUNDS, GROUNDS_HELP, GROUNDS_WIDGETS, check_grounds
from policies.editing.forms.groups_chosen import GroupsField
from policies.models import Limit, Relation, Resolution, Threshold
from policies.rules.types import Measure, RelationKind, Window
from policies.rules.words import COST_NAMES

CYCLE_HELP = {
    "cycle_years": "Chỉ ghi khi phạm vi là chu kỳ nhiều năm.",
    "cycle_from": "Để trống: tính từ lần hưởng trước.",
}


class _RuleForm(forms.ModelForm):
    groups = GroupsField()

    def __init__(self, *args: Any, resolution: Resolution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = list(resolution.groups.order_by("position"))
        self.fields["groups"].offer(groups)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_grounds(self, cleaned)
        _check_cycle(self, cleaned)
        return cleaned

    def validate_constraints(self) -> None:
        """Each row of the family is validated when it is saved."""


class LimitForm(_RuleForm):
    """So much at most, counted in times, days or đồng."""

    value = MoneyField(
        label="Hạn mức", least=1, help_text="Số lần, số ngày hoặc số đồng, theo mục trên."
    )
    exceptional_value = MoneyField(label="Hạn mức khi có quyết định riêng", required=False, least=1)
    benefits = forms.MultipleChoiceField(
        label="Tính chung các chế độ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn: mọi chế độ của văn bản.",
    )

    class Meta:
        model = Limit
        fields = (
            "benefits",
            "measure",
            "window",
            "value",
            "cycle_years",
            "cycle_from",
            "exceptional_value",
            "exceptional_by",
            *GROUNDS,
        )
        widgets = GROUNDS_WIDGETS
        help_texts = {
            "exceptional_by": "Ví dụ: Ban Thường vụ Tỉnh ủy.",
            **CYCLE_HELP,
            **GROUNDS_HELP,
        }

    def __init__(self, *args: Any, of_benefit: bool, **kwargs: Any) -> None:
        resolution = kwargs["resolution"]
        super().__init__(*args, **kwargs)
        if of_benefit:
            del self.fields["benefits"]
            return
        named = resolution.benefits.order_by("position").values_list("code", "short_title")
        self.fields["benefits"].choices = list(named)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        more, by = cleaned.get("exceptional_value"), cleaned.get("exceptional_by")
        if more is not None and cleaned.get("value") and more <= cleaned["value"]:
            self.add_error("exceptional_value", "Phải cao hơn hạn mức chung.")
        if more is not None and not by:
            self.add_error("exceptional_by", "Hãy ghi cấp nào quyết định vượt hạn mức.")
        if by and more is None:
            self.add_error("exceptional_value", "Hãy ghi hạn mức khi có quyết định riêng.")
        return cleaned


class ThresholdForm(_RuleForm):
    """So much at least, else nothing is due."""

    value = MoneyField(
        label="Mức tối thiểu", least=1, help_text="Số ngày hoặc số đồng, theo mục trên."
    )
    cost = forms.ChoiceField(label="Loại chi phí", required=False, choices=list(COST_NAMES.items()))

    class Meta:
        model = Threshold
        fields = ("measure", "window", "cost", "value", *GROUNDS)
        widgets = GROUNDS_WIDGETS
        help_texts = GROUNDS_HELP

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        of_cost = cleaned.get("measure") == Measure.COST
        if cleaned.get("cost") and not of_cost:
            self.add_error("cost", "Loại chi phí chỉ chọn khi tính theo chi phí.")
        if cleaned.get("window") == Window.YEAR and not of_cost:
            self.add_error("window", "Số ngày tối thiểu chỉ tính cho một đợt.")
        return cleaned


PLACES = range(1, 9)


class RelationForm(forms.ModelForm):
    """Two benefits or more, in an order that may matter."""

    class Meta:
        model = Relation
        fields = ("kind", "window", "cycle_years", "cycle_from", *GROUNDS)
        widgets = GROUNDS_WIDGETS
        help_texts = {**CYCLE_HELP, **GROUNDS_HELP}

    def __init__(self, *args: Any, resolution: Resolution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(resolution.benefits.order_by("position").values_list("code", "short_title"))
        kept = list(self.instance.benefits or [])
        for place in PLACES:
            self.fields[f"benefit_{place}"] = forms.ChoiceField(
                label=f"Chế độ thứ {place}",
                choices=[("", "–"), *offered],
                required=place <= 2,
                initial=kept[place - 1] if place <= len(kept) else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_grounds(self, cleaned)
        _check_cycle(self, cleaned)
        named = self.named
        if len(set(named)) < len(named):
            self.add_error("benefit_2", "Mỗi chế độ chỉ chọn một lần.")
        kind = cleaned.get("kind")
        if kind and RelationKind(kind).ranks and cleaned.get("window") != Window.EVENT:
            self.add_error("window", "Lấy khoản cao nhất, khoản đứng trước thì tính trong một đợt.")
        return cleaned

    def validate_constraints(self) -> None:
        """The row is validated whole when it is saved."""

    @property
    def named(self) -> list[str]:
        chosen = (self.cleaned_data.get(f"benefit_{place}") for place in PLACES)
        return [code for code in chosen if code]

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[f"benefit_{place}"] for place in PLACES]


def _check_cycle(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    if "cycle_years" not in form.fields or cleaned.get("window") == Window.CYCLE:
        return
    if cleaned.get("cycle_years") not in (None, 1):
        form.add_error("cycle_years", "Chỉ ghi số năm khi phạm vi là chu kỳ nhiều năm.")
    if cleaned.get("cycle_from"):
        form.add_error("cycle_from", "Chỉ ghi năm đầu khi phạm vi là chu kỳ nhiều năm.")
