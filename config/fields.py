"""Form fields for the two things typed all day: amounts of money and dates."""

from datetime import date
from typing import Any

from django import forms

MOST_MONEY = 10**12


class MoneyInput(forms.TextInput):
    """Amount in đồng; the page groups the digits while they are typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"data-money": "", "inputmode": "numeric", "autocomplete": "off"} | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class MoneyField(forms.Field):
    """Whole đồng, typed with or without dots for thousands; never guessed, never negative."""

    widget = MoneyInput

    def __init__(self, *, least: int = 0, most: int = MOST_MONEY, **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        groups = text.split(".")
        grouped = (
            len(groups) > 1 and 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
        )
        digits = "".join(groups)
        if not (digits.isascii() and digits.isdecimal()) or not (len(groups) == 1 or grouped):
            raise forms.ValidationError(
                "Số tiền “%(text)s” không đọc được. Hãy gõ số đồng tròn, ví dụ 1.500.000.",
                params={"text": text},
            )
        return int(digits)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            raise forms.ValidationError(
                "Số tiền phải từ %(least)s đến %(most)s đồng.",
                params={
                    "least": f"{self.least:,}".replace(",", "."),
                    "most": f"{self.most:,}".replace(",", "."),
                },
            )


class DateInput(forms.DateInput):
    """Day as dd/mm/yyyy; eight digits typed in a row get their strokes."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {
            "data-date": "",
            "inputmode": "numeric",
            "placeholder": "ngày/tháng/năm",
            "autocomplete": "off",
        }
        super().__init__(given | (attrs or {}), format="%d/%m/%Y")


class DateField(forms.DateField):
    """A day between ``earliest`` and ``latest`` (both may be functions), as dd/mm/yyyy."""

    widget = DateInput

    def __init__(
        self, *, earliest: Any = date(1900, 1, 1), latest: Any = None, **options: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        options.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d%m%Y", "%Y-%m-%d"])
        messages = {"invalid": "Ngày không đúng. Hãy gõ ngày/tháng/năm, ví dụ 05/03/2025."}
        options["error_messages"] = messages | options.get("error_messages", {})
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest and value < earliest:
            raise forms.ValidationError(f"Ngày không được trước {earliest:%d/%m/%Y}.")
        if latest and value > latest:
            raise forms.ValidationError(f"Ngày không được sau {latest:%d/%m/%Y}.")
