"""Three rules of three kinds for the same people: ours, OpenFisca's, and by whole numbers.

OpenFisca reckons a column of people at once, without a reason for anybody; we reckon one person
after another, with sentence, article and limits. What the two answer is held against the bare
integer sums of ``exactly``. OpenFisca's rules are written as its own examples are: money is a
``float``, which it keeps in 32 bits.
"""

import multiprocessing
import time
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from policies.rules import (
    AmountKind,
    Benefit,
    Event,
    Law,
    Limit,
    Measure,
    Parameter,
    ParameterValue,
    Payer,
    Person,
    Rate,
    Used,
    Window,
    Worth,
    assess,
)
from tests.bench.measuring import Measured, measured, seconds

PEOPLE = 200_000
PROCESSES = 2
PEER = "openfisca-core, all people at once"
MEAL, DAYS_A_YEAR = 190_000, 60
STANDARDS = ((date(2021, 7, 1), 1_624_000), (date(2024, 7, 1), 2_055_000))
COEFFICIENTS = {"1": 18_000, "2": 9_000}  # ten-thousandths
SHARE, MOST = 3_000, 15_000_000
CODES = ("meals", "convalescence", "fees")


class Facts(NamedTuple):
    """What is told of one person's year."""

    group: str
    days: int
    days_before: int
    cost: int


def facts_of(number: int) -> Facts:
    """Spread widely, and the same in every run."""
    return Facts(
        group="12"[number % 2],
        days=number % 41,
        days_before=number * 7 % 71,
        cost=number * 7_919 % 80_000_000,
    )


def beside_openfisca() -> Iterator[Measured]:
    people = [facts_of(number) for number in range(PEOPLE)]
    right = [exactly(facts) for facts in people]
    theirs, their_seconds = by_openfisca(people)
    name = f"Three rules for {PEOPLE:,} people".replace(",", ".")
    for words, reckon in (("one by one", by_us), (f"in {PROCESSES} processes", by_us_at_once)):
        ours, our_seconds = reckon(people)
        yield measured(
            f"{name}, {words}",
            PEOPLE / our_seconds,
            "people/s",
            PEER,
            PEOPLE / their_seconds,
        )
        yield Measured(
            f"{name}, {words}: wrong sums",
            differing(ours, right),
            "sums",
            PEER,
            differing(theirs, right),
            0.0,
        )


def differing(found: list[tuple[int, ...]], right: list[tuple[int, ...]]) -> int:
    pairs = zip(found, right, strict=True)
    return sum(one != other for sums in pairs for one, other in zip(*sums, strict=True))


