from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from checkups.models.round import CheckupRound, RoundState

# ``checkups.rounds.workflow.MADE_THE_LIST``; the one who checks is not the one who makes.
AGREED_BY_ANOTHER = """
IF EXISTS (SELECT 1 FROM checkups_roundstep s WHERE s.round_id = NEW.round_id
    AND s.done_by_id = NEW.done_by_id AND s.action IN ('propose', 'stead')) THEN
    RAISE EXCEPTION 'Người lập hoặc xác nhận thay danh sách không tự thống nhất danh sách.'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class RoundStep(models.Model):
    """Who did what to a round, as what, when, and why or how much of it. Append-only.

    A step that leaves the state as it was (invitations sent, a part confirmed) has it twice.
    """

    round = models.ForeignKey(
        CheckupRound, models.PROTECT, related_name="steps", verbose_name="đợt khám"
    )
    action = models.CharField("việc", max_length=20)
    from_state = models.CharField("từ", max_length=10, choices=RoundState)
    to_state = models.CharField("sang", max_length=10, choices=RoundState)
    done_at = models.DateTimeField("lúc")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người làm"
    )
    name = models.CharField("họ tên lúc đó", max_length=120)
    job_title = models.CharField("chức vụ lúc đó", max_length=120)
    unit_name = models.CharField("đơn vị lúc đó", max_length=200)
    note = models.TextField("lý do, kết quả", blank=True, default="")

    class Meta:
        verbose_name = "bước của đợt khám"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False, done_by__isnull=False),
                name="round_step_done_at_and_by",
                violation_error_message="Bước của đợt khám phải có người và lúc làm.",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=["reopen", "relist", "withdraw"]) | ~Q(note=""),
                name="round_sent_back_has_reason",
                violation_error_message="Mở lại hoặc trả lại đợt khám phải ghi lý do.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="round_step_is_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
            pgtrigger.Trigger(
                name="round_list_is_agreed_by_another",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__action="agree"),
                func=AGREED_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.action}"
