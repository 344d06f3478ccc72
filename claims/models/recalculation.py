from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from policies.models import Resolution


class RecalculationState(models.TextChoices):
    WAITING = "waiting", "Chờ tính"
    RUNNING = "running", "Đang tính"
    JUDGED = "judged", "Chờ quyết định"
    DECIDED = "decided", "Đã lập hồ sơ"
    DROPPED = "dropped", "Bỏ"
    FAILED = "failed", "Tính không xong"


class RecalculationQuerySet(models.QuerySet["Recalculation"]):
    def visible_to(self, user: User) -> Self:
        """Money of the whole province is looked at by the department alone."""
        return self if user.unit.sees_all else self.none()


class Recalculation(models.Model):
    """Đợt tính lại: what decided claims come to under a law that arrived late.

    Nothing already decided is rewritten: the differences become new claims (truy lĩnh, thu
    hồi), which go through the same approval.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="recalculations", verbose_name="văn bản"
    )
    reason = models.TextField("lý do tính lại")
    state = models.CharField(
        "tình trạng",
        max_length=8,
        choices=RecalculationState,
        default=RecalculationState.WAITING,
    )
    total = models.PositiveIntegerField("số sự việc phải xem", default=0)
    done = models.PositiveIntegerField("đã xem", default=0)
    problem = models.TextField("vướng mắc", blank=True, default="")
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người quyết định",
    )

    objects = RecalculationQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt tính lại"
        ordering = ("-made_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="recalculation_made_at_and_by",
                violation_error_message="Đợt tính lại phải có người và lúc lập.",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="recalculation_decided_at_and_by",
                violation_error_message="Quyết định phải có người và lúc quyết định.",
            ),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(state__in=["waiting", "running", "judged"]),
                name="one_open_recalculation_a_resolution",
                violation_error_message="Văn bản này đang có một đợt tính lại chưa xong.",
            ),
        ]

    def __str__(self) -> str:
        return f"Tính lại theo {self.resolution}"


class RecalculatedFact(models.Model):
    """One fact whose result changes for one payer: what was decided, what it is now, and why."""

    recalculation = models.ForeignKey(
        Recalculation, models.CASCADE, related_name="rows", verbose_name="đợt tính lại"
    )
    fact_kind = models.CharField("loại sự việc", max_length=40)
    fact_id = models.BigIntegerField("mã sự việc")
    claim = models.ForeignKey(
        "claims.Claim", models.PROTECT, related_name="+", verbose_name="hồ sơ đã duyệt"
    )
    payer_code = models.SlugField("nguồn", max_length=40)
    old_amount = models.BigIntegerField("đã duyệt (đồng)")
    new_amount = models.BigIntegerField("tính lại (đồng)")
    # Đồng to pay on top (arrears), or less than 0 to take back (recovery).
    difference = models.GeneratedField(
        expression=F("new_amount") - F("old_amount"),
        output_field=models.BigIntegerField("chênh lệch (đồng)"),
        db_persist=True,
    )
    reason = models.TextField("diễn giải")

    class Meta:
        verbose_name = "sự việc thay đổi"
        ordering = ("recalculation", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recalculation", "fact_kind", "fact_id", "payer_code"],
                name="one_row_a_recalculated_fact_and_payer",
                violation_error_message="Sự việc này đã có trong đợt tính lại.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.difference:+}"
