from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from policies.models.confidence import Confidence, derived_says_how
from policies.models.limit import WINDOWS, cycle_constraint
from policies.models.resolution import Resolution
from policies.released import frozen_when_released
from policies.rules.types import RelationKind, Window


class Relation(models.Model):
    """What some benefits are to each other. The order of ``benefits`` matters for a priority."""

    KINDS: ClassVar = [
        (RelationKind.EXCLUSIVE.value, "đã hưởng khoản này thì thôi khoản kia"),
        (RelationKind.ALTERNATIVE.value, "người hưởng chọn một"),
        (RelationKind.HIGHEST.value, "chỉ hưởng khoản cao nhất"),
        (RelationKind.PRIORITY.value, "chỉ hưởng khoản đứng trước"),
    ]

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="relations", verbose_name="văn bản"
    )
    kind = models.CharField("quan hệ", max_length=12, choices=KINDS)
    benefits = ArrayField(models.SlugField(max_length=60), verbose_name="các chế độ")
    window = models.CharField("phạm vi", max_length=10, choices=WINDOWS, default=Window.EVENT.value)
    cycle_years = models.PositiveSmallIntegerField("số năm của chu kỳ", default=1)
    cycle_from = models.PositiveSmallIntegerField("năm đầu của chu kỳ", null=True, blank=True)
    article = models.CharField("điều khoản", max_length=200)
    confidence = models.CharField("độ tin cậy", max_length=12, choices=Confidence)
    basis = models.TextField("căn cứ suy ra", blank=True, default="")
    quote = models.TextField("nguyên văn điều khoản", blank=True, default="")

    class Meta:
        verbose_name = "quan hệ giữa các chế độ"
        ordering = ("resolution", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(benefits__len__gte=2),
                name="relation_is_between_two_at_least",
                violation_error_message="Phải nêu ít nhất hai chế độ.",
            ),
            cycle_constraint("relation_cycle_has_years"),
            derived_says_how("derived_relation_says_how"),
        ]
        triggers: ClassVar = frozen_when_released("{row}.resolution_id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {', '.join(self.benefits)}"
