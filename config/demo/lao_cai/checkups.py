"""Part A of the report: check-ups in two rounds, and support of treatment costs.

Money is what invoices show, to the đồng. 7.859 people are examined, some of them twice; 397 get
treatment costs; 130 get both.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from config.demo.lao_cai.people import Person, of_group
from config.demo.lao_cai.places import COMMUNES, DEMO_HOSPITAL, SUFFIX
from config.demo.plan import DISTRICT, PROVINCE, Calendar, Happening, PlannedRound, split

CLERK, HOSPITAL_CLERK = f"nhaplieu{SUFFIX}", f"nhaplieu.bv{SUFFIX}"
EXAMINING = (DEMO_HOSPITAL, *sorted({*COMMUNES.values()} - {DEMO_HOSPITAL}))
TREATMENT = "treatment_cost_support"
LAST_DISTRICT_BILL = date(2025, 6, 13)
"""Districts pay until 30/6/2025, so their bills are in two weeks before."""
DISTRICTS_END = date(2025, 6, 30)
ROUND_1 = PlannedRound(
    kind="periodic_checkup",
    code="lc-dot-1",
    title="Khám sức khỏe định kỳ đợt 1 năm 2025",
    begins_on=date(2025, 5, 12),
    ends_on=date(2025, 8, 29),
    plan_number="68/KH-SYT",
    plan_date=date(2025, 4, 26),
    plan_document="Kế hoạch khám sức khỏe định kỳ cho cán bộ đợt 1 năm 2025",
    confirm_by=date(2025, 5, 7),
    groups=("trung-uong", "tinh-uy", "huyen-uy", "khac"),
    facilities=EXAMINING,
    capacity=60,
    estimate=10_700_000_000,
    listed=8_690,
)
ROUND_2 = PlannedRound(
    kind="periodic_checkup",
    code="lc-dot-2",
    title="Khám sức khỏe định kỳ đợt 2 năm 2025",
    begins_on=date(2025, 11, 26),
    ends_on=date(2025, 12, 19),
    plan_number="128/KH-SYT",
    plan_date=date(2025, 11, 24),
    plan_document="Kế hoạch khám sức khỏe định kỳ cho cán bộ đợt 2 năm 2025",
    confirm_by=date(2025, 11, 25),
    groups=("trung-uong", "tinh-uy", "khac"),
    facilities=EXAMINING,
    capacity=60,
    estimate=2_300_000_000,
    listed=1_760,
)
ROUNDS = (ROUND_1, ROUND_2)
# Group → examined in the first round only, in both, in the second only: 7.859 people.
ATTENDANCE = {
    "trung-uong": (9, 21, 0),
    "tinh-uy": (550, 500, 60),
    "huyen-uy": (4_100, 0, 0),
    "khac": (1_860, 280, 479),
}
EXAMINED = sum(sum(counts) for counts in ATTENDANCE.values())
CHECKUP_COSTS = 12_455_529_566
# The rest of the costs is that of the other group.
COSTS = {"trung-uong": 117_640_215, "tinh-uy": 3_204_398_740, "huyen-uy": 5_330_017_381}
LEAST_COST, MOST_COST = 380_000, 4_600_000
TREATED, TREATED_TWICE, ALSO_EXAMINED = 397, 24, 130
TREATMENT_COSTS = 675_293_120
LEAST_TREATMENT, MOST_TREATMENT = 95_000, 9_800_000
LAST_TREATMENT = date(2025, 12, 10)


class PartA:
    """What is planned for these people. The same random numbers plan the same year."""

    def __init__(self, people: Sequence[Person], random: Random, calendar: Calendar) -> None:
        self._people = people
        self._random = random
        self._calendar = calendar
        self._examined: set[int] = set()

    def happenings(self) -> list[Happening]:
        checkups = list(self._checkups())
        return [*checkups, *self._treatments()]

    # --- Check-ups ----------------------------------------------------------------------------

    def _checkups(self) -> Iterator[Happening]:
        for group, (first, both, second) in ATTENDANCE.items():
            members = self._random.sample(of_group(self._people, group), first + both + second)
            self._examined |= {person.number for person in members}
            visits = [(ROUND_1, person) for person in members[: first + both]]
            visits += [(ROUND_2, person) for person in members[first:]]
            for (planned, person), cost in zip(
                visits, self._costs(group, len(visits)), strict=True
            ):
                yield self._checkup(planned, person, cost)

    def _costs(self, group: str, visits: int) -> list[int]:
        total = COSTS.get(group, CHECKUP_COSTS - sum(COSTS.values()))
        return split(total, visits, self._random, least=LEAST_COST, most=MOST_COST, step=1)

    def _checkup(self, planned: PlannedRound, person: Person, cost: int) -> Happening:
        day = self._free_weekday(planned, person)
        place = person.care_facility
        return Happening(
            kind="checkup",
            on=day,
            last_day=day,
            cells=(person.citizen_id, planned.code, place, day, cost),
            amount=cost,
            uploader=HOSPITAL_CLERK if place == DEMO_HOSPITAL else CLERK,
            payer=payer_of(person, day),
        )

    def _free_weekday(self, planned: PlannedRound, person: Person) -> date:
        span = (planned.ends_on - planned.begins_on).days
        while True:
            day = planned.begins_on + timedelta(days=self._random.randint(0, span))
            is_between_budgets = LAST_DISTRICT_BILL < day <= DISTRICTS_END
            if (
                day.weekday() < 5
                and not is_between_budgets
                and self._calendar.is_free(person, day, day)
            ):
                self._calendar.take(person, day, day)
                return day

    # --- Treatment ----------------------------------------------------------------------------

    def _treatments(self) -> Iterator[Happening]:
        served = [person for person in self._people if person.served]
        examined = [person for person in served if person.number in self._examined]
        others = [person for person in served if person.number not in self._examined]
        treated = [
            *self._random.sample(examined, ALSO_EXAMINED),
            *self._random.sample(others, TREATED - ALSO_EXAMINED),
        ]
        visits = [*treated, *self._random.sample(treated, TREATED_TWICE)]
        sums = split(
            TREATMENT_COSTS,
            len(visits),
            self._random,
            least=LEAST_TREATMENT,
            most=MOST_TREATMENT,
            step=1,
        )
        for person, amount in zip(visits, sums, strict=True):
            yield self._treatment(person, amount)

    def _treatment(self, person: Person, amount: int) -> Happening:
        begins_on, ends_on = self._free_days(person)
        insured = round(amount * self._random.uniform(0.4, 3.5))
        days = (ends_on - begins_on).days + 1
        return Happening(
            kind="benefit_request",
            on=begins_on,
            last_day=ends_on,
            cells=(
                person.citizen_id,
                TREATMENT,
                begins_on,
                ends_on,
                days,
                amount + insured,
                insured,
            ),
            amount=amount,
            uploader=CLERK,
            payer=payer_of(person, begins_on),
        )

    def _free_days(self, person: Person) -> tuple[date, date]:
        """A treatment that no change of budgets falls into."""
        span = (LAST_TREATMENT - date(2025, 1, 6)).days
        while True:
            begins_on = date(2025, 1, 6) + timedelta(days=self._random.randint(0, span))
            ends_on = begins_on + timedelta(days=self._random.choice((0, 0, 0, 3, 5, 7, 9)))
            is_between_budgets = begins_on <= DISTRICTS_END and ends_on > LAST_DISTRICT_BILL
            if not is_between_budgets and self._calendar.is_free(person, begins_on, ends_on):
                self._calendar.take(person, begins_on, ends_on)
                return begins_on, ends_on


def payer_of(person: Person, on: date) -> str:
    """Districts paid for their own cadres as long as there were districts."""
    return DISTRICT if person.served == "huyen-uy" and on <= DISTRICTS_END else PROVINCE
