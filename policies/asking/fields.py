"""A need as a form field: how it is typed, how it is read, how an answer looks in the box."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from config.fields import DateField, MoneyField
from config.workbooks.cells import fold
from policies.rules.facts import Kind, Need
from policies.rules.types import WHOLE
from policies.rules.words import share_words

MOST_COUNTED = 1_000_000
LONGEST_TEXT = 200
NOT_IN_A_NAME = re.compile(r"[^a-z0-9_-]")
NOT_TOLD = "Chưa ghi"


class ShareField(forms.CharField):
    """A percentage as it is spoken (``50``, ``4,5 %``), in ten-thousandths."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,3})(?:,(\d{1,2}))?\s*%?", text.strip())
        share = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else WHOLE + 1
        if share > WHOLE:
            raise forms.ValidationError(
                "Tỷ lệ từ 0 đến 100, phần lẻ sau dấu phẩy không quá hai chữ số, ví dụ 4,5."
            )
        return share


class ListedInput(forms.TextInput):
    """A box that offers what the law lists while one types; other words are words, too."""

    template_name = "policies/listed_input.html"

    def __init__(self, offered: Iterable[str]) -> None:
        super().__init__({"autocomplete": "off"})
        self.offered = list(offered)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', f'id_{name}')}_list"
        context["widget"]["attrs"]["list"] = list_id
        return context | {"offered": self.offered, "list_id": list_id}


def fields_for(
    needs: Iterable[Need], *, enforced: bool, known: Mapping[str, Any] | None = None
) -> dict[str, forms.Field]:
    """Form fields by the name that each has in the form, see ``names_of``.

    ``enforced``: what the law requires must be filled in. ``known`` are answers, by the name
    of the need, that hold where a field is left empty.
    """
    known = known or {}
    return {
        name: field_for(
            need,
            required=enforced and need.required and need.name not in known,
            known=known.get(need.name),
        )
        for name, need in names_of(needs).items()
    }


def field_for(need: Need, *, required: bool, known: Any = None) -> forms.Field:
    """The field of one need; the frame of a decided sum is told, the rules hold it."""
    field = MAKERS[need.kind](need, _empty_label(need, known))
    field.required = required
    field.label = f"{need.label} ({need.unit})" if need.unit in ("đồng", "%") else need.label
    hints = [_frame(need)]
    if known is not None and need.kind is not Kind.CHOICE:
        hints.append(f"Theo hồ sơ: {spoken(need, known)}")
    field.help_text = ". ".join(filter(None, hints))
    return field


def names_of(needs: Iterable[Need]) -> dict[str, Need]:
    """Each need by a name that may stand in an address and be an id: ``traits-disease``."""
    found: dict[str, Need] = {}
    for need in needs:
        words = fold(need.name.replace(".", "-").replace(":", "-"))
        name = NOT_IN_A_NAME.sub("", words)
        while name in found:
            name += "_"
        found[name] = need
    return found


def answers_in(needs: Iterable[Need], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by the name of the need, as ``telling`` wants it."""
    return {
        need.name: tuple(cleaned[name]) if need.kind is Kind.CHOICES else cleaned[name]
        for name, need in names_of(needs).items()
        if cleaned.get(name) not in (None, "", [])
    }


def typed(needs: Iterable[Need], answers: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Answers as somebody would have typed them into the form."""
    return {
        name: as_typed(need, answers[need.name])
        for name, need in names_of(needs).items()
        if need.name in answers
    }


def as_typed(need: Need, answer: Any) -> str | list[str]:
    if need.kind is Kind.CHOICES:
        return list(answer)
    if need.kind is Kind.SHARE:
        return share_words(answer).removesuffix(" %")
    if need.kind is Kind.MONEY:
        return f"{answer:,}".replace(",", ".")
    return f"{answer:%d/%m/%Y}" if isinstance(answer, date) else str(answer)


def spoken(need: Need, answer: Any) -> str:
    """The answer in words, for reading: ``nghỉ hưu``, ``12 ngày``."""
    words = dict(need.answers)
    if need.kind is Kind.CHOICES:
        return ", ".join(words.get(value, value) for value in answer)
    if need.kind in (Kind.CHOICE, Kind.LISTED):
        return words.get(answer, str(answer))
    unit = f" {need.unit}" if need.unit else ""
    return f"{as_typed(need, answer)}{unit}"


# --- making ----------------------------------------------------------------------------------


def _empty_label(need: Need, known: Any) -> str:
    if known is not None:
        return f"Theo hồ sơ: {spoken(need, known)}"
    return "Chưa xếp đối tượng" if need.field == "group" else NOT_TOLD


def _frame(need: Need) -> str:
    """``Từ 30 đến 60 %``, ``Tối đa 1.500.000 đồng``; "" if there is none to tell."""
    if need.most is None or need.field == "other_share":
        return ""
    most = as_typed(need, need.most)
    if need.least:
        return f"Từ {as_typed(need, need.least)} đến {most} {need.unit}"
    return f"Tối đa {most} {need.unit}"


def _choice(need: Need, empty: str) -> forms.Field:
    return forms.ChoiceField(choices=[("", empty), *need.answers])


def _choices(need: Need, empty: str) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=need.answers, widget=forms.CheckboxSelectMultiple, required=False
    )


def _listed(need: Need, empty: str) -> forms.Field:
    return forms.CharField(
        max_length=LONGEST_TEXT, widget=ListedInput(value for value, _ in need.choices)
    )


def _count(need: Need, empty: str) -> forms.Field:
    return forms.IntegerField(
        min_value=0,
        max_value=MOST_COUNTED,
        error_messages={"invalid": "Hãy gõ một số nguyên, ví dụ 12."},
    )


MAKERS: Mapping[Kind, Callable[[Need, str], forms.Field]] = {
    Kind.DATE: lambda need, empty: DateField(),
    Kind.COUNT: _count,
    Kind.MONEY: lambda need, empty: MoneyField(),
    Kind.SHARE: lambda need, empty: ShareField(),
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LISTED: _listed,
    Kind.TEXT: lambda need, empty: forms.CharField(max_length=LONGEST_TEXT),
}
