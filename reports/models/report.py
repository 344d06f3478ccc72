from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, ExtractYear

from accounts.models import Unit, User
from config.formatting import document_number
from policies.models import Resolution
from reports.periods import PARTS, Period, PeriodKind


class ReportState(models.TextChoices):
    """Under review a report waits first for whoever checks it, then for whoever approves it."""

    DRAFT = "draft", "Dự thảo"
    SUBMITTED = "submitted", "Chờ soát xét"
    CHECKED = "checked", "Chờ duyệt ký"
    APPROVED = "approved", "Đã duyệt, chờ ban hành"
    ISSUED = "issued", "Đã ban hành"
    SUPERSEDED = "superseded", "Đã được thay thế"


FROZEN = (ReportState.ISSUED, ReportState.SUPERSEDED)


class PeriodChoice(models.TextChoices):
    YEAR = PeriodKind.YEAR.value, "Cả năm"
    HALF = PeriodKind.HALF.value, "6 tháng"
    QUARTER = PeriodKind.QUARTER.value, "Quý"
    MONTH = PeriodKind.MONTH.value, "Tháng"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """Reports of the user's own unit; all of them for the department."""
        return self if user.unit.sees_all else self.filter(unit=user.unit)


def _step(verb: str) -> tuple[models.DateTimeField, models.ForeignKey]:
    """When and by whom a step was taken; empty until then, and again when it is sent back."""
    return (
        models.DateTimeField(f"{verb} lúc", null=True, blank=True, editable=False),
        models.ForeignKey(
            settings.AUTH_USER_MODEL,
            models.PROTECT,
            null=True,
            blank=True,
            editable=False,
            related_name="+",
            verbose_name=f"người {verb}",
        ),
    )


