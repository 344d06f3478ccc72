"""Rounds of check-ups as facilities bill for them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Unit, UnitKind, User
from beneficiaries.matching import any_of
from beneficiaries.models import Membership
from checkups.models import Checkup, CheckupRound, RosterEntry
from checkups.models.roster import Attendance, Origin, Standing
from checkups.models.round import RoundState
from checkups.rounds.actions import forget_cancelled
from checkups.rounds.proposing import unit_of
from claims.actions import ClaimError
from claims.billing.occasions import Billed, Listed, Occasion
from claims.models import BillLine, Fact
from config.copying import update_objects
from config.formatting import date_short

MARKS = {Attendance.ATTENDED.value: True, Attendance.ABSENT.value: False}


def rounds_for(user: User) -> QuerySet[CheckupRound]:
    """All for the department; a facility the rounds it examines for; nobody else bills."""
    rounds = CheckupRound.objects.select_related("resolution")
    if user.unit.sees_all:
        return rounds
    of_unit = Q(places__facility=user.unit_id) | Q(roster__facility=user.unit_id)
    return rounds.filter(of_unit).distinct()


def facilities_of(chosen: CheckupRound) -> QuerySet[Unit]:
    """Those the round names; every hospital where it names none."""
    named = Unit.objects.filter(Q(pk__in=chosen.places.values("facility"))).order_by("name")
    return named if named else Unit.objects.filter(kind=UnitKind.HOSPITAL).order_by("name")


def listed_in(chosen: CheckupRound) -> dict[int, Listed]:
    rows = chosen.roster.kept().values_list("cadre_id", "attendance", "attended_on", "facility_id")
    return {
        cadre: Listed(MARKS.get(mark), day, None, facility) for cadre, mark, day, facility in rows
    }


def examined_in(chosen: CheckupRound, cadres: Collection[int] | None) -> dict[int, str]:
    """Who has a check-up in this round already, with a sentence that says so."""
    there: QuerySet[Checkup] = Checkup.objects.standing().filter(round=chosen)
    if cadres is not None:
        there = any_of(there, "cadre_id", cadres, "bigint")
    return {
        cadre: f"Người này đã có lượt khám ngày {date_short(day)} trong đợt."
        for cadre, day in there.values_list("cadre_id", "examined_on")
    }


def checkup_of(chosen: CheckupRound, billed: Billed) -> Fact:
    return Checkup(
        round=chosen,
        cadre=billed.cadre,
        facility=billed.facility,
        examined_on=billed.day,
        cost=billed.amount,
    )


def admit(chosen: CheckupRound, lines: Sequence[BillLine], by: User, reason: str) -> None:
    """Put these people on the roster, marked as examined on the day of the bill.

    Raises ``ClaimError`` for somebody who belongs to no group of the round's resolution.
    """
    entries = {entry.cadre_id: entry for entry in chosen.roster.select_for_update()}
    for line in lines:
        entry = entries.get(line.cadre_id) or _new_entry(chosen, line, by)  # type: ignore[arg-type]
        entry.standing, entry.removal_reason, entry.removal_note = Standing.KEPT, "", ""
        entry.facility = entry.facility or line.bill.facility
        entry.attendance, entry.attended_on = Attendance.ATTENDED, line.day
        entry.absence_reason = ""
        entry.absence_note = ""
        entry.marked_at, entry.marked_by = timezone.now(), by
        entry.version += 1
        entry.save()


def _new_entry(chosen: CheckupRound, line: BillLine, by: User) -> RosterEntry:
    cadre = line.cadre
    if cadre is None or line.day is None:
        raise ClaimError(f"Dòng {line.row} chưa rõ người hoặc ngày khám.")
    held = Membership.objects.on(line.day).filter(cadre=cadre, resolution=chosen.resolution_id)
    membership = held.select_related("group").first()
    if membership is None:
        raise ClaimError(
            f"{cadre.full_name} không thuộc đối tượng nào của {chosen.resolution} vào ngày "
            f"{date_short(line.day)}; hãy xếp đối tượng trước."
        )
    departments = Unit.objects.of_kind(UnitKind.DEPARTMENT).values_list("pk", flat=True)
    return RosterEntry(
        round=chosen,
        cadre=cadre,
        group=membership.group,
        unit_id=unit_of(cadre, departments),
        origin=Origin.DEPARTMENT,
        added_at=timezone.now(),
        added_by=by,
    )


def link(chosen: CheckupRound, made: Mapping[int, Fact]) -> None:
    """The roster knows which check-up each person's presence became."""
    came = chosen.roster.filter(attendance=Attendance.ATTENDED).only("cadre_id", "version")
    linked = list(any_of(came, "cadre_id", made.keys(), "bigint"))
    for entry in linked:
        entry.checkup_id = made[entry.cadre_id].pk
        entry.version += 1
    update_objects(RosterEntry, linked, ["checkup", "version"])


def forget_checkup(fact: Fact, by: User, reason: str, moment: datetime) -> None:
    """A check-up was taken back: whoever came still came, and may be recorded again.

    The roster of a closed round is fixed; it forgets when the round is opened again.
    """
    if isinstance(fact, Checkup) and fact.round.state != RoundState.CLOSED:
        forget_cancelled(fact.round)


def hindrance(chosen: CheckupRound) -> str:
    state = CheckupRound.objects.values_list("state", flat=True).get(pk=chosen.pk)
    if state == RoundState.CLOSED:
        return "Đợt khám đã kết thúc; hãy mở lại đợt trước khi nhận bảng kê hay lập hồ sơ."
    if state != RoundState.RUNNING:
        return (
            f"Đợt khám đang ở tình trạng “{RoundState(state).label}”; hãy bắt đầu đợt khám trước."
        )
    return ""


ROUND = Occasion(
    kind="checkup_round",
    title="Đợt khám",
    fact_kind=Checkup.KIND,
    url_name="round_detail",
    things=rounds_for,
    facilities=facilities_of,
    listed=listed_in,
    recorded=examined_in,
    fact=checkup_of,
    admit=admit,
    link=link,
    hindrance=hindrance,
)
