"""Whose turn it is: everybody of the plan's groups on a day, in one question to the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from convalescence.models import (
    Form,
    HomeConvalescence,
    Participation,
    YearPlan,
)
from convalescence.planning.cycles import forms_of_groups
from policies.models import BeneficiaryGroup, Benefit, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One person and the turn.

    ``years`` are those entitled since the last convalescence without any, the plan's own among
    them; ``due_since`` the year in which the turn came, or comes; ``missed`` how many entitled
    years went by since then. ``anchor`` is the year from which the periods of the cycle count,
    None when it counts from the last time. ``before`` is the standing in the list of an earlier
    year.
    """

    key: int
    name: str
    born: date
    service: int
    group: int
    group_name: str
    rank: int
    unit: int
    unit_name: str
    last_year: int | None
    last_form: str
    first_year: int
    years: int
    cycle: int
    anchor: int | None
    due_since: int
    missed: int
    year: int
    before_year: int | None
    before_standing: str
    before_position: int | None

    @property
    def is_due(self) -> bool:
        return self.due_since <= self.year

    @property
    def is_passed_over(self) -> bool:
        return self.is_due and self.missed > 0

    def period(self, year: int) -> tuple[int, int] | None:
        """First and last year of the period in which ``year`` is; None without periods."""
        if self.anchor is None or self.cycle == 1:
            return None
        first = year - (year - self.anchor) % self.cycle
        return first, first + self.cycle - 1


# Facts say what was given, whether paid here or taken over from old books; what was asked for as
# a general request has only its claim. At home without a living claim nothing was given.
TURNS = """
WITH cycles AS (
    SELECT group_id, years, counted, from_year FROM convalescence_cycle
    WHERE plan_id = %(plan)s
), people AS (
    SELECT c.id, c.full_name, c.sort_name, c.birth_date, c.party_badge_years, c.retired_on,
        coalesce(c.commune_id, c.managing_unit_id) AS unit_id, m.group_id,
        y.years AS cycle, y.counted, y.from_year
    FROM beneficiaries_membership m
    JOIN cycles y ON y.group_id = m.group_id
    JOIN beneficiaries_cadre c ON c.id = m.cadre_id
    WHERE m.since <= %(day)s AND (m.until IS NULL OR m.until >= %(day)s)
        AND (c.ended_on IS NULL OR c.ended_on > %(day)s)
        AND (%(unit)s IS NULL
            OR %(unit)s IN (c.commune_id, c.managing_unit_id, c.care_facility_id))
        AND (%(only)s::bigint[] IS NULL OR c.id = ANY(%(only)s))
), entitled AS (
    SELECT DISTINCT m.cadre_id, y
    FROM beneficiaries_membership m
    JOIN people p ON p.id = m.cadre_id
    CROSS JOIN LATERAL generate_series(
        greatest(extract(year FROM m.since)::int, %(year)s - 60),
        least(coalesce(extract(year FROM m.until)::int, %(year)s), %(year)s)) y
    WHERE m.group_id = ANY(%(groups)s)
), given AS (
    SELECT j.cadre_id, extract(year FROM t.begins_on)::int AS year, t.kind AS form
    FROM convalescence_participation j
    JOIN convalescence_trip t ON t.id = j.trip_id
    WHERE j.cancelled_at IS NULL
    UNION ALL
    SELECT h.cadre_id, h.year, 'convalescence_home'
    FROM convalescence_homeconvalescence h
    WHERE h.cancelled_at IS NULL AND EXISTS (SELECT 1 FROM claims_claim c
        WHERE c.fact_kind = %(home)s AND c.fact_id = h.id
        AND c.state NOT IN ('refused', 'cancelled'))
    UNION ALL
    SELECT c.cadre_id, extract(year FROM l.decided_on)::int, b.code
    FROM claims_claim c
    JOIN claims_claimline l ON l.claim_id = c.id
    JOIN policies_benefit b ON b.id = l.benefit_id
    WHERE l.benefit_id = ANY(%(benefits)s) AND c.fact_kind <> ALL(%(kinds)s)
        AND c.cadre_id IN (SELECT id FROM people) AND c.state NOT IN ('refused', 'cancelled')
), latest AS (
    SELECT DISTINCT ON (cadre_id) cadre_id, year, form FROM given WHERE year <= %(year)s
    ORDER BY cadre_id, year DESC, form
), before AS (
    SELECT DISTINCT ON (k.cadre_id) k.cadre_id, q.year, k.standing, k.position
    FROM convalescence_candidate k
    JOIN convalescence_yearplan q ON q.id = k.plan_id
    JOIN policies_resolution r ON r.id = q.resolution_id
    WHERE r.scheme_id = %(scheme)s AND q.year < %(year)s
    ORDER BY k.cadre_id, q.year DESC
), anchored AS (
    SELECT p.*, e.first_year, CASE p.counted WHEN 'year' THEN p.from_year
        WHEN 'first' THEN e.first_year
        WHEN 'retired' THEN coalesce(extract(year FROM p.retired_on)::int, e.first_year)
        END AS anchor
    FROM people p
    JOIN (SELECT cadre_id, min(y) AS first_year FROM entitled GROUP BY cadre_id) e
        ON e.cadre_id = p.id
), turned AS (
    SELECT p.*, l.year AS last_year, l.form AS last_form,
        coalesce(CASE WHEN p.anchor IS NULL THEN l.year + p.cycle
            ELSE p.anchor + p.cycle * (1 + floor((l.year - p.anchor)::numeric / p.cycle)::int)
            END, p.first_year) AS due_since
    FROM anchored p
    LEFT JOIN latest l ON l.cadre_id = p.id
)
SELECT t.id, t.full_name, t.birth_date, coalesce(t.party_badge_years, 0), t.group_id, t.unit_id,
    t.last_year, coalesce(t.last_form, ''), t.first_year,
    count(e.y) FILTER (WHERE e.y > coalesce(t.last_year, 0)),
    t.cycle, t.due_since,
    count(e.y) FILTER (WHERE e.y >= t.due_since AND e.y < %(year)s),
    b.year, coalesce(b.standing, ''), b.position, t.anchor
FROM turned t
LEFT JOIN entitled e ON e.cadre_id = t.id
LEFT JOIN before b ON b.cadre_id = t.id
GROUP BY t.id, t.full_name, t.sort_name, t.birth_date, t.party_badge_years, t.group_id, t.unit_id,
    t.last_year, t.last_form, t.first_year, t.cycle, t.due_since, t.anchor, b.year, b.standing,
    b.position
ORDER BY t.sort_name, t.birth_date, t.id
"""


