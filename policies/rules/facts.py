"""The facts that a person may be asked for, each told once: its words and how it is answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from policies.rules.traits import usual_values
from policies.rules.types import WHOLE

OTHER = ("other", "khác, không thuộc các trường hợp này")


class Subject(StrEnum):
    PERSON = "person"
    EVENT = "event"


class Kind(StrEnum):
    """How a need is answered."""

    DATE = "date"
    COUNT = "count"  # a whole number of ``unit``
    MONEY = "money"  # đồng
    SHARE = "share"  # ten-thousandths, typed as a percentage
    CHOICE = "choice"  # one of ``choices``
    CHOICES = "choices"  # any of ``choices``
    LISTED = "listed"  # words, of which the law lists ``choices``
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing to be told. ``least`` and ``most`` are both inclusive, as ``kind`` counts."""

    subject: Subject
    field: str  # of Person or Event
    key: str = ""  # which trait, number, cost or component of the field
    label: str
    kind: Kind
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # value and words
    required: bool = False  # no answer is possible without it
    least: int = 0
    most: int | None = None
    benefits: tuple[str, ...] = ()  # codes of those that ask

    @property
    def name(self) -> str:
        """The same in forms, addresses and workbooks: ``days``, ``traits.hospital_level``."""
        return f"{self.field}.{self.key}" if self.key else self.field

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The choices to offer; of a trait without usual values one may have yet another."""
        is_open = self.field == "traits" and not usual_values(self.key)
        return (*self.choices, OTHER) if is_open else self.choices


of_person = partial(Need, subject=Subject.PERSON)
of_event = partial(Need, subject=Subject.EVENT)
money_need = partial(of_event, kind=Kind.MONEY, unit="đồng")
count_need = partial(of_event, kind=Kind.COUNT)

GROUP = of_person(field="group", label="Đối tượng", kind=Kind.CHOICE, required=True)
OTHER_GROUPS = of_person(
    field="other_groups", label="Cùng lúc còn thuộc đối tượng", kind=Kind.CHOICES
)
GROUPS_OF_YEAR = of_person(
    field="groups_of_year", label="Trong năm còn thuộc đối tượng", kind=Kind.CHOICES
)
BIRTH_DATE = of_person(field="birth_date", label="Ngày sinh", kind=Kind.DATE, required=True)
ENDED_ON = of_person(
    field="ended_on", label="Thôi diện từ ngày (từ trần, chuyển đi, bị kỷ luật)", kind=Kind.DATE
)
CHANGED_ON = of_person(field="changes", key="on", label="Đổi đối tượng từ ngày", kind=Kind.DATE)
CHANGED_TO = of_person(field="changes", key="group", label="Đổi sang đối tượng", kind=Kind.CHOICE)
ON = of_event(
    field="on", label="Ngày của sự việc, hoặc ngày bắt đầu", kind=Kind.DATE, required=True
)
UNTIL = of_event(field="until", label="Ngày kết thúc", kind=Kind.DATE, required=True)
DAYS = count_need(field="days", label="Số ngày", unit="ngày", required=True)
MONTHS = count_need(field="months", label="Số tháng", unit="tháng")
SESSIONS = count_need(field="sessions", label="Số buổi", unit="buổi", required=True)
PEOPLE = count_need(field="people", label="Số người đi cùng", unit="người", required=True)
PLANNED_DAYS = count_need(field="planned_days", label="Số ngày theo kế hoạch", unit="ngày")
COST = money_need(field="cost", label="Chi phí", required=True)
OTHERS_PAID = money_need(field="others_paid", label="Nguồn khác đã trả")
DECIDED_AMOUNT = money_need(field="decided_amount", label="Mức được quyết định", required=True)
OTHER_SHARE = of_event(
    field="other_share", label="Nguồn khác chịu", kind=Kind.SHARE, unit="%", most=WHOLE
)
DECIDED_SHARE = of_event(
    field="decided_share",
    label="Tỷ lệ được quyết định",
    kind=Kind.SHARE,
    unit="%",
    required=True,
)
EXCEPTIONAL = of_event(
    field="exceptional_decision",
    label="Quyết định cho vượt hạn mức (số, ngày)",
    kind=Kind.TEXT,
)
CLAIMED_ON = of_event(field="claimed_on", label="Ngày đề nghị", kind=Kind.DATE, required=True)
OPINION_ON = of_event(field="opinion_on", label="Ngày ban, hội đồng kết luận", kind=Kind.DATE)

# The order in which a person would tell it.
ORDER = (
    "group",
    "other_groups",
    "groups_of_year",
    "traits",
    "numbers",
    "birth_date",
    "ended_on",
    "lost",
    "changes",
    "on",
    "until",
    "claimed_on",
    "opinion_on",
    "days",
    "planned_days",
    "months",
    "sessions",
    "people",
    "cost",
    "costs",
    "components",
    "others_paid",
    "other_share",
    "decided_amount",
    "decided_share",
    "exceptional_decision",
)


def merged(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Each need once, in the order in which a person would tell it."""
    found: dict[str, Need] = {}
    for need in needs:
        known = found.get(need.name)
        found[need.name] = _both(known, need) if known else need
    return tuple(sorted(found.values(), key=_place))


def _place(need: Need) -> tuple[bool, int]:
    """Traits of the event come right after its day, before what is counted."""
    if need.subject is Subject.PERSON:
        return False, ORDER.index(need.field)
    return True, ORDER.index("opinion_on" if need.field == "traits" else need.field)


def _both(one: Need, other: Need) -> Need:
    """One need of two rows: what either asks for, within the wider bounds."""
    return replace(
        one,
        kind=Kind.LISTED if Kind.LISTED in (one.kind, other.kind) else one.kind,
        choices=_union(one.choices, other.choices),
        required=one.required or other.required,
        least=min(one.least, other.least),
        most=None if one.most is None or other.most is None else max(one.most, other.most),
        benefits=tuple(dict.fromkeys((*one.benefits, *other.benefits))),
    )


def _union(
    one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Each value once, with the words in which it was told first."""
    told = {value for value, _ in one}
    return (*one, *(choice for choice in other if choice[0] not in told))
