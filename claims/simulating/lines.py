"""The rows of the tables of a result. Money in đồng; ``then`` is what it is compared with."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from claims.simulating.tally import Verdict


class Cell(NamedTuple):
    """Sums of one regime, group and month. ``then`` is what it is compared with."""

    benefit: str
    group: str
    month: int
    times_now: int
    now: int
    times_then: int
    then: int
    paid: int


@dataclass
class Line:
    """One row of a table: now beside then, and the address of the people behind it."""

    label: str
    code: str = ""
    letter: str = ""
    note: str = ""
    address: str = ""
    times_now: int = 0
    now: int = 0
    times_then: int = 0
    then: int = 0
    months: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def difference(self) -> int:
        return self.now - self.then

    def add(self, cell: Cell) -> None:
        self.times_now += cell.times_now
        self.now += cell.now
        self.times_then += cell.times_then
        self.then += cell.then
        self.months[cell.month][0] += cell.then
        self.months[cell.month][1] += cell.now


class Standing(NamedTuple):
    """How many of a group gain, lose …: people, đồng then and now, for each verdict."""

    label: str
    parts: list[tuple[Verdict, list[int], str]]


class Refused(NamedTuple):
    """Events of a benefit that are not paid for one reason."""

    letter: str
    title: str
    reason: str
    groups: str
    times: int
    lost: int
    sentence: str
    address: str


class Untold(NamedTuple):
    letter: str
    title: str
    fact: str
    times: int
