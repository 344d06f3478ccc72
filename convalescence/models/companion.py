"""Who goes along on a trip and is owed nothing. Written by ``trips.seating``."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models

from beneficiaries.models.cadre import Sex
from convalescence.models.seat import Seat
from convalescence.models.seat_triggers import COMPANION_FITS, DECLARED
from convalescence.models.trip import Trip


class CompanionRole(models.TextChoices):
    MEDIC = "medic", "Nhân viên y tế theo đoàn"
    LEADER = "leader", "Cán bộ đưa đoàn"
    RELATIVE = "relative", "Người nhà đi cùng"


class Companion(models.Model):
    """Somebody who goes along and for whom nothing is owed: a medic, a relative, who leads."""

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="companions", verbose_name="đoàn")
    role = models.CharField("đi với tư cách", max_length=10, choices=CompanionRole)
    full_name = models.CharField("họ và tên", max_length=120)
    sex = models.CharField("giới tính", max_length=6, choices=Sex)
    phone = models.CharField("điện thoại", max_length=20, blank=True, default="")
    beside = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="companions",
        verbose_name="đi cùng",
    )
    room = models.CharField("phòng", max_length=10, blank=True, default="")
    as_couple = models.BooleanField("ở cùng vợ hoặc chồng", default=False)
    vehicle = models.PositiveSmallIntegerField("xe số", null=True, blank=True)

    class Meta:
        verbose_name = "người đi cùng đoàn"
        ordering = ("trip", "role", "full_name", "id")
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="companion_fits_the_trip",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=DECLARED,
                func=COMPANION_FITS,
            ),
            pgtrigger.Trigger(
                name="closed_trip_keeps_companions",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM convalescence_trip t"
                    " WHERE t.id = OLD.trip_id AND t.state IN ('closed', 'cancelled')) THEN"
                    " RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không sửa danh sách được.'"
                    " USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.get_role_display().lower()})"
