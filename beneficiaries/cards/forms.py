"""Forms of the batches of cards."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from beneficiaries.cards.numbers import next_number
from beneficiaries.cards.proposing import EXPIRING_WITHIN
from beneficiaries.models import CardBatch, CardBatchKind, ReissueReason
from beneficiaries.registry.columns import AHEAD
from config.fields import DateField
from policies.models import BeneficiaryGroup, Resolution

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
FILE_ENDINGS = (".pdf", ".docx", ".doc", ".jpg", ".jpeg", ".png")
REASON_NEEDED = "Hãy chọn lý do cấp đổi."


def _soon() -> Any:
    return timezone.localdate() + AHEAD


class BatchForm(forms.Form):
    """The decision, and what it says of the cards. ``kind`` is chosen once, on the first form."""

    decision_number = forms.CharField(
        label="Số quyết định", max_length=60, help_text="Ví dụ 45/QĐ-SYT."
    )
    decision_on = DateField(label="Ngày quyết định", latest=_soon)
    takes_effect_on = DateField(label="Ngày cấp", latest=_soon)
    expires_on = DateField(label="Có giá trị đến", required=False)
    first_number = forms.CharField(
        label="Số thẻ bắt đầu",
        max_length=20,
        required=False,
        help_text="Các thẻ nhận số liền nhau từ số này. Để trống nếu tự ghi số cho từng người.",
    )
    file = forms.FileField(
        label="Tệp quyết định",
        required=False,
        help_text="PDF, Word hoặc ảnh, tối đa 10 MB. Có thể đính kèm sau.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(FILE_ENDINGS)}),
    )

    def __init__(self, *args: Any, kind: str, batch: CardBatch | None = None) -> None:
        super().__init__(*args)
        self.initial = _told_of(batch) if batch else {"first_number": next_number()}
        self.kind = kind
        if kind == CardBatchKind.RECALL:
            self.fields["takes_effect_on"].label = "Ngày thu hồi"
            del self.fields["expires_on"], self.fields["first_number"]
        if kind == CardBatchKind.REISSUE:
            self.fields["reissue_reason"] = forms.ChoiceField(
                label="Lý do cấp đổi", choices=[("", "– Chọn –"), *ReissueReason.choices]
            )
            self.order_fields(["reissue_reason"])

    def clean_file(self) -> UploadedFile | None:
        file = cast("UploadedFile | None", self.cleaned_data["file"])
        if file is None:
            return None
        if not str(file.name).lower().endswith(FILE_ENDINGS):
            raise ValidationError("Tệp quyết định phải là PDF, Word hoặc ảnh (JPG, PNG).")
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError("Tệp quyết định lớn quá 10 MB; hãy giảm cỡ rồi đính kèm lại.")
        return file

    def told(self) -> dict[str, Any]:
        """CardBatch's fields by name, without the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


def _told_of(batch: CardBatch) -> dict[str, Any]:
    names = ("decision_number", "decision_on", "takes_effect_on", "expires_on", "first_number")
    told = {name: getattr(batch, name) for name in names}
    return told | {"reissue_reason": batch.reissue_reason}


class GroupBoxes(forms.ModelMultipleChoiceField):
    """Groups of the resolutions in force, to be ticked; none ticked means all."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(BeneficiaryGroup.objects.none(), required=False, **options)

    def label_from_instance(self, group: Any) -> str:
        return f"{group} ({group.resolution.number})"


class ProposeForm(forms.Form):
    """Whom the program should look for."""

    groups = GroupBoxes(label="Đối tượng", help_text="Không chọn đối tượng nào nghĩa là tất cả.")
    days = forms.IntegerField(
        label="Thẻ hết hạn trong (ngày)", min_value=0, max_value=730, initial=EXPIRING_WITHIN
    )

    def __init__(self, *args: Any, batch: CardBatch, **options: Any) -> None:
        super().__init__(*args, **options)
        resolutions = Resolution.objects.in_force(batch.takes_effect_on)
        groups = BeneficiaryGroup.objects.filter(resolution__in=resolutions)
        groups = groups.select_related("resolution").order_by("-resolution__issued_on", "position")
        cast("GroupBoxes", self.fields["groups"]).queryset = groups
        if batch.reissue_reason != ReissueReason.EXPIRED:
            del self.fields["days"]

    def told(self) -> dict[str, Any]:
        groups = [group.pk for group in self.cleaned_data["groups"]]
        return {"groups": groups, "days": self.cleaned_data.get("days") or 0}


class AddForm(forms.Form):
    """People named by a list: typed, pasted, scanned, or in a workbook."""

    people = forms.CharField(
        label="Mỗi người một dòng",
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Số CCCD, số thẻ đang có, mã QR trên thẻ, hoặc họ tên và ngày sinh.",
    )
    file = forms.FileField(
        label="Hoặc tệp Excel (.xlsx)",
        required=False,
        help_text="Các cột: Số CCCD, hoặc Số thẻ BVSK, hoặc Họ và tên và Ngày sinh; "
        "thêm cột Số thẻ mới nếu tự ghi số.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    reason = forms.CharField(
        label="Lý do thu hồi",
        required=False,
        max_length=200,
        help_text="Để trống với người đã thôi diện: lý do lấy theo hồ sơ của người đó.",
    )

    def __init__(self, *args: Any, batch: CardBatch, **options: Any) -> None:
        super().__init__(*args, **options)
        if batch.kind != CardBatchKind.RECALL:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("people") and not cleaned.get("file") and not self.errors:
            raise ValidationError("Hãy gõ ít nhất một dòng hoặc chọn tệp Excel.")
        return cleaned
