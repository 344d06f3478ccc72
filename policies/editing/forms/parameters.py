"""Dated numbers and lists that many versions rest on: what is written stays, more is added."""

import re
from datetime import date
from typing import Any

from django import forms

from config.fields import DateField
from policies.editing.codes import code_of
from policies.editing.forms.fields import ShareField
from policies.editing.forms.rows import PlainRows, plain_rows
from policies.models import Confidence, DatedList, ListEntry, Parameter, ParameterValue
from policies.money_typed import money_typed

LONGEST_VALUE = 120
MOST_LINES = 2_000


class ValueRow(forms.Form):
    """A value from a day on: đồng, or a share of another parameter."""

    since = DateField(label="Từ ngày")
    value = forms.CharField(label="Giá trị", widget=forms.TextInput({"size": 14, "class": "num"}))
    source = forms.CharField(label="Nguồn", max_length=300)
    confidence = forms.ChoiceField(label="Độ tin cậy", choices=Confidence, initial="stated")

    def __init__(self, *args: Any, of_share: bool = False, **kwargs: Any) -> None:
        self.of_share = of_share
        super().__init__(*args, **kwargs)

    def clean_value(self) -> int:
        typed = self.cleaned_data["value"]
        value = ShareField().clean(typed) if self.of_share else money_typed(typed)
        if not value:
            raise forms.ValidationError("Giá trị phải lớn hơn 0.")
        return value

    def told(self) -> ParameterValue:
        names = ("since", "value", "source", "confidence")
        return ParameterValue(**{name: self.cleaned_data[name] for name in names})


def value_rows(*, of_share: bool, data: Any = None) -> PlainRows:
    made = plain_rows(ValueRow, ordered=False)
    return made(data, prefix="values", form_kwargs={"of_share": of_share})


class ParameterForm(forms.ModelForm):
    """A new dated number."""

    class Meta:
        model = Parameter
        fields = ("name", "share_of")
        labels = {"name": "Tên tham số", "share_of": "Là phần của tham số"}
        help_texts = {
            "name": "Ví dụ: Lương cơ sở.",
            "share_of": "Ví dụ: mức đóng BHYT là 4,5 % của lương cơ sở. Để trống: số đồng.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["share_of"].empty_label = "Không, là số đồng"  # type: ignore[attr-defined]

    def made(self) -> Parameter:
        taken = set(Parameter.objects.values_list("code", flat=True))
        parameter = self.instance
        parameter.code = code_of(parameter.name, taken)
        parameter.unit = "share" if parameter.share_of else "dong"
        return parameter


class ListForm(forms.ModelForm):
    """A new list."""

    class Meta:
        model = DatedList
        fields = ("name", "kind")
        help_texts = {"name": "Ví dụ: Bệnh hiểm nghèo theo Phụ lục I."}

    def made(self) -> DatedList:
        taken = set(DatedList.objects.values_list("code", flat=True))
        self.instance.code = code_of(self.instance.name, taken)
        return self.instance


class EntriesForm(forms.Form):
    """Entries pasted from a sheet: one a line, columns by tab."""

    lines = forms.CharField(
        label="Các mục, mỗi dòng một mục",
        strip=False,
        widget=forms.Textarea({"rows": 8, "wrap": "off"}),
        help_text="Dán được từ Excel. Cột: tên mục, rồi nếu cần: từ ngày, đến hết ngày.",
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def clean_lines(self) -> list[ListEntry]:
        """Every line or none; each that isn't understood is told by its number."""
        entries, wrong = [], []
        typed = self.cleaned_data["lines"].splitlines()
        if len(typed) > MOST_LINES:
            raise forms.ValidationError(f"Có {len(typed)} dòng; mỗi lần tối đa {MOST_LINES}.")
        for number, line in enumerate(typed, start=1):
            if not line.strip():
                continue
            try:
                entries.append(self._entry([cell.strip() for cell in line.split("\t")]))
            except ValueError as error:
                wrong.append(f"Dòng {number}: {error}.")
        if wrong:
            raise forms.ValidationError(wrong)
        return entries

    def _entry(self, cells: list[str]) -> ListEntry:
        value, since, until, *rest = [*cells, "", ""][: max(3, len(cells))]
        if any(rest):
            raise ValueError("có nhiều hơn ba cột")
        if not value:
            raise ValueError("thiếu tên mục ở cột đầu")
        if len(value) > LONGEST_VALUE:
            raise ValueError(f"tên mục dài {len(value)} ký tự, tối đa {LONGEST_VALUE}")
        if self.kind == "days":
            value = _day(value).isoformat()
        begins, ends = _day(since) if since else None, _day(until) if until else None
        if begins and ends and ends < begins:
            raise ValueError("ngày cuối trước ngày đầu")
        return ListEntry(value=value, since=begins, until=ends)


class CloseForm(forms.Form):
    """The last day of entries that leave a list."""

    until = DateField(label="Đến hết ngày")


def _day(typed: str) -> date:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed)
    if not found:
        raise ValueError(f"“{typed}” không phải ngày; hãy gõ ngày/tháng/năm, ví dụ 17/02/2026")
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise ValueError(f"không có ngày {typed}") from None