# Only a draft is written. A step changes the columns of steps alone, and goes one on or all the
# way back; what is issued changes in nothing but that it may be superseded.
STEP_BY_STEP = """
IF OLD.state = NEW.state THEN
    IF OLD.state <> 'draft' AND to_jsonb(OLD) <> to_jsonb(NEW) THEN
        RAISE EXCEPTION 'Báo cáo không còn là dự thảo, không sửa được.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END IF;
IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'submitted'), ('submitted', 'checked'), ('checked', 'approved'),
    ('approved', 'issued'), ('issued', 'superseded'),
    ('submitted', 'draft'), ('checked', 'draft'), ('approved', 'draft')
) THEN
    RAISE EXCEPTION 'Báo cáo không chuyển từ % sang % được.', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END IF;
own := CASE WHEN NEW.state = 'superseded' THEN ARRAY['state'] ELSE ARRAY[
    'state', 'submitted_at', 'submitted_by_id', 'checked_at', 'checked_by_id', 'approved_at',
    'approved_by_id', 'approved_figures', 'approved_hash', 'issued_at', 'issued_by_id', 'number',
    'issued_on'] END;
IF to_jsonb(OLD) - own <> to_jsonb(NEW) - own THEN
    RAISE EXCEPTION 'Một bước xử lý không sửa được nội dung báo cáo.'
        USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""


def only_in_a_draft(name: str) -> pgtrigger.Trigger:
    """For what a report consists of: fixed from the moment on that the report is submitted."""
    return pgtrigger.Trigger(
        name=f"{name}_only_in_a_draft",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=(
            "IF EXISTS (SELECT 1 FROM reports_report r WHERE r.state <> 'draft'"
            " AND r.id IN (OLD.report_id, NEW.report_id)) THEN"
            " RAISE EXCEPTION 'Báo cáo không còn là dự thảo, không sửa được nội dung.'"
            " USING ERRCODE = 'restrict_violation'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        ),
    )


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

    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name="thay thế báo cáo",
    )
    submitted_at, submitted_by = _step("trình")
    checked_at, checked_by = _step("soát xét")
    approved_at, approved_by = _step("duyệt")
    issued_at, issued_by = _step("ban hành")
    # What was approved: every figure by code, and the hash of the paper without number and day.
    approved_figures = models.JSONField("số liệu lúc duyệt", null=True, editable=False)
    approved_hash = models.CharField(
        "mã băm văn bản lúc duyệt", max_length=64, blank=True, default="", editable=False
    )
    number = models.PositiveIntegerField("số", null=True, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tổng kết"
        ordering = ("-year", "-period_number", "title", "unit", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["outline", "unit", "scope", "year", "period_kind", "period_number"],
                condition=Q(supersedes=None),
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
            models.UniqueConstraint(
                "unit",
                "symbol",
                # Typed, for Django compares it with a bare parameter when it validates.
                ExtractYear(Cast("issued_on", models.DateField())),
                "number",
                name="report_number_is_given_once_a_year",
                violation_error_message="Số này đã cấp cho một báo cáo khác trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="report_submitted_at_and_by",
                violation_error_message="Báo cáo đã trình phải có người và lúc trình.",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="report_checked_at_and_by",
                violation_error_message="Soát xét phải có người và lúc soát xét.",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, approved_hash="")
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False)
                    & Q(approved_figures__isnull=False)
                    & ~Q(approved_hash="")
                ),
                name="report_approved_at_and_by",
                violation_error_message="Duyệt phải có người, lúc duyệt và số liệu đã duyệt.",
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_by=None)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="report_issued_at_and_by",
                violation_error_message="Ban hành phải có người và lúc ban hành.",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None)
                | (~Q(checked_by=F("opened_by")) & ~Q(checked_by=F("submitted_by"))),
                name="report_checker_is_not_maker",
                violation_error_message="Người soát xét phải khác người lập, người trình báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("opened_by")) & ~Q(approved_by=F("submitted_by"))),
                name="report_approver_is_not_maker",
                violation_error_message="Người duyệt phải khác người lập, người trình báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("checked_by")),
                name="report_approver_is_not_checker",
                violation_error_message="Người duyệt phải khác người soát xét.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="draft", submitted_by=None, checked_by=None, approved_by=None, number=None
                )
                | Q(
                    state="submitted",
                    submitted_by__isnull=False,
                    checked_by=None,
                    approved_by=None,
                    number=None,
                )
                | Q(
                    state="checked",
                    submitted_by__isnull=False,
                    checked_by__isnull=False,
                    approved_by=None,
                    number=None,
                )
                | Q(
                    state__in=["approved", "issued", "superseded"],
                    submitted_by__isnull=False,
                    checked_by__isnull=False,
                    approved_by__isnull=False,
                ),
                name="report_went_through_three_hands",
                violation_error_message="Báo cáo phải qua ba người: trình, soát xét, duyệt.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["issued", "superseded"])
                    & Q(number__gte=1, issued_on__isnull=False, issued_by__isnull=False)
                    & ~Q(signer_name="")
                )
                | (
                    ~Q(state__in=["issued", "superseded"])
                    & Q(number=None, issued_on=None, issued_by=None)
                ),
                name="report_issued_has_number_day_and_signer",
                violation_error_message="Báo cáo ban hành phải có số, ngày, người ký.",
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(issued_on__gte=F("as_of")),
                name="report_is_issued_after_its_figures_end",
                violation_error_message="Ngày ban hành không được trước ngày chốt số liệu.",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("pk")),
                name="report_does_not_supersede_itself",
                violation_error_message="Báo cáo không thay thế chính nó.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="report_moves_step_by_step",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("own", "TEXT[]")],
                func=STEP_BY_STEP,
            ),
            pgtrigger.Protect(
                name="report_under_way_is_not_deleted",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="draft"),
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

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written."""
        return self.state == ReportState.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Issued: it is read from its edition, never from the ledger."""
        return self.state in FROZEN

    @property
    def number_and_symbol(self) -> str:
        return document_number(self.number, self.symbol)

    def cut_off(self, code: str) -> date:
        """The day to which the figures of a benefit (by its code in the report) are counted."""
        own = self.cut_offs.get(code)
        return date.fromisoformat(own) if own else self.as_of
