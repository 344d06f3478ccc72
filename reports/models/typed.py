from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from config.formatting import ONE_MILLION
from reports.models.report import Report, only_in_a_draft


class TypedStatus(models.TextChoices):
    ESTIMATED = "estimated", "Ước thực hiện"
    PLANNED = "planned", "Kế hoạch"


class TypedFigure(models.Model):
    """The total for the year that a person expects, standing in place of the ledger's sum."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="typed_figures", verbose_name="báo cáo"
    )
    code = models.CharField("mã số liệu", max_length=120)
    value = models.BigIntegerField("giá trị cả kỳ", validators=[MinValueValidator(0)])
    status = models.CharField("tính chất", max_length=10, choices=TypedStatus)
    reason = models.TextField("lý do, căn cứ")
    as_of = models.DateField("tính đến ngày")
    typed_at = models.DateTimeField("gõ lúc")
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gõ"
    )

    class Meta:
        verbose_name = "số ước, số kế hoạch"
        ordering = ("report", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "code"],
                name="figure_is_typed_once",
                violation_error_message="Số liệu này đã có số ước hoặc kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & ~Q(reason=""),
                name="typed_figure_has_reason",
                violation_error_message="Số ước, kế hoạch không âm và phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(typed_at__isnull=False, typed_by__isnull=False),
                name="typed_figure_typed_at_and_by",
                violation_error_message="Số ước, kế hoạch phải có người gõ và lúc gõ.",
            ),
        ]
        triggers: ClassVar = [only_in_a_draft("figure_is_typed")]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class ReportedFigure(models.Model):
    """The same figure as an earlier paper has it, kept to be compared with the computed one."""

    PRECISIONS: ClassVar = [
        (1, "đến từng đơn vị"),
        (1_000, "đến nghìn"),
        (ONE_MILLION // 10, "đến một phần mười triệu"),
        (ONE_MILLION, "đến triệu"),
        (1_000 * ONE_MILLION, "đến tỷ"),
    ]

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="reported_figures", verbose_name="báo cáo"
    )
    code = models.CharField("mã số liệu", max_length=120)
    value = models.BigIntegerField("giá trị trên giấy", validators=[MinValueValidator(0)])
    printed = models.CharField("nguyên văn", max_length=100)
    precision = models.BigIntegerField("làm tròn", choices=PRECISIONS, default=1)
    source = models.CharField("nguồn (văn bản, trang)", max_length=300)
    typed_at = models.DateTimeField("gõ lúc")
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gõ"
    )

    class Meta:
        verbose_name = "số đã in trên giấy"
        ordering = ("report", "code", "source")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "code", "source"],
                name="figure_is_reported_once_a_source",
                violation_error_message="Số liệu này đã có số của cùng nguồn để đối chiếu.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, precision__gt=0),
                name="reported_figure_is_not_negative",
                violation_error_message="Số trên giấy không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(typed_at__isnull=False, typed_by__isnull=False),
                name="reported_figure_typed_at_and_by",
                violation_error_message="Số trên giấy phải có người gõ và lúc gõ.",
            ),
        ]
        triggers: ClassVar = [only_in_a_draft("paper_figure_is_typed")]

    def __str__(self) -> str:
        return f"{self.code}: {self.printed}"
