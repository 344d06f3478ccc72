"""Every figure of Lạng Sơn's report of 2025 comes out of the ledger of the demo year exactly."""

import json
from pathlib import Path

import pytest

from accounts.models import UnitKind
from reports.figures.reckoning import reckon
from reports.models import Report
from reports.writing.paper import figures_json

EXPECTED = {
    figure["code"]: figure
    for figure in json.loads((Path(__file__).parent / "lang-son-2025.json").read_text())["figures"]
}
TYPED = {
    "inpatient_meal.days",
    "inpatient_meal.amount",
    "periodic_checkup.people.group_4",
    "periodic_checkup.amount.group_4",
}


@pytest.fixture
def report(demo_year) -> Report:
    return Report.objects.get(outline="lang-son-24-2024", year=2025, unit__kind=UnitKind.DEPARTMENT)


def test_every_figure_is_exact(report):
    figures = figures_json(reckon(report))["figures"]
    assert figures.keys() == EXPECTED.keys()
    wrong = {
        code: (figures[code], expected)
        for code, expected in EXPECTED.items()
        if any(figures[code][key] != expected[key] for key in ("value", "unit", "status", "as_of"))
    }
    assert not wrong


def test_only_estimates_and_plans_were_typed(report):
    assert {typed.code for typed in report.typed_figures.all()} == TYPED


def test_the_printed_total_is_explained_by_the_line_it_left_out(report):
    [comparison] = reckon(report).comparisons
    [(explanation, regimes)] = comparison.explanations
    assert [regime.letter for regime in regimes] == ["e"]
    assert explanation.cut == 298_000
