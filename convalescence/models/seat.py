"""Who goes on a trip before it is over: names, substitutes, rooms. Written by ``trips``."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from beneficiaries.models import Cadre
from convalescence.models.seat_triggers import DECLARED, ROOM_IS_LEFT, SEAT_FITS
from convalescence.models.trip import Participation, Trip


class GiveUpReason(models.TextChoices):
    HEALTH = "health", "Không đủ sức khỏe"
    BUSY = "busy", "Bận việc"
    HOME = "home", "Chuyển sang điều dưỡng tại nhà"
    NO_SHOW = "no_show", "Không đến"
    DEATH = "death", "Từ trần"
    MISTAKE = "mistake", "Ghi nhầm người"
    OTHER = "other", "Lý do khác"
    CANCELLED = "cancelled", "Đoàn bị hủy"  # told by cancelling the trip, never chosen


class LeaveReason(models.TextChoices):
    HEALTH = "health", "Ốm, phải về hoặc vào viện"
    FAMILY = "family", "Việc gia đình"
    WORK = "work", "Việc cơ quan"
    OTHER = "other", "Lý do khác"


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, user: User) -> Self:
        """The department sees all, a centre who comes to it, others their own people."""
        if user.unit.sees_all:
            return self
        own = Cadre.objects.visible_to(user).values("pk")
        return self.filter(Q(trip__facility=user.unit_id) | Q(cadre__in=own))

    def held(self) -> Self:
        """Not given up."""
        return self.filter(given_up_at=None)


class Seat(models.Model):
    """One person's place on a trip, from the list to the last day there. Never deleted."""

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="seats", verbose_name="đoàn")
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="trip_seats", verbose_name="cán bộ"
    )
    candidate = models.ForeignKey(
        "convalescence.Candidate",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="seats",
        verbose_name="trong kế hoạch",
    )
    begins_on = models.DateField("từ ngày", editable=False)
    ends_on = models.DateField("đến ngày", editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name="đi thay cho",
    )
    room = models.CharField("phòng", max_length=10, blank=True, default="")
    as_couple = models.BooleanField("ở cùng vợ hoặc chồng", default=False)
    room_note = models.CharField(
        "vì sao mất phòng", max_length=200, blank=True, default="", editable=False
    )
    vehicle = models.PositiveSmallIntegerField("xe số", null=True, blank=True)
    left_on = models.DateField("về sớm ngày", null=True, blank=True)
    left_reason = models.CharField(
        "lý do về sớm", max_length=10, choices=LeaveReason, blank=True, default=""
    )
    left_note = models.CharField("ghi chú về sớm", max_length=300, blank=True, default="")
    given_up_at = models.DateTimeField("rút lúc", null=True, blank=True, editable=False)
    given_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi rút",
    )
    given_up_reason = models.CharField(
        "lý do rút", max_length=10, choices=GiveUpReason, blank=True, default=""
    )
    given_up_note = models.CharField("ghi chú khi rút", max_length=300, blank=True, default="")
    participation = models.OneToOneField(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="seat",
        verbose_name="lượt đi đã ghi",
    )
    refusal = models.TextField("lý do chưa lập hồ sơ", blank=True, default="", editable=False)
    taken_at = models.DateTimeField("ghi lúc", editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="người ghi",
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "chỗ trong đoàn điều dưỡng"
        ordering = ("trip", "cadre__sort_name", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["trip", "cadre"],
                condition=Q(given_up_at=None),
                name="one_seat_a_person_and_trip",
                violation_error_message="Người này đã có tên trong đoàn.",
            ),
            ExclusionConstraint(
                name="nobody_on_two_trips_at_once",
                index_type="gist",
                expressions=[
                    (
                        Func("cadre", "cadre", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            "begins_on",
                            Coalesce("left_on", "ends_on"),
                            Value("[]"),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(given_up_at=None),
                violation_error_message=(
                    "Người này đang có tên trong một đoàn khác trùng ngày; "
                    "hãy rút tên ở đoàn kia trước."
                ),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_reason="")
                | (Q(left_on__gte=F("begins_on"), left_on__lte=F("ends_on")) & ~Q(left_reason="")),
                name="seat_left_early_has_reason",
                violation_error_message=(
                    "Về sớm phải ghi ngày về (trong thời gian của đoàn) và lý do."
                ),
            ),
            models.CheckConstraint(
                condition=Q(given_up_at=None, given_up_by=None, given_up_reason="")
                | (
                    Q(given_up_at__isnull=False, given_up_by__isnull=False) & ~Q(given_up_reason="")
                ),
                name="seat_given_up_at_and_by",
                violation_error_message="Rút tên phải có người ghi, lúc ghi và lý do.",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=False, taken_by__isnull=False),
                name="seat_taken_at_and_by",
                violation_error_message="Ghi tên vào đoàn phải có người và lúc ghi.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="seat_fits_its_trip",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=DECLARED,
                func=SEAT_FITS,
            ),
            pgtrigger.Protect(name="seat_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.cadre}: {self.trip}"

    @property
    def is_held(self) -> bool:
        return self.given_up_at is None

    @property
    def last_day(self) -> date:
        """The last day there."""
        return self.left_on or self.ends_on


class Sleeper(Cadre):
    """A person as far as rooms are concerned: the trigger is of this app, the table isn't."""

    class Meta:
        proxy = True
        verbose_name = "người ở phòng"
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="room_follows_the_sex",
                operation=pgtrigger.UpdateOf("sex"),
                when=pgtrigger.After,
                condition=pgtrigger.Q(old__sex__df=pgtrigger.F("new__sex")),
                func=ROOM_IS_LEFT,
            )
        ]
