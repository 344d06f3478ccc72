"""Planning rounds of check-ups. Check-ups themselves are recorded as every fact is."""

from django.db import transaction

from checkups.models import CheckupRound
from claims.actions import ClaimError
from config.formatting import date_short


@transaction.atomic
def open_round(*, checkup_round: CheckupRound) -> CheckupRound:
    """Save a planned round. Raises ``ValidationError`` when its code is taken in the year."""
    checkup_round.full_clean()
    checkup_round.save()
    return checkup_round


@transaction.atomic
def change_round(*, checkup_round: CheckupRound) -> CheckupRound:
    """Save a corrected round.

    Raises ``ClaimError`` when people already examined would fall outside its days.
    """
    CheckupRound.objects.select_for_update().get(pk=checkup_round.pk)
    examined = checkup_round.checkups.filter(cancelled_at=None)
    outside = examined.exclude(
        examined_on__range=(checkup_round.begins_on, checkup_round.ends_on)
    ).order_by("examined_on")
    if first := outside.first():
        raise ClaimError(
            f"Đã có người khám ngày {date_short(first.examined_on)}, nằm ngoài thời gian mới."
        )
    checkup_round.full_clean()
    checkup_round.save()
    return checkup_round
