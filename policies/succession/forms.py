"""The rows of a succession as one table."""

from typing import Any

from django import forms

from config.names import normalise_for_search
from policies.editing.forms.fields import OwnedForm
from policies.editing.forms.rows import BLANK_ROWS, ModelRows, model_rows
from policies.models import BeneficiaryGroup, GroupSuccession, Resolution
from policies.succession.matching import same_codes


class SuccessionRow(OwnedForm):
    class Meta:
        model = GroupSuccession
        fields = ("old_group", "post", "new_group", "article", "note")
        widgets = {
            "post": forms.TextInput({"size": 20, "placeholder": "chức vụ nào cũng được"}),
            "article": forms.TextInput({"size": 14}),
            "note": forms.TextInput({"size": 24}),
        }

    def __init__(self, *args: Any, version: "Version", **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.resolution = version.resolution
        for name, groups, empty in (
            ("old_group", version.old_groups, "Mọi đối tượng"),
            ("new_group", version.new_groups, "Thôi hưởng"),
        ):
            field: Any = self.fields[name]
            field.queryset = groups
            # Listed once for all rows, not once for each.
            field.choices = [("", empty), *version.choices[name]]

    def has_changed(self) -> bool:
        """A proposed row is kept as it is unless somebody takes it away."""
        return bool(self.initial.get("old_group")) or super().has_changed()

    def clean_post(self) -> str:
        post = " ".join(self.cleaned_data["post"].split())
        if post and not normalise_for_search(post):
            raise forms.ValidationError("Chức vụ phải có chữ.")
        return post


class Version:
    """A version and the groups between which its rows lead."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.old_groups = BeneficiaryGroup.objects.filter(resolution=resolution.replaces_id)
        self.new_groups = BeneficiaryGroup.objects.filter(resolution=resolution)
        self.choices = {
            name: [(group.pk, str(group)) for group in groups.order_by("position")]
            for name, groups in (("old_group", self.old_groups), ("new_group", self.new_groups))
        }


def succession_rows(resolution: Resolution, data: Any = None) -> ModelRows:
    """The stored rows; where there are none yet, the usual ones to begin with."""
    stored = resolution.successions.order_by("position")
    proposed = [] if stored else [_told(row) for row in same_codes(resolution)]
    made: Any = model_rows(GroupSuccession, SuccessionRow, filled=len(stored))
    made.extra = len(proposed) + BLANK_ROWS
    rows: ModelRows = made(
        data,
        queryset=stored,
        initial=proposed,
        prefix="succession",
        form_kwargs={"version": Version(resolution)},
    )
    return rows


def _told(row: GroupSuccession) -> dict[str, Any]:
    return {
        "old_group": row.old_group_id,
        "new_group": row.new_group_id,
        "article": row.article,
        "note": row.note,
    }
