from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit, User


class OwnOutlineQuerySet(models.QuerySet["OwnOutline"]):
    def visible_to(self, user: User) -> Self:
        """A unit works with its own outlines, beside those that come with the portal."""
        return self.filter(unit=user.unit)


class OwnOutline(models.Model):
    """An outline that a unit made by copying another and changing it.

    Reports keep the outline they were opened with, so changing one here changes no report.
    """

    code = models.SlugField("mã đề cương", max_length=60, unique=True)
    title = models.CharField("tên báo cáo", max_length=200)
    content = models.JSONField("nội dung")
    based_on = models.SlugField("chép từ đề cương", max_length=60)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="own_outlines", verbose_name="đơn vị"
    )
    version = models.PositiveIntegerField("phiên bản", default=1)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người sửa"
    )

    objects = OwnOutlineQuerySet.as_manager()

    class Meta:
        verbose_name = "đề cương của đơn vị"
        ordering = ("title", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="outline_title_is_unique_in_its_unit",
                violation_error_message="Đơn vị đã có đề cương mang tên này.",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=False, changed_by__isnull=False),
                name="own_outline_changed_at_and_by",
                violation_error_message="Đề cương phải có người sửa và lúc sửa.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
