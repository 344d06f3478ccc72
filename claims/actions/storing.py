"""New claims, their lines and their steps into the database: by COPY, thousands in a moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from accounts.models import User
from claims.models import Claim, ClaimEvent, ClaimLine
from claims.workflow import Action
from config.copying import copy_in, copy_objects
from policies.bridge import benefit_ids
from policies.rules import Line

type Draft = tuple[Claim, Sequence[Line]]
type Step = tuple[Claim, str, Action, str]

LINE_COLUMNS = (
    "claim_id",
    "position",
    "benefit_id",
    "rate_id",
    "article",
    "decided_on",
    "quantity",
    "occurrences",
    "unit",
    "unit_amount",
    "uncapped_amount",
    "amount",
    "ceiling",
    "sentence",
)
EVENT_COLUMNS = (
    "claim_id",
    "action",
    "from_state",
    "to_state",
    "done_by_id",
    "done_at",
    "name",
    "job_title",
    "unit_name",
    "reason",
)


def store(drafts: Sequence[Draft], by: User, moment: datetime) -> None:
    """Number and store new claims with their lines and first step."""
    claims = [claim for claim, _ in drafts]
    for claim, number in zip(claims, _next_numbers(len(claims)), strict=True):
        claim.number = f"HS-{claim.entitlement_year}-{number:06d}"
    copy_objects(Claim, claims)
    store_lines(drafts)
    write_events(((claim, "", Action.OPEN, "") for claim in claims), by, moment)


def store_corrections(
    drafts: Sequence[tuple[Claim, Sequence[ClaimLine]]], by: User, moment: datetime
) -> None:
    """The same for claims that settle a difference, whose lines are made already."""
    claims = [claim for claim, _ in drafts]
    for claim, number in zip(claims, _next_numbers(len(claims)), strict=True):
        claim.number = f"HS-{claim.entitlement_year}-{number:06d}"
    Claim.objects.bulk_create(claims)
    for claim, lines in drafts:
        for position, line in enumerate(lines, start=1):
            line.claim, line.position = claim, position
    ClaimLine.objects.bulk_create(line for _, lines in drafts for line in lines)
    write_events(((claim, "", Action.OPEN, "") for claim in claims), by, moment)


def _next_numbers(count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('claims_claim_number') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def store_lines(drafts: Iterable[Draft]) -> None:
    """Store the lines of claims that are stored already."""
    rows = []
    for claim, lines in drafts:
        ids = benefit_ids(claim.resolution)
        rows += [
            (
                claim.pk,
                position,
                ids[line.benefit],
                line.rate,
                line.article,
                line.on,
                line.quantity,
                line.times,
                line.unit,
                line.unit_amount,
                line.uncapped_amount,
                line.amount,
                line.ceiling,
                line.sentence,
            )
            for position, line in enumerate(lines, start=1)
        ]
    copy_in(ClaimLine, LINE_COLUMNS, rows)


def write_events(steps: Iterable[Step], by: User, moment: datetime) -> None:
    """The immutable row each step leaves; a step is (claim as it now is, state before, action,
    reason)."""
    who = (by.full_name, by.job_title, by.unit.name)
    copy_in(
        ClaimEvent,
        EVENT_COLUMNS,
        [
            (claim.pk, action.value, before, claim.state, by.pk, moment, *who, reason)
            for claim, before, action, reason in steps
        ],
    )
