"""The year's plan of convalescence: what is granted in which form, and how often a group's turn is.

Written only through ``convalescence.planning``.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from convalescence.models.running import RunBy, run_by_field
from convalescence.models.trip import TripKind
from policies.models import BeneficiaryGroup, Resolution

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
    file = models.BinaryField("nội dung tệp", null=True, blank=True)
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


class Quota(models.Model):
    """Chỉ tiêu: people and money of one form, for one commune or for the whole province.

    What is delegated names the body (``delegate``) and has its own money and period; it is told
    apart from what the province runs.
    """

    plan = models.ForeignKey(
        YearPlan, models.CASCADE, related_name="quotas", verbose_name="kế hoạch"
    )
    form = models.CharField("hình thức", max_length=30, choices=Form)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="xã, phường, đơn vị",
        help_text="để trống: chung toàn tỉnh",
    )
    run_by = run_by_field()
    delegate = models.CharField("đơn vị được giao", max_length=200, blank=True, default="")
    people = models.PositiveIntegerField("chỉ tiêu (người)")
    amount = models.BigIntegerField("kinh phí (đồng)")
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    days = models.PositiveSmallIntegerField("số ngày một đợt", null=True, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu điều dưỡng"
        ordering = ("plan", "run_by", "delegate", "form", "unit", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "form", "unit", "run_by", "delegate"],
                nulls_distinct=False,
                name="one_quota_of_a_kind",
                violation_error_message=(
                    "Kế hoạch đã có chỉ tiêu của hình thức, đơn vị và nơi tổ chức này."
                ),
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0),
                name="quota_has_people",
                violation_error_message="Chỉ tiêu phải lớn hơn 0 người.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="quota_amount_is_not_negative",
                violation_error_message="Kinh phí không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="quota_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(run_by=RunBy.PROVINCE, delegate="")
                | Q(run_by=RunBy.DISTRICT) & ~Q(delegate=""),
                name="delegated_quota_names_the_body",
                violation_error_message=(
                    "Phần giao cấp khác phải ghi đơn vị được giao; phần của tỉnh thì không."
                ),
            ),
            models.CheckConstraint(
                condition=Q(form=Form.HOME, days=None) | ~Q(form=Form.HOME),
                name="home_quota_has_no_days",
                violation_error_message="Điều dưỡng tại nhà không tính theo ngày.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="quota_holds_those_chosen",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM convalescence_candidate c WHERE c.quota_id = NEW.id"
                    " AND c.standing = 'chosen' HAVING count(*) > NEW.people"
                    " OR COALESCE(sum(c.amount), 0) > NEW.amount) THEN"
                    " RAISE EXCEPTION 'Đã chọn nhiều người hoặc nhiều tiền hơn chỉ tiêu mới.'"
                    " USING ERRCODE = 'check_violation'; END IF;"
                    " IF (NEW.plan_id, NEW.form, NEW.unit_id) IS DISTINCT FROM"
                    " (OLD.plan_id, OLD.form, OLD.unit_id) AND EXISTS (SELECT 1 FROM"
                    " convalescence_candidate c WHERE c.quota_id = OLD.id) THEN"
                    " RAISE EXCEPTION 'Chỉ tiêu đã có người: không đổi hình thức, đơn vị được nữa.'"
                    " USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        where = self.unit.name if self.unit else "toàn tỉnh"
        body = f", giao {self.delegate}" if self.delegate else ""
        return f"{self.get_form_display()}, {where}{body}"


class Cycle(models.Model):
    """Chu kỳ: the turn of a group comes every so many years.

    ``proposed_years`` and ``source`` are what the law's limits say; another number needs a reason.
    """

    plan = models.ForeignKey(
        YearPlan, models.CASCADE, related_name="cycles", verbose_name="kế hoạch"
    )
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="+", verbose_name="đối tượng"
    )
    years = models.PositiveSmallIntegerField("mấy năm một lần")
    proposed_years = models.PositiveSmallIntegerField("theo văn bản")
    source = models.TextField("căn cứ")
    reason = models.TextField("lý do đổi", blank=True, default="")

    class Meta:
        verbose_name = "chu kỳ điều dưỡng"
        ordering = ("plan", "group__position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "group"],
                name="one_cycle_a_plan_and_group",
                violation_error_message="Đối tượng này đã có chu kỳ trong kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=20, proposed_years__gte=1),
                name="cycle_is_of_some_years",
                violation_error_message="Chu kỳ từ 1 đến 20 năm.",
            ),
            models.CheckConstraint(
                condition=Q(years=F("proposed_years")) | ~Q(reason=""),
                name="changed_cycle_has_a_reason",
                violation_error_message="Chu kỳ khác văn bản phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.years} năm một lần"


class PlanPart(models.Model):
    """The part of one unit in the list of a plan: to be looked through by a deadline."""

    plan = models.ForeignKey(
        YearPlan, models.PROTECT, related_name="parts", verbose_name="kế hoạch"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    due_on = models.DateField("hạn xác nhận")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người xác nhận",
    )

    class Meta:
        verbose_name = "phần danh sách của đơn vị"
        ordering = ("plan", "unit__name")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="one_part_a_plan_and_unit",
                violation_error_message="Đơn vị này đã có phần trong danh sách.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="plan_part_confirmed_at_and_by",
                violation_error_message="Phần đã xác nhận phải có người và lúc xác nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.plan}"


class HomeRunState(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Bị dừng"


class HomeRun(models.Model):
    """One go at opening the claims of all who stay at home, in the background.

    ``refused`` are [candidate id, name, why not] of those for whom nothing was opened.
    """

    plan = models.ForeignKey(
        YearPlan, models.PROTECT, related_name="home_runs", verbose_name="kế hoạch"
    )
    requested_on = models.DateField("ngày đề nghị")
    state = models.CharField(
        "tình trạng", max_length=10, choices=HomeRunState, default=HomeRunState.WAITING
    )
    total = models.PositiveIntegerField("số người", default=0)
    done = models.PositiveIntegerField("đã xét", default=0)
    opened = models.PositiveIntegerField("đã lập hồ sơ", default=0)
    refused = models.JSONField("không lập được", default=list, blank=True)
    failure = models.TextField("lý do dừng", blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("đặt lúc")
    stirred_at = models.DateTimeField("còn chạy lúc")

    class Meta:
        verbose_name = "lượt lập hồ sơ điều dưỡng tại nhà"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[HomeRunState.WAITING, HomeRunState.RUNNING]),
                name="one_home_run_of_a_plan_at_a_time",
                violation_error_message="Đang có một lượt lập hồ sơ của kế hoạch này.",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False),
                name="home_run_made_at_and_by",
                violation_error_message="Lượt lập hồ sơ phải có người và lúc đặt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: lượt {self.pk}"
