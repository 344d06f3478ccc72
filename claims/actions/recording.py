"""Recording what happened: the fact and its claims are written together or not at all."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from claims.actions.moving import cancel
from claims.actions.opening import lock_people, open_claim
from claims.actions.outcome import ClaimError
from claims.actions.revising import revise_claim
from claims.facts import taken_back
from claims.models import Claim, Fact
from config.saving import save_valid


@transaction.atomic
def record_fact(*, fact: Fact, by: User, at: datetime | None = None) -> list[Claim]:
    """Save a new fact and open its claims, one a payer.

    Raises ``ValidationError`` when the database would refuse the fact (a stay that overlaps
    another, …) and ``ClaimError`` when nothing is owed for it. The person is locked before the
    fact is written: two rows that exclude each other would otherwise each wait for the other.
    """
    lock_people([fact])
    fact.recorded_by, fact.unit = by, by.unit
    fact.recorded_at = at or timezone.now()
    save_valid(fact)
    return open_claim(fact=fact, by=by, at=at)


@transaction.atomic
def correct_fact(*, fact: Fact, by: User, at: datetime | None = None) -> list[Claim]:
    """Save a corrected fact and compute its open claims anew.

    Raises ``ValidationError`` as ``record_fact`` does and ``ClaimError`` when a claim is
    already under way.
    """
    lock_people([fact])
    save_valid(fact)
    return revise_claim(fact=fact, by=by, at=at)


@transaction.atomic
def withdraw_fact(*, fact: Fact, by: User, reason: str, at: datetime | None = None) -> None:
    """Take back a fact entered by mistake together with its open claims.

    The line of a bill or the roster it was made from is open to be done again. Raises
    ``ClaimError`` when one of the claims is already under way, or the fact itself is fixed.
    """
    if not by.may("fact_record"):
        raise ClaimError("Hủy sự việc cần vai trò “Nhập liệu”.")
    locked = type(fact)._default_manager.select_for_update(of=("self",)).get(pk=fact.pk)
    if locked.cancelled_at:
        raise ClaimError("Sự việc này đã được hủy.")
    if problem := locked.hindrance():
        raise ClaimError(problem)
    claims = Claim.objects.alive().filter(fact_kind=fact.KIND, fact_id=fact.pk)
    for claim in claims.order_by("pk"):
        cancel(claim=claim, by=by, reason=reason, at=at)
    moment = at or timezone.now()
    fact.cancelled_by, fact.cancelled_at = by, moment
    fact.save(update_fields=["cancelled_by", "cancelled_at"])
    taken_back(fact, by, reason, moment)
