"""What a benefit may be opened by is what facts ask for."""

from claims.entries import entries
from policies.occasions import OCCASIONS


def test_every_code_that_a_fact_asks_for_is_offered_in_words():
    asked = {code for entry in entries() for code in entry.benefits}
    assert asked - set(OCCASIONS) == set()
