"""Print sheets of a batch of cards: made in the background, kept until made anew."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from beneficiaries.models.card_batch import CardBatch

LOST_AFTER = timedelta(minutes=2)  # without a sign of life a print counts as lost


class PrintState(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không lập được"


class CardPrint(models.Model):
    """The cards of one batch on A4 sheets. ``address`` is where the portal was reached."""

    batch = models.OneToOneField(
        CardBatch, models.CASCADE, related_name="print", verbose_name="đợt thẻ"
    )
    address = models.CharField("địa chỉ cổng", max_length=200)
    state = models.CharField(
        "tình trạng", max_length=8, choices=PrintState, default=PrintState.WAITING
    )
    done = models.PositiveIntegerField("số thẻ đã lập", default=0)
    total = models.PositiveIntegerField("số thẻ phải lập", default=0)
    pages = models.PositiveIntegerField("số trang", default=0)
    content = models.BinaryField("bản PDF", null=True)
    made_at = models.DateTimeField("yêu cầu lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người yêu cầu"
    )
    stirred_at = models.DateTimeField("còn chạy lúc")

    class Meta:
        verbose_name = "tờ in thẻ"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(content__isnull=False),
                name="card_print_done_has_its_file",
                violation_error_message="Tờ in đã xong phải có tệp.",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="card_print_made_at_and_by",
                violation_error_message="Tờ in phải có người và lúc yêu cầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Tờ in thẻ {self.batch}"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody works on it; not, when there has been no sign of life for long."""
        begun = self.state in (PrintState.WAITING, PrintState.RUNNING)
        return begun and timezone.now() - self.stirred_at <= LOST_AFTER

    @property
    def is_lost(self) -> bool:
        begun = self.state in (PrintState.WAITING, PrintState.RUNNING)
        return begun and not self.is_under_way
