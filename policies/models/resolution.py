from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from accounts.models import User
from policies.models.fields import settings_field
from policies.models.scheme import Scheme
from policies.released import OPEN

FIXED_BY_RELEASE = (
    "scheme",
    "code",
    "doc_type",
    "number",
    "issued_on",
    "issuer",
    "subject",
    "effective_from",
    "replaces",
    "settings",
    "territories",
    "made_by",
    "made_at",
    "tested_by",
    "tested_at",
    "released_by",
    "released_at",
)


def _any_changed(names: Iterable[str]) -> pgtrigger.Q:
    changed = [pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in names]
    return reduce(or_, changed)


class ResolutionStatus(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    TESTED = "tested", "Đã thử"
    RELEASED = "released", "Đang áp dụng"
    SUPERSEDED = "superseded", "Đã được thay thế"
    REPEALED = "repealed", "Đã bãi bỏ"
    CONTINUED = "continued", "Được tiếp tục áp dụng"


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, user: User) -> Self:
        """The law is for everyone to read; a draft only for those who work on it."""
        return self if user.may("rate_confirm") else self.released()

    def released(self) -> Self:
        """Released at some time, whether or not since replaced: what a claim may rest on."""
        return self.exclude(status__in=OPEN)

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
    continued_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continues",
        verbose_name="được tiếp tục áp dụng theo",
    )
    continued_by_document = models.CharField(
        "văn bản cho tiếp tục áp dụng", max_length=200, blank=True, default=""
    )
    repealed_by_document = models.CharField(
        "văn bản bãi bỏ", max_length=200, blank=True, default=""
    )
    territories = ArrayField(
        models.SlugField(max_length=60),
        default=list,
        blank=True,
        verbose_name="địa bàn tỉnh cũ",
        help_text="để trống: toàn tỉnh",
    )
    settings = settings_field("câu trả lời cho các câu hỏi chuyển tiếp")
    source_note = models.TextField("nguồn và độ tin cậy", blank=True, default="")
    status = models.CharField(
        "tình trạng", max_length=12, choices=ResolutionStatus, default=ResolutionStatus.DRAFT
    )
    made_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người lập",
    )
    made_at = models.DateTimeField("lập lúc", null=True, blank=True)
    tested_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người thử",
    )
    tested_at = models.DateTimeField("thử lúc", null=True, blank=True)
    released_by = models.ForeignKey(
        User,
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
                    Q(status__in=OPEN, released_at=None, released_by=None)
                    | (~Q(status__in=OPEN) & Q(released_at__isnull=False))
                ),
                name="resolution_released_at_and_by",
                violation_error_message="Văn bản đang áp dụng phải có ngày và người ban hành.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(made_at=None, made_by=None) | Q(made_at__isnull=False, made_by__isnull=False)
                ),
                name="resolution_made_at_and_by",
                violation_error_message="Người lập và lúc lập phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(tested_at__isnull=False, tested_by__isnull=False)
                    | (Q(tested_at=None, tested_by=None) & ~Q(status=ResolutionStatus.TESTED))
                ),
                name="resolution_tested_at_and_by",
                violation_error_message="Văn bản đã thử phải ghi người thử và lúc thử.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ResolutionStatus.DRAFT) | Q(tested_at=None),
                name="resolution_draft_is_untested",
                violation_error_message="Dự thảo sửa sau khi thử thì phải thử lại.",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | Q(made_by=None) | ~Q(released_by=F("made_by")),
                name="resolution_released_by_another",
                violation_error_message="Người lập không được tự ban hành; cần một người khác.",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(status=ResolutionStatus.CONTINUED)
                    | Q(continued_by__isnull=False)
                    | ~Q(continued_by_document="")
                ),
                name="resolution_continued_by_something",
                violation_error_message="Phải ghi văn bản nào cho tiếp tục áp dụng.",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(status=ResolutionStatus.REPEALED)
                    | (~Q(repealed_by_document="") & Q(effective_to__isnull=False))
                ),
                name="resolution_repealed_by_something",
                violation_error_message="Phải ghi văn bản bãi bỏ và ngày hết hiệu lực.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="released_text_is_fixed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=~pgtrigger.Q(old__status__in=OPEN)
                & (_any_changed(FIXED_BY_RELEASE) | pgtrigger.Q(new__status__in=OPEN)),
                func=(
                    "RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; "
                    "hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation';"
                ),
            ),
            pgtrigger.Protect(
                name="released_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__status__in=OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doc_type} số {self.number}"

    def is_in_force(self, on: date) -> bool:
        """Whether the effective period holds the day; released or not."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    @property
    def is_released(self) -> bool:
        return self.status not in OPEN

    @property
    def begins_before_its_release(self) -> bool:
        """Whether claims may have been decided without knowing of it."""
        return bool(self.released_at) and self.effective_from < localdate(self.released_at)
