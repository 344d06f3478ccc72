"""Numbers of cards: a series whose last digits count on, without gaps."""

import re
from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import NamedTuple

from beneficiaries.matching import any_of
from beneficiaries.models import CardBatch, CardLine, HealthCard

NUMBERED = re.compile(r"(?P<head>.*?)(?P<digits>\d{1,18})", re.ASCII)


class Serial(NamedTuple):
    """``head`` and ``value`` written with at least ``width`` digits: LS-000513."""

    head: str
    value: int
    width: int

    def __str__(self) -> str:
        return f"{self.head}{self.value:0{self.width}d}"


def serial_of(number: str) -> Serial | None:
    """The number taken apart; None when it doesn't end in digits."""
    found = NUMBERED.fullmatch(number)
    if found is None:
        return None
    return Serial(found["head"], int(found["digits"]), len(found["digits"]))


def series(first: str) -> Iterator[str]:
    """``first`` and the numbers after it. Raises ``ValueError`` when it doesn't end in digits."""
    begin = serial_of(first)
    if begin is None:
        raise ValueError(f"{first!r} does not end in digits")
    return (str(begin._replace(value=value)) for value in count(begin.value))


def taken(numbers: list[str]) -> list[str]:
    """Those of ``numbers`` that a card already has, in order."""
    cards = any_of(HealthCard.objects.all(), "number", numbers, "text")
    return sorted(cards.values_list("number", flat=True))


def next_number(like: str = "") -> str:
    """The number after the highest of the series that ``like``, or the newest card, belongs to.

    "" when there is no such series yet.
    """
    cards = HealthCard.objects.filter(number__regex=r"\d$")
    model = like or cards.order_by("-pk").values_list("number", flat=True).first() or ""
    serial = serial_of(model)
    if serial is None:
        return ""
    same = cards.filter(number__regex=rf"^{re.escape(serial.head)}\d{{{serial.width}}}$")
    highest = same.order_by("-number").values_list("number", flat=True).first()
    found = serial_of(highest) if highest else None
    return str(found._replace(value=found.value + 1)) if found else ""


def planned_numbers(
    first: str, lines: Iterable[CardLine], *, skip: int = 0
) -> Iterator[tuple[CardLine, str]]:
    """Lines without a number of their own and what the series gives them, after ``skip`` others."""
    waiting = (line for line in lines if not line.number)
    return zip(waiting, islice(series(first), skip, None), strict=False)


def skipped_before(batch: CardBatch) -> str:
    """The number that the series of a batch should go on from, if it leaves some out; else ""."""
    begin = serial_of(batch.first_number) if batch.first_number else None
    following = serial_of(next_number(batch.first_number)) if begin else None
    if begin is None or following is None or begin.value <= following.value:
        return ""
    return str(following)
