"""Invented people: names, papers, posts and homes that could be, of nobody who is.

The serial part of every citizen ID lies above 900.000, which no registry office reaches in a year.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

TODAY = date(2025, 1, 1)
"""The registry of the demo is as of this day."""

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

type Weighted = tuple[tuple[str, int], ...]


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

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What people of a province have of it.

    ``birth_places`` are codes of where births were registered, ``banks`` names with the head of
    their account numbers, ``first_serial`` begins the serial part of citizen IDs.
    """

    families: Weighted
    birth_places: Weighted
    banks: Sequence[tuple[str, str]]
    insured_at: str
    first_serial: int


class Maker:
    """Makes people of a region; nobody shares name and birth date with another."""

    def __init__(self, random: Random, region: Region) -> None:
        self._random = random
        self._region = region
        self._number = 0
        self._known: set[tuple[str, date]] = set()
        self._serials: Counter[str] = Counter()

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _sex(self) -> str:
        return "Nam" if self._random.random() < 0.64 else "Nữ"

    def _name_and_birth(self, sex: str, first: int, last: int) -> tuple[str, date]:
        """Born in one of the years from ``first`` to ``last``."""
        while True:
            family = self._weighted(self._region.families)
            name = " ".join(
                (family, self._random.choice(MIDDLES[sex]), self._random.choice(GIVEN[sex]))
            )
            born = date(self._random.randint(first, last), 1, 1)
            born += timedelta(days=self._random.randrange(365))
            if (name, born) not in self._known:
                self._known.add((name, born))
                return name, born

    def _citizen_id(self, born: date, sex: str) -> str:
        place = self._weighted(self._region.birth_places)
        head = f"{place}{0 if sex == 'Nam' else 1}{born.year % 100:02d}"
        self._serials[head] += self._random.randint(1, 40)
        return f"{head}{self._region.first_serial + self._serials[head]:06d}"

    def _insurance_number(self, citizen_id: str) -> str:
        digits = f"{self._random.randrange(10**8):08d}"
        form = self._random.random()
        if form < 0.35:
            return citizen_id
        insured_at = self._region.insured_at
        return f"{insured_at}{digits}" if form < 0.65 else f"HT3{insured_at}{digits}{digits[:2]}"

    def _retirement(self, born: date, sex: str) -> date:
        """The first of a month at 60 to 62 (men) or 55 to 60 (women), before the demo year."""
        youngest, oldest = (60, 62) if sex == "Nam" else (55, 60)
        year = born.year + self._random.randint(youngest, oldest)
        if year >= TODAY.year:
            return date(TODAY.year - 1, self._random.randint(1, 12), 1)
        return date(year, born.month % 12 + 1, 1)

    def _account(self) -> tuple[str, str]:
        """Bank and account; one in eight is paid in cash."""
        if self._random.random() < 0.12:
            return "", ""
        bank, head = self._random.choice(self._region.banks)
        return bank, f"{head}{self._random.randrange(10**9):09d}"

    def _weighted(self, choices: Weighted) -> str:
        words, weights = zip(*choices, strict=True)
        return self._random.choices(words, weights)[0]
