"""From a rate and an event to đồng, before any limit: one function per amount kind."""

from collections.abc import Callable
from typing import NamedTuple

from policies.rules.types import AmountKind, Event, Rate


class Due(NamedTuple):
    """A sum on its way to becoming a line: first as asked for, then as the limits leave it.

    The values that live only within one assessment are named tuples: as frozen as a frozen
    dataclass and several times quicker to make.
    """

    kind: AmountKind
    quantity: int
    unit_amount: int  # đồng
    amount: int  # đồng
    unit: str = ""  # what the quantity is called, if not what the benefit calls it

    @property
    def is_nothing(self) -> bool:
        """Nothing to pay. Another payer's 0 đồng is not nothing: the person took part."""
        return self.quantity <= 0 or (self.amount <= 0 and self.kind is not AmountKind.OTHER_PAYER)

    def of_quantity(self, quantity: int) -> "Due":
        """The same rate for another quantity."""
        return self._replace(quantity=quantity, amount=quantity * self.unit_amount)

    def of_amount(self, amount: int) -> "Due":
        """The same occurrence, but only this many đồng of it."""
        return self._replace(amount=amount)


def flat(rate: Rate, event: Event) -> Due:
    return Due(rate.amount_kind, 1, rate.amount, rate.amount)


def per_day(rate: Rate, event: Event) -> Due:
    return Due(rate.amount_kind, event.days, rate.amount, event.days * rate.amount, "ngày")


def per_month(rate: Rate, event: Event) -> Due:
    return Due(rate.amount_kind, event.months, rate.amount, event.months * rate.amount, "tháng")


def per_session(rate: Rate, event: Event) -> Due:
    return Due(rate.amount_kind, event.sessions, rate.amount, event.sessions * rate.amount, "buổi")


def actual_cost(rate: Rate, event: Event) -> Due:
    """The whole cost of the event; a ceiling, if the rate has one, is applied as a limit."""
    return Due(rate.amount_kind, 1, event.cost, event.cost)


def other_payer(rate: Rate, event: Event) -> Due:
    """One participation that this budget does not pay for."""
    return Due(rate.amount_kind, 1, 0, 0)


AMOUNTS: dict[AmountKind, Callable[[Rate, Event], Due]] = {
    AmountKind.FLAT: flat,
    AmountKind.PER_DAY: per_day,
    AmountKind.PER_MONTH: per_month,
    AmountKind.PER_SESSION: per_session,
    AmountKind.ACTUAL_COST: actual_cost,
    AmountKind.OTHER_PAYER: other_payer,
}
