"""What happened in 2025, planned so that the ledger comes to the printed figures to the đồng.

Sources of the sums: the department's report on 2025, as told in the resolution's pack.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from config.demo.lang_son.convalescence import fair_list
from config.demo.lang_son.people import Person, of_group
from config.demo.lang_son.places import (
    DEMO_COMMUNE,
    DEMO_HOSPITAL,
    PROVINCIAL_HOSPITALS,
    REGIONAL_HOSPITALS,
)
from config.demo.lang_son.rounds import ROUNDS
from config.demo.places import CENTRAL_HOSPITALS, Place
from config.demo.plan import (
    FIRST_DAY,
    LAST_DAY,
    MILLION,
    THOUSAND,
    Calendar,
    Happening,
    PlannedRound,
    split,
)

CLERK = "nhaplieu"
MEALS_END = date(2025, 11, 14)
"""Stays that end later are paid in January 2026: they are the estimated part of the year."""
DRUGS_END = date(2025, 10, 10)

MEAL = 190_000
MEAL_DAYS, MEAL_DAYS_PAID = 26_994, 21_906
FEES, FEE_PEOPLE = 5_820_000, 20
# Group → visits at hospitals of (province or centre, region): 43 at 1.000.000, 63 at 500.000.
VISITS = {"1": (1, 0), "2": (4, 0), "3": (20, 22), "4": (14, 28), "5": (4, 13)}
VISIT_HIGH, VISIT_LOW = 1_000_000, 500_000
# Group → đồng of the year, people, least and most of one person, supplies of each.
DRUGS = {
    "1": (241_042_000, 11, 10 * MILLION, 33 * MILLION, 5),
    "2": (133_082_000, 30, 1 * MILLION, 12 * MILLION, 2),
    "3": (290_126_000, 90, 1 * MILLION, 8 * MILLION, 2),
    "4": (300_138_000, 140, 800 * THOUSAND, 6 * MILLION, 1),
}
# One more person of group 1 needs more than the yearly 40 million: the last invoice is cut.
BEYOND_THE_CEILING = (12 * MILLION, 14 * MILLION, 12 * MILLION, 5 * MILLION)
CEILING_OF_GROUP_1 = 40 * MILLION
PACKAGES = (
    (1, 168_000_000, date(2025, 4, 25), "Thuốc điều trị bệnh tim mạch, huyết áp", "DN-001"),
    (2, 247_500_000, date(2025, 5, 20), "Thuốc bổ trợ thần kinh, tuần hoàn não", "DN-002"),
    (3, 49_170_000, date(2025, 6, 18), "Thuốc điều trị đái tháo đường", "DN-001"),
    (4, 179_940_000, date(2025, 8, 15), "Thực phẩm bảo vệ sức khỏe", "DN-003"),
    (5, 7_193_000, date(2025, 9, 22), "Vật tư kèm theo thuốc", "DN-003"),
)
DISEASES = (
    ("2", "Ung thư phổi", date(2025, 2, 18)),
    ("2", "Nhồi máu cơ tim cấp", date(2025, 6, 10)),
    ("4", "Suy thận mạn giai đoạn cuối", date(2025, 4, 22)),
    ("4", "Ung thư đại tràng", date(2025, 7, 15)),
    ("4", "Đột quỵ não", date(2025, 9, 9)),
    ("5", "Ung thư gan", date(2025, 8, 19)),
)
GRANTS = {"2": 20 * MILLION, "4": 20 * MILLION, "5": 15 * MILLION}
DRUG_ITEMS = (
    "Thuốc giãn mạch vành theo đơn",
    "Thuốc bổ não, tuần hoàn ngoại vi",
    "Kháng thể đơn dòng theo phác đồ",
    "Thuốc điều trị loãng xương",
    "Thực phẩm bảo vệ sức khỏe theo chỉ định",
    "Thuốc chống thải ghép",
)
DIAGNOSES = (
    "Tăng huyết áp, thiếu máu cơ tim",
    "Viêm phổi cộng đồng",
    "Thoái hóa cột sống thắt lưng",
    "Đái tháo đường típ 2",
    "Bệnh phổi tắc nghẽn mạn tính đợt cấp",
    "Rối loạn tuần hoàn não",
    "Viêm dạ dày, tá tràng",
    "Suy tim độ II",
)


@dataclass(frozen=True, slots=True)
class PlannedRecipient:
    """Staff or a supplier; ``duty`` is "" for a supplier."""

    code: str
    name: str
    duty: str


# Duty → people, days of a period with its months or sessions, đồng a month or session.
QUARTERS = (
    (date(2025, 1, 1), date(2025, 3, 31), 3),
    (date(2025, 4, 1), date(2025, 6, 30), 3),
    (date(2025, 7, 1), date(2025, 9, 30), 3),
)
UNTIL_THE_BOARD_CLOSED = (date(2025, 10, 1), date(2025, 10, 14), 1)
LAST_QUARTER = (date(2025, 10, 1), LAST_DAY, 3)
BY_MONTH = {
    "provincial_board": (9, (*QUARTERS, UNTIL_THE_BOARD_CLOSED), 710_000),
    "professional_council": (5, (*QUARTERS, UNTIL_THE_BOARD_CLOSED), 900_000),
    "direct_staff": (10, (*QUARTERS, LAST_QUARTER), 800_000),
    "district_board": (88, QUARTERS[:2], 280_000),
}
SESSIONS_BEGIN, SESSIONS_END = date(2025, 8, 11), date(2025, 11, 14)
BY_SESSION = {
    "doctors": ((23,) * 14, 400_000),
    "nurses": ((61,) * 17 + (60,) * 3, 100_000),
}
DUTY_WORDS = {
    "provincial_board": "Ban Bảo vệ, CSSK cán bộ tỉnh",
    "professional_council": "Hội đồng chuyên môn",
    "direct_staff": "Viên chức làm nhiệm vụ trực tiếp",
    "district_board": "Ban Bảo vệ, CSSK cán bộ cấp huyện",
    "doctors": "Bác sĩ khám sức khỏe định kỳ",
    "nurses": "Nhân viên y tế khám sức khỏe định kỳ",
}
SUPPLIERS = (
    PlannedRecipient("DN-001", "Công ty cổ phần Dược phẩm Xứ Lạng (giả định)", ""),
    PlannedRecipient("DN-002", "Công ty TNHH Thiết bị y tế Kỳ Cùng (giả định)", ""),
    PlannedRecipient("DN-003", "Công ty TNHH Dược Mẫu Sơn (giả định)", ""),
)
SERVING_AND_RETIRED = {"round_1": (8, 4), "round_2": (6, 4), "doi-tuong-2": (24, 13)}


class Year:
    """The plan of the year for these people. The same seed plans the same year."""

    def __init__(self, people: Sequence[Person], staff: Sequence[PlannedRecipient], seed: int):
        self._random = Random(seed)
        self._people = people
        self._staff = staff
        self.calendar = Calendar(self._random)
        self.convalescence = fair_list(people)

    def happenings(self) -> list[Happening]:
        """All of it, in the order in which it was over."""
        planned = [
            *self._resting(),
            *self._checkups(),
            *self._illnesses(),
            *self._drugs(),
            *self._packages(),
            *self._allowances(),
            *self._stays(),
        ]
        return sorted(planned, key=lambda happening: (happening.last_day, happening.on))

    # --- Convalescence ------------------------------------------------------------------------

    def _resting(self) -> Iterator[Happening]:
        people = {person.citizen_id: person for person in self._people}
        for each in self.convalescence.happenings(CLERK):
            self.calendar.take(people[each.cells[0]], each.on, each.last_day)
            yield each

    # --- Check-ups ----------------------------------------------------------------------------

    def _checkups(self) -> Iterator[Happening]:
        yield from self._by_actual_cost("round_1", "1", self._costs(38 * MILLION, 12))
        yield from self._by_actual_cost("round_2", "1", self._costs(20_800_000, 10))
        yield from self._by_actual_cost("doi-tuong-2", "2", self._costs_under_a_ceiling())
        yield from self._flat("doi-tuong-3", of_group(self._people, "3"), 66, 3 * MILLION)
        # Of 256 planned people of group 4 these are examined and paid by the end of the year.
        yield from self._flat("doi-tuong-4", of_group(self._people, "4"), 96, 2 * MILLION)
        delegates = [p for p in self._people if p.group in "234" and not p.is_retired]
        costs = [2_200_000] * 34 + [2_000_000] * 127
        self._random.shuffle(costs)
        yield from self._examined("provincial_congress", delegates, costs)
        leaders = [p for p in self._people if p.group in "123" and not p.is_retired]
        yield from self._flat("national_congress", leaders, 10, 11 * MILLION)

    def _costs(self, total: int, people: int) -> list[int]:
        return split(
            total, people, self._random, least=total // people // 2, most=total // people * 2
        )

    def _costs_under_a_ceiling(self) -> list[int]:
        """37 bills of which fifteen pass 10 million and are paid up to it: 363.900.000 in all."""
        dearer = [10 * MILLION + self._random.randint(1, 9) * 50 * THOUSAND for _ in range(15)]
        rest = 363_900_000 - 15 * 10 * MILLION
        return dearer + split(rest, 22, self._random, least=9_200_000, most=10 * MILLION)

    def _by_actual_cost(self, code: str, group: str, costs: list[int]) -> Iterator[Happening]:
        """Retired people first, then serving ones, in the printed numbers."""
        retired, serving = SERVING_AND_RETIRED[code]
        members = of_group(self._people, group)
        self._random.shuffle(costs)
        for is_retired, part in ((True, costs[:retired]), (False, costs[retired:])):
            assert len(part) == (retired if is_retired else serving)
            yield from self._examined(
                code, [person for person in members if person.is_retired == is_retired], part
            )

    def _flat(
        self, code: str, people: Sequence[Person], count: int, amount: int
    ) -> Iterator[Happening]:
        yield from self._examined(code, people, [amount] * count)

    def _examined(
        self, code: str, people: Sequence[Person], costs: Sequence[int]
    ) -> Iterator[Happening]:
        planned = ROUNDS[code]
        ceiling = {"doi-tuong-2": 10 * MILLION}.get(code, MILLION**2)
        seen: set[int] = set()
        for cost in costs:
            person, day = self._free_person_and_day(people, seen, planned)
            seen.add(person.number)
            yield Happening(
                kind="checkup",
                on=day,
                last_day=day,
                cells=(person.citizen_id, code, self._place_of(code), day, cost),
                amount=min(cost, ceiling),
                uploader=CLERK,
            )

    def _place_of(self, code: str) -> str:
        return ROUNDS[code].facilities[0]

    def _free_person_and_day(
        self, people: Sequence[Person], seen: set[int], planned: PlannedRound
    ) -> tuple[Person, date]:
        span = (min(planned.ends_on, date(2025, 12, 19)) - planned.begins_on).days
        while True:
            day = planned.begins_on + timedelta(days=self._random.randint(0, span))
            person = self._random.choice(people)
            if (
                day.weekday() < 5
                and person.number not in seen
                and self.calendar.is_free(person, day, day)
            ):
                self.calendar.take(person, day, day)
                return person, day

    # --- Illness, drugs -----------------------------------------------------------------------

    def _illnesses(self) -> Iterator[Happening]:
        for group, disease, day in DISEASES:
            [person] = self.calendar.choose(of_group(self._people, group), 1, day, day)
            hospital = self._random.choice(CENTRAL_HOSPITALS)
            yield Happening(
                kind="critical_illness",
                on=day,
                last_day=day,
                cells=(person.citizen_id, disease, day, hospital.name),
                amount=GRANTS[group],
                uploader=CLERK,
            )

    def _drugs(self) -> Iterator[Happening]:
        invoice = iter(range(1, 10_000))
        for group, (total, count, least, most, supplies) in DRUGS.items():
            sick, *others = self._random.sample(of_group(self._people, group), count + 1)
            if group == "1":
                yield from self._supplies(sick, BEYOND_THE_CEILING, invoice, CEILING_OF_GROUP_1)
            sums = split(total, count, self._random, least=least, most=most)
            for person, amount in zip(others, sums, strict=True):
                share = amount // supplies
                costs = split(amount, supplies, self._random, least=share // 2, most=share * 2)
                yield from self._supplies(person, costs, invoice, amount)

    def _supplies(
        self, person: Person, costs: Sequence[int], invoice: Iterator[int], ceiling: int
    ) -> Iterator[Happening]:
        span = (DRUGS_END - FIRST_DAY).days - 10
        days = sorted(self._random.sample(range(5, span), len(costs)))
        for place, cost in zip(days, costs, strict=True):
            day = FIRST_DAY + timedelta(days=place)
            paid = min(cost, ceiling)
            ceiling -= paid
            ordered_by = self._random.choice(
                ("Hội đồng chuyên môn", "Bác sĩ bệnh viện tuyến trung ương")
            )
            item = self._random.choice(DRUG_ITEMS)
            number = f"HD-{next(invoice):05d}"
            yield Happening(
                kind="drug_supply",
                on=day,
                last_day=day,
                cells=(person.citizen_id, day, ordered_by, item, number, cost),
                amount=paid,
                uploader=CLERK,
            )

    def _packages(self) -> Iterator[Happening]:
        for number, cost, day, title, supplier in PACKAGES:
            yield Happening(
                kind="purchase_package",
                on=day,
                last_day=day,
                cells=(supplier, number, title, f"{number:02d}/2025/HĐ-PHCN", day, cost),
                amount=cost,
                uploader=CLERK,
            )

    # --- Staff --------------------------------------------------------------------------------

    def _allowances(self) -> Iterator[Happening]:
        for duty, (_, periods, monthly) in BY_MONTH.items():
            for member in self._on_duty(duty):
                for begins_on, ends_on, months in periods:
                    yield self._allowance(
                        member, begins_on, ends_on, (months, None), months * monthly
                    )
        for duty, (sessions, each) in BY_SESSION.items():
            for member, count in zip(self._on_duty(duty), sessions, strict=True):
                yield self._allowance(
                    member, SESSIONS_BEGIN, SESSIONS_END, (None, count), count * each
                )

    def _on_duty(self, duty: str) -> list[PlannedRecipient]:
        return [member for member in self._staff if member.duty == duty]

    def _allowance(
        self,
        member: PlannedRecipient,
        begins_on: date,
        ends_on: date,
        quantity: tuple[int | None, int | None],
        amount: int,
    ) -> Happening:
        decision = "Quyết định phân công nhiệm vụ năm 2025"
        return Happening(
            kind="staff_allowance",
            on=begins_on,
            last_day=ends_on,
            cells=(member.code, DUTY_WORDS[member.duty], begins_on, ends_on, *quantity, decision),
            amount=amount,
            uploader=CLERK,
        )

    # --- Hospital stays -----------------------------------------------------------------------

    def _stays(self) -> Iterator[Happening]:
        left = MEAL_DAYS_PAID
        for stay in self._visited_stays():
            left -= stay.cells[3].toordinal() - stay.cells[2].toordinal() + 1
            yield stay
        fees = iter(split(FEES, FEE_PEOPLE, self._random, least=90_000, most=700_000))
        with_fee: set[int] = set()
        for days in self._lengths(left):
            person, admitted = self._patient(days, FIRST_DAY, MEALS_END)
            fee = None
            if person.number not in with_fee and (fee := next(fees, None)):
                with_fee.add(person.number)
            yield self._stay(person, admitted, days, self._hospital_of(person), fee=fee)
        for days in self._lengths(MEAL_DAYS - MEAL_DAYS_PAID):
            person, admitted = self._patient(
                days, MEALS_END + timedelta(days=2 - days), LAST_DAY, at_its_end=True
            )
            yield self._stay(person, admitted, days, self._hospital_of(person))

    def _visited_stays(self) -> Iterator[Happening]:
        for group, counts in VISITS.items():
            for hospitals, count in zip(
                ((*CENTRAL_HOSPITALS, *PROVINCIAL_HOSPITALS), REGIONAL_HOSPITALS),
                counts,
                strict=True,
            ):
                for _ in range(count):
                    days = self._random.randint(6, 16)
                    person, admitted = self._patient(days, FIRST_DAY, MEALS_END, group)
                    visited = admitted + timedelta(days=self._random.randint(1, days - 2))
                    hospital = self._random.choice(hospitals)
                    yield self._stay(person, admitted, days, hospital, visited=visited)

    def _lengths(self, total: int) -> Iterator[int]:
        """Days of stays that come to ``total``."""
        while total > 24:
            days = self._random.randint(5, 18)
            yield days
            total -= days
        yield total

    def _patient(
        self, days: int, earliest: date, latest: date, group: str = "", *, at_its_end: bool = False
    ) -> tuple[Person, date]:
        """Somebody free for so many days; ``at_its_end`` of the year: out after MEALS_END."""
        people = of_group(self._people, group) if group else self._people
        last_start = (latest - earliest).days - days + 1
        while True:
            admitted = earliest + timedelta(days=self._random.randint(0, last_start))
            discharged = admitted + timedelta(days=days - 1)
            person = self._random.choice(people)
            if person.group == "other" or (at_its_end and discharged <= MEALS_END):
                continue
            if admitted.year == FIRST_DAY.year and self.calendar.is_free(
                person, admitted, discharged
            ):
                self.calendar.take(person, admitted, discharged)
                return person, admitted

    def _hospital_of(self, person: Person) -> Place:
        chance = self._random.random()
        if chance < 0.07:
            return self._random.choice(CENTRAL_HOSPITALS)
        if chance < 0.45:
            return self._random.choice(PROVINCIAL_HOSPITALS)
        own = [place for place in REGIONAL_HOSPITALS if place.code == person.care_facility]
        return own[0] if own else PROVINCIAL_HOSPITALS[0]

    def _stay(
        self,
        person: Person,
        admitted: date,
        days: int,
        hospital: Place,
        *,
        visited: date | None = None,
        fee: int | None = None,
    ) -> Happening:
        discharged = admitted + timedelta(days=days - 1)
        gift = VISIT_LOW if hospital in REGIONAL_HOSPITALS else VISIT_HIGH
        return Happening(
            kind="hospital_stay",
            on=admitted,
            last_day=discharged,
            cells=(
                person.citizen_id,
                hospital.code,
                admitted,
                discharged,
                visited,
                fee,
                self._random.choice(DIAGNOSES),
            ),
            amount=days * MEAL + (gift if visited else 0) + (fee or 0),
            uploader=self._uploader(person, hospital),
        )

    def _uploader(self, person: Person, hospital: Place) -> str:
        """Communes and hospitals send in a part of their own people's stays."""
        if person.commune == DEMO_COMMUNE and self._random.random() < 0.6:
            return "nhaplieu.xa"
        own = person.care_facility == DEMO_HOSPITAL == hospital.code
        return "nhaplieu.bv" if own and self._random.random() < 0.6 else "nhaplieu"


def in_span(happenings: Iterable[Happening], after: date, until: date) -> list[Happening]:
    """What was over in the days after ``after`` up to ``until``."""
    return [each for each in happenings if after < each.last_day <= until]
