"""The pure part of a simulation: scaling, moving by years, and the sums, without a database."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from claims.simulating.cases import Ask, Booked, Occurrences, Plan, Program, Scale, Subject
from claims.simulating.planning import copies_of, occurrences_of, planned_lives, scaled
from claims.simulating.shifting import moved_day, moved_event, moved_person
from claims.simulating.tally import Tally, Verdict, verdict_of
from claims.simulating.workers import chunked, portions
from policies.rules import (
    AmountKind,
    Benefit,
    Event,
    Law,
    Payer,
    Person,
    Rate,
)

ROOT = Path(__file__).resolve().parents[2]
BUDGET = Payer("ngan-sach", "Ngân sách")
PERSON = Person(group="4")


def law(amount: int) -> Law:
    rate = Rate(1, AmountKind.PER_DAY, amount, BUDGET, "Điều 3")
    meal = Benefit("meal", "a", "Tiền ăn", "ngày", "Điều 3", (rate,))
    return Law("NQ 1", date(2020, 1, 1), None, (meal,), groups=(("4", "Đối tượng 4"),), code="nq-1")


def stay(on: date = date(2025, 3, 10), days: int = 4) -> Event:
    return Event(on, ("meal",), days=days)


def subject(pk: int, *events: Event, **fields) -> Subject:
    asks = tuple(
        Ask(event, PERSON, (Booked("meal", "4", event.on.month, 100, True),)) for event in events
    )
    return Subject("cadre", pk, "4", asks, person=PERSON, person_then=PERSON, **fields)


def tallied(program: Program, *subjects: Subject) -> Tally:
    tally = Tally()
    for portion in portions(program, subjects, processes=1):
        tally.add(portion.tally)
    return tally


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        (0, 0, Verdict.NOTHING),
        (0, 5, Verdict.JOINS),
        (5, 0, Verdict.DROPS),
        (5, 5, Verdict.SAME),
        (5, 6, Verdict.GAINS),
        (5, 4, Verdict.LOSES),
    ],
)
def test_verdicts(then, now, verdict):
    assert verdict_of(then, now) is verdict


@pytest.mark.parametrize(
    ("people", "share", "planned"), [(10, 11_000, 11), (10, 9_500, 9), (3, 25_000, 7), (7, 0, 0)]
)
def test_more_or_fewer_people_are_spread_over_the_group(people, share, planned):
    copies = [copies_of(place, share) for place in range(people)]
    assert sum(count for _, count in copies) == planned
    # Slots follow each other without a gap.
    slots = [slot for first, count in copies for slot in range(first, first + count)]
    assert slots == list(range(planned))
    assert max(count for _, count in copies) - min(count for _, count in copies) <= 1


def test_days_and_costs_are_rounded_and_a_stay_keeps_a_day():
    event = Event(
        date(2025, 3, 10), ("meal",), days=3, until=date(2025, 3, 12), cost=1_001,
        costs=(("drugs", 500),), others_paid=100,
    )  # fmt: skip
    longer = scaled(event, Scale(days=15_000, costs=11_000))
    assert (longer.days, longer.until) == (5, date(2025, 3, 14))
    assert (longer.cost, longer.costs, longer.others_paid) == (1_101, (("drugs", 550),), 110)
    shortest = scaled(event, Scale(days=0))
    assert (shortest.days, shortest.until) == (1, date(2025, 3, 10))


def test_occurrences_go_round_the_group_before_anybody_has_a_second():
    plan = Plan(occurrences=(Occurrences("4", "meal", 5, days=2),), people={"4": 3})
    members = [subject(pk, first_slot=pk, copies=1) for pk in range(3)]
    lives = [life for each in members for life, _ in planned_lives(each, plan, 2026)]
    assert [len(life) for life in lives] == [2, 2, 1]
    assert [occurrences_of(each, plan) for each in members] == [2, 2, 1]
    days = sorted(ask.event.on for life in lives for ask in life)
    assert days[0] >= date(2026, 1, 1)
    assert days[-1] <= date(2026, 12, 31)
    assert len(set(days)) == 5


def test_copies_differ_only_by_who_has_the_last_occurrence():
    """Seven occurrences for five people alike: two of them have a second one."""
    plan = Plan(occurrences=(Occurrences("4", "meal", 7, days=2),), people={"4": 5})
    lives = planned_lives(subject(1, first_slot=0, copies=5), plan, 2026)
    found = {weight: [ask.event.on for ask in life] for life, weight in lives}
    assert {weight: len(days) for weight, days in found.items()} == {2: 2, 3: 1}
    assert found[3] == found[2][:1]


def test_planned_occurrences_are_like_those_recorded():
    pattern = Event(
        date(2025, 5, 1), ("meal", "gift"), days=7, traits=(("hospital_level", "region"),)
    )
    rule = Occurrences("4", "meal", 2)
    plan = Plan(occurrences=(rule,), people={"4": 1}, patterns={("4", "meal"): (pattern,)})
    [([first, _], _)] = planned_lives(subject(1), plan, 2026)
    assert (first.event.days, first.event.traits) == (7, pattern.traits)
    assert first.event.benefits == ("meal",)
    assert (first.event.until - first.event.on).days == 6


def test_copies_are_weighed_like_as_many_people():
    events = (stay(), stay(date(2025, 8, 1), 2))
    plan = Plan(scales={"4": Scale(people=30_000)})
    once = Program(law(200), 2025, plan, law_then=law(100))
    weighed = tallied(once, subject(1, *events, copies=3))
    one_by_one = tallied(once, *(subject(pk, *events) for pk in range(3)))
    assert weighed.plain() == one_by_one.plain()
    assert weighed.people["4", "gains"] == [3, 3 * 600, 3 * 1_200]


def test_only_lines_of_the_year_count():
    early = subject(1, stay(date(2024, 12, 30)), stay(date(2025, 1, 2)))
    tally = tallied(Program(law(200), 2025), early)
    assert tally.cells["meal", "4", 1][:2] == [1, 800]
    assert tally.cells["meal", "4", 12][:2] == [0, 0]


def test_a_person_stays_in_one_chunk():
    program = Program(law(200), 2025)
    crowd = [subject(pk, *[stay()] * 4_000) for pk in range(3)]
    assert [[each.pk for each in chunk] for chunk in chunked(crowd, program)] == [[0, 1], [2]]


def test_everything_is_moved_by_whole_years():
    event = Event(
        date(2024, 2, 28), ("meal",), days=3, until=date(2024, 3, 1), claimed_on=date(2024, 3, 9)
    )
    moved = moved_event(event, 1)
    assert (moved.on, moved.until, moved.claimed_on) == (
        date(2025, 2, 28),
        date(2025, 3, 2),
        date(2025, 3, 10),
    )
    assert moved_day(date(2024, 2, 29), 1) == date(2025, 2, 28)
    person = Person(birth_date=date(1960, 3, 5), ended_on=date(2024, 7, 1))
    person = moved_person(
        Person(birth_date=person.birth_date, changes=((date(2024, 7, 1), person),)), 2
    )
    assert person.birth_date == date(1962, 3, 5)
    [(since, later)] = person.changes
    assert (since, later.ended_on) == (date(2026, 7, 1), date(2026, 7, 1))


def test_tallies_add_up_through_their_plain_form():
    program = Program(law(200), 2025)
    both = tallied(program, subject(1, stay()), subject(2, stay()))
    added = Tally()
    for pk in (1, 2):
        added.add(tallied(program, subject(pk, stay())).plain())
    assert added.plain() == both.plain()


def test_workers_start_without_django():
    words = "import sys, claims.simulating.workers; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], cwd=ROOT, check=False).returncode == 0
