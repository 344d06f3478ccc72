"""Everything that changes a claim. One verb, one transaction, one immutable event row each.

A verb on many claims answers per claim (``Outcome``); the same verb on one claim raises
``ClaimError`` with the same sentence. ``at`` is the moment it was done, now unless a year of
the past is being entered.
"""

from claims.actions.moving import (
    approve,
    approve_many,
    cancel,
    cancel_many,
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
from claims.actions.paying import (
    PaymentOutcome,
    add_to_list,
    cancel_list,
    close_period,
    issue_list,
    mark_failed,
    mark_paid,
    open_list,
    remove_from_list,
)
from claims.actions.recording import correct_fact, record_fact, withdraw_fact
from claims.actions.revising import revise_claim

__all__ = [
    "ClaimError",
    "Outcome",
    "PaymentOutcome",
    "add_to_list",
    "approve",
    "approve_many",
    "cancel",
    "cancel_list",
    "cancel_many",
    "check",
    "check_many",
    "close_period",
    "confirm_taken_over",
    "correct_fact",
    "issue_list",
    "mark_failed",
    "mark_paid",
    "open_claim",
    "open_claims",
    "open_list",
    "payment_day_objection",
    "question_of",
    "record_fact",
    "refuse",
    "remove_from_list",
    "revise_claim",
    "send_back",
    "submit",
    "submit_many",
    "withdraw_fact",
]
