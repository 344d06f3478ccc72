"""9.798 invented people of Lào Cai: 8.900 under the check-up resolution, 2.298 under convalescence.

1.400 of them, retired leaders, are under both: one line of the registry each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from config.demo import people
from config.demo.lao_cai.places import (
    COMMUNES,
    DEMO_HOSPITAL,
    LAO_CAI,
    MANAGING_BODIES,
    PARTY_BODY,
    YEN_BAI,
)
from config.demo.people import TODAY, Maker, Region

# Group under the check-up resolution → people; those retired under both stand in RETIRED.
SERVED = {"trung-uong": 38, "tinh-uy": 1_262, "huyen-uy": 4_480, "khac": 3_120}
# Old province → group under its convalescence rules → people on 31/3/2026.
RETIRED = {
    LAO_CAI: {
        "1": 6,
        "2": 14,
        "3": 32,
        "4": 88,
        "5": 119,
        "6": 182,
        "8": 142,
        "9": 216,
        "11": 162,
        "huy-hieu-60": 337,
    },
    YEN_BAI: {
        "1": 4,
        "2": 12,
        "3": 26,
        "4": 70,
        "5": 96,
        "6": 134,
        "8": 118,
        "9": 168,
        "11": 120,
        "huy-hieu-60": 252,
    },
}
ALSO_SERVED = {LAO_CAI: 344, YEN_BAI: 273}
"""Of groups 8, 9, 11: so many are examined as others; of groups 1 to 6 all are."""
NEWLY_RETIRED = {LAO_CAI: 14, YEN_BAI: 9}
"""The last of group 6: retired on 01/01/2026, so not yet there at the end of 2025."""
NEW_YEAR = date(2026, 1, 1)
BADGE = "huy-hieu-60"
LEADERS, SENIORS = ("1", "2", "3"), ("4", "5", "6")

REGION = Region(
    families=(
        *(("Nguyễn", 15), ("Hoàng", 9), ("Trần", 8), ("Lê", 5), ("Phạm", 5), ("Vũ", 4)),
        *(("Đỗ", 4), ("Bùi", 3), ("Lý", 6), ("Vàng", 5), ("Giàng", 4), ("Sùng", 3)),
        *(("Thào", 3), ("Lù", 3), ("Tẩn", 3), ("Chảo", 3), ("Má", 2), ("Lò", 3), ("Hà", 5)),
        *(("Lương", 3), ("Đặng", 3), ("Triệu", 2), ("Cư", 2), ("Hảng", 2), ("Sầm", 2)),
    ),
    birth_places=(
        *(("010", 44), ("015", 34), ("025", 6), ("012", 3), ("001", 3), ("034", 4)),
        *(("036", 3), ("026", 3)),
    ),
    banks=(
        ("Agribank Lào Cai", "8800"),
        ("Agribank Yên Bái", "8900"),
        ("Vietcombank Lào Cai", "0371"),
        ("BIDV Lào Cai", "3751"),
    ),
    insured_at="10",
    first_serial=950_000,
)
BORN = {
    "trung-uong": (1964, 1976),
    "tinh-uy": (1966, 1983),
    "huyen-uy": (1966, 1990),
    "khac": (1966, 1988),
}
RETIRED_BORN = (1938, 1962)
BADGE_BORN = (1926, 1942)
JUST_RETIRED_BORN = (1963, 1964)
POSTS = {
    "trung-uong": ("Ủy viên Ban Thường vụ Tỉnh ủy", "Phó Chủ tịch UBND tỉnh"),
    "tinh-uy": ("Tỉnh ủy viên", "Giám đốc Sở", "Phó Giám đốc Sở", "Phó Trưởng Ban Đảng"),
    "huyen-uy": ("Trưởng phòng", "Phó Trưởng phòng", "Bí thư Đảng ủy xã", "Chủ tịch UBND xã"),
    "khac": ("Chuyên viên cao cấp", "Chuyên viên chính", "Cán bộ chuyên trách"),
}
FORMER_POSTS = {
    "1": ("Bí thư Tỉnh ủy", "Chủ tịch UBND tỉnh"),
    "2": ("Ủy viên Ban Thường vụ Tỉnh ủy", "Phó Chủ tịch UBND tỉnh"),
    "3": ("Tỉnh ủy viên", "Giám đốc Sở"),
    "4": ("Phó Giám đốc Sở", "Bí thư Huyện ủy"),
    "5": ("Phó Bí thư Huyện ủy", "Chủ tịch UBND huyện"),
    "6": ("Trưởng phòng", "Ủy viên Ban Thường vụ Huyện ủy"),
    "8": ("Trưởng phòng",),
    "9": ("Phó Trưởng phòng",),
    "11": ("Chủ tịch UBND xã",),
    BADGE: ("đảng viên cao tuổi Đảng",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(people.Person):
    """``served`` is the group under the check-up resolution, ``resting`` the one under the
    convalescence rules of ``territory``; "" where there is none.
    """

    served: str
    resting: str
    territory: str

    @property
    def is_newly_retired(self) -> bool:
        return self.retired_on == NEW_YEAR

    def had_retired(self, day: date) -> bool:
        return self.retired_on is not None and self.retired_on <= day


def everybody(random: Random) -> list[Person]:
    """All people; nobody shares name and birth date with another."""
    maker = _Maker(random)
    return [*maker.retired(), *maker.serving()]


def of_group(people: Sequence[Person], *groups: str) -> list[Person]:
    """Those of these groups under the check-up resolution."""
    return [person for person in people if person.served in groups]


class _Maker(Maker):
    def __init__(self, random: Random) -> None:
        super().__init__(random, REGION)
        self._bodies = [place.code for place in MANAGING_BODIES]
        self._communes = {
            territory: [
                (place.code, cared_by)
                for place, cared_by in COMMUNES.items()
                if place.legacy_province == territory
            ]
            for territory in (LAO_CAI, YEN_BAI)
        }
        self._left = dict(SERVED)

    def retired(self) -> Iterator[Person]:
        for territory, groups in RETIRED.items():
            also_served = ALSO_SERVED[territory]
            for group, size in groups.items():
                for place in range(size):
                    served = self._served_when_retired(group, also_served)
                    also_served -= served == "khac" and group not in SENIORS
                    just_now = group == "6" and place >= size - NEWLY_RETIRED[territory]
                    yield self._retired_person(territory, group, served, just_now=just_now)

    def serving(self) -> Iterator[Person]:
        for group, left in self._left.items():
            for _ in range(left):
                territory = self._weighted(((LAO_CAI, 54), (YEN_BAI, 46)))
                yield self._serving_person(group, territory)

    def _served_when_retired(self, group: str, also_served: int) -> str:
        """Group under the check-up resolution; taken off the places left for those who serve."""
        if group in LEADERS:
            served = "tinh-uy"
        elif group in SENIORS or (group in ("8", "9", "11") and also_served):
            served = "khac"
        else:
            return ""
        self._left[served] -= 1
        return served

    def _retired_person(self, territory: str, group: str, served: str, *, just_now: bool) -> Person:
        sex = self._sex()
        span = JUST_RETIRED_BORN if just_now else BADGE_BORN if group == BADGE else RETIRED_BORN
        born_from_to = (span[0] + 3, span[1] + 3) if just_now and sex == "Nữ" else span
        name, born = self._name_and_birth(sex, *born_from_to)
        commune, cared_by = self._random.choice(self._communes[territory])
        post = f"Nguyên {self._random.choice(FORMER_POSTS[group])}"
        return self._person(
            full_name=name,
            birth_date=born,
            sex=sex,
            post=post.replace("Nguyên đảng", "Đảng"),
            managing_unit=commune,
            commune=commune,
            care_facility=cared_by,
            retired_on=NEW_YEAR if just_now else self._retirement(born, sex),
            party_badge_years=self._badge(group, born),
            served=served,
            resting=group,
            territory=territory,
        )

    def _serving_person(self, group: str, territory: str) -> Person:
        sex = self._sex()
        name, born = self._name_and_birth(sex, *BORN[group])
        commune, cared_by = self._random.choice(self._communes[territory])
        bodies = {"trung-uong": [PARTY_BODY.code], "tinh-uy": self._bodies}
        return self._person(
            full_name=name,
            birth_date=born,
            sex=sex,
            post=self._random.choice(POSTS[group]),
            managing_unit=self._random.choice(bodies.get(group, [commune])),
            commune=commune,
            care_facility=DEMO_HOSPITAL if group == "trung-uong" else cared_by,
            retired_on=None,
            party_badge_years=None,
            served=group,
            resting="",
            territory=territory,
        )

    def _person(
        self,
        *,
        full_name: str,
        birth_date: date,
        sex: str,
        post: str,
        managing_unit: str,
        commune: str,
        care_facility: str,
        retired_on: date | None,
        party_badge_years: int | None,
        served: str,
        resting: str,
        territory: str,
    ) -> Person:
        """With a number, papers and perhaps an account."""
        citizen_id = self._citizen_id(birth_date, sex)
        bank, account = self._account()
        return Person(
            number=self._next_number(),
            full_name=full_name,
            birth_date=birth_date,
            sex=sex,
            citizen_id=citizen_id,
            insurance_number=self._insurance_number(citizen_id),
            post=post,
            managing_unit=managing_unit,
            commune=commune,
            care_facility=care_facility,
            retired_on=retired_on,
            party_badge_years=party_badge_years,
            bank_account=account,
            bank_name=bank,
            served=served,
            resting=resting,
            territory=territory,
        )

    def _badge(self, group: str, born: date) -> int | None:
        """Years of membership honoured by a badge: in fives, from 30 on."""
        most = (TODAY.year - born.year - 20) // 5 * 5
        if group == BADGE:
            return max(60, min(most, 75))
        return max(30, min(most, 55)) if self._random.random() < 0.7 and most >= 30 else None
