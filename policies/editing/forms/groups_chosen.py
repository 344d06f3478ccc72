"""For whom something is said: everybody, or some of the groups."""

from collections.abc import Sequence
from typing import Any

from django import forms

from policies.models import BeneficiaryGroup

EVERYBODY = "all"


class GroupsField(forms.MultipleChoiceField):
    """Answers with groups; ``[None]`` is everybody, whatever the group."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Cho đối tượng",
            widget=forms.CheckboxSelectMultiple,
            help_text="Mức riêng của một đối tượng đi trước mức cho mọi đối tượng.",
            error_messages={"required": "Hãy chọn mọi đối tượng, hoặc ít nhất một đối tượng."},
            **options,
        )
        self.groups: dict[str, BeneficiaryGroup | None] = {EVERYBODY: None}

    def offer(self, groups: Sequence[BeneficiaryGroup]) -> None:
        self.groups |= {str(group.pk): group for group in groups}
        self.choices = [
            (EVERYBODY, "Mọi đối tượng"),
            *((str(group.pk), group.name) for group in groups),
        ]

    def clean(self, value: Any) -> list[BeneficiaryGroup | None]:
        chosen = super().clean(value)
        if EVERYBODY in chosen and len(chosen) > 1:
            raise forms.ValidationError("Đã chọn mọi đối tượng thì không chọn thêm từng đối tượng.")
        return [self.groups[key] for key in chosen]


def keys_of(rows: Sequence[Any]) -> list[str]:
    """The boxes ticked for a family of rows."""
    return [str(row.group_id) if row.group_id else EVERYBODY for row in rows]
