"""Rows of a form for what a person had before: as many as are filled and one more."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from config.fields import DateField, MoneyField
from policies.rules.needs import counting
from policies.rules.types import Benefit, Law, Measure, Used

MOST_ROWS = 20
NO_MATTER = "Lần hưởng chế độ này không ảnh hưởng đến kết quả; hãy bỏ dòng này."
ROW = "u{}"


class UsedForm(forms.Form):
    """One line that the person had before."""

    benefit = forms.ChoiceField(label="Chế độ đã hưởng")
    on = DateField(label="Ngày")
    quantity = forms.IntegerField(
        label="Số lượng (lượt, ngày, tháng)", min_value=1, max_value=1_000_000
    )
    amount = MoneyField(label="Đã chi (đồng)")
    cost = MoneyField(label="Chi phí của lần đó (đồng)", required=False)
    law = forms.ChoiceField(label="Theo văn bản", required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        number: int,
        benefits: Sequence[Benefit],
        replaced: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data, prefix=ROW.format(number), use_required_attribute=False)
        choices = [("", "Chọn chế độ"), *((each.code, each.title) for each in benefits)]
        self.fields["benefit"].choices = choices  # type: ignore[attr-defined]
        self.fields["benefit"].error_messages["invalid_choice"] = NO_MATTER
        self.fields["law"].choices = [("", "văn bản này"), *replaced]  # type: ignore[attr-defined]
        if not replaced:
            del self.fields["law"]
        if not any(row.measure is Measure.COST for each in benefits for row in each.thresholds):
            del self.fields["cost"]
        self.number = number + 1

    @property
    def names(self) -> list[str]:
        return [self.add_prefix(name) for name in self.fields]

    @property
    def is_filled(self) -> bool:
        return any(self.data.get(name) for name in self.names)

    def is_valid(self) -> bool:
        """A row that is left empty is no row."""
        return not self.is_filled or super().is_valid()

    @property
    def errors(self) -> Any:
        return super().errors if self.is_filled else {}

    def used(self) -> Used:
        given = self.cleaned_data
        return Used(
            given["benefit"],
            given["on"],
            given["quantity"],
            given["amount"],
            given.get("cost") or 0,
            given.get("law", ""),
        )


def used_forms(
    data: QueryDict, laws: Sequence[Law], occasions: Sequence[str], replaced: Any
) -> list[UsedForm]:
    """As many rows as are filled and one more to fill; none if earlier use can't matter."""
    benefits = list({each.code: each for law in laws for each in counting(law, occasions)}.values())
    if not benefits:
        return []
    rows = []
    for number in range(MOST_ROWS):
        row = UsedForm(data, number=number, benefits=benefits, replaced=replaced)
        rows.append(row)
        if not row.is_filled:
            break
    return rows


def typed_row(row: Used) -> Iterable[tuple[str, str]]:
    """As somebody would have typed the row, by the names of its fields."""
    yield "benefit", row.benefit
    yield "on", f"{row.on:%d/%m/%Y}"
    yield "quantity", str(row.quantity)
    yield "amount", str(row.amount)
    if row.cost:
        yield "cost", str(row.cost)
    if row.law:
        yield "law", row.law
