"""How far a round has come: people by stage, by group, by unit, and why some stayed away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString

from checkups.models import (
    AbsenceReason,
    Attendance,
    CheckupRound,
    RosterEntry,
    RosterPart,
    Standing,
)
from config.charts import PlanAndDone, plan_bars
from config.formatting import share

KEPT = Q(standing=Standing.KEPT)
APPOINTED = KEPT & Q(appointed_on__isnull=False)
INVITED = KEPT & Q(invited_at__isnull=False)
ATTENDED = KEPT & Q(attendance=Attendance.ATTENDED)
ABSENT = KEPT & Q(attendance=Attendance.ABSENT)
COUNTS = {
    "listed": Count("pk"),
    "kept": Count("pk", filter=KEPT),
    "appointed": Count("pk", filter=APPOINTED),
    "invited": Count("pk", filter=INVITED),
    "attended": Count("pk", filter=ATTENDED),
    "absent": Count("pk", filter=ABSENT),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of people of a roster, or of one group's or unit's part of it."""

    name: str
    listed: int
    kept: int
    appointed: int
    invited: int
    attended: int
    absent: int
    unit_id: int = 0
    part: RosterPart | None = None

    @property
    def removed(self) -> int:
        return self.listed - self.kept

    @property
    def turnout(self) -> str:
        return share(self.attended, self.kept) if self.kept else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of a round shows of its list."""

    whole: Tally
    confirmed: int
    groups: tuple[Tally, ...]
    units: tuple[Tally, ...]
    absences: tuple[tuple[str, int], ...]

    @property
    def stages(self) -> tuple[PlanAndDone, ...]:
        """The plan against what is done: each stage out of the people on the list."""
        whole = self.whole
        stages = (
            ("Đơn vị đã xác nhận", self.confirmed),
            ("Có ngày và nơi khám", whole.appointed),
            ("Đã mời", whole.invited),
            ("Đã khám", whole.attended),
        )
        return tuple(PlanAndDone(label, done, whole.kept) for label, done in stages)

    @property
    def picture(self) -> SafeString:
        title = "Kế hoạch và việc đã làm của đợt khám, tính trên số người trong danh sách"
        return plan_bars("round-stages", title, self.stages)


def overview_of(checkup_round: CheckupRound, roster: QuerySet[RosterEntry]) -> Overview | None:
    """Of the entries that somebody may see; None when there are none."""
    roster = roster.filter(round=checkup_round).order_by()
    sums = roster.aggregate(**COUNTS)
    if not sums["listed"]:
        return None
    parts = {part.unit_id: part for part in checkup_round.parts.select_related("confirmed_by")}
    confirmed = [unit for unit, part in parts.items() if part.confirmed_at]
    return Overview(
        whole=Tally("Tất cả", **sums),
        confirmed=roster.filter(KEPT, unit__in=confirmed).count(),
        groups=_tallies(roster, "group__name", "group__position", parts={}),
        units=_tallies(roster, "unit__name", "unit__name", parts=parts),
        absences=_absences(roster),
    )


def _tallies(
    roster: QuerySet[RosterEntry], name: str, order: str, *, parts: dict[int, RosterPart]
) -> tuple[Tally, ...]:
    key = name.partition("__")[0]
    rows: Iterable[dict[str, Any]] = roster.values(key, name, order).annotate(**COUNTS)
    return tuple(
        Tally(
            name=row[name],
            unit_id=row[key],
            part=parts.get(row[key]),
            **{count: row[count] for count in COUNTS},
        )
        for row in sorted(rows, key=lambda row: (row[order], row[name]))
    )


def _absences(roster: QuerySet[RosterEntry]) -> tuple[tuple[str, int], ...]:
    rows = roster.filter(ABSENT).values("absence_reason").annotate(people=Count("pk"))
    found = [(AbsenceReason(row["absence_reason"]).label, row["people"]) for row in rows]
    return tuple(sorted(found, key=lambda row: (-row[1], row[0])))
