"""What is vouched for: a rate that somebody laid against the text."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from config.saving import save_valid
from policies.models import Rate, RateConfirmation


@transaction.atomic
def confirm_rate(*, rate: Rate, by: User, source: str) -> RateConfirmation:
    """Somebody with the right read ``source`` and stands for the rate. Never taken back.

    Raises ``ValidationError`` if it is confirmed already.
    """
    confirmation = RateConfirmation(rate=rate, confirmed_by=by, source=source.strip())
    try:
        return save_valid(confirmation)
    except ValidationError as error:
        if "rate" in error.message_dict:
            raise ValidationError("Mức này vừa có người khác xác nhận.") from None
        raise


@transaction.atomic
def confirm_rates(*, rates: Iterable[Rate], by: User, source: str) -> list[RateConfirmation]:
    """One reading of the text that settles the same rate for several groups: all or none."""
    return [confirm_rate(rate=rate, by=by, source=source) for rate in rates]
