from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from beneficiaries.models import Cadre, ImportBatch
from claims.models.recalculation import Recalculation
from claims.models.recipient import Recipient
from config.encryption import EncryptedTextField
from policies.models import BeneficiaryGroup, Benefit, Payer, Rate, Resolution

# Words of the name without accents; the same expression makes the index and the query.
NAME_WORDS = SearchVector("search_name", config="simple")


class ClaimState(models.TextChoices):
    DRAFT = "draft", "Nháp"
    RETURNED = "returned", "Trả lại bổ sung"
    SUBMITTED = "submitted", "Chờ thẩm định"
    CHECKED = "checked", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    LISTED = "listed", "Đang chi trả"
    PAID = "paid", "Đã chi"
    SETTLED = "settled", "Đã duyệt, nguồn khác chi"
    REFUSED = "refused", "Từ chối"
    CANCELLED = "cancelled", "Đã hủy"


CLOSED_WITHOUT_EFFECT = (ClaimState.REFUSED, ClaimState.CANCELLED)
EDITABLE = (ClaimState.DRAFT, ClaimState.RETURNED)
DECIDED = (ClaimState.APPROVED, ClaimState.LISTED, ClaimState.PAID, ClaimState.SETTLED)
DONE = (ClaimState.PAID, ClaimState.SETTLED)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> Self:
        """Claims entered by the user's unit or of its people; all for the department."""
        return self if user.unit.sees_all else self.filter(scope__contains=[user.unit_id])

    def alive(self) -> Self:
        """Neither refused nor cancelled: these count against limits."""
        return self.exclude(state__in=CLOSED_WITHOUT_EFFECT)

    def done(self) -> Self:
        """Paid, or settled because another budget paid: the ledger of the reports."""
        return self.filter(state__in=DONE)


