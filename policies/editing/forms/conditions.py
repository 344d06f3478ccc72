"""Conditions as rows: a trait, and the values, the band or the list that it must meet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from config.workbooks.cells import fold
from policies.conditions import canonical_conditions
from policies.editing.codes import code_of
from policies.editing.forms.rows import PlainRows, plain_rows
from policies.models import DatedList
from policies.packing.values import conditions
from policies.rules.traits import DAY, NUMBERS, TRAITS, trait_name, usual_values, value_name

VARIANT = "variant"


class ConditionRow(forms.Form):
    trait = forms.ChoiceField(label="Đặc điểm", required=False)
    denied = forms.TypedChoiceField(
        label="Là, không là",
        choices=[("", "phải là"), ("yes", "không được là")],
        coerce=bool,
        required=False,
    )
    values = forms.CharField(label="Giá trị", required=False, widget=forms.TextInput({"size": 24}))
    lowest = forms.IntegerField(
        label="Từ", required=False, min_value=0, widget=forms.TextInput({"size": 4})
    )
    highest = forms.IntegerField(
        label="Đến", required=False, min_value=0, widget=forms.TextInput({"size": 4})
    )
    listed = forms.ChoiceField(label="Có trong danh mục", required=False)
    grace_months = forms.IntegerField(
        label="Giữ thêm (tháng)", required=False, min_value=0, widget=forms.TextInput({"size": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trait = self.initial.get("trait", "")
        known = {**{each: trait_name(each) for each in TRAITS}, **NUMBERS, DAY: "ngày của sự việc"}
        if trait:
            known.setdefault(trait, trait_name(trait))
        choices = sorted(known.items(), key=lambda each: each[1])
        self.fields["trait"].choices = [("", "Chọn đặc điểm"), *choices]  # type: ignore[attr-defined]
        lists = DatedList.objects.values_list("code", "name")
        self.fields["listed"].choices = [("", "–"), *lists]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not self.has_changed():
            return cleaned
        try:
            conditions([self.told()])
        except ValueError as error:
            self.add_error("trait", f"Điều kiện {error}.")
        return cleaned

    def told(self) -> dict[str, Any]:
        """The row in the plain form of the rules. Raises ``ValueError``."""
        cleaned = self.cleaned_data
        trait = cleaned.get("trait") or ""
        if not trait:
            raise ValueError("chưa chọn đặc điểm")
        said = [word.strip() for word in (cleaned.get("values") or "").split(";") if word.strip()]
        told = {
            "trait": trait,
            "values": [_code_of_value(trait, word) for word in said],
            "name": said[0] if trait == VARIANT and len(said) == 1 else "",
            "lowest": cleaned.get("lowest"),
            "highest": cleaned.get("highest"),
            "listed": cleaned.get("listed") or "",
            "grace_months": cleaned.get("grace_months") or 0,
            "denied": bool(cleaned.get("denied")),
        }
        kept = self.initial.get("name")
        if kept and said == [kept] and self.initial.get("trait") == trait:
            told |= {"values": self.initial["codes"], "name": kept}
        return told


def _code_of_value(trait: str, word: str) -> str:
    """``nghỉ hưu`` → ``retired``; the roles of one law get codes; other values are their words."""
    for code, name in usual_values(trait):
        if fold(word) in (fold(code), fold(name)):
            return code
    return code_of(word) if trait == VARIANT else word


def as_typed(condition: Mapping[str, Any]) -> dict[str, Any]:
    """A kept condition as the row shows it."""
    codes = list(condition.get("values", ()))
    words = [value_name(condition["trait"], code) for code in codes]
    name = condition.get("name", "")
    return {
        **{key: condition.get(key) for key in ("trait", "lowest", "highest", "listed")},
        "values": "; ".join([name] if name else words),
        "grace_months": condition.get("grace_months"),
        "denied": "yes" if condition.get("denied") else "",
        "name": name,
        "codes": codes,
    }


def condition_rows(present: Sequence[Mapping[str, Any]], data: Any = None) -> PlainRows:
    made = plain_rows(ConditionRow, ordered=False)
    return made(data, initial=[as_typed(each) for each in present], prefix="conditions")


def told_by(rows: PlainRows) -> list[dict[str, Any]]:
    """The conditions of a right table, in canonical form."""
    return canonical_conditions([form.told() for form in rows.said])
