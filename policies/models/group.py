from typing import ClassVar

from django.db import models

from policies.models.resolution import Resolution
from policies.released import frozen_when_released


class BeneficiaryGroup(models.Model):
    """A Đối tượng of one resolution: the same number means others in the next resolution.

    Its place is also its rank, where the law lets the first named of several groups count.
    """

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