def turns_of(
    plan: YearPlan, on: date, *, user: User | None = None, only: Iterable[int] | None = None
) -> list[Turn]:
    """Everybody of the groups of the plan on that day, by name.

    With ``user`` only whom the user may see, with ``only`` these people. Group and unit are
    looked up apart: two small tables.
    """
    scheme = plan.resolution.scheme_id
    versions = list(Resolution.objects.filter(scheme=scheme))
    benefits = Benefit.objects.filter(code__in=Form.values).values_list("pk", flat=True)
    asked: dict[str, Any] = {
        "plan": plan.pk,
        "day": on,
        "year": plan.year,
        "scheme": scheme,
        "unit": None if user is None or user.unit.sees_all else user.unit_id,
        "only": None if only is None else list(only),
        "groups": list(forms_of_groups(versions)),
        "benefits": list(benefits),
        "kinds": [HomeConvalescence.KIND, Participation.KIND],
        "home": HomeConvalescence.KIND,
    }
    groups = {row.pk: row for row in BeneficiaryGroup.objects.filter(resolution=plan.resolution)}
    units = dict(Unit.objects.values_list("pk", "name"))
    with connection.cursor() as cursor:
        cursor.execute(TURNS, asked)
        return [_turn(row, plan.year, groups, units) for row in cursor]


def _turn(
    row: tuple, year: int, groups: dict[int, BeneficiaryGroup], units: dict[int, str]
) -> Turn:
    group = groups[row[4]]
    return Turn(
        key=row[0],
        name=row[1],
        born=row[2],
        service=row[3],
        group=group.pk,
        group_name=group.name,
        rank=group.position,
        unit=row[5],
        unit_name=units[row[5]],
        last_year=row[6],
        last_form=row[7],
        first_year=row[8],
        years=row[9],
        cycle=row[10],
        due_since=row[11],
        missed=row[12],
        year=year,
        before_year=row[13],
        before_standing=row[14],
        before_position=row[15],
        anchor=row[16],
    )


def turn_of(plan: YearPlan, cadre: Cadre, on: date) -> Turn | None:
    """The turn of one person; ``None`` when he belongs to none of the plan's groups."""
    return next(iter(turns_of(plan, on, only=[cadre.pk])), None)
