"""What a plan grants: people and đồng of a form, for one body or all. Written by ``planning``."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from convalescence.models.plan import Form, YearPlan
from convalescence.models.running import RunBy, run_by_field


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
