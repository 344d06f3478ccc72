from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models import User
from beneficiaries.models.membership import Membership
from policies.models import BeneficiaryGroup, Resolution


class SuccessionChoice(models.Model):
    """A clerk decided otherwise than the rows propose for one membership of the replaced version.

    Only a plan: memberships are written when the whole worksheet is confirmed.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="+", verbose_name="văn bản mới"
    )
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="succession_choices", verbose_name="diện cũ"
    )
    # None: the person leaves.
    group = models.ForeignKey(
        BeneficiaryGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đối tượng mới",
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chọn")
    made_at = models.DateTimeField("chọn lúc")

    class Meta:
        verbose_name = "lựa chọn khi chuyển đối tượng"
        ordering = ("resolution", "membership")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "membership"],
                name="one_succession_choice_a_membership",
                violation_error_message="Người này đã có lựa chọn.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} → {self.group or 'thôi hưởng'}"
