"""What is typed at the door of a round."""

from typing import Any

from django import forms
from django.utils import timezone

from checkups.models import AbsenceReason, CheckupRound
from config.fields import DateField


class ScanForm(forms.Form):
    """The day, and whom: typed or scanned, then Enter."""

    on = DateField(label="Ngày khám", latest=timezone.localdate)
    text = forms.CharField(
        label="Quét thẻ, hoặc gõ số thẻ, số CCCD, họ tên rồi nhấn Enter",
        max_length=500,
        required=False,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, checkup_round: CheckupRound, **options: Any) -> None:
        today = timezone.localdate()
        day = min(max(today, checkup_round.begins_on), checkup_round.ends_on)
        options.setdefault("initial", {"on": min(day, today)})
        super().__init__(*args, **options)


class AbsenceForm(forms.Form):
    """Why somebody didn't come, and when they may come instead."""

    reason = forms.ChoiceField(
        label="Lý do vắng mặt",
        choices=AbsenceReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn lý do vắng mặt."},
    )
    note = forms.CharField(
        label="Ghi rõ", max_length=200, required=False, help_text="Bắt buộc khi là lý do khác."
    )
    second_date = DateField(label="Ngày hẹn lần hai", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == AbsenceReason.OTHER and not cleaned.get("note"):
            self.add_error("note", "Lý do khác thì hãy ghi rõ lý do.")
        return cleaned


class SecondDateForm(forms.Form):
    """Another day for those who are ticked."""

    on = DateField(
        label="Ngày hẹn lần hai", error_messages={"required": "Hãy ghi ngày hẹn lần hai."}
    )
