"""A facility's bill for a round or a trip, line by line, as it stands against who really came."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from config.encryption import EncryptedTextField


class BillState(models.TextChoices):
    READING = "reading", "Đang đối chiếu"
    MATCHED = "matched", "Chờ xử lý, xác nhận"
    ACCEPTED = "accepted", "Đã xác nhận"
    DROPPED = "dropped", "Đã bỏ"
    FAILED = "failed", "Không đọc được"


GONE = (BillState.DROPPED, BillState.FAILED)


class Finding(models.TextChoices):
    """What came out for a line. ``MATCHED`` needs nobody; every other waits for a decision."""

    MATCHED = "matched", "Khớp"
    OVER = "over", "Vượt mức chi"
    PRICE = "price", "Khác giá hợp đồng"
    ABSENT = "absent", "Không có mặt"
    EXTRA = "extra", "Ngoài danh sách"
    AMBIGUOUS = "ambiguous", "Chưa rõ là ai"
    UNKNOWN = "unknown", "Không tìm thấy người"
    TWICE = "twice", "Trùng trong bảng kê"
    BILLED = "billed", "Đã có bảng kê khác"
    NOTHING = "nothing", "Không được hưởng"
    WRONG = "wrong", "Dòng sai"


class Decision(models.TextChoices):
    OPEN = "", "Chưa xử lý"
    TAKEN = "taken", "Chấp nhận"
    LEFT_OUT = "left_out", "Loại ra"


class BillQuerySet(models.QuerySet["Bill"]):
    def visible_to(self, user: User) -> Self:
        """All for the department; a facility its own bills."""
        if user.unit.sees_all:
            return self
        return self.filter(facility=user.unit_id)

    def standing(self) -> Self:
        """Neither put away nor unreadable."""
        return self.exclude(state__in=GONE)

    def without_contents(self) -> Self:
        """For lists: the file stays in the database."""
        return self.defer("workbook")


class Bill(models.Model):
    """Bảng kê chi phí of one facility for one occasion. Whoever uploaded it can't accept it.

    ``occasion_kind`` and ``occasion_id`` name a round or a trip of an app above, ``title`` and
    ``year`` what it was called then. ``workbook`` is base64 of the file. Money is in đồng;
    ``printed_total`` is None when the bill prints none.
    """

    occasion_kind = models.CharField("loại đợt", max_length=40)
    occasion_id = models.BigIntegerField("mã đợt")
    title = models.CharField("đợt", max_length=300)
    facility = models.ForeignKey(
        Unit, models.PROTECT, related_name="bills", verbose_name="cơ sở đề nghị"
    )
    number = models.CharField("số bảng kê, hóa đơn", max_length=60)
    dated_on = models.DateField("ngày bảng kê")
    file_name = models.CharField("tệp", max_length=255)
    sha256 = models.CharField("dấu của tệp", max_length=64, editable=False)
    workbook = EncryptedTextField("nội dung tệp")
    printed_total = models.BigIntegerField("tổng in trên bảng kê (đồng)", null=True, blank=True)
    notes = ArrayField(models.TextField(), default=list, verbose_name="điều cần biết về tệp")
    state = models.CharField(
        "tình trạng", max_length=10, choices=BillState, default=BillState.READING
    )
    failure = models.TextField("lý do không đọc được", blank=True, default="")
    done = models.PositiveIntegerField("đã xử lý", default=0)
    total = models.PositiveIntegerField("phải xử lý", default=0)
    stirred_at = models.DateTimeField("còn chạy lúc")
    is_opening = models.BooleanField("đang lập hồ sơ", default=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị tải lên")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người tải lên"
    )
    uploaded_at = models.DateTimeField("tải lên lúc")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người xác nhận",
    )
    accepted_at = models.DateTimeField("xác nhận lúc", null=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng kê của cơ sở"
        ordering = ("-uploaded_at", "-id")
        indexes: ClassVar = [
            models.Index(fields=["occasion_kind", "occasion_id"], name="bill_by_occasion")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occasion_kind", "occasion_id", "sha256"],
                condition=~Q(state__in=GONE),
                name="bill_file_is_uploaded_once",
                violation_error_message="Tệp này đã được tải lên cho đợt này rồi.",
            ),
            models.UniqueConstraint(
                fields=["occasion_kind", "occasion_id", "facility", "number"],
                condition=~Q(state__in=GONE),
                name="bill_number_is_used_once",
                violation_error_message="Cơ sở này đã có bảng kê mang số này trong đợt.",
            ),
            models.CheckConstraint(
                condition=Q(printed_total=None) | Q(printed_total__gte=0),
                name="bill_total_is_not_negative",
                violation_error_message="Tổng in trên bảng kê không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(uploaded_at__isnull=False, uploaded_by__isnull=False),
                name="bill_uploaded_at_and_by",
                violation_error_message="Bảng kê phải có người và lúc tải lên.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="bill_accepted_at_and_by",
                violation_error_message="Bảng kê đã xác nhận phải có người và lúc xác nhận.",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False),
                name="bill_accepted_has_who",
                violation_error_message="Bảng kê đã xác nhận phải có người xác nhận.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("uploaded_by")),
                name="bill_accepted_by_another",
                violation_error_message="Người tải bảng kê lên không được tự xác nhận bảng kê đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bảng kê số {self.number} của {self.facility}"

    @property
    def look(self) -> str:
        """Which badge its state wears: a matched bill still waits, a matched line is in order."""
        return "judged" if self.state == BillState.MATCHED else self.state


class BillLineQuerySet(models.QuerySet["BillLine"]):
    def in_dispute(self) -> Self:
        """Waiting for somebody's decision."""
        return self.filter(decision=Decision.OPEN).exclude(finding=Finding.MATCHED)

    def to_be_opened(self) -> Self:
        """To be paid and not yet a fact with claims."""
        return self.filter(stands=True, fact_id=None)


