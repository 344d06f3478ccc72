"""Letters of invitation, printed in the background for as many people as there are."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit
from checkups.models.round import CheckupRound
from config.encryption import EncryptedTextField

LOST_AFTER = timedelta(minutes=2)  # without a sign of life a printing counts as lost


class PrintState(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không lập được"


UNDER_WAY = (PrintState.WAITING, PrintState.RUNNING)


class InvitationPrint(models.Model):
    """The letters of one round, of one unit's people or of all, as one PDF (base64, encrypted)."""

    round = models.ForeignKey(
        CheckupRound, models.CASCADE, related_name="invitation_prints", verbose_name="đợt khám"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    state = models.CharField(
        "tình trạng", max_length=10, choices=PrintState, default=PrintState.WAITING
    )
    done = models.PositiveIntegerField("số giấy đã lập", default=0)
    total = models.PositiveIntegerField("số giấy phải lập", default=0)
    content = EncryptedTextField("bản PDF")
    failure = models.TextField("lý do không lập được", blank=True, default="")
    made_at = models.DateTimeField("yêu cầu lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người yêu cầu"
    )
    stirred_at = models.DateTimeField("còn chạy lúc")

    class Meta:
        verbose_name = "lượt in giấy mời"
        ordering = ("-made_at",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="invitation_print_made_at_and_by",
                violation_error_message="Lượt in giấy mời phải có người và lúc yêu cầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.total}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_lost(self) -> bool:
        """Whether nobody seems to work on it any more."""
        return self.is_under_way and timezone.now() - self.stirred_at > LOST_AFTER
