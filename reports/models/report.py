from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from policies.models import Resolution
from reports.periods import PARTS, Period, PeriodKind


class ReportState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"


class PeriodChoice(models.TextChoices):
    YEAR = PeriodKind.YEAR.value, "Cả năm"
    HALF = PeriodKind.HALF.value, "6 tháng"
    QUARTER = PeriodKind.QUARTER.value, "Quý"
    MONTH = PeriodKind.MONTH.value, "Tháng"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """Reports of the user's own unit; all of them for the department."""
        return self if user.unit.sees_all else self.filter(unit=user.unit)


class Report(models.Model):
    """Báo cáo tổng kết of one period and unit, after an outline.

    Its figures see what ``scope`` sees, or the reporting unit itself where no scope is named.
    """

    outline = models.SlugField("đề cương", max_length=60)
    # The outline as it was when the report was opened: changing one later changes no report.
    content = models.JSONField("nội dung đề cương")
    title = models.CharField("tên báo cáo", max_length=200)
    resolutions = models.ManyToManyField(
        Resolution, related_name="reports", verbose_name="văn bản được tổng kết"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị báo cáo"
    )
    scope = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_about",
        verbose_name="phạm vi số liệu",
        help_text="Bỏ trống là toàn bộ phần việc của đơn vị báo cáo.",
    )
    year = models.PositiveSmallIntegerField(
        "năm", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    period_kind = models.CharField(
        "kỳ báo cáo", max_length=8, choices=PeriodChoice, default=PeriodChoice.YEAR
    )
    period_number = models.PositiveSmallIntegerField("kỳ thứ", default=1)
    state = models.CharField(
        "tình trạng", max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    as_of = models.DateField("số liệu đến ngày")
    # Benefit code (or "population") → ISO date, for lines whose figures end on a day of their own;
    # in a report of several parts the code begins with the part: "b.population".
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
        ordering = ("-year", "-period_number", "title", "unit")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["outline", "unit", "scope", "year", "period_kind", "period_number"],
                nulls_distinct=False,
                name="one_report_an_outline_unit_and_period",
                violation_error_message="Đơn vị đã lập báo cáo theo đề cương này cho kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(period_number__gte=1)
                & (
                    Q(period_kind="year", period_number__lte=PARTS[PeriodKind.YEAR])
                    | Q(period_kind="half", period_number__lte=PARTS[PeriodKind.HALF])
                    | Q(period_kind="quarter", period_number__lte=PARTS[PeriodKind.QUARTER])
                    | Q(period_kind="month", period_number__lte=PARTS[PeriodKind.MONTH])
                ),
                name="report_period_is_one_of_its_year",
                violation_error_message="Năm không có kỳ báo cáo này.",
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
        about = f", {self.scope}" if self.scope else ""
        return f"{self.title}, {self.period.words}{about}"

    @property
    def period(self) -> Period:
        return Period(self.year, PeriodKind(self.period_kind), self.period_number)

    @property
    def seen_by(self) -> Unit:
        """The unit whose view of the ledger the figures have."""
        return self.scope or self.unit

    def cut_off(self, code: str) -> date:
        """The day to which the figures of a benefit (by its code in the report) are counted."""
        own = self.cut_offs.get(code)
        return date.fromisoformat(own) if own else self.as_of
