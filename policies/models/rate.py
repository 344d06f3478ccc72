from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate

from accounts.models import User
from config.formatting import date_short
from policies import shapes
from policies.models.benefit import Benefit
from policies.models.confidence import Confidence, derived_says_how
from policies.models.fields import ConditionsField
from policies.models.group import BeneficiaryGroup
from policies.models.payer import Payer
from policies.released import frozen_when_released
from policies.rules.types import AmountKind, Worth


def _as_range(column: str) -> Func:
    """An id as a one-value range: equality without the btree_gist extension."""
    value = Coalesce(column, Value(0), output_field=models.BigIntegerField())
    return Func(value, value, Value("[]"), function="int8range")


def _conditions_as_range() -> Func:
    """The conditions of a rate as one number, made a one-value range."""
    key = Func(
        Cast("conditions", TextField()),
        Value(0),
        function="hashtextextended",
        output_field=models.BigIntegerField(),
    )
    return Func(key, key, Value("[]"), function="int8range")


class Rate(models.Model):
    """A mức hưởng by group and conditions. No condition means "any".

    Which fields a rate needs and may have is in ``policies.shapes``.
    """

    KINDS: ClassVar = [
        (AmountKind.FLAT.value, "mức cố định mỗi lượt"),
        (AmountKind.PER_DAY.value, "mức mỗi ngày"),
        (AmountKind.PER_MONTH.value, "mức mỗi tháng"),
        (AmountKind.PER_QUARTER.value, "mức mỗi quý, tính tròn quý"),
        (AmountKind.PER_SESSION.value, "mức mỗi buổi"),
        (AmountKind.PER_PERSON.value, "mức mỗi người đi cùng"),
        (AmountKind.ACTUAL_COST.value, "theo chi phí thực tế"),
        (AmountKind.ACTUAL_OR_NORM.value, "chi phí thực tế hoặc định mức, lấy mức thấp hơn"),
        (AmountKind.SHARE_OF_COST.value, "tỷ lệ của chi phí"),
        (AmountKind.PACKAGE.value, "gói gồm nhiều phần"),
        (AmountKind.TOP_UP.value, "bù phần còn thiếu so với mức"),
        (AmountKind.IN_KIND.value, "bằng hiện vật"),
        (AmountKind.OTHER_PAYER.value, "nguồn khác chi trả"),
    ]
    WORTHS: ClassVar = [
        (Worth.AMOUNT.value, "số tiền nêu thẳng"),
        (Worth.COEFFICIENT.value, "hệ số × tham số"),
        (Worth.PERCENT.value, "phần trăm của tham số"),
        (Worth.SHARE_OF_RATE.value, "phần trăm của mức khác"),
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
    conditions = ConditionsField("điều kiện")
    amount_kind = models.CharField("cách tính", max_length=16, choices=KINDS)
    amount = models.BigIntegerField("mức (đồng)", default=0)
    ceiling = models.BigIntegerField("trần mỗi lượt (đồng)", null=True, blank=True)
    payer = models.ForeignKey(
        Payer, models.PROTECT, related_name="+", verbose_name="nguồn kinh phí"
    )
    worth = models.CharField(
        "mức lấy từ", max_length=16, choices=WORTHS, default=Worth.AMOUNT.value
    )
    factor = models.IntegerField("hệ số, tỷ lệ (phần vạn)", default=0)
    factor_to = models.IntegerField("tỷ lệ đến (phần vạn)", null=True, blank=True)
    of = models.SlugField("tính theo", max_length=60, blank=True, default="")
    as_group = models.CharField("như đối tượng", max_length=20, blank=True, default="")
    cost = models.SlugField("loại chi phí", max_length=60, blank=True, default="")
    after_others = models.BooleanField("sau khi trừ phần nguồn khác đã trả", default=False)
    stack_to = models.IntegerField(
        "cộng với nguồn khác không quá (phần vạn)", null=True, blank=True
    )
    up_to = models.BooleanField("mức tối đa, cấp có thẩm quyền quyết định", default=False)
    bands = models.JSONField("mức theo khoảng ngày", default=list, blank=True)
    only_on = models.SlugField("chỉ tính các ngày trong", max_length=60, blank=True, default="")
    components = models.JSONField("các phần của gói", default=list, blank=True)
    in_kind = models.CharField("hiện vật", max_length=200, blank=True, default="")
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    article = models.CharField("điều khoản", max_length=200)
    confidence = models.CharField("độ tin cậy", max_length=12, choices=Confidence)
    basis = models.TextField("căn cứ suy ra", blank=True, default="")
    quote = models.TextField("nguyên văn điều khoản", blank=True, default="")

    class Meta:
        verbose_name = "mức hưởng"
        ordering = ("benefit", "group__position", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(ceiling=None) | Q(ceiling__gt=0)),
                name="rate_is_not_negative",
                violation_error_message="Mức và trần không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(factor__gte=0)
                & (Q(factor_to=None) | Q(factor_to__gt=F("factor")))
                & (Q(stack_to=None) | Q(stack_to__gt=0)),
                name="rate_shares_are_not_negative",
                violation_error_message=(
                    "Hệ số, tỷ lệ không được âm; tỷ lệ đến phải lớn hơn tỷ lệ từ."
                ),
            ),
            *shapes.constraints(),
            derived_says_how("derived_rate_says_how"),
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
        User, models.PROTECT, related_name="+", verbose_name="người xác nhận"
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

    @property
    def told(self) -> str:
        """Who stands for the rate, since which day."""
        return f"{self.confirmed_by} xác nhận ngày {date_short(localdate(self.confirmed_at))}"
