"""The steps of a report from hand to hand, and what its approver takes upon himself."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reports.models.report import Report, ReportState

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class ReportStep(models.Model):
    """Who did what to a report, as what, when and why. Append-only."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name="báo cáo")
    action = models.CharField("việc", max_length=20)
    from_state = models.CharField("từ", max_length=10, choices=ReportState, blank=True)
    to_state = models.CharField("sang", max_length=10, choices=ReportState)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người làm"
    )
    done_at = models.DateTimeField("lúc")
    name = models.CharField("họ tên lúc đó", max_length=120)
    job_title = models.CharField("chức vụ lúc đó", max_length=120)
    unit_name = models.CharField("đơn vị lúc đó", max_length=200)
    reason = models.TextField("lý do", blank=True, default="")

    class Meta:
        verbose_name = "bước xử lý báo cáo"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, done_by__isnull=False),
                name="report_step_done_at_and_by",
                violation_error_message="Bước xử lý phải có người và lúc làm.",
            ),
            models.CheckConstraint(
                condition=~Q(to_state="draft") | Q(from_state="") | ~Q(reason=""),
                name="report_sent_back_has_reason",
                violation_error_message="Trả lại báo cáo phải ghi lý do.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="report_step_is_append_only", operation=APPEND_ONLY)
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.action}"


class RateWaiver(models.Model):
    """Somebody answers for figures reckoned by rates that nobody has confirmed. Append-only.

    ``rates`` are the ids of those rates; whichever comes to it later isn't waived.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="waivers", verbose_name="báo cáo"
    )
    rates = ArrayField(models.BigIntegerField(), verbose_name="mức hưởng chưa xác nhận")
    reason = models.TextField("lý do")
    given_at = models.DateTimeField("chấp nhận lúc")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chấp nhận"
    )
    name = models.CharField("họ tên lúc đó", max_length=120)
    job_title = models.CharField("chức vụ lúc đó", max_length=120)

    class Meta:
        verbose_name = "chấp nhận mức chưa xác nhận"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=False, given_by__isnull=False) & ~Q(reason=""),
                name="rate_waiver_given_at_and_by",
                violation_error_message=(
                    "Chấp nhận mức chưa xác nhận phải có người, lúc chấp nhận và lý do."
                ),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="rate_waiver_is_append_only", operation=APPEND_ONLY)
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.reason}"
