"""What is typed on the pages of a round."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.models import Unit, UnitKind, User
from beneficiaries.picking import CadreField
from checkups.models import CheckupRound, RemovalReason, RoundKind
from checkups.rounds.naming import MOST_NAMED, people_named, rows_of_workbook
from checkups.rounds.planning import LARGEST_FILE, Plan, type_of_file
from config.fields import DateField, MoneyField
from config.workbooks.archive import WorkbookRefused
from policies.models import BeneficiaryGroup, Rate, Resolution


def programmes(resolution: Resolution) -> list[tuple[str, str]]:
    """Events whose check-ups a resolution pays for: code and name, as its rates name them."""
    rates = Rate.objects.filter(benefit__resolution=resolution, benefit__code=RoundKind.EVENT)
    named = {
        (code, condition.get("name", code))
        for conditions in rates.values_list("conditions", flat=True)
        for condition in conditions
        if condition["trait"] == "variant"
        for code in condition.get("values", ())
    }
    return sorted(named, key=lambda pair: pair[1])


OF_AN_EVENT = {
    "plan_number": "Khám sự kiện phải có số văn bản của chương trình.",
    "plan_date": "Khám sự kiện phải có ngày văn bản của chương trình.",
    "estimate": "Khám sự kiện có dự toán riêng; hãy ghi số tiền.",
}


class GroupsField(forms.ModelMultipleChoiceField):
    """Groups of one resolution, or of several with its name beside."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.resolution.number})" if self.of_several else obj.name

    of_several = False


