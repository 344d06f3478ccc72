"""The people of a year with their events and what the ledger holds of them, read once.

A few thousand people at a time, whatever there are of them: what has been handed on is let go.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.timezone import localdate

from accounts.models import Unit, User
from beneficiaries.models import Cadre, Membership
from claims.actions.opening import question_of
from claims.facts import fact_kinds
from claims.models import Claim, Fact, Recipient
from claims.simulating.cases import NO_GROUP, NOT_BY_GROUP, Ask, Booked, Subject
from claims.simulating.ledger import (
    Entry,
    FactKey,
    Ledger,
    fact_key,
    ledger_of,
    owner_field,
    place_in_order,
    readable,
)
from claims.simulating.scope import Scope
from claims.simulating.shifting import moved_event, moved_person, moved_use
from claims.standing import Standing
from policies.models import BeneficiaryGroup, Resolution
from policies.rules import Event, Person

PEOPLE_AT_ONCE = 2_000


class Gathering:
    """Reads what a scope is about, of the people whom ``by`` may see."""

    def __init__(self, scope: Scope, by: User) -> None:
        self.scope = scope
        self._people = {
            "cadre": Cadre.objects.visible_to(by).order_by("pk"),
            "recipient": Recipient.objects.visible_to(by).order_by("pk"),
        }
        provinces = Unit.objects.exclude(legacy_province="").values_list("pk", "legacy_province")
        self._provinces = dict(provinces)

    def count(self) -> int:
        """How many subjects there will be."""
        return sum(rows.count() for rows in self._people.values())

    def count_events(self) -> int:
        """About how many events: those for which there are claims."""
        of_year = Claim.objects.filter(entitlement_year=self.scope.year)
        return of_year.values("fact_kind", "fact_id").distinct().count()

    def subjects(self) -> Iterator[Subject]:
        """Everybody in the order of their keys, those without an event too."""
        for whose, rows in self._people.items():
            ids = list(rows.values_list("pk", flat=True))
            for start in range(0, len(ids), PEOPLE_AT_ONCE):
                yield from self._subjects_of(whose, ids[start : start + PEOPLE_AT_ONCE])

    def _subjects_of(self, whose: str, ids: Sequence[int]) -> Iterator[Subject]:
        ledger = ledger_of(whose, ids)
        facts = self._facts_of(whose, ids, ledger)
        cadres = self._cadres(ids) if whose == "cadre" else {}
        standings = self._standings(cadres)
        for pk in ids:
            own = Own(whose, pk, facts[pk], ledger, standings.get(pk), self.scope)
            yield own.subject()

    def _facts_of(self, whose: str, ids: Sequence[int], ledger: Ledger) -> dict[int, list[Fact]]:
        """Facts of the year; of those with live claims the ledger says which year they are of."""
        found: dict[int, list[Fact]] = defaultdict(list)
        claimed = {entry.fact for rows in ledger.entries.values() for entry in rows}
        of_year = self._claimed_in_year(ledger)
        for kind in fact_kinds():
            owner = owner_field(kind, whose)
            if owner is None:
                continue
            elsewhere = [pk for name, pk in claimed - of_year if name == kind.kind]
            rows = readable(kind).filter(**{f"{owner}__in": ids}, cancelled_at=None)
            for fact in rows.exclude(pk__in=elsewhere).iterator(PEOPLE_AT_ONCE):
                key = (kind.kind, fact.pk)
                if key in of_year or fact.event().on.year == self.scope.year:
                    found[getattr(fact, f"{owner}_id")].append(fact)
        return found

    def _claimed_in_year(self, ledger: Ledger) -> set[FactKey]:
        return {
            entry.fact
            for rows in ledger.entries.values()
            for entry in rows
            if entry.used.on.year == self.scope.year
        }

    def _cadres(self, ids: Sequence[int]) -> dict[int, Cadre]:
        """With what their standing rests on, and nothing that is encrypted."""
        rows = Cadre.objects.filter(pk__in=ids).only(
            "birth_date",
            "retired_on",
            "party_badge_years",
            "ended_on",
            "managing_unit_id",
            "commune_id",
        )
        return {row.pk: row for row in rows}

    # --- how people stand --------------------------------------------------------------------

    def _standings(self, cadres: dict[int, Cadre]) -> dict[int, "Stood"]:
        held: dict[int, list[Membership]] = defaultdict(list)
        rows = Membership.objects.filter(cadre__in=cadres).select_related("group")
        for membership in rows.order_by("-since"):
            held[membership.cadre_id].append(membership)
        return {pk: self._stood(cadre, held[pk]) for pk, cadre in cadres.items()}

    def _stood(self, cadre: Cadre, held: Sequence[Membership]) -> "Stood":
        compared = {version.pk for version in self.scope.versions}
        ours = [each for each in held if each.resolution_id in compared]
        placed = [each for each in held if each.resolution_id == self.scope.simulated.pk]
        stands_elsewhere = bool(held) and not ours and not placed
        now = self._under_simulated(cadre, ours, placed)
        then = Standing(cadre, self._provinces, ours, self.scope.versions)
        return Stood(now, then, self._former(ours), stands_elsewhere)

    def _former(self, ours: Sequence[Membership]) -> str:
        code = self.scope.group_codes[ours[0].group_id] if ours else NO_GROUP
        return code if code.startswith(NO_GROUP) else NO_GROUP

    def _under_simulated(
        self, cadre: Cadre, ours: Sequence[Membership], placed: Sequence[Membership]
    ) -> Standing:
        """In the groups of the simulated version: as held, as placed ahead, or as mapped."""
        scope = self.scope
        in_force = any(version.pk == scope.simulated.pk for version in self._in_year)
        if placed and not in_force:
            first = min(placed, key=lambda each: each.since)
            ahead = Membership(
                resolution_id=scope.simulated.pk, group=first.group, since=date.min, until=None
            )
            return Standing(cadre, self._provinces, [ahead], [self._always])
        mapped = [found for each in ours if (found := self._mapped(each))]
        return Standing(cadre, self._provinces, mapped, scope.versions)

    def _mapped(self, held: Membership) -> Membership | None:
        if held.resolution_id == self.scope.simulated.pk:
            return held
        code = self.scope.group_codes[held.group_id]
        if code.startswith(NO_GROUP):
            return None
        return Membership(
            resolution_id=held.resolution_id,
            group=BeneficiaryGroup(code=code),
            since=held.since,
            until=held.until,
        )

    @cached_property
    def _always(self) -> Resolution:
        """The simulated version as if it had always been in force."""
        row = copy(self.scope.simulated)
        row.effective_from, row.effective_to = date.min, None
        return row

    @cached_property
    def _in_year(self) -> list[Resolution]:
        first, last = date(self.scope.year, 1, 1), date(self.scope.year, 12, 31)
        return [
            version
            for version in self.scope.versions
            if version.effective_from <= last
            and (version.effective_to is None or version.effective_to >= first)
        ]


class Stood(NamedTuple):
    """One cadre under the simulated version, under those in force, or only under others."""

    now: Standing
    then: Standing
    former: str  # stands for a group where the simulated version has none
    elsewhere: bool


@dataclass
class Own:
    """One person's facts and ledger, on the way to being a subject."""

    whose: str
    pk: int
    facts: Sequence[Fact]
    ledger: Ledger
    stood: Stood | None
    scope: Scope

    def subject(self) -> Subject:
        entries = self.ledger.entries.get(self.pk, [])
        compared = {version.pk for version in self.scope.versions}
        by_fact: dict[FactKey, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_fact[entry.fact].append(entry)
        asks, reckoned = [], set()
        for fact in sorted(self.facts, key=lambda each: place_in_order(each, by_fact)):
            booked = [each for each in by_fact[fact_key(fact)] if each.resolution in compared]
            ask = self._ask(fact, booked)
            if ask:
                asks.append(ask)
                reckoned.add(fact_key(fact))
        usage = [
            moved_use(each.used, self.scope.shift)
            for each in entries
            if each.fact not in reckoned and each.resolution in compared
        ]
        without_group = self.stood.former if self.stood else NOT_BY_GROUP
        last_day = Event(date(self.scope.year, 12, 31), ())
        person, person_then = self._people(last_day)
        return Subject(
            kind=self.whose,
            pk=self.pk,
            group=(asks[0].person if asks else person).group or without_group,
            asks=tuple(asks),
            usage=tuple(usage),
            person=person,
            person_then=person_then,
            without_group=without_group,
        )

    def _ask(self, fact: Fact, entries: Sequence[Entry]) -> Ask | None:
        event = question_of(fact).where(self.scope.words.__contains__)
        codes = tuple(code for code in event.benefits if code not in self.scope.foreign)
        if not codes or (self.stood and self.stood.elsewhere and not entries):
            return None
        claimed_on = localdate(fact.recorded_at)
        event = replace(event, benefits=codes, claimed_on=claimed_on)
        person, person_then = self._people(event)
        return Ask(
            event=moved_event(event, self.scope.shift),
            person=person,
            booked=tuple(
                self._booked(each) for each in entries if each.used.on.year == self.scope.year
            ),
            person_then=person_then if self.scope.law_then else None,
            set_aside=not entries and fact_key(fact) in self.ledger.refused,
        )

    def _people(self, event: Event) -> tuple[Person, Person]:
        """As they stood at the event under the simulated version, and under those in force."""
        if self.stood is None:
            return Person(), Person()
        now, then = self.stood.now.person(event), self.stood.then.person(event)
        return moved_person(now, self.scope.shift), moved_person(then, self.scope.shift)

    def _booked(self, entry: Entry) -> Booked:
        used = entry.used
        benefit = self.scope.renamed.get(used.benefit, used.benefit)
        return Booked(
            benefit,
            self._group_of(entry),
            used.on.month,
            used.amount,
            entry.is_paid,
            used.times,
        )

    def _group_of(self, entry: Entry) -> str:
        if entry.group is None:
            return NOT_BY_GROUP
        return self.scope.group_codes[entry.group]
