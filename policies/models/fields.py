"""Small things of the law kept as JSON in one order, so that the same is always equal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from policies.conditions import canonical_conditions
from policies.rules.settings import settings_from


class ConditionsField(models.JSONField):
    """Conditions of a rate or a limit, in the order in which they can be compared as text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": list, "blank": True}
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return canonical_conditions(value)
        except ValueError as error:
            raise ValidationError(f"Điều kiện {error}.") from None

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, list):
            value = canonical_conditions(value)
        return super().get_db_prep_value(value, connection, prepared)


def answers_are_known(answers: Any) -> None:
    """Settings name a question and one of its answers."""
    try:
        settings_from(answers)
    except (ValueError, TypeError, AttributeError) as error:
        raise ValidationError(f"Câu trả lời không có trong danh mục: {error}.") from None


def settings_field(verbose_name: str) -> models.JSONField[Any, Any]:
    return models.JSONField(verbose_name, default=dict, blank=True, validators=[answers_are_known])
