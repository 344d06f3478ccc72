from typing import Any

from django import forms
from django.db.models import QuerySet

from policies.loading import parse_pack
from policies.models import Rate
from policies.packing.shapes import PackError, Row
from policies.packing.workbook import read_workbook

MOST_BYTES = 1024 * 1024  # the longest resolution is a hundredth of it


ZIP = b"PK"  # how an .xlsx begins


class PackForm(forms.Form):
    """A resolution as a file."""

    file = forms.FileField(
        label="Tệp văn bản (sổ Excel hoặc YAML)",
        help_text="Tải tệp của một văn bản đang có về làm mẫu, sửa rồi nạp lại với mã mới.",
        widget=forms.ClearableFileInput({"accept": ".xlsx,.yaml,.yml"}),
    )

    def clean_file(self) -> Row:
        """The canonical pack; what is wrong is told by its cell or its path in the file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 1 MB, không phải tệp văn bản.")
        try:
            content = file.read()
            is_workbook = content.startswith(ZIP)
            return read_workbook(content) if is_workbook else parse_pack(content)
        except PackError as error:
            raise forms.ValidationError(error.problems) from None


class GroupChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, rate: Rate) -> str:
        return rate.group.name if rate.group else "Mọi đối tượng"


class ConfirmationForm(forms.Form):
    """What somebody laid the rate against before standing for it, and for which groups."""

    rates = GroupChoiceField(
        label="Xác nhận cho",
        queryset=Rate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đối tượng."},
    )
    source = forms.CharField(
        label="Đã đối chiếu với",
        min_length=10,
        max_length=300,
        help_text="Bản nào, điều khoản nào; ví dụ: bản gốc có dấu, khoản 2 Điều 4.",
    )

    def __init__(self, *args: Any, rates: QuerySet[Rate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rates"].queryset = rates  # type: ignore[attr-defined]
        self.fields["rates"].initial = rates
