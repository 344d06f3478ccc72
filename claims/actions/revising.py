"""Computing the claims of a corrected fact anew while they are still open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from claims.actions.moving import move
from claims.actions.opening import (
    fact_objection,
    latest_day,
    lock_people,
    new_claim,
    question_of,
)
from claims.actions.outcome import ClaimError
from claims.actions.storing import store, store_lines, write_events
from claims.assessing import Answer, Owed, assess_many
from claims.facts import beyond_budget
from claims.models import Claim, Fact
from claims.permissions import objection
from claims.whereabouts import clashes
from claims.workflow import Action
from policies.models import Payer


@transaction.atomic
def revise_claim(*, fact: Fact, by: User, at: datetime | None = None) -> list[Claim]:
    """Compute the open claims of a corrected fact anew, each keeping its number.

    Raises ``ClaimError`` when one of them is already under way or nothing is owed any more.
    """
    moment = at or timezone.now()
    lock_people([fact])
    claims = _live_claims(fact)
    _object_to_revising(claims, by)
    if problem := fact_objection(fact, latest_day(moment)) or clashes([fact])[0]:
        raise ClaimError(problem)
    [answer] = assess_many([question_of(fact, tuple(claim.pk for claim in claims))])
    if not answer.owed:
        raise ClaimError(" ".join(refusal.sentence for refusal in answer.refusals))
    for problem in beyond_budget([(fact, answer.amount)]).values():
        raise ClaimError(problem)
    matched = _matched(claims, answer.owed)
    revised = [
        _rewrite(claim, fact, answer, matched[claim.pk], by, moment)
        for claim in claims
        if claim.pk in matched
    ]
    for claim in claims:
        if claim.pk not in matched:
            move([claim], Action.CANCEL, by, moment, "Nguồn này không còn chi khoản nào.")
    added = [owed for owed in answer.owed if owed not in matched.values()]
    payers = {payer.code: payer for payer in Payer.objects.all()}
    opened = [
        (new_claim(fact, answer, owed, payers[owed.payer], by, moment, False), owed.lines)
        for owed in added
    ]
    store(opened, by, moment)
    return revised + [claim for claim, _ in opened]


def _matched(claims: Sequence[Claim], owed: Sequence[Owed]) -> dict[int, Owed]:
    """Which claim goes on as what: under the same law and year if it can, else by its payer."""
    matched: dict[int, Owed] = {}
    for is_same in (_same_key, _same_payer):
        for claim in claims:
            free = [each for each in owed if each not in matched.values()]
            found = next((each for each in free if is_same(claim, each)), None)
            if found and claim.pk not in matched:
                matched[claim.pk] = found
    return matched


def _same_key(claim: Claim, owed: Owed) -> bool:
    return owed.key == (claim.resolution_id, claim.payer.code, claim.entitlement_year)


def _same_payer(claim: Claim, owed: Owed) -> bool:
    return owed.payer == claim.payer.code


def _live_claims(fact: Fact) -> list[Claim]:
    rows = Claim.objects.alive().filter(fact_kind=fact.KIND, fact_id=fact.pk).order_by("pk")
    return list(rows.select_for_update(of=("self",)).select_related("resolution", "payer"))


def _object_to_revising(claims: Sequence[Claim], by: User) -> None:
    for claim in claims:
        if problem := objection(Action.REVISE, claim, by):
            raise ClaimError(f"Hồ sơ {claim.number}: {problem}")


def _rewrite(
    claim: Claim, fact: Fact, answer: Answer, owed: Owed, by: User, moment: datetime
) -> Claim:
    """Put the new calculation into a claim that is still open."""
    fresh = new_claim(fact, answer, owed, claim.payer, by, moment, claim.taken_over)
    for field in REVISED_FIELDS:
        setattr(claim, field, getattr(fresh, field))
    claim.version += 1
    claim.save(update_fields=[*REVISED_FIELDS, "version"])
    claim.lines.all().delete()
    store_lines([(claim, owed.lines)])
    write_events([(claim, claim.state, Action.REVISE, "")], by, moment)
    return claim


REVISED_FIELDS = [
    "heading",
    "resolution",
    "cadre_id",
    "recipient_id",
    "payee_name",
    "search_name",
    "group_id",
    "event_on",
    "event_until",
    "entitlement_year",
    "category",
    "scope",
    "summary",
    "refusals",
    "amount",
]
