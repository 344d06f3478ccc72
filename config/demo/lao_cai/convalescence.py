"""Part B of the report: convalescence of retired people, by the rules of two old provinces.

How the 398 people left to the districts divide into years and forms is invented, so that rates of
two resolutions come to the printed sum: 140 × 8.000.000 + 98 × 3.500.000 in 2024, and 80 ×
9.600.000 + 80 × 4.200.000 in 2025.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from config.demo.lao_cai.people import LEADERS, SENIORS, Person
from config.demo.lao_cai.places import DEMO_COMMUNE, LAO_CAI, SUFFIX, YEN_BAI
from config.demo.plan import (
    DISTRICT,
    MILLION,
    PROVINCE,
    THOUSAND,
    Calendar,
    Happening,
    PlannedTrip,
    participation,
)

GROUP, HOME = "convalescence_group", "home_convalescence"
CLERK, COMMUNE_CLERK = f"nhaplieu{SUFFIX}", f"nhaplieu.xa{SUFFIX}"
DISTRICT_RUN, DISTRICT_RUN_WORDS = "district_run", "Giao cấp huyện tổ chức"
DAYS = 7


def _trip(code: str, place: str, begins_on: date, quota: int, **told: str) -> PlannedTrip:
    return PlannedTrip(
        kind=GROUP, code=code, place=place, begins_on=begins_on, days=DAYS, quota=quota, **told
    )


def _of_district(number: int, name: str, begins_on: date, quota: int) -> PlannedTrip:
    return _trip(
        f"lc-huyen-{begins_on.year}-{number}",
        f"Đồ Sơn, thành phố Hải Phòng (đoàn {name})",
        begins_on,
        quota,
        run_by=DISTRICT_RUN,
        plan_document=f"Kế hoạch điều dưỡng năm {begins_on.year} của Ủy ban nhân dân {name}",
    )


QUANG_NINH = _trip("lc-2025-1", "Bãi Cháy, tỉnh Quảng Ninh", date(2025, 9, 15), 75)
OF_DISTRICTS_2024 = (
    _of_district(1, "huyện Bảo Thắng", date(2024, 5, 13), 35),
    _of_district(2, "thành phố Lào Cai", date(2024, 6, 10), 35),
    _of_district(3, "huyện Văn Bàn", date(2024, 9, 23), 35),
    _of_district(4, "huyện Bảo Yên", date(2024, 10, 14), 35),
)
OF_DISTRICTS_2025 = (
    _of_district(1, "huyện Bát Xát", date(2025, 5, 12), 40),
    _of_district(2, "thành phố Lào Cai", date(2025, 6, 2), 40),
)
OF_YEN_BAI = tuple(
    _trip(
        f"yb-2025-{number}",
        "Sầm Sơn, tỉnh Thanh Hóa",
        begins_on,
        36,
        plan_document="Kế hoạch điều dưỡng năm 2025, địa bàn Yên Bái cũ",
    )
    for number, begins_on in enumerate(
        (
            *(date(2025, 4, 14), date(2025, 5, 19), date(2025, 7, 14)),
            *(date(2025, 8, 18), date(2025, 9, 22), date(2025, 10, 13)),
        ),
        start=1,
    )
)
TRIPS = {
    "lao-cai-12-2020": OF_DISTRICTS_2024,
    "lao-cai-22-2024": (QUANG_NINH, *OF_DISTRICTS_2025),
    "yen-bai-18-qd-tu": OF_YEN_BAI,
}
"""By the resolution under which they are owed."""


class PartB:
    """What is planned for these people; nobody goes, or is paid at home, twice."""

    def __init__(self, people: Sequence[Person], random: Random, calendar: Calendar) -> None:
        retired = [person for person in people if person.resting and not person.is_newly_retired]
        self._random = random
        self._calendar = calendar
        of_lao_cai = [person for person in retired if person.territory == LAO_CAI]
        first = (*LEADERS, *SENIORS)
        self._of_province = [person for person in of_lao_cai if person.resting in first]
        self._of_districts = [
            person
            for person in of_lao_cai
            if person.resting not in first and person.had_retired(date(2024, 1, 1))
        ]
        self._of_yen_bai = [person for person in retired if person.territory == YEN_BAI]
        self._chosen: set[int] = set()

    def happenings(self) -> list[Happening]:
        return [
            *self._trips((QUANG_NINH,), self._of_province, 9_600 * THOUSAND),
            *self._homes(
                self._of_province, 78, date(2025, 8, 4), date(2025, 10, 24), 4_200 * THOUSAND
            ),
            *self._delegated(),
            *self._trips(OF_YEN_BAI, self._of_yen_bai, 7_600 * THOUSAND),
            *self._homes(
                self._of_yen_bai, 206, date(2025, 6, 2), date(2025, 10, 24), 4_300 * THOUSAND
            ),
        ]

    def _delegated(self) -> Iterator[Happening]:
        people = self._of_districts
        yield from self._trips(OF_DISTRICTS_2024, people, 8 * MILLION)
        yield from self._homes(
            people, 98, date(2024, 4, 1), date(2024, 11, 29), 3_500 * THOUSAND, payer=DISTRICT
        )
        yield from self._trips(OF_DISTRICTS_2025, people, 9_600 * THOUSAND)
        yield from self._homes(
            people, 80, date(2025, 2, 10), date(2025, 6, 10), 4_200 * THOUSAND, payer=DISTRICT
        )

    def _trips(
        self, trips: Sequence[PlannedTrip], people: Sequence[Person], amount: int
    ) -> Iterator[Happening]:
        """Every place of these trips taken."""
        for trip in trips:
            payer = DISTRICT if trip.run_by == DISTRICT_RUN else PROVINCE
            for person in self._choose(people, trip.quota, trip.begins_on, trip.ends_on):
                yield participation(trip, person, amount, uploader=CLERK, payer=payer)

    def _homes(
        self,
        people: Sequence[Person],
        count: int,
        first: date,
        last: date,
        amount: int,
        payer: str = PROVINCE,
    ) -> Iterator[Happening]:
        for person in self._choose(people, count, first, first):
            day = first + timedelta(days=self._random.randint(0, (last - first).days))
            run_by = DISTRICT_RUN_WORDS if payer == DISTRICT else None
            yield Happening(
                kind=HOME,
                on=day,
                last_day=day,
                cells=(person.citizen_id, day, run_by),
                amount=amount,
                uploader=COMMUNE_CLERK if person.commune == DEMO_COMMUNE else CLERK,
                payer=payer,
            )

    def _choose(
        self, people: Sequence[Person], count: int, begins_on: date, ends_on: date
    ) -> list[Person]:
        left = [person for person in people if person.number not in self._chosen]
        chosen = self._calendar.choose(left, count, begins_on, ends_on)
        self._chosen |= {person.number for person in chosen}
        return chosen
