from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from config.encryption import EncryptedTextField


class BatchState(models.TextChoices):
    WAITING = "waiting", "Đang chờ đọc"
    JUDGED = "judged", "Đã đọc, chờ xác nhận"
    CONFIRMED = "confirmed", "Đã nhập"
    UNDONE = "undone", "Đã hoàn tác"
    FAILED = "failed", "Không đọc được"
    DROPPED = "dropped", "Đã bỏ"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        return self if user.unit.sees_all else self.filter(unit=user.unit)

    def without_contents(self) -> Self:
        """For lists: the file, the judgement and the way back stay in the database."""
        return self.defer("workbook", "judgement", "undo")


class ImportBatch(models.Model):
    """One uploaded workbook, from the first look to the leap and, if need be, back.

    ``kind`` names what it holds: ``registry`` here, the kinds of events in the apps above.
    ``workbook``, ``judgement`` and ``undo`` hold personal data, so they are kept encrypted:
    base64 of the file, JSON of the judged rows, and JSON of what undoing has to restore.
    """

    kind = models.CharField("loại", max_length=40)
    file_name = models.CharField("tệp", max_length=255)
    workbook = EncryptedTextField("nội dung tệp")
    judgement = EncryptedTextField("kết quả đọc")
    undo = EncryptedTextField("để hoàn tác")
    counts = models.JSONField("số dòng theo kết quả", default=dict)
    options = models.JSONField("lựa chọn", default=dict)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    state = models.CharField(
        "tình trạng", max_length=10, choices=BatchState, default=BatchState.WAITING
    )
    failure = models.TextField("lý do không đọc được", blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người tải lên"
    )
    uploaded_at = models.DateTimeField("tải lên lúc", default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người xác nhận",
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người hoàn tác",
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt nhập từ Excel"
        ordering = ("-uploaded_at",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="batch_confirmed_at_and_by",
                violation_error_message="Lượt nhập đã xác nhận phải có người và lúc xác nhận.",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="batch_undone_at_and_by",
                violation_error_message="Lượt nhập đã hoàn tác phải có người và lúc hoàn tác.",
            ),
            models.CheckConstraint(
                condition=Q(uploaded_at__isnull=False, uploaded_by__isnull=False),
                name="batch_uploaded_at_and_by",
                violation_error_message="Lượt nhập phải có người và lúc tải lên.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def tally(self) -> dict[str, int]:
        """Rows by result, with a nought for what wasn't found, and how many were written."""
        return {"new": 0, "changed": 0, "wrong": 0, "written": 0} | self.counts
