"""What a plan of a demo year is made of, and how sums are split so that they come out exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from config.demo.people import Person

THOUSAND, MILLION = 1_000, 1_000_000
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)
HISTORY_ENDS = date(2025, 3, 31)
"""The portal begins on the next day; what was paid until then is taken over."""
PROVINCE, DISTRICT = "ngan-sach-tinh", "ngan-sach-huyen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One row of a workbook of ``kind``: its cells in the order of the columns of the kind.

    ``amount`` is what the resolution owes for it, in đồng, and ``payer`` the budget that owes it.
    """

    kind: str
    on: date
    last_day: date
    cells: tuple[Any, ...]
    amount: int
    uploader: str
    payer: str = PROVINCE

    @property
    def is_history(self) -> bool:
        return self.last_day <= HISTORY_ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRound:
    """A round of check-ups; ``kind`` is the benefit, ``estimate`` in đồng.

    Groups and facilities are codes; ``capacity`` is people a day of each facility. Without groups
    the people are named. ``listed`` are the people left after the units looked through the list,
    None where everybody stays, and ``off`` says why the others wait. ``is_finished`` tells whether
    it came to its end.
    """

    kind: str
    code: str
    title: str
    begins_on: date
    ends_on: date
    plan_number: str
    plan_date: date
    plan_document: str
    confirm_by: date
    groups: tuple[str, ...] = ()
    facilities: tuple[str, ...]
    capacity: int
    estimate: int
    listed: int | None = None
    off: str = ""
    is_finished: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTrip:
    kind: str
    code: str
    place: str
    begins_on: date
    days: int
    quota: int
    run_by: str = "province_run"
    plan_document: str = "Kế hoạch điều dưỡng năm 2025 của Ban Tổ chức Tỉnh ủy"
    facility: str = ""
    """Code of the centre that sends a bill; without one the trip is closed directly."""
    day_price: int | None = None
    """Đồng a person and day; without one the contract has a price for the whole stay."""

    @property
    def ends_on(self) -> date:
        return self.begins_on + timedelta(days=self.days - 1)


def participation(
    trip: PlannedTrip, person: Person, amount: int, *, uploader: str, payer: str = PROVINCE
) -> Happening:
    return Happening(
        kind="trip_participation",
        on=trip.begins_on,
        last_day=trip.ends_on,
        cells=(person.citizen_id, trip.code, trip.days),
        amount=amount,
        uploader=uploader,
        payer=payer,
    )


def split(
    total: int, parts: int, random: Random, *, least: int, most: int, step: int = THOUSAND
) -> list[int]:
    """Uneven amounts that come to ``total`` exactly, each from ``least`` to ``most``."""
    amounts = [total // parts // step * step] * parts
    amounts[0] += total - sum(amounts)
    for giver in range(parts):
        taker = random.randrange(parts)
        room = min(amounts[giver] - least, most - amounts[taker])
        if giver != taker and room > 0:
            moved = random.randint(0, room // step) * step
            amounts[giver] -= moved
            amounts[taker] += moved
    random.shuffle(amounts)
    return amounts


class Calendar:
    """Who is where: nobody is in two places on one day."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: dict[int, list[tuple[date, date]]] = {}

    def is_free(self, person: Person, begins_on: date, ends_on: date) -> bool:
        taken = self._taken.get(person.number, ())
        return all(ends_on < first or last < begins_on for first, last in taken)

    def take(self, person: Person, begins_on: date, ends_on: date) -> None:
        self._taken.setdefault(person.number, []).append((begins_on, ends_on))

    def choose[P: Person](
        self, people: Sequence[P], count: int, begins_on: date, ends_on: date
    ) -> list[P]:
        """So many different people who are free, taken for these days."""
        chosen = self._random.sample(
            [person for person in people if self.is_free(person, begins_on, ends_on)], count
        )
        for person in chosen:
            self.take(person, begins_on, ends_on)
        return chosen
