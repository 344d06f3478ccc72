"""What is typed on the pages of claims, payment lists and recipients."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Unit
from claims.models import BudgetEstimate, PaymentList, Recipient
from config.fields import DateField, MoneyField
from policies.models import Benefit, Payer


class ReasonForm(forms.Form):
    """Why: required wherever somebody's claim is stopped."""

    reason = forms.CharField(
        label="Lý do",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do."},
    )


def budget_years() -> list[int]:
    """Budgets one may pay from: last year's until it is settled, this and the next one's."""
    this_year = timezone.localdate().year
    return [this_year, this_year - 1, this_year + 1]


class PaymentListForm(forms.ModelForm):
    """The head of a payment list: its name, the budget it is paid from."""

    class Meta:
        model = PaymentList
        fields = ("title", "payer", "budget_year")

    budget_year = forms.TypedChoiceField(label="Năm ngân sách", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["budget_year"].choices = [(year, year) for year in budget_years()]
        fields["payer"].queryset = Payer.objects.exclude(open_to__lt=timezone.localdate())
        fields["title"].help_text = "Ví dụ: Tiền ăn điều trị nội trú, tháng 10 năm 2026"


class PaidForm(forms.Form):
    """The voucher by which payments went out, and when."""

    voucher = forms.CharField(
        label="Số chứng từ", max_length=40, error_messages={"required": "Hãy ghi số chứng từ chi."}
    )
    paid_on = DateField(label="Ngày chi", latest=timezone.localdate)

    def __init__(self, *args: Any, takes_back: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if takes_back:
            self.fields["paid_on"].label = "Ngày thu"


class PeriodForm(forms.Form):
    """A period whose book is closed."""

    begins_on = DateField(label="Từ ngày", latest=timezone.localdate)
    ends_on = DateField(label="Đến ngày", latest=timezone.localdate)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
        return data


class RecipientForm(forms.ModelForm):
    """Staff or a supplier; the account is typed as on the contract."""

    class Meta:
        model = Recipient
        fields = ("kind", "code", "name", "job_title", "bank_account", "bank_name")

    bank_account = forms.RegexField(
        label="Số tài khoản",
        regex=r"^\d{6,19}$",
        required=False,
        error_messages={"invalid": "Số tài khoản chỉ gồm chữ số, từ 6 đến 19 số."},
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.unit = unit
        self.fields["code"].help_text = "Mã nhân viên, hoặc mã số thuế của nhà cung cấp"


class EstimateForm(forms.ModelForm):
    """Dự toán of one benefit for a year, with the document that gives it."""

    class Meta:
        model = BudgetEstimate
        fields = ("benefit", "year", "amount", "document")

    amount = MoneyField(label="Dự toán (đồng)", least=0)
    year = forms.IntegerField(label="Năm ngân sách", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["benefit"]
        field.queryset = Benefit.objects.select_related("resolution")
        field.label_from_instance = lambda found: (
            f"{found.letter}) {found.title} – {found.resolution}"
        )
