"""The year's plan of convalescence, and the steps of its life.

Written only through ``convalescence.planning``.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from config.encryption import EncryptedTextField
from convalescence.models.trip import TripKind
from policies.models import Resolution

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Form(models.TextChoices):
    """Hình thức: the three kinds of trips, and at home. The value is the benefit's code."""

    OUT_OF_PROVINCE = TripKind.OUT_OF_PROVINCE.value, "Ngoài tỉnh"
    CENTRE = TripKind.CENTRE.value, "Tại cơ sở điều dưỡng trong tỉnh"
    GROUP = TripKind.GROUP.value, "Điều dưỡng tập trung"
    HOME = "convalescence_home", "Tại nhà"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Đang lập"
    LISTING = "listing", "Đơn vị rà soát danh sách"
    AGREED = "agreed", "Đã thống nhất danh sách"
    RUNNING = "running", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"


class Criterion(models.TextChoices):
    """What the proposed list is ordered by."""

    WAITING = "waiting", "Chờ lâu hơn trước"
    AGE = "age", "Cao tuổi hơn trước"
    SERVICE = "service", "Huy hiệu Đảng cao hơn trước"
    GROUP = "group", "Theo thứ tự đối tượng của văn bản"


def usual_ordering() -> list[str]:
    return [Criterion.WAITING.value, Criterion.AGE.value, Criterion.SERVICE.value]


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


# The life of ``planning.life.MOVES``; whoever agrees a list needs one who proposed it before.
STEP_BY_STEP = """
IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
    ('draft', 'listing'), ('listing', 'agreed'), ('agreed', 'listing'), ('agreed', 'running'),
    ('running', 'closed'), ('closed', 'running')
) THEN
    RAISE EXCEPTION 'Kế hoạch không chuyển từ % sang % được.', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END IF;
IF OLD.state <> NEW.state AND NEW.state = 'agreed' AND NEW.proposed_by_id IS NULL THEN
    RAISE EXCEPTION 'Danh sách phải ghi người lập trước khi thống nhất.'
        USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""


class YearPlan(models.Model):
    """Kế hoạch điều dưỡng of one year under one resolution.

    ``file`` is base64 of the signed plan, encrypted: it may name people.
    ``proposed_by`` made the list as it stands (unknown only of plans older than this field),
    ``agreed_by`` is somebody else.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="year_plans", verbose_name="văn bản"
    )
    year = models.PositiveSmallIntegerField("năm")
    number = models.CharField("số kế hoạch", max_length=60)
    dated_on = models.DateField("ngày kế hoạch")
    file_name = models.CharField("tệp kế hoạch", max_length=255, blank=True, default="")
    file = EncryptedTextField("nội dung tệp", null=True, blank=True, default=None)
    state = models.CharField(
        "tình trạng", max_length=10, choices=PlanState, default=PlanState.DRAFT
    )
    ordering = ArrayField(
        models.CharField(max_length=10, choices=Criterion),
        default=usual_ordering,
        verbose_name="thứ tự ưu tiên",
    )
    confirm_by = models.DateField("hạn đơn vị xác nhận", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("lập lúc")
    proposed_by = _person("người lập danh sách")
    proposed_at = models.DateTimeField("lập danh sách lúc", null=True, editable=False)
    agreed_by = _person("người thống nhất danh sách")
    agreed_at = models.DateTimeField("thống nhất lúc", null=True, editable=False)

    class Meta:
        verbose_name = "kế hoạch điều dưỡng"
        ordering = ("-year", "resolution")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "year"],
                name="one_plan_a_resolution_and_year",
                violation_error_message="Văn bản này đã có kế hoạch điều dưỡng của năm.",
            ),
            models.CheckConstraint(
                condition=Q(ordering__len__gt=0),
                name="plan_orders_by_something",
                violation_error_message="Hãy chọn ít nhất một tiêu chí xếp thứ tự.",
            ),
            models.CheckConstraint(
                condition=Q(file=None, file_name="") | Q(file__isnull=False) & ~Q(file_name=""),
                name="plan_file_has_a_name",
                violation_error_message="Tệp kế hoạch phải có tên.",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="plan_made_at_and_by",
                violation_error_message="Kế hoạch phải có người và lúc lập.",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(confirm_by__isnull=False),
                name="listed_plan_has_a_deadline",
                violation_error_message="Gửi đơn vị rà soát phải có hạn xác nhận.",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="plan_proposed_at_and_by",
                violation_error_message="Danh sách đã lập phải có người và lúc lập.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[PlanState.DRAFT, PlanState.LISTING], agreed_at=None, agreed_by=None
                )
                | Q(
                    state__in=[PlanState.AGREED, PlanState.RUNNING, PlanState.CLOSED],
                    agreed_at__isnull=False,
                    agreed_by__isnull=False,
                ),
                name="plan_agreed_at_and_by",
                violation_error_message="Danh sách đã thống nhất phải có người và lúc thống nhất.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")),
                name="plan_is_agreed_by_another",
                violation_error_message=(
                    "Người lập danh sách không tự thống nhất danh sách đó; hãy để người khác "
                    "có quyền thống nhất xem và quyết định."
                ),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="plan_goes_step_by_step",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=STEP_BY_STEP,
            )
        ]

    def __str__(self) -> str:
        return f"Kế hoạch {self.number}, năm {self.year}"


class PlanStep(models.Model):
    """Who did what to a plan, when and why. Append-only."""

    plan = models.ForeignKey(
        YearPlan, models.PROTECT, related_name="steps", verbose_name="kế hoạch"
    )
    action = models.CharField("việc", max_length=20)
    from_state = models.CharField("từ", max_length=10, choices=PlanState, blank=True)
    to_state = models.CharField("sang", max_length=10, choices=PlanState)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người làm"
    )
    done_at = models.DateTimeField("lúc")
    reason = models.TextField("lý do, nội dung", blank=True, default="")

    class Meta:
        verbose_name = "bước của kế hoạch điều dưỡng"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, done_by__isnull=False),
                name="plan_step_done_at_and_by",
                violation_error_message="Bước của kế hoạch phải có người và lúc làm.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="plan_step_is_append_only", operation=APPEND_ONLY)
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.action}"
