"""Whom each line of a bill is about. Pure: no database, no clock.

A person is found by citizen ID, health card or insurance number, else by name and day (or year) of
birth. Nothing is guessed: two people who fit, or papers that point to two people, are told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from claims.models.bill import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a bill. ``name`` is without accents, hashes are keyed, ``amount`` in đồng.

    ``born`` is the whole day or only the year, ``faults`` say why a row can't be read at all,
    ``doubts`` what was unreadable but not needed if the person is known by something else.
    """

    row: int
    name: str = ""
    born: date | int | None = None
    citizen_hash: str = ""
    insurance: str = ""
    card: str = ""
    day: date | None = None
    days: int | None = None
    amount: int = 0
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom a line may be about.

    ``attended`` is None while nobody told. ``billed`` says in words where the person is paid for
    already on this occasion, "" if nowhere.
    """

    cadre: int
    name: str
    shown: str
    born: date
    citizen_hash: str = ""
    insurance: str = ""
    cards: tuple[str, ...] = ()
    listed: bool = False
    attended: bool | None = None
    day: date | None = None
    days: int | None = None
    billed: str = ""


@dataclass(slots=True)
class Found:
    """What came out for a line."""

    line: Line
    finding: Finding
    cadre: int | None = None
    candidates: tuple[int, ...] = ()
    told: list[str] = field(default_factory=list)
    owed: int = 0
    day: date | None = None
    days: int | None = None

    @property
    def stands(self) -> bool:
        return self.finding == Finding.MATCHED


class Index:
    """People by everything that may name them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.of: dict[int, Person] = {}
        self.by_paper: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.by_name: dict[str, set[int]] = defaultdict(set)
        for person in people:
            self._add(person)

    def _add(self, person: Person) -> None:
        self.of[person.cadre] = person
        self.by_name[person.name].add(person.cadre)
        papers = [("citizen", person.citizen_hash), ("insurance", person.insurance)]
        papers += [("card", card) for card in person.cards]
        for kind, value in papers:
            if value:
                self.by_paper[kind, value].add(person.cadre)

    def by_papers(self, line: Line) -> list[set[int]]:
        """The people of each paper on the line that anybody has."""
        papers = (
            ("citizen", line.citizen_hash),
            ("insurance", line.insurance),
            ("card", line.card),
        )
        return [found for paper in papers if paper[1] and (found := self.by_paper.get(paper))]

    def by_birth(self, line: Line) -> set[int]:
        if not line.name or line.born is None:
            return set()
        return {
            cadre for cadre in self.by_name.get(line.name, ()) if _born(self.of[cadre], line.born)
        }


def identify(lines: Sequence[Line], people: Iterable[Person]) -> list[Found]:
    """Only whom each line is about: matched, told twice, unclear, unknown or unreadable."""
    return all_identified(lines, Index(people), {})


def all_identified(lines: Sequence[Line], known: Index, chosen: Mapping[int, int]) -> list[Found]:
    found = [_identified(line, known, chosen.get(line.row)) for line in lines]
    _refuse_repeats(found)
    return found


def _born(person: Person, born: date | int) -> bool:
    return person.born == born if isinstance(born, date) else person.born.year == born


def _identified(line: Line, known: Index, chosen: int | None) -> Found:
    if line.faults:
        return Found(line, Finding.WRONG, told=list(line.faults))
    if chosen is not None and chosen in known.of:
        return _taken(line, known.of[chosen])
    by_papers = known.by_papers(line)
    if by_papers:
        return _by_papers(line, known, by_papers)
    fitting = known.by_birth(line)
    if len(fitting) == 1:
        return _taken(line, known.of[min(fitting)])
    if fitting:
        told = f"Có {len(fitting)} người cùng họ tên và ngày sinh; hãy chọn đúng người."
        return _unclear(line, fitting, told)
    return _nobody(line, known)


def _by_papers(line: Line, known: Index, by_papers: list[set[int]]) -> Found:
    together = set.intersection(*by_papers)
    if len(together) != 1:
        several = set.union(*by_papers)
        told = "Các giấy tờ trên dòng này là của những người khác nhau; hãy chọn đúng người."
        return _unclear(line, several, told)
    person = known.of[min(together)]
    if line.name and line.name != person.name:
        told = f"Giấy tờ là của {person.shown}, khác họ tên trên bảng kê; hãy chọn đúng người."
        return _unclear(line, together | known.by_birth(line), told)
    found = _taken(line, person)
    if line.born is not None and not _born(person, line.born):
        found.told.append("Ngày sinh trên bảng kê khác ngày sinh trong danh sách đối tượng.")
    return found


def _nobody(line: Line, known: Index) -> Found:
    namesakes = known.by_name.get(line.name, set()) if line.name else set()
    if namesakes:
        by = "ngày sinh khác" if line.born is not None else "bảng kê không ghi ngày sinh, giấy tờ"
        told = f"Có {len(namesakes)} người cùng họ tên nhưng {by}; hãy chọn đúng người."
        return _unclear(line, namesakes, told)
    told = "Không có ai mang họ tên, giấy tờ này trong danh sách đối tượng."
    return Found(line, Finding.UNKNOWN, told=[told, *line.doubts])


def _taken(line: Line, person: Person) -> Found:
    return Found(
        line,
        Finding.MATCHED,
        person.cadre,
        told=list(line.doubts),
        day=line.day or person.day,
        days=line.days if line.days is not None else person.days,
    )


def _unclear(line: Line, candidates: Collection[int], told: str) -> Found:
    return Found(
        line, Finding.AMBIGUOUS, candidates=tuple(sorted(candidates)), told=[told, *line.doubts]
    )


def _refuse_repeats(found: Sequence[Found]) -> None:
    """The first line of a person counts; those after it are told."""
    first: dict[int, int] = {}
    for each in found:
        if each.cadre is None:
            continue
        row = first.setdefault(each.cadre, each.line.row)
        if row != each.line.row:
            each.finding = Finding.TWICE
            each.told.insert(0, f"Người này đã có ở dòng {row} của bảng kê.")
