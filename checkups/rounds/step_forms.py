"""What is typed when a step of a round is taken."""

from django import forms
from django.utils import timezone

from config.fields import DateField, MoneyField


class StepForm(forms.Form):
    """Why a step is taken; needed where somebody's work is sent back."""

    note = forms.CharField(
        label="Lý do",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RaiseForm(forms.Form):
    """The decision that gives an event more money."""

    amount = MoneyField(label="Dự toán sau khi nâng (đồng)", least=1)
    decision = forms.CharField(
        label="Số quyết định", max_length=120, help_text="Ví dụ: 1204/QĐ-UBND"
    )
    decided_on = DateField(label="Ngày quyết định", latest=timezone.localdate)
