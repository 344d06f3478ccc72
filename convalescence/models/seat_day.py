"""Each day's attendance on a trip. Written by ``trips.attending``."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from convalescence.models.seat import Seat
from convalescence.models.seat_triggers import DAY_FITS


class SeatDay(models.Model):
    """Whether a person was there on one day of the trip, as last marked."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="days", verbose_name="chỗ")
    day = models.DateField("ngày")
    present = models.BooleanField("có mặt")
    marked_at = models.DateTimeField("chấm lúc")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chấm"
    )

    class Meta:
        verbose_name = "ngày có mặt"
        ordering = ("seat", "day")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat", "day"],
                name="one_mark_a_person_and_day",
                violation_error_message="Ngày này đã được chấm.",
            ),
            models.CheckConstraint(
                condition=Q(marked_at__isnull=False, marked_by__isnull=False),
                name="seat_day_marked_at_and_by",
                violation_error_message="Chấm công phải có người và lúc chấm.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="day_fits_its_seat",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("the_seat", "RECORD")],
                func=DAY_FITS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.day}"
