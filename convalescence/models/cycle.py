"""How often a group's turn comes, and from when that is counted. Written by ``planning``."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from convalescence.models.plan import YearPlan
from policies.models import BeneficiaryGroup


class Cycle(models.Model):
    """Chu kỳ: the turn of a group comes every so many years.

    ``proposed_years`` and ``source`` are what the law's limits say; another number needs a reason.
    """

    plan = models.ForeignKey(
        YearPlan, models.CASCADE, related_name="cycles", verbose_name="kế hoạch"
    )
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="+", verbose_name="đối tượng"
    )
    years = models.PositiveSmallIntegerField("mấy năm một lần")
    proposed_years = models.PositiveSmallIntegerField("theo văn bản")
    source = models.TextField("căn cứ")
    reason = models.TextField("lý do đổi", blank=True, default="")

    class Meta:
        verbose_name = "chu kỳ điều dưỡng"
        ordering = ("plan", "group__position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "group"],
                name="one_cycle_a_plan_and_group",
                violation_error_message="Đối tượng này đã có chu kỳ trong kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=20, proposed_years__gte=1),
                name="cycle_is_of_some_years",
                violation_error_message="Chu kỳ từ 1 đến 20 năm.",
            ),
            models.CheckConstraint(
                condition=Q(years=F("proposed_years")) | ~Q(reason=""),
                name="changed_cycle_has_a_reason",
                violation_error_message="Chu kỳ khác văn bản phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.years} năm một lần"
