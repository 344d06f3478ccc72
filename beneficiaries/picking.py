"""Choosing one person in a form: by number, by name and birth date, or by scanning the card.

Works as a plain text box; with htmx the box offers the people it finds while one types.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from beneficiaries.models import Cadre
from beneficiaries.search import Asked, find_people, recognise

HOW_TO_TYPE = (
    "Gõ số CCCD, số thẻ BHYT, số thẻ sức khỏe, hoặc họ tên và ngày sinh "
    "(ví dụ: Nguyễn Văn An 05/03/1960); có thể quét mã QR trên thẻ căn cước."
)
LONGEST = 500
MOST_SUGGESTED = 8


def shown_in_box(cadre: Cadre) -> str:
    """The text that stands for the person in the box, and that the box understands again."""
    return f"{cadre.full_name}, {cadre.birth_date:%d/%m/%Y}, mã {cadre.pk}"


def suggestions(user: User, text: str) -> list[Cadre]:
    """The first people whom the text may mean."""
    return list(find_people(user, text).select_related("managing_unit")[:MOST_SUGGESTED])


def one_person(user: User, text: str) -> Cadre:
    """The one person whom the text names. Raises ValidationError that says what to type instead."""
    asked = recognise(text)
    found = list(_candidates(user, text, asked)[:3])
    if len(found) == 1:
        return found[0]
    raise ValidationError(_too_many(asked) if found else _nobody(asked))


def _candidates(user: User, text: str, asked: Asked) -> QuerySet[Cadre]:
    people = find_people(user, text)
    return people.filter(search_name=asked.value) if asked.kind == "name" else people


def _nobody(asked: Asked) -> str:
    if asked.kind == "citizen_id":
        return "Không có người nào mang số CCCD này trong danh sách của đơn vị."
    if asked.kind == "name":
        return f"Không có ai tên đúng như vậy trong danh sách của đơn vị. {HOW_TO_TYPE}"
    if asked.kind == "name_and_day":
        return "Không có ai đúng họ tên và ngày sinh này trong danh sách của đơn vị."
    return f"Không tìm thấy người này trong danh sách của đơn vị. {HOW_TO_TYPE}"


def _too_many(asked: Asked) -> str:
    if asked.kind == "name":
        return "Có nhiều người cùng họ tên; hãy gõ thêm ngày sinh, hoặc gõ số CCCD."
    return "Có nhiều người trùng thông tin này; hãy gõ số CCCD để chọn đúng người."


class CadreInput(forms.TextInput):
    """The box, the place for suggestions below it, and the wiring between them."""

    template_name = "beneficiaries/cadre_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"autocomplete": "off", "spellcheck": "false", "maxlength": LONGEST}
        super().__init__(given | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        given.setdefault("id", f"id_{name}")
        if "form-control" not in given.get("class", ""):
            given["class"] = f"form-control {given.get('class', '')}".strip()
        return context


class CadreField(forms.CharField):
    """A person of those ``user`` may see. Set ``user`` in the form's ``__init__``.

    The cleaned value is a Cadre, or None when the field isn't required and was left empty.
    """

    widget = CadreInput
    user: User | None = None

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", HOW_TO_TYPE)
        options.setdefault("max_length", LONGEST)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Cadre):
            return shown_in_box(value)
        if isinstance(value, int) and self.user is not None:
            cadre = Cadre.objects.visible_to(self.user).filter(pk=value).first()
            return shown_in_box(cadre) if cadre else ""
        return value

    def clean(self, value: Any) -> Cadre | None:
        if isinstance(value, Cadre):
            value = shown_in_box(value)
        text = super().clean(value)
        if not text:
            return None
        if self.user is None:
            raise RuntimeError("set CadreField.user in the form's __init__")
        return one_person(self.user, text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
