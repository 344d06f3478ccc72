"""One question under one law: what every step of the assessment looks at."""

from datetime import date
from typing import NamedTuple

from policies.rules.compiled import CompiledLaw, Terms
from policies.rules.periods import days_on, end_of_months, full_years
from policies.rules.settings import Settings, Territory
from policies.rules.types import Benefit, Event, Law, Person, RefusalReason, Used


class Case(NamedTuple):
    """A benefit asked for, with the law that answers and the day that decides.

    The values that live only within one assessment are named tuples: as frozen as a frozen
    dataclass and several times quicker to make.
    """

    event: Event
    law: Law
    reading: CompiledLaw
    person: Person
    usage: tuple[Used, ...]
    benefit: Benefit
    terms: Terms
    on: date
    traits: dict[str, str]
    last_of_law: date | None  # after it no month or quarter counts any more
    before: int = 0  # how many lines other things asked for in this event have brought

    @property
    def settings(self) -> Settings:
        return self.terms.settings

    @property
    def who(self) -> str:
        """``Đối tượng 4``, or a word for someone who needs no group."""
        group = self.person.group or ""
        return self.reading.group_names.get(group, group) or "người đề nghị"

    def trait(self, name: str) -> str | None:
        """A trait of the person or the event; ``day`` is the deciding day itself."""
        if name == "day":
            return self.on.isoformat()
        if name == "territory" and self.settings.territory is Territory.RESIDENCE:
            name = "residence_territory"
        return self.traits.get(name)

    def number(self, name: str) -> int | None:
        """A number told of the person, or with the event; ages come from the day of birth."""
        birth = self.person.birth_date
        if name == "age" and birth:
            return full_years(birth, self.on)
        if name == "age_in_year" and birth:
            return self.on.year - birth.year
        return dict((*self.person.numbers, *self.event.numbers)).get(name)


class Missing(NamedTuple):
    """Why a step can't be taken: a reason and what is missing, in words."""

    reason: RefusalReason
    words: str


def last_day(event: Event) -> date:
    """As told, or as so many months or days come to."""
    if event.until:
        return event.until
    if event.months:
        return end_of_months(event.on.replace(day=1), event.months)
    return days_on(event.on, max(1, event.days) - 1)
