from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from accounts.models import Unit, User
from config.encryption import EncryptedTextField


class RecipientKind(models.TextChoices):
    STAFF = "staff", "Người làm nhiệm vụ"
    SUPPLIER = "supplier", "Nhà cung cấp"


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, user: User) -> Self:
        return self if user.unit.sees_all else self.filter(unit=user.unit)


class Recipient(models.Model):
    """Somebody paid who is not a cadre: staff doing the work, or a supplier."""

    kind = models.CharField("loại", max_length=8, choices=RecipientKind)
    code = models.CharField("mã số (nhân viên, thuế)", max_length=30)
    name = models.CharField("tên", max_length=200)
    job_title = models.CharField("chức vụ", max_length=120, blank=True, default="")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="recipients", verbose_name="đơn vị lập"
    )
    bank_account = EncryptedTextField("số tài khoản", blank=True)
    bank_name = models.CharField("ngân hàng", max_length=120, blank=True, default="")

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = "người nhận khác"
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="recipient_code_is_unique",
                violation_error_message="Mã số này đã có.",
            )
        ]

    def __str__(self) -> str:
        return self.name
