from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from policies.models.benefit import Benefit
from policies.models.confidence import Confidence, derived_says_how
from policies.models.fields import ConditionsField
from policies.models.group import BeneficiaryGroup
from policies.models.resolution import Resolution
from policies.released import frozen_when_released
from policies.rules.types import Measure, Window

MEASURES = [
    (Measure.TIMES.value, "số lần"),
    (Measure.QUANTITY.value, "số lượng (ngày, tháng, người)"),
    (Measure.AMOUNT.value, "số tiền (đồng)"),
]
WINDOWS = [
    (Window.EVENT.value, "mỗi đợt"),
    (Window.MONTH.value, "trong tháng"),
    (Window.QUARTER.value, "trong quý"),
    (Window.HALF_YEAR.value, "trong sáu tháng"),
    (Window.YEAR.value, "trong năm"),
    (Window.CYCLE.value, "trong chu kỳ nhiều năm"),
    (Window.EVER.value, "cả đời"),
]


def cycle_constraint(name: str) -> models.CheckConstraint:
    """Years of a cycle are told where the window is a cycle, and only there."""
    return models.CheckConstraint(
        condition=(
            Q(window=Window.CYCLE.value, cycle_years__gte=1)
            | ~Q(window=Window.CYCLE.value) & Q(cycle_years=1, cycle_from=None)
        ),
        name=name,
        violation_error_message="Số năm và năm đầu chỉ ghi cho chu kỳ, ít nhất một năm.",
    )


class Limit(models.Model):
    """A hạn mức of a benefit, or of several: ``value`` in what ``measure`` counts.

    Without ``benefit`` it is a limit of the law, over the ``benefits`` named or over all.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="limits", verbose_name="văn bản"
    )
    benefit = models.ForeignKey(
        Benefit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="limits",
        verbose_name="chế độ",
    )
    benefits = ArrayField(
        models.SlugField(max_length=60),
        default=list,
        blank=True,
        verbose_name="các chế độ dùng chung",
    )
    group = models.ForeignKey(
        BeneficiaryGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đối tượng",
    )
    conditions = ConditionsField("điều kiện")
    measure = models.CharField("tính theo", max_length=10, choices=MEASURES)
    window = models.CharField("phạm vi", max_length=10, choices=WINDOWS)
    value = models.BigIntegerField("hạn mức")
    cycle_years = models.PositiveSmallIntegerField("số năm của chu kỳ", default=1)
    cycle_from = models.PositiveSmallIntegerField("năm đầu của chu kỳ", null=True, blank=True)
    exceptional_value = models.BigIntegerField(
        "hạn mức khi có quyết định riêng", null=True, blank=True
    )
    exceptional_by = models.CharField(
        "cấp quyết định vượt hạn mức", max_length=200, blank=True, default=""
    )
    article = models.CharField("điều khoản", max_length=200)
    confidence = models.CharField("độ tin cậy", max_length=12, choices=Confidence)
    basis = models.TextField("căn cứ suy ra", blank=True, default="")
    quote = models.TextField("nguyên văn điều khoản", blank=True, default="")

    class Meta:
        verbose_name = "hạn mức"
        ordering = ("resolution", "benefit", "group", "measure", "window", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "resolution",
                    "benefit",
                    "benefits",
                    "group",
                    "conditions",
                    "measure",
                    "window",
                ],
                name="limit_of_a_kind_is_unique",
                nulls_distinct=False,
                violation_error_message="Hạn mức loại này của đối tượng này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="limit_is_positive",
                violation_error_message="Hạn mức phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(exceptional_value=None, exceptional_by="")
                    | Q(exceptional_value__gt=F("value")) & ~Q(exceptional_by="")
                ),
                name="limit_exception_is_higher_and_decided",
                violation_error_message=(
                    "Hạn mức khi có quyết định riêng phải cao hơn hạn mức chung và ghi rõ cấp "
                    "nào quyết định."
                ),
            ),
            cycle_constraint("limit_cycle_has_years"),
            derived_says_how("derived_limit_says_how"),
        ]
        triggers: ClassVar = frozen_when_released("{row}.resolution_id")

    def __str__(self) -> str:
        return f"{self.value} {self.get_measure_display()} {self.get_window_display()}"
