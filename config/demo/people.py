"""4.375 invented people: names, papers, posts and homes that could be, of nobody who is.

The serial part of every citizen ID lies above 900.000, which no registry office reaches in a year.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from config.demo.places import COMMUNES, DEPARTMENT, MANAGING_BODIES

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
TODAY = date(2025, 1, 1)
"""The registry of the demo is as of this day."""

FAMILIES = (
    *(("Hoàng", 14), ("Nông", 13), ("Nguyễn", 13), ("Lương", 7), ("Vi", 7), ("Lý", 6)),
    *(("Triệu", 6), ("Hà", 5), ("Đinh", 4), ("Bế", 3), ("Chu", 4), ("Lộc", 3), ("Đàm", 2)),
    *(("Phùng", 2), ("Trần", 5), ("Lê", 4), ("Phạm", 3), ("Vũ", 2), ("Dương", 3), ("La", 2)),
    *(("Mã", 2), ("Hứa", 3), ("Linh", 1), ("Ma", 1), ("Tô", 1), ("Đặng", 2), ("Bàn", 1)),
)
MIDDLES = {
    "Nam": ("Văn", "Văn", "Văn", "Đình", "Minh", "Quang", "Đức", "Ngọc", "Xuân", "Hữu", "Viết"),
    "Nữ": ("Thị", "Thị", "Thị", "Thị", "Thúy", "Thu", "Ngọc", "Kim", "Bích", "Hồng", "Minh"),
}
GIVEN = {
    "Nam": (
        *("An", "Bình", "Chung", "Cường", "Dũng", "Đạt", "Đông", "Đức", "Giang", "Hải", "Hiệp"),
        *("Hòa", "Hoàn", "Hùng", "Huy", "Khánh", "Kiên", "Lâm", "Long", "Lợi", "Lực", "Mạnh"),
        *("Nam", "Nghĩa", "Phong", "Phú", "Phúc", "Quân", "Quý", "Sinh", "Sơn", "Tài", "Tâm"),
        *("Tân", "Thái", "Thanh", "Thành", "Thắng", "Thiện", "Thịnh", "Thọ", "Tiến", "Toàn"),
        *("Trung", "Tú", "Tuấn", "Tùng", "Tường", "Việt", "Vinh", "Vượng", "Yên", "Đoàn"),
    ),
    "Nữ": (
        *("An", "Ánh", "Bé", "Bích", "Châu", "Chi", "Diệp", "Dung", "Duyên", "Đào", "Giang"),
        *("Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa", "Hồng", "Huệ", "Hương", "Huyền", "Lan"),
        *("Lê", "Liên", "Liễu", "Linh", "Loan", "Luyến", "Mai", "Mận", "Minh", "Nga", "Ngân"),
        *("Ngọc", "Nhung", "Oanh", "Phượng", "Quyên", "Sen", "Tâm", "Thảo", "Thanh", "Thoa"),
        *("Thơm", "Thu", "Thủy", "Thương", "Tuyết", "Vân", "Xuân", "Xuyến", "Yến", "Đẹp"),
    ),
}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One line of the registry. Units are codes, days are days."""

    number: int
    full_name: str
    birth_date: date
    sex: str
    citizen_id: str
    insurance_number: str
    post: str
    managing_unit: str
    commune: str
    care_facility: str
    retired_on: date | None
    party_badge_years: int | None
    bank_account: str
    bank_name: str
    group: str
    is_new: bool
    """Has no card before 2025: the card of 2025 is the first."""
    is_reissued: bool
    """Gets a new card in place of the old one in 2025."""

    @property
    def card_number(self) -> str:
        return f"LS-{self.number:06d}"

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None


def everybody(random: Random) -> list[Person]:
    """All people, group by group; nobody shares name and birth date with another."""
    maker = _Maker(random)
    return [person for group in GROUP_SIZES for person in maker.group(group)]


def of_group(people: Sequence[Person], group: str) -> list[Person]:
    return [person for person in people if person.group == group]


class _Maker:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._number = 0
        self._known: set[tuple[str, date]] = set()
        self._serials: Counter[str] = Counter()
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
        self._number += 1
        sex = "Nam" if random.random() < 0.64 else "Nữ"
        name, born = self._name_and_birth(group, sex, retired)
        citizen_id = self._citizen_id(born, sex)
        commune, hospital = random.choice(self._communes)
        bank, account = self._account()
        return Person(
            number=self._number,
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

    def _name_and_birth(self, group: str, sex: str, retired: bool) -> tuple[str, date]:
        first, last = BORN[group]
        if retired:
            last = min(last, RETIRED_BORN_BEFORE)
        else:
            first = max(first, SERVING_BORN_AFTER)
        while True:
            family = self._weighted(FAMILIES)
            name = " ".join(
                (family, self._random.choice(MIDDLES[sex]), self._random.choice(GIVEN[sex]))
            )
            born = date(self._random.randint(first, last), 1, 1)
            born += timedelta(days=self._random.randrange(365))
            if (name, born) not in self._known:
                self._known.add((name, born))
                return name, born

    def _citizen_id(self, born: date, sex: str) -> str:
        head = f"{self._weighted(BIRTH_PLACES)}{0 if sex == 'Nam' else 1}{born.year % 100:02d}"
        self._serials[head] += self._random.randint(1, 40)
        return f"{head}{900_000 + self._serials[head]:06d}"

    def _insurance_number(self, citizen_id: str) -> str:
        digits = f"{self._random.randrange(10**8):08d}"
        form = self._random.random()
        if form < 0.35:
            return citizen_id
        return f"20{digits}" if form < 0.65 else f"HT320{digits[:8]}{digits[:2]}"

    def _post(self, group: str, retired: bool) -> str:
        post = self._random.choice(POSTS[group])
        if not retired or group == "6":
            return post
        return f"Nguyên {post}"

    def _managing_unit(self, group: str) -> str:
        if group in "12":
            return "BTCTU"
        return DEPARTMENT if self._random.random() < 0.04 else self._random.choice(self._bodies)

    def _retirement(self, born: date, sex: str) -> date:
        """The first of a month at 60 to 62 (men) or 55 to 60 (women), before the demo year."""
        youngest, oldest = (60, 62) if sex == "Nam" else (55, 60)
        year = born.year + self._random.randint(youngest, oldest)
        if year >= TODAY.year:
            return date(TODAY.year - 1, self._random.randint(1, 12), 1)
        return date(year, born.month % 12 + 1, 1)

    def _badge(self, group: str, born: date) -> int | None:
        age = TODAY.year - born.year
        most = (age - 22) // 5 * 5
        if group != "6" and self._random.random() < 0.3:
            return None
        return max(30, min(most, 75)) if most >= 30 else None

    def _account(self) -> tuple[str, str]:
        if self._random.random() < 0.12:
            return "", ""
        bank, head = self._random.choice(BANKS)
        return bank, f"{head}{self._random.randrange(10**9):09d}"

    def _weighted(self, choices: Sequence[tuple[str, int]]) -> str:
        words, weights = zip(*choices, strict=True)
        return self._random.choices(words, weights)[0]


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
