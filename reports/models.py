"""A summing-up report: its frame, its text, and the few figures that people type into it.

Every other figure comes from the ledger each time it is shown (``reports.reckoning``).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from config.formatting import ONE_MILLION
from policies.models import Resolution


class ReportState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """Reports of the user's own unit; all of them for the department."""
        return self if user.unit.sees_all else self.filter(unit=user.unit)


class Report(models.Model):
    """Báo cáo tổng kết of one resolution, year and unit; its figures see what the unit sees."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="reports", verbose_name="văn bản được tổng kết"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị báo cáo"
    )
    year = models.PositiveSmallIntegerField(
        "năm", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    outline = models.SlugField("đề cương", max_length=60)
    state = models.CharField(
        "tình trạng", max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    as_of = models.DateField("số liệu đến ngày")
    # Benefit code → ISO date, for lines whose figures end before the report's own date.
    cut_offs = models.JSONField("ngày chốt riêng của từng chế độ", default=dict, blank=True)
    subject_line = models.TextField("trích yếu")
    superior_body = models.CharField("cơ quan chủ quản", max_length=200, blank=True, default="")
    issuing_body = models.CharField("cơ quan ban hành", max_length=200)
    symbol = models.CharField("ký hiệu", max_length=40)
    place = models.CharField("địa danh", max_length=100)
    dated_on = models.DateField("tháng ban hành dự kiến")
    addressees = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="kính gửi"
    )
    recipients = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="nơi nhận"
    )
    archive = models.CharField("dòng lưu", max_length=100, default="Lưu: VT")
    signing_lines = ArrayField(
        models.CharField(max_length=100), default=list, verbose_name="quyền hạn, chức vụ người ký"
    )
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True, default="")
    opened_at = models.DateTimeField("lập lúc")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tổng kết"
        ordering = ("-year", "resolution", "unit")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "unit", "year"],
                name="one_report_a_resolution_unit_and_year",
                violation_error_message="Đơn vị đã lập báo cáo của văn bản này cho năm này.",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False, opened_by__isnull=False),
                name="report_opened_at_and_by",
                violation_error_message="Báo cáo phải có người lập và lúc lập.",
            ),
            models.CheckConstraint(
                condition=Q(as_of__year__gte=models.F("year")),
                name="report_figures_end_after_its_year_began",
                violation_error_message="Ngày chốt số liệu không được trước năm báo cáo.",
            ),
        ]

    def __str__(self) -> str:
        return f"Tổng kết {self.resolution}, năm {self.year}"

    def cut_off(self, benefit: str) -> date:
        """The day to which the figures of a benefit (by code) are counted."""
        own = self.cut_offs.get(benefit)
        return date.fromisoformat(own) if own else self.as_of


class Section(models.Model):
    """A heading and the text under it; figures stand in the text as ``{code|format}``."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sections", verbose_name="báo cáo"
    )
    key = models.SlugField("mã mục", max_length=60)
    position = models.PositiveSmallIntegerField("thứ tự")
    level = models.PositiveSmallIntegerField("cấp", validators=[MaxValueValidator(4)])
    heading = models.CharField("tên mục", max_length=300, blank=True, default="")
    body = models.TextField("nội dung", blank=True, default="")
    version = models.PositiveIntegerField("phiên bản", default=1)
    written_at = models.DateTimeField("sửa lúc", null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người sửa",
    )

    class Meta:
        verbose_name = "mục của báo cáo"
        ordering = ("report", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="section_key_is_unique_in_its_report",
                violation_error_message="Mã mục này đã có trong báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(level__lte=4),
                name="section_has_four_levels_at_most",
                violation_error_message="Báo cáo chỉ có bốn cấp đề mục.",
            ),
            models.CheckConstraint(
                condition=Q(written_at=None, written_by=None)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="section_written_at_and_by",
                violation_error_message="Mục đã sửa phải có người và lúc sửa.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.key


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
        ordering = ("report", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "code"],
                name="figure_is_reported_once",
                violation_error_message="Số liệu này đã có số trên giấy để đối chiếu.",
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

    def __str__(self) -> str:
        return f"{self.code}: {self.printed}"
