from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from beneficiaries.models.batch import ImportBatch
from beneficiaries.models.cadre import Cadre
from policies.models import BeneficiaryGroup


class CardKind(models.TextChoices):
    NEW = "new", "Cấp mới"
    REISSUE = "reissue", "Cấp đổi"


class HealthCardQuerySet(models.QuerySet["HealthCard"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(cadre__in=Cadre.objects.visible_to(user))

    def given_in(self, year: int) -> Self:
        """Cards issued or reissued in the year and not recalled by its end."""
        return self.filter(issued_on__year=year).exclude(recalled_on__lte=date(year, 12, 31))


class HealthCard(models.Model):
    """Thẻ bảo vệ sức khỏe: issued, reissued, recalled. One valid card a person."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="cards", verbose_name="cán bộ")
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="cards", verbose_name="đối tượng khi cấp"
    )
    number = models.CharField("số thẻ", max_length=20, unique=True)
    kind = models.CharField("hình thức", max_length=8, choices=CardKind)
    issued_on = models.DateField("ngày cấp", db_index=True)
    expires_on = models.DateField("có giá trị đến", null=True, blank=True)
    recalled_on = models.DateField("ngày thu hồi", null=True, blank=True)
    recall_reason = models.CharField("lý do thu hồi", max_length=200, blank=True, default="")
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="new_cards",
        verbose_name="lượt nhập",
    )

    objects = HealthCardQuerySet.as_manager()

    class Meta:
        verbose_name = "thẻ bảo vệ sức khỏe"
        ordering = ("-issued_on", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(recalled_on=None),
                name="one_valid_card_a_person",
                violation_error_message="Người này đang có thẻ còn giá trị; hãy thu hồi thẻ cũ.",
            ),
            models.CheckConstraint(
                condition=Q(recalled_on=None) | Q(recalled_on__gte=F("issued_on")),
                name="card_recalled_after_issue",
                violation_error_message="Ngày thu hồi phải từ ngày cấp trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(recalled_on=None, recall_reason="")
                | (Q(recalled_on__isnull=False) & ~Q(recall_reason="")),
                name="card_recall_has_reason",
                violation_error_message="Thu hồi thẻ phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Thẻ số {self.number}"
