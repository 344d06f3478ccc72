"""Fields that the law is typed in: shares, lines of text, and on what a figure stands."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from policies.models import Confidence
from policies.rules.types import WHOLE
from policies.rules.words import factor_words, share_words

SHARE = re.compile(r"(\d{1,3}(?:,\d+)?)\s*%")
FACTOR = re.compile(r"\d{1,3},\d+")


class ShareField(forms.Field):
    """Ten-thousandths, typed as ``50 %``, ``4,5 %`` or, as a coefficient, ``0,9``."""

    widget = forms.TextInput

    def __init__(self, *, as_factor: bool = False, **options: Any) -> None:
        self.as_factor = as_factor
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "text", "autocomplete": "off", "class": "num"}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        if not self.as_factor:
            return share_words(value) if value else ""
        told = factor_words(value).removeprefix("hệ số ")
        return told if "," in told else f"{told},0"

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        share, factor = SHARE.fullmatch(text), FACTOR.fullmatch(text)
        if not share and not factor:
            raise forms.ValidationError(
                f"“{text}” không rõ là phần trăm hay hệ số. Hãy gõ 50 % hoặc hệ số có dấu phẩy, ví "
                "dụ 0,9 hay 2,0."
            )
        digits = share[1] if share else text
        parts = Decimal(digits.replace(",", ".")) * (WHOLE // 100 if share else WHOLE)
        if parts != int(parts):
            raise forms.ValidationError(f"“{text}” có quá nhiều số lẻ; nhỏ nhất là 0,01 %.")
        return int(parts)


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (super().to_python(value) or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Each line is looked at by the model."""


GROUNDS = ("article", "confidence", "basis", "quote")
GROUNDS_WIDGETS = {
    "basis": forms.Textarea({"rows": 2}),
    "quote": forms.Textarea({"rows": 3}),
}
GROUNDS_HELP = {
    "article": "Ví dụ: điểm a khoản 2 Điều 4.",
    "confidence": "Nêu rõ: đọc thấy trong văn bản. Suy ra, giả định: phải ghi căn cứ.",
    "quote": "Chép đúng câu chữ của văn bản, để người thẩm định và người hưởng đối chiếu.",
}


def check_grounds(form: forms.BaseForm, cleaned: Mapping[str, Any]) -> None:
    """A figure that isn't read off the text says where it comes from."""
    confidence = cleaned.get("confidence")
    if confidence and confidence != Confidence.STATED and not cleaned.get("basis"):
        form.add_error("basis", "Số suy ra hoặc giả định phải ghi căn cứ.")


class OwnedForm(forms.ModelForm):
    """A form for a row whose owner is set already: what is unique under the owner is checked."""

    owned: tuple[str, ...] = ("resolution",)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - set(self.owned)  # type: ignore[misc]
