"""The unit's part of a year's list. Written by ``planning``."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from convalescence.models.plan import YearPlan


class PlanPart(models.Model):
    """The part of one unit in the list of a plan: to be looked through by a deadline."""

    plan = models.ForeignKey(
        YearPlan, models.PROTECT, related_name="parts", verbose_name="kế hoạch"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    due_on = models.DateField("hạn xác nhận")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người xác nhận",
    )

    class Meta:
        verbose_name = "phần danh sách của đơn vị"
        ordering = ("plan", "unit__name")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="one_part_a_plan_and_unit",
                violation_error_message="Đơn vị này đã có phần trong danh sách.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="plan_part_confirmed_at_and_by",
                violation_error_message="Phần đã xác nhận phải có người và lúc xác nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.plan}"
