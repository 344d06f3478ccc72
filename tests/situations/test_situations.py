"""The law as cases: every ``tình_huống`` in the YAML files beside this one is a test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from policies.rules import assess
from tests.situations.reading import read_event, read_law, read_money, read_person, read_usage

HERE = Path(__file__).parent
EXPECTATIONS = {"số_tiền", "các_dòng", "từ_chối", "đọc_lên"}


def situations() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        book = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in book["các_tình_huống"]:
            yield pytest.param(book["luật"], case, id=f"{path.stem}: {case['tình_huống']}")


@pytest.mark.parametrize(("law", "case"), list(situations()))
def test_situation(law: dict[str, Any], case: dict[str, Any]) -> None:
    expected = case["kết_quả"]
    assert set(expected) <= EXPECTATIONS, "unknown word among the expectations"

    assessment = assess(
        read_event(case["việc"]),
        read_law(law),
        read_person(case.get("người", {})),
        read_usage(case.get("đã_hưởng", [])),
    )

    assert assessment.amount == read_money(expected["số_tiền"])
    if "các_dòng" in expected:
        assert [line.benefit for line in assessment.lines] == list(expected["các_dòng"])
        assert [line.amount for line in assessment.lines] == [
            read_money(money) for money in expected["các_dòng"].values()
        ]
    assert _refusals(assessment.refusals) == expected.get("từ_chối", {})
    sentences = "\n".join(item.sentence for item in (*assessment.lines, *assessment.refusals))
    for fragment in expected.get("đọc_lên", []):
        assert fragment in sentences


def _refusals(refusals: Any) -> dict[str, str]:
    """``{"periodic_checkup": "limit_reached đến hết 31/12/2025"}``."""
    return {
        refusal.benefit: refusal.reason.value
        + (f" đến hết {refusal.until:%d/%m/%Y}" if refusal.until else "")
        for refusal in refusals
    }
