from typing import ClassVar

from django.db import models
from django.db.models import Q

from policies.models.benefit import Benefit
from policies.models.confidence import Confidence, derived_says_how
from policies.models.group import BeneficiaryGroup
from policies.released import frozen_when_released
from policies.rules.types import Measure, Window


class Threshold(models.Model):
    """A mức tối thiểu: below it nothing is due. Of several, any one reached is enough."""

    MEASURES: ClassVar = [
        (Measure.QUANTITY.value, "số ngày"),
        (Measure.COST.value, "chi phí (đồng)"),
    ]
    WINDOWS: ClassVar = [(Window.EVENT.value, "mỗi đợt"), (Window.YEAR.value, "trong năm")]

    benefit = models.ForeignKey(
        Benefit, models.PROTECT, related_name="thresholds", verbose_name="chế độ"
    )
    group = models.ForeignKey(
        BeneficiaryGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đối tượng",
    )
    measure = models.CharField("tính theo", max_length=10, choices=MEASURES)
    window = models.CharField("phạm vi", max_length=10, choices=WINDOWS)
    value = models.BigIntegerField("mức tối thiểu")
    cost = models.SlugField("loại chi phí", max_length=60, blank=True, default="")
    article = models.CharField("điều khoản", max_length=200)
    confidence = models.CharField("độ tin cậy", max_length=12, choices=Confidence)
    basis = models.TextField("căn cứ suy ra", blank=True, default="")
    quote = models.TextField("nguyên văn điều khoản", blank=True, default="")

    class Meta:
        verbose_name = "mức tối thiểu"
        ordering = ("benefit", "group", "measure", "window", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["benefit", "group", "measure", "window", "cost"],
                name="threshold_of_a_kind_is_unique",
                nulls_distinct=False,
                violation_error_message="Mức tối thiểu loại này của đối tượng này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0) & (Q(cost="") | Q(measure=Measure.COST.value)),
                name="threshold_is_positive",
                violation_error_message=(
                    "Mức tối thiểu phải lớn hơn 0; loại chi phí chỉ ghi khi tính theo chi phí."
                ),
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.COST.value) | Q(window=Window.EVENT.value),
                name="threshold_of_days_is_of_one_event",
                violation_error_message="Số ngày tối thiểu chỉ tính cho một đợt.",
            ),
            derived_says_how("derived_threshold_says_how"),
        ]
        triggers: ClassVar = frozen_when_released(
            "SELECT b.resolution_id FROM policies_benefit b WHERE b.id = {row}.benefit_id"
        )

    def __str__(self) -> str:
        return f"từ {self.value} {self.get_measure_display()} {self.get_window_display()}"
