from typing import Any, cast

from django import forms

from config.formatting import count
from config.workbooks.opening import WorkbookRefused
from reports.comparing.pasting import text_of_workbook
from reports.figures.figure import FigureValue, Measure
from reports.figures.readings import Reading, readings
from reports.figures.reckoning import Reckoning


class ReportedFigureForm(forms.Form):
    """What another paper prints. A number with several meanings asks which one is meant."""

    code = forms.ChoiceField(label="Số liệu")
    printed = forms.CharField(
        label="Số trên giấy",
        max_length=100,
        help_text="Chép nguyên văn cả đơn vị, ví dụ “9.464 triệu” hay “8.256 người”.",
    )
    source = forms.CharField(
        label="Nguồn (văn bản, trang)",
        max_length=300,
        help_text="Báo cáo đã in, báo cáo của đơn vị hay bản PDF năm trước; ghi cả trang.",
    )

    def __init__(self, *args: Any, reckoning: Reckoning, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reckoning = reckoning
        total_first = sorted(reckoning.published, key=lambda figure: not figure.is_total)
        cast(forms.ChoiceField, self.fields["code"]).choices = [
            (figure.code, figure.title) for figure in total_first
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code, printed = cleaned.get("code"), cleaned.get("printed")
        if not code or not printed:
            return cleaned
        computed = self.reckoning[code]
        found = readings(printed, is_money=computed.figure.measure == Measure.AMOUNT)
        if not found:
            self.add_error(
                "printed",
                f"“{printed}” không đọc được thành một con số. Hãy chép một số và đơn vị của nó, "
                "ví dụ 9.464 triệu.",
            )
            return cleaned
        chosen = found[0] if len(found) == 1 else self._chosen(found, computed)
        if chosen:
            cleaned |= {"value": chosen.value, "precision": chosen.precision}
        return cleaned

    def _chosen(self, found: list[Reading], computed: FigureValue) -> Reading | None:
        """The meaning the person picked; until then the field with the meanings is shown."""
        self.fields["reading"] = forms.ChoiceField(
            label="Số này đọc thế nào?",
            required=False,
            widget=forms.RadioSelect,
            choices=[(str(reading.value), reading_words(reading, computed)) for reading in found],
        )
        picked = self.data.get(self.add_prefix("reading"), "")
        chosen = next((each for each in found if str(each.value) == picked), None)
        if not chosen:
            self.add_error("reading", "Số này có nhiều cách đọc; hãy chọn cách đúng với giấy.")
        return chosen


def reading_words(reading: Reading, computed: FigureValue) -> str:
    """``133.082.000 đồng (dấu chấm thập phân) – bằng số tính từ sổ``."""
    fits = " – bằng số tính từ sổ" if prints_as(computed.value, reading) else ""
    return f"{count(reading.value)} {computed.figure.unit} ({reading.how}){fits}"


def prints_as(value: int, reading: Reading) -> bool:
    """Whether a paper that rounds to the last printed digit would print the value so."""
    step = reading.precision
    return reading.value in (value, value // step * step, (value + step // 2) // step * step)


class ReportedManyForm(forms.Form):
    """Rows of a paper, pasted or as a workbook; what is uploaded takes the place of the text."""

    text = forms.CharField(
        label="Các dòng",
        required=False,
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="Mỗi dòng: mã hoặc tên số liệu | số trên giấy | nguồn (có thể dán từ Excel).",
    )
    file = forms.FileField(label="hoặc tệp Excel", required=False)
    source = forms.CharField(
        label="Nguồn chung",
        required=False,
        max_length=300,
        help_text="Dùng cho dòng không ghi nguồn riêng.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if file := cleaned.get("file"):
            try:
                cleaned["text"] = text_of_workbook(file)
            except WorkbookRefused as refused:
                self.add_error("file", refused.message)
        elif not (cleaned.get("text") or "").strip():
            self.add_error("text", "Hãy dán các dòng cần đối chiếu hoặc chọn tệp Excel.")
        return cleaned
