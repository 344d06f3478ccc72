"""Cells of a judged row, and the form in which they wait to be written."""

from datetime import date
from typing import Any

from beneficiaries.registry.columns import DAY_FIELDS, PERSON_FIELDS

GROUP_FIELDS = ("group", "since", "decision")
CARD_FIELDS = ("card_number", "card_issued_on", "card_kind")
ALL_DAY_FIELDS = (*DAY_FIELDS, "since", "card_issued_on")


def packed_values(values: dict[str, Any]) -> dict[str, Any]:
    """The filled cells in a form that fits into JSON."""
    packed = {name: value for name, value in values.items() if value is not None}
    for name in ALL_DAY_FIELDS:
        if name in packed:
            packed[name] = packed[name].isoformat()
    return packed


def unpacked_values(values: dict[str, Any]) -> dict[str, Any]:
    """Cells as they were judged: days are days again and blanks are None."""
    unpacked: dict[str, Any] = dict.fromkeys((*PERSON_FIELDS, *GROUP_FIELDS, *CARD_FIELDS)) | values
    for name in ALL_DAY_FIELDS:
        if unpacked[name] is not None:
            unpacked[name] = date.fromisoformat(unpacked[name])
    return unpacked
