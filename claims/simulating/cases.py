"""What a simulation hands to its workers: people, what happened to them, and under which law."""

from dataclasses import dataclass, field
from typing import NamedTuple

from policies.rules import WHOLE, Event, Law, Person, Used

NO_GROUP = "-"  # a cadre whom the version has no group for; before the code of the older one
NOT_BY_GROUP = ""  # staff and suppliers, who belong to none

type Place = tuple[str, str, int]  # benefit, group, month


class Booked(NamedTuple):
    """A line of the ledger, told in the words of the version that is simulated."""

    benefit: str
    group: str
    month: int
    amount: int  # đồng
    is_paid: bool  # False: a claim that is still on its way
    times: int = 1  # occurrences that it adds; what only corrects another line adds none


class Ask(NamedTuple):
    """One event of one person, and what the ledger holds for it."""

    event: Event
    person: Person
    booked: tuple[Booked, ...] = ()
    person_then: Person | None = None  # under the version in force; for planned years
    set_aside: bool = False  # refused by an officer, not by the law: told apart, not compared


class Subject(NamedTuple):
    """One person with all of the year, in the order in which it was claimed."""

    kind: str  # cadre or recipient
    pk: int
    group: str  # by which the assumptions count them
    asks: tuple[Ask, ...]
    usage: tuple[Used, ...] = ()  # of other years
    person: Person | None = None  # as they stand at the end of the year; for planned events
    person_then: Person | None = None  # the same under the version in force
    copies: int = 1  # how many people like this one are planned
    without_group: str = NOT_BY_GROUP  # what stands for a group where the version has none
    first_slot: int = 0  # where the first of them stands among the planned people of the group


class Scale(NamedTuple):
    """What a plan makes of the people of one group, in ten-thousandths."""

    people: int = WHOLE
    days: int = WHOLE
    costs: int = WHOLE


class Occurrences(NamedTuple):
    """So many times a benefit is asked for in a group, instead of what was recorded."""

    group: str
    code: str
    times: int
    days: int | None = None  # each; None: as recorded
    cost: int | None = None  # đồng each; None: as recorded


@dataclass(frozen=True)
class Plan:
    """A year that has not happened: the recorded one scaled, and some of it counted out."""

    scales: dict[str, Scale] = field(default_factory=dict)
    occurrences: tuple[Occurrences, ...] = ()
    people: dict[str, int] = field(default_factory=dict)  # planned, by group
    patterns: dict[tuple[str, str], tuple[Event, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Program:
    """What every worker is told once."""

    law: Law
    year: int  # lines of this year count
    plan: Plan | None = None
    law_then: Law | None = None  # planned: beside the version in force, not beside the ledger
    renamed: dict[str, str] = field(default_factory=dict)  # benefit codes of ``law_then``
