"""A million different events through the workers, and a planned year of a million events."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Membership
from claims.models import Simulation
from claims.simulating.cases import Ask, Booked, Program, Subject
from claims.simulating.running import run
from claims.simulating.tally import Tally
from claims.simulating.workers import portions
from policies.bridge import law_of
from policies.models import Resolution
from policies.rules import Event, Person
from tests.bench.measuring import Measured, measured, seconds

PEOPLE, EVENTS_EACH = 100_000, 10
EVENTS = PEOPLE * EVENTS_EACH
BENEFITS = ("inpatient_meal", "hospital_fee_support", "hospital_visit_gift")
GROUPS = "3456"
A_MINUTE = 60
YEAR = 2025
MORE_PEOPLE = 90_000  # ten-thousandths: each of the people of the registry ten times
# So many times for each of the people planned; days or đồng each.
EACH: tuple[dict[str, Any], ...] = (
    {"code": "inpatient_meal", "times": 4, "days": 6, "cost": None},
    {"code": "hospital_fee_support", "times": 3, "days": None, "cost": 400_000},
    {"code": "special_drug", "times": 3, "days": None, "cost": 1_500_000},
)


def simulation(users: dict[str, User], resolution: Resolution) -> Iterator[Measured]:
    yield from different_events(resolution)
    yield from planned_year(users["chinhsach"], resolution)


def different_events(resolution: Resolution) -> Iterator[Measured]:
    """Told to the workers, each assessed with its sentence and limits, summed up."""
    program, tally = Program(law_of(resolution), YEAR), Tally()

    def reckon() -> None:
        for portion in portions(program, map(_somebody, range(PEOPLE))):
            tally.add(portion.tally)

    taken = seconds(reckon)
    assert tally.events == EVENTS
    assert sum(cell[2] for cell in tally.cells.values()) == EVENTS
    name = f"Simulate {_spoken(EVENTS)} different events"
    yield measured(name, taken, "s", "the bar set for it", A_MINUTE)
    yield measured(name, EVENTS / taken, "events/s", "the bar set for it", EVENTS / A_MINUTE)


def _somebody(number: int) -> Subject:
    group = GROUPS[number % len(GROUPS)]
    person = Person(group=group, traits=(("employment_status", "retired"),))
    asks = tuple(
        Ask(_happening(number, turn), person, (Booked("inpatient_meal", group, 1, 190_000, True),))
        for turn in range(EVENTS_EACH)
    )
    return Subject("cadre", number, group, asks)


def _happening(number: int, turn: int) -> Event:
    return Event(
        on=date(YEAR, 1, 1) + timedelta(days=36 * turn + number % 36),
        benefits=(BENEFITS[turn % len(BENEFITS)],),
        days=3 + (number + turn) % 15,
        cost=100_000 + number,
        traits=(("hospital_level", ("province", "region")[number % 2]),),
    )


def planned_year(by: User, resolution: Resolution) -> Iterator[Measured]:
    """From the registry and typed numbers to stored rows; put to the law in force as well."""
    prepared = _planned_year(by, resolution)
    taken = seconds(lambda: run(prepared))
    prepared.refresh_from_db()
    result = prepared.result
    assert result["events"] >= EVENTS
    assert all((row[3], row[4]) == (row[5], row[6]) for row in result["cells"])
    name = f"Simulate a planned year of {_spoken(result['events'])} events"
    yield measured(name, taken, "s", "the bar set for it", A_MINUTE)
    prepared.delete()


def _planned_year(by: User, resolution: Resolution) -> Simulation:
    members = Counter(Membership.objects.values_list("group__code", flat=True))
    copies = 1 + MORE_PEOPLE // 10_000
    times = -(-EVENTS // (10 * copies * members.total()))  # more, where there are fewer people
    now = timezone.now()
    return Simulation.objects.create(
        resolution=resolution,
        year=YEAR,
        reckoned_year=YEAR,
        is_planned=True,
        assumptions={
            "scales": {group: {"people": MORE_PEOPLE} for group in members},
            "occurrences": [
                each | {"group": group, "times": each["times"] * people * copies * times}
                for group, people in members.items()
                for each in EACH
            ],
        },
        unit=by.unit,
        made_by=by,
        made_at=now,
        stirred_at=now,
    )


def _spoken(count: int) -> str:
    return f"{count:,}".replace(",", ".")
