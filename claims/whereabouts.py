"""Where people were on which day, as each app knows it: nobody is in two places on one day.

A stay in hospital and a day on a trip are facts of apps that don't know each other; each registers
here in ready() and asks here.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.formatting import date_short

type Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A person was somewhere for the whole of these days; ``told`` says where."""

    cadre: int
    first: date
    last: date
    told: str

    def meets(self, span: Span) -> bool:
        return self.first <= span[1] and span[0] <= self.last


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What one app knows. ``found`` tells these cadres' presences within some days.

    ``span_of`` are the days that a fact of this kind takes up whole, None when there are none;
    without it the app itself asks when its facts are written.
    """

    kind: str
    found: Callable[[Collection[int], date, date], Iterable[Presence]]
    span_of: Callable[[Any], Span | None] | None = None


_known: dict[str, Whereabouts] = {}


def register_whereabouts(whereabouts: Whereabouts) -> None:
    """Call it from ``AppConfig.ready()``."""
    _known[whereabouts.kind] = whereabouts


def elsewhere(
    kind: str, cadres: Collection[int], first: date, last: date
) -> dict[int, list[Presence]]:
    """By cadre, where facts of other kinds than ``kind`` have them within these days."""
    found: dict[int, list[Presence]] = defaultdict(list)
    for each in _known.values():
        if each.kind != kind and cadres:
            for presence in each.found(cadres, first, last):
                found[presence.cadre].append(presence)
    return found


def clashes(facts: Sequence[Any]) -> list[str]:
    """For each of these facts of one kind, why the person was elsewhere then; "" if he was not."""
    own = _known.get(facts[0].KIND) if facts else None
    spans = [own.span_of(fact) if own and own.span_of else None for fact in facts]
    days = [day for span in spans if span for day in span]
    if own is None or not days:
        return [""] * len(facts)
    people = {fact.cadre_id for fact, span in zip(facts, spans, strict=True) if span}
    there = elsewhere(own.kind, people, min(days), max(days))
    return [
        _clash(fact, span, there.get(fact.cadre_id, ())) if span else ""
        for fact, span in zip(facts, spans, strict=True)
    ]


def _clash(fact: Any, span: Span, there: Iterable[Presence]) -> str:
    met = next((presence for presence in there if presence.meets(span)), None)
    if met is None:
        return ""
    day = date_short(max(met.first, span[0]))
    return (
        f"{fact.cadre.full_name} {met.told} ngày {day}; một ngày không ghi ở hai nơi. "
        "Hãy sửa bên ghi nhầm trước."
    )
