"""Forms of the registry: a person, a membership, a card."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Unit, UnitKind, User
from beneficiaries.identity import (
    CitizenCard,
    citizen_id_fault,
    compact,
    insurance_number_fault,
    parse_citizen_qr,
)
from beneficiaries.models import Cadre, ReissueReason
from beneficiaries.registry.columns import AHEAD, BANK_ACCOUNT, YOUNGEST, years_before
from beneficiaries.secrecy import stored_of
from config.fields import DateField
from config.workbooks.cells import fold
from policies.models import BeneficiaryGroup, Resolution

SCAN_HINT = (
    "Đặt con trỏ vào ô này rồi quét mã QR trên thẻ căn cước: họ tên, ngày sinh, giới tính, "
    "số CCCD được điền."
)


def _youngest_birth() -> Any:
    return years_before(timezone.localdate(), YOUNGEST)


def _soon() -> Any:
    return timezone.localdate() + AHEAD


def sentence(fault: str) -> str:
    """A reason as a sentence of its own."""
    return f"{fault[0].upper()}{fault[1:]}."


class CitizenQrForm(forms.Form):
    """The text behind the QR of a citizen card, scanned or pasted."""

    citizen_qr = forms.CharField(
        label="Mã QR thẻ căn cước", required=False, max_length=500, help_text=SCAN_HINT
    )

    def clean_citizen_qr(self) -> CitizenCard | None:
        text = self.cleaned_data["citizen_qr"]
        if not text:
            return None
        if card := parse_citizen_qr(text):
            return card
        raise ValidationError(
            "Nội dung này không phải mã QR của thẻ căn cước. Hãy quét lại, hoặc gõ từng ô."
        )


class CadreForm(forms.ModelForm):
    """What is known of a person."""

    citizen_id = forms.CharField(
        label="Số CCCD", required=False, help_text="12 chữ số.", max_length=20
    )
    birth_date = DateField(label="Ngày sinh", latest=_youngest_birth)
    insurance_number = forms.CharField(
        label="Số thẻ BHYT", required=False, max_length=30, help_text="10, 12 hoặc 15 ký tự."
    )
    managing_unit = forms.ModelChoiceField(
        Unit.objects.order_by("name"), label="Cơ quan quản lý", empty_label="– Chọn –"
    )
    commune = forms.ModelChoiceField(
        Unit.objects.of_kind(UnitKind.COMMUNE).order_by("name"),
        label="Xã, phường cư trú",
        required=False,
        empty_label="– Chọn –",
    )
    care_facility = forms.ModelChoiceField(
        Unit.objects.of_kind(UnitKind.HOSPITAL).order_by("name"),
        label="Cơ sở quản lý sức khỏe",
        required=False,
        empty_label="– Chọn –",
    )
    retired_on = DateField(
        label="Nghỉ hưu từ ngày",
        required=False,
        latest=_soon,
        help_text="Để trống nếu đang công tác.",
    )
    party_badge_years = forms.IntegerField(
        label="Huy hiệu Đảng (năm)", required=False, min_value=30, max_value=100
    )
    bank_account = forms.RegexField(
        BANK_ACCOUNT,
        label="Số tài khoản",
        required=False,
        max_length=20,
        error_messages={"invalid": "Số tài khoản gồm từ 6 đến 20 chữ số."},
    )

    class Meta:
        model = Cadre
        fields = (
            "full_name",
            "birth_date",
            "sex",
            "citizen_id",
            "insurance_number",
            "post",
            "managing_unit",
            "commune",
            "care_facility",
            "retired_on",
            "party_badge_years",
            "bank_account",
            "bank_name",
            "records_are_secret",
        )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.erased = ""
        if not user.unit.sees_all:
            del self.fields["records_are_secret"]
        elif self.data.get("records_are_secret") and not self.instance.records_are_secret:
            self._ask_about_erasing()

    def _ask_about_erasing(self) -> None:
        """Marking somebody erases what is stored of their health: asked before it is done."""
        self.erased = stored_of(self.instance).words if self.instance.pk else ""
        if self.erased:
            self.fields["erase_health"] = forms.BooleanField(
                label=f"Đồng ý xóa hẳn {self.erased} đang lưu của người này", required=False
            )

    def clean_citizen_id(self) -> str:
        number = compact(self.cleaned_data["citizen_id"])
        if not number:
            return ""
        sex, born = self.cleaned_data.get("sex"), self.cleaned_data.get("birth_date")
        if fault := citizen_id_fault(number, sex=sex, birth_date=born):
            raise ValidationError(sentence(fault))
        others = Cadre.objects.with_citizen_id(number).exclude(pk=self.instance.pk)
        if other := others.visible_to(self.user).first():
            raise ValidationError(f"Số CCCD này đã thuộc {other} trong danh sách.")
        if others.exists():
            raise ValidationError("Không nhập được người mang số CCCD này; hãy liên hệ Sở Y tế.")
        return number

    def clean_insurance_number(self) -> str:
        number = compact(self.cleaned_data["insurance_number"])
        if number and (fault := insurance_number_fault(number)):
            raise ValidationError(f"Số thẻ BHYT {fault}.")
        return number


def filled_from_card(card: CitizenCard, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, with what the citizen card says put over it."""
    filled = typed | {
        "full_name": card.full_name,
        "birth_date": f"{card.birth_date:%d/%m/%Y}",
        "sex": card.sex,
        "citizen_id": card.citizen_id,
    }
    if not filled.get("commune"):
        filled["commune"] = _commune_in(card.address)
    return filled


