"""How a person stood under a policy on the days of an event: their groups, traits and dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from beneficiaries.models import Cadre, Membership
from policies.models import Resolution
from policies.rules import Event, Person

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """One cadre under one policy, whose versions succeed each other."""

    cadre: Cadre
    provinces: Mapping[int, str]  # old province of each unit that has one
    memberships: Sequence[Membership]  # under any of the versions
    versions: Sequence[Resolution]  # released, in order of effect

    def person(self, event: Event) -> Person:
        """As of the event's first day, with what changes up to its last."""
        held = self._on(event.on)
        changes: list[tuple[date, Person]] = []
        for day in self._days_of_change(event):
            later = self._on(day)
            if later != (changes[-1][1] if changes else held):
                changes.append((day, later))
        return replace(held, changes=tuple(changes)) if changes else held

    def _on(self, day: date) -> Person:
        cadre = self.cadre
        # Whoever has ended is asked for as they stood on their last day.
        ended = cadre.ended_on if cadre.has_ended(day) else None
        held = self._group(ended - ONE_DAY if ended else day)
        return Person(
            group=held,
            traits=self._traits(day),
            groups_of_year=self._groups_of_year(day, held),
            numbers=_numbers(cadre),
            birth_date=cadre.birth_date,
            ended_on=cadre.ended_on,
        )

    def _group(self, day: date) -> str | None:
        """The group under the version in force on that day: "4" of another one is not its "4"."""
        version = next((each.pk for each in self.versions if each.is_in_force(day)), None)
        return next(
            (
                each.group.code
                for each in self.memberships
                if each.resolution_id == version and each.holds(day)
            ),
            None,
        )

    def _traits(self, day: date) -> tuple[tuple[str, str], ...]:
        traits = (
            ("employment_status", self.cadre.employment_status(day)),
            ("territory", self.provinces.get(self.cadre.managing_unit_id, "")),
            ("residence_territory", self.provinces.get(self.cadre.commune_id or 0, "")),
        )
        return tuple((name, value) for name, value in traits if value)

    def _groups_of_year(self, day: date, held: str | None) -> tuple[str, ...]:
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
        codes = {
            each.group.code
            for each in self.memberships
            if each.since <= last and (each.until is None or first <= each.until)
        }
        return tuple(sorted(codes - {held}))

    def _days_of_change(self, event: Event) -> Iterable[date]:
        if event.until is None or event.until == event.on:
            return ()
        days = {each.since for each in self.memberships}
        days |= {each.until + ONE_DAY for each in self.memberships if each.until}
        days |= {version.effective_from for version in self.versions}
        days |= {day for day in (self.cadre.retired_on, self.cadre.ended_on) if day}
        return sorted(day for day in days if event.on < day <= event.until)


def _numbers(cadre: Cadre) -> tuple[tuple[str, int], ...]:
    years = cadre.party_badge_years
    return (("party_badge_years", years),) if years else ()
