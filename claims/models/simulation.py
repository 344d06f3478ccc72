from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from claims.models.recipient import Recipient
from policies.models import Resolution


class SimulationState(models.TextChoices):
    WAITING = "waiting", "Đang chờ chạy"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Đã xong"
    CANCELLED = "cancelled", "Đã dừng"
    FAILED = "failed", "Không chạy được"


UNDER_WAY = (SimulationState.WAITING, SimulationState.RUNNING)


class SimulationQuerySet(models.QuerySet["Simulation"]):
    def visible_to(self, user: User) -> Self:
        """A run covers the people of the unit that ran it; the department sees all."""
        return self if user.unit.sees_all else self.filter(unit=user.unit)


class Simulation(models.Model):
    """A version of the law run over a year, to see what it would cost and whom it would touch.

    ``fingerprint`` is of what the version said when it was run. ``assumptions`` hold what was
    typed: ``groups`` (key of an older group → code), and for a planned year ``scales`` and
    ``occurrences``. ``result`` holds the sums, with every word needed to show them later.
    Nothing else in the portal rests on these rows.
    """

    resolution = models.ForeignKey(
        Resolution, models.CASCADE, related_name="simulations", verbose_name="văn bản"
    )
    fingerprint = models.CharField("dấu nội dung văn bản lúc chạy", max_length=64, blank=True)
    year = models.PositiveSmallIntegerField("năm của sự việc")
    reckoned_year = models.PositiveSmallIntegerField("năm tính")
    is_planned = models.BooleanField("năm kế hoạch", default=False)
    assumptions = models.JSONField("giả định", default=dict)
    state = models.CharField(
        "tình trạng", max_length=10, choices=SimulationState, default=SimulationState.WAITING
    )
    done = models.PositiveIntegerField("số người đã tính", default=0)
    total = models.PositiveIntegerField("số người phải tính", default=0)
    failure = models.TextField("lý do không chạy được", blank=True, default="")
    result = models.JSONField("kết quả", default=dict)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chạy"
    )
    made_at = models.DateTimeField("chạy lúc")
    stirred_at = models.DateTimeField("còn chạy lúc")
    ended_at = models.DateTimeField("xong lúc", null=True)

    objects = SimulationQuerySet.as_manager()

    class Meta:
        verbose_name = "lần mô phỏng"
        ordering = ("-made_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="simulation_made_at_and_by",
                violation_error_message="Lần mô phỏng phải có người và lúc chạy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resolution}, năm {self.reckoned_year}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class SimulatedPersonQuerySet(models.QuerySet["SimulatedPerson"]):
    def visible_to(self, user: User) -> Self:
        if user.unit.sees_all:
            return self
        return self.filter(
            Q(cadre__in=Cadre.objects.visible_to(user).values("pk"))
            | Q(recipient__in=Recipient.objects.visible_to(user).values("pk"))
        )


class SimulatedPerson(models.Model):
    """What a simulation makes of one person, so that every sum leads to people.

    ``places`` name the cells in which the person is counted; ``figures`` hold đồng then and
    now for each of them. ``copies`` is how many people like this one a planned year has.
    """

    simulation = models.ForeignKey(
        Simulation, models.CASCADE, related_name="people", verbose_name="lần mô phỏng"
    )
    cadre = models.ForeignKey(
        Cadre, models.CASCADE, null=True, related_name="+", verbose_name="cán bộ"
    )
    recipient = models.ForeignKey(
        Recipient, models.CASCADE, null=True, related_name="+", verbose_name="người nhận khác"
    )
    group = models.CharField("đối tượng", max_length=30, blank=True)
    verdict = models.CharField("được, mất", max_length=8)
    copies = models.PositiveIntegerField("số người như vậy", default=1)
    then = models.BigIntegerField("trước (đồng)")
    now = models.BigIntegerField("mô phỏng (đồng)")
    places = ArrayField(models.CharField(max_length=120), verbose_name="có mặt ở")
    figures = models.JSONField("số tiền theo ô")

    objects = SimulatedPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "người trong mô phỏng"
        ordering = ("simulation", "id")
        indexes: ClassVar = [
            models.Index(fields=["simulation", "verdict"], name="simulated_by_verdict"),
            GinIndex(fields=["places"], name="simulated_places"),
        ]

    def __str__(self) -> str:
        return str(self.cadre or self.recipient)

    @property
    def difference(self) -> int:
        return self.now - self.then