def _commune_in(address: str) -> str:
    """Key of the commune that the address names, when it names exactly one."""
    told = fold(address)
    communes = Unit.objects.of_kind(UnitKind.COMMUNE).values_list("pk", "name")
    named = [key for key, name in communes if fold(name) in told]
    return str(named[0]) if len(named) == 1 else ""


def _groups_in_force() -> QuerySet[BeneficiaryGroup]:
    resolutions = Resolution.objects.in_force(timezone.localdate())
    groups = BeneficiaryGroup.objects.filter(resolution__in=resolutions)
    return groups.select_related("resolution").order_by("-resolution__issued_on", "position")


class GroupChoice(forms.ModelChoiceField):
    """Groups of the resolutions in force, each with the number of its resolution."""

    def __init__(self, **options: Any) -> None:
        super().__init__(BeneficiaryGroup.objects.none(), empty_label="Chọn đối tượng", **options)

    def label_from_instance(self, group: Any) -> str:
        return f"{group} ({group.resolution.number})"


class MembershipForm(forms.Form):
    group = GroupChoice(label="Đối tượng")
    since = DateField(label="Từ ngày", latest=_soon)
    until = DateField(
        label="Đến ngày", required=False, latest=None, help_text="Để trống nếu chưa có hạn."
    )
    decision = forms.CharField(
        label="Quyết định", max_length=200, help_text="Số, ngày, cơ quan ban hành."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("GroupChoice", self.fields["group"]).queryset = _groups_in_force()


class MembershipEndForm(forms.Form):
    until = DateField(label="Ngày cuối cùng", help_text="Ngày này vẫn còn thuộc đối tượng.")


class CardForm(forms.Form):
    number = forms.CharField(label="Số thẻ", max_length=20)
    group = GroupChoice(label="Đối tượng ghi trên thẻ")
    issued_on = DateField(label="Ngày cấp", latest=timezone.localdate)
    expires_on = DateField(label="Có giá trị đến", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("GroupChoice", self.fields["group"]).queryset = _groups_in_force()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        issued_on, expires_on = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued_on and expires_on and expires_on < issued_on:
            self.add_error("expires_on", "Hạn dùng phải từ ngày cấp trở đi.")
        return cleaned


class CardReissueForm(CardForm):
    reissue_reason = forms.ChoiceField(
        label="Lý do cấp đổi", choices=[("", "– Chọn –"), *ReissueReason.choices]
    )


class CardRecallForm(forms.Form):
    on = DateField(label="Ngày thu hồi", latest=timezone.localdate)
    reason = forms.CharField(label="Lý do thu hồi", max_length=200)


class CadreEndForm(forms.Form):
    on = DateField(label="Thôi diện từ ngày", latest=timezone.localdate)
    reason = forms.CharField(
        label="Lý do", max_length=200, help_text="Ví dụ: từ trần, chuyển tỉnh, thôi chức vụ."
    )
