"""What is typed when people of a round are given days and places."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Unit
from checkups.models import CheckupRound, RoundFacility
from config.fields import DateField


class AppointForm(forms.Form):
    """From which day on people are spread, over which days of the week, and whom."""

    first = DateField(label="Xếp từ ngày")
    saturdays = forms.BooleanField(label="Khám cả thứ Bảy", required=False)
    anew = forms.BooleanField(
        label="Xếp lại cả người đã có lịch hẹn (trừ người đã mời)", required=False
    )


class CapacityForm(forms.Form):
    """How many people each place takes a day."""

    def __init__(self, *args: Any, places: Sequence[RoundFacility], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        for place in places:
            self.fields[f"place_{place.facility_id}"] = forms.IntegerField(
                label=f"{place.facility} (người mỗi ngày)",
                min_value=1,
                max_value=2_000,
                initial=place.daily_capacity,
            )

    @property
    def capacities(self) -> dict[int, int]:
        return {
            place.facility_id: self.cleaned_data[f"place_{place.facility_id}"]
            for place in self.places
        }


class ChangeAppointmentForm(forms.Form):
    """Another place and day."""

    facility = forms.ModelChoiceField(label="Nơi khám", queryset=Unit.objects.none())
    day = DateField(label="Ngày khám")

    def __init__(self, *args: Any, checkup_round: CheckupRound, **options: Any) -> None:
        super().__init__(*args, **options)
        places = checkup_round.places.values("facility")
        self.fields["facility"].queryset = Unit.objects.filter(pk__in=places)  # type: ignore[attr-defined]
