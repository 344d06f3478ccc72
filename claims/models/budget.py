from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from policies.models import Benefit


class BudgetEstimate(models.Model):
    """Dự toán: what the year's budget grants a benefit, in đồng."""

    benefit = models.ForeignKey(
        Benefit, models.PROTECT, related_name="estimates", verbose_name="chế độ"
    )
    year = models.PositiveSmallIntegerField("năm ngân sách")
    amount = models.BigIntegerField("dự toán (đồng)")
    document = models.CharField("văn bản giao dự toán", max_length=200)

    class Meta:
        verbose_name = "dự toán"
        ordering = ("year", "benefit")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["benefit", "year"],
                name="one_estimate_a_benefit_and_year",
                violation_error_message="Chế độ này đã có dự toán của năm.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="estimate_is_not_negative",
                violation_error_message="Dự toán không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.year}"


class ClosedPeriod(models.Model):
    """A closed book: no payment may be dated in it any more."""

    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    closed_at = models.DateTimeField("khóa lúc", default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người khóa"
    )

    class Meta:
        verbose_name = "kỳ đã khóa sổ"
        ordering = ("begins_on",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="period_ends_after_it_begins",
                violation_error_message="Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, closed_by__isnull=False),
                name="period_closed_at_and_by",
                violation_error_message="Kỳ khóa sổ phải có người và lúc khóa.",
            ),
            ExclusionConstraint(
                name="closed_periods_do_not_overlap",
                index_type="gist",
                expressions=[
                    (
                        Func("begins_on", "ends_on", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    )
                ],
                violation_error_message="Khoảng này trùng một kỳ đã khóa sổ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"
