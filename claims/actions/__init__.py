"""Everything that changes a claim. One verb, one transaction, one immutable event row each.

A verb on many claims answers per claim (``Outcome``); the same verb on one claim raises
``ClaimError`` with the same sentence. ``at`` is the moment it was done, now unless a year of
the past is being entered.
"""

from claims.actions.moving import (
    approve,
    approve_many,
    cancel,
    check,
    check_many,
    confirm_taken_over,
    payment_day_objection,
    refuse,
    send_back,
    submit,
    submit_many,
)
from claims.actions.opening import open_claim, open_claims, question_of
from claims.actions.outcome import ClaimError, Outcome
from claims.actions.revising import revise_claim

__all__ = [
    "ClaimError",
    "Outcome",
    "approve",
    "approve_many",
    "cancel",
    "check",
    "check_many",
    "confirm_taken_over",
    "open_claim",
    "open_claims",
    "payment_day_objection",
    "question_of",
    "refuse",
    "revise_claim",
    "send_back",
    "submit",
    "submit_many",
]
