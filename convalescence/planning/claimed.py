"""What was really claimed of a plan's money: asked of the claims, kept nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from claims.entries.pages import WITHOUT_EFFECT, attach_claims
from convalescence.models import Candidate, HomeConvalescence, Participation, YearPlan


@dataclass(frozen=True, slots=True)
class Claimed:
    """People with a claim that stands and its đồng; ``expected`` is what their list said."""

    people: int = 0
    amount: int = 0
    expected: int = 0


NOTHING = Claimed()

# Whoever went on a trip of the plan, however he was entered, and whoever stayed at home by it.
CLAIMED = """
WITH given AS (
    SELECT p.cadre_id, t.kind AS form, %(trip)s::text AS fact_kind, p.id AS fact_id
    FROM convalescence_participation p
    JOIN convalescence_trip t ON t.id = p.trip_id
    WHERE t.plan_id = %(plan)s AND p.cancelled_at IS NULL
    UNION ALL
    SELECT k.cadre_id, 'convalescence_home', %(home)s::text, k.home_id
    FROM convalescence_candidate k
    JOIN convalescence_homeconvalescence h ON h.id = k.home_id
    WHERE k.plan_id = %(plan)s AND h.cancelled_at IS NULL
), claimed AS (
    SELECT g.cadre_id, g.form, sum(c.amount) AS amount
    FROM given g
    JOIN claims_claim c ON c.fact_kind = g.fact_kind AND c.fact_id = g.fact_id
    WHERE c.state <> ALL(%(without)s)
    GROUP BY g.cadre_id, g.form
)
SELECT k.quota_id, count(*), sum(d.amount), coalesce(sum(k.amount), 0)
FROM claimed d
LEFT JOIN convalescence_candidate k ON k.plan_id = %(plan)s AND k.cadre_id = d.cadre_id
    AND k.form = d.form AND k.quota_id IS NOT NULL
GROUP BY k.quota_id
"""


def claimed_of(plan: YearPlan) -> Mapping[int | None, Claimed]:
    """By quota; under ``None`` those who went by the plan's trips but hold no place of it."""
    asked: dict[str, Any] = {
        "plan": plan.pk,
        "trip": Participation.KIND,
        "home": HomeConvalescence.KIND,
        "without": list(WITHOUT_EFFECT),
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIMED, asked)
        return {
            quota: Claimed(people, int(amount), int(expected))
            for quota, people, amount, expected in cursor
        }


def given_to(candidate: Candidate) -> list[dict[str, Any]]:
    """What the person was given by this plan: each fact with its page and its đồng."""
    went = Participation.objects.filter(
        trip__plan=candidate.plan_id, cadre=candidate.cadre_id, cancelled_at=None
    )
    facts: list[Any] = list(went.select_related("trip", "cadre"))
    attach_claims(facts)
    if candidate.home and candidate.home.cancelled_at is None:
        attach_claims([candidate.home])
        facts.append(candidate.home)
    pages = {Participation.KIND: "participation_detail", HomeConvalescence.KIND: "home_detail"}
    return [
        {"fact": fact, "url": reverse(pages[fact.KIND], args=[fact.pk]), "amount": fact.amount}
        for fact in facts
    ]
