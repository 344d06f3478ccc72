"""Entering what happened: forms, lists and pages alike for every kind of fact.

The apps above declare their kinds (``Entry``) and put them into the hub in ``AppConfig.ready()``.
"""

from claims.entries.forms import (
    EventDateField,
    FactForm,
    OptionalMoneyField,
    PlainFilter,
    RecipientField,
    YearFilter,
)
from claims.entries.kinds import Entry, entries, register_entries
from claims.entries.paths import entry_paths

__all__ = [
    "Entry",
    "EventDateField",
    "FactForm",
    "OptionalMoneyField",
    "PlainFilter",
    "RecipientField",
    "YearFilter",
    "entries",
    "entry_paths",
    "register_entries",
]
