from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from accounts.models import Unit, User
from config.fields import DateField, DateInput, MoneyField
from config.formatting import count
from config.workbooks.opening import WorkbookRefused
from policies.models import BeneficiaryGroup
from reports import signing
from reports.figures import Figure, FigureValue, Measure
from reports.models import Report, TypedFigure, TypedStatus
from reports.own_outlines import usable_outlines
from reports.pasting import text_of_workbook
from reports.periods import PARTS, Period, PeriodKind
from reports.readings import Reading, readings
from reports.reckoning import Reckoning

MOST_COUNTED = 100_000_000


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = 200, **options: Any) -> None:
        self.longest = longest
        options.setdefault("help_text", "Mỗi dòng một mục.")
        super().__init__(**options, widget=forms.Textarea(attrs={"rows": 4}))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if too_long := next((line for line in lines if len(line) > self.longest), ""):
            raise forms.ValidationError(
                f"Mỗi dòng dài nhất {self.longest} ký tự; dòng “{too_long[:40]}…” dài hơn."
            )
        return lines


PERIODS = [Period(0, kind, number) for kind in PeriodKind for number in range(1, PARTS[kind] + 1)]


def _period_choices() -> list[tuple[str, str]]:
    return [
        (f"{each.kind}-{each.number}", each.short_words[:1].upper() + each.short_words[1:])
        for each in PERIODS
    ]


class ReportForm(forms.Form):
    """Which outline, period and place to sum up."""

    outline = forms.ChoiceField(label="Đề cương")
    year = forms.IntegerField(label="Năm báo cáo", min_value=2000, max_value=2100)
    period = forms.ChoiceField(label="Kỳ báo cáo", choices=_period_choices, initial="year-1")
    scope = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Phạm vi số liệu",
        required=False,
        empty_label="Toàn bộ đơn vị báo cáo",
        help_text="Chọn một xã, phường hay đơn vị thì số liệu chỉ của nơi ấy.",
    )
    as_of = DateField(
        label="Số liệu đến ngày",
        required=False,
        help_text="Bỏ trống thì lấy ngày cuối của kỳ báo cáo.",
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["outline"]).choices = outline_choices(user)
        scope = cast(forms.ModelChoiceField, self.fields["scope"])
        scope.queryset = Unit.objects.visible_to(user).exclude(pk=user.unit_id)
        self.fields["year"].initial = timezone.localdate().year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, as_of = cleaned.get("year"), cleaned.get("as_of")
        if year and as_of and as_of.year < year:
            self.add_error("as_of", f"Ngày chốt số liệu không được trước năm {year}.")
        if chosen := cleaned.pop("period", ""):
            kind, _, number = chosen.partition("-")
            cleaned |= {"kind": PeriodKind(kind), "number": int(number)}
        return cleaned


def outline_choices(user: User) -> list[tuple[str, str]]:
    """Outlines that a report of the user's unit can be opened with."""
    return [(each.code, each.title) for each in usable_outlines(user)]


class ReportFrameForm(forms.ModelForm):
    """The parts of the paper around its text."""

    addressees = LinesField(label="Kính gửi", required=False)
    recipients = LinesField(label="Nơi nhận", required=False)
    signing_lines = LinesField(
        label="Quyền hạn, chức vụ người ký",
        longest=100,
        help_text="Mỗi dòng một dòng chữ, ví dụ KT. GIÁM ĐỐC rồi PHÓ GIÁM ĐỐC.",
    )
    ready = forms.ChoiceField(
        label="Lấy quyền hạn ký có sẵn",
        required=False,
        choices=[
            ("", "Giữ như dòng chữ bên cạnh"),
            *((key, " / ".join(lines)) for key, lines in signing.READY.items()),
        ],
        help_text="Chọn thì thay cho dòng chữ bên cạnh; chức vụ cụ thể sửa lại sau.",
    )

    class Meta:
        model = Report
        fields = (
            "subject_line",
            "as_of",
            "superior_body",
            "issuing_body",
            "symbol",
            "place",
            "dated_on",
            "addressees",
            "recipients",
            "archive",
            "signing_lines",
            "signer_name",
        )
        widgets = {
            "subject_line": forms.Textarea(attrs={"rows": 3}),
            "as_of": DateInput(),
            "dated_on": DateInput(),
        }
        help_texts = {
            "dated_on": "Bản dự thảo chỉ in tháng và năm; ngày và số để trống.",
            "subject_line": "{văn_bản_đầy_đủ}, {năm}, {kỳ} lấy từ văn bản và kỳ của báo cáo.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if ready := cleaned.pop("ready", ""):
            cleaned["signing_lines"] = list(signing.READY[ready])
            self.errors.pop("signing_lines", None)
        elif objection := signing.signing_objection(cleaned.get("signing_lines", ["-"])):
            self.add_error("signing_lines", objection)
        return cleaned

    def clean_as_of(self) -> date:
        # The form has no year, so Django leaves the constraint that needs it to the database.
        as_of: date = self.cleaned_data["as_of"]
        if as_of.year < self.instance.year:
            raise forms.ValidationError(
                f"Ngày chốt số liệu không được trước năm {self.instance.year}."
            )
        return as_of


class TypedFigureForm(forms.Form):
    """An estimate or plan for the whole period; its unit is the figure's."""

    status = forms.ChoiceField(
        label="Tính chất", choices=TypedStatus, widget=forms.RadioSelect, initial="estimated"
    )
    reason = forms.CharField(
        label="Lý do, căn cứ", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    as_of = DateField(label="Tính đến ngày")

    field_order = ("value", "status", "as_of", "reason")

    def __init__(
        self, *args: Any, figure: Figure, typed: TypedFigure | None, **options: Any
    ) -> None:
        if typed:
            options["initial"] = {
                "value": typed.value,
                "status": typed.status,
                "reason": typed.reason,
                "as_of": typed.as_of,
            } | options.get("initial", {})
        super().__init__(*args, **options)
        label = f"Số của cả kỳ ({figure.unit}), gồm cả phần đã chi"
        self.fields["value"] = (
            MoneyField(label=label)
            if figure.measure == Measure.AMOUNT
            else forms.IntegerField(label=label, min_value=0, max_value=MOST_COUNTED)
        )
        self.order_fields(self.field_order)


class OutlineCopyForm(forms.Form):
    """A title of its own for the copy of an outline."""

    title = forms.CharField(label="Tên đề cương mới", max_length=200)


class DrillForm(forms.Form):
    """Whom to look for among the people behind a figure."""

    tim = forms.CharField(label="Tên người", required=False, max_length=120)
    nhom = forms.ChoiceField(label="Đối tượng", required=False)

    def __init__(
        self, *args: Any, groups: Mapping[str, Sequence[BeneficiaryGroup]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["nhom"]).choices = [
            ("", "Mọi đối tượng"),
            *((code, same[0].name) for code, same in groups.items()),
        ]


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
