"""Who goes on a trip before it is over: seats, rooms, companions, and each day's attendance."""

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
from beneficiaries.models.cadre import Sex
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


class CompanionRole(models.TextChoices):
    MEDIC = "medic", "Nhân viên y tế theo đoàn"
    LEADER = "leader", "Cán bộ đưa đoàn"
    RELATIVE = "relative", "Người nhà đi cùng"


# One statement that both tables share: may this person sleep in this room?
ROOM_FITS = """
IF NEW.room <> '' THEN
    SELECT count(*),
        coalesce(bool_or(o.sex <> own_sex AND NOT (o.as_couple AND NEW.as_couple)), false)
    INTO others, mixed
    FROM (
        SELECT c.sex, s.as_couple FROM convalescence_seat s
        JOIN beneficiaries_cadre c ON c.id = s.cadre_id
        WHERE s.trip_id = NEW.trip_id AND s.room = NEW.room AND s.given_up_at IS NULL
            AND NOT (TG_TABLE_NAME = 'convalescence_seat' AND s.id = NEW.id)
        UNION ALL
        SELECT p.sex, p.as_couple FROM convalescence_companion p
        WHERE p.trip_id = NEW.trip_id AND p.room = NEW.room
            AND NOT (TG_TABLE_NAME = 'convalescence_companion' AND p.id = NEW.id)
    ) o;
    IF others >= the_trip.room_size THEN
        RAISE EXCEPTION 'Phòng % đã đủ % người.', NEW.room, the_trip.room_size
            USING ERRCODE = 'check_violation';
    END IF;
    IF mixed THEN
        RAISE EXCEPTION 'Phòng % có cả nam và nữ mà không phải vợ chồng.', NEW.room
            USING ERRCODE = 'check_violation';
    END IF;
END IF;
"""

OPEN_TRIP = """
SELECT * INTO the_trip FROM convalescence_trip t WHERE t.id = NEW.trip_id FOR NO KEY UPDATE;
IF the_trip.state IN ('closed', 'cancelled') THEN
    RAISE EXCEPTION 'Đoàn % đã kết thúc hoặc đã hủy, không sửa danh sách được.', the_trip.code
        USING ERRCODE = 'restrict_violation';
END IF;
"""

SEAT_FITS = f"""
{OPEN_TRIP}
NEW.begins_on := the_trip.begins_on;
NEW.ends_on := the_trip.ends_on;
IF NEW.given_up_at IS NOT NULL THEN
    RETURN NEW;
END IF;
IF TG_OP = 'INSERT' OR OLD.given_up_at IS NOT NULL THEN
    SELECT count(*) INTO others FROM (
        SELECT s.cadre_id FROM convalescence_seat s
        WHERE s.trip_id = NEW.trip_id AND s.given_up_at IS NULL
        UNION
        SELECT p.cadre_id FROM convalescence_participation p
        WHERE p.trip_id = NEW.trip_id AND p.cancelled_at IS NULL
    ) taken WHERE taken.cadre_id <> NEW.cadre_id;
    IF others >= the_trip.quota THEN
        RAISE EXCEPTION 'Đoàn % đã đủ % người theo chỉ tiêu.', the_trip.code, the_trip.quota
            USING ERRCODE = 'check_violation';
    END IF;
END IF;
SELECT c.sex INTO own_sex FROM beneficiaries_cadre c WHERE c.id = NEW.cadre_id;
{ROOM_FITS}
RETURN NEW;
"""

COMPANION_FITS = f"""
{OPEN_TRIP}
own_sex := NEW.sex;
{ROOM_FITS}
RETURN NEW;
"""

DECLARED = [
    ("the_trip", "convalescence_trip%ROWTYPE"),
    ("others", "INTEGER"),
    ("mixed", "BOOLEAN"),
    ("own_sex", "TEXT"),
]

# The trip is held for reading: it can't be closed while somebody marks who is there.
DAY_FITS = """
SELECT t.state, s.begins_on, coalesce(s.left_on, s.ends_on) AS ends_on, s.given_up_at
INTO the_seat
FROM convalescence_seat s JOIN convalescence_trip t ON t.id = s.trip_id
WHERE s.id = NEW.seat_id FOR SHARE OF t;
IF the_seat.state IN ('closed', 'cancelled') THEN
    RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không điểm danh được nữa.'
        USING ERRCODE = 'restrict_violation';
END IF;
IF NEW.present AND (
    the_seat.given_up_at IS NOT NULL OR NEW.day NOT BETWEEN the_seat.begins_on AND the_seat.ends_on
) THEN
    RAISE EXCEPTION 'Ngày % ngoài những ngày người này đi cùng đoàn.', NEW.day
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


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


class SeatDay(models.Model):
    """Whether a person was there on one day of the trip, as last marked."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="days", verbose_name="chỗ")
    day = models.DateField("ngày")
    present = models.BooleanField("có mặt")
    marked_at = models.DateTimeField("chấm lúc")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chấm"
    )

    class Meta:
        verbose_name = "ngày có mặt"
        ordering = ("seat", "day")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat", "day"],
                name="one_mark_a_person_and_day",
                violation_error_message="Ngày này đã được chấm.",
            ),
            models.CheckConstraint(
                condition=Q(marked_at__isnull=False, marked_by__isnull=False),
                name="seat_day_marked_at_and_by",
                violation_error_message="Chấm công phải có người và lúc chấm.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="day_fits_its_seat",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("the_seat", "RECORD")],
                func=DAY_FITS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.day}"


class Companion(models.Model):
    """Somebody who goes along and for whom nothing is owed: a medic, a relative, who leads."""

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="companions", verbose_name="đoàn")
    role = models.CharField("đi với tư cách", max_length=10, choices=CompanionRole)
    full_name = models.CharField("họ và tên", max_length=120)
    sex = models.CharField("giới tính", max_length=6, choices=Sex)
    phone = models.CharField("điện thoại", max_length=20, blank=True, default="")
    beside = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="companions",
        verbose_name="đi cùng",
    )
    room = models.CharField("phòng", max_length=10, blank=True, default="")
    as_couple = models.BooleanField("ở cùng vợ hoặc chồng", default=False)
    vehicle = models.PositiveSmallIntegerField("xe số", null=True, blank=True)

    class Meta:
        verbose_name = "người đi cùng đoàn"
        ordering = ("trip", "role", "full_name", "id")
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="companion_fits_the_trip",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=DECLARED,
                func=COMPANION_FITS,
            ),
            pgtrigger.Trigger(
                name="closed_trip_keeps_companions",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM convalescence_trip t"
                    " WHERE t.id = OLD.trip_id AND t.state IN ('closed', 'cancelled')) THEN"
                    " RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không sửa danh sách được.'"
                    " USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.get_role_display().lower()})"
