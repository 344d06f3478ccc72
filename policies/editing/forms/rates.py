"""One rate, whatever its shape; which fields it needs is told by ``policies.shapes``."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms

from config.fields import DateField, MoneyField
from policies.editing.forms.fields import (
    GROUNDS,
    GROUNDS_HELP,
    GROUNDS_WIDGETS,
    ShareField,
    check_grounds,
)
from policies.editing.forms.groups_chosen import GroupsField
from policies.editing.forms.rows import PlainRows, plain_rows
from policies.models import Benefit, DatedList, Parameter, Payer, Rate
from policies.rules.types import AmountKind, Worth
from policies.rules.words import COST_NAMES
from policies.shapes import BY_UNIT, USES, misused

ALWAYS = ""  # a field that no way of counting excludes


class Shown(NamedTuple):
    """A field and the ways of counting (``per_day/amount``) that ask for it."""

    field: forms.BoundField
    ways: str


class RateForm(forms.ModelForm):
    """What is said for one group or for several."""

    groups = GroupsField()
    amount = MoneyField(label="Mức (đồng)", required=False)
    ceiling = MoneyField(
        label="Trần mỗi lượt (đồng)", required=False, least=1, help_text="Để trống: không có trần."
    )
    factor = ShareField(
        label="Hệ số, tỷ lệ",
        required=False,
        help_text="Ví dụ 50 %, hệ số 0,9. Khung quyết định thì ghi mức thấp nhất, ví dụ 30 %.",
    )
    factor_to = ShareField(
        label="Đến (khung quyết định)", required=False, help_text="Ví dụ 60 %. Để trống: cố định."
    )
    of = forms.ChoiceField(label="Tính theo", required=False)
    as_group = forms.ChoiceField(
        label="Như mức của đối tượng",
        required=False,
        help_text="Ví dụ: không quá 50 % mức của cấp tỉnh.",
    )
    cost = forms.ChoiceField(label="Loại chi phí", required=False)
    stack_to = ShareField(
        label="Cộng với nguồn khác không quá", required=False, help_text="Ví dụ 100 %."
    )
    only_on = forms.ChoiceField(label="Chỉ tính các ngày trong danh mục", required=False)
    valid_from = DateField(label="Chỉ áp dụng từ ngày", required=False)
    valid_to = DateField(label="Chỉ áp dụng đến hết ngày", required=False)

    class Meta:
        model = Rate
        fields = (
            "amount_kind",
            "worth",
            "amount",
            "factor",
            "factor_to",
            "of",
            "as_group",
            "cost",
            "after_others",
            "stack_to",
            "up_to",
            "only_on",
            "in_kind",
            "ceiling",
            "payer",
            "valid_from",
            "valid_to",
            *GROUNDS,
        )
        labels = {"up_to": "Mức ghi ở trên là tối đa; cấp có thẩm quyền quyết định từng lần"}
        help_texts = {"in_kind": "Ví dụ: vòng hoa.", **GROUNDS_HELP}
        widgets = GROUNDS_WIDGETS

    def __init__(self, *args: Any, benefit: Benefit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        resolution = benefit.resolution
        groups = list(resolution.groups.order_by("position"))
        self.fields["groups"].offer(groups)  # type: ignore[attr-defined]
        codes = [("", "Chính người đó"), *((group.code, group.name) for group in groups)]
        self._offer("as_group", codes)
        self._offer("of", _bases(benefit))
        self._offer("cost", [(code, name) for code, name in COST_NAMES.items()])
        days = DatedList.objects.filter(kind="days").values_list("code", "name")
        self._offer("only_on", [("", "Mọi ngày"), *days])
        self.fields["payer"].queryset = Payer.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["payer"].empty_label = "Chọn nguồn kinh phí"  # type: ignore[attr-defined]
        as_factor = self.instance.worth == Worth.COEFFICIENT
        for name in ("factor", "factor_to"):
            self.fields[name].as_factor = as_factor  # type: ignore[attr-defined]
        self.fields["worth"].required = False  # not asked where only one answer makes sense
        if not self.instance.amount:
            self.initial["amount"] = None

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """What can be chosen, and what is kept though it isn't offered any more."""
        kept = getattr(self.instance, name)
        flat = {code for code, told in choices if isinstance(told, str)}
        inner = {code for _, told in choices if not isinstance(told, str) for code, _ in told}
        if kept and kept not in flat | inner:
            choices = [*choices, (kept, kept)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_worth(self) -> str:
        return self.cleaned_data["worth"] or Worth.AMOUNT.value

    def clean_amount(self) -> int:
        return self.cleaned_data["amount"] or 0

    def clean_factor(self) -> int:
        return self.cleaned_data["factor"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_grounds(self, cleaned)
        if cleaned.get("factor_to") is not None and cleaned["factor_to"] <= cleaned["factor"]:
            self.add_error("factor_to", "Phải lớn hơn tỷ lệ từ.")
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", "Phải từ ngày bắt đầu trở đi.")
        return cleaned

    def check_shape(self, bands: list[Any], components: list[Any]) -> None:
        """What this way of counting needs, and what it has no use for."""
        cleaned = self.cleaned_data
        if self.errors or "amount_kind" not in cleaned:
            return
        given = {use.field: cleaned.get(use.field, use.empty) for use in USES}
        given |= {"bands": bands, "components": components}
        kind, worth = AmountKind(cleaned["amount_kind"]), Worth(cleaned["worth"])
        for name, told in misused(kind, worth, given):
            self.add_error(name if name in self.fields else None, told)
        if told := _said_of_bands(bands) or _said_of_components(components):
            self.add_error(None, told)

    def validate_constraints(self) -> None:
        """Each row of the family is validated when it is saved."""

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"bands", "components", "conditions"}  # type: ignore[misc]

    @property
    def shaped(self) -> Iterator[Shown]:
        """The fields in their order, each with when it is asked for."""
        return (Shown(self[name], WAYS.get(name, ALWAYS)) for name in SHAPED)

    @property
    def worths(self) -> str:
        """Kinds for which it is asked where the amount comes from."""
        return " ".join(sorted(BY_UNIT))

    @property
    def packages(self) -> str:
        return WAYS["components"]


SHAPED = (
    "amount",
    "factor",
    "factor_to",
    "of",
    "as_group",
    "cost",
    "stack_to",
    "ceiling",
    "only_on",
    "in_kind",
    "up_to",
    "after_others",
)
WAYS = {
    use.field: " ".join(sorted(f"{kind}/{worth}" for kind, worth in use.needed | use.allowed))
    for use in USES
}


def _said_of_bands(bands: list[dict[str, Any]]) -> str:
    """Days from one on, one band after the other; only the last may be open."""
    before = 0
    for number, band in enumerate(bands, start=1):
        last = band.get("to_day")
        if band["from_day"] <= before or (last or band["from_day"]) < band["from_day"]:
            return "Các khoảng ngày phải nối nhau, không chồng lên nhau."
        if last is None and number < len(bands):
            return "Chỉ khoảng ngày cuối cùng được để trống “đến ngày”."
        before = last or before
    return ""


def _said_of_components(components: list[dict[str, Any]]) -> str:
    names = [each["name"] for each in components]
    if len(set(names)) < len(names):
        return "Mỗi phần của gói phải có tên riêng."
    if any("amount" in each and "share_to" in each for each in components):
        return "Mỗi phần của gói ghi số tiền hoặc tỷ lệ cao nhất, không ghi cả hai."
    return ""


def _bases(benefit: Benefit) -> list[tuple[str, Any]]:
    """Dated numbers, and the other benefits of the law."""
    others = benefit.resolution.benefits.exclude(pk=benefit.pk).order_by("position")
    return [
        ("", "Chọn"),
        ("Tham số", list(Parameter.objects.values_list("code", "name"))),
        ("Mức của chế độ khác", [(each.code, each.short_title) for each in others]),
    ]


class BandRow(forms.Form):
    from_day = forms.IntegerField(
        label="Từ ngày thứ", min_value=1, widget=forms.TextInput({"size": 5})
    )
    to_day = forms.IntegerField(
        label="Đến ngày thứ", min_value=1, required=False, widget=forms.TextInput({"size": 5})
    )
    amount = MoneyField(label="Mức mỗi ngày (đồng)")


class ComponentRow(forms.Form):
    name = forms.CharField(label="Phần của gói", max_length=200)
    amount = MoneyField(label="Số tiền (đồng)", required=False)
    share_to = ShareField(label="Hoặc không quá phần của gói", required=False)

    def clean_amount(self) -> int:
        return self.cleaned_data["amount"] or 0


def band_rows(rate: Rate, data: Any = None) -> PlainRows:
    return plain_rows(BandRow, ordered=False)(data, initial=rate.bands, prefix="bands")


def component_rows(rate: Rate, data: Any = None) -> PlainRows:
    return plain_rows(ComponentRow)(data, initial=rate.components, prefix="components")


def silent(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Nothing is kept that goes without saying, as the pack keeps it."""
    return [{name: value for name, value in row.items() if value not in (None, 0)} for row in rows]
