"""Dated numbers and lists that many resolutions rest on, each with where it comes from.

They belong to no resolution: a new base salary is a new row here, and every law that speaks of
it reads it from that day on. What was written once stays; a mistake is mended by a newer row.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from policies.models.confidence import Confidence


def _fixed(name: str, *columns: str) -> list[pgtrigger.Trigger]:
    """Never deleted; of these columns none is ever changed."""
    changed = pgtrigger.Q()
    for column in columns:
        changed |= pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")})
    return [
        pgtrigger.Protect(name=f"{name}_stays", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name=f"{name}_means_the_same", operation=pgtrigger.Update, condition=changed
        ),
    ]


def _recorded(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=(
            Q(recorded_at=None, recorded_by=None)
            | Q(recorded_at__isnull=False, recorded_by__isnull=False)
        ),
        name=name,
        violation_error_message="Người ghi và lúc ghi phải đi cùng nhau.",
    )


class Parameter(models.Model):
    """A dated number: lương cơ sở, mức chuẩn, giá; or a share of another one."""

    UNITS: ClassVar = [("dong", "đồng"), ("share", "phần của tham số khác")]

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    unit = models.CharField("đơn vị", max_length=5, choices=UNITS, default="dong")
    share_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name="là phần của",
    )

    class Meta:
        verbose_name = "tham số"
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(unit="dong", share_of=None)
                    | Q(unit="share", share_of__isnull=False) & ~Q(share_of=F("id"))
                ),
                name="parameter_share_is_of_another",
                violation_error_message="Tham số tính theo phần phải ghi là phần của tham số nào.",
            )
        ]
        triggers: ClassVar = _fixed("parameter", "code", "unit", "share_of")

    def __str__(self) -> str:
        return self.name


class ParameterValue(models.Model):
    """What a parameter is from a day on: đồng, or ten-thousandths for a share. Append-only.

    Of several for the same day the one recorded last holds. Values of the set-up have no
    recorder.
    """

    parameter = models.ForeignKey(
        Parameter, models.PROTECT, related_name="values", verbose_name="tham số"
    )
    since = models.DateField("từ ngày")
    value = models.BigIntegerField("giá trị")
    source = models.CharField("nguồn", max_length=300)
    confidence = models.CharField("độ tin cậy", max_length=12, choices=Confidence)
    recorded_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi",
    )

    class Meta:
        verbose_name = "giá trị của tham số"
        ordering = ("parameter", "since", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="parameter_value_is_positive",
                violation_error_message="Giá trị phải lớn hơn 0.",
            ),
            _recorded("parameter_value_recorded_at_and_by"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="value_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.parameter} từ {self.since:%d/%m/%Y}: {self.value}"


class DatedList(models.Model):
    """Diseases, facilities, places, holidays, bodies in office: what counts as one, and when."""

    KINDS: ClassVar = [
        ("diseases", "bệnh"),
        ("facilities", "cơ sở y tế"),
        ("places", "địa bàn"),
        ("days", "ngày"),
        ("bodies", "ban, hội đồng"),
        ("other", "khác"),
    ]

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên danh mục", max_length=200)
    kind = models.CharField("loại", max_length=12, choices=KINDS)

    class Meta:
        verbose_name = "danh mục"
        ordering = ("code",)
        triggers: ClassVar = _fixed("list", "code", "kind")

    def __str__(self) -> str:
        return self.name


class ListEntry(models.Model):
    """One thing in a list, from a day to a day, both inclusive; None is open.

    ``value`` is a code, or a day in ISO form. An entry is only ever closed, once.
    """

    list = models.ForeignKey(
        DatedList, models.PROTECT, related_name="entries", verbose_name="danh mục"
    )
    value = models.CharField("giá trị", max_length=120)
    label = models.CharField("tên gọi", max_length=300, blank=True, default="")
    since = models.DateField("từ ngày", null=True, blank=True)
    until = models.DateField("đến hết ngày", null=True, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi",
    )

    class Meta:
        verbose_name = "mục của danh mục"
        ordering = ("list", "value", "since", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "value", "since"],
                name="list_entry_begins_once",
                nulls_distinct=False,
                violation_error_message="Mục này từ ngày này đã có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="list_entry_ends_after_it_begins",
                violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
            ),
            _recorded("list_entry_recorded_at_and_by"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="entry_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="entry_is_only_closed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__until__isnull=False)
                | pgtrigger.Q(old__list__df=pgtrigger.F("new__list"))
                | pgtrigger.Q(old__value__df=pgtrigger.F("new__value"))
                | pgtrigger.Q(old__label__df=pgtrigger.F("new__label"))
                | pgtrigger.Q(old__since__df=pgtrigger.F("new__since")),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.value
