from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, UnitKind
from config.encryption import EncryptedTextField
from policies.models import BeneficiaryGroup, Resolution


class RoundKind(models.TextChoices):
    PERIODIC = "periodic_checkup", "Khám sức khỏe định kỳ"
    EVENT = "event_checkup", "Khám phục vụ sự kiện"


class RoundState(models.TextChoices):
    PLANNED = "planned", "Đang lập kế hoạch"
    LISTING = "listing", "Đơn vị rà soát danh sách"
    AGREED = "agreed", "Đã thống nhất danh sách"
    RUNNING = "running", "Đang khám"
    CLOSED = "closed", "Đã kết thúc"


# ``checkups.rounds.workflow`` says the same with names and reasons; here nobody gets round it.
STEP_BY_STEP = """
IF (OLD.state, NEW.state) NOT IN (
    ('planned', 'listing'), ('planned', 'running'), ('listing', 'planned'),
    ('listing', 'agreed'), ('agreed', 'listing'), ('agreed', 'running'),
    ('running', 'closed'), ('closed', 'running')
) THEN
    RAISE EXCEPTION 'Đợt khám không chuyển từ % sang % được.', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""

AGREED_IN_A_STEP = """
IF (SELECT s.action FROM checkups_roundstep s WHERE s.round_id = NEW.id ORDER BY s.id DESC LIMIT 1)
    IS DISTINCT FROM 'agree' THEN
    RAISE EXCEPTION 'Danh sách khám chỉ được thống nhất bằng một bước có người thống nhất.'
        USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""

EVENT_ESTIMATE = """
IF OLD.estimate IS NOT NULL AND OLD.state <> 'planned'
        AND NEW.estimate IS DISTINCT FROM OLD.estimate
    OR NEW.raised_estimate < OLD.raised_estimate
    OR OLD.raised_estimate IS NOT NULL AND NEW.raised_estimate IS NULL THEN
    RAISE EXCEPTION 'Dự toán của đợt khám sự kiện chỉ được nâng, theo quyết định của cấp trên.'
        USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""

CLOSED_STAYS = """
IF OLD.state = 'closed' AND NEW.state = 'closed' AND to_jsonb(OLD) <> to_jsonb(NEW) THEN
    RAISE EXCEPTION 'Đợt khám đã kết thúc, không sửa được.'
        USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""


