"""One step in the life of a bill: allowed by the table, kept for ever."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from claims.actions import ClaimError
from claims.billing.workflow import LABELS, MOVES, BillAction
from claims.models import Bill, BillStep


def refuse_unless(bill: Bill, action: BillAction) -> None:
    """Raises ``ClaimError`` when the bill, as it stands, can't take this step."""
    if (bill.state, action) not in MOVES:
        raise ClaimError(
            f"{bill} đang ở tình trạng “{bill.get_state_display()}”, "
            f"không làm được việc “{LABELS[action]}”."
        )


def moved(
    bill: Bill,
    action: BillAction,
    before: str,
    by: User,
    reason: str = "",
    *,
    at: datetime | None = None,
) -> None:
    """Leave the row that says who did it."""
    BillStep.objects.create(
        bill=bill,
        action=action.value,
        from_state=before,
        to_state=bill.state,
        done_by=by,
        done_at=at or timezone.now(),
        reason=reason[:300],
    )
