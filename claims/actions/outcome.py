"""What a verb answers."""

from dataclasses import dataclass

from claims.models import Claim

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
