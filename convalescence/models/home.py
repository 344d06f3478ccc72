from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from beneficiaries.models import Cadre
from claims.models import Fact
from config.formatting import date_short
from convalescence.models.running import run_by_field
from policies.rules import Event


class HomeConvalescence(Fact):
    """Điều dưỡng tại nhà, chosen in place of a trip; once a calendar year."""

    KIND = "home_convalescence"

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="home_convalescences", verbose_name="cán bộ"
    )
    year = models.PositiveSmallIntegerField("năm")
    requested_on = models.DateField("ngày đề nghị")
    run_by = run_by_field()

    class Meta(Fact.Meta):
        verbose_name = "điều dưỡng tại nhà"
        ordering = ("-requested_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["cadre", "year"],
                condition=Q(cancelled_at=None),
                name="one_home_convalescence_a_year",
                violation_error_message="Người này đã điều dưỡng tại nhà trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(requested_on__year=models.F("year")),
                name="home_convalescence_is_of_its_year",
                violation_error_message="Ngày đề nghị phải thuộc năm điều dưỡng.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading()

    def event(self) -> Event:
        traits = (("variant", self.run_by),)
        return Event(on=self.requested_on, benefits=("convalescence_home",), traits=traits)

    def heading(self) -> str:
        return f"Điều dưỡng tại nhà năm {self.year}"

    def summary(self) -> list[tuple[str, str]]:
        return [
            ("Năm", str(self.year)),
            ("Ngày đề nghị", date_short(self.requested_on)),
            ("Cấp tổ chức", self.get_run_by_display()),
        ]

    def category(self) -> str:
        return self.run_by
