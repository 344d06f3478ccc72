"""What somebody may be given on a day, and what the law then needs to be told of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from beneficiaries.models import Cadre
from claims.assessing import Question, policies_asked
from claims.entries.kinds import entries
from policies.asking import occasions_of, spoken
from policies.models import Resolution
from policies.rules import Event, Law, Person
from policies.rules.facts import Need, Subject, merged
from policies.rules.needs import needs_of, opened
from policies.rules.telling import answers_of, told

# The request itself tells the first two; the third is the day on which it is recorded.
TOLD_ANYWAY = ("on", "until", "claimed_on")
UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy with its versions in force, and the person as they stand under it."""

    versions: Sequence[tuple[Resolution, Law]]
    person: Person

    @property
    def laws(self) -> list[Law]:
        return [law for _, law in self.versions]


@dataclass(frozen=True)
class Offer:
    """What the policies of one person give during some days; nothing is asked of two of them."""

    policies: Sequence[Policy]

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What may be asked for, in the order of the texts."""
        found: dict[str, str] = {}
        for policy in self.policies:
            found = {**dict(occasions_of(policy.laws)), **found}
        return found

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """By resolution; what has a page of its own comes last and names it."""
        pages = {word: entry.title for entry in entries() for word in entry.benefits}
        groups, seen = [], set[str]()
        for policy in self.policies:
            own = [pair for pair in occasions_of(policy.laws) if pair[0] not in seen]
            seen.update(word for word, _ in own)
            plain = [pair for pair in own if pair[0] not in pages]
            paged = [pair for pair in own if pair[0] in pages]
            named = [(word, f"{title} (trang “{pages[word]}”)") for word, title in paged]
            name = str(policy.versions[-1][0])
            groups += [(name, plain), (f"{name}: thường nhập ở trang riêng", named)]
        return [group for group in groups if group[1]]

    @property
    def groupless(self) -> list[Resolution]:
        """Texts in force under which the person has no group on that day."""
        return [each.versions[-1][0] for each in self.policies if each.person.group is None]

    def resolutions(self) -> list[Resolution]:
        return [row for policy in self.policies for row, _ in policy.versions]

    def asked(self, words: Iterable[str]) -> list[str]:
        """Of these words, those that some policy knows, in the order of the texts."""
        wanted = set(words)
        return [word for word in self.titles if word in wanted]

    def benefits(self, words: Collection[str]) -> set[str]:
        """Codes of the benefits that the words open."""
        laws = [law for policy in self.policies for law in policy.laws]
        return {each.code for law in laws for each in opened(law, words)}

    def needs(self, words: Iterable[str]) -> tuple[Need, ...]:
        """What is to be told, without what the registry or the request tells anyway."""
        left, found = set(words), list[Need]()
        for policy in self.policies:
            own = left & {word for word, _ in occasions_of(policy.laws)}
            left -= own
            for law in policy.laws:
                needs = needs_of(law, own, group=policy.person.group)
                found += [need for need in needs if _is_to_be_told(need, policy.person)]
        return merged(found)


def _is_to_be_told(need: Need, person: Person) -> bool:
    """The registry knows the person, but for what only some law has thought of."""
    if need.name in TOLD_ANYWAY:
        return need.name == UNTIL
    if need.subject is Subject.EVENT:
        return True
    known = {"traits": person.traits, "numbers": person.numbers}
    return need.field in known and need.key not in dict(known[need.field])


def offer_to(cadre: Cadre, event: Event) -> Offer:
    """What the person's policies in force during the event give."""
    asked = policies_asked(Question(event, cadre))
    return Offer([Policy(versions.met(event), person) for versions, person in asked])


def event_told(needs: Sequence[Need], answers: Mapping[str, Any], words: Iterable[str]) -> Event:
    """The event of these answers; what nobody keeps of the person goes with it."""
    person, event = told(needs, answers, benefits=words)
    return replace(event, traits=(*event.traits, *person.traits), numbers=person.numbers)


def answers_told(needs: Iterable[Need], event: Event) -> dict[str, Any]:
    """The answers that make this event."""
    return answers_of(needs, Person(numbers=event.numbers), event)


def in_words(needs: Iterable[Need], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was told, for reading: label and answer."""
    return [
        (need.label, spoken(need, answers[need.name]))
        for need in needs
        if need.name in answers and need.name not in TOLD_ANYWAY
    ]
