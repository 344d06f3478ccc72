"""Health cards issued, reissued or recalled together by one decision."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from beneficiaries.models.cadre import Cadre
from beneficiaries.models.card import HealthCard, ReissueReason
from config.encryption import EncryptedTextField
from policies.models import BeneficiaryGroup

FROZEN = "Đợt thẻ đã ban hành, không sửa được."


class CardBatchKind(models.TextChoices):
    NEW = "new", "Cấp mới"
    REISSUE = "reissue", "Cấp đổi"
    RECALL = "recall", "Thu hồi"


class CardBatchState(models.TextChoices):
    DRAFT = "draft", "Đang lập"
    ISSUED = "issued", "Đã ban hành"


class CardBatchQuerySet(models.QuerySet["CardBatch"]):
    def visible_to(self, user: User) -> Self:
        """Those of the user's unit; of the whole province for the department."""
        return self if user.unit.sees_all else self.filter(unit=user.unit)


class CardBatch(models.Model):
    """A draft list of people that one decision makes cards of, or takes cards from.

    ``first_number`` begins the series of those whose number isn't typed: its last digits count on.
    ``takes_effect_on`` is the day written on the cards, or the day of the recall. The decision's
    file is base64 and encrypted: it names people.
    """

    kind = models.CharField("hình thức", max_length=8, choices=CardBatchKind)
    reissue_reason = models.CharField(
        "lý do cấp đổi", max_length=8, choices=ReissueReason, blank=True, default=""
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị lập")
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_on = models.DateField("ngày quyết định")
    decision_name = models.CharField("tệp quyết định", max_length=255, blank=True, default="")
    decision_file = EncryptedTextField("nội dung tệp quyết định", blank=True)
    takes_effect_on = models.DateField("ngày cấp hoặc thu hồi")
    expires_on = models.DateField("có giá trị đến", null=True, blank=True)
    first_number = models.CharField(
        "số thẻ bắt đầu",
        max_length=20,
        blank=True,
        default="",
        validators=[
            RegexValidator(r"^[^\s]*\d$", "Số thẻ bắt đầu phải kết thúc bằng chữ số, ví dụ 000513.")
        ],
    )
    state = models.CharField(
        "tình trạng", max_length=8, choices=CardBatchState, default=CardBatchState.DRAFT
    )
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ban hành",
    )

    objects = CardBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt thẻ"
        ordering = ("-made_at",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="card_batch_made_at_and_by",
                violation_error_message="Đợt thẻ phải có người và lúc lập.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_at=None, issued_by=None)
                | Q(state="issued", issued_at__isnull=False, issued_by__isnull=False),
                name="card_batch_issued_at_and_by",
                violation_error_message="Đợt thẻ đã ban hành phải có người và lúc ban hành.",
            ),
            models.CheckConstraint(
                condition=Q(issued_by=None) | ~Q(issued_by=F("made_by")),
                name="card_batch_is_not_issued_by_its_maker",
                violation_error_message="Người lập đợt thẻ không tự ban hành đợt đó.",
            ),
            models.CheckConstraint(
                condition=(Q(kind="reissue") & ~Q(reissue_reason=""))
                | (~Q(kind="reissue") & Q(reissue_reason="")),
                name="card_batch_reissue_has_reason",
                violation_error_message="Đợt cấp đổi, và chỉ đợt cấp đổi, phải có lý do cấp đổi.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("takes_effect_on")),
                name="card_batch_expires_after_issue",
                violation_error_message="Hạn dùng phải sau ngày cấp.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="recall") | Q(first_number="", expires_on=None),
                name="card_batch_recall_gives_no_cards",
                violation_error_message="Đợt thu hồi không có số thẻ mới và hạn dùng.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="issued_card_batch_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state="issued"),
                func=f"RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'restrict_violation';",
            ),
            pgtrigger.Trigger(
                name="card_batch_is_issued_whole",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state="issued"),
                func=(
                    "IF EXISTS (SELECT 1 FROM beneficiaries_cardline l WHERE l.batch_id = NEW.id"
                    " AND l.is_open) THEN RAISE EXCEPTION 'Còn người trong đợt chưa được ghi thẻ.'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} theo {self.decision}"

    @property
    def decision(self) -> str:
        return f"Quyết định số {self.decision_number} ngày {self.decision_on:%d/%m/%Y}"

    @property
    def is_draft(self) -> bool:
        return self.state == CardBatchState.DRAFT

    @property
    def gives_cards(self) -> bool:
        return self.kind != CardBatchKind.RECALL

    @property
    def takes_cards(self) -> bool:
        """Whether cards that are out lose their value by it."""
        return self.kind != CardBatchKind.NEW


class CardLine(models.Model):
    """One person of a batch. ``old_card`` is the one recalled, ``card`` the one given."""

    batch = models.ForeignKey(
        CardBatch, models.CASCADE, related_name="lines", verbose_name="đợt thẻ"
    )
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="card_lines", verbose_name="cán bộ"
    )
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="+", verbose_name="đối tượng ghi trên thẻ"
    )
    number = models.CharField("số thẻ mới", max_length=20, blank=True, default="")
    reason = models.CharField("lý do thu hồi", max_length=200, blank=True, default="")
    old_card = models.ForeignKey(
        HealthCard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recall_lines",
        verbose_name="thẻ bị thu hồi",
    )
    card = models.OneToOneField(
        HealthCard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="line",
        verbose_name="thẻ được cấp",
    )
    is_open = models.BooleanField("chưa ban hành", default=True)

    class Meta:
        verbose_name = "người trong đợt thẻ"
        ordering = ("batch", "cadre__sort_name", "cadre__birth_date", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "cadre"],
                name="card_batch_has_each_person_once",
                violation_error_message="Người này đã có trong đợt thẻ.",
            ),
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(is_open=True),
                name="one_open_card_batch_a_person",
                violation_error_message="Người này đang ở một đợt thẻ khác chưa ban hành.",
            ),
            models.UniqueConstraint(
                fields=["batch", "number"],
                condition=~Q(number=""),
                name="card_batch_has_each_number_once",
                violation_error_message="Số thẻ này đã ghi cho người khác trong đợt.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="line_of_issued_card_batch_is_frozen",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM beneficiaries_cardbatch b WHERE b.state = 'issued'"
                    " AND b.id IN (OLD.batch_id, NEW.batch_id)) THEN"
                    f" RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'restrict_violation'; END IF;"
                    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.cadre)
