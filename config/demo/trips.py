"""Plans of convalescence without a database: whose turn it is, and how the year then went.

The order and the places are those of the portal's own list (``planning.ordering``), so the demo
knows beforehand who goes; carrying a plan out looks that the portal's list says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import cycle, islice

from config.demo.people import Person
from config.demo.plan import PROVINCE, Happening, PlannedTrip, participation
from convalescence.planning.ordering import Place, Share, Waiting, allocate, in_order

HOME, HOME_KIND = "convalescence_home", "home_convalescence"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedQuota:
    """``each`` is what a person of it costs (đồng); ``trips`` with how many of its people.

    ``commune`` is a code, "" for the whole province; ``delegate`` the body it was given to.
    """

    form: str
    people: int
    each: int
    begins_on: date
    ends_on: date
    commune: str = ""
    delegate: str = ""
    trips: tuple[tuple[PlannedTrip, int], ...] = ()
    lasts: int | None = None
    """Days of a trip, where no trip is known yet."""
    payer: str = PROVINCE
    paid_elsewhere: tuple[str, ...] = ()
    """Groups for whom somebody else pays."""
    granted: int
    """Đồng of the whole quota."""

    @property
    def days(self) -> int | None:
        return self.trips[0][0].days if self.trips else self.lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPlan:
    """The plan of a year under ``law``; days on which it was made, sent out, agreed and over.

    One of the old books is told when the portal begins; nobody looks through its list any more.
    """

    law: str
    year: int
    number: str
    dated_on: date
    sent_on: date
    confirm_by: date
    agreed_on: date
    over_on: date
    ordering: tuple[str, ...]
    groups: tuple[str, ...]
    forms: Mapping[str, tuple[str, ...]]
    """The forms that the law has for a group, the preferred first."""
    quotas: tuple[PlannedQuota, ...]
    home_days: tuple[date, ...] = ()
    is_history: bool = False

    @property
    def trips(self) -> list[PlannedTrip]:
        """Each once, in the order of their days."""
        trips = {trip.code: trip for quota in self.quotas for trip, _ in quota.trips}
        return sorted(trips.values(), key=lambda trip: trip.begins_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Somebody of the plan's groups, entitled and without convalescence for so many years."""

    person: Person
    group: str
    years: int


@dataclass(slots=True)
class Told:
    """What units and people told while the list was looked through."""

    unfit: list[Person] = field(default_factory=list)
    wishes: dict[int, str] = field(default_factory=dict)
    declined: list[Person] = field(default_factory=list)

    def forms(self, person: Person, lawful: tuple[str, ...]) -> tuple[str, ...]:
        if any(person.number == one.number for one in self.declined):
            return ()
        if any(person.number == one.number for one in self.unfit):
            return tuple(form for form in lawful if form == HOME)
        wished = self.wishes.get(person.number, "")
        return tuple(form for form in lawful if wished in ("", form))


@dataclass(frozen=True, slots=True)
class Change:
    """After the list was agreed: ``coming`` goes in the place of ``out`` on ``trip``.

    Where ``out`` goes home instead, ``freed`` is whose place at home became free.
    """

    trip: PlannedTrip
    out: Person
    coming: Person
    freed: Person | None = None


