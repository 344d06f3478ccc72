"""The groups of a version as one table."""

import re
from typing import Any

from django import forms

from policies.editing.codes import code_of
from policies.editing.forms.fields import OwnedForm
from policies.editing.forms.rows import ModelRows, model_rows
from policies.models import BeneficiaryGroup, Resolution
from policies.packing.values import CODE

NUMBERED = re.compile(r"(?:đối tượng|nhóm|diện)\s+(\w{1,4})", re.IGNORECASE)
LONGEST_CODE = 20


class GroupRow(OwnedForm):
    class Meta:
        model = BeneficiaryGroup
        fields = ("name", "description", "article", "counted", "code")
        labels = {"name": "Tên đối tượng", "counted": "Tính vào tổng"}
        widgets = {
            "name": forms.TextInput({"size": 22}),
            "description": forms.Textarea({"rows": 2}),
            "article": forms.TextInput({"size": 16}),
            "code": forms.TextInput({"size": 6, "placeholder": "tự đặt"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False

    def validate_constraints(self) -> None:
        """Codes are unique in the table as typed: two groups may swap theirs."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code and not CODE.fullmatch(code):
            raise forms.ValidationError("Mã chỉ gồm chữ thường không dấu, số và gạch nối.")
        return code or self._proposed()

    def _proposed(self) -> str:
        """Đối tượng 4 is 4; other names are written plainly."""
        name = self.cleaned_data.get("name") or ""
        numbered = NUMBERED.fullmatch(name.strip())
        return code_of(numbered[1] if numbered else name, longest=LONGEST_CODE) if name else ""


def group_rows(resolution: Resolution, data: Any = None) -> ModelRows:
    present = resolution.groups.order_by("position")
    made = model_rows(BeneficiaryGroup, GroupRow, filled=len(present))
    rows = made(data, queryset=present, prefix="groups")
    for form in rows.forms:
        form.instance.resolution = resolution
    return rows
