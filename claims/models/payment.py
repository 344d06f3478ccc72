from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from claims.models.claim import Claim
from config.encryption import EncryptedTextField
from policies.models import Payer


class ListState(models.TextChoices):
    OPEN = "open", "Đang lập"
    ISSUED = "issued", "Đã chốt, chờ chi"
    CLOSED = "closed", "Đã xong"
    CANCELLED = "cancelled", "Đã hủy"


class PaymentListQuerySet(models.QuerySet["PaymentList"]):
    def visible_to(self, user: User) -> Self:
        """Lists belong to the unit whose cashier made them; the department sees all."""
        return self if user.unit.sees_all else self.filter(unit=user.unit)


class PaymentList(models.Model):
    """Danh sách chi trả: approved claims of one payer and budget year, paid together."""

    number = models.CharField("số danh sách", max_length=20, unique=True)
    title = models.CharField("nội dung", max_length=300)
    payer = models.ForeignKey(
        Payer, models.PROTECT, related_name="payment_lists", verbose_name="nguồn kinh phí"
    )
    budget_year = models.PositiveSmallIntegerField("năm ngân sách")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị chi")
    state = models.CharField("tình trạng", max_length=10, choices=ListState, default=ListState.OPEN)
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    closed_at = models.DateTimeField("xong lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người khóa",
    )

    objects = PaymentListQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách chi trả"
        ordering = ("-made_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="payment_list_made_at_and_by",
                violation_error_message="Danh sách phải có người lập và lúc lập.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="payment_list_closed_at_and_by",
                violation_error_message="Danh sách đã xong phải có người và lúc khóa.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def takes_back(self) -> bool:
        """Whether it is of recoveries; a list never holds both."""
        first = self.payments.exclude(state="removed").first()
        return first is not None and first.amount < 0


class PaymentState(models.TextChoices):
    WAITING = "waiting", "Chờ chi"
    PAID = "paid", "Đã chi"
    FAILED = "failed", "Chi không thành"
    REMOVED = "removed", "Đưa ra khỏi danh sách"


class Payment(models.Model):
    """One attempt to pay one claim. At most one attempt of a claim is waiting or paid."""

    payment_list = models.ForeignKey(
        PaymentList, models.PROTECT, related_name="payments", verbose_name="danh sách"
    )
    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="payments", verbose_name="hồ sơ đề nghị"
    )
    position = models.PositiveIntegerField("thứ tự")
    amount = models.BigIntegerField("số tiền (đồng)")
    payee_name = models.CharField("người nhận", max_length=200)
    bank_account = EncryptedTextField("số tài khoản", blank=True)
    bank_name = models.CharField("ngân hàng", max_length=120, blank=True, default="")
    state = models.CharField(
        "tình trạng", max_length=8, choices=PaymentState, default=PaymentState.WAITING
    )
    voucher = models.CharField("số chứng từ", max_length=40, blank=True, default="")
    paid_on = models.DateField("ngày chi", null=True)
    reason = models.TextField("lý do", blank=True, default="")
    recorded_at = models.DateTimeField("ghi nhận lúc", null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người ghi nhận",
    )

    class Meta:
        verbose_name = "lần chi"
        ordering = ("payment_list", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(state__in=["waiting", "paid"]),
                name="claim_is_never_paid_twice",
                violation_error_message="Hồ sơ này đã ở trong một danh sách chi trả khác.",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="payment_is_something",
                violation_error_message="Số tiền chi hoặc thu hồi phải khác 0.",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | (Q(paid_on__isnull=False) & ~Q(voucher="")),
                name="payment_paid_has_voucher_and_day",
                violation_error_message="Đã chi phải có số chứng từ và ngày chi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "removed"]) | ~Q(reason=""),
                name="payment_failed_has_reason",
                violation_error_message="Chi không thành phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at=None, recorded_by=None)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="payment_recorded_at_and_by",
                violation_error_message="Ghi nhận chi phải có người và lúc ghi nhận.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="payment_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="settled_payment_is_fixed",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_list} – {self.payee_name}"
