from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from claims.models import Fact, Recipient
from config.formatting import count, date_short, money
from policies.rules import Event


class Gathering(models.TextChoices):
    CONFERENCE = "conference", "Hội nghị"
    DELEGATION = "delegation", "Đoàn công tác"


class Place(models.TextChoices):
    """Where it goes; the report may tell the two apart."""

    DOMESTIC = "domestic", "Trong nước"
    ABROAD = "abroad", "Ngoài nước"


class DelegationDrugs(Fact):
    """Drugs for a conference or a delegation of the province; whoever delivered them is paid.

    ``participants`` is a number for the approver to weigh the cost by; nobody is named, no health
    data is kept and nobody's entitlement is used. ``cost`` is what the invoice says, in đồng.
    """

    KIND = "delegation_drugs"

    gathering = models.CharField("loại", max_length=12, choices=Gathering)
    name = models.CharField("tên hội nghị, đoàn công tác", max_length=250)
    place = models.CharField("trong nước hay ngoài nước", max_length=10, choices=Place)
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    document = models.CharField("văn bản tổ chức hoặc cử đoàn", max_length=200)
    participants = models.PositiveIntegerField("số người tham gia")
    supplier = models.ForeignKey(
        Recipient, models.PROTECT, related_name="delegation_drugs", verbose_name="nhà cung cấp"
    )
    invoice_number = models.CharField("số hóa đơn", max_length=40)
    invoiced_on = models.DateField("ngày hóa đơn")
    cost = models.BigIntegerField("chi phí thực tế (đồng)")

    class Meta(Fact.Meta):
        verbose_name = "lần cấp thuốc phục vụ đoàn"
        ordering = ("-begins_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="delegation_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(participants__gt=0),
                name="delegation_has_participants",
                violation_error_message="Số người tham gia phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(cost__gt=0),
                name="delegation_cost_is_positive",
                violation_error_message="Chi phí phải lớn hơn 0.",
            ),
            models.UniqueConstraint(
                fields=["supplier", "invoice_number", "invoiced_on"],
                condition=Q(cancelled_at=None),
                name="one_delegation_an_invoice",
                violation_error_message="Hóa đơn này của nhà cung cấp này đã được nhập.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading()

    def event(self) -> Event:
        return Event(on=self.begins_on, benefits=("delegation_drugs",), cost=self.cost)

    def last_day(self) -> date:
        """Drugs may be bought before the delegation leaves, or settled after it came back."""
        return max(self.ends_on, self.invoiced_on)

    def heading(self) -> str:
        return f"Thuốc phục vụ {self.get_gathering_display().lower()}: {self.name}"[:300]

    def summary(self) -> list[tuple[str, str]]:
        return [
            (self.get_gathering_display(), f"{self.name} ({self.get_place_display().lower()})"),
            ("Thời gian", f"{date_short(self.begins_on)} – {date_short(self.ends_on)}"),
            ("Văn bản", self.document),
            ("Tham gia", f"{count(self.participants)} người"),
            ("Hóa đơn", f"Số {self.invoice_number} ngày {date_short(self.invoiced_on)}"),
            ("Chi phí thực tế", f"{money(self.cost)} đồng"),
        ]

    def category(self) -> str:
        return self.place
