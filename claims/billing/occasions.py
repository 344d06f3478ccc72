"""What facilities may bill for: rounds and trips. The apps above register theirs in ready()."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import QuerySet

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from claims.billing.pricing import Price
from claims.models import BillLine, Fact


class Thing(Protocol):
    """A round or a trip, as far as billing looks at it; ``str()`` names it."""

    pk: int
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody's part: present or not (None: nobody told yet), since when, how many days."""

    attended: bool | None = None
    day: date | None = None
    days: int | None = None
    facility: int | None = None  # of those who are examined in several places


@dataclass(frozen=True, slots=True)
class Billed:
    """One line whose person is known, as the app needs it to make a fact. Đồng and days."""

    cadre: Cadre
    facility: Unit
    day: date
    days: int | None
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One kind of thing that facilities bill for.

    ``kind`` is kept in bills; ``fact_kind`` is what its lines become. ``things`` are those the
    user may see, ``facilities`` who may bill for one. ``listed`` tells everybody's part by cadre
    id, ``recorded`` (of these cadres, or of all when None) who has such a fact already, with a
    sentence. ``fact`` makes an unsaved fact of a line. ``admit`` puts these people on the list and
    marks them present, for the reason given; it raises ``ClaimError`` where that can't be. ``link``
    tells which fact was made for which cadre, inside the transaction that made it. ``hindrance``
    says why nothing can be billed or opened now, "" if it can. ``price`` is what the contract names
    for one person, None without one.
    """

    kind: str
    title: str
    fact_kind: str
    url_name: str  # page of the round or trip, taking its id
    things: Callable[[User], QuerySet[Any]]
    facilities: Callable[[Any], QuerySet[Unit]]
    listed: Callable[[Any], Mapping[int, Listed]]
    recorded: Callable[[Any, Collection[int] | None], Mapping[int, str]]
    fact: Callable[[Any, Billed], Fact]
    admit: Callable[[Any, Sequence[BillLine], User, str], None]
    link: Callable[[Any, Mapping[int, Fact]], None]
    hindrance: Callable[[Any], str]
    price: Callable[[Any], Price | None] = lambda thing: None


_occasions: dict[str, Occasion] = {}


def register_occasion(occasion: Occasion) -> None:
    """Make rounds or trips billable; call it from ``AppConfig.ready()``."""
    _occasions[occasion.kind] = occasion


def occasion_of(kind: str) -> Occasion:
    """Raises ``KeyError`` for a kind nobody registered."""
    return _occasions[kind]


def occasions() -> list[Occasion]:
    return list(_occasions.values())
