"""The law as cases: every ``tình_huống`` in the YAML books beside this one is a test."""

import pytest

from tests.situations.books import Situation, situations
from tests.situations.checking import complaints


@pytest.mark.parametrize("situation", [pytest.param(each, id=each.name) for each in situations()])
def test_situation(situation: Situation) -> None:
    assert complaints(situation.case, situation.read_laws()) == []
