from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.models import Cadre, ImportBatch
from policies.rules import Event


class FactQuerySet(models.QuerySet[Any]):
    """Facts of one kind; the same words for every kind."""

    def visible_to(self, user: User) -> Self:
        """Entered by the user's unit, or about its people; all for the department."""
        if user.unit.sees_all:
            return self
        of_unit = models.Q(unit=user.unit_id)
        if hasattr(self.model, "cadre"):
            of_unit |= models.Q(cadre__in=Cadre.objects.visible_to(user).values("pk"))
        return self.filter(of_unit)

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(cancelled_at=None)


class Fact(models.Model):
    """Something that happened and may be owed for. The apps above say what.

    A fact knows nothing of claims: ``claims.actions.open_claim`` gets ``event()``, the frozen
    ``summary()`` and ``heading()`` handed down as plain values.
    """

    KIND: ClassVar[str]  # e.g. "hospital_stay"; with the id it names the fact in a claim

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị nhập")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nhập"
    )
    recorded_at = models.DateTimeField("nhập lúc", default=timezone.now)
    evidence = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="giấy tờ kèm theo"
    )
    note = models.TextField("ghi chú", blank=True, default="")
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người hủy",
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="lượt nhập",
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None, cancelled_by=None)
                | models.Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="%(class)s_cancelled_at_and_by",
                violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="%(class)s_recorded_at_and_by",
                violation_error_message="Sự việc phải có người và lúc nhập.",
            ),
        ]

    def event(self) -> Event:
        """The fact in the words of the rules."""
        raise NotImplementedError

    def also_asked(self) -> tuple[str, ...]:
        """What it asks for only where the law knows the word; elsewhere nobody is told of it.

        Words of ``event()`` may be among them: a stay asks for meals and for support of the
        stay itself, whichever of the two the person's policy has.
        """
        return ()

    def heading(self) -> str:
        """One line naming what happened, e.g. ``Điều trị nội trú 12/03/2025 – 24/03/2025``."""
        raise NotImplementedError

    def summary(self) -> list[tuple[str, str]]:
        """(label, value) pairs frozen on the claim: what the approver reads."""
        raise NotImplementedError

    def last_day(self) -> date:
        """The day by which it was over; nothing is owed for the future."""
        return self.event().on

    def hindrance(self) -> str:
        """Why it can't be corrected or taken back, whatever became of its claims; "" if it can."""
        return ""

    def category(self) -> str:
        """What the summing-up report splits a benefit by: round, programme, duty; "" if nothing."""
        return ""
