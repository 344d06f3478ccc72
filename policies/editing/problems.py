"""What was refused on a page, in one list above it."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError


class Problem(NamedTuple):
    """The box to blame (if one is), what it is called, and why."""

    place: str
    label: str
    told: str


def problems_of(*typed: Any, error: ValidationError | None = None) -> list[Problem]:
    """Everything refused in these forms and tables, in their order."""
    problems = [Problem("", "", told) for told in (error.messages if error else ())]
    for each in typed:
        if hasattr(each, "non_form_errors") and each.is_bound:
            problems += [Problem("", "", told) for told in each.non_form_errors()]
        for form in getattr(each, "forms", [each]):
            if form.is_bound:
                problems += _of_form(form)
    return problems


def _of_form(form: Any) -> list[Problem]:
    return [
        *(Problem("", "", told) for told in form.non_field_errors()),
        *(
            Problem(
                bound.auto_id,
                bound.field.widget.attrs.get("aria-label") or str(bound.label),
                " ".join(bound.errors),
            )
            for bound in form
            if bound.errors
        ),
    ]
