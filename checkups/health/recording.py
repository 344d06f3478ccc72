"""Recording health classes, many at once; never of those whose records are a state secret."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import UnitKind, User
from checkups.models import Attendance, CheckupRound, HealthClass, HealthResult, RosterEntry
from checkups.models.roster import RosterEntryQuerySet
from checkups.models.secrecy import SECRET
from checkups.rounds.actions import RoundError


def examined_by(user: User, checkup_round: CheckupRound) -> RosterEntryQuerySet:
    """Who was examined, of those whose class this user may know."""
    came = RosterEntry.objects.kept().filter(round=checkup_round, attendance=Attendance.ATTENDED)
    if user.unit.sees_all:
        return came
    if user.unit.kind == UnitKind.HOSPITAL:
        return came.filter(facility=user.unit_id)
    return came.none()


@transaction.atomic
def record_classes(*, checkup_round: CheckupRound, told: Mapping[int, int | None], by: User) -> int:
    """Keep the class of each entry, take it back where it is None; answers how many changed.

    Raises ``RoundError`` for somebody whose records are a state secret or who wasn't examined.
    """
    if not by.may("result_record"):
        raise RoundError("Ghi phân loại sức khỏe cần vai trò “Nhập liệu”.")
    found = examined_by(by, checkup_round).filter(pk__in=told).select_related("cadre")
    entries = list(found.select_for_update(of=("self",)).order_by("pk"))
    if len(entries) != len(told):
        raise RoundError("Có người không còn trong danh sách đã khám; hãy xem lại trang này.")
    known = {each.entry_id: each for each in HealthResult.objects.filter(entry__in=entries)}
    return sum(_kept(entry, known.get(entry.pk), told[entry.pk], by) for entry in entries)


def _kept(entry: RosterEntry, known: HealthResult | None, told: int | None, by: User) -> bool:
    if told is None:
        if known:
            known.delete()
        return known is not None
    if told not in HealthClass.values:
        raise RoundError("Phân loại sức khỏe chỉ gồm Loại I đến Loại V.")
    if entry.cadre.records_are_secret:
        raise RoundError(f"{entry.cadre}: {SECRET.format('phân loại sức khỏe')}")
    if known and known.health_class == told:
        return False
    result = known or HealthResult(entry=entry, cadre=entry.cadre)
    result.health_class, result.recorded_at, result.recorded_by = told, timezone.now(), by
    try:
        with transaction.atomic():
            result.save()
    except IntegrityError as refused:
        raise RoundError(str(refused).splitlines()[0]) from refused
    return True
