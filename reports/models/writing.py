"""Around the text of a section: what it was, what is being typed, what is said about it."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.section import Section


class SectionVersion(models.Model):
    """A section as it was once saved; such a row is never changed."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="versions", verbose_name="mục"
    )
    number = models.PositiveIntegerField("phiên bản")
    heading = models.CharField("tên mục", max_length=300, blank=True, default="")
    body = models.TextField("nội dung", blank=True, default="")
    # Nobody wrote the first version: it is the outline's.
    written_at = models.DateTimeField("lưu lúc", null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người lưu",
    )
    restores = models.PositiveIntegerField("khôi phục phiên bản", null=True, blank=True)

    class Meta:
        verbose_name = "phiên bản của mục"
        ordering = ("section", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["section", "number"],
                name="section_has_each_version_once",
                violation_error_message="Phiên bản này của mục đã được lưu.",
            ),
            models.CheckConstraint(
                condition=Q(written_at=None, written_by=None)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="section_version_written_at_and_by",
                violation_error_message="Phiên bản phải có người và lúc lưu.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="section_version_is_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.section}, bản {self.number}"


class SectionDraft(models.Model):
    """What one person is typing and has not saved yet: no version, and only theirs."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="drafts", verbose_name="mục")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="section_drafts",
        verbose_name="người soạn",
    )
    kept_at = models.DateTimeField("giữ lúc")
    heading = models.CharField("tên mục", max_length=300, blank=True, default="")
    body = models.TextField("nội dung", blank=True, default="")
    version = models.PositiveIntegerField("soạn từ phiên bản")

    class Meta:
        verbose_name = "bản đang soạn của mục"
        ordering = ("section", "-kept_at")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["section", "kept_by"],
                name="section_has_one_draft_a_person",
                violation_error_message="Mỗi người chỉ có một bản đang soạn của mỗi mục.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.section}, {self.kept_by} đang soạn"


class SectionCommentQuerySet(models.QuerySet["SectionComment"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)


class SectionComment(models.Model):
    """Something that has to be settled about a section before the report is issued."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="comments", verbose_name="mục"
    )
    text = models.TextField("ý kiến", max_length=4000)
    written_at = models.DateTimeField("lúc góp ý")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người góp ý"
    )
    resolved_at = models.DateTimeField("xong lúc", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người xử lý",
    )

    objects = SectionCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến về mục"
        ordering = ("section", "written_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(written_at__isnull=False, written_by__isnull=False) & ~Q(text=""),
                name="section_comment_written_at_and_by",
                violation_error_message="Ý kiến phải có nội dung, người và lúc góp ý.",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="section_comment_resolved_at_and_by",
                violation_error_message="Ý kiến đã xong phải có người và lúc xử lý.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.text[:60]}"
