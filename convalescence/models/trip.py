from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, UnitKind
from beneficiaries.models import Cadre
from claims.models import Fact
from config.formatting import date_short
from convalescence.models.running import run_by_field
from convalescence.models.trip_triggers import (
    CLOSED_TO_PARTICIPATIONS,
    SEATS_FOLLOW,
    STEP_BY_STEP,
)
from policies.models import Resolution
from policies.rules import Event


class TripKind(models.TextChoices):
    CENTRE = "convalescence_centre", "Tại cơ sở điều dưỡng trong tỉnh"
    OUT_OF_PROVINCE = "convalescence_out_of_province", "Ngoài tỉnh"
    GROUP = "convalescence_group", "Điều dưỡng tập trung"


class TripState(models.TextChoices):
    PLANNED = "planned", "Đang lập kế hoạch"
    OPEN = "open", "Đang nhận danh sách"
    AWAY = "away", "Đang đi"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


TRIP_IS_CLOSED = "Đoàn đã kết thúc; muốn sửa phải mở lại đoàn và ghi lý do."
TRIP_IS_CANCELLED = "Đoàn đã hủy, không sửa hay ghi thêm được; hãy chọn hoặc lập đoàn khác."


class Trip(models.Model):
    """Đoàn điều dưỡng: place, dates, plan and quota (people), contract, and how far it has come.

    People are entered after it came back (``Participation``) or hold seats from the start.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="trips", verbose_name="văn bản"
    )
    plan = models.ForeignKey(
        "convalescence.YearPlan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trips",
        verbose_name="kế hoạch năm",
    )
    kind = models.CharField("hình thức", max_length=30, choices=TripKind)
    run_by = run_by_field()
    code = models.SlugField("mã đoàn", max_length=60, unique=True)
    place = models.CharField("nơi điều dưỡng", max_length=200)
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    quota = models.PositiveSmallIntegerField("chỉ tiêu (người)")
    plan_document = models.CharField("kế hoạch", max_length=200, blank=True, default="")
    state = models.CharField(
        "tình trạng", max_length=10, choices=TripState, default=TripState.PLANNED, editable=False
    )
    facility = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": UnitKind.CONVALESCENCE_CENTRE},
        verbose_name="cơ sở điều dưỡng",
    )
    contract_number = models.CharField("số hợp đồng", max_length=60, blank=True, default="")
    contract_date = models.DateField("ngày ký hợp đồng", null=True, blank=True)
    day_price = models.BigIntegerField("giá một người một ngày (đồng)", null=True, blank=True)
    package_price = models.BigIntegerField("giá trọn gói một người (đồng)", null=True, blank=True)
    vehicles = models.TextField("xe", blank=True, default="")  # a line each; the first is number 1
    room_size = models.PositiveSmallIntegerField("số người một phòng", default=2)
    settling_at = models.DateTimeField("bắt đầu lập hồ sơ lúc", null=True, editable=False)
    settling_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người kết thúc đoàn",
    )

    class Meta:
        verbose_name = "đoàn điều dưỡng"
        ordering = ("-begins_on", "code")
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="trip_goes_step_by_step",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=STEP_BY_STEP,
            ),
            pgtrigger.Trigger(
                name="seats_follow_their_trip",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.Q(old__begins_on__df=pgtrigger.F("new__begins_on"))
                | pgtrigger.Q(old__ends_on__df=pgtrigger.F("new__ends_on")),
                func=SEATS_FOLLOW,
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(day_price=None) | Q(day_price__gt=0),
                name="trip_day_price_is_positive",
                violation_error_message="Giá một người một ngày phải lớn hơn 0 đồng.",
            ),
            models.CheckConstraint(
                condition=Q(package_price=None) | Q(package_price__gt=0),
                name="trip_package_price_is_positive",
                violation_error_message="Giá trọn gói một người phải lớn hơn 0 đồng.",
            ),
            models.CheckConstraint(
                condition=Q(package_price=None) | Q(day_price=None),
                name="trip_has_one_price",
                violation_error_message=(
                    "Hợp đồng chỉ ghi một loại giá: giá một ngày hoặc giá trọn gói."
                ),
            ),
            models.CheckConstraint(
                condition=Q(room_size__gt=0),
                name="trip_rooms_hold_people",
                violation_error_message="Mỗi phòng phải ở được ít nhất một người.",
            ),
            models.CheckConstraint(
                condition=Q(contract_date=None) | ~Q(contract_number=""),
                name="trip_contract_date_has_number",
                violation_error_message="Có ngày ký thì phải ghi số hợp đồng.",
            ),
            models.CheckConstraint(
                condition=Q(settling_at=None, settling_by=None)
                | Q(settling_at__isnull=False, settling_by__isnull=False),
                name="trip_settling_at_and_by",
                violation_error_message="Kết thúc đoàn phải có người và lúc làm.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="trip_ends_after_it_begins",
                violation_error_message="Ngày về phải từ ngày đi trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(quota__gt=0),
                name="trip_has_places",
                violation_error_message="Chỉ tiêu phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {date_short(self.begins_on)} – {date_short(self.ends_on)}"

    @property
    def days(self) -> int:
        """Both ends count."""
        return (self.ends_on - self.begins_on).days + 1

    @property
    def each_day(self) -> list[date]:
        """From the first to the last day, both included."""
        return [self.begins_on + timedelta(days=count) for count in range(self.days)]

    @property
    def vehicle_names(self) -> list[str]:
        """The vehicles in order of their number, which begins with 1."""
        return [line.strip() for line in self.vehicles.splitlines() if line.strip()]

    @property
    def is_closed(self) -> bool:
        return self.state == TripState.CLOSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == TripState.CANCELLED

    @property
    def is_over(self) -> bool:
        """Nothing of it changes any more, as long as it isn't reopened."""
        return self.is_closed or self.is_cancelled

    @property
    def over_told(self) -> str:
        """Why nothing can be changed; "" while it can."""
        if self.is_cancelled:
            return TRIP_IS_CANCELLED
        return TRIP_IS_CLOSED if self.is_closed else ""


