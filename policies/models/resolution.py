from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from policies.models.scheme import Scheme
from policies.released import frozen_when_released


class ResolutionStatus(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    RELEASED = "released", "Đang áp dụng"
    SUPERSEDED = "superseded", "Đã được thay thế"
    REPEALED = "repealed", "Đã bãi bỏ"


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, user: User) -> Self:
        """The law is for everyone to read; a draft only for those who work on it."""
        return self if user.may("rate_confirm") else self.released()

    def released(self) -> Self:
        """Released at some time, whether or not since replaced: what a claim may rest on."""
        return self.exclude(status=ResolutionStatus.DRAFT)

    def in_force(self, on: date) -> Self:
        """Released versions whose effective period holds the deciding date ``on``."""
        return self.released().filter(
            Q(effective_to=None) | Q(effective_to__gte=on), effective_from__lte=on
        )


class Resolution(models.Model):
    """One version of the law. Its key is type, number, date and issuer, never the number alone."""

    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="resolutions", verbose_name="chính sách"
    )
    code = models.SlugField("mã", max_length=60, unique=True)
    doc_type = models.CharField("loại văn bản", max_length=40)
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    subject = models.TextField("trích yếu")
    effective_from = models.DateField("hiệu lực từ")
    effective_to = models.DateField("hiệu lực đến", null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="thay thế",
    )
    source_note = models.TextField("nguồn và độ tin cậy", blank=True, default="")
    status = models.CharField(
        "tình trạng", max_length=12, choices=ResolutionStatus, default=ResolutionStatus.DRAFT
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ban hành vào hệ thống",
    )
    released_at = models.DateTimeField("ban hành vào hệ thống lúc", null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        ordering = ("-issued_on", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["doc_type", "number", "issued_on", "issuer"],
                name="resolution_is_entered_once",
                violation_error_message="Văn bản này đã có trong hệ thống.",
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="resolution_ends_after_it_begins",
                violation_error_message="Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=ResolutionStatus.DRAFT, released_at=None, released_by=None)
                    | (~Q(status=ResolutionStatus.DRAFT) & Q(released_at__isnull=False))
                ),
                name="resolution_released_at_and_by",
                violation_error_message="Văn bản đang áp dụng phải có ngày và người ban hành.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="released_text_is_fixed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__status__in=["released", "superseded", "repealed"])
                & (
                    pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                    | pgtrigger.Q(old__doc_type__df=pgtrigger.F("new__doc_type"))
                    | pgtrigger.Q(old__issued_on__df=pgtrigger.F("new__issued_on"))
                    | pgtrigger.Q(old__issuer__df=pgtrigger.F("new__issuer"))
                    | pgtrigger.Q(old__effective_from__df=pgtrigger.F("new__effective_from"))
                    | pgtrigger.Q(old__code__df=pgtrigger.F("new__code"))
                    | pgtrigger.Q(new__status="draft")
                ),
                func=(
                    "RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; "
                    "hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation';"
                ),
            ),
            pgtrigger.Protect(
                name="released_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__status="draft"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doc_type} số {self.number}"

    @property
    def is_released(self) -> bool:
        return self.status != ResolutionStatus.DRAFT


class BeneficiaryGroup(models.Model):
    """A Đối tượng of one resolution: the same number means others in the next resolution."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="groups", verbose_name="văn bản"
    )
    code = models.CharField("mã", max_length=20)
    name = models.CharField("tên", max_length=100)
    description = models.TextField("gồm những ai", blank=True, default="")
    article = models.CharField("điều khoản", max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField("thứ tự")
    counted = models.BooleanField("tính vào tổng số đối tượng", default=True)

    class Meta:
        verbose_name = "đối tượng"
        ordering = ("resolution", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "code"],
                name="group_code_is_unique_in_its_resolution",
                violation_error_message="Mã đối tượng này đã có trong văn bản.",
            )
        ]
        triggers: ClassVar = frozen_when_released("{row}.resolution_id")

    def __str__(self) -> str:
        return self.name
