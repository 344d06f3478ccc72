"""The fair order and who gets a place: pure, so that it can be checked and told.

People come one after the other in the plan's order; each takes the first place open to them. A
quota in which somebody found no place or no money stays closed for all who come later: nobody
passes a person before them by costing less.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

type Costs = Mapping[tuple[int, int], int | None]
"""Đồng by (person, quota); ``None``: the law gives the person nothing in that form."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose turn it is.

    ``forms`` are those open to the person, the preferred first; ``service`` are the years of the
    party badge, ``rank`` the place of the group in the law.
    """

    key: int
    years: int
    born: date
    service: int
    rank: int
    unit: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A quota as far as it is still open; ``unit`` ``None`` means the whole province."""

    key: int
    form: str
    unit: int | None
    people: int
    amount: int


type Offers = Mapping[tuple[str, int | None], list[Share]]


@dataclass(frozen=True, slots=True)
class Place:
    """``position`` counts from 1 in the order; ``share`` is ``None`` for who has to wait."""

    person: Waiting
    position: int
    share: Share | None


# Smaller comes first.
CRITERIA: dict[str, Callable[[Waiting], int]] = {
    "waiting": lambda person: -person.years,
    "age": lambda person: person.born.toordinal(),
    "service": lambda person: -person.service,
    "group": lambda person: person.rank,
}


def in_order(people: Iterable[Waiting], criteria: Sequence[str]) -> list[Waiting]:
    """The order by the criteria, each deciding where those before it leave people equal.

    Raises ``KeyError`` for an unknown criterion. Whoever was registered first comes first among
    people equal in everything, so that the order is the same each time.
    """
    keys = [CRITERIA[name] for name in criteria]
    return sorted(people, key=lambda person: (*(key(person) for key in keys), person.key))


def allocate(people: Sequence[Waiting], shares: Sequence[Share], costs: Costs) -> list[Place]:
    """Give places to ``people`` in their order; what isn't in ``costs`` costs nothing yet.

    Of several quotas of a form those of the person's own unit come first, then the others in
    the order given.
    """
    offers = offered(shares)
    left = {share.key: [share.people, share.amount] for share in shares}
    places = []
    for position, person in enumerate(people, 1):
        share = _first_open(person, offers, left, costs)
        if share:
            left[share.key][0] -= 1
            left[share.key][1] -= costs.get((person.key, share.key)) or 0
        places.append(Place(person, position, share))
    return places


def _first_open(
    person: Waiting, offers: Offers, left: dict[int, list[int]], costs: Costs
) -> Share | None:
    for share in open_to(person, offers):
        cost = costs.get((person.key, share.key), 0)
        if cost is None:
            continue
        people, amount = left[share.key]
        if people > 0 and cost <= amount:
            return share
        left[share.key][0] = 0
    return None


def offered(shares: Iterable[Share]) -> Offers:
    """The quotas by form and unit, each in the order given."""
    offers: dict[tuple[str, int | None], list[Share]] = defaultdict(list)
    for share in shares:
        offers[share.form, share.unit].append(share)
    return dict(offers)


def open_to(person: Waiting, offers: Offers) -> Iterator[Share]:
    """The quotas a person may take a place of, the preferred first."""
    for form in person.forms:
        for unit in (person.unit, None):
            yield from offers.get((form, unit), ())
