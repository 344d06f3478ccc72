"""What an officer expects of a case, typed; and the workbook that brings many."""

from collections.abc import Sequence
from typing import Any

from django import forms

from config.fields import MoneyField
from policies.cases.actions import CaseDraft
from policies.models import SolvedCase
from policies.rules.plain import Situation
from policies.rules.reasons import REASONS
from policies.rules.types import Benefit

MOST_BYTES = 5 * 1024 * 1024
LINE = "line-{}"


class ExpectationForm(forms.Form):
    """The result worked out by hand: the sum, and if wanted each benefit's or a refusal."""

    title = forms.CharField(
        label="Tên ca",
        max_length=200,
        help_text="Nói ca này thử điều gì, ví dụ: Đối tượng 2 nằm viện 45 ngày, quá hạn mức.",
    )
    expected_amount = MoneyField(
        label="Số tiền đúng (đồng)",
        help_text="Tính tay theo nguyên văn, không chép kết quả của máy. Bị từ chối hết thì ghi 0.",
    )
    expected_refusal = forms.ChoiceField(
        label="Bị từ chối vì",
        required=False,
        choices=[("", "Không xét"), *((reason.value, words) for reason, words in REASONS.items())],
    )
    source = forms.CharField(
        label="Lấy từ đâu",
        max_length=300,
        required=False,
        help_text="Ví dụ: phụ lục tính mẫu kèm văn bản, hồ sơ đã chi năm trước.",
    )

    def __init__(
        self, data: Any = None, *, benefits: Sequence[Benefit], case: SolvedCase | None = None
    ) -> None:
        super().__init__(data, initial=_initial(case) if case else None)
        self.benefits = benefits if len(benefits) > 1 else ()
        for benefit in self.benefits:
            self.fields[LINE.format(benefit.code)] = MoneyField(
                label=f"Trong đó {benefit.title} (đồng)", required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        told = self._lines(cleaned)
        amount = cleaned.get("expected_amount")
        all_told = self.benefits and len(told) == len(self.benefits)
        if all_told and amount is not None and sum(told.values()) != amount:
            self.add_error("expected_amount", "Không bằng tổng số tiền của từng chế độ.")
        return cleaned

    def draft(self, situation: Situation) -> CaseDraft:
        given = self.cleaned_data
        return CaseDraft(
            given["title"].strip(),
            situation,
            given["expected_amount"],
            self._lines(given),
            given["expected_refusal"],
            given["source"].strip(),
        )

    def _lines(self, cleaned: dict[str, Any]) -> dict[str, int]:
        told = {each.code: cleaned.get(LINE.format(each.code)) for each in self.benefits}
        return {code: amount for code, amount in told.items() if amount is not None}


def _initial(case: SolvedCase) -> dict[str, Any]:
    lines = {LINE.format(code): amount for code, amount in case.expected_lines.items()}
    return {
        "title": case.title,
        "expected_amount": case.expected_amount,
        "expected_refusal": case.expected_refusal,
        "source": case.source,
        **lines,
    }


class CaseWorkbookForm(forms.Form):
    """Cases in a workbook, one row a case."""

    file = forms.FileField(
        label="Sổ Excel các ca mẫu",
        help_text="Theo mẫu của văn bản này. Ca trùng tên với ca đang có thì thay ca đó.",
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB, không phải sổ ca mẫu.")
        return file
