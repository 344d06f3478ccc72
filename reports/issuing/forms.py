from typing import Any

from django import forms
from django.utils import timezone

from config.fields import DateField
from reports.issuing.actions import HIGHEST_NUMBER


class IssueForm(forms.Form):
    """Number and day, the last two things a paper gets."""

    number = forms.IntegerField(
        label="Số",
        min_value=1,
        max_value=HIGHEST_NUMBER,
        help_text="Số dưới 10 được in thêm số 0 phía trước.",
    )
    issued_on = DateField(label="Ngày ban hành")

    def __init__(self, *args: Any, number: int, **options: Any) -> None:
        options.setdefault("initial", {"number": number, "issued_on": timezone.localdate()})
        super().__init__(*args, **options)


class ReasonForm(forms.Form):
    """Why a report goes back."""

    reason = forms.CharField(
        label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApprovalForm(forms.Form):
    """``waiver`` is asked for only where rates are unconfirmed."""

    waiver = forms.CharField(
        label="Lý do chấp nhận ban hành khi còn mức chưa xác nhận",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi tên người duyệt và được giữ trong lịch sử của báo cáo.",
    )
