"""The law as cases: every ``tình_huống`` in the YAML books beside this one is a test."""

from collections.abc import Sequence
from typing import Any

import pytest

from policies.rules import assess
from policies.rules.transition import assess_across
from policies.rules.types import Line, Refusal
from tests.situations.books import Situation, situations
from tests.situations.happenings import read_event, read_person, read_usage
from tests.situations.words import REASONS, read_money

CASE = {"tình_huống", "theo", "với_quy_ước", "người", "việc", "đã_hưởng", "kết_quả"}
EXPECTATIONS = {"số_tiền", "các_dòng", "từ_chối", "đọc_lên", "nguồn_chi", "theo_văn_bản"}
SPOKEN = {reason: words for words, reason in REASONS.items()}


@pytest.mark.parametrize("situation", [pytest.param(each, id=each.name) for each in situations()])
def test_situation(situation: Situation) -> None:
    expected = situation.case["kết_quả"]
    assert set(situation.case) <= CASE, "unknown word in a case"
    assert set(expected) <= EXPECTATIONS, "unknown word among the expectations"

    lines, refusals = _answer(situation)

    assert sum(line.amount for line in lines) == read_money(expected["số_tiền"])
    if "các_dòng" in expected:
        assert [(line.benefit, line.amount) for line in lines] == _sums(expected["các_dòng"])
    assert _refusals(refusals) == expected.get("từ_chối", {})
    if "nguồn_chi" in expected:
        assert {line.benefit: line.payer.name for line in lines} == expected["nguồn_chi"]
    if "theo_văn_bản" in expected:
        assert [line.resolution for line in lines] == expected["theo_văn_bản"]
    sentences = "\n".join(item.sentence for item in (*lines, *refusals))
    for fragment in expected.get("đọc_lên", []):
        assert fragment in sentences


def _answer(situation: Situation) -> tuple[Sequence[Line], Sequence[Refusal]]:
    """Of one law, or of several that the event may lie across."""
    case = situation.case
    event, person = read_event(case["việc"]), read_person(case.get("người", {}))
    usage, laws = read_usage(case.get("đã_hưởng", [])), situation.read_laws()
    if len(laws) == 1:
        assessment = assess(event, laws[0], person, usage)
        return assessment.lines, assessment.refusals
    answers = [answer for _, answer in assess_across(event, laws, person, usage)]
    return (
        [line for answer in answers for line in answer.lines],
        [refusal for answer in answers for refusal in answer.refusals],
    )


def _sums(rows: Any) -> list[tuple[str, int]]:
    """``{tiền_ăn: 570.000 đồng}``, or a list of such where a benefit comes more than once."""
    pairs = (
        [pair for row in rows for pair in row.items()] if isinstance(rows, list) else rows.items()
    )
    return [(benefit, read_money(money)) for benefit, money in pairs]


def _refusals(refusals: Sequence[Refusal]) -> dict[str, str]:
    """``{khám_định_kỳ: hết hạn mức đến hết 31/12/2025}``."""
    return {
        refusal.benefit: SPOKEN[refusal.reason]
        + (f" đến hết {refusal.until:%d/%m/%Y}" if refusal.until else "")
        for refusal in refusals
    }
