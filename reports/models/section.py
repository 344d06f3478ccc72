from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from reports.models.report import Report, only_in_a_draft


class Section(models.Model):
    """A heading and the text under it; figures stand in the text as ``{code|format}``.

    Level 0 is outside the numbering: text before and after the chapters or, with a heading, the
    title of a part (A, B, …).
    """

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sections", verbose_name="báo cáo"
    )
    key = models.SlugField("mã mục", max_length=60)
    part = models.SlugField("phần", max_length=10, blank=True, default="")
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
        triggers: ClassVar = [only_in_a_draft("section_is_written")]

    def __str__(self) -> str:
        return self.heading or self.key
