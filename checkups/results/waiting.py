"""Who hasn't had their periodic check-up this year, and why: the answer each commune owes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, Membership
from checkups.models import (
    AbsenceReason,
    Attendance,
    Checkup,
    CheckupRound,
    RemovalReason,
    RosterEntry,
    RoundKind,
    RoundState,
    Standing,
)
from config.formatting import date_short
from policies.models import BeneficiaryGroup, Rate, Resolution


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose turn hasn't come: a short reason to count by, and the whole of it."""

    cadre: Cadre
    group: BeneficiaryGroup
    reason: str
    told: str


NO_ROUND = "Chưa có đợt khám cho đối tượng này"
NOT_LISTED = "Chưa có trong danh sách đợt nào"
IN_REVIEW = "Danh sách chưa thống nhất"
TO_COME = "Chưa đến ngày khám"
NOT_MARKED = "Đợt đã kết thúc, không có điểm danh"
REMOVED = "Đã đưa ra khỏi danh sách"
ABSENT = "Vắng mặt"
SECOND_DATE = "Vắng mặt, đã hẹn lần hai"


def waiting_in(year: int, user: User, commune: int | None = None) -> list[Waiting]:
    """People the user may see (of one commune), in name order, who weren't examined that year."""
    day = date(year, 12, 31)
    held = Membership.objects.on(day).filter(group__in=groups_entitled(day))
    people = Cadre.objects.visible_to(user).filter(Q(ended_on=None) | Q(ended_on__gt=day))
    if commune:
        people = people.filter(commune=commune)
    held = held.filter(cadre__in=people.order_by().values("pk")).exclude(cadre__in=_examined(year))
    groups = BeneficiaryGroup.objects.in_bulk(set(held.values_list("group_id", flat=True)))
    group_of = dict(held.values_list("cadre_id", "group_id"))
    everybody = any_of(Cadre.objects.in_name_order(), "pk", group_of, "bigint")
    cadres = everybody.defer("citizen_id", "bank_account").select_related("commune")
    entries = _entries(year, group_of)
    planned = _groups_planned(year)
    return [
        _waiting(cadre, groups[group_of[cadre.pk]], entries.get(cadre.pk), planned)
        for cadre in cadres
    ]


def counted(waiting: Iterable[Waiting]) -> list[tuple[str, int]]:
    """(reason, people), the commonest first."""
    return Counter(each.reason for each in waiting).most_common()


def groups_entitled(day: date) -> set[int]:
    """Groups to which the law in force on that day gives a periodic check-up."""
    rates = Rate.objects.filter(
        Q(benefit__occasion=RoundKind.PERIODIC)
        | Q(benefit__occasion="", benefit__code=RoundKind.PERIODIC),
        benefit__resolution__in=Resolution.objects.in_force(day),
    )
    found = set(rates.exclude(group=None).values_list("group_id", flat=True))
    for_all = rates.filter(group=None).values("benefit__resolution")
    return found | set(
        BeneficiaryGroup.objects.filter(resolution__in=for_all).values_list("pk", flat=True)
    )


def _examined(year: int) -> set[int]:
    """By a recorded check-up, or marked at the door and not yet billed."""
    recorded = Checkup.objects.standing().filter(
        examined_on__year=year, round__kind=RoundKind.PERIODIC
    )
    marked = RosterEntry.objects.filter(
        attended_on__year=year, round__kind=RoundKind.PERIODIC, attendance=Attendance.ATTENDED
    )
    return {
        *recorded.values_list("cadre_id", flat=True),
        *marked.values_list("cadre_id", flat=True),
    }


def _entries(year: int, cadres: Iterable[int]) -> dict[int, RosterEntry]:
    """Each person's entry on the latest list of the year."""
    found = any_of(RosterEntry.objects.all(), "cadre_id", cadres, "bigint").filter(
        round__year=year, round__kind=RoundKind.PERIODIC
    )
    ordered = found.select_related("round", "facility").order_by("round__begins_on", "pk")
    return {entry.cadre_id: entry for entry in ordered}


def _groups_planned(year: int) -> dict[int, CheckupRound]:
    """Groups for which some round of the year is planned."""
    rounds = CheckupRound.objects.filter(year=year, kind=RoundKind.PERIODIC)
    return {
        group.pk: each
        for each in rounds.prefetch_related("groups").order_by("begins_on")
        for group in each.groups.all()
    }


def _waiting(
    cadre: Cadre,
    group: BeneficiaryGroup,
    entry: RosterEntry | None,
    planned: dict[int, CheckupRound],
) -> Waiting:
    if entry is not None:
        reason, told = _of_entry(entry)
        return Waiting(cadre, group, reason, told)
    if chosen := planned.get(group.pk):
        return Waiting(cadre, group, NOT_LISTED, f"{chosen.title} có khám đối tượng này.")
    return Waiting(cadre, group, NO_ROUND, "")


def _of_entry(entry: RosterEntry) -> tuple[str, str]:
    title = entry.round.title
    if entry.standing == Standing.REMOVED:
        why = RemovalReason(entry.removal_reason).label.lower()
        note = f" ({entry.removal_note})" if entry.removal_note else ""
        return REMOVED, f"{title}: {why}{note}."
    if entry.attendance == Attendance.ABSENT:
        why = AbsenceReason(entry.absence_reason).label.lower()
        if entry.second_date:
            return SECOND_DATE, f"{title}: {why}; hẹn lại ngày {date_short(entry.second_date)}."
        return ABSENT, f"{title}: {why}; chưa hẹn lại."
    if entry.round.state == RoundState.CLOSED:
        return NOT_MARKED, f"{title}."
    if entry.round.state in (RoundState.PLANNED, RoundState.LISTING):
        return IN_REVIEW, f"{title}."
    if entry.appointed_on:
        where = f" tại {entry.facility}" if entry.facility else ""
        return TO_COME, f"{title}: hẹn ngày {date_short(entry.appointed_on)}{where}."
    return TO_COME, f"{title}: chưa có ngày hẹn."
