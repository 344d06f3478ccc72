from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from config.formatting import date_on_paper

LAWS = frozenset({"hiến pháp", "bộ luật", "luật", "pháp lệnh"})


class CitedDocumentQuerySet(models.QuerySet["CitedDocument"]):
    def visible_to(self, user: User) -> Self:
        """Numbers and days of documents are for everyone who reads reports."""
        return self if user.may("document_view") else self.none()


class CitedDocument(models.Model):
    """A document that reports cite: its number and day are typed here and nowhere else.

    The key is type, number, day and issuer: the same number occurs in two years and with two
    issuers. Resolutions of the portal need no row here; they are cited by their own codes.
    """

    code = models.SlugField(
        "mã để trích dẫn",
        max_length=60,
        unique=True,
        help_text="Chữ không dấu, số và gạch nối, ví dụ qd-759-2025.",
    )
    doc_type = models.CharField("loại văn bản", max_length=60)
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True, default="")
    subject = models.TextField("trích yếu", max_length=1000, blank=True, default="")
    note = models.CharField(
        "ghi chú",
        max_length=300,
        blank=True,
        default="",
        help_text="Ví dụ văn bản của tỉnh cũ nào, còn áp dụng trên địa bàn nào.",
    )
    entered_at = models.DateTimeField("ghi sổ lúc")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi sổ"
    )

    objects = CitedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản trích dẫn"
        ordering = ("doc_type", "-issued_on", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["doc_type", "number", "issued_on", "issuer"],
                nulls_distinct=False,
                name="cited_document_is_there_once",
                violation_error_message=(
                    "Sổ đã có văn bản cùng loại, số, ngày và cơ quan ban hành này."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(doc_type="") & ~Q(number=""),
                name="cited_document_has_type_and_number",
                violation_error_message="Văn bản phải có loại và số, ký hiệu.",
            ),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=False, entered_by__isnull=False),
                name="cited_document_entered_at_and_by",
                violation_error_message="Văn bản phải có người và lúc ghi sổ.",
            ),
        ]

    def __str__(self) -> str:
        """Type and number, e.g. "Quyết định số 759/QĐ-TTg"."""
        return f"{self.doc_type} số {self.number}"

    @property
    def is_law(self) -> bool:
        """Laws are known by their names: no day, no issuer (NĐ 30/2020/NĐ-CP)."""
        return self.doc_type.lower() in LAWS

    @property
    def missing(self) -> list[str]:
        """What a full citation lacks."""
        needed: list[tuple[str, object]] = [("trích yếu", self.subject)]
        if not self.is_law:
            needed = [
                ("ngày ban hành", self.issued_on),
                ("cơ quan ban hành", self.issuer),
                *needed,
            ]
        return [words for words, value in needed if not value]

    @property
    def full(self) -> str:
        """Type, number, day, issuer and subject, as far as they are known."""
        if self.is_law and self.subject:
            return f"{self.doc_type} {self.subject} số {self.number}"
        parts = [str(self)]
        if self.issued_on:
            parts.append(f"ngày {date_on_paper(self.issued_on)}")
        if self.issuer:
            parts.append(f"của {self.issuer}")
        if self.subject:
            parts.append(self.subject[:1].lower() + self.subject[1:])
        return " ".join(parts)
