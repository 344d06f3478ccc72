from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from beneficiaries.models import Cadre
from claims.models.fact import Fact
from config.formatting import date_short
from policies.rules import Event
from policies.rules.case import last_day
from policies.rules.plain import event_of, plain_of

LONGEST_HEADING = 300
LONGEST_TITLE = 500


class BenefitRequest(Fact):
    """Something that happened to a person and that no other kind of fact is about.

    What is told of it is whatever the law needs for the benefits asked for, so that a new
    resolution is paid from its first day on without a form of its own.
    """

    KIND = "benefit_request"

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="benefit_requests", verbose_name="cán bộ"
    )
    occasions = ArrayField(models.CharField(max_length=60), verbose_name="việc đề nghị xét")
    titles = ArrayField(models.CharField(max_length=LONGEST_TITLE), verbose_name="chế độ đề nghị")
    on = models.DateField("ngày của sự việc")
    until = models.DateField("ngày kết thúc", null=True, blank=True)
    details = models.JSONField("dữ kiện", default=dict, blank=True)
    told = models.JSONField("dữ kiện bằng lời", default=list, blank=True)

    class Meta(Fact.Meta):
        verbose_name = "đề nghị hưởng chế độ"
        ordering = ("-on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("on")),
                name="request_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(occasions__len__gt=0, titles__len=F("occasions__len")),
                name="request_asks_for_something",
                violation_error_message="Hãy chọn ít nhất một chế độ.",
            ),
            models.UniqueConstraint(
                fields=["cadre", "on", "occasions"],
                condition=Q(cancelled_at=None),
                name="one_request_a_person_and_day",
                violation_error_message=(
                    "Người này đã có một đề nghị cùng ngày về đúng các chế độ này."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.heading()

    def tell(self, event: Event, *, titles: list[str], told: list[tuple[str, str]]) -> None:
        """Take over an event; ``titles`` of what is asked for and ``told`` are its words."""
        plain = plain_of(event)
        self.occasions, self.titles = plain.pop("benefits"), titles
        self.on, self.until = event.on, event.until
        self.details = {key: value for key, value in plain.items() if key not in ("on", "until")}
        self.told = [list(pair) for pair in told]

    def event(self) -> Event:
        days = {"on": self.on, "until": self.until, "benefits": self.occasions}
        return event_of({**self.details, **days})

    def last_day(self) -> date:
        return last_day(self.event())

    def heading(self) -> str:
        heading = f"{', '.join(self.titles)}: {self._days()}"
        return heading if len(heading) <= LONGEST_HEADING else f"{heading[: LONGEST_HEADING - 1]}…"

    def _days(self) -> str:
        end = f" – {date_short(self.until)}" if self.until and self.until != self.on else ""
        return f"{date_short(self.on)}{end}"

    def summary(self) -> list[tuple[str, str]]:
        rows = [("Đề nghị", "; ".join(self.titles)), ("Ngày của sự việc", date_short(self.on))]
        if self.until:
            rows.append(("Đến ngày", date_short(self.until)))
        return rows + [(label, words) for label, words in self.told]
