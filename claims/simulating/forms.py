"""What a run is asked for: which year, which group becomes which, and what a plan assumes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from claims.models import Claim
from claims.simulating.cases import NOT_BY_GROUP
from claims.simulating.scope import older_groups
from config.fields import MoneyField
from policies.models import BeneficiaryGroup, Resolution

PAST, PLANNED = "past", "planned"
MOST_TIMES = 2_000_000
MORE_ROWS = 4


class ChangeField(forms.CharField):
    """More or less of something in per cent (``10``, ``-5``, ``2,5 %``), in ten-thousandths."""

    widget = forms.TextInput(
        attrs={"inputmode": "text", "autocomplete": "off", "placeholder": "0", "class": "num"}
    )

    def clean(self, value: Any) -> int:
        text = super().clean(value).replace("−", "-").replace("%", "").strip()
        if not text:
            return 0
        found = re.fullmatch(r"([+-]?)(\d{1,4})(?:,(\d{1,2}))?", text)
        if not found:
            raise forms.ValidationError("Hãy gõ phần trăm tăng, giảm, ví dụ 10, -5 hoặc 2,5.")
        share = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
        share = -share if found[1] == "-" else share
        if not -10_000 <= share <= 100_000:
            raise forms.ValidationError("Chỉ nhận từ -100 % đến 1.000 %.")
        return share


def _offer(field: Any, choices: Sequence[tuple[str, str]]) -> None:
    field.choices = choices


class SimulationForm(forms.Form):
    """The fields that depend on the version are made for it; see ``mapping`` and ``scales``."""

    kind = forms.ChoiceField(
        label="Mô phỏng",
        choices=[
            (PAST, "Năm đã qua: sự việc đã ghi, so với số trong sổ"),
            (PLANNED, "Năm kế hoạch: sự việc đã ghi nhân theo giả định, so với văn bản khi đó"),
        ],
        initial=PAST,
        widget=forms.RadioSelect,
    )
    year = forms.TypedChoiceField(label="Sự việc của năm", coerce=int)
    reckoned_year = forms.IntegerField(
        label="Tính như xảy ra trong năm",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="Lương cơ sở, mức chuẩn, danh mục, nguồn kinh phí lấy theo năm này. "
        "Để trống: chính năm của sự việc.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, resolution: Resolution, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.years = years_of(by)
        _offer(self.fields["year"], [(str(year), str(year)) for year in self.years])
        self.own_groups = [(row.code, row.name) for row in resolution.groups.order_by("position")]
        self.older = list(older_groups(resolution))
        for group in self.older:
            self.fields[f"map_{group.pk}"] = self._map_field(group)
        self.scaled = [*self.own_groups, (NOT_BY_GROUP, "Người làm nhiệm vụ, nhà cung cấp")]
        for number, (_, name) in enumerate(self.scaled):
            for part, label in (("people", "số người"), ("days", "số ngày"), ("costs", "chi phí")):
                self.fields[f"{part}_{number}"] = ChangeField(
                    label=f"{name}: {label} tăng, giảm (%)", required=False
                )

    def _map_field(self, group: BeneficiaryGroup) -> forms.ChoiceField:
        same = any(code == group.code for code, _ in self.own_groups)
        return forms.ChoiceField(
            label=f"{group.name} cũ",
            required=False,
            choices=[("", "Không thuộc đối tượng nào"), *self.own_groups],
            initial=group.code if same else "",
        )

    def mapping(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """For the page: the fields of each older version under its name."""
        by_version: dict[str, list[forms.BoundField]] = {}
        for group in self.older:
            by_version.setdefault(str(group.resolution), []).append(self[f"map_{group.pk}"])
        yield from by_version.items()

    def scales(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """For the page: a row of three fields for each group."""
        for number, (_, name) in enumerate(self.scaled):
            yield name, [self[f"{part}_{number}"] for part in ("people", "days", "costs")]

    @property
    def has_errors_in_plan(self) -> bool:
        return any(name.startswith(("people_", "days_", "costs_")) for name in self.errors)

    @property
    def is_planned(self) -> bool:
        return self.cleaned_data["kind"] == PLANNED

    def assumptions(self) -> dict[str, Any]:
        """As ``Simulation.assumptions`` keeps them; what was left as it was isn't in it."""
        typed = {
            str(group.pk): self.cleaned_data[f"map_{group.pk}"]
            for group in self.older
            if f"map_{group.pk}" in self.data
        }
        found: dict[str, Any] = {"groups": typed}
        if self.is_planned:
            scales = {code: self._scale(number) for number, (code, _) in enumerate(self.scaled)}
            found["scales"] = {code: scale for code, scale in scales.items() if any(scale.values())}
        return found

    def _scale(self, number: int) -> dict[str, int]:
        return {part: self.cleaned_data[f"{part}_{number}"] for part in ("people", "days", "costs")}


class OccurrencesForm(forms.Form):
    """So many times of a benefit in a group; an empty row asks nothing."""

    group = forms.ChoiceField(label="Đối tượng", required=False)
    code = forms.ChoiceField(label="Chế độ", required=False)
    times = forms.IntegerField(
        label="Số lượt cả năm",
        required=False,
        min_value=0,
        max_value=MOST_TIMES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    days = forms.IntegerField(
        label="Số ngày mỗi lượt",
        required=False,
        min_value=1,
        max_value=366,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    cost = MoneyField(label="Chi phí mỗi lượt (đồng)", required=False)

    def __init__(
        self,
        *args: Any,
        groups: Sequence[tuple[str, str]],
        codes: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["group"], [("", "Chọn"), *groups])
        _offer(self.fields["code"], [("", "Chọn"), *codes])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = any(data.get(name) not in (None, "") for name in ("times", "days", "cost"))
        chosen = any(data.get(name) for name in ("group", "code"))
        if not (typed or chosen) or self.errors:
            return data
        for name in ("group", "code", "times"):
            if data.get(name) in (None, ""):
                self.add_error(name, "Hãy điền ô này, hoặc xóa cả dòng.")
        return data


OccurrencesFormSet = forms.formset_factory(OccurrencesForm, extra=MORE_ROWS)


def occurrences_formset(resolution: Resolution, data: Any = None) -> Any:
    groups = [(row.code, row.name) for row in resolution.groups.order_by("position")]
    rows = resolution.benefits.order_by("position")
    codes = {row.occasion or row.code: f"{row.letter}) {row.short_title}" for row in rows}
    arguments = {"groups": groups, "codes": list(codes.items())}
    return OccurrencesFormSet(data, prefix="luot", form_kwargs=arguments)


def occurrences_of(formset: Any) -> list[dict[str, Any]]:
    """The filled rows, as ``Simulation.assumptions`` keeps them."""
    return [
        {name: form.cleaned_data[name] for name in ("group", "code", "times", "days", "cost")}
        for form in formset
        if form.cleaned_data.get("group") and form.cleaned_data.get("times") is not None
    ]


def years_of(by: User) -> list[int]:
    """Years of which there are claims, the newest over first."""
    claims = Claim.objects.visible_to(by).alive()
    found = set(claims.values_list("entitlement_year", flat=True).distinct())
    this_year = timezone.localdate().year
    return sorted(found, key=lambda year: (year >= this_year, -year))
