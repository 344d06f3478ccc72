"""What a verb answers, and the immutable row each step leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from claims.models import Claim, ClaimEvent
from claims.workflow import Action

BATCH_ROWS = 2_000


class ClaimError(Exception):
    """What stands against it, as a Vietnamese sentence for the person at the screen."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claim (or one fact, then without a claim) of many."""

    claim: Claim | None
    problem: str = ""

    @property
    def done(self) -> bool:
        return not self.problem


def write_events(
    steps: Iterable[tuple[Claim, str, Action, str]], by: User, moment: datetime
) -> None:
    """``steps`` are (claim as it now is, state before, action, reason)."""
    ClaimEvent.objects.bulk_create(
        [
            ClaimEvent(
                claim=claim,
                action=action,
                from_state=before,
                to_state=claim.state,
                done_by=by,
                done_at=moment,
                name=by.full_name,
                job_title=by.job_title,
                unit_name=by.unit.name,
                reason=reason,
            )
            for claim, before, action, reason in steps
        ],
        batch_size=BATCH_ROWS,
    )
