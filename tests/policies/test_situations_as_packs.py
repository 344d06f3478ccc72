"""Every law of the situations is a pack too: entered, kept, read back, it is the same law.

So none of the examples needs more than data, and the rows of the database hold every shape.
"""

from dataclasses import replace
from typing import Any

import pytest

from policies.bridge import law_of
from policies.dumping import dump_pack
from policies.loading import store_pack
from policies.packing.format import canonical_pack
from policies.rules.types import Law
from tests.situations.books import laws_by_name
from tests.situations.packing import pack_of, with_codes

# Its rates overlap on purpose: the situation is that nobody chooses between them.
NO_PACK = {"hieu_luc_va_muc"}
LAWS = {name: law for name, law in laws_by_name().items() if name not in NO_PACK}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", LAWS)
def test_a_law_of_the_situations_goes_through_the_database(name: str) -> None:
    law = _told_as_packs_tell(with_codes(LAWS[name]))
    pack = canonical_pack(pack_of(law))
    resolution = store_pack(pack, by=None, release=False)
    assert _in_order(law_of(resolution)) == _in_order(law)
    assert dump_pack(resolution) == pack


def _told_as_packs_tell(law: Law) -> Law:
    """What a pack asks for and a book may leave out."""
    benefits = tuple(replace(benefit, letter=benefit.letter or "a") for benefit in law.benefits)
    parameters = tuple(
        replace(
            each,
            values=tuple(
                replace(value, source=value.source or "Minh họa") for value in each.values
            ),
        )
        for each in law.parameters
    )
    return replace(law, benefits=benefits, parameters=parameters)


def _in_order(law: Law) -> Law:
    """Whatever order and numbers the rows got; the name is put together anew."""
    benefits = tuple(
        replace(
            benefit,
            rates=_sorted(
                replace(rate, id=0, conditions=_conditions(rate.conditions))
                for rate in benefit.rates
            ),
            limits=_limits(benefit.limits),
            thresholds=_sorted(benefit.thresholds),
        )
        for benefit in law.benefits
    )
    lists = tuple(replace(each, entries=_sorted(each.entries)) for each in law.lists)
    return replace(
        law,
        resolution="",
        code="",
        benefits=benefits,
        limits=_limits(law.limits),
        parameters=_sorted(law.parameters),
        lists=_sorted(lists),
    )


def _limits(limits: Any) -> Any:
    return _sorted(replace(limit, conditions=_conditions(limit.conditions)) for limit in limits)


def _conditions(conditions: Any) -> Any:
    return _sorted(replace(each, values=_sorted(each.values)) for each in conditions)


def _sorted(rows: Any) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=repr))
