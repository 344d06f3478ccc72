"""Why does a number on a paper differ from the computed one? Plain numbers, no database.

The usual slips of a hand-made report: a line left out of the sum (or added twice), people of
several lines added up though some are in two, rounding, a decimal mark read as a thousands mark, a
unit taken for another, another closing day, two digits swapped. Each is tried, and only what gives
exactly the printed number, rounded as the paper rounds, is told, with its arithmetic.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import combinations

from config.formatting import count
from reports.figures.readings import readings

# With more lines left out than this the explanation says more about chance than about the paper.
MOST_LEFT_OUT = 3
SLIPS = {10**3: "1.000", 10**6: "1.000.000", 10**9: "1.000.000.000"}
UNIT_WORDS = {10**3: "nghìn", 10**6: "triệu", 10**9: "tỷ"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """``left_out`` lines, ``rest`` the sum of the others; ``cut`` what rounding took (or added)."""

    left_out: tuple[str, ...]
    rest: int
    cut: int


def explain(lines: Mapping[str, int], reported: int, precision: int = 1) -> list[Explanation]:
    """All explanations with the fewest lines left out; none if nothing simple explains it.

    ``lines`` maps the key of each line to its amount (đồng), ``precision`` is the unit to which
    the paper rounds. A total that only rounds is explained by leaving out nothing.
    """
    total = sum(lines.values())
    candidates = [key for key, amount in lines.items() if amount]
    for size in range(min(MOST_LEFT_OUT, len(candidates)) + 1):
        found = [
            Explanation(left_out, rest, rest - reported)
            for left_out in combinations(candidates, size)
            if _prints_as(rest := total - sum(lines[key] for key in left_out), reported, precision)
        ]
        if found:
            return sorted(found, key=lambda explanation: abs(explanation.cut))
    return []


def _prints_as(amount: int, reported: int, precision: int) -> bool:
    """Whether the amount, cut or rounded half up to ``precision``, is what was printed."""
    if amount < 0:
        return False
    cut = amount // precision * precision
    rounded = (amount + precision // 2) // precision * precision
    return reported in (amount, cut, rounded)


class CauseKind(IntEnum):
    """In the order of likelihood: what explains with the least comes first."""

    ROUNDED = 1
    LEFT_OUT = 2
    COUNTED_TWICE = 3
    OTHER_DAY = 4
    MARK_MISREAD = 5
    OTHER_UNIT = 6
    ADDED_TWICE = 7
    LINE_MISREAD = 8
    SWAPPED = 9


CAUSE_WORDS = {
    CauseKind.ROUNDED: "Chỉ chênh do làm tròn",
    CauseKind.LEFT_OUT: "Bỏ sót khi cộng",
    CauseKind.COUNTED_TWICE: "Người bị đếm hai lần",
    CauseKind.OTHER_DAY: "Khác kỳ, ngày chốt hoặc tính chất",
    CauseKind.MARK_MISREAD: "Đọc nhầm dấu chấm, dấu phẩy",
    CauseKind.OTHER_UNIT: "Nhầm đơn vị tính",
    CauseKind.ADDED_TWICE: "Cộng hai lần",
    CauseKind.LINE_MISREAD: "Một dòng bị đọc nhầm dấu chấm, dấu phẩy",
    CauseKind.SWAPPED: "Đảo chữ số",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause: its arithmetic as a plain sentence; ``cut`` is what rounding took."""

    kind: CauseKind
    told: str
    cut: int = 0

    @property
    def title(self) -> str:
        return CAUSE_WORDS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about a figure. Names are words a reader understands.

    ``lines`` add up to ``computed``. ``people`` are the counts of its parts, in which one person
    may be several times, so they need not. ``others`` are the same figure otherwise: to another
    day, with another period, only what is paid.
    """

    computed: int
    unit: str
    lines: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)
    is_money: bool = False


def causes(
    evidence: Evidence, reported: int, *, precision: int = 1, printed: str = ""
) -> list[Cause]:
    """What explains a printed number, the likeliest first; nothing when both agree."""
    if reported == evidence.computed:
        return []
    paper = _Paper(evidence, reported, precision, printed)
    found = [*paper.rounded()]
    if not found:
        found = [
            *paper.left_out(),
            *paper.counted_twice(),
            *paper.otherwise(),
            *paper.misread(),
            *paper.added_twice(),
            *paper.line_misread(),
            *paper.swapped(),
        ]
    return sorted(found, key=lambda cause: (cause.kind, abs(cause.cut)))


@dataclass(frozen=True, slots=True)
class _Paper:
    """A printed number, asked for every kind of slip."""

    evidence: Evidence
    reported: int
    precision: int
    printed: str

    def rounded(self) -> Iterator[Cause]:
        computed = self.evidence.computed
        if self._gives(computed):
            verb = "bỏ phần lẻ" if computed > self.reported else "làm tròn lên"
            yield Cause(
                CauseKind.ROUNDED,
                f"Giấy {verb} {self._said(abs(computed - self.reported))}.",
                computed - self.reported,
            )

    def left_out(self) -> Iterator[Cause]:
        """Only where lines do add up to what was computed: else it would be mere arithmetic."""
        lines = self.evidence.lines
        if sum(lines.values()) != self.evidence.computed:
            return
        for explanation in explain(lines, self.reported, self.precision):
            if explanation.left_out:
                names = _named(explanation.left_out)
                yield Cause(
                    CauseKind.LEFT_OUT,
                    f"Không cộng {names} thì tổng là {count(explanation.rest)} "
                    f"{self.evidence.unit}{self._cut(explanation.cut)}.",
                    explanation.cut,
                )

    def counted_twice(self) -> Iterator[Cause]:
        parts = [(name, people) for name, people in self.evidence.people.items() if people]
        whole = sum(people for _, people in parts)
        over = whole - self.evidence.computed
        if len(parts) > 1 and over > 0 and self._gives(whole):
            addition = " + ".join(count(people) for _, people in parts)
            yield Cause(
                CauseKind.COUNTED_TWICE,
                f"Giấy cộng các phần: {addition} = {count(whole)} {self.evidence.unit}; "
                f"{self._said(over)} bị đếm thêm vì có mặt ở nhiều phần "
                f"({_named([name for name, _ in parts])}). Mỗi người tính một lần là "
                f"{self._said(self.evidence.computed)}.",
                whole - self.reported,
            )

    def otherwise(self) -> Iterator[Cause]:
        for words, value in self.evidence.others.items():
            if value != self.evidence.computed and self._gives(value) and value:
                yield Cause(
                    CauseKind.OTHER_DAY,
                    f"Bằng đúng số {words}: {self._said(value)}{self._cut(value - self.reported)}.",
                    value - self.reported,
                )

    def misread(self) -> Iterator[Cause]:
        """The printed text has another meaning that fits; or the value is off by a whole unit."""
        fitting = [
            reading
            for reading in readings(self.printed, is_money=self.evidence.is_money)
            if reading.value != self.reported
            and _prints_as(self.evidence.computed, reading.value, reading.precision)
        ]
        for reading in fitting:
            yield Cause(
                CauseKind.MARK_MISREAD,
                f"“{self.printed}” đã được đọc là {self._said(self.reported)}; nếu {reading.how} "
                f"thì là {self._said(reading.value)}, khớp với số tính từ sổ.",
                self.evidence.computed - reading.value,
            )
        if not fitting:
            yield from self._other_unit()

    def _other_unit(self) -> Iterator[Cause]:
        for factor, words in SLIPS.items():
            for right, told in (
                (self.reported * factor, f"nhỏ đi {words} lần"),
                (self.reported // factor, f"lớn lên {words} lần"),
            ):
                grown = right > self.reported
                step = max(self.precision * factor if grown else self.precision // factor, 1)
                exact = grown or self.reported % factor == 0
                if right and exact and _prints_as(self.evidence.computed, right, step):
                    yield Cause(
                        CauseKind.OTHER_UNIT,
                        f"Số trên giấy {told} so với sổ: nhầm đơn vị ({UNIT_WORDS[factor]}) hoặc "
                        f"nhầm dấu thập phân. Đúng ra là {self._said(right)}.",
                        self.evidence.computed - right,
                    )

    def added_twice(self) -> Iterator[Cause]:
        lines = self.evidence.lines
        if sum(lines.values()) != self.evidence.computed:
            return
        for name, amount in lines.items():
            whole = self.evidence.computed + amount
            if amount and self._gives(whole):
                yield Cause(
                    CauseKind.ADDED_TWICE,
                    f"Cộng {_named([name])} hai lần thì tổng là {self._said(whole)}"
                    f"{self._cut(whole - self.reported)}.",
                    whole - self.reported,
                )

    def line_misread(self) -> Iterator[Cause]:
        """One addend a thousand times too big or too small."""
        lines = self.evidence.lines
        if sum(lines.values()) != self.evidence.computed:
            return
        for name, amount in lines.items():
            wrongs = [amount * 1_000, *([amount // 1_000] if amount % 1_000 == 0 else [])]
            for wrong in wrongs:
                whole = self.evidence.computed - amount + wrong
                if amount and self._gives(whole):
                    yield Cause(
                        CauseKind.LINE_MISREAD,
                        f"Nếu {_named([name])} bị đọc là {count(wrong)} thay cho {count(amount)} "
                        f"thì tổng là {self._said(whole)}{self._cut(whole - self.reported)}.",
                        whole - self.reported,
                    )

    def swapped(self) -> Iterator[Cause]:
        """Two neighbouring digits of what the paper ought to print."""
        for right in _rounded_ways(self.evidence.computed, self.precision):
            if right // self.precision < 10:
                continue
            for swapped in _neighbours_swapped(right // self.precision):
                if swapped * self.precision == self.reported:
                    yield Cause(
                        CauseKind.SWAPPED,
                        f"Hai chữ số liền nhau bị đảo: {count(right)} viết thành "
                        f"{count(self.reported)}.",
                        self.evidence.computed - right,
                    )
                    return

    def _gives(self, amount: int) -> bool:
        return _prints_as(amount, self.reported, self.precision)

    def _said(self, value: int) -> str:
        return f"{count(value)} {self.evidence.unit}"

    def _cut(self, cut: int) -> str:
        if not cut:
            return ", đúng bằng số trên giấy"
        verb = "bỏ phần lẻ" if cut > 0 else "làm tròn lên"
        return f"; {verb} {self._said(abs(cut))} thì đúng bằng số trên giấy"


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _rounded_ways(amount: int, precision: int) -> list[int]:
    cut = amount // precision * precision
    rounded = (amount + precision // 2) // precision * precision
    return list(dict.fromkeys((cut, rounded)))


def _neighbours_swapped(number: int) -> Iterator[int]:
    digits = str(number)
    for place in range(len(digits) - 1):
        first, second = digits[place], digits[place + 1]
        if first != second and not (place == 0 and second == "0"):
            yield int(digits[:place] + second + first + digits[place + 2 :])
