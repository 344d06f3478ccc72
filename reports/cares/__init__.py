"""What needs care, beyond the queue: things that wait for nobody in particular, and so for all.

Every care says how many, where the list is, and what to do; what is in order isn't mentioned.
"""

from collections.abc import Callable, Iterator
from datetime import date

from accounts.models import User
from reports.cares import (
    access,
    bills,
    convalescence,
    law,
    papers,
    people,
    rounds,
    trips,
    watching,
    work,
)
from reports.cares.care import Care
from reports.home.overview import Overview

type Look = Callable[[User, date], Iterator[Care]]

# What may be looked after, and who may do something about it; each once, the gravest first.
CARES: tuple[tuple[tuple[str, ...], Look], ...] = (
    (("user_manage",), access.locked_out),
    (("user_manage",), access.unfinished_accounts),
    (("user_manage",), access.one_factor),
    (("user_manage",), access.units_without_users),
    (("report_view",), papers.reports_waiting),
    (("payment_pay",), work.failed_payments),
    (("claim_submit", "claim_check"), work.missing_papers),
    (("cadre_import",), work.judged_batches),
    (("card_decide",), people.card_batches_to_issue),
    (("plan_edit",), convalescence.parts_to_confirm),
    (("plan_agree",), convalescence.plans_to_agree),
    (("fact_record",), trips.trips_late),
    (("fact_record",), rounds.own_parts),
    (("fact_record",), rounds.late_parts),
    (("plan_agree",), rounds.lists_to_agree),
    (("fact_record",), rounds.unfinished),
    (("bill_decide", "bill_accept", "bill_open"), bills.waiting),
    (("recalculation_decide",), work.recalculations),
    (("succession_confirm",), law.successions),
    (("cadre_edit",), people.without_a_group),
    (("cadre_edit",), people.cards_that_end),
    (("rate_confirm", "claim_approve"), law.unconfirmed_rates),
    (("resolution_edit",), law.drafts),
    (("access_log_view",), watching.looks),
    (("access_log_view",), watching.refusals),
)


def cares_of(user: User, overview: Overview | None, *, today: date) -> list[Care]:
    """What ``user`` may do something about, the gravest first."""
    found: list[Care] = list(work.overspent(overview)) if overview else []
    for permissions, look in CARES:
        if any(user.may(permission) for permission in permissions):
            found += look(user, today)
    return found


__all__ = ["Care", "cares_of"]
