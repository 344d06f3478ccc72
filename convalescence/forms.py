"""Entering convalescence at home and people on trips; planning trips."""

from typing import Any, ClassVar

from django import forms

from accounts.models import User
from beneficiaries.picking import CadreField
from claims.entries import EventDateField, FactForm
from config.fields import DateField
from config.formatting import date_short
from convalescence.models import (
    HomeConvalescence,
    Participation,
    RunBy,
    Trip,
    TripKind,
    TripState,
    YearPlan,
)
from policies.models import Resolution


def _run_by_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Cấp tổ chức",
        choices=RunBy.choices,
        initial=RunBy.PROVINCE,
        required=False,
        empty_value=RunBy.PROVINCE,
    )


class TripField(forms.ModelChoiceField):
    def __init__(self, **options: Any) -> None:
        trips = Trip.objects.exclude(state=TripState.CANCELLED)
        super().__init__(queryset=trips, **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.get_kind_display().lower()})"


class ParticipationForm(FactForm):
    day_field = "trip"
    REFUSED_AT: ClassVar = {
        "one_place_a_person_and_trip": "cadre",
        "participation_has_days": "days",
    }

    trip = TripField(label="Đoàn")
    cadre = CadreField(label="Cán bộ")
    days = forms.IntegerField(
        label="Số ngày", min_value=1, max_value=60, help_text="Số ngày thực tế có mặt."
    )

    class Meta:
        model = Participation
        fields = ("trip", "cadre", "days", "evidence", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        trip, days = cleaned.get("trip"), cleaned.get("days")
        if trip and days and days > trip.days:
            self.add_error("days", f"Đoàn này chỉ có {trip.days} ngày.")
        return cleaned


class HomeForm(FactForm):
    day_field = "requested_on"
    DERIVED = ("year",)
    REFUSED_AT: ClassVar = {
        "one_home_convalescence_a_year": "cadre",
        "home_convalescence_is_of_its_year": "requested_on",
    }

    cadre = CadreField(label="Cán bộ")
    requested_on = EventDateField(label="Ngày đề nghị")
    run_by = _run_by_field()

    class Meta:
        model = HomeConvalescence
        fields = ("cadre", "requested_on", "run_by", "evidence", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if requested_on := cleaned.get("requested_on"):
            self.instance.year = requested_on.year
        return cleaned


class TripForm(forms.ModelForm):
    """A planned trip. Once people have gone, only place, plan and quota change."""

    resolution = forms.ModelChoiceField(label="Văn bản", queryset=Resolution.objects.none())
    kind = forms.ChoiceField(label="Hình thức", choices=TripKind.choices)
    run_by = _run_by_field()
    code = forms.SlugField(
        label="Mã đoàn",
        max_length=60,
        help_text="Ghi trong tệp Excel, ví dụ dieu-duong-2025-1.",
        error_messages={"invalid": "Chỉ dùng chữ không dấu, số và dấu gạch ngang."},
    )
    place = forms.CharField(label="Nơi điều dưỡng", max_length=150)
    begins_on = DateField(label="Từ ngày")
    ends_on = DateField(label="Đến ngày")
    quota = forms.IntegerField(label="Chỉ tiêu (người)", min_value=1, max_value=5000)
    plan_document = forms.CharField(label="Kế hoạch", max_length=200, required=False)
    plan = forms.ModelChoiceField(
        label="Thuộc kế hoạch năm",
        queryset=YearPlan.objects.all(),
        required=False,
        empty_label="Không theo kế hoạch năm",
        help_text="Đoàn của kế hoạch năm chỉ nhận người kế hoạch đã chọn.",
    )

    class Meta:
        model = Trip
        fields = (
            "resolution",
            "plan",
            "kind",
            "run_by",
            "code",
            "place",
            "begins_on",
            "ends_on",
            "quota",
            "plan_document",
        )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        released = Resolution.objects.released()
        self.fields["resolution"].queryset = released  # type: ignore[attr-defined]
        if len(released) == 1:
            self.fields["resolution"].initial = released[0].pk
        if self.instance.pk and self.instance.seats.held().exists():
            del self.fields["plan"]
        if self.instance.pk and self.instance.participations.exists():
            self.fields.pop("plan", None)
            for name in ("resolution", "kind", "run_by", "code", "begins_on", "ends_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", f"Ngày về phải từ ngày {date_short(begins)} trở đi.")
        plan = cleaned.get("plan")
        if plan and begins and begins.year != plan.year:
            self.add_error("plan", f"Kế hoạch này của năm {plan.year}, đoàn đi năm {begins.year}.")
        if plan and "resolution" in cleaned and plan.resolution != cleaned["resolution"]:
            self.add_error("plan", "Kế hoạch này theo văn bản khác.")
        return cleaned
