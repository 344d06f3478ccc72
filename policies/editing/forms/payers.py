"""Who pays, as one table: budgets and funds, until when, and who follows."""

from collections.abc import Sequence
from typing import Any

from django import forms

from config.fields import DateField
from policies.editing.codes import code_of
from policies.editing.forms.rows import ModelRows, model_rows
from policies.models import Payer


class PayerRow(forms.ModelForm):
    open_from = DateField(label="Chi từ ngày", required=False)
    open_to = DateField(label="Đến hết ngày", required=False)

    class Meta:
        model = Payer
        fields = ("name", "open_from", "open_to", "successor")
        labels = {"name": "Nguồn kinh phí", "successor": "Nguồn kế tiếp"}
        widgets = {"name": forms.TextInput({"size": 30})}

    def __init__(self, *args: Any, offered: Sequence[Payer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", "Không có"), *((payer.pk, payer.name) for payer in offered)]
        self.fields["successor"].choices = names  # type: ignore[attr-defined]
        for name in ("open_from", "open_to"):
            self.fields[name].widget.attrs["size"] = 10

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("successor") and not cleaned.get("open_to"):
            self.add_error("open_to", "Nguồn có nguồn kế tiếp phải ghi ngày cuối còn chi.")
        return cleaned


class PayerRows(ModelRows):
    def clean(self) -> None:
        """A new payer gets its code from its name."""
        super().clean()
        taken = set(Payer.objects.values_list("code", flat=True))
        for form in self.extra_forms:
            if name := form.cleaned_data.get("name"):
                form.instance.code = code_of(name, taken, longest=40)
                taken.add(form.instance.code)


def payer_rows(data: Any = None) -> ModelRows:
    present = Payer.objects.order_by("name")
    made = model_rows(Payer, PayerRow, PayerRows, filled=len(present), ordered=False)
    offered = {"offered": list(present)}
    return made(data, queryset=present, prefix="payers", form_kwargs=offered)
