from typing import Any

from django import forms

from reports.cleaning import cleaned, cleaned_line

LONGEST_HEADING = 300
LONGEST_TEXT = 500_000
LONGEST_COMMENT = 4_000


class PlainTextField(forms.CharField):
    """Text as it comes from Word or elsewhere, made plain before it is looked at."""

    def __init__(self, *, longest: int, is_line: bool = False, **options: Any) -> None:
        self.longest, self.is_line = longest, is_line
        super().__init__(required=options.pop("required", False), strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return cleaned_line(text) if self.is_line else cleaned(text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(
                f"Dài nhất {self.longest} ký tự, đang có {len(value)}. "
                "Hãy chia bớt sang mục khác; chưa chữ nào bị mất."
            )


class SectionForm(forms.Form):
    """The text of a section; ``version`` is the one it was begun from."""

    heading = PlainTextField(label="Tên mục", longest=LONGEST_HEADING, is_line=True)
    body = PlainTextField(
        label="Nội dung",
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages={
            "required": "Không rõ soạn từ bản nào. Hãy mở lại mục rồi lưu.",
            "invalid": "Không rõ soạn từ bản nào. Hãy mở lại mục rồi lưu.",
        },
    )


class CommentForm(forms.Form):
    text = PlainTextField(
        label="Ý kiến mới",
        longest=LONGEST_COMMENT,
        required=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi nội dung ý kiến."},
    )
