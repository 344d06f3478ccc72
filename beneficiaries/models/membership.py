from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value

from beneficiaries.models.batch import ImportBatch
from beneficiaries.models.cadre import Cadre
from policies.models import BeneficiaryGroup, Resolution

ENDS_TOO_EARLY = "Ngày kết thúc phải từ ngày bắt đầu trở đi."


def _resolution_is_of_its_group(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Refuse a resolution that isn't the group's; looked at once a statement, as imports are."""
    return pgtrigger.Trigger(
        name=f"membership_{name}_under_its_resolution",
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=(
            "IF EXISTS (SELECT 1 FROM new_rows n JOIN policies_beneficiarygroup g"
            " ON g.id = n.group_id WHERE g.resolution_id <> n.resolution_id) THEN"
            " RAISE EXCEPTION 'Đối tượng không thuộc văn bản đã ghi.'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
        ),
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        """Memberships that hold on ``day``; both ends belong to the period."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


# Once a statement, not once a row: an import of ten thousand people is one statement.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    level=pghistory.Statement,
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
                violation_error_message=ENDS_TOO_EARLY,
            ),
            ExclusionConstraint(
                name="memberships_do_not_overlap",
                index_type="gist",
                # Equality of both ids as of a point: a GiST index needs no extension for it, and
                # takes ten thousand rows five times as fast as with ranges of one number.
                expressions=[
                    (Func("cadre", "resolution", function="point"), "~="),
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
                condition=pgtrigger.Q(new__resolution_id__isnull=True),
                func=(
                    "SELECT g.resolution_id INTO NEW.resolution_id"
                    " FROM policies_beneficiarygroup g WHERE g.id = NEW.group_id;"
                    " RETURN NEW;"
                ),
            ),
            _resolution_is_of_its_group("inserted", pgtrigger.Insert),
            _resolution_is_of_its_group("updated", pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} – {self.group}"

    def holds(self, on: date) -> bool:
        """Both ends belong to the period."""
        return self.since <= on and (self.until is None or on <= self.until)

    def clean(self) -> None:
        super().clean()
        if self.since and self.until and self.until < self.since:
            # Told here, because the check for overlap can't even form such a period.
            raise ValidationError({"until": ENDS_TOO_EARLY})
        if self.group_id:
            self.resolution_id = self.group.resolution_id
