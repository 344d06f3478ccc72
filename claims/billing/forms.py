"""What is typed about a bill."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre
from beneficiaries.picking import CadreField
from beneficiaries.views.batches import UploadForm
from claims.billing.occasions import occasions
from claims.models import BillLine, BillState
from config.fields import DateField, MoneyField
from config.formatting import date_short


class BillForm(UploadForm):
    """The bill and its head."""

    facility: Any = forms.ModelChoiceField(
        label="Cơ sở đề nghị",
        queryset=None,
        error_messages={"required": "Hãy chọn cơ sở đề nghị thanh toán."},
    )
    number = forms.CharField(
        label="Số bảng kê hoặc hóa đơn",
        max_length=60,
        error_messages={"required": "Hãy ghi số bảng kê hoặc hóa đơn."},
    )
    dated_on = DateField(
        label="Ngày bảng kê",
        latest=timezone.localdate,
        error_messages={"required": "Hãy ghi ngày bảng kê."},
    )
    printed_total = MoneyField(
        label="Tổng tiền in trên bảng kê (đồng)",
        required=False,
        help_text="Để trống thì lấy ở dòng “Tổng cộng” của tệp, nếu có.",
    )

    field_order = ("facility", "number", "dated_on", "printed_total", "file")

    def __init__(self, *args: Any, facilities: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        own = facilities if user.unit.sees_all else facilities.filter(pk=user.unit_id)
        field: Any = self.fields["facility"]
        field.queryset = own
        if own.count() == 1:
            field.initial = own.first()
        self.fields["file"].help_text = (
            "Tối đa 20 MB. Tệp của cơ sở để nguyên; cần có cột họ tên và số tiền, nên có ngày "
            "sinh, số CCCD, thẻ BHYT hoặc thẻ bảo vệ sức khỏe, ngày khám."
        )


class BillFilterForm(forms.Form):
    """Which bills are shown."""

    kind = forms.ChoiceField(label="Loại đợt", required=False)
    state = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), *BillState.choices]
    )
    occasion = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(each.kind, each.title) for each in occasions()]
        field: Any = self.fields["kind"]
        field.choices = [("", "Tất cả"), *kinds]


class ChooseForm(forms.Form):
    """Whom a line is about: one of the likely people, or anybody else."""

    likely = forms.TypedChoiceField(
        label="Có thể là", required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    other = CadreField(label="Hoặc người khác", required=False)

    def __init__(self, *args: Any, line: BillLine, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        people = Cadre.objects.visible_to(user).filter(pk__in=line.candidates)
        self.people = {cadre.pk: cadre for cadre in people.select_related("managing_unit")}
        likely: Any = self.fields["likely"]
        likely.choices = [(pk, _told(cadre)) for pk, cadre in self.people.items()]
        if not self.people:
            del self.fields["likely"]
        other: Any = self.fields["other"]
        other.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        likely, other = cleaned.get("likely"), cleaned.get("other")
        if self.errors:
            return cleaned
        if bool(likely) == bool(other):
            raise forms.ValidationError("Hãy chọn một người trong danh sách hoặc gõ một người.")
        cleaned["cadre"] = other or self.people[likely]  # type: ignore[index]
        return cleaned


def _told(cadre: Cadre) -> str:
    papers = f", CCCD {cadre.masked_citizen_id}" if cadre.citizen_id else ""
    return f"{cadre.full_name}, sinh {date_short(cadre.birth_date)}, {cadre.managing_unit}{papers}"


class OpenForm(forms.Form):
    """How the claims are opened."""

    submit = forms.BooleanField(
        label="Trình thẩm định ngay sau khi lập", required=False, initial=True
    )


class BillReasonForm(forms.Form):
    """Why a bill is sent back or put away."""

    reason = forms.CharField(
        label="Lý do", max_length=300, error_messages={"required": "Hãy ghi lý do."}
    )
