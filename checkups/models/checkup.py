from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from beneficiaries.models import Cadre
from claims.models import Fact
from config.formatting import date_short, money
from policies.models import Resolution
from policies.rules import Event


class RoundKind(models.TextChoices):
    PERIODIC = "periodic_checkup", "Khám sức khỏe định kỳ"
    EVENT = "event_checkup", "Khám phục vụ sự kiện"


class CheckupRound(models.Model):
    """Đợt khám: a planned round of check-ups. ``code`` is what the report splits by."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="checkup_rounds", verbose_name="văn bản"
    )
    kind = models.CharField("loại", max_length=20, choices=RoundKind)
    code = models.SlugField("mã đợt", max_length=60)
    title = models.CharField("tên đợt", max_length=200)
    year = models.PositiveSmallIntegerField("năm")
    plan_document = models.CharField("kế hoạch", max_length=200, blank=True, default="")
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")

    class Meta:
        verbose_name = "đợt khám"
        ordering = ("-begins_on", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "kind", "year", "code"],
                name="round_code_is_unique_in_its_year",
                violation_error_message="Mã đợt khám này đã có trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="round_ends_after_it_begins",
                violation_error_message="Ngày kết thúc đợt khám phải từ ngày bắt đầu trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Checkup(Fact):
    """One person examined in one round."""

    KIND = "checkup"

    round = models.ForeignKey(
        CheckupRound, models.PROTECT, related_name="checkups", verbose_name="đợt khám"
    )
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="checkups", verbose_name="cán bộ")
    facility = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi khám")
    examined_on = models.DateField("ngày khám")
    cost = models.BigIntegerField("chi phí thực tế (đồng)", default=0)

    class Meta(Fact.Meta):
        verbose_name = "lượt khám"
        ordering = ("-examined_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "cadre"],
                condition=Q(cancelled_at=None),
                name="one_checkup_a_round_and_person",
                violation_error_message="Người này đã khám trong đợt này.",
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0),
                name="checkup_cost_is_not_negative",
                violation_error_message="Chi phí không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading()

    def event(self) -> Event:
        traits = (("variant", self.round.code),) if self.round.kind == RoundKind.EVENT else ()
        return Event(
            on=self.examined_on, benefits=(self.round.kind,), cost=self.cost, traits=traits
        )

    def heading(self) -> str:
        return f"{self.round.title}, ngày {date_short(self.examined_on)}"

    def summary(self) -> list[tuple[str, str]]:
        rows = [
            ("Đợt khám", self.round.title),
            ("Nơi khám", str(self.facility)),
            ("Ngày khám", date_short(self.examined_on)),
        ]
        if self.cost:
            rows.append(("Chi phí thực tế", f"{money(self.cost)} đồng"))
        return rows

    def category(self) -> str:
        return self.round.code
