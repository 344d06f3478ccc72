"""The months of the rounds, and the board on which each stands in the column of its state."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checkups.models import CheckupRound, RoundState

MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something about a round on one day."""

    round: CheckupRound
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    in_month: bool
    is_today: bool
    marks: tuple[Mark, ...]
    running: tuple[CheckupRound, ...]


def month_of(text: str, today: date) -> date:
    """The first day of a month told as ``2026-11``; of this month for anything else."""
    try:
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1)
    except ValueError:
        return today.replace(day=1)


def neighbour(month: date, step: int) -> str:
    """The month before (-1) or after (1), as it stands in an address."""
    number = month.year * 12 + month.month - 1 + step
    return f"{number // 12}-{number % 12 + 1:02d}"


def weeks_of(month: date, rounds: Iterable[CheckupRound], today: date) -> list[list[Day]]:
    """The weeks of a month, Monday first, with what each day brings."""
    marks: dict[date, list[Mark]] = defaultdict(list)
    rounds = list(rounds)
    for each in rounds:
        marks[each.begins_on].append(Mark(each, "Bắt đầu khám", "running"))
        marks[each.ends_on].append(Mark(each, "Ngày khám cuối", "closed"))
        if each.confirm_by:
            marks[each.confirm_by].append(Mark(each, "Hạn đơn vị xác nhận", "listing"))
    return [
        [
            Day(
                on=day,
                in_month=day.month == month.month,
                is_today=day == today,
                marks=tuple(marks.get(day, ())),
                running=_running_on(day, rounds),
            )
            for day in week
        ]
        for week in MONDAY_FIRST.monthdatescalendar(month.year, month.month)
    ]


def board_of(rounds: Iterable[CheckupRound]) -> list[tuple[RoundState, list[CheckupRound]]]:
    """Every state with the rounds that are in it."""
    columns: dict[str, list[CheckupRound]] = defaultdict(list)
    for each in rounds:
        columns[each.state].append(each)
    return [(state, columns[state]) for state in RoundState]


def _running_on(day: date, rounds: Iterable[CheckupRound]) -> tuple[CheckupRound, ...]:
    """Between the first and the last day, on working days."""
    if day.weekday() >= calendar.SATURDAY:
        return ()
    return tuple(each for each in rounds if each.begins_on < day < each.ends_on)
