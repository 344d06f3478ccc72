from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import User
from policies.models.resolution import Resolution
from policies.released import frozen_when_released
from policies.rules.plain import Situation, event_of, person_of, situation_of, usage_of
from policies.rules.reasons import REASONS


def person_is_readable(value: object) -> None:
    _try(person_of, value)


def event_is_readable(value: object) -> None:
    _try(event_of, value)


def usage_is_readable(value: object) -> None:
    _try(usage_of, value)


def _try(read: Callable[[Any], Any], value: object) -> None:
    try:
        read(value)
    except ValueError as error:
        raise ValidationError(f"Dữ kiện không đọc được: {error}.") from None


class SolvedCase(models.Model):
    """A case (ca mẫu) worked out by hand under one version of the law.

    What the portal computes must be what the officer expects, else the version isn't released.
    ``person``, ``event`` and ``usage`` are as ``policies.rules.plain`` tells them.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="cases", verbose_name="văn bản"
    )
    number = models.PositiveIntegerField("số")
    title = models.CharField("tên ca", max_length=200)
    person = models.JSONField("người", default=dict, blank=True, validators=[person_is_readable])
    event = models.JSONField("sự việc", validators=[event_is_readable])
    usage = models.JSONField("đã hưởng", default=list, blank=True, validators=[usage_is_readable])
    expected_amount = models.BigIntegerField("số tiền đúng (đồng)")
    expected_lines = models.JSONField("số tiền từng chế độ", default=dict, blank=True)
    expected_refusal = models.CharField(
        "bị từ chối vì",
        max_length=20,
        blank=True,
        default="",
        choices=[(reason.value, words) for reason, words in REASONS.items()],
    )
    source = models.CharField("lấy từ đâu", max_length=300, blank=True, default="")
    made_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người lập",
    )
    made_at = models.DateTimeField("lập lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ca mẫu"
        ordering = ("resolution", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "number"],
                name="case_number_is_unique_in_its_resolution",
                violation_error_message="Số ca này đã có trong văn bản.",
            ),
            models.UniqueConstraint(
                fields=["resolution", "title"],
                name="case_title_is_unique_in_its_resolution",
                violation_error_message="Văn bản đã có ca mẫu mang tên này.",
            ),
            models.CheckConstraint(
                condition=Q(expected_amount__gte=0),
                name="case_amount_is_not_negative",
                violation_error_message="Số tiền đúng không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, made_by=None)
                | Q(made_at__isnull=False, made_by__isnull=False),
                name="case_made_at_and_by",
                violation_error_message="Người lập và lúc lập ca phải đi cùng nhau.",
            ),
        ]
        triggers: ClassVar = frozen_when_released("{row}.resolution_id")

    def __str__(self) -> str:
        return f"Ca {self.number}: {self.title}"

    @property
    def situation(self) -> Situation:
        """Raises ``ValueError`` for what no version of the portal could have written."""
        return situation_of({"person": self.person, "event": self.event, "usage": self.usage})