class Claim(models.Model):
    """Money owed for one fact by one payer (hồ sơ đề nghị), and how far it has come.

    Written only through ``claims.actions``. ``scope`` holds the ids of the units that may see
    it, frozen when it was opened: the entering unit and the units the person belonged to.
    """

    number = models.CharField("số hồ sơ", max_length=20, unique=True)
    heading = models.CharField("nội dung", max_length=300)
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="claims", verbose_name="văn bản"
    )
    payer = models.ForeignKey(
        Payer, models.PROTECT, related_name="claims", verbose_name="nguồn kinh phí"
    )
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, null=True, related_name="claims", verbose_name="cán bộ"
    )
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, null=True, related_name="claims", verbose_name="người nhận khác"
    )
    payee_name = models.CharField("người hưởng", max_length=200)
    search_name = models.CharField(max_length=200, editable=False)
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, null=True, related_name="+", verbose_name="đối tượng"
    )
    fact_kind = models.CharField("loại sự việc", max_length=40)
    fact_id = models.BigIntegerField("mã sự việc")
    event_on = models.DateField("ngày quyết định mức hưởng")
    event_until = models.DateField("đến ngày")
    entitlement_year = models.PositiveSmallIntegerField("năm hưởng")
    category = models.CharField("phân loại", max_length=60, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị nhập")
    scope = ArrayField(models.BigIntegerField(), verbose_name="đơn vị được xem")
    summary = models.JSONField("tóm tắt sự việc", default=list)
    refusals = models.JSONField("chế độ không được hưởng và lý do", default=list)
    amount = models.BigIntegerField("số tiền (đồng)")
    state = models.CharField(
        "tình trạng", max_length=10, choices=ClaimState, default=ClaimState.DRAFT
    )
    version = models.PositiveIntegerField("phiên bản", default=1)
    snapshot = EncryptedTextField("người hưởng lúc duyệt")
    recalculation = models.ForeignKey(
        Recalculation,
        models.PROTECT,
        null=True,
        related_name="claims",
        verbose_name="đợt tính lại",
    )
    taken_over = models.BooleanField("nhận từ sổ cũ, đã chi trước", default=False)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, related_name="claims", verbose_name="lượt nhập"
    )
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    checked_at = models.DateTimeField("thẩm định lúc", null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người thẩm định",
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    paid_on = models.DateField("ngày chi", null=True)
    voucher = models.CharField("số chứng từ chi", max_length=40, blank=True, default="")
    budget_year = models.PositiveSmallIntegerField("năm ngân sách", null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ đề nghị"
        ordering = ("-event_on", "-id")
        indexes: ClassVar = [
            models.Index(fields=["-event_on", "-id"], name="claim_newest_first"),
            models.Index(fields=["state", "-event_on", "-id"], name="claim_by_state"),
            models.Index(fields=["-amount", "-id"], name="claim_by_amount"),
            models.Index(fields=["state"], include=["amount"], name="claim_sums_by_state"),
            GinIndex(NAME_WORDS, name="claim_by_name_words"),
            models.Index(fields=["cadre", "entitlement_year"], name="claim_of_cadre_in_year"),
            models.Index(fields=["fact_kind", "fact_id"], name="claim_of_fact"),
            GinIndex(fields=["scope"], name="claim_scope"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fact_kind", "fact_id", "payer", "resolution", "entitlement_year"],
                condition=~Q(state__in=["refused", "cancelled"]) & Q(recalculation=None),
                name="one_claim_a_fact_and_payer",
                violation_error_message="Sự việc này đã có hồ sơ đề nghị.",
            ),
            models.UniqueConstraint(
                fields=["recalculation", "fact_kind", "fact_id", "payer", "entitlement_year"],
                condition=~Q(state__in=["refused", "cancelled"]) & Q(recalculation__isnull=False),
                name="one_correction_a_fact_and_payer",
                violation_error_message="Sự việc này đã có hồ sơ truy lĩnh, thu hồi của đợt này.",
            ),
            models.CheckConstraint(
                condition=Q(cadre__isnull=False) | Q(recipient__isnull=False),
                name="claim_is_for_somebody",
                violation_error_message="Hồ sơ phải có người hưởng.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(recalculation__isnull=False),
                name="claim_amount_is_not_negative",
                violation_error_message="Số tiền không được âm, trừ hồ sơ thu hồi.",
            ),
            models.CheckConstraint(
                condition=Q(recalculation=None) | ~Q(amount=0),
                name="correction_corrects_something",
                violation_error_message="Hồ sơ truy lĩnh, thu hồi phải khác 0 đồng.",
            ),
            models.CheckConstraint(
                condition=Q(event_until__gte=F("event_on")),
                name="claim_event_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="claim_made_at_and_by",
                violation_error_message="Hồ sơ phải có người lập và lúc lập.",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="claim_checked_at_and_by",
                violation_error_message="Thẩm định phải có người và lúc thẩm định.",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="claim_approved_at_and_by",
                violation_error_message="Duyệt phải có người và lúc duyệt.",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("made_by")),
                name="claim_checker_is_not_maker",
                violation_error_message="Người thẩm định phải khác người lập hồ sơ.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")),
                name="claim_approver_is_not_maker",
                violation_error_message="Người duyệt phải khác người lập hồ sơ.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | Q(checked_by=None)
                | ~Q(approved_by=F("checked_by")),
                name="claim_approver_is_not_checker",
                violation_error_message="Người duyệt phải khác người thẩm định.",
            ),
            models.CheckConstraint(
                condition=~Q(state="checked") | Q(checked_by__isnull=False),
                name="claim_checked_has_checker",
                violation_error_message="Hồ sơ chờ duyệt phải qua thẩm định.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "listed", "paid", "settled"])
                | (
                    Q(approved_by__isnull=False)
                    & (Q(checked_by__isnull=False) | Q(taken_over=True))
                ),
                name="claim_decided_by_three",
                violation_error_message="Hồ sơ đã duyệt phải có người thẩm định và người duyệt.",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | (Q(paid_on__isnull=False, budget_year__isnull=False) & ~Q(voucher="")),
                name="claim_paid_has_voucher_and_day",
                violation_error_message="Hồ sơ đã chi phải có số chứng từ và ngày chi.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="claim_amount_is_the_sum_of_its_lines",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                & pgtrigger.Q(new__state__in=["approved", "listed", "paid", "settled"]),
                func=(
                    "IF NEW.amount <> (SELECT COALESCE(SUM(l.amount), 0) FROM claims_claimline l"
                    " WHERE l.claim_id = NEW.id) THEN"
                    " RAISE EXCEPTION 'Số tiền hồ sơ % khác tổng các dòng tính.', NEW.number"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="decided_claim_is_fixed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__in=["approved", "listed", "paid", "settled"])
                & (
                    pgtrigger.Q(old__amount__df=pgtrigger.F("new__amount"))
                    | pgtrigger.Q(old__payer_id__df=pgtrigger.F("new__payer_id"))
                    | pgtrigger.Q(old__resolution_id__df=pgtrigger.F("new__resolution_id"))
                    | pgtrigger.Q(old__cadre_id__df=pgtrigger.F("new__cadre_id"))
                    | pgtrigger.Q(old__recipient_id__df=pgtrigger.F("new__recipient_id"))
                    | pgtrigger.Q(old__group_id__df=pgtrigger.F("new__group_id"))
                    | pgtrigger.Q(old__event_on__df=pgtrigger.F("new__event_on"))
                    | pgtrigger.Q(old__snapshot__df=pgtrigger.F("new__snapshot"))
                    | pgtrigger.Q(old__made_by_id__df=pgtrigger.F("new__made_by_id"))
                    | pgtrigger.Q(old__checked_by_id__df=pgtrigger.F("new__checked_by_id"))
                    | pgtrigger.Q(old__approved_by_id__df=pgtrigger.F("new__approved_by_id"))
                ),
                func=(
                    "RAISE EXCEPTION 'Hồ sơ % đã duyệt, không sửa được.', OLD.number"
                    " USING ERRCODE = 'restrict_violation';"
                ),
            ),
            pgtrigger.Trigger(
                name="decided_claim_is_not_reopened",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__in=["approved", "listed"])
                & ~pgtrigger.Q(new__state__in=["approved", "listed", "paid"]),
                func=(
                    "RAISE EXCEPTION 'Hồ sơ % đã duyệt, không mở lại được.', OLD.number"
                    " USING ERRCODE = 'restrict_violation';"
                ),
            ),
            pgtrigger.Trigger(
                name="closed_period_takes_no_payment",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                & pgtrigger.Q(new__state="paid"),
                func=(
                    "IF EXISTS (SELECT 1 FROM claims_closedperiod p"
                    " WHERE NEW.paid_on BETWEEN p.begins_on AND p.ends_on) THEN"
                    " RAISE EXCEPTION 'Kỳ đã khóa sổ, không ghi khoản chi ngày %.', NEW.paid_on"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="paid_claim_stays_paid",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__in=["paid", "settled"])
                & (
                    pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                    | pgtrigger.Q(old__paid_on__df=pgtrigger.F("new__paid_on"))
                    | pgtrigger.Q(old__voucher__df=pgtrigger.F("new__voucher"))
                    | pgtrigger.Q(old__budget_year__df=pgtrigger.F("new__budget_year"))
                ),
                func=(
                    "RAISE EXCEPTION 'Hồ sơ % đã chi, không đổi được nữa.', OLD.number"
                    " USING ERRCODE = 'restrict_violation';"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number


def _lines_of_decided_claims_stay(
    name: str, operation: pgtrigger.Operation, verb: str
) -> pgtrigger.Trigger:
    """Refuse to touch lines of decided claims; looked at once a statement, as imports are.

    A line that moves is touched in the claim it leaves and in the one it comes to. The state is
    asked of each line by its claim's key: a join might be planned for many lines and then kept
    for the statements with a single one.
    """
    old = None if operation is pgtrigger.Insert else "old_rows"
    new = None if operation is pgtrigger.Delete else "new_rows"
    touched = " UNION ALL ".join(f"SELECT claim_id FROM {rows}" for rows in (old, new) if rows)
    return pgtrigger.Trigger(
        name=f"decided_line_is_not_{name}",
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(old=old, new=new),
        func=(
            f"IF EXISTS (SELECT 1 FROM ({touched}) t"
            " WHERE (SELECT c.state FROM claims_claim c WHERE c.id = t.claim_id)"
            " IN ('approved', 'listed', 'paid', 'settled')) THEN"
            f" RAISE EXCEPTION 'Hồ sơ đã duyệt, không {verb} được dòng tính.'"
            " USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;"
        ),
    )


class ClaimLine(models.Model):
    """One sum of a claim with everything needed to defend it. Fixed once approved."""

    claim = models.ForeignKey(
        Claim, models.CASCADE, related_name="lines", verbose_name="hồ sơ đề nghị"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="+", verbose_name="chế độ")
    rate = models.ForeignKey(Rate, models.PROTECT, related_name="+", verbose_name="mức hưởng")
    article = models.CharField("điều khoản", max_length=300)
    decided_on = models.DateField("ngày quyết định mức hưởng")
    quantity = models.IntegerField("số lượng")
    occurrences = models.SmallIntegerField("số lượt", db_default=1)
    unit = models.CharField("đơn vị tính", max_length=20)
    unit_amount = models.BigIntegerField("mức (đồng)")
    uncapped_amount = models.BigIntegerField("trước khi áp trần (đồng)")
    previous_amount = models.BigIntegerField("đã chi trước (đồng)", db_default=0)
    amount = models.BigIntegerField("thành tiền (đồng)")
    ceiling = models.CharField("trần đã áp", max_length=300, blank=True, default="")
    sentence = models.TextField("diễn giải")

    class Meta:
        verbose_name = "dòng tính"
        ordering = ("claim", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim", "benefit", "decided_on"],
                name="one_line_a_benefit_and_day",
                violation_error_message="Mỗi chế độ, mỗi ngày quyết định chỉ có một dòng.",
            ),
            models.CheckConstraint(
                condition=Q(previous_amount__gte=-F("amount"))
                & Q(previous_amount__lte=F("uncapped_amount") - F("amount")),
                name="line_amount_is_within_its_uncapped_amount",
                violation_error_message=(
                    "Thành tiền cùng phần đã chi trước phải từ 0 đến số trước khi áp trần."
                ),
            ),
            models.CheckConstraint(
                condition=Q(occurrences=1, previous_amount=0, quantity__gte=0)
                | Q(occurrences__in=[-1, 0]),
                name="line_counts_once",
                violation_error_message="Dòng tính bình thường là một lượt, số lượng không âm.",
            ),
        ]
        triggers: ClassVar = [
            _lines_of_decided_claims_stay("inserted", pgtrigger.Insert, "sửa"),
            _lines_of_decided_claims_stay("updated", pgtrigger.Update, "sửa"),
            _lines_of_decided_claims_stay("deleted", pgtrigger.Delete, "xóa"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def amount_in_all(self) -> int:
        """Đồng owed for the fact, with what earlier claims gave."""
        return self.previous_amount + self.amount


class ClaimEvent(models.Model):
    """One step in the life of a claim: who, as what, when, why. Append-only."""

    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="events", verbose_name="hồ sơ đề nghị"
    )
    action = models.CharField("việc", max_length=20)
    from_state = models.CharField("từ", max_length=10, choices=ClaimState, blank=True)
    to_state = models.CharField("sang", max_length=10, choices=ClaimState)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người làm"
    )
    done_at = models.DateTimeField("lúc")
    name = models.CharField("họ tên lúc đó", max_length=120)
    job_title = models.CharField("chức vụ lúc đó", max_length=120)
    unit_name = models.CharField("đơn vị lúc đó", max_length=200)
    reason = models.TextField("lý do", blank=True, default="")

    class Meta:
        verbose_name = "bước xử lý"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, done_by__isnull=False),
                name="claim_event_done_at_and_by",
                violation_error_message="Bước xử lý phải có người và lúc làm.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="claim_event_is_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.action}"
