from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import HospitalLevel, Unit, UnitKind
from beneficiaries.models import Cadre
from checkups.models.secrecy import EMPTY_SEALED_BYTES, no_secret_health_data
from claims.models import Fact
from config.encryption import EncryptedTextField
from config.formatting import date_short, money
from policies.rules import Event


class HospitalStay(Fact):
    """One inpatient treatment: source of gift, meals, fee support and other support by days.

    A day is counted for every calendar day from admission to discharge, both included.
    """

    KIND = "hospital_stay"

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="hospital_stays", verbose_name="cán bộ"
    )
    facility = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": UnitKind.HOSPITAL},
        verbose_name="nơi điều trị",
    )
    admitted_on = models.DateField("vào viện")
    discharged_on = models.DateField("ra viện")
    diagnosis = EncryptedTextField("chẩn đoán", blank=True)
    visited_on = models.DateField("ngày thăm hỏi", null=True, blank=True)
    fee_cost = models.BigIntegerField("viện phí đề nghị hỗ trợ (đồng)", default=0)

    class Meta(Fact.Meta):
        verbose_name = "đợt điều trị nội trú"
        ordering = ("-admitted_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(discharged_on__gte=F("admitted_on")),
                name="stay_ends_after_it_begins",
                violation_error_message="Ngày ra viện phải từ ngày vào viện trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(visited_on=None)
                | Q(visited_on__gte=F("admitted_on"), visited_on__lte=F("discharged_on")),
                name="stay_visited_while_inside",
                violation_error_message="Ngày thăm hỏi phải trong thời gian nằm viện.",
            ),
            models.CheckConstraint(
                condition=Q(fee_cost__gte=0),
                name="stay_fee_is_not_negative",
                violation_error_message="Viện phí không được âm.",
            ),
            ExclusionConstraint(
                name="stays_do_not_overlap",
                index_type="gist",
                expressions=[
                    (
                        Func("cadre", "cadre", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("admitted_on", "discharged_on", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at=None),
                violation_error_message=(
                    "Người này đã có một đợt nằm viện trùng ngày. Nếu chuyển viện trong ngày, "
                    "hãy ghi ngày vào của đợt sau là ngày hôm sau."
                ),
            ),
        ]
        triggers: ClassVar = no_secret_health_data(
            "chẩn đoán", f"octet_length(n.diagnosis) > {EMPTY_SEALED_BYTES}"
        )

    def __str__(self) -> str:
        return self.heading()

    @property
    def days(self) -> int:
        return (self.discharged_on - self.admitted_on).days + 1

    def last_day(self) -> date:
        return self.discharged_on

    def event(self) -> Event:
        asked = ["inpatient_meal"]
        if self.visited_on:
            asked.insert(0, "hospital_visit_gift")
        if self.fee_cost:
            asked.append("hospital_fee_support")
        return Event(
            on=self.admitted_on,
            until=self.discharged_on,
            benefits=tuple(asked),
            days=self.days,
            cost=self.fee_cost,
            traits=(("hospital_level", self.facility.hospital_level),),
        )

    def also_asked(self) -> tuple[str, ...]:
        """A stay is told for whatever the law gives for its days; gift and fees are asked for."""
        return ("inpatient_meal", "inpatient_stay")

    def heading(self) -> str:
        return f"Điều trị nội trú {date_short(self.admitted_on)} – {date_short(self.discharged_on)}"

    def summary(self) -> list[tuple[str, str]]:
        rows = [
            (
                "Nơi điều trị",
                f"{self.facility} (tuyến {HospitalLevel(self.facility.hospital_level).label})",
            ),
            ("Vào viện", date_short(self.admitted_on)),
            ("Ra viện", date_short(self.discharged_on)),
            ("Số ngày", str(self.days)),
        ]
        if self.visited_on:
            rows.append(("Thăm hỏi ngày", date_short(self.visited_on)))
        if self.fee_cost:
            rows.append(("Viện phí đề nghị hỗ trợ", f"{money(self.fee_cost)} đồng"))
        return rows
