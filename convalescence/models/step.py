"""The steps of a trip, and the papers that belong to it."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from config.encryption import EncryptedTextField
from convalescence.models.trip import Trip, TripState

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class TripStep(models.Model):
    """Who moved a trip on, when, and why where that has to be said. Append-only."""

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="steps", verbose_name="đoàn")
    action = models.CharField("việc", max_length=20)
    from_state = models.CharField("từ", max_length=10, choices=TripState)
    to_state = models.CharField("sang", max_length=10, choices=TripState)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người làm"
    )
    done_at = models.DateTimeField("lúc")
    name = models.CharField("họ tên lúc đó", max_length=120)
    job_title = models.CharField("chức vụ lúc đó", max_length=120)
    reason = models.TextField("lý do", blank=True, default="")

    class Meta:
        verbose_name = "bước của đoàn điều dưỡng"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, done_by__isnull=False),
                name="trip_step_done_at_and_by",
                violation_error_message="Bước xử lý phải có người và lúc làm.",
            ),
            models.CheckConstraint(
                condition=~Q(from_state="closed") | ~Q(reason=""),
                name="trip_reopened_has_reason",
                violation_error_message="Mở lại đoàn phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(to_state="cancelled") | ~Q(reason=""),
                name="trip_cancelled_has_reason",
                violation_error_message="Hủy đoàn phải ghi lý do.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="trip_step_is_append_only", operation=APPEND_ONLY)
        ]

    def __str__(self) -> str:
        return f"{self.trip} {self.action}"


class TripPaper(models.Model):
    """A file of a trip: its contract, its plan, a signed list. Kept as it came.

    ``content`` is base64 of the file, encrypted: it may name people.
    """

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="papers", verbose_name="đoàn")
    title = models.CharField("tên giấy tờ", max_length=150)
    file_name = models.CharField("tên tệp", max_length=200)
    file_type = models.CharField("loại tệp", max_length=100)
    content = EncryptedTextField("nội dung")
    added_at = models.DateTimeField("đính kèm lúc")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đính kèm"
    )

    class Meta:
        verbose_name = "giấy tờ của đoàn điều dưỡng"
        ordering = ("added_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(added_at__isnull=False, added_by__isnull=False),
                name="trip_paper_added_at_and_by",
                violation_error_message="Giấy tờ phải có người và lúc đính kèm.",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="trip_paper_stays", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.title
