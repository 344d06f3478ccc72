"""An event (a congress) has money of its own: it stays within it, or a decision raises it.

Rows of claims aren't watched by a trigger; whoever opens claims of one event waits here for whoever
does so too, and both see what the other has opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum

from accounts.models import User
from checkups.models import Checkup, CheckupRound, RoundKind, RoundState
from checkups.rounds.actions import RoundError, held, keep_step
from checkups.rounds.workflow import Action
from claims.models import Claim, ClaimState, Fact
from claims.models.claim import DECIDED
from config.formatting import date_short, money

ENDED = "Đợt khám đã kết thúc, không nâng dự toán được."


@dataclass(frozen=True, slots=True)
class Spending:
    """Đồng of the claims of one round: all that stand, of them approved, of them paid."""

    budget: int | None
    opened: int
    approved: int
    paid: int

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.opened


def spending_of(checkup_round: CheckupRound) -> Spending:
    """Of one round alone, whatever other rounds cost."""
    decided, done = Q(state__in=DECIDED), Q(state=ClaimState.PAID)
    sums = _claims_of(checkup_round).aggregate(
        opened=Sum("amount", default=0),
        approved=Sum("amount", default=0, filter=decided),
        paid=Sum("amount", default=0, filter=done),
    )
    return Spending(checkup_round.budget, **sums)


def _claims_of(checkup_round: CheckupRound) -> QuerySet[Claim]:
    facts = Checkup.objects.standing().filter(round=checkup_round).order_by()
    return Claim.objects.alive().filter(fact_kind=Checkup.KIND, fact_id__in=facts.values("pk"))


def beyond_estimate(asked: Sequence[tuple[Fact, int]]) -> Mapping[int, str]:
    """Which check-ups of events would cost more than the event's money; by their place."""
    events = {fact.round_id for fact, _ in asked if fact.round.kind == RoundKind.EVENT}  # type: ignore[attr-defined]
    left = {pk: _left(pk, asked) for pk in sorted(events)}
    told: dict[int, str] = {}
    for place, (fact, amount) in enumerate(asked):
        checkup_round = fact.round  # type: ignore[attr-defined]
        rest = left.get(checkup_round.pk)
        if rest is None:
            continue
        if amount > rest:
            told[place] = (
                f"Đợt “{checkup_round}” chỉ còn {money(max(0, rest))} đồng trong dự toán, hồ sơ "
                f"này {money(amount)} đồng; muốn chi thêm phải có quyết định nâng dự toán."
            )
        else:
            left[checkup_round.pk] = rest - amount
    return told


def _left(round_id: int, asked: Sequence[tuple[Fact, int]]) -> int | None:
    """What others leave of an event's money; None where nobody planned any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"round money:{round_id}"]
        )
    checkup_round = CheckupRound.objects.get(pk=round_id)
    if checkup_round.budget is None:
        return None
    own = [fact.pk for fact, _ in asked if fact.pk]
    others = _claims_of(checkup_round).exclude(fact_id__in=own)
    return checkup_round.budget - others.aggregate(amount=Sum("amount", default=0))["amount"]


@transaction.atomic
def raise_estimate(
    *,
    checkup_round: CheckupRound,
    amount: int,
    decision: str,
    decided_on: date,
    by: User,
    at: datetime | None = None,
) -> CheckupRound:
    """A higher decision gives an event ``amount`` đồng in all. Raises ``RoundError``."""
    current = held(checkup_round)
    if problem := objection_to_raising(current, by):
        raise RoundError(problem)
    if amount <= (current.budget or 0):
        raise RoundError(f"Dự toán mới phải lớn hơn {money(current.budget or 0)} đồng hiện có.")
    if not decision.strip():
        raise RoundError("Hãy ghi số của quyết định nâng dự toán.")
    told = (
        f"Từ {money(current.budget or 0)} lên {money(amount)} đồng, theo {decision.strip()} "
        f"ngày {date_short(decided_on)}."
    )
    keep_step(current, Action.RAISE, by, note=told, at=at)
    current.raised_estimate, current.raised_under = amount, decision.strip()
    current.raised_on = decided_on
    current.save(update_fields=["raised_estimate", "raised_under", "raised_on"])
    return current


def objection_to_raising(checkup_round: CheckupRound, by: User) -> str:
    """Why this user can't raise the estimate now; "" if they can."""
    if checkup_round.kind != RoundKind.EVENT or checkup_round.estimate is None:
        return "Chỉ nâng dự toán của đợt khám sự kiện đã có dự toán."
    if checkup_round.state == RoundState.CLOSED:
        return ENDED
    if not by.may("plan_agree") or not by.unit.sees_all:
        return "Dự toán do lãnh đạo Sở Y tế ghi nâng theo quyết định của cấp trên."
    return ""
