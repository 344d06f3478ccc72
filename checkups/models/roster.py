"""Danh sách khám: who is to come to a round, who confirms it, and who came."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit, UnitKind, User
from beneficiaries.models import Cadre
from checkups.models.checkup import Checkup
from checkups.models.roster_triggers import (
    ILLNESS_IS_ERASED,
    WITHIN_ITS_DAYS,
    at_a_place_of_the_round,
    of_an_open_round,
)
from checkups.models.round import CheckupRound
from policies.models import BeneficiaryGroup


class Origin(models.TextChoices):
    PROGRAM = "program", "Chương trình đề xuất"
    UNIT = "unit", "Đơn vị bổ sung"
    DEPARTMENT = "department", "Sở Y tế bổ sung"


class Standing(models.TextChoices):
    KEPT = "kept", "Có trong danh sách"
    REMOVED = "removed", "Đưa ra khỏi danh sách"


class RemovalReason(models.TextChoices):
    DIED = "died", "Đã mất"
    MOVED = "moved", "Chuyển đi nơi khác"
    NO_NEED = "no_need", "Không có nhu cầu khám"
    DUPLICATE = "duplicate", "Trùng người"
    NOT_ENTITLED = "not_entitled", "Không còn thuộc diện"
    OTHER = "other", "Lý do khác"


class Attendance(models.TextChoices):
    ATTENDED = "attended", "Đã khám"
    ABSENT = "absent", "Vắng mặt"


class AbsenceReason(models.TextChoices):
    BUSY = "busy", "Bận công tác"
    IN_HOSPITAL = "in_hospital", "Ốm, đang nằm viện"
    AWAY = "away", "Đi xa"
    UNWILLING = "unwilling", "Không muốn khám"
    NOT_INVITED = "not_invited", "Không nhận được giấy mời"
    ELSEWHERE = "elsewhere", "Đã khám ở nơi khác"
    OTHER = "other", "Lý do khác"


def _pair(name: str, stem: str, message: str) -> models.CheckConstraint:
    at, by = f"{stem}_at", f"{stem}_by"
    return models.CheckConstraint(
        condition=Q(**{at: None, by: None}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=f"{name}_{stem}_at_and_by",
        violation_error_message=message,
    )


class RosterEntryQuerySet(models.QuerySet["RosterEntry"]):
    def visible_to(self, user: User) -> Self:
        """All for the department; a unit sees its own part, a facility whom it examines."""
        if user.unit.sees_all:
            return self
        if user.unit.kind == UnitKind.HOSPITAL:
            return self.filter(Q(facility=user.unit_id) | Q(unit=user.unit_id))
        return self.filter(unit=user.unit_id)

    def kept(self) -> Self:
        """Still on the list: not taken off by a unit."""
        return self.filter(standing=Standing.KEPT)

    def in_name_order(self) -> Self:
        return self.order_by("cadre__sort_name", "cadre__birth_date", "id")


class RosterEntry(models.Model):
    """One person on the list of a round: proposed, confirmed, appointed, invited, come or not.

    ``group`` is the one at the day of the proposal. ``unit`` confirms the person. ``second_date``
    is a later day for who missed the first. ``version`` grows by every change: two people who
    change one entry at once are told.
    """

    round = models.ForeignKey(
        CheckupRound, models.PROTECT, related_name="roster", verbose_name="đợt khám"
    )
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, related_name="roster_entries", verbose_name="cán bộ"
    )
    group = models.ForeignKey(
        BeneficiaryGroup, models.PROTECT, related_name="+", verbose_name="đối tượng"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="roster_entries", verbose_name="đơn vị xác nhận"
    )
    origin = models.CharField("nguồn", max_length=10, choices=Origin, default=Origin.PROGRAM)
    added_at = models.DateTimeField("đưa vào danh sách lúc")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đưa vào"
    )
    standing = models.CharField("rà soát", max_length=10, choices=Standing, default=Standing.KEPT)
    removal_reason = models.CharField(
        "lý do đưa ra", max_length=15, choices=RemovalReason, blank=True, default=""
    )
    removal_note = models.CharField("ghi rõ", max_length=200, blank=True, default="")
    reviewed_at = models.DateTimeField("rà soát lúc", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người rà soát",
    )
    facility = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": UnitKind.HOSPITAL},
        verbose_name="nơi khám",
    )
    appointed_on = models.DateField("ngày hẹn khám", null=True, blank=True)
    invited_at = models.DateTimeField("mời lúc", null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người mời",
    )
    second_date = models.DateField("ngày hẹn lần hai", null=True, blank=True)
    attendance = models.CharField(
        "điểm danh", max_length=10, choices=Attendance, blank=True, default=""
    )
    attended_on = models.DateField("ngày đến khám", null=True, blank=True)
    absence_reason = models.CharField(
        "lý do vắng", max_length=15, choices=AbsenceReason, blank=True, default=""
    )
    absence_note = models.CharField("ghi rõ lý do vắng", max_length=200, blank=True, default="")
    marked_at = models.DateTimeField("điểm danh lúc", null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người điểm danh",
    )
    checkup = models.OneToOneField(
        Checkup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roster_entry",
        verbose_name="lượt khám",
    )
    version = models.PositiveIntegerField("lần sửa", default=0)

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "người trong danh sách khám"
        ordering = ("round", "id")
        indexes: ClassVar = [
            models.Index(fields=["round", "unit"], name="roster_by_unit"),
            models.Index(fields=["round", "facility", "appointed_on"], name="roster_by_session"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "cadre"],
                name="one_roster_entry_a_round_and_person",
                violation_error_message="Người này đã có trong danh sách của đợt khám.",
            ),
            models.CheckConstraint(
                condition=Q(added_at__isnull=False, added_by__isnull=False),
                name="roster_entry_added_at_and_by",
                violation_error_message="Phải có người và lúc đưa vào danh sách khám.",
            ),
            models.CheckConstraint(
                condition=Q(standing="kept", removal_reason="", removal_note="")
                | Q(standing="removed") & ~Q(removal_reason=""),
                name="roster_entry_removed_for_a_reason",
                violation_error_message="Đưa người ra khỏi danh sách khám phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(removal_reason="other") | ~Q(removal_note=""),
                name="roster_entry_other_removal_is_told",
                violation_error_message="Lý do khác thì hãy ghi rõ lý do.",
            ),
            _pair("roster_entry", "reviewed", "Rà soát phải có người và lúc làm."),
            models.CheckConstraint(
                condition=Q(appointed_on=None) | Q(facility__isnull=False),
                name="roster_entry_appointed_somewhere",
                violation_error_message="Ngày hẹn khám phải có nơi khám.",
            ),
            _pair("roster_entry", "invited", "Giấy mời phải có người và lúc mời."),
            models.CheckConstraint(
                condition=Q(invited_at=None) | Q(appointed_on__isnull=False),
                name="roster_entry_invited_to_a_day",
                violation_error_message="Chỉ mời khi đã có ngày và nơi khám.",
            ),
            _pair("roster_entry", "marked", "Điểm danh phải có người và lúc làm."),
            models.CheckConstraint(
                condition=Q(attendance="", attended_on=None, absence_reason="", absence_note="")
                | Q(attendance="attended", attended_on__isnull=False, absence_reason="")
                | Q(attendance="absent", attended_on=None) & ~Q(absence_reason=""),
                name="roster_entry_attended_a_day_or_absent_for_a_reason",
                violation_error_message=(
                    "Người đã khám phải có ngày khám; người vắng mặt phải có lý do."
                ),
            ),
            models.CheckConstraint(
                condition=Q(attendance="") | Q(marked_at__isnull=False),
                name="roster_entry_attendance_is_marked_by_somebody",
                violation_error_message="Điểm danh phải có người và lúc làm.",
            ),
            models.CheckConstraint(
                condition=Q(attendance="") | Q(standing="kept"),
                name="roster_entry_marked_only_when_kept",
                violation_error_message="Người đã đưa ra khỏi danh sách thì không điểm danh.",
            ),
            models.CheckConstraint(
                condition=Q(checkup=None) | Q(attendance="attended"),
                name="roster_entry_checkup_of_who_attended",
                violation_error_message="Chỉ người đã khám mới có lượt khám.",
            ),
        ]
        triggers: ClassVar = [
            of_an_open_round("roster_of_an_open_round", ILLNESS_IS_ERASED),
            at_a_place_of_the_round("added", pgtrigger.Insert),
            at_a_place_of_the_round("changed", pgtrigger.Update),
            pgtrigger.Trigger(
                name="roster_entry_within_its_days",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("first_day", "DATE"), ("last_day", "DATE")],
                func=WITHIN_ITS_DAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.cadre}"


class RosterPartQuerySet(models.QuerySet["RosterPart"]):
    def visible_to(self, user: User) -> Self:
        return self if user.unit.sees_all else self.filter(unit=user.unit_id)

    def unconfirmed(self) -> Self:
        return self.filter(confirmed_at=None)


class RosterPart(models.Model):
    """What one unit has to confirm of a roster, and by when.

    ``stead_reason`` says why the department confirmed it in the unit's stead.
    """

    round = models.ForeignKey(
        CheckupRound, models.PROTECT, related_name="parts", verbose_name="đợt khám"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="roster_parts", verbose_name="đơn vị"
    )
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
    stead_reason = models.CharField("lý do xác nhận thay", max_length=200, blank=True, default="")
    version = models.PositiveIntegerField("lần sửa", default=0)

    objects = RosterPartQuerySet.as_manager()

    class Meta:
        verbose_name = "phần danh sách của đơn vị"
        ordering = ("round", "unit__name")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="one_roster_part_a_round_and_unit",
                violation_error_message="Đơn vị đã có phần trong danh sách của đợt khám.",
            ),
            _pair("roster_part", "confirmed", "Xác nhận danh sách phải có người và lúc làm."),
            models.CheckConstraint(
                condition=Q(stead_reason="") | Q(confirmed_at__isnull=False),
                name="roster_part_confirmed_in_stead",
                violation_error_message="Lý do xác nhận thay chỉ ghi khi đã xác nhận.",
            ),
        ]
        triggers: ClassVar = [of_an_open_round("roster_part_of_an_open_round")]

    def __str__(self) -> str:
        return f"{self.round}: {self.unit}"
