"""What is done to the law: a version is put in force, a rate is vouched for."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from policies.models import Rate, RateConfirmation, Resolution, ResolutionStatus


@transaction.atomic
def release(*, resolution: Resolution, by: User | None) -> Resolution:
    """Put a draft in force; from here on the database refuses every change to it.

    The version that it replaces ends the day before and stays as it was. ``by`` is None only
    for a pack that the set-up loads. Raises ``ValidationError``.
    """
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.is_released:
        raise ValidationError(f"{resolution} đã được ban hành vào hệ thống.")
    without_rate = resolution.benefits.filter(rates=None).values_list("title", flat=True)
    if without_rate or not resolution.benefits.exists():
        names = ", ".join(without_rate) or "văn bản chưa có chế độ nào"
        raise ValidationError(f"Chưa ban hành được, còn thiếu mức hưởng: {names}.")
    _end_the_replaced(resolution)
    _refuse_two_at_once(resolution)
    resolution.status = ResolutionStatus.RELEASED
    resolution.released_by = by
    resolution.released_at = timezone.now()
    resolution.save(update_fields=["status", "released_by", "released_at"])
    return resolution


def _end_the_replaced(resolution: Resolution) -> None:
    """The day before the new version begins is the last day of the old one."""
    old = resolution.replaces
    if old is None:
        return
    last_day = resolution.effective_from - timedelta(days=1)
    if last_day < old.effective_from:
        raise ValidationError(
            f"{resolution} thay thế {old} nên phải có hiệu lực sau ngày "
            f"{old.effective_from:%d/%m/%Y}."
        )
    if old.effective_to is None or old.effective_to > last_day:
        old.effective_to = last_day
    old.status = ResolutionStatus.SUPERSEDED
    old.save(update_fields=["effective_to", "status"])


def _refuse_two_at_once(resolution: Resolution) -> None:
    others = Resolution.objects.released().filter(scheme=resolution.scheme)
    others = others.exclude(effective_to__lt=resolution.effective_from)
    if resolution.effective_to:
        others = others.exclude(effective_from__gt=resolution.effective_to)
    other = others.first()
    if other:
        raise ValidationError(
            f"{other} còn hiệu lực trong thời gian của {resolution}; hãy ghi rõ văn bản mới thay "
            "thế văn bản nào."
        )


@transaction.atomic
def confirm_rate(*, rate: Rate, by: User, source: str) -> RateConfirmation:
    """Somebody with the right read ``source`` and stands for the rate. Never taken back.

    Raises ``ValidationError`` if it is confirmed already.
    """
    confirmation = RateConfirmation(rate=rate, confirmed_by=by, source=source.strip())
    try:
        confirmation.full_clean()
    except ValidationError as error:
        if "rate" in error.message_dict:
            raise ValidationError("Mức này vừa có người khác xác nhận.") from None
        raise
    confirmation.save()
    return confirmation


@transaction.atomic
def confirm_rates(*, rates: Iterable[Rate], by: User, source: str) -> list[RateConfirmation]:
    """One reading of the text that settles the same rate for several groups: all or none."""
    return [confirm_rate(rate=rate, by=by, source=source) for rate in rates]
