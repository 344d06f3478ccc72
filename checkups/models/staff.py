from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from claims.models import Fact, Recipient
from config.formatting import date_short
from policies.rules import Event


class Duty(models.TextChoices):
    PROVINCIAL_BOARD = "provincial_board", "Ban Bảo vệ, CSSK cán bộ tỉnh"
    PROFESSIONAL_COUNCIL = "professional_council", "Hội đồng chuyên môn"
    DIRECT_STAFF = "direct_staff", "Viên chức làm nhiệm vụ trực tiếp"
    DISTRICT_BOARD = "district_board", "Ban Bảo vệ, CSSK cán bộ cấp huyện"
    DOCTORS = "doctors", "Bác sĩ khám sức khỏe định kỳ"
    NURSES = "nurses", "Nhân viên y tế khám sức khỏe định kỳ"


BY_SESSION = (Duty.DOCTORS, Duty.NURSES)


def calendar_months(begins_on: date, ends_on: date) -> int:
    """How many calendar months the period touches: the most it can be paid for."""
    return (ends_on.year - begins_on.year) * 12 + ends_on.month - begins_on.month + 1


class StaffAllowance(Fact):
    """Allowance of somebody on duty over a period: months, or working sessions."""

    KIND = "staff_allowance"

    recipient = models.ForeignKey(
        Recipient, models.PROTECT, related_name="allowances", verbose_name="người làm nhiệm vụ"
    )
    duty = models.CharField("nhiệm vụ", max_length=24, choices=Duty)
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    months = models.PositiveSmallIntegerField("số tháng", default=0)
    sessions = models.PositiveSmallIntegerField("số buổi", default=0)
    decision = models.CharField("quyết định phân công", max_length=200)

    class Meta(Fact.Meta):
        verbose_name = "phụ cấp người làm nhiệm vụ"
        ordering = ("-begins_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="allowance_ends_after_it_begins",
                violation_error_message="Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(duty__in=["doctors", "nurses"], months=0, sessions__gt=0)
                | (~Q(duty__in=["doctors", "nurses"]) & Q(months__gt=0, sessions=0)),
                name="allowance_in_months_or_sessions",
                violation_error_message=(
                    "Người khám sức khỏe hưởng theo buổi; nhiệm vụ khác hưởng theo tháng."
                ),
            ),
            ExclusionConstraint(
                name="allowances_do_not_overlap",
                index_type="gist",
                expressions=[
                    (
                        Func("recipient", "recipient", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("begins_on", "ends_on", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at=None),
                violation_error_message="Người này đã có phụ cấp trong khoảng thời gian đó.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading()

    def last_day(self) -> date:
        return self.ends_on

    def event(self) -> Event:
        return Event(
            on=self.begins_on,
            benefits=("staff_allowance",),
            months=self.months,
            sessions=self.sessions,
            traits=(("variant", self.duty),),
        )

    def heading(self) -> str:
        return (
            f"{self.get_duty_display()}, {date_short(self.begins_on)} – {date_short(self.ends_on)}"
        )

    def summary(self) -> list[tuple[str, str]]:
        quantity = f"{self.months} tháng" if self.months else f"{self.sessions} buổi"
        return [
            ("Nhiệm vụ", self.get_duty_display()),
            ("Từ ngày", date_short(self.begins_on)),
            ("Đến ngày", date_short(self.ends_on)),
            ("Thời gian hưởng", quantity),
            ("Quyết định phân công", self.decision),
        ]

    def category(self) -> str:
        return self.duty
