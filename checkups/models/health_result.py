"""Phân loại sức khỏe: the class a check-up ended with, and nothing else of what was found."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import UnitKind, User
from checkups.models.roster import RosterEntry
from checkups.models.secrecy import no_secret_health_data


class HealthClass(models.IntegerChoices):
    ONE = 1, "Loại I"
    TWO = 2, "Loại II"
    THREE = 3, "Loại III"
    FOUR = 4, "Loại IV"
    FIVE = 5, "Loại V"


class HealthResultQuerySet(models.QuerySet["HealthResult"]):
    def visible_to(self, user: User) -> Self:
        """All for the department, its own examinations for a facility; for nobody else."""
        if user.unit.sees_all:
            return self
        if user.unit.kind == UnitKind.HOSPITAL:
            return self.filter(entry__facility=user.unit_id)
        return self.none()


class HealthResult(models.Model):
    """The health class of one person examined in one round. Never of whose records are secret."""

    entry = models.OneToOneField(
        RosterEntry, models.PROTECT, related_name="health_result", verbose_name="người đã khám"
    )
    cadre = models.ForeignKey(
        "beneficiaries.Cadre",
        models.PROTECT,
        related_name="health_results",
        verbose_name="cán bộ",
    )
    health_class = models.PositiveSmallIntegerField("phân loại sức khỏe", choices=HealthClass)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )

    objects = HealthResultQuerySet.as_manager()

    class Meta:
        verbose_name = "phân loại sức khỏe"
        ordering = ("entry",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(health_class__range=(1, 5)),
                name="health_class_is_one_of_five",
                violation_error_message="Phân loại sức khỏe chỉ gồm Loại I đến Loại V.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="health_result_recorded_at_and_by",
                violation_error_message="Phân loại sức khỏe phải có người và lúc ghi.",
            ),
        ]
        triggers: ClassVar = [
            *no_secret_health_data("phân loại sức khỏe"),
            pgtrigger.Trigger(
                name="health_result_of_who_was_examined",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM checkups_rosterentry e"
                    " WHERE e.id = NEW.entry_id AND e.cadre_id = NEW.cadre_id"
                    " AND e.attendance = 'attended') THEN"
                    " RAISE EXCEPTION 'Chỉ ghi phân loại sức khỏe cho người đã khám.'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre}: {HealthClass(self.health_class).label}"
