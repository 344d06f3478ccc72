"""Who is on the list of a year's plan: chosen, waiting for a place, or not going.

Written only through ``convalescence.planning``.
"""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from convalescence.models.home import HomeConvalescence
from convalescence.models.list_triggers import OF_THE_LIST
from convalescence.models.plan import APPEND_ONLY, Form, YearPlan
from convalescence.models.quota import Quota
from policies.models import BeneficiaryGroup


class Standing(models.TextChoices):
    CHOSEN = "chosen", "Được chọn"
    WAITING = "waiting", "Chờ đến lượt"
    DECLINED = "declined", "Không đi"
    REPLACED = "replaced", "Đã có người thay"
    REMOVED = "removed", "Đưa khỏi danh sách"


class Fitness(models.TextChoices):
    """Only whether the person may travel; never why."""

    UNKNOWN = "unknown", "Chưa rõ"
    FIT = "fit", "Đủ sức khỏe đi đoàn"
    UNFIT = "unfit", "Không đủ sức khỏe đi đoàn"


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, user: User) -> Self:
        """Those of the user's part of the list and people of the unit; all for the department."""
        if user.unit.sees_all:
            return self
        people = Cadre.objects.visible_to(user).values("pk")
        return self.filter(Q(unit=user.unit_id) | Q(cadre__in=people))

    def chosen(self) -> Self:
        return self.filter(standing=Standing.CHOSEN)

    def waiting(self) -> Self:
        """In the order in which places go to them."""
        return self.filter(standing=Standing.WAITING).order_by("position", "pk")


class Candidate(models.Model):
    """One person on the list of a plan.

    ``last_year`` is the year of the last convalescence (none: never), ``waiting_years`` the
    years entitled since then without any, the plan's own among them. ``position`` is the place in
    the fair order; ``reasons`` are the sentences that say why. ``amount`` (đồng) is what the
    rules give for the form; what was claimed is asked of the claims (``planning.claimed``).
    """

    plan = models.ForeignKey(
        YearPlan, models.PROTECT, related_name="candidates", verbose_name="kế hoạch"
    )
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="turns", verbose_name="cán bộ")
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="+", verbose_name="đối tượng"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị rà soát")
    last_year = models.PositiveSmallIntegerField("lần gần nhất (năm)", null=True, blank=True)
    waiting_years = models.PositiveSmallIntegerField("số năm chờ")
    position = models.PositiveIntegerField("thứ tự")
    reasons = ArrayField(models.TextField(), default=list, verbose_name="lý do")
    standing = models.CharField("tình trạng", max_length=10, choices=Standing)
    form = models.CharField("hình thức", max_length=30, choices=Form, blank=True, default="")
    quota = models.ForeignKey(
        Quota,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates",
        verbose_name="chỉ tiêu",
    )
    amount = models.BigIntegerField("dự kiến (đồng)", default=0)
    wished = models.CharField("nguyện vọng", max_length=30, choices=Form, blank=True, default="")
    wished_at = models.DateTimeField("ghi nguyện vọng lúc", null=True, blank=True)
    wished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi nguyện vọng",
    )
    fitness = models.CharField(
        "sức khỏe đi đoàn", max_length=10, choices=Fitness, default=Fitness.UNKNOWN
    )
    fitness_told_by = models.CharField("ai kết luận", max_length=200, blank=True, default="")
    fitness_on = models.DateField("ngày kết luận", null=True, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="thay cho",
    )
    is_due = models.BooleanField("đến lượt", default=True)
    exception = models.CharField(
        "quyết định cho đi khi chưa đến lượt", max_length=300, blank=True, default=""
    )
    home = models.OneToOneField(
        HomeConvalescence,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidate",
        verbose_name="điều dưỡng tại nhà",
    )
    last_step = models.BigIntegerField("bước gần nhất", default=0, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "người trong danh sách điều dưỡng"
        ordering = ("plan", "position", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "cadre"],
                name="one_candidate_a_plan_and_person",
                violation_error_message="Người này đã có trong danh sách của kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.CHOSEN, quota__isnull=False) & ~Q(form="")
                | ~Q(standing=Standing.CHOSEN) & Q(quota=None),
                name="chosen_candidate_has_a_quota",
                violation_error_message="Người được chọn phải có hình thức và chỉ tiêu.",
            ),
            models.CheckConstraint(
                condition=Q(is_due=True) | ~Q(exception=""),
                name="candidate_before_his_turn_needs_a_decision",
                violation_error_message="Người chưa đến lượt chỉ được đi theo quyết định ghi rõ.",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")),
                name="nobody_replaces_himself",
                violation_error_message="Không ai thay cho chính mình.",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.CHOSEN, fitness=Fitness.UNFIT) | Q(form=Form.HOME),
                name="unfit_candidate_stays_at_home",
                violation_error_message=("Người không đủ sức khỏe đi đoàn chỉ điều dưỡng tại nhà."),
            ),
            models.CheckConstraint(
                condition=Q(fitness=Fitness.UNKNOWN, fitness_on=None, fitness_told_by="")
                | ~Q(fitness=Fitness.UNKNOWN)
                & Q(fitness_on__isnull=False)
                & ~Q(fitness_told_by=""),
                name="fitness_says_who_and_when",
                violation_error_message="Kết luận sức khỏe phải ghi ai kết luận và ngày nào.",
            ),
            models.CheckConstraint(
                condition=Q(wished="", wished_at=None, wished_by=None)
                | ~Q(wished="") & Q(wished_at__isnull=False, wished_by__isnull=False),
                name="candidate_wished_at_and_by",
                violation_error_message="Nguyện vọng phải có người và lúc ghi.",
            ),
            models.CheckConstraint(
                condition=Q(home=None) | Q(standing=Standing.CHOSEN, form=Form.HOME),
                name="home_claim_is_of_one_who_stays_at_home",
                violation_error_message=(
                    "Đã lập hồ sơ điều dưỡng tại nhà: hủy hồ sơ trước khi đổi."
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "standing", "position"], name="candidate_in_order")
        ]
        triggers: ClassVar = OF_THE_LIST

    def __str__(self) -> str:
        return f"{self.cadre}: {self.plan}"


class CandidateAction(models.TextChoices):
    WISH = "wish", "Ghi nguyện vọng"
    FITNESS = "fitness", "Ghi kết luận sức khỏe"
    CHOOSE = "choose", "Xếp vào chỉ tiêu còn trống"
    HOME = "home", "Chuyển sang tại nhà"
    DECLINE = "decline", "Không đi"
    REMOVE = "remove", "Đưa khỏi danh sách"
    REPLACED = "replaced", "Có người thay"
    REPLACE = "replace", "Vào thay"
    ADMIT = "admit", "Cho đi khi chưa đến lượt"
    TRIP_OFF = "trip_off", "Đoàn bị hủy"


class CandidateStep(models.Model):
    """What changed for one person on the list, by whom and why. Append-only."""

    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="steps", verbose_name="người trong danh sách"
    )
    action = models.CharField("việc", max_length=10, choices=CandidateAction)
    words = models.TextField("thay đổi")
    reason = models.TextField("lý do", blank=True, default="")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người làm"
    )
    done_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "thay đổi trong danh sách điều dưỡng"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, done_by__isnull=False),
                name="candidate_step_done_at_and_by",
                violation_error_message="Thay đổi phải có người và lúc làm.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="candidate_step_is_append_only", operation=APPEND_ONLY)
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.words}"
