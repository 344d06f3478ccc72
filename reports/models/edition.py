"""An issued report as it left the house: kept whole, chained by hashes, never changed."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from reports.models.report import Report
from reports.models.step import APPEND_ONLY

HASH_LETTERS = 64
BEFORE_THE_FIRST = "0" * HASH_LETTERS


class Edition(models.Model):
    """The frozen report: its files hang on it. Append-only, written only by
    ``reports.issuing.editions``.

    ``hash`` is the SHA-256 of number, day, signer and the hashes of all files, together with the
    hash of the edition before: one chain over everything that was ever issued.
    """

    position = models.PositiveBigIntegerField("vị trí trong chuỗi", primary_key=True)
    report = models.OneToOneField(
        Report, models.PROTECT, related_name="edition", verbose_name="báo cáo"
    )
    previous_hash = models.CharField("mã băm liền trước", max_length=HASH_LETTERS)
    hash = models.CharField("mã băm", max_length=HASH_LETTERS)
    frozen_at = models.DateTimeField("đóng băng lúc")

    class Meta:
        verbose_name = "bản ban hành"
        ordering = ("position",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="edition_position_begins_at_one",
                violation_error_message="Vị trí trong chuỗi bắt đầu từ 1.",
            ),
            models.CheckConstraint(
                condition=Exact(Length("hash"), HASH_LETTERS)
                & Exact(Length("previous_hash"), HASH_LETTERS),
                name="edition_hashes_are_whole",
                violation_error_message="Mã băm phải đủ 64 chữ số.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="edition_is_append_only", operation=APPEND_ONLY),
            pgtrigger.Trigger(
                name="edition_follows_the_last",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF NEW.previous_hash <> COALESCE((SELECT e.hash FROM reports_edition e"
                    " WHERE e.position = NEW.position - 1),"
                    f" CASE WHEN NEW.position = 1 THEN '{BEFORE_THE_FIRST}' ELSE '' END) THEN"
                    " RAISE EXCEPTION 'Bản ban hành không nối vào cuối chuỗi.'"
                    " USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.hash}"


class EditionFile(models.Model):
    """One thing kept of an issued report, byte for byte. Append-only."""

    class Name(models.TextChoices):
        """``PAPER`` is what every file was drawn from, ``ROWS`` the claims behind each figure."""

        PAPER = "paper", "Văn bản (dữ liệu)"
        FIGURES = "figures", "Số liệu"
        ROWS = "rows", "Dòng sổ sau mỗi số liệu"
        PDF = "pdf", "Bản PDF"
        DOCX = "docx", "Bản Word"
        XLSX = "xlsx", "Các bảng Excel"
        JSON = "json", "Số liệu công bố (JSON)"

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="files", verbose_name="bản ban hành"
    )
    name = models.CharField("tệp", max_length=10, choices=Name)
    content = models.BinaryField("nội dung")
    hash = models.CharField("mã băm", max_length=HASH_LETTERS)

    class Meta:
        verbose_name = "tệp của bản ban hành"
        ordering = ("edition", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="edition_keeps_each_file_once",
                violation_error_message="Bản ban hành đã có tệp này.",
            ),
            models.CheckConstraint(
                condition=Exact(Length("hash"), HASH_LETTERS),
                name="edition_file_hash_is_whole",
                violation_error_message="Mã băm phải đủ 64 chữ số.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="edition_file_is_append_only", operation=APPEND_ONLY)
        ]

    def __str__(self) -> str:
        return self.get_name_display()
