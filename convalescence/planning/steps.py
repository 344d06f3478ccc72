"""The trace of what changed for one person on the list."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from convalescence.models import Candidate, CandidateAction, CandidateStep


def write_step(
    candidate: Candidate,
    action: CandidateAction,
    words: str,
    *,
    by: User,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """To be written before the change itself: an agreed list changes only after a step."""
    CandidateStep.objects.create(
        candidate=candidate,
        action=action,
        words=words,
        reason=reason.strip(),
        done_by=by,
        done_at=at or timezone.now(),
    )
