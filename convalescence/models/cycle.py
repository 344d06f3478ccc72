"""How often a group's turn comes, and from when that is counted. Written by ``planning``."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from convalescence.models.plan import YearPlan
from policies.models import BeneficiaryGroup


class Counted(models.TextChoices):
    """From when the years of a cycle count. From a fixed year on there are periods, once in each:
    whoever went in the last year of one may go in the first of the next."""

    LAST = "last", "Tính từ lần đi trước"
    YEAR = "year", "Tính theo kỳ, từ một năm cố định"
    FIRST = "first", "Tính theo kỳ, từ năm đầu mỗi người thuộc diện"
    RETIRED = "retired", "Tính theo kỳ, từ năm mỗi người nghỉ hưu"  # who serves: as FIRST


class Cycle(models.Model):
    """Chu kỳ: the turn of a group comes every so many years.

    ``from_year`` is the first year of the first period when ``counted`` from a year. What is
    ``proposed`` and ``source`` are what the law's limits say; anything else needs a reason.
    """

    plan = models.ForeignKey(
        YearPlan, models.CASCADE, related_name="cycles", verbose_name="kế hoạch"
    )
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="+", verbose_name="đối tượng"
    )
    years = models.PositiveSmallIntegerField("mấy năm một lần")
    proposed_years = models.PositiveSmallIntegerField("theo văn bản")
    counted = models.CharField("cách tính", max_length=7, choices=Counted, default=Counted.LAST)
    from_year = models.PositiveSmallIntegerField("năm đầu của kỳ đầu", null=True, blank=True)
    proposed_counted = models.CharField(
        "cách tính theo văn bản", max_length=7, choices=Counted, default=Counted.LAST
    )
    proposed_from = models.PositiveSmallIntegerField("năm đầu theo văn bản", null=True, blank=True)
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
                condition=Q(
                    counted=Counted.YEAR, from_year__isnull=False, from_year__range=(1990, 2100)
                )
                | ~Q(counted=Counted.YEAR) & Q(from_year=None),
                name="cycle_from_a_year_names_it",
                violation_error_message=(
                    "Tính từ một năm cố định thì phải ghi năm đó (1990–2100); cách khác thì không."
                ),
            ),
            models.CheckConstraint(
                condition=Q(years=F("proposed_years"), counted=F("proposed_counted"))
                & (Q(from_year=F("proposed_from")) | Q(from_year=None, proposed_from=None))
                | ~Q(reason=""),
                name="changed_cycle_has_a_reason",
                violation_error_message="Chu kỳ khác văn bản phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.told}"

    @property
    def told(self) -> str:
        """How often, and from when that is counted."""
        every = "mỗi năm một lần" if self.years == 1 else f"{self.years} năm một lần"
        if self.counted == Counted.YEAR:
            return f"{every}, theo kỳ từ năm {self.from_year}"
        if self.counted == Counted.FIRST:
            return f"{every}, theo kỳ từ năm đầu thuộc diện"
        if self.counted == Counted.RETIRED:
            return f"{every}, theo kỳ từ năm nghỉ hưu"
        return every

    @property
    def is_as_proposed(self) -> bool:
        """Whether it is what the law's limits say."""
        return (self.years, self.counted, self.from_year) == (
            self.proposed_years,
            self.proposed_counted,
            self.proposed_from,
        )