class RoundForm(forms.ModelForm):
    """A planned round. Its code is what the report splits by; an event's comes from the law."""

    resolution = forms.ModelChoiceField(label="Văn bản", queryset=Resolution.objects.none())
    kind = forms.ChoiceField(label="Loại", choices=RoundKind.choices)
    programme = forms.ChoiceField(
        label="Sự kiện", required=False, help_text="Chỉ chọn khi khám phục vụ sự kiện."
    )
    number = forms.IntegerField(
        label="Đợt thứ mấy trong năm",
        required=False,
        min_value=1,
        max_value=12,
        help_text="Chỉ ghi khi khám định kỳ.",
    )
    title = forms.CharField(label="Tên đợt", max_length=150)
    begins_on = DateField(label="Từ ngày")
    ends_on = DateField(label="Đến ngày")
    confirm_by = DateField(
        label="Hạn đơn vị xác nhận",
        required=False,
        help_text="Ngày cuối để xã, phường và cơ quan quản lý xác nhận danh sách của mình.",
    )
    plan_number = forms.CharField(
        label="Số kế hoạch", max_length=60, required=False, help_text="Ví dụ: 68/KH-SYT"
    )
    plan_date = DateField(label="Ngày kế hoạch", required=False)
    plan_document = forms.CharField(label="Trích yếu kế hoạch", max_length=200, required=False)
    estimate = MoneyField(label="Dự toán (đồng)", required=False)
    groups = GroupsField(
        label="Đối tượng được khám",
        queryset=BeneficiaryGroup.objects.none(),
        required=False,
        help_text="Chỉ các đối tượng mà văn bản có mức hỗ trợ khám định kỳ.",
    )
    facilities = forms.ModelMultipleChoiceField(
        label="Cơ sở khám",
        queryset=Unit.objects.of_kind(UnitKind.HOSPITAL).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    daily_capacity = forms.IntegerField(
        label="Số người mỗi cơ sở khám được trong một ngày",
        required=False,
        min_value=1,
        max_value=2_000,
        help_text="Từng cơ sở có thể sửa riêng ở trang lịch hẹn.",
    )
    plan_file = forms.FileField(
        label="Tệp kế hoạch",
        required=False,
        help_text="PDF, Word (.docx) hoặc ảnh chụp, tối đa 10 MB. Chọn tệp khác là thay tệp cũ.",
    )

    class Meta:
        model = CheckupRound
        fields = (
            "resolution",
            "kind",
            "title",
            "begins_on",
            "ends_on",
            "confirm_by",
            "plan_number",
            "plan_date",
            "plan_document",
            "estimate",
        )

    field_order = (
        "resolution",
        "kind",
        "programme",
        "number",
        "title",
        "begins_on",
        "ends_on",
        "confirm_by",
        "plan_number",
        "plan_date",
        "plan_document",
        "plan_file",
        "estimate",
        "groups",
        "facilities",
        "daily_capacity",
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        released = Resolution.objects.released()
        fields: dict[str, Any] = self.fields
        fields["resolution"].queryset = released
        offered = {pair for resolution in released for pair in programmes(resolution)}
        choices = [("", "Không phải khám sự kiện"), *sorted(offered, key=lambda pair: pair[1])]
        fields["programme"].choices = choices
        if len(released) == 1:
            fields["resolution"].initial = released[0].pk
        fields["groups"].queryset = self._groups(released)
        fields["groups"].of_several = not self.instance.pk and len(released) > 1
        if self.instance.pk:
            self._already_planned()

    def _already_planned(self) -> None:
        for name in ("resolution", "kind", "programme", "number"):
            del self.fields[name]
        self.initial["groups"] = list(self.instance.groups.values_list("pk", flat=True))
        places = self.instance.places.values_list("facility", flat=True)
        self.initial["facilities"] = list(places)
        if self.instance.kind == RoundKind.EVENT:
            del self.fields["groups"]
        if self.instance.has_fixed_estimate:
            del self.fields["estimate"]

    def _groups(self, released: Any) -> Any:
        """Groups for whose periodic check-up some rate pays, or that were chosen already."""
        resolutions = [self.instance.resolution_id] if self.instance.pk else released
        rates = Rate.objects.filter(benefit__code=RoundKind.PERIODIC)
        paid = BeneficiaryGroup.objects.filter(resolution__in=resolutions)
        if not rates.filter(benefit__resolution__in=resolutions, group=None).exists():
            paid = paid.filter(pk__in=rates.values("group"))
        return paid.select_related("resolution").order_by("resolution", "position")

    @property
    def plan(self) -> Plan:
        """What was typed beyond the round's own columns."""
        return Plan(
            groups=self.cleaned_data.get("groups") or (),
            facilities=self.cleaned_data["facilities"],
            daily_capacity=self.cleaned_data["daily_capacity"],
            file=self.cleaned_data["plan_file"],
        )

    def clean_plan_file(self) -> UploadedFile | None:
        file = self.cleaned_data["plan_file"]
        if not file:
            return None
        if file.size > LARGEST_FILE:
            raise ValidationError("Tệp lớn hơn 10 MB; hãy chọn bản nhỏ hơn.")
        first = file.read(16)
        file.seek(0)
        if not type_of_file(file.name, first):
            raise ValidationError("Chỉ nhận tệp PDF, Word (.docx) hoặc ảnh JPG, PNG.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        if ends and (confirm_by := cleaned.get("confirm_by")) and confirm_by > ends:
            self.add_error("confirm_by", "Hạn xác nhận phải trước khi đợt khám kết thúc.")
        if begins and not self.instance.pk:
            self.instance.year = begins.year
            self._choose_code(cleaned)
        elif begins and begins.year != self.instance.year:
            self.add_error("begins_on", f"Đợt khám này thuộc năm {self.instance.year}.")
        self._refuse_foreign_groups(cleaned)
        if cleaned.get("kind", self.instance.kind) == RoundKind.EVENT:
            self._need_a_programme_of_its_own(cleaned)
        return cleaned

    def _need_a_programme_of_its_own(self, cleaned: dict[str, Any]) -> None:
        """An event is paid from money of its own, which a document of its own gives."""
        for name, words in OF_AN_EVENT.items():
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, words)

    def _refuse_foreign_groups(self, cleaned: dict[str, Any]) -> None:
        resolution = cleaned.get("resolution")
        groups = cleaned.get("groups") or ()
        if resolution and any(group.resolution_id != resolution.pk for group in groups):
            self.add_error("groups", f"Hãy chỉ chọn đối tượng của {resolution}.")

    def _choose_code(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("kind") == RoundKind.EVENT:
            self.instance.code = cleaned.get("programme") or ""
            if not self.instance.code:
                self.add_error("programme", "Hãy chọn sự kiện mà văn bản có mức hỗ trợ.")
        else:
            number = cleaned.get("number")
            self.instance.code = f"round_{number}" if number else ""
            if not number and "number" not in self.errors:
                self.add_error("number", "Hãy ghi đây là đợt khám thứ mấy trong năm.")


class RemovalForm(forms.Form):
    """Why people are taken off the list."""

    reason = forms.ChoiceField(
        label="Lý do đưa ra", choices=[("", "Chọn lý do"), *RemovalReason.choices], required=False
    )
    note = forms.CharField(label="Ghi rõ (nếu là lý do khác)", max_length=200, required=False)


class AddPeopleForm(forms.Form):
    """People missing from the list: one found while typing, or many pasted from a sheet."""

    cadre = CadreField(label="Thêm một người", required=False)
    lines = forms.CharField(
        label="hoặc dán danh sách, mỗi dòng một người",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Mỗi dòng có số CCCD hoặc số thẻ BHYT; hoặc họ tên và ngày sinh. Có thể dán "
        "nguyên các cột từ Excel.",
    )
    file = forms.FileField(
        label="hoặc chọn tệp Excel",
        required=False,
        help_text="Tệp .xlsx có các cột như khi dán; dòng tiêu đề được bỏ qua.",
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.fields["cadre"].user = user  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        lines = [*cleaned["lines"].splitlines(), *self._rows(cleaned["file"])]
        if len(lines) > MOST_NAMED:
            raise ValidationError(f"Mỗi lần tối đa {MOST_NAMED} người; hãy chia nhỏ danh sách.")
        people, faults = people_named(self.user, lines)
        if cadre := cleaned["cadre"]:
            people.append(cadre)
        if faults:
            raise ValidationError(faults)
        if not people:
            raise ValidationError("Hãy ghi ít nhất một người.")
        cleaned["people"] = people
        return cleaned

    @staticmethod
    def _rows(file: UploadedFile | None) -> list[str]:
        """The rows of the first sheet, cells parted as when they are pasted."""
        if not file:
            return []
        try:
            return rows_of_workbook(file.read())
        except WorkbookRefused as refused:
            raise ValidationError(str(refused)) from refused
