"""The result of a round in numbers: turnout by group, serving and retired, money against plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Sum, Value, When

from checkups.models import (
    AbsenceReason,
    Attendance,
    Checkup,
    CheckupRound,
    RosterEntry,
)
from checkups.models.roster import RosterEntryQuerySet
from claims.models import Claim
from config.formatting import share

SERVING, RETIRED = "Đương chức", "Nghỉ hưu"


@dataclass(frozen=True, slots=True)
class Turnout:
    """People of one group, serving or retired, or of all."""

    group: str
    status: str
    listed: int
    attended: int
    absent: int

    @property
    def unmarked(self) -> int:
        return self.listed - self.attended - self.absent

    @property
    def turnout(self) -> str:
        return share(self.attended, self.listed) if self.listed else ""


@dataclass(frozen=True, slots=True)
class Money:
    """Đồng of a round: planned, billed and owed. ``estimate`` is None where nobody planned."""

    estimate: int | None
    cost: int
    owed: int

    @property
    def left(self) -> int | None:
        """What is left of the estimate; negative when it was exceeded."""
        return None if self.estimate is None else self.estimate - self.owed


@dataclass(frozen=True, slots=True)
class Result:
    rows: tuple[Turnout, ...]
    whole: Turnout
    absences: tuple[tuple[str, int], ...]
    second_dates: int


def result_of(chosen: CheckupRound, roster: RosterEntryQuerySet) -> Result:
    """Of the entries that somebody may see; serving or retired as of the round's first day."""
    kept = roster.filter(round=chosen).kept()
    retired = Case(
        When(cadre__retired_on__lte=chosen.begins_on, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    found = (
        kept.order_by()
        .annotate(retired=retired)
        .values("group__position", "group__name", "retired")
        .annotate(
            listed=Count("pk"),
            attended=Count("pk", filter=Q(attendance=Attendance.ATTENDED)),
            absent=Count("pk", filter=Q(attendance=Attendance.ABSENT)),
        )
        .order_by("group__position", "group__name", "retired")
    )
    rows = tuple(_turnout(row) for row in found)
    missed = missed_of(chosen, roster)
    return Result(
        rows=rows,
        whole=Turnout(
            "Tất cả",
            "",
            sum(row.listed for row in rows),
            sum(row.attended for row in rows),
            sum(row.absent for row in rows),
        ),
        absences=_absences(kept),
        second_dates=missed.exclude(second_date=None).count(),
    )


def _turnout(row: Mapping[str, Any]) -> Turnout:
    status = RETIRED if row["retired"] else SERVING
    return Turnout(row["group__name"], status, row["listed"], row["attended"], row["absent"])


def _absences(kept: QuerySet[RosterEntry]) -> tuple[tuple[str, int], ...]:
    absent = kept.filter(attendance=Attendance.ABSENT).order_by()
    rows = absent.values("absence_reason").annotate(people=Count("pk"))
    found = [(AbsenceReason(row["absence_reason"]).label, row["people"]) for row in rows]
    return tuple(sorted(found, key=lambda row: (-row[1], row[0])))


def missed_of(chosen: CheckupRound, roster: RosterEntryQuerySet) -> RosterEntryQuerySet:
    """Who is on the list and wasn't examined."""
    missed = roster.filter(round=chosen).kept().exclude(attendance=Attendance.ATTENDED)
    return missed.select_related("cadre", "group", "unit", "facility").in_name_order()


def money_of(chosen: CheckupRound) -> Money:
    """What the round costs against its estimate, for whom the whole of it is to be seen."""
    examined = Checkup.objects.standing().filter(round=chosen)
    claims = Claim.objects.alive().filter(
        fact_kind=Checkup.KIND, fact_id__in=examined.order_by().values("pk")
    )
    return Money(
        estimate=chosen.budget,
        cost=examined.aggregate(cost=Sum("cost", default=0))["cost"],
        owed=claims.aggregate(amount=Sum("amount", default=0))["amount"],
    )