class Participation(Fact):
    """One person on one trip, for so many days. Taking part is not being paid for."""

    KIND = "trip_participation"

    trip = models.ForeignKey(
        Trip, models.PROTECT, related_name="participations", verbose_name="đoàn"
    )
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="trip_participations", verbose_name="cán bộ"
    )
    days = models.PositiveSmallIntegerField("số ngày")

    class Meta(Fact.Meta):
        verbose_name = "người đi điều dưỡng"
        ordering = ("trip", "cadre__sort_name")
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="closed_trip_takes_no_participation",
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("trip_id", "cadre_id", "days", "cancelled_at"),
                when=pgtrigger.Before,
                func=CLOSED_TO_PARTICIPATIONS,
            )
        ]
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["trip", "cadre"],
                condition=Q(cancelled_at=None),
                name="one_place_a_person_and_trip",
                violation_error_message="Người này đã có trong đoàn.",
            ),
            models.CheckConstraint(
                condition=Q(days__gt=0),
                name="participation_has_days",
                violation_error_message="Số ngày phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading()

    def last_day(self) -> date:
        return self.trip.ends_on

    def event(self) -> Event:
        return Event(
            on=self.trip.begins_on,
            benefits=(self.trip.kind,),
            days=self.days,
            planned_days=self.trip.days,
            traits=(("variant", self.trip.run_by),),
        )

    def heading(self) -> str:
        return f"Điều dưỡng tại {self.trip}"

    def summary(self) -> list[tuple[str, str]]:
        return [
            ("Hình thức", self.trip.get_kind_display()),
            ("Cấp tổ chức", self.trip.get_run_by_display()),
            ("Nơi điều dưỡng", self.trip.place),
            ("Đi ngày", date_short(self.trip.begins_on)),
            ("Về ngày", date_short(self.trip.ends_on)),
            ("Số ngày hưởng", str(self.days)),
        ]

    def hindrance(self) -> str:
        return self.trip.over_told

    def category(self) -> str:
        return self.trip.run_by
