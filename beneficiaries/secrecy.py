"""A person's health records become a state secret: what is stored of them goes, in one transaction.

The apps above say what they hold (``register_health_data`` in ``AppConfig.ready()``); the database
refuses the mark while any of it is left, and health data while the mark stands.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from beneficiaries.models import Cadre
from config.formatting import count

ERASED = "(đã xóa: bí mật nhà nước)"
"""Stands where a text was, so that the row around it stays readable."""


@dataclass(frozen=True, slots=True)
class HealthData:
    """One kind of health data of a person.

    ``erase`` leaves nothing of it, also in what is kept of it elsewhere; None where that can't be
    (money was paid for it): ``instead`` says what is to be done before.
    """

    noun: str
    number: Callable[[Cadre], int]
    erase: Callable[[Cadre, User], None] | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What there is of a person now, in words: to be erased, and what stands against the mark."""

    erased: tuple[str, ...]
    hindrances: tuple[str, ...]

    @property
    def words(self) -> str:
        return ", ".join(self.erased)


_kinds: list[HealthData] = []


def register_health_data(*kinds: HealthData) -> None:
    _kinds.extend(kinds)


def stored_of(cadre: Cadre) -> Stored:
    """What marking this person would erase, and what has to be taken away before."""
    found = [(kind, number) for kind in _kinds if (number := kind.number(cadre))]
    return Stored(
        erased=tuple(f"{count(n)} {kind.noun}" for kind, n in found if kind.erase),
        hindrances=tuple(
            f"{count(n)} {kind.noun}: {kind.instead}" for kind, n in found if not kind.erase
        ),
    )


def erase_all(cadre: Cadre, by: User) -> None:
    """For good; call it before the mark is stored."""
    for kind in _kinds:
        if kind.erase and kind.number(cadre):
            kind.erase(cadre, by)
