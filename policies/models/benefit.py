from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from policies.models.resolution import BeneficiaryGroup, Resolution
from policies.released import frozen_when_released
from policies.rules.types import LimitKind


class PayeeKind(models.TextChoices):
    CADRE = "cadre", "Cán bộ thụ hưởng"
    FACILITY = "facility", "Cơ sở thực hiện"
    STAFF = "staff", "Người làm nhiệm vụ"
    SUPPLIER = "supplier", "Nhà cung cấp"


class Benefit(models.Model):
    """A chế độ, with the letter it has in the text (a, b, c, d, đ, e, g, h, i, k)."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="benefits", verbose_name="văn bản"
    )
    code = models.SlugField("mã", max_length=60)
    letter = models.CharField("điểm", max_length=2)
    position = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("tên chế độ", max_length=300)
    short_title = models.CharField("tên gọn", max_length=80)
    unit = models.CharField("đơn vị tính", max_length=20)
    payee_kind = models.CharField("người nhận", max_length=12, choices=PayeeKind)
    article = models.CharField("điều khoản", max_length=200)
    evidence = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="giấy tờ"
    )
    counted = models.BooleanField("cộng vào tổng kinh phí", default=True)
    note = models.TextField("ghi chú", blank=True, default="")

    class Meta:
        verbose_name = "chế độ"
        ordering = ("resolution", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "code"],
                name="benefit_code_is_unique_in_its_resolution",
                violation_error_message="Mã chế độ này đã có trong văn bản.",
            )
        ]
        triggers: ClassVar = frozen_when_released("{row}.resolution_id")

    def __str__(self) -> str:
        return f"{self.letter}) {self.title}"


class Limit(models.Model):
    """A hạn mức of a benefit; ``value`` is times, days or đồng as ``kind`` says."""

    KINDS: ClassVar = [
        (LimitKind.TIMES_PER_YEAR.value, "lần trong năm"),
        (LimitKind.TIMES_EVER.value, "lần duy nhất"),
        (LimitKind.DAYS_PER_EVENT.value, "ngày mỗi đợt"),
        (LimitKind.DAYS_PER_YEAR.value, "ngày trong năm"),
        (LimitKind.AMOUNT_PER_EVENT.value, "đồng mỗi đợt"),
        (LimitKind.AMOUNT_PER_YEAR.value, "đồng trong năm"),
    ]

    benefit = models.ForeignKey(
        Benefit, models.PROTECT, related_name="limits", verbose_name="chế độ"
    )
    group = models.ForeignKey(
        BeneficiaryGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đối tượng",
    )
    kind = models.CharField("loại hạn mức", max_length=20, choices=KINDS)
    value = models.BigIntegerField("hạn mức")
    article = models.CharField("điều khoản", max_length=200)
    confidence = models.CharField("độ tin cậy", max_length=12)
    basis = models.TextField("căn cứ suy ra", blank=True, default="")

    class Meta:
        verbose_name = "hạn mức"
        ordering = ("benefit", "group", "kind")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "benefit",
                Coalesce("group", Value(0), output_field=models.BigIntegerField()),
                "kind",
                name="limit_of_a_kind_is_unique",
                violation_error_message="Hạn mức loại này của đối tượng này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="limit_is_positive",
                violation_error_message="Hạn mức phải lớn hơn 0.",
            ),
        ]
        triggers: ClassVar = frozen_when_released(
            "SELECT b.resolution_id FROM policies_benefit b WHERE b.id = {row}.benefit_id"
        )

    def __str__(self) -> str:
        return f"{self.value} {self.get_kind_display()}"
