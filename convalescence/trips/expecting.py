"""Tính thử: what each person's days would give rise to; closing the trip asks the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from claims.actions import question_of
from claims.assessing import assess_many
from claims.entries.pages import attach_claims
from convalescence.models import Seat
from convalescence.trips.settling import participation_of
from convalescence.trips.whereabouts import clashes_of
from policies.models import Payer


@dataclass(frozen=True, slots=True)
class Expected:
    """What one person is owed (đồng) for so many days, or why nothing; ``payers`` who bear it.

    ``is_claimed`` tells that the claim exists already and this is its sum.
    """

    days: int
    amount: int = 0
    payers: tuple[str, ...] = ()
    problem: str = ""
    is_claimed: bool = False

    @property
    def paid_by_another(self) -> bool:
        """The law has somebody else pay: 0 đồng of the claims here."""
        return bool(self.payers) and self.amount == 0


def expect(seats: Iterable[Seat], days: Mapping[int, int]) -> dict[int, Expected]:
    """By seat. ``days`` are those counted; a seat that isn't in it is asked for 0 days."""
    seats = list(seats)
    found: dict[int, Expected] = {}
    recorded = [one for one in seats if one.participation and not one.participation.cancelled_at]
    attach_claims([one.participation for one in recorded if one.participation])
    for seat in recorded:
        found[seat.pk] = _claimed(seat)
    names = dict(Payer.objects.values_list("code", "name"))
    asked = [one for one in seats if one.pk not in found and days.get(one.pk)]
    elsewhere = clashes_of(asked[0].trip, asked) if asked else {}
    for seat_id, problem in elsewhere.items():
        found[seat_id] = Expected(days[seat_id], problem=problem)
    asked = [one for one in asked if one.pk not in elsewhere]
    questions = [question_of(participation_of(one, days[one.pk])) for one in asked]
    for seat, answer in zip(asked, assess_many(questions), strict=True):
        problem = " ".join(refusal.sentence for refusal in answer.refusals)
        payers = tuple(dict.fromkeys(names[owed.payer] for owed in answer.owed))
        found[seat.pk] = Expected(
            days[seat.pk], answer.amount, payers, "" if answer.owed else problem
        )
    return found


def _claimed(seat: Seat) -> Expected:
    fact: Any = seat.participation
    payers = tuple(dict.fromkeys(str(claim.payer) for claim in fact.claims))
    return Expected(fact.days, fact.amount, payers, is_claimed=True)
