"""Entering stays, check-ups, illnesses, drugs, packages and allowances."""

from typing import Any, ClassVar

from django import forms

from accounts.models import Unit, UnitKind
from beneficiaries.picking import CadreField
from checkups.models import (
    Checkup,
    CheckupRound,
    CriticalIllness,
    DrugSupply,
    Duty,
    HospitalStay,
    PurchasePackage,
    RoundState,
    StaffAllowance,
)
from checkups.models.secrecy import SECRET
from checkups.models.staff import BY_SESSION, calendar_months
from claims.entries import EventDateField, FactForm, OptionalMoneyField, RecipientField
from claims.entries.forms import MOST_COST
from claims.models import RecipientKind
from config.fields import MoneyField
from config.formatting import date_short


class HospitalField(forms.ModelChoiceField):
    """A hospital, with the level that decides some rates."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Unit.objects.of_kind(UnitKind.HOSPITAL).order_by("name"), **options
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} (tuyến {obj.get_hospital_level_display().lower()})"


class SecretAwareForm(FactForm):
    """Tells beside the field what the database refuses of whose records are a state secret."""

    SECRET_FIELD: ClassVar[str]
    SECRET_WHAT: ClassVar[str]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cadre = cleaned.get("cadre")
        if cadre and cadre.records_are_secret and cleaned.get(self.SECRET_FIELD):
            self.add_error(self.SECRET_FIELD, SECRET.format(self.SECRET_WHAT))
        return cleaned


class StayForm(SecretAwareForm):
    SECRET_FIELD = "diagnosis"
    SECRET_WHAT = "chẩn đoán"
    day_field = "admitted_on"
    last_day_field = "discharged_on"
    REFUSED_AT: ClassVar = {
        "stay_visited_while_inside": "visited_on",
        "stays_do_not_overlap": "admitted_on",
        "stay_fee_is_not_negative": "fee_cost",
    }

    cadre = CadreField(label="Cán bộ")
    facility = HospitalField(label="Nơi điều trị")
    admitted_on = EventDateField(label="Ngày vào viện")
    discharged_on = EventDateField(label="Ngày ra viện", help_text="Tính cả ngày vào và ngày ra.")
    visited_on = EventDateField(
        label="Ngày thăm hỏi", required=False, help_text="Để trống nếu không thăm hỏi."
    )
    fee_cost = OptionalMoneyField(
        label="Viện phí đề nghị hỗ trợ (đồng)", help_text="Phần người bệnh tự trả, theo hóa đơn."
    )
    diagnosis = forms.CharField(
        label="Chẩn đoán",
        required=False,
        max_length=300,
        help_text="Được mã hóa; chỉ người xử lý hồ sơ xem được.",
    )

    class Meta:
        model = HospitalStay
        fields = (
            "cadre",
            "facility",
            "admitted_on",
            "discharged_on",
            "visited_on",
            "fee_cost",
            "diagnosis",
            "evidence",
            "note",
        )


class RoundField(forms.ModelChoiceField):
    """A round that isn't over."""

    def __init__(self, **options: Any) -> None:
        open_rounds = CheckupRound.objects.exclude(state=RoundState.CLOSED)
        super().__init__(queryset=open_rounds, **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({date_short(obj.begins_on)} – {date_short(obj.ends_on)})"


class CheckupForm(FactForm):
    day_field = "examined_on"
    REFUSED_AT: ClassVar = {
        "one_checkup_a_round_and_person": "cadre",
        "checkup_cost_is_not_negative": "cost",
    }

    round = RoundField(label="Đợt khám")
    cadre = CadreField(label="Cán bộ")
    facility = HospitalField(label="Nơi khám")
    examined_on = EventDateField(label="Ngày khám")
    cost = OptionalMoneyField(
        label="Chi phí thực tế (đồng)", help_text="Để trống nếu đối tượng hưởng mức cố định."
    )

    class Meta:
        model = Checkup
        fields = ("round", "cadre", "facility", "examined_on", "cost", "evidence", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen, day = cleaned.get("round"), cleaned.get("examined_on")
        if chosen and day and not chosen.begins_on <= day <= chosen.ends_on:
            period = f"{date_short(chosen.begins_on)} – {date_short(chosen.ends_on)}"
            self.add_error("examined_on", f"Ngoài thời gian của đợt khám ({period}).")
        return cleaned


class IllnessForm(SecretAwareForm):
    SECRET_FIELD = "disease"
    SECRET_WHAT = "bệnh hiểm nghèo"
    day_field = "diagnosed_on"
    REFUSED_AT: ClassVar = {"one_grant_a_disease": "disease"}

    cadre = CadreField(label="Cán bộ")
    disease = forms.CharField(
        label="Bệnh", max_length=200, help_text="Ghi đúng tên trong danh mục bệnh hiểm nghèo."
    )
    diagnosed_on = EventDateField(label="Ngày chẩn đoán")
    facility_name = forms.CharField(label="Nơi chẩn đoán", max_length=200)

    class Meta:
        model = CriticalIllness
        fields = ("cadre", "disease", "diagnosed_on", "facility_name", "evidence", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cadre, disease = cleaned.get("cadre"), cleaned.get("disease")
        if cadre and disease:
            same = CriticalIllness.objects.standing().filter(cadre=cadre, disease__iexact=disease)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("disease", "Người này đã được ghi nhận bệnh này.")
        return cleaned


class DrugForm(SecretAwareForm):
    SECRET_FIELD = "item"
    SECRET_WHAT = "thuốc được cấp"
    day_field = "prescribed_on"
    REFUSED_AT: ClassVar = {
        "one_supply_an_invoice": "invoice_number",
        "drug_cost_is_positive": "cost",
    }

    cadre = CadreField(label="Cán bộ")
    prescribed_on = EventDateField(label="Ngày chỉ định")
    ordered_by = forms.ChoiceField(
        label="Người chỉ định", choices=[("", "Chọn"), *DrugSupply.ORDERED_BY]
    )
    item = forms.CharField(label="Thuốc, thực phẩm bảo vệ sức khỏe", max_length=300)
    invoice_number = forms.CharField(label="Số hóa đơn", max_length=40)
    cost = MoneyField(label="Chi phí thực tế (đồng)", least=1, most=MOST_COST)

    class Meta:
        model = DrugSupply
        fields = (
            "cadre",
            "prescribed_on",
            "ordered_by",
            "item",
            "invoice_number",
            "cost",
            "evidence",
            "note",
        )


class PackageForm(FactForm):
    day_field = "accepted_on"
    DERIVED = ("year",)
    REFUSED_AT: ClassVar = {
        "package_number_is_unique_in_its_year": "number",
        "package_cost_is_positive": "cost",
    }

    supplier = RecipientField(RecipientKind.SUPPLIER, label="Nhà cung cấp")
    number = forms.IntegerField(label="Gói thầu số", min_value=1, max_value=999)
    title = forms.CharField(label="Tên gói thầu", max_length=250)
    contract = forms.CharField(label="Hợp đồng", max_length=100)
    accepted_on = EventDateField(label="Ngày nghiệm thu")
    cost = MoneyField(label="Giá trị đã mua (đồng)", least=1, most=MOST_COST)

    class Meta:
        model = PurchasePackage
        fields = (
            "supplier",
            "number",
            "title",
            "contract",
            "accepted_on",
            "cost",
            "evidence",
            "note",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if accepted_on := cleaned.get("accepted_on"):
            self.instance.year = accepted_on.year
        return cleaned


class AllowanceForm(FactForm):
    day_field = "begins_on"
    last_day_field = "ends_on"
    REFUSED_AT: ClassVar = {
        "allowances_do_not_overlap": "begins_on",
    }

    recipient = RecipientField(RecipientKind.STAFF, label="Người làm nhiệm vụ")
    duty = forms.ChoiceField(label="Nhiệm vụ", choices=[("", "Chọn"), *Duty.choices])
    begins_on = EventDateField(label="Từ ngày")
    ends_on = EventDateField(label="Đến ngày")
    months = forms.IntegerField(
        label="Số tháng",
        required=False,
        min_value=0,
        max_value=12,
        help_text="Ban, hội đồng, viên chức.",
    )
    sessions = forms.IntegerField(
        label="Số buổi",
        required=False,
        min_value=0,
        max_value=400,
        help_text="Bác sĩ, nhân viên y tế đi khám.",
    )
    decision = forms.CharField(label="Quyết định phân công", max_length=200)

    class Meta:
        model = StaffAllowance
        fields = (
            "recipient",
            "duty",
            "begins_on",
            "ends_on",
            "months",
            "sessions",
            "decision",
            "evidence",
            "note",
        )

    def clean_months(self) -> int:
        return self.cleaned_data["months"] or 0

    def clean_sessions(self) -> int:
        return self.cleaned_data["sessions"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if duty := cleaned.get("duty"):
            self._clean_quantity(duty in BY_SESSION)
        begins, ends, months = (cleaned.get(name) for name in ("begins_on", "ends_on", "months"))
        if begins and ends and 0 < calendar_months(begins, ends) < (months or 0):
            self.add_error("months", "Nhiều hơn số tháng trong khoảng thời gian đã ghi.")
        return cleaned

    def _clean_quantity(self, by_session: bool) -> None:
        needed, other = ("sessions", "months") if by_session else ("months", "sessions")
        told = "số buổi" if by_session else "số tháng"
        if needed not in self.errors and not self.cleaned_data.get(needed):
            self.add_error(needed, f"Nhiệm vụ này hưởng theo {told}; hãy ghi {told}.")
        if self.cleaned_data.get(other):
            self.add_error(other, f"Nhiệm vụ này hưởng theo {told}; hãy để trống ô này.")