@dataclass
class FairList:
    """Who goes where; ``chosen`` by quota as agreed, ``going`` and ``resting`` as it then was."""

    plan: PlannedPlan
    told: Told
    people: list[Person]
    groups: dict[int, str]
    chosen: dict[PlannedQuota, list[Person]]
    waiting: list[Person]
    going: dict[str, list[Person]]
    resting: dict[date, list[tuple[Person, PlannedQuota]]]
    changes: list[Change] = field(default_factory=list)

    @property
    def everybody(self) -> set[int]:
        """The numbers of all who had their turn."""
        away = {person.number for people in self.going.values() for person in people}
        return away | {one.number for people in self.resting.values() for one, _ in people}

    def happenings(self, uploader: str) -> list[Happening]:
        """What the year's list comes to, as rows of workbooks."""
        trips = {trip.code: trip for trip in self.plan.trips}
        away = [
            participation(
                trips[code],
                person,
                self._worth(person),
                uploader=uploader,
                payer=self._quotas[person.number].payer,
            )
            for code, people in self.going.items()
            for person in people
        ]
        return away + [
            _at_home(person, quota, day, uploader)
            for day, people in self.resting.items()
            for person, quota in people
        ]

    def replace(self, code: str, place: int, *, passed: int = 0) -> None:
        """Whoever has this place of a trip can't go; the first who waits goes instead.

        Or the first but some who are ``passed`` over.
        """
        out = self.going[code][place]
        self.changes.append(Change(self._trip(code), out, self._call(code, place, passed)))

    def stay_at_home(self, code: str, place: int) -> None:
        """The last of those at home gives it up; whoever has this place of a trip stays there."""
        *_, first, last = self.plan.home_days
        freed, quota = self.resting[first].pop()
        out = self.going[code][place]
        self.resting[last].append((out, quota))
        self.changes.append(Change(self._trip(code), out, self._call(code, place), freed))

    def _call(self, code: str, place: int, passed: int = 0) -> Person:
        """The first who waits for such a trip takes the place, or the first but some."""
        trip = self._trip(code)
        able = (person for person in self.waiting if trip.kind in self._forms(person))
        coming = next(islice(able, passed, None))
        self.waiting.remove(coming)
        self._quotas[coming.number] = self._quotas[self.going[code][place].number]
        self.going[code][place] = coming
        return coming

    def _forms(self, person: Person) -> tuple[str, ...]:
        return self.told.forms(person, self.plan.forms[self.groups[person.number]])

    def _trip(self, code: str) -> PlannedTrip:
        return next(trip for trip in self.plan.trips if trip.code == code)

    def _worth(self, person: Person) -> int:
        quota = self._quotas[person.number]
        return 0 if self.groups[person.number] in quota.paid_elsewhere else quota.each

    @cached_property
    def _quotas(self) -> dict[int, PlannedQuota]:
        return {one.number: quota for quota, people in self.chosen.items() for one in people}


def _at_home(person: Person, quota: PlannedQuota, day: date, uploader: str) -> Happening:
    return Happening(
        kind=HOME_KIND,
        on=day,
        last_day=day,
        cells=(person.citizen_id, day, "Giao cấp huyện tổ chức" if quota.delegate else None),
        amount=quota.each,
        uploader=uploader,
        payer=quota.payer,
    )


def given(plan: PlannedPlan, turns: Iterable[Turn], told: Told) -> list[tuple[Turn, Place]]:
    """The portal's own order and places for these turns."""
    turn_of = {turn.person.number: turn for turn in turns}
    units = {code: number for number, code in enumerate(sorted(_communes(turn_of.values())))}
    people = [
        Waiting(
            key=turn.person.number,
            years=turn.years,
            born=turn.person.birth_date,
            service=turn.person.party_badge_years or 0,
            rank=plan.groups.index(turn.group),
            unit=units[turn.person.commune],
            forms=told.forms(turn.person, plan.forms[turn.group]),
        )
        for turn in turn_of.values()
    ]
    shares = [
        Share(
            key=number,
            form=quota.form,
            unit=units[quota.commune] if quota.commune else None,
            people=quota.people,
            amount=0,
        )
        for number, quota in enumerate(plan.quotas)
    ]
    found = allocate(in_order(people, plan.ordering), shares, {})
    return [(turn_of[place.person.key], place) for place in found]


def _communes(turns: Iterable[Turn]) -> set[str]:
    return {turn.person.commune for turn in turns}


def settle(plan: PlannedPlan, turns: Sequence[Turn], told: Told) -> FairList:
    """The list as agreed: people of a quota fill its trips one after the other."""
    chosen: dict[PlannedQuota, list[Person]] = {quota: [] for quota in plan.quotas}
    waiting = []
    for turn, place in given(plan, turns, told):
        if place.share:
            chosen[plan.quotas[place.share.key]].append(turn.person)
        elif place.person.forms:
            waiting.append(turn.person)
    going: dict[str, list[Person]] = {trip.code: [] for trip in plan.trips}
    resting: dict[date, list[tuple[Person, PlannedQuota]]] = {day: [] for day in plan.home_days}
    for quota, people in chosen.items():
        if len(people) != quota.people:
            raise ValueError(f"{len(people)} people for {quota}")
        left = iter(people)
        for trip, size in quota.trips:
            going[trip.code] += [next(left) for _ in range(size)]
        if quota.form == HOME:
            for person, day in zip(people, cycle(_days(plan, quota)), strict=False):
                resting[day].append((person, quota))
    groups = {turn.person.number: turn.group for turn in turns}
    return FairList(
        plan, told, [turn.person for turn in turns], groups, chosen, waiting, going, resting
    )


def _days(plan: PlannedPlan, quota: PlannedQuota) -> list[date]:
    """Old books have many days; the portal opens the claims of all at home at once."""
    days = [day for day in plan.home_days if quota.begins_on <= day <= quota.ends_on]
    return days if plan.is_history else days[:1]
