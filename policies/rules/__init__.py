"""The rules: what a resolution owes for an event, with the reason in words.

Pure: the standard library only, no database, clock or setting of the portal. Start reading at
``engine.assess``; the nouns it speaks in are in ``types``, the answers a law may give to the
questions of a transition in ``settings``. To teach it a new kind of rule:

- a new way to reckon an amount: one ``AmountKind``, one function and one line in
  ``amounts.AMOUNTS`` (and, if "quantity × unit" does not describe it, one line in
  ``explain.paid.RECKONINGS``); a new source of a unit's worth: the same in ``worth.WORTHS``;
- a new limit: one ``Window`` in ``limits.WINDOWS`` or one ``Measure`` in ``limits.MEASURES``;
- a new bar before any rate is looked at: one function in ``checks.CHECKS``.
"""

from policies.rules.engine import assess
from policies.rules.settings import QUESTIONS, Settings, settings_from
from policies.rules.transition import assess_across
from policies.rules.types import (
    WHOLE,
    AmountKind,
    Assessment,
    Band,
    Benefit,
    Component,
    Condition,
    DatedList,
    Event,
    Law,
    Limit,
    Line,
    ListEntry,
    Lost,
    Measure,
    Parameter,
    ParameterValue,
    Payer,
    Person,
    Rate,
    Refusal,
    RefusalReason,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
    Worth,
)

__all__ = [
    "QUESTIONS",
    "WHOLE",
    "AmountKind",
    "Assessment",
    "Band",
    "Benefit",
    "Component",
    "Condition",
    "DatedList",
    "Event",
    "Law",
    "Limit",
    "Line",
    "ListEntry",
    "Lost",
    "Measure",
    "Parameter",
    "ParameterValue",
    "Payer",
    "Person",
    "Rate",
    "Refusal",
    "RefusalReason",
    "Relation",
    "RelationKind",
    "Settings",
    "Threshold",
    "Used",
    "Window",
    "Worth",
    "assess",
    "assess_across",
    "settings_from",
]
