from typing import ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from policies.models.group import BeneficiaryGroup
from policies.models.resolution import Resolution


class GroupSuccession(models.Model):
    """Which group of a new version follows a group of the version that it replaces.

    The rows of a version are read in their order and the first that fits a person counts. Once
    memberships have been written by them they stand as they are.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="successions", verbose_name="văn bản"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    old_group = models.ForeignKey(
        BeneficiaryGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đối tượng cũ",
    )
    post = models.CharField("chức vụ có cụm từ", max_length=200, blank=True, default="")
    # Nobody follows: whoever was in the old group leaves.
    new_group = models.ForeignKey(
        BeneficiaryGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đối tượng mới",
    )
    article = models.CharField("điều khoản", max_length=200, blank=True, default="")
    note = models.CharField("ghi chú", max_length=300, blank=True, default="")
    used_at = models.DateTimeField("dùng để chuyển lúc", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "dòng chuyển đối tượng"
        ordering = ("resolution", "position", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(old_group__isnull=False) | ~Q(post=""),
                name="succession_says_of_whom",
                violation_error_message="Hãy chọn đối tượng cũ hoặc gõ chức vụ.",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="used_succession_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__used_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="used_succession_is_complete",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM policies_groupsuccession s"
                    " WHERE s.resolution_id = NEW.resolution_id AND s.used_at IS NOT NULL) THEN"
                    " RAISE EXCEPTION 'Bảng chuyển đối tượng đã dùng, không sửa được.'"
                    " USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        who = [str(self.old_group)] if self.old_group else []
        who += [f"chức vụ có “{self.post}”"] if self.post else []
        return f"{', '.join(who)} → {self.new_group or 'thôi hưởng'}"

    def clean(self) -> None:
        super().clean()
        if self.old_group and self.old_group.resolution_id != self.resolution.replaces_id:
            raise ValidationError({"old_group": "Đối tượng cũ phải của văn bản bị thay thế."})
        if self.new_group and self.new_group.resolution_id != self.resolution_id:
            raise ValidationError({"new_group": "Đối tượng mới phải của văn bản này."})
