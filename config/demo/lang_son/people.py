"""4.375 invented people of Lạng Sơn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from config.demo import people
from config.demo.lang_son.places import COMMUNES, DEPARTMENT, MANAGING_BODIES
from config.demo.people import GIVEN, MIDDLES, TODAY, Maker, Region

GROUP_SIZES = {"1": 14, "2": 56, "3": 262, "4": 1_024, "5": 165, "6": 2_826, "other": 28}
NEW_CARDS = {"1": 1, "2": 4, "3": 13, "4": 61, "5": 15, "6": 418}
REISSUED_CARDS = {"4": 3, "5": 2, "6": 7, "other": 28}
RETIRED = {"1": 9, "2": 34, "3": 120, "4": 470, "5": 70, "6": 2_826, "other": 20}
BORN = {
    "1": (1950, 1974),
    "2": (1948, 1978),
    "3": (1948, 1980),
    "4": (1946, 1984),
    "5": (1950, 1985),
    "6": (1932, 1960),
    "other": (1950, 1985),
}
RETIRED_BORN_BEFORE = 1962
SERVING_BORN_AFTER = 1966

FAMILIES = (
    *(("Hoàng", 14), ("Nông", 13), ("Nguyễn", 13), ("Lương", 7), ("Vi", 7), ("Lý", 6)),
    *(("Triệu", 6), ("Hà", 5), ("Đinh", 4), ("Bế", 3), ("Chu", 4), ("Lộc", 3), ("Đàm", 2)),
    *(("Phùng", 2), ("Trần", 5), ("Lê", 4), ("Phạm", 3), ("Vũ", 2), ("Dương", 3), ("La", 2)),
    *(("Mã", 2), ("Hứa", 3), ("Linh", 1), ("Ma", 1), ("Tô", 1), ("Đặng", 2), ("Bàn", 1)),
)
POSTS = {
    "1": ("Ủy viên Ban Thường vụ Tỉnh ủy", "Phó Chủ tịch UBND tỉnh", "Phó Chủ tịch HĐND tỉnh"),
    "2": ("Tỉnh ủy viên", "Giám đốc Sở", "Trưởng Ban Đảng của Tỉnh ủy", "Chánh Văn phòng"),
    "3": ("Phó Giám đốc Sở", "Bí thư Đảng ủy", "Phó Trưởng Ban Đảng", "Phó Chánh Văn phòng"),
    "4": ("Phó Bí thư Đảng ủy", "Chủ tịch UBND xã", "Trưởng phòng", "Phó Trưởng phòng"),
    "5": ("Phó Trưởng phòng", "Chuyên viên chính", "Chuyên viên cao cấp"),
    "6": ("Cán bộ hưu trí có Huy hiệu Đảng",),
    "other": ("Chuyên viên", "Cán bộ chuyên trách"),
}
# Code of the place of birth registration (old provinces), and how common.
BIRTH_PLACES = (("020", 80), ("004", 6), ("006", 4), ("024", 4), ("022", 2), ("001", 2), ("034", 2))
BANKS = (
    ("Agribank Lạng Sơn", "8400"),
    ("Vietcombank Lạng Sơn", "0821"),
    ("BIDV Lạng Sơn", "3511"),
    ("VietinBank Lạng Sơn", "1088"),
)


REGION = Region(
    families=FAMILIES,
    birth_places=BIRTH_PLACES,
    banks=BANKS,
    insured_at="20",
    first_serial=900_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(people.Person):
    group: str
    is_new: bool
    """Has no card before 2025: the card of 2025 is the first."""
    is_reissued: bool
    """Gets a new card in place of the old one in 2025."""

    @property
    def card_number(self) -> str:
        return f"LS-{self.number:06d}"


def everybody(random: Random) -> list[Person]:
    """All people, group by group; nobody shares name and birth date with another."""
    maker = _Maker(random)
    return [person for group in GROUP_SIZES for person in maker.group(group)]


def of_group(people: Sequence[Person], group: str) -> list[Person]:
    return [person for person in people if person.group == group]


class _Maker(Maker):
    def __init__(self, random: Random) -> None:
        super().__init__(random, REGION)
        self._communes = [(place.code, hospital) for place, hospital in COMMUNES.items()]
        self._bodies = [place.code for place in MANAGING_BODIES]

    def group(self, group: str) -> Iterator[Person]:
        """The members of a group; its new and reissued cards fall to people at random places."""
        size = GROUP_SIZES[group]
        places = self._random.sample(range(size), size)
        new = set(places[: NEW_CARDS.get(group, 0)])
        reissued = set(places[size - REISSUED_CARDS.get(group, 0) :])
        for place in range(size):
            yield self._person(
                group, place < RETIRED[group], is_new=place in new, is_reissued=place in reissued
            )

    def _person(self, group: str, retired: bool, *, is_new: bool, is_reissued: bool) -> Person:
        random = self._random
        number, sex = self._next_number(), self._sex()
        name, born = self._name_and_birth(sex, *_born_from_to(group, retired))
        citizen_id = self._citizen_id(born, sex)
        commune, hospital = random.choice(self._communes)
        bank, account = self._account()
        return Person(
            number=number,
            full_name=name,
            birth_date=born,
            sex=sex,
            citizen_id=citizen_id,
            insurance_number=self._insurance_number(citizen_id),
            post=self._post(group, retired),
            managing_unit=commune if group == "6" else self._managing_unit(group),
            commune=commune,
            care_facility="BVDK" if group in "123" else hospital,
            retired_on=self._retirement(born, sex) if retired else None,
            party_badge_years=self._badge(group, born),
            bank_account=account,
            bank_name=bank,
            group=group,
            is_new=is_new,
            is_reissued=is_reissued,
        )

    def _post(self, group: str, retired: bool) -> str:
        post = self._random.choice(POSTS[group])
        if not retired or group == "6":
            return post
        return f"Nguyên {post}"

    def _managing_unit(self, group: str) -> str:
        if group in "12":
            return "BTCTU"
        return DEPARTMENT if self._random.random() < 0.04 else self._random.choice(self._bodies)

    def _badge(self, group: str, born: date) -> int | None:
        age = TODAY.year - born.year
        most = (age - 22) // 5 * 5
        if group != "6" and self._random.random() < 0.3:
            return None
        return max(30, min(most, 75)) if most >= 30 else None


def _born_from_to(group: str, retired: bool) -> tuple[int, int]:
    first, last = BORN[group]
    if retired:
        return first, min(last, RETIRED_BORN_BEFORE)
    return max(first, SERVING_BORN_AFTER), last


def staff_names(random: Random, count: int) -> list[str]:
    """Names for people who are paid for doing the work; all different."""
    names: set[str] = set()
    ordered: list[str] = []
    while len(ordered) < count:
        sex = random.choice(("Nam", "Nữ"))
        family = random.choice([name for name, _ in FAMILIES])
        name = f"{family} {random.choice(MIDDLES[sex])} {random.choice(GIVEN[sex])}"
        if name not in names:
            names.add(name)
            ordered.append(name)
    return ordered
