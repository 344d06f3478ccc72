"""The head of a version, how it begins, and its answers to the questions."""

from collections.abc import Mapping
from typing import Any

from django import forms

from config.fields import DateField
from policies.drafting.versions import HEAD
from policies.editing.codes import code_of, version_code
from policies.editing.forms.fields import LinesField
from policies.models import Resolution, Scheme
from policies.packing.values import CODE
from policies.rules.settings import QUESTIONS

DOC_TYPES = ("Nghị quyết", "Quyết định", "Quy định", "Hướng dẫn", "Thông tư")


class HeadForm(forms.ModelForm):
    """What the document is: its number, its days, what it replaces."""

    issued_on = DateField(label="Ngày ban hành")
    effective_from = DateField(label="Hiệu lực từ ngày")
    effective_to = DateField(
        label="Hiệu lực đến hết ngày", required=False, help_text="Để trống: chưa có ngày hết."
    )
    territories = LinesField(
        label="Địa bàn tỉnh cũ",
        required=False,
        rows=2,
        help_text="Mỗi dòng một địa bàn, ví dụ: Yên Bái. Để trống: áp dụng toàn tỉnh.",
    )

    class Meta:
        model = Resolution
        fields = HEAD
        widgets = {
            "doc_type": forms.TextInput({"list": "doc-types"}),
            "subject": forms.Textarea({"rows": 3}),
            "source_note": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "number": "Ví dụ: 05/2026/NQ-HĐND.",
            "issuer": "Ví dụ: Hội đồng nhân dân tỉnh Cà Mau.",
            "replaces": "Văn bản cũ hết hiệu lực từ ngày liền trước khi bản này được ban hành.",
            "source_note": "Đọc từ bản nào, điều gì chưa chắc chắn.",
        }

    field_order: tuple[str, ...] = (
        "doc_type",
        "number",
        "issued_on",
        "issuer",
        "subject",
        "effective_from",
        "effective_to",
        "replaces",
        "territories",
        "source_note",
    )
    doc_types = DOC_TYPES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Resolution.objects.exclude(pk=self.instance.pk)
        self.fields["replaces"].queryset = others  # type: ignore[attr-defined]
        self.fields["replaces"].empty_label = "Không thay thế văn bản nào"  # type: ignore[attr-defined]
        if not self.initial.get("doc_type"):
            self.initial["doc_type"] = DOC_TYPES[0]

    def clean_territories(self) -> list[str]:
        return [code_of(words) for words in self.cleaned_data["territories"]]

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"territories"}  # type: ignore[misc]

    @property
    def head(self) -> dict[str, Any]:
        """The values of the version."""
        return {name: self.cleaned_data[name] for name in HEAD}


class NewVersionForm(HeadForm):
    """A version that begins: its head and its code."""

    code = forms.CharField(
        label="Mã trong hệ thống",
        required=False,
        max_length=60,
        help_text="Để trống thì tự đặt từ tên tỉnh và số văn bản, ví dụ ca-mau-05-2026.",
    )

    field_order = (*HeadForm.field_order, "code")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code and not CODE.fullmatch(code):
            raise forms.ValidationError("Mã chỉ gồm chữ thường không dấu, số và gạch nối.")
        if Resolution.objects.filter(code=code).exists():
            raise forms.ValidationError("Mã này đã có văn bản khác dùng.")
        return code

    def province(self) -> str:
        """Whose law it is, for the code."""
        return ""

    @property
    def head(self) -> dict[str, Any]:
        code = self.cleaned_data["code"] or version_code(
            self.province(),
            self.cleaned_data["number"],
            set(Resolution.objects.values_list("code", flat=True)),
        )
        return {"code": code} | super().head


class CopyForm(NewVersionForm):
    """Another version with everything that ``source`` says."""

    def __init__(self, *args: Any, source: Resolution, **kwargs: Any) -> None:
        self.source = source
        told = ("doc_type", "issuer", "subject", "territories")
        kwargs["initial"] = {name: getattr(source, name) for name in told} | {
            "replaces": source if source.is_released else None
        }
        super().__init__(*args, **kwargs)

    def province(self) -> str:
        return self.source.scheme.province


class StartForm(NewVersionForm):
    """A version from nothing, of a policy that is there or a new one."""

    scheme = forms.ModelChoiceField(
        Scheme.objects.all(),
        label="Thuộc chính sách",
        required=False,
        empty_label="Chính sách mới (ghi tên bên cạnh)",
        help_text="Các văn bản thay nhau của cùng một chính sách.",
    )
    scheme_name = forms.CharField(
        label="Tên chính sách mới",
        max_length=300,
        required=False,
        help_text="Ví dụ: Chăm sóc sức khỏe cán bộ tỉnh Cà Mau.",
    )
    scheme_province = forms.CharField(label="Tỉnh, thành phố", max_length=60, required=False)

    field_order = ("scheme", "scheme_name", "scheme_province", *NewVersionForm.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("scheme"):
            for name in ("scheme_name", "scheme_province"):
                if not cleaned.get(name):
                    self.add_error(name, "Chọn chính sách đã có, hoặc ghi mục này.")
        return cleaned

    def province(self) -> str:
        return self.chosen_scheme.province

    @property
    def chosen_scheme(self) -> Scheme:
        """The policy, kept or new (then without a key)."""
        if self.cleaned_data["scheme"]:
            return self.cleaned_data["scheme"]
        name = self.cleaned_data["scheme_name"]
        taken = set(Scheme.objects.values_list("code", flat=True))
        province = self.cleaned_data["scheme_province"]
        return Scheme(code=code_of(name, taken), name=name, province=province)


class AnswersForm(forms.Form):
    """The questions of a change of law, each answered by a sentence or left to the default."""

    def __init__(
        self, *args: Any, answers: Mapping[str, str], of_benefit: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(QUESTIONS, start=1):
            if of_benefit and not question.of_benefit:
                continue
            silent = "Như văn bản." if of_benefit else "Văn bản không nêu: theo mặc định."
            usual = next(iter(question.answers))
            choices = [("", silent)]
            for code, told in question.answers.items():
                choices.append((str(code), f"{told} (mặc định)" if code == usual else told))
            self.fields[question.code] = forms.ChoiceField(
                label=f"{number}. {question.text}",
                choices=choices,
                widget=forms.RadioSelect,
                required=False,
                initial=answers.get(question.code, ""),
            )

    @property
    def answers(self) -> dict[str, str]:
        """Only what is answered."""
        return {code: answer for code, answer in self.cleaned_data.items() if answer}