class BillLine(models.Model):
    """One row of a bill. ``stands`` says that it is to be paid: matched, or taken by decision.

    ``identity`` is masked, for the eye only. ``told`` are the sentences that explain the finding,
    ``owed`` what the law pays for it in đồng, ``candidates`` the people it may be about.
    ``fact_kind`` and ``fact_id`` name what was opened for it: once, unless that is taken back.
    """

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="lines", verbose_name="bảng kê")
    occasion_kind = models.CharField("loại đợt", max_length=40)
    occasion_id = models.BigIntegerField("mã đợt")
    row = models.PositiveIntegerField("dòng")
    name = models.CharField("họ tên trên bảng kê", max_length=200, blank=True)
    born = models.CharField("ngày, năm sinh trên bảng kê", max_length=10, blank=True)
    identity = models.CharField("giấy tờ trên bảng kê", max_length=60, blank=True)
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, null=True, related_name="+", verbose_name="người"
    )
    candidates = ArrayField(models.BigIntegerField(), default=list, verbose_name="có thể là")
    day = models.DateField("ngày", null=True)
    days = models.PositiveSmallIntegerField("số ngày", null=True)
    amount = models.BigIntegerField("đề nghị (đồng)", default=0)
    owed = models.BigIntegerField("văn bản chi (đồng)", default=0)
    finding = models.CharField("kết quả", max_length=10, choices=Finding)
    told = ArrayField(models.TextField(), default=list, verbose_name="giải thích")
    decision = models.CharField(
        "xử lý", max_length=10, choices=Decision, blank=True, default=Decision.OPEN
    )
    reason = models.CharField("lý do xử lý", max_length=300, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người xử lý",
    )
    decided_at = models.DateTimeField("xử lý lúc", null=True)
    stands = models.BooleanField("được thanh toán", default=False)
    problem = models.TextField("vì sao chưa lập được hồ sơ", blank=True, default="")
    fact_kind = models.CharField("loại sự việc", max_length=40, blank=True, default="")
    fact_id = models.BigIntegerField("mã sự việc", null=True)

    objects = BillLineQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng bảng kê"
        ordering = ("bill", "row")
        indexes: ClassVar = [models.Index(fields=["bill", "finding"], name="bill_line_by_finding")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bill", "row"], name="bill_row_is_kept_once"),
            models.UniqueConstraint(
                fields=["occasion_kind", "occasion_id", "cadre"],
                condition=Q(stands=True),
                name="person_is_billed_once_an_occasion",
                violation_error_message="Người này đã được thanh toán trong đợt này.",
            ),
            models.UniqueConstraint(
                fields=["fact_kind", "fact_id"],
                condition=Q(fact_id__isnull=False),
                name="fact_of_one_bill_line",
                violation_error_message="Sự việc này đã lập từ một dòng bảng kê khác.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, owed__gte=0),
                name="bill_line_money_is_not_negative",
                violation_error_message="Số tiền của dòng bảng kê không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(stands=False)
                | (
                    Q(cadre__isnull=False)
                    & (Q(finding="matched", decision="") | Q(decision="taken"))
                ),
                name="bill_line_stands_with_a_person",
                violation_error_message=(
                    "Chỉ dòng đã khớp hoặc đã được chấp nhận, có người, mới được thanh toán."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="bill_line_decided_at_and_by",
                violation_error_message="Dòng đã xử lý phải có người và lúc xử lý.",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="bill_line_decided_with_reason",
                violation_error_message="Chấp nhận hay loại một dòng phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(fact_id=None, fact_kind="")
                | (Q(fact_id__isnull=False, stands=True) & ~Q(fact_kind="")),
                name="bill_line_fact_is_named_whole",
                violation_error_message="Dòng đã lập hồ sơ phải là dòng được thanh toán.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="bill_line_is_settled",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=(
                    "IF OLD.fact_id IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.fact_id IS NOT NULL"
                    " OR EXISTS (SELECT 1 FROM claims_claim c WHERE c.fact_kind = OLD.fact_kind"
                    " AND c.fact_id = OLD.fact_id AND c.state NOT IN ('refused', 'cancelled')))"
                    " THEN RAISE EXCEPTION 'Dòng này đã lập hồ sơ, không sửa được nữa.'"
                    " USING ERRCODE = 'check_violation'; END IF;"
                    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
                    " IF (NEW.cadre_id, NEW.amount, NEW.decision, NEW.stands)"
                    " IS DISTINCT FROM (OLD.cadre_id, OLD.amount, OLD.decision, OLD.stands)"
                    " AND EXISTS (SELECT 1 FROM claims_bill b WHERE b.id = OLD.bill_id"
                    " AND b.state = 'accepted') THEN"
                    " RAISE EXCEPTION 'Bảng kê đã được xác nhận; hãy trả lại trước khi sửa.'"
                    " USING ERRCODE = 'check_violation'; END IF;"
                    " RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="bill_line_opens_after_acceptance",
                operation=pgtrigger.UpdateOf("fact_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__fact_id__isnull=False),
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM claims_bill b WHERE b.id = NEW.bill_id"
                    " AND b.state = 'accepted') THEN"
                    " RAISE EXCEPTION 'Bảng kê chưa được xác nhận.'"
                    " USING ERRCODE = 'check_violation'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Dòng {self.row}: {self.name}"


class BillStep(models.Model):
    """Who did what to a bill, when and why. Append-only."""

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="steps", verbose_name="bảng kê")
    action = models.CharField("việc", max_length=20)
    from_state = models.CharField("từ", max_length=10, choices=BillState, blank=True)
    to_state = models.CharField("sang", max_length=10, choices=BillState)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người làm"
    )
    done_at = models.DateTimeField("lúc")
    reason = models.CharField("nội dung", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "bước xử lý bảng kê"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, done_by__isnull=False),
                name="bill_step_done_at_and_by",
                violation_error_message="Bước xử lý phải có người và lúc làm.",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="bill_step_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.bill}: {self.action}"
