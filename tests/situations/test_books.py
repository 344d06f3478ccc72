"""The books cover the law: every example, every transition question, every word of the rules."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

import pytest

from policies.rules.settings import QUESTIONS, Settings
from policies.rules.types import (
    AmountKind,
    Law,
    Measure,
    RefusalReason,
    RelationKind,
    Window,
    Worth,
)
from tests.situations import words
from tests.situations.books import Situation, books, situations
from tests.situations.happenings import read_event, read_person
from tests.situations.words import REASONS, read_money

EXAMPLES = range(1, 39)  # the rows of the table of rule variety
TRANSITIONS = range(1, 13)
SITUATIONS = list(situations())


@pytest.mark.parametrize(
    ("prefix", "numbers"), [("vd", EXAMPLES), ("chuyen_tiep_", TRANSITIONS)], ids=["vd", "chuyen"]
)
def test_every_number_has_a_book(prefix: str, numbers: Iterable[int]) -> None:
    found = [int(match[1]) for name in books() if (match := re.match(rf"{prefix}(\d\d)_", name))]
    assert sorted(found) == list(numbers)


@pytest.mark.parametrize("name", [name for name in books() if re.match(r"(vd|chuyen_tiep_)", name)])
def test_a_book_shows_both_what_is_paid_and_what_is_not(name: str) -> None:
    results = [each.case["kết_quả"] for each in SITUATIONS if each.book == name]
    assert len(results) >= 3
    assert any(read_money(result["số_tiền"]) for result in results), "nothing is ever paid"
    assert any(_is_refused_or_cut(result) for result in results), "nothing is ever refused or cut"


def _is_refused_or_cut(result: dict[str, Any]) -> bool:
    cut = any("vượt" in fragment for fragment in result.get("đọc_lên", []))
    return cut or bool(result.get("từ_chối"))


def test_no_two_cases_of_a_book_share_a_name() -> None:
    names = [each.name for each in SITUATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", [AmountKind, Worth, Measure, Window, RelationKind])
def test_every_word_of_the_law_stands_in_a_situation(kind: type[StrEnum]) -> None:
    said = {value for law in _laws() for value in _values(law) if isinstance(value, kind)}
    assert said == set(kind)


def test_every_reason_to_refuse_is_expected_somewhere() -> None:
    expected = {
        REASONS[told.split(" đến hết ")[0]]
        for each in SITUATIONS
        for told in each.case["kết_quả"].get("từ_chối", {}).values()
    }
    assert expected == set(RefusalReason)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_every_answer_of_a_question_is_given_in_so_many_words(question: Any) -> None:
    """A default that nobody writes down is not proven."""
    given = {
        answer
        for each in SITUATIONS
        for said in _answers(each)
        for code, answer in words.read_settings(said).items()
        if code == question.code
    }
    assert given == set(question.answers)


def test_the_words_of_the_questions_are_those_of_the_rules() -> None:
    told = {code: set(answers.values()) for code, answers in words.QUESTIONS.values()}
    assert told == {question.code: set(question.answers) for question in QUESTIONS}
    assert set(told) == {field.name for field in fields(Settings)}


def test_every_field_of_the_law_of_a_person_and_of_an_event_is_used() -> None:
    """What no situation ever fills in is not proven either."""
    filled: dict[str, set[str]] = {}
    for told in [*_laws(), *_people_and_events()]:
        for value in _dataclasses(told):
            filled.setdefault(type(value).__name__, set()).update(_filled(value))
    missing = {
        f"{kind.__name__}.{field.name}"
        for kind in _kinds()
        for field in fields(kind)
        if field.name not in filled[kind.__name__] | SILENT.get(kind.__name__, set())
    }
    assert missing == set()


# Filled in by the rules themselves for a part of a stay, or by a request for what a person's
# record lacks (tests/claims/test_requests.py); and names, which decide nothing.
SILENT = {"Event": {"first_day", "whole_days", "numbers"}, "Law": {"territory_names"}}


def _laws() -> Iterator[Law]:
    for each in SITUATIONS:
        yield from each.read_laws()


def _people_and_events() -> Iterator[Any]:
    for each in SITUATIONS:
        yield read_person(each.case.get("người", {}))
        yield read_event(each.case["việc"])


def _kinds() -> list[type]:
    """Every frozen value that a law, a person or an event is told in."""
    seen = {
        type(value) for told in [*_laws(), *_people_and_events()] for value in _dataclasses(told)
    }
    return sorted(seen - {Settings}, key=lambda kind: kind.__name__)


def _filled(value: Any) -> set[str]:
    """The fields that say something other than their default."""
    return {field.name for field in fields(value) if getattr(value, field.name) != field.default}


def _dataclasses(value: Any) -> Iterator[Any]:
    return (each for each in _values(value) if is_dataclass(each))


def _values(value: Any) -> Iterator[Any]:
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from _values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _values(each)


def _answers(situation: Situation) -> Iterator[dict[str, str]]:
    yield situation.case.get("với_quy_ước", {})
    for law in situation.laws:
        yield law.get("quy_ước", {})
        yield from (benefit.get("quy_ước", {}) for benefit in law["chế_độ"].values())
