from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Payer(models.Model):
    """A budget or fund that pays. A payer that ended is closed, never deleted."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("nguồn kinh phí", max_length=200)
    open_from = models.DateField("mở từ", null=True, blank=True)
    open_to = models.DateField("đóng sau ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="nguồn kế tiếp",
    )

    class Meta:
        verbose_name = "nguồn kinh phí"
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(open_to=None) | Q(open_from=None) | Q(open_to__gte=F("open_from")),
                name="payer_closes_after_it_opens",
                violation_error_message="Ngày đóng nguồn phải từ ngày mở trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | (~Q(successor=F("id")) & Q(open_to__isnull=False)),
                name="payer_that_ends_has_a_successor",
                violation_error_message=(
                    "Nguồn kế tiếp phải là nguồn khác, và chỉ ghi khi nguồn này có ngày đóng."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
