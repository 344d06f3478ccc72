"""The one place where a sum that is no whole number becomes one."""

from fractions import Fraction
from math import floor

from policies.rules.settings import Rounding

THOUSAND = 1_000


def whole_dong(value: Fraction | int) -> int:
    """Half a đồng and more goes up."""
    return value if isinstance(value, int) else floor(value + Fraction(1, 2))


def rounded(amount: int, how: Rounding) -> int:
    """A sum in whole đồng as the law wants it rounded."""
    if how is Rounding.DONG:
        return amount
    if how is Rounding.THOUSAND:
        return (amount + THOUSAND // 2) // THOUSAND * THOUSAND
    return amount // THOUSAND * THOUSAND


def rounded_down(amount: int, how: Rounding) -> int:
    """The same where more may not be paid: what a ceiling leaves."""
    return amount if how is Rounding.DONG else amount // THOUSAND * THOUSAND
