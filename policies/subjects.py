"""Real people put to a law on trial, lent by an app above that knows them.

The app registers itself in ``AppConfig.ready()``; nothing of a trial is ever written.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms

from accounts.models import User
from policies.models import Resolution
from policies.rules.types import Person, Used


class Subject(NamedTuple):
    """Somebody real, as they stood on a day, with what they had before."""

    name: str
    pk: int
    person: Person
    usage: tuple[Used, ...]
    note: str = ""  # what the trial had to assume, in words


class Lender(NamedTuple):
    """Who lends: the field in which one of the people whom a user may see is chosen.

    ``subject`` tells a chosen one under a resolution, on a day; ``reference`` is what the
    field understands again without naming anybody.
    """

    permission: str
    field: Callable[[User], forms.Field]
    subject: Callable[[Any, Resolution, date], Subject]
    reference: Callable[[Any], str]


_lenders: list[Lender] = []


def lend_subjects(lender: Lender) -> None:
    """Called once, in ``AppConfig.ready()``."""
    _lenders[:] = [lender]


def lender_for(user: User) -> Lender | None:
    """The lender, if there is one and the user may see people at all."""
    return next((each for each in _lenders if user.may(each.permission)), None)
