"""What lies on the desks today: a few events of this year at every step of a claim's life.

None of them belongs to 2025, so no figure of the demo year moves.
"""

from collections.abc import Sequence

from accounts.models import User
from config.demo.people import Person
from config.demo.year import Calendar


def add_open_cases(people: Sequence[Person], calendar: Calendar, users: dict[str, User]) -> None:
    """Leave claims at every step."""
