"""Claims of those who stay at home, opened together. Written by ``planning.at_home``."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from convalescence.models.plan import YearPlan


class HomeRunState(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Bị dừng"


class HomeRun(models.Model):
    """One go at opening the claims of all who stay at home, in the background.

    ``refused`` are [candidate id, name, why not] of those for whom nothing was opened.
    """

    plan = models.ForeignKey(
        YearPlan, models.PROTECT, related_name="home_runs", verbose_name="kế hoạch"
    )
    requested_on = models.DateField("ngày đề nghị")
    state = models.CharField(
        "tình trạng", max_length=10, choices=HomeRunState, default=HomeRunState.WAITING
    )
    total = models.PositiveIntegerField("số người", default=0)
    done = models.PositiveIntegerField("đã xét", default=0)
    opened = models.PositiveIntegerField("đã lập hồ sơ", default=0)
    refused = models.JSONField("không lập được", default=list, blank=True)
    failure = models.TextField("lý do dừng", blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("đặt lúc")
    stirred_at = models.DateTimeField("còn chạy lúc")

    class Meta:
        verbose_name = "lượt lập hồ sơ điều dưỡng tại nhà"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[HomeRunState.WAITING, HomeRunState.RUNNING]),
                name="one_home_run_of_a_plan_at_a_time",
                violation_error_message="Đang có một lượt lập hồ sơ của kế hoạch này.",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="home_run_made_at_and_by",
                violation_error_message="Lượt lập hồ sơ phải có người và lúc đặt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: lượt {self.pk}"
