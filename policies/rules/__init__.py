"""The rules: what a resolution owes for an event, with the reason in words.

Pure: the standard library only, no database, clock or setting. Start reading at
``engine.assess``; the nouns it speaks in are in ``types``. To teach it a new kind of rule:

- a new way to reckon an amount: one ``AmountKind``, one function and one line in
  ``amounts.AMOUNTS`` (and, if "quantity × unit" does not describe it, one line in
  ``explain.RECKONINGS``);
- a new limit: one ``LimitKind``, one function and one line in ``limits.LIMITS``.
"""

from policies.rules.engine import assess
from policies.rules.types import (
    AmountKind,
    Assessment,
    Benefit,
    Condition,
    Event,
    Law,
    Limit,
    LimitKind,
    Line,
    Payer,
    Person,
    Rate,
    Refusal,
    RefusalReason,
    Used,
)

__all__ = [
    "AmountKind",
    "Assessment",
    "Benefit",
    "Condition",
    "Event",
    "Law",
    "Limit",
    "LimitKind",
    "Line",
    "Payer",
    "Person",
    "Rate",
    "Refusal",
    "RefusalReason",
    "Used",
    "assess",
]
