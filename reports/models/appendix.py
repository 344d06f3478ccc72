"""Lists of people that go with a report: made in the background, kept until made anew."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from config.paper import appendix_name
from reports.models.report import Report

LOST_AFTER = timedelta(minutes=2)  # without a sign of life a list counts as lost


class AppendixState(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không lập được"


UNDER_WAY = (AppendixState.WAITING, AppendixState.RUNNING)


class AppendixFile(models.Model):
    """The people of one regime of a report and what they got, as PDF and as workbook.

    ``part`` and ``letter`` name the regime in the outline. ``people`` are distinct, ``amount`` is
    in đồng; both are counted from the rows of the list alone.
    """

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="appendix_files", verbose_name="báo cáo"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    whole = models.PositiveSmallIntegerField("số phụ lục cùng lập")
    part = models.CharField("phần", max_length=20, blank=True, default="")
    letter = models.CharField("điểm", max_length=10)
    title = models.CharField("tên phụ lục", max_length=300)
    state = models.CharField(
        "tình trạng", max_length=10, choices=AppendixState, default=AppendixState.WAITING
    )
    done = models.PositiveIntegerField("số dòng đã lập", default=0)
    total = models.PositiveIntegerField("số dòng phải lập", default=0)
    people = models.PositiveIntegerField("số người", default=0)
    amount = models.BigIntegerField("kinh phí", default=0)
    pages = models.PositiveIntegerField("số trang", default=0)
    as_of = models.DateField("số liệu đến ngày")
    content = models.BinaryField("bản PDF", null=True)
    workbook = models.BinaryField("bản Excel", null=True)
    failure = models.TextField("lý do không lập được", blank=True, default="")
    made_at = models.DateTimeField("yêu cầu lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người yêu cầu"
    )
    stirred_at = models.DateTimeField("còn chạy lúc")

    class Meta:
        verbose_name = "phụ lục danh sách"
        ordering = ("report", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "position"],
                name="appendix_position_is_unique_in_its_report",
                violation_error_message="Báo cáo đã có phụ lục ở vị trí này.",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(content__isnull=False, workbook__isnull=False),
                name="appendix_done_has_its_files",
                violation_error_message="Phụ lục đã xong phải có tệp.",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="appendix_made_at_and_by",
                violation_error_message="Phụ lục phải có người và lúc yêu cầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}. {self.title}"

    @property
    def name(self) -> str:
        """``Phụ lục III``, or ``Phụ lục`` for a sole one."""
        return appendix_name(self.position, self.whole)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_lost(self) -> bool:
        """Whether nobody seems to work on it any more."""
        return self.is_under_way and timezone.now() - self.stirred_at > LOST_AFTER
