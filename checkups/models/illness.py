from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from beneficiaries.models import Cadre
from checkups.models.secrecy import no_secret_health_data
from claims.models import Fact
from config.formatting import date_short
from policies.rules import Event


class CriticalIllness(Fact):
    """A grave disease diagnosed: source of the one-off support."""

    KIND = "critical_illness"

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="critical_illnesses", verbose_name="cán bộ"
    )
    disease = models.CharField("bệnh hiểm nghèo", max_length=200)
    diagnosed_on = models.DateField("ngày chẩn đoán")
    facility_name = models.CharField("nơi chẩn đoán", max_length=200)

    class Meta(Fact.Meta):
        verbose_name = "trường hợp mắc bệnh hiểm nghèo"
        ordering = ("-diagnosed_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["cadre", "disease"],
                condition=Q(cancelled_at=None),
                name="one_grant_a_disease",
                violation_error_message="Người này đã được ghi nhận bệnh này.",
            ),
        ]
        triggers: ClassVar = no_secret_health_data("bệnh hiểm nghèo", "n.cancelled_at IS NULL")

    def __str__(self) -> str:
        return self.heading()

    def event(self) -> Event:
        return Event(on=self.diagnosed_on, benefits=("critical_illness",))

    def heading(self) -> str:
        return f"Hỗ trợ bệnh hiểm nghèo, chẩn đoán ngày {date_short(self.diagnosed_on)}"

    def summary(self) -> list[tuple[str, str]]:
        return [
            ("Bệnh", self.disease),
            ("Ngày chẩn đoán", date_short(self.diagnosed_on)),
            ("Nơi chẩn đoán", self.facility_name),
        ]
