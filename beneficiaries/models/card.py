from __future__ import annotations

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from beneficiaries.models.batch import ImportBatch
from beneficiaries.models.cadre import Cadre
from policies.models import BeneficiaryGroup

CODE_DIGITS = 39  # of 128 bits
LONGEST_NUMBER = 20


class CardKind(models.TextChoices):
    NEW = "new", "Cấp mới"
    REISSUE = "reissue", "Cấp đổi"


class ReissueReason(models.TextChoices):
    LOST = "lost", "Mất thẻ"
    DAMAGED = "damaged", "Thẻ hỏng"
    CHANGED = "changed", "Thay đổi thông tin"
    EXPIRED = "expired", "Hết hạn"


class HealthCardQuerySet(models.QuerySet["HealthCard"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(cadre__in=Cadre.objects.visible_to(user))

    def with_code(self, code: str) -> Self:
        """The card whose QR says so; ``code`` as in the address."""
        digits = code if code.isascii() and code.isdecimal() and len(code) == CODE_DIGITS else ""
        if not digits or int(digits) >= 1 << 128:
            return self.none()
        return self.filter(code=UUID(int=int(digits)))

    def given_in(self, year: int) -> Self:
        """Cards issued or reissued in the year and not recalled by its end."""
        return self.filter(issued_on__year=year).exclude(recalled_on__lte=date(year, 12, 31))


class HealthCard(models.Model):
    """Thẻ bảo vệ sức khỏe: issued, reissued, recalled. One valid card a person.

    ``code`` stands in the QR: 122 random bits that the database draws, so that it tells nothing and
    nobody guesses it.
    """

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="cards", verbose_name="cán bộ")
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="cards", verbose_name="đối tượng khi cấp"
    )
    number = models.CharField("số thẻ", max_length=LONGEST_NUMBER, unique=True)
    kind = models.CharField("hình thức", max_length=8, choices=CardKind)
    reissue_reason = models.CharField(
        "lý do cấp đổi",
        max_length=8,
        choices=ReissueReason,
        blank=True,
        default="",
        db_default="",
    )
    code = models.UUIDField("mã tra cứu", unique=True, editable=False, db_default=RandomUUID())
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
            models.CheckConstraint(
                condition=Q(kind="reissue") | Q(reissue_reason=""),
                name="card_reissue_reason_of_a_reissue",
                violation_error_message="Chỉ thẻ cấp đổi mới có lý do cấp đổi.",
            ),
        ]

    def __str__(self) -> str:
        return f"Thẻ số {self.number}"

    @property
    def printed_code(self) -> str:
        """The code as the QR has it: digits alone, which scanners type right on any keyboard."""
        return f"{self.code.int:0{CODE_DIGITS}d}"

    @property
    def is_recalled(self) -> bool:
        return self.recalled_on is not None

    def has_expired(self, on: date) -> bool:
        """Whether its last day lies before that day."""
        return self.expires_on is not None and self.expires_on < on
