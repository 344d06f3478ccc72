"""What is typed about a trip that is being run."""

from typing import Any

from django import forms

from accounts.models import Unit, UnitKind, User
from beneficiaries.models.cadre import Sex
from beneficiaries.picking import CadreField
from config.fields import DateField, MoneyField
from convalescence.models import (
    Companion,
    CompanionRole,
    GiveUpReason,
    LeaveReason,
    Seat,
    Trip,
)
from convalescence.trips.workflow import NEEDS_REASON, Action

MOST_DAY_PRICE = 50_000_000
MOST_PACKAGE_PRICE = 500_000_000


class StepForm(forms.Form):
    """A step of a trip; steps back need their reason."""

    reason = forms.CharField(
        label="Lý do", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        if action in NEEDS_REASON:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ContractForm(forms.ModelForm):
    """Where, for how much, in which vehicles and rooms."""

    facility = forms.ModelChoiceField(
        label="Cơ sở điều dưỡng",
        queryset=Unit.objects.filter(kind=UnitKind.CONVALESCENCE_CENTRE),
        required=False,
        help_text="Cơ sở có tài khoản thì tự điểm danh cho đoàn của mình.",
    )
    contract_number = forms.CharField(label="Số hợp đồng", max_length=60, required=False)
    contract_date = DateField(label="Ngày ký hợp đồng", required=False)
    day_price = MoneyField(
        label="Giá một người một ngày (đồng)",
        most=MOST_DAY_PRICE,
        required=False,
        help_text="Theo hợp đồng; để đối chiếu với bảng kê của cơ sở.",
    )
    package_price = MoneyField(
        label="Giá trọn gói một người (đồng)",
        most=MOST_PACKAGE_PRICE,
        required=False,
        help_text="Nếu hợp đồng không tính theo ngày; khi đó bỏ trống giá một ngày.",
    )
    vehicles = forms.CharField(
        label="Xe",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi xe một dòng: biển số, số chỗ, lái xe.",
    )
    room_size = forms.IntegerField(label="Số người một phòng", min_value=1, max_value=10)

    class Meta:
        model = Trip
        fields = (
            "facility",
            "contract_number",
            "contract_date",
            "day_price",
            "package_price",
            "vehicles",
            "room_size",
        )


class PaperForm(forms.Form):
    """A file to be kept with the trip."""

    title = forms.CharField(label="Tên giấy tờ", max_length=150, help_text="Ví dụ: Hợp đồng.")
    file = forms.FileField(label="Tệp", help_text="PDF, ảnh, Word hoặc Excel, nhiều nhất 20 MB.")


class SeatForm(forms.Form):
    """Somebody to go."""

    cadre = CadreField(label="Thêm người vào đoàn")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cadre"].user = user  # type: ignore[attr-defined]


class GiveUpForm(forms.Form):
    """Why somebody does not go after all."""

    reason = forms.ChoiceField(
        label="Lý do rút tên",
        choices=[choice for choice in GiveUpReason.choices if choice[0] != GiveUpReason.CANCELLED],
    )
    note = forms.CharField(label="Ghi rõ", max_length=300, required=False)


class SubstituteForm(GiveUpForm):
    """Who goes in whose place, and why."""

    cadre = CadreField(label="Người đi thay")
    decision = forms.CharField(
        label="Quyết định riêng",
        max_length=300,
        required=False,
        help_text="Số, ngày quyết định, nếu người đi thay không ở danh sách chờ của kế hoạch.",
    )

    def __init__(self, *args: Any, user: User, is_planned: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["cadre"])
        if not is_planned:
            del self.fields["decision"]
        self.fields["cadre"].user = user  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """An early return; the day is the last one there."""

    on = DateField(label="Ngày về", help_text="Ngày cuối cùng có mặt; ngày này vẫn được tính.")
    reason = forms.ChoiceField(label="Lý do về sớm", choices=LeaveReason.choices)
    note = forms.CharField(label="Ghi rõ", max_length=300, required=False)


class SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.cadre)


class CompanionForm(forms.ModelForm):
    """Somebody who goes along; nothing is owed for them."""

    role = forms.ChoiceField(label="Đi với tư cách", choices=CompanionRole.choices)
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices)
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)
    beside = SeatChoice(label="Đi cùng cán bộ", queryset=Seat.objects.none(), required=False)

    class Meta:
        model = Companion
        fields = ("role", "full_name", "sex", "phone", "beside")

    def __init__(self, *args: Any, trip: Trip, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.trip = trip
        seats = trip.seats.held().select_related("cadre").order_by("cadre__sort_name")
        self.fields["beside"].queryset = seats  # type: ignore[attr-defined]
