from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from beneficiaries.models.batch import ImportBatch
from beneficiaries.models.cadre import Cadre
from policies.models import BeneficiaryGroup, Resolution


def _same(column: str) -> Func:
    """An id as a one-value range: equality without the btree_gist extension."""
    return Func(column, column, Value("[]"), function="int8range")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        """Memberships that hold on ``day``; both ends belong to the period."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Membership(models.Model):
    """A cadre belongs to a group of a resolution for a time, by a decision."""

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="memberships", verbose_name="cán bộ"
    )
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="memberships", verbose_name="đối tượng"
    )
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="+", verbose_name="văn bản", editable=False
    )
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)
    decision = models.CharField("quyết định", max_length=200)
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="new_memberships",
        verbose_name="lượt nhập",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "diện đối tượng"
        ordering = ("cadre", "-since")
        indexes: ClassVar = [models.Index(fields=["resolution", "group"], name="membership_group")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            ExclusionConstraint(
                name="memberships_do_not_overlap",
                index_type="gist",
                expressions=[
                    (_same("cadre"), RangeOperators.OVERLAPS),
                    (_same("resolution"), RangeOperators.OVERLAPS),
                    (
                        Func("since", "until", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=(
                    "Người này đã thuộc một đối tượng khác của cùng văn bản trong thời gian đó."
                ),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="membership_takes_resolution_of_its_group",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=(
                    "SELECT g.resolution_id INTO NEW.resolution_id"
                    " FROM policies_beneficiarygroup g WHERE g.id = NEW.group_id;"
                    " RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} – {self.group}"

    def clean(self) -> None:
        super().clean()
        if self.group_id:
            self.resolution_id = self.group.resolution_id
