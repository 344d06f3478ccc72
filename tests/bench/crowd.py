"""8,000 people of a round of check-ups, the bill of who came, and a plan with room for 5,000."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import xlsxwriter
from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.importing import confirm_batch, judge_file
from beneficiaries.models import Cadre
from checkups.models import (
    Attendance,
    CheckupRound,
    RosterEntry,
    RoundFacility,
    RoundKind,
)
from checkups.rounds.actions import take_step
from checkups.rounds.workflow import Action
from config.demo.lang_son.people import Person, everybody
from config.demo.lang_son.registry import known_sheet
from convalescence.models import Form, Quota, YearPlan
from convalescence.planning.founding import open_plan, save_quota
from policies.models import Resolution

CROWD = 8_000
HOSPITAL = "BVDK"
A_DAY = 400  # people whom it examines
GROUPS = "1234"  # those whom the law has examined
YEAR = 2026
BILLED = 2_000_000  # đồng a person; some are paid another sum
PLANNED = 5_000


def add_crowd(by: User) -> None:
    """Import them all through the registry."""
    content = known_sheet(_people())
    batch = judge_file(kind="registry", content=content, file_name="dong.xlsx", by=by)
    assert batch.counts["new"] == CROWD, batch.counts
    confirm_batch(batch_id=batch.pk, by=by, whole=True)


def _people() -> list[Person]:
    drawn = (person for seed in (7, 8, 9) for person in everybody(Random(seed)))
    distinct = list({(each.full_name, each.birth_date): each for each in drawn}.values())
    return [
        replace(
            person,
            number=number,
            citizen_id=f"{person.citizen_id[:6]}{900_000 + number:06d}",
            insurance_number=f"HT320{number:010d}",
            group=GROUPS[_rank(number)],
            is_new=False,
        )
        for number, person in enumerate(distinct[:CROWD], start=1)
    ]


def _rank(number: int) -> int:
    """The higher the fewer."""
    return next((place for place, one_in in enumerate((50, 12, 3)) if number % one_in == 0), 3)


def add_round(resolution: Resolution, code: str, begins: date) -> CheckupRound:
    """Planned, for these groups, in one hospital."""
    planned = CheckupRound.objects.create(
        resolution=resolution,
        kind=RoundKind.PERIODIC,
        code=code,
        title=f"Khám định kỳ {code}",
        year=begins.year,
        begins_on=begins,
        ends_on=begins + timedelta(days=40),
        confirm_by=begins - timedelta(days=7),
    )
    planned.groups.set(resolution.groups.filter(code__in=GROUPS))
    hospital = Unit.objects.get(code=HOSPITAL)
    RoundFacility.objects.create(round=planned, facility=hospital, daily_capacity=A_DAY)
    return planned


def everybody_came(planned: CheckupRound, users: dict[str, User]) -> None:
    """Through to the last day of the round at once: whoever is on the list was examined."""
    by = users["nhaplieu"]
    planned.parts.update(confirmed_at=timezone.now(), confirmed_by=by)
    take_step(checkup_round=planned, action=Action.AGREE, by=users["lanhdao"])
    take_step(checkup_round=planned, action=Action.START, by=by)
    day, hospital = planned.begins_on, Unit.objects.get(code=HOSPITAL)
    entries = list(planned.roster.order_by("pk"))
    for place, entry in enumerate(entries):
        entry.facility = hospital
        entry.attendance = Attendance.ATTENDED
        entry.attended_on = entry.appointed_on = day + timedelta(days=place // A_DAY)
        entry.marked_at, entry.marked_by = timezone.now(), by
    told = ["facility", "attendance", "attended_on", "appointed_on", "marked_at", "marked_by"]
    RosterEntry.objects.bulk_update(entries, told, batch_size=1_000)


def bill_of(planned: CheckupRound, *, numbered: bool = True) -> bytes:
    """The hospital's workbook of whoever came: name, day of birth, citizen ID, day, đồng.

    Without citizen IDs unless ``numbered``: then names and birthdays tell who is meant.
    """
    came = planned.roster.filter(attendance=Attendance.ATTENDED).order_by("attended_on", "pk")
    people = Cadre.objects.in_bulk(list(came.values_list("cadre_id", flat=True)))
    rows = [(people[cadre], day) for cadre, day in came.values_list("cadre_id", "attended_on")]
    return _written(
        [_bill_row(number, *row, numbered=numbered) for number, row in enumerate(rows, start=1)]
    )


HEADS = ("TT", "Họ và tên", "Ngày sinh", "Số CCCD", "Ngày khám", "Thành tiền")


def _bill_row(number: int, cadre: Cadre, day: date, *, numbered: bool) -> tuple[Any, ...]:
    born = f"{cadre.birth_date:%d/%m/%Y}"
    citizen_id = cadre.citizen_id if numbered else ""
    return number, cadre.full_name, born, citizen_id, f"{day:%d/%m/%Y}", BILLED


def _written(rows: Sequence[tuple[Any, ...]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, row in enumerate((HEADS, *rows)):
            page.write_row(place, 0, row)
    return content.getvalue()


def add_plan(resolution: Resolution, by: User) -> YearPlan:
    """A plan of convalescence with room for ``PLANNED`` people."""
    plan = YearPlan(resolution=resolution, year=YEAR, number="68/KH", dated_on=date(YEAR, 1, 5))
    open_plan(plan=plan, by=by)
    for form, people in ((Form.CENTRE, PLANNED - 400), (Form.HOME, 400)):
        quota = Quota(
            plan=plan,
            form=form,
            people=people,
            amount=people * 10_000_000,
            begins_on=date(YEAR, 1, 1),
            ends_on=date(YEAR, 12, 31),
            days=None if form == Form.HOME else 9,
        )
        save_quota(quota=quota, by=by)
    return plan
