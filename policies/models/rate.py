from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from policies.models.benefit import Benefit
from policies.models.resolution import BeneficiaryGroup
from policies.released import frozen_when_released
from policies.rules.types import AmountKind


class Confidence(models.TextChoices):
    STATED = "stated", "Nêu rõ trong văn bản"
    DERIVED = "derived", "Suy ra từ số liệu"
    INVENTED = "invented", "Giả định cho bản trình diễn"


class Payer(models.Model):
    """A budget or fund that pays. A payer that ended is closed, never deleted."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("nguồn kinh phí", max_length=200)
    open_from = models.DateField("mở từ", null=True, blank=True)
    open_to = models.DateField("đóng sau ngày", null=True, blank=True)

    class Meta:
        verbose_name = "nguồn kinh phí"
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(open_to=None) | Q(open_from=None) | Q(open_to__gte=F("open_from")),
                name="payer_closes_after_it_opens",
                violation_error_message="Ngày đóng nguồn phải từ ngày mở trở đi.",
            )
        ]

    def __str__(self) -> str:
        return self.name


def _as_range(column: str) -> Func:
    """An id as a one-value range: equality without the btree_gist extension."""
    value = Coalesce(column, Value(0), output_field=models.BigIntegerField())
    return Func(value, value, Value("[]"), function="int8range")


def _conditions_as_range() -> Func:
    """The three conditions of a rate as one number, made a one-value range."""
    key = Func(
        "employment_status",
        "hospital_levels",
        "variant",
        arg_joiner=" || '/' || ",
        template="hashtextextended(%(expressions)s, 0)",
        output_field=models.BigIntegerField(),
    )
    return Func(key, key, Value("[]"), function="int8range")


class Rate(models.Model):
    """A mức hưởng by group and condition. Empty condition means "any"."""

    KINDS: ClassVar = [
        (AmountKind.FLAT.value, "mức cố định mỗi lượt"),
        (AmountKind.PER_DAY.value, "mức mỗi ngày"),
        (AmountKind.PER_MONTH.value, "mức mỗi tháng"),
        (AmountKind.PER_SESSION.value, "mức mỗi buổi"),
        (AmountKind.ACTUAL_COST.value, "theo chi phí thực tế"),
        (AmountKind.OTHER_PAYER.value, "nguồn khác chi trả"),
    ]

    benefit = models.ForeignKey(
        Benefit, models.PROTECT, related_name="rates", verbose_name="chế độ"
    )
    group = models.ForeignKey(
        BeneficiaryGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rates",
        verbose_name="đối tượng",
    )
    employment_status = models.CharField(
        "tình trạng công tác",
        max_length=10,
        blank=True,
        default="",
        choices=[("serving", "Đương chức"), ("retired", "Nghỉ hưu")],
    )
    hospital_levels = models.CharField(
        "tuyến bệnh viện", max_length=60, blank=True, default="", help_text="cách nhau dấu cách"
    )
    variant = models.CharField("hình thức, chương trình, vai trò", max_length=60, blank=True)
    variant_name = models.CharField(
        "tên hình thức, chương trình, vai trò", max_length=120, blank=True, default=""
    )
    amount_kind = models.CharField("cách tính", max_length=12, choices=KINDS)
    amount = models.BigIntegerField("mức (đồng)", default=0)
    ceiling = models.BigIntegerField("trần mỗi lượt (đồng)", null=True, blank=True)
    payer = models.ForeignKey(
        Payer, models.PROTECT, related_name="+", verbose_name="nguồn kinh phí"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    article = models.CharField("điều khoản", max_length=200)
    confidence = models.CharField("độ tin cậy", max_length=12, choices=Confidence)
    basis = models.TextField("căn cứ suy ra", blank=True, default="")

    class Meta:
        verbose_name = "mức hưởng"
        ordering = ("benefit", "group__position", "variant", "hospital_levels", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(ceiling=None) | Q(ceiling__gt=0)),
                name="rate_is_not_negative",
                violation_error_message="Mức và trần không được âm.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(amount_kind__in=["actual_cost", "other_payer"], amount=0)
                    | Q(amount_kind__in=["flat", "per_day", "per_month", "per_session"])
                    & Q(amount__gt=0)
                ),
                name="rate_has_the_amount_its_kind_needs",
                violation_error_message=(
                    "Mức cố định phải lớn hơn 0; chi phí thực tế và nguồn khác chi trả thì "
                    "không ghi mức."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(confidence="derived") | ~Q(basis=""),
                name="derived_rate_says_how",
                violation_error_message="Mức suy ra phải ghi căn cứ suy ra.",
            ),
            ExclusionConstraint(
                name="rates_do_not_overlap",
                index_type="gist",
                expressions=[
                    (_as_range("benefit"), RangeOperators.OVERLAPS),
                    (_as_range("group"), RangeOperators.OVERLAPS),
                    (_conditions_as_range(), RangeOperators.OVERLAPS),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Đã có mức cho cùng chế độ, đối tượng và điều kiện này.",
            ),
        ]
        triggers: ClassVar = frozen_when_released(
            "SELECT b.resolution_id FROM policies_benefit b WHERE b.id = {row}.benefit_id"
        )

    def __str__(self) -> str:
        return f"{self.benefit.short_title}: {self.amount} đồng"

    def alike(self) -> models.QuerySet[Rate]:
        """This rate and those of other groups that differ from it in nothing else."""
        same = {
            field.name: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in ("id", "group")
        }
        return Rate.objects.filter(**same).order_by("group__position")


class RateConfirmation(models.Model):
    """Someone with the right read the text and stands for a rate. Append-only.

    Kept apart from the rate because a released rate can't be touched.
    """

    rate = models.OneToOneField(
        Rate, models.PROTECT, related_name="confirmation", verbose_name="mức hưởng"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xác nhận"
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", auto_now_add=True)
    source = models.CharField("đối chiếu với", max_length=300)

    class Meta:
        verbose_name = "xác nhận mức hưởng"
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="confirmation_is_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.rate} – {self.confirmed_by}"
