"""The plan of a round: its days, whom and where it examines, its estimate and the signed file."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from checkups.models import CheckupRound, RoundFacility, RoundPlanFile, RoundState
from checkups.rounds.actions import RoundError
from config.formatting import date_short
from config.saving import save_valid
from policies.models import BeneficiaryGroup


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes with the fields of a round itself. ``file`` None keeps the one that is there."""

    groups: Iterable[BeneficiaryGroup] = ()
    facilities: Iterable[Unit] = ()
    daily_capacity: int | None = None
    file: UploadedFile | None = None


# What a plan comes as, by the first bytes; what a name says can be made up.
FILE_TYPES: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
    ),
    (b"\x89PNG", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
)
LARGEST_FILE = 10 * 1024 * 1024
USUAL_CAPACITY = 50


def type_of_file(name: str, first: bytes) -> str:
    """The content type of an upload, by name and first bytes together; "" if it isn't taken."""
    for beginning, content_type, endings in FILE_TYPES:
        if first.startswith(beginning) and name.lower().endswith(endings):
            return content_type
    return ""


@transaction.atomic
def open_round(
    *, checkup_round: CheckupRound, plan: Plan, by: User, at: datetime | None = None
) -> CheckupRound:
    """Save a planned round. Raises ``ValidationError`` when its code is taken in the year."""
    save_valid(checkup_round)
    _save_plan(checkup_round, plan, by, at)
    return checkup_round


@transaction.atomic
def change_round(
    *, checkup_round: CheckupRound, plan: Plan, by: User, at: datetime | None = None
) -> CheckupRound:
    """Save a corrected round.

    Raises ``RoundError`` when it is closed, or when people examined or appointed would fall
    outside its days.
    """
    current = CheckupRound.objects.select_for_update(of=("self",)).get(pk=checkup_round.pk)
    if current.state == RoundState.CLOSED:
        raise RoundError("Đợt khám đã kết thúc, không sửa được.")
    checkup_round.state = current.state
    if current.has_fixed_estimate and checkup_round.estimate != current.estimate:
        raise RoundError("Dự toán của sự kiện chỉ được nâng, theo quyết định của cấp trên.")
    _refuse_days_outside(checkup_round)
    save_valid(checkup_round)
    checkup_round.parts.filter(confirmed_at=None).update(due_on=checkup_round.confirm_by)
    _save_plan(checkup_round, plan, by, at)
    return checkup_round


def _refuse_days_outside(checkup_round: CheckupRound) -> None:
    days = (checkup_round.begins_on, checkup_round.ends_on)
    examined = checkup_round.checkups.filter(cancelled_at=None)
    by_second = Q(roster_entry__second_date__isnull=False)
    outside = examined.exclude(examined_on__range=days).exclude(by_second).order_by("examined_on")
    if first := outside.first():
        raise RoundError(
            f"Đã có người khám ngày {date_short(first.examined_on)}, nằm ngoài thời gian mới."
        )
    invited = checkup_round.roster.exclude(appointed_on=None).exclude(appointed_on__range=days)
    if entry := invited.order_by("appointed_on").first():
        day = date_short(cast(date, entry.appointed_on))
        raise RoundError(
            f"Đã có người hẹn khám ngày {day}, nằm ngoài thời gian mới; hãy xếp lại lịch hẹn trước."
        )


def _save_plan(checkup_round: CheckupRound, plan: Plan, by: User, at: datetime | None) -> None:
    checkup_round.groups.set(plan.groups)
    _save_places(checkup_round, plan)
    if plan.file:
        _keep_file(checkup_round, plan.file, by, at)


def _save_places(checkup_round: CheckupRound, plan: Plan) -> None:
    """Add and take away places; a place with appointments stays, whatever was chosen."""
    wanted = {facility.pk for facility in plan.facilities}
    there = set(checkup_round.places.values_list("facility", flat=True))
    used = checkup_round.roster.filter(facility__in=there - wanted).select_related("facility")
    if entry := used.first():
        raise RoundError(f"Đã có người hẹn khám tại {entry.facility}; hãy xếp lại lịch hẹn trước.")
    checkup_round.places.exclude(facility__in=wanted).delete()
    if plan.daily_capacity:
        checkup_round.places.update(daily_capacity=plan.daily_capacity)
    capacity = plan.daily_capacity or USUAL_CAPACITY
    RoundFacility.objects.bulk_create(
        RoundFacility(round=checkup_round, facility_id=facility, daily_capacity=capacity)
        for facility in sorted(wanted - there)
    )


def _keep_file(
    checkup_round: CheckupRound, file: UploadedFile, by: User, at: datetime | None
) -> None:
    content = file.read()
    name = file.name or "ke-hoach"
    RoundPlanFile.objects.update_or_create(
        round=checkup_round,
        defaults={
            "name": name[-255:],
            "content_type": type_of_file(name, content[:16]),
            "content": base64.b64encode(content).decode(),
            "size": len(content),
            "attached_at": at or timezone.now(),
            "attached_by": by,
        },
    )
