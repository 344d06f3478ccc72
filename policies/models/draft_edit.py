from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.timezone import localtime

from accounts.models import User
from policies.models.resolution import Resolution


class DraftEdit(models.Model):
    """Who saved which page of a draft, and when. Append-only.

    Without a resolution it is a page of what many resolutions rest on: payers, parameters, lists.
    """

    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="edits",
        verbose_name="văn bản",
    )
    page = models.CharField("trang", max_length=120)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")
    made_at = models.DateTimeField("sửa lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần sửa dự thảo"
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["resolution", "page"], name="edits_of_a_page")]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="edit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.made_by}, {localtime(self.made_at):%d/%m/%Y %H:%M}"
