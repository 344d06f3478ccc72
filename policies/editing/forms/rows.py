"""Tables whose rows are all typed at once: add, change, put in order, take away."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME

BLANK_ROWS = 2
BLANK_ROWS_AT_FIRST = 5
MOST_ROWS = 500
WORDS = {
    "too_many_forms": "Bảng có quá nhiều dòng; tối đa 500 dòng.",
    "missing_management_form": "Trang gửi lên thiếu phần điều khiển của bảng; hãy tải lại trang.",
}


class PlaceField(forms.IntegerField):
    """Where a row stands. A blank row that was only moved is still blank."""

    widget = forms.TextInput

    def __init__(self, initial: int | None) -> None:
        widget = forms.TextInput({"size": 3, "inputmode": "numeric"})
        super().__init__(label="Thứ tự", required=False, initial=initial, widget=widget)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class _Rows(forms.BaseFormSet):
    """Labels for the cells, and words of ours where Django has only its own."""

    default_error_messages = {**forms.BaseFormSet.default_error_messages, **WORDS}
    deletion_widget = forms.CheckboxInput
    link = False  # whether each row has a page of its own

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if ORDERING_FIELD_NAME in form.fields:
            initial = form.fields[ORDERING_FIELD_NAME].initial
            form.fields[ORDERING_FIELD_NAME] = PlaceField(initial)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = "Xóa"
        row = "mới" if index is None else str(index + 1)
        for field in form.fields.values():
            if not field.widget.is_hidden and field.label:
                field.widget.attrs.setdefault("aria-label", f"{field.label}, dòng {row}")

    @property
    def heads(self) -> list[forms.BoundField]:
        """One cell of each column, for the head of the table."""
        own = (ORDERING_FIELD_NAME, DELETION_FIELD_NAME)
        return [cell for cell in self.empty_form.visible_fields() if cell.name not in own]


class PlainRows(_Rows):
    """Rows kept as plain data within another row."""

    @property
    def told(self) -> list[dict[str, Any]]:
        """What the rows say, in their order; blank rows and those taken away say nothing."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name not in _OWN}
            for form in self.said
        ]

    @property
    def said(self) -> list[Any]:
        """The filled rows that stay, in their order."""
        if self.can_order:
            return list(self.ordered_forms)
        gone = self.deleted_forms
        return [form for form in self.forms if form.cleaned_data and form not in gone]


_OWN = (ORDERING_FIELD_NAME, DELETION_FIELD_NAME)


class ModelRows(_Rows, forms.BaseModelFormSet):
    """Rows of a table of the database, in the order in which they shall stand."""

    default_error_messages = {**forms.BaseModelFormSet.default_error_messages, **WORDS}

    @property
    def kept(self) -> list[Any]:
        return [form.instance for form in self.ordered_forms]

    @property
    def removed(self) -> list[Any]:
        return [form.instance for form in self.deleted_forms if form.instance.pk]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        key = form.fields[form._meta.model._meta.pk.name]
        key.error_messages["invalid_choice"] = "Dòng này vừa bị người khác xóa."

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        return "Có hai dòng trùng mã."

    def get_form_error(self) -> str:
        return "Trùng với một dòng ở trên."


def model_rows(
    model: type[models.Model],
    form: type[forms.ModelForm],
    formset: type[ModelRows] = ModelRows,
    *,
    filled: int,
    ordered: bool = True,
) -> type[ModelRows]:
    made: type[Any] = forms.modelformset_factory(
        model,
        form=form,
        formset=formset,
        extra=BLANK_ROWS if filled else BLANK_ROWS_AT_FIRST,
        can_delete=True,
        can_order=ordered,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS * 2,
    )
    return made


def plain_rows(
    form: type[forms.Form], *, extra: int = BLANK_ROWS, ordered: bool = True
) -> type[PlainRows]:
    made: type[Any] = forms.formset_factory(
        form,
        formset=PlainRows,
        extra=extra,
        can_delete=True,
        can_order=ordered,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS * 2,
    )
    return made
