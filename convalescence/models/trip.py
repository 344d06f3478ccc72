from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from beneficiaries.models import Cadre
from claims.models import Fact
from config.formatting import date_short
from convalescence.models.running import run_by_field
from policies.models import Resolution
from policies.rules import Event


class TripKind(models.TextChoices):
    CENTRE = "convalescence_centre", "Tại cơ sở điều dưỡng trong tỉnh"
    OUT_OF_PROVINCE = "convalescence_out_of_province", "Ngoài tỉnh"
    GROUP = "convalescence_group", "Điều dưỡng tập trung"


class Trip(models.Model):
    """Đoàn điều dưỡng: place, dates, plan and quota (people)."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="trips", verbose_name="văn bản"
    )
    kind = models.CharField("hình thức", max_length=30, choices=TripKind)
    run_by = run_by_field()
    code = models.SlugField("mã đoàn", max_length=60, unique=True)
    place = models.CharField("nơi điều dưỡng", max_length=200)
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    quota = models.PositiveSmallIntegerField("chỉ tiêu (người)")
    plan_document = models.CharField("kế hoạch", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "đoàn điều dưỡng"
        ordering = ("-begins_on", "code")
        constraints: ClassVar = [
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

    def category(self) -> str:
        return self.trip.run_by
