from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from beneficiaries.models import Cadre
from checkups.models.secrecy import no_secret_health_data
from claims.models import Fact, Recipient
from config.formatting import date_short, money
from policies.rules import Event


class DrugSupply(Fact):
    """Special drugs or health food given on order of the council or a central doctor."""

    KIND = "drug_supply"
    ORDERED_BY: ClassVar = [
        ("council", "Hội đồng chuyên môn"),
        ("central_doctor", "Bác sĩ bệnh viện tuyến trung ương"),
    ]

    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="drug_supplies", verbose_name="cán bộ"
    )
    prescribed_on = models.DateField("ngày chỉ định")
    ordered_by = models.CharField("người chỉ định", max_length=20, choices=ORDERED_BY)
    item = models.CharField("thuốc, thực phẩm bảo vệ sức khỏe", max_length=300)
    invoice_number = models.CharField("số hóa đơn", max_length=40)
    cost = models.BigIntegerField("chi phí thực tế (đồng)")

    class Meta(Fact.Meta):
        verbose_name = "lần cấp thuốc đặc trị"
        ordering = ("-prescribed_on", "-id")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["cadre", "invoice_number"],
                condition=Q(cancelled_at=None),
                name="one_supply_an_invoice",
                violation_error_message="Hóa đơn này của người này đã được nhập.",
            ),
            models.CheckConstraint(
                condition=Q(cost__gt=0),
                name="drug_cost_is_positive",
                violation_error_message="Chi phí phải lớn hơn 0.",
            ),
        ]
        triggers: ClassVar = no_secret_health_data("thuốc được cấp", "n.cancelled_at IS NULL")

    def __str__(self) -> str:
        return self.heading()

    def event(self) -> Event:
        return Event(on=self.prescribed_on, benefits=("special_drug",), cost=self.cost)

    def heading(self) -> str:
        return f"Thuốc đặc trị chỉ định ngày {date_short(self.prescribed_on)}"

    def summary(self) -> list[tuple[str, str]]:
        return [
            ("Mặt hàng", self.item),
            ("Người chỉ định", self.get_ordered_by_display()),
            ("Ngày chỉ định", date_short(self.prescribed_on)),
            ("Số hóa đơn", self.invoice_number),
            ("Chi phí thực tế", f"{money(self.cost)} đồng"),
        ]


class PurchasePackage(Fact):
    """Gói thầu: drugs bought in bulk; the supplier is paid, nobody's entitlement is used."""

    KIND = "purchase_package"

    supplier = models.ForeignKey(
        Recipient, models.PROTECT, related_name="packages", verbose_name="nhà cung cấp"
    )
    number = models.PositiveSmallIntegerField("gói số")
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên gói thầu", max_length=300)
    contract = models.CharField("hợp đồng", max_length=100)
    accepted_on = models.DateField("ngày nghiệm thu")
    cost = models.BigIntegerField("giá trị đã mua (đồng)")

    class Meta(Fact.Meta):
        verbose_name = "gói thầu mua thuốc"
        ordering = ("year", "number")
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=Q(cancelled_at=None),
                name="package_number_is_unique_in_its_year",
                violation_error_message="Số gói thầu này đã có trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(cost__gt=0),
                name="package_cost_is_positive",
                violation_error_message="Giá trị gói thầu phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading()

    def event(self) -> Event:
        return Event(on=self.accepted_on, benefits=("purchase_package",), cost=self.cost)

    def heading(self) -> str:
        return f"Gói thầu số {self.number}/{self.year}: {self.title}"[:300]

    def summary(self) -> list[tuple[str, str]]:
        return [
            ("Gói thầu", self.title),
            ("Hợp đồng", self.contract),
            ("Ngày nghiệm thu", date_short(self.accepted_on)),
            ("Giá trị đã mua", f"{money(self.cost)} đồng"),
        ]

    def category(self) -> str:
        return str(self.number)