class CheckupRound(models.Model):
    """Đợt khám: a planned round of check-ups. ``code`` is what the report splits by.

    ``estimate`` is in đồng; what an event costs may not go beyond it, unless a higher decision
    (``raised_under``, of the day ``raised_on``) raised it. ``confirm_by`` is the last day for units
    to confirm their part.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="checkup_rounds", verbose_name="văn bản"
    )
    kind = models.CharField("loại", max_length=20, choices=RoundKind)
    code = models.SlugField("mã đợt", max_length=60)
    title = models.CharField("tên đợt", max_length=200)
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField(
        "tình trạng", max_length=10, choices=RoundState, default=RoundState.PLANNED
    )
    # In one line where the plan was only cited; number and day where it is kept here.
    plan_document = models.CharField("kế hoạch", max_length=200, blank=True, default="")
    plan_number = models.CharField("số kế hoạch", max_length=60, blank=True, default="")
    plan_date = models.DateField("ngày kế hoạch", null=True, blank=True)
    groups = models.ManyToManyField(
        BeneficiaryGroup, related_name="checkup_rounds", blank=True, verbose_name="đối tượng khám"
    )
    facilities = models.ManyToManyField(
        Unit,
        through="RoundFacility",
        related_name="checkup_rounds",
        verbose_name="cơ sở khám",
    )
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    confirm_by = models.DateField("hạn đơn vị xác nhận", null=True, blank=True)
    estimate = models.BigIntegerField("dự toán (đồng)", null=True, blank=True)
    raised_estimate = models.BigIntegerField(
        "dự toán sau khi nâng (đồng)", null=True, blank=True, editable=False
    )
    raised_under = models.CharField(
        "quyết định nâng dự toán", max_length=120, blank=True, default="", editable=False
    )
    raised_on = models.DateField("ngày quyết định", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "đợt khám"
        ordering = ("-begins_on", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "kind", "year", "code"],
                name="round_code_is_unique_in_its_year",
                violation_error_message="Mã đợt khám này đã có trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="round_ends_after_it_begins",
                violation_error_message="Ngày kết thúc đợt khám phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(confirm_by=None) | Q(confirm_by__lte=F("ends_on")),
                name="round_confirmed_before_it_ends",
                violation_error_message="Hạn đơn vị xác nhận phải trước khi đợt khám kết thúc.",
            ),
            models.CheckConstraint(
                condition=Q(estimate=None) | Q(estimate__gte=0),
                name="round_estimate_is_not_negative",
                violation_error_message="Dự toán không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(raised_estimate=None, raised_under="", raised_on=None)
                | Q(raised_estimate__gt=F("estimate"), raised_on__isnull=False)
                & ~Q(raised_under=""),
                name="round_estimate_raised_by_a_decision",
                violation_error_message="Nâng dự toán phải theo quyết định có số, có ngày.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "running", "closed"])
                | Q(confirm_by__isnull=False),
                name="round_listing_has_a_deadline",
                violation_error_message="Gửi danh sách cho đơn vị phải có hạn xác nhận.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="round_step_by_step",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func=STEP_BY_STEP,
            ),
            pgtrigger.Trigger(
                name="round_is_agreed_in_a_step",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                & pgtrigger.Q(new__state="agreed"),
                func=AGREED_IN_A_STEP,
            ),
            pgtrigger.Trigger(
                name="estimate_of_an_event_is_only_raised",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__kind="event_checkup"),
                func=EVENT_ESTIMATE,
            ),
            pgtrigger.Trigger(
                name="closed_round_is_fixed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=CLOSED_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def budget(self) -> int | None:
        """Đồng that may be spent: the estimate, or what it was raised to."""
        return self.estimate if self.raised_estimate is None else self.raised_estimate

    @property
    def has_fixed_estimate(self) -> bool:
        """Of an event past its planning: raised by a decision, not by changing the plan."""
        is_planned = self.state == RoundState.PLANNED
        return self.kind == RoundKind.EVENT and self.estimate is not None and not is_planned


class RoundFacility(models.Model):
    """Where people of a round are examined, and how many a day that place can take."""

    round = models.ForeignKey(
        CheckupRound, models.CASCADE, related_name="places", verbose_name="đợt khám"
    )
    facility = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": UnitKind.HOSPITAL},
        verbose_name="cơ sở khám",
    )
    daily_capacity = models.PositiveSmallIntegerField("số người mỗi ngày")

    class Meta:
        verbose_name = "cơ sở của đợt khám"
        ordering = ("round", "facility__name")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "facility"],
                name="round_has_each_facility_once",
                violation_error_message="Đợt khám đã có cơ sở này.",
            ),
            models.CheckConstraint(
                condition=Q(daily_capacity__gt=0),
                name="round_facility_takes_somebody",
                violation_error_message="Số người mỗi ngày phải lớn hơn 0.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="round_facility_in_use_stays",
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("facility_id"),
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM checkups_rosterentry e"
                    " WHERE e.round_id = OLD.round_id AND e.facility_id = OLD.facility_id) THEN"
                    " RAISE EXCEPTION 'Đã có người hẹn khám tại cơ sở này; hãy xếp lại lịch trước.'"
                    " USING ERRCODE = 'restrict_violation'; END IF;"
                    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.facility}"


class RoundPlanFile(models.Model):
    """The signed plan of a round as it came: base64 of the file, encrypted; it may name people."""

    round = models.OneToOneField(
        CheckupRound, models.CASCADE, related_name="plan_file", verbose_name="đợt khám"
    )
    name = models.CharField("tên tệp", max_length=255)
    content_type = models.CharField("loại tệp", max_length=100)
    content = EncryptedTextField("nội dung tệp")
    size = models.PositiveIntegerField("cỡ (byte)")
    attached_at = models.DateTimeField("đính kèm lúc")
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đính kèm"
    )

    class Meta:
        verbose_name = "tệp kế hoạch khám"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(attached_at__isnull=False, attached_by__isnull=False),
                name="round_plan_file_attached_at_and_by",
                violation_error_message="Tệp kế hoạch phải có người và lúc đính kèm.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
