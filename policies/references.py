"""What the rows of a law speak of without owning it: parameters and lists, by their codes."""

from collections.abc import Iterable

from policies.models import Benefit, Limit
from policies.rules.types import Worth

OF_A_PARAMETER = (Worth.COEFFICIENT, Worth.PERCENT)


def parameters_named(benefits: Iterable[Benefit]) -> set[str]:
    return {
        rate.of
        for benefit in benefits
        for rate in benefit.rates.all()
        if rate.worth in OF_A_PARAMETER
    }


def lists_named(benefits: Iterable[Benefit], limits: Iterable[Limit]) -> set[str]:
    rates = [rate for benefit in benefits for rate in benefit.rates.all()]
    conditions = [each for rate in rates for each in rate.conditions]
    conditions += [each for limit in limits for each in limit.conditions]
    named = {each["listed"] for each in conditions if each.get("listed")}
    return named | {rate.only_on for rate in rates if rate.only_on}
