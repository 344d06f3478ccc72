"""What somebody looked at before the version for everybody leaves the house."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.report import Report

LONGEST_SENTENCE = 300


class ClearedSentence(models.Model):
    """A sentence with numbers typed by hand that tells nothing about few people.

    The program can't hide such numbers: it doesn't know what they count. Once the sentence is
    changed, it is another one and nobody has looked at it yet.
    """

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="cleared_sentences", verbose_name="báo cáo"
    )
    words = models.CharField("câu", max_length=LONGEST_SENTENCE)
    cleared_at = models.DateTimeField("xem lúc")
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xem"
    )

    class Meta:
        verbose_name = "câu có số gõ tay đã xem"
        ordering = ("report", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "words"],
                name="sentence_is_cleared_once",
                violation_error_message="Câu này đã được xem.",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=False, cleared_by__isnull=False) & ~Q(words=""),
                name="sentence_cleared_at_and_by",
                violation_error_message="Câu đã xem phải có người và lúc xem.",
            ),
        ]

    def __str__(self) -> str:
        return self.words