def exactly(facts: Facts) -> tuple[int, ...]:
    """The same in whole numbers: half a đồng and more goes up."""
    days = max(0, min(facts.days, DAYS_A_YEAR - facts.days_before))
    coefficient = COEFFICIENTS[facts.group] * STANDARDS[-1][1]
    fees = min((facts.cost * SHARE + 5_000) // 10_000, MOST)
    return days * MEAL, (coefficient + 5_000) // 10_000, fees


# --- ours ------------------------------------------------------------------------------------


def law() -> Law:
    payer = Payer("province", "Ngân sách tỉnh")

    def benefit(code: str, *rates: Rate, limits: tuple[Limit, ...] = ()) -> Benefit:
        return Benefit(code, "a", code, "lượt", "Điều 4", rates, limits, occasion="year")

    return Law(
        "Nghị quyết",
        date(2025, 1, 1),
        None,
        (
            benefit(
                "meals",
                Rate(1, AmountKind.PER_DAY, MEAL, payer, "Điều 4"),
                limits=(Limit(Measure.QUANTITY, Window.YEAR, DAYS_A_YEAR, "Điều 5"),),
            ),
            benefit(
                "convalescence",
                *(
                    Rate(
                        number,
                        AmountKind.FLAT,
                        0,
                        payer,
                        "Điều 6",
                        group=group,
                        worth=Worth.COEFFICIENT,
                        factor=factor,
                        of="standard",
                    )
                    for number, (group, factor) in enumerate(COEFFICIENTS.items(), start=2)
                ),
            ),
            benefit(
                "fees",
                Rate(
                    9,
                    AmountKind.SHARE_OF_COST,
                    0,
                    payer,
                    "Điều 7",
                    factor=SHARE,
                    ceiling=MOST,
                ),
            ),
        ),
        groups=(("1", "Đối tượng 1"), ("2", "Đối tượng 2")),
        parameters=(
            Parameter(
                "standard", "mức chuẩn", tuple(ParameterValue(*value) for value in STANDARDS)
            ),
        ),
    )


Question = tuple[Event, Person, tuple[Used, ...]]
_asked: list[Question] = []  # what the processes find when they begin


def _questions(people: list[Facts]) -> list[Question]:
    persons = {group: Person(group) for group in COEFFICIENTS}
    on, before = date(2025, 9, 1), date(2025, 2, 1)
    return [
        (
            Event(on, ("year",), days=facts.days, cost=facts.cost),
            persons[facts.group],
            (Used("meals", before, facts.days_before, facts.days_before * MEAL),),
        )
        for facts in people
    ]


def _answers(questions: list[Question], asked_of: Law) -> list[tuple[int, ...]]:
    answers = []
    for event, person, usage in questions:
        paid = {line.benefit: line.amount for line in assess(event, asked_of, person, usage).lines}
        answers.append(tuple(paid.get(code, 0) for code in CODES))
    return answers


def by_us(people: list[Facts]) -> tuple[list[tuple[int, ...]], float]:
    questions, asked_of = _questions(people), law()
    answers: list[tuple[int, ...]] = []
    taken = seconds(lambda: answers.extend(_answers(questions, asked_of)), time.process_time)
    return answers, taken


def by_us_at_once(people: list[Facts]) -> tuple[list[tuple[int, ...]], float]:
    _asked[:] = _questions(people)
    size = -(-PEOPLE // PROCESSES)
    answers: list[tuple[int, ...]] = []

    def work() -> None:
        with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
            for part in pool.imap(_part, range(0, PEOPLE, size)):
                answers.extend(part)

    return answers, seconds(work)


def _part(start: int) -> list[tuple[int, ...]]:
    return _answers(_asked[start : start + -(-PEOPLE // PROCESSES)], law())


# --- OpenFisca -------------------------------------------------------------------------------


def by_openfisca(people: list[Facts]) -> tuple[list[tuple[int, ...]], float]:
    """Its sums rounded to whole đồng, and the seconds it takes from columns to columns."""
    system = _system()
    columns = {
        "group": np.array([int(facts.group) for facts in people]),
        "days": np.array([facts.days for facts in people]),
        "days_before": np.array([facts.days_before for facts in people]),
        "cost": np.array([facts.cost for facts in people]),
    }
    began = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(system, len(people))
    for name, column in columns.items():
        simulation.set_input(name, "2025", column)
    found = [simulation.calculate(code, "2025") for code in CODES]
    taken = time.perf_counter() - began
    whole = [np.floor(column.astype(np.float64) + 0.5).astype(np.int64) for column in found]
    return list(zip(*(column.tolist() for column in whole), strict=True)), taken


def _system() -> TaxBenefitSystem:
    person = build_entity(key="person", plural="people", label="Người", is_person=True)
    system = TaxBenefitSystem([person])
    standards = {str(since): {"value": value} for since, value in STANDARDS}
    system.parameters = ParameterNode("", data={"standard": {"values": standards}})

    def variable(name: str, kind: type, formula: Any = None) -> None:
        told = {"value_type": kind, "entity": person, "definition_period": DateUnit.YEAR}
        system.add_variable(
            type(name, (Variable,), told | ({"formula": formula} if formula else {}))
        )

    def meals(people: Any, period: Any) -> Any:
        left = DAYS_A_YEAR - people("days_before", period)
        return np.clip(people("days", period), 0, np.maximum(left, 0)) * MEAL

    def convalescence(people: Any, period: Any, parameters: Any) -> Any:
        coefficient = np.where(people("group", period) == 1, 1.8, 0.9)
        return coefficient * parameters(period).standard

    def fees(people: Any, period: Any) -> Any:
        return np.minimum(people("cost", period) * 0.3, MOST)

    for name in ("group", "days", "days_before", "cost"):
        variable(name, int)
    for formula in (meals, convalescence, fees):
        variable(formula.__name__, float, formula)
    return system
