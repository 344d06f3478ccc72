from typing import Any

from django import forms
from django.db.models import QuerySet

from policies.models import Rate


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
