"""A case put to its laws: in what the answer differs from what the book expects."""

from collections.abc import Iterator, Sequence
from typing import Any

from policies.rules import assess
from policies.rules.transition import assess_across
from policies.rules.types import Law, Line, Refusal
from tests.situations.happenings import read_event, read_person, read_usage
from tests.situations.words import REASONS, Words, read_money

CASE = {"tình_huống", "theo", "với_quy_ước", "người", "việc", "đã_hưởng", "kết_quả"}
EXPECTATIONS = {"số_tiền", "các_dòng", "từ_chối", "đọc_lên", "nguồn_chi", "theo_văn_bản"}
SPOKEN = {reason: words for words, reason in REASONS.items()}


def complaints(case: Words, laws: Sequence[Law]) -> list[str]:
    """Each difference in a sentence; [] if the law does what the officers wrote."""
    expected = case["kết_quả"]
    if unknown := (set(case) - CASE) | (set(expected) - EXPECTATIONS):
        raise ValueError(f"unknown words in a case: {', '.join(unknown)}")
    lines, refusals = _answer(case, laws)
    return [
        f"{word}: expected {should}, got {found}"
        for word, should, found in _compared(expected, lines, refusals)
        if should != found
    ] + list(_unsaid(expected, lines, refusals))


def _answer(case: Words, laws: Sequence[Law]) -> tuple[Sequence[Line], Sequence[Refusal]]:
    """Of one law, or of several that the event may lie across."""
    event, person = read_event(case["việc"]), read_person(case.get("người", {}))
    usage = read_usage(case.get("đã_hưởng", []))
    if len(laws) == 1:
        assessment = assess(event, laws[0], person, usage)
        return assessment.lines, assessment.refusals
    answers = [answer for _, answer in assess_across(event, laws, person, usage)]
    return (
        [line for answer in answers for line in answer.lines],
        [refusal for answer in answers for refusal in answer.refusals],
    )


def _compared(
    expected: Words, lines: Sequence[Line], refusals: Sequence[Refusal]
) -> Iterator[tuple[str, Any, Any]]:
    yield "số_tiền", read_money(expected["số_tiền"]), sum(line.amount for line in lines)
    yield "từ_chối", expected.get("từ_chối", {}), _reasons(refusals)
    if "các_dòng" in expected:
        found = [(line.benefit, line.amount) for line in lines]
        yield "các_dòng", _sums(expected["các_dòng"]), found
    if "nguồn_chi" in expected:
        payers = {line.benefit: line.payer.name for line in lines}
        yield "nguồn_chi", expected["nguồn_chi"], payers
    if "theo_văn_bản" in expected:
        yield "theo_văn_bản", expected["theo_văn_bản"], [line.resolution for line in lines]


def _unsaid(expected: Words, lines: Sequence[Line], refusals: Sequence[Refusal]) -> Iterator[str]:
    said = "\n".join(item.sentence for item in (*lines, *refusals))
    for fragment in expected.get("đọc_lên", []):
        if fragment not in said:
            yield f"đọc_lên: “{fragment}” is not in “{said}”"


def _sums(rows: Any) -> list[tuple[str, int]]:
    """``{tiền_ăn: 570.000 đồng}``, or a list of such where a benefit comes more than once."""
    each = rows if isinstance(rows, list) else [rows]
    return [(benefit, read_money(money)) for row in each for benefit, money in row.items()]


def _reasons(refusals: Sequence[Refusal]) -> dict[str, str]:
    """``{khám_định_kỳ: hết hạn mức đến hết 31/12/2025}``."""
    return {
        refusal.benefit: SPOKEN[refusal.reason]
        + (f" đến hết {refusal.until:%d/%m/%Y}" if refusal.until else "")
        for refusal in refusals
    }
