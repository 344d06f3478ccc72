"""Every figure of Lào Cai's report of 2025 comes out of the ledger of the demo year exactly."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from beneficiaries.models import Cadre, Membership
from claims.models import Claim
from reports.comparing.beside import explained_by
from reports.figures.drilling import Narrowing, drill
from reports.figures.figure import TOTAL_PEOPLE
from reports.figures.overlaps import overlap_of
from reports.figures.reckoning import Reckoning, reckon
from reports.figures.reconciling import CauseKind
from reports.models import Report
from reports.printing.tables import spending_table
from reports.writing.paper import report_paper

EXPECTED = {
    figure["code"]: figure
    for figure in json.loads((Path(__file__).parent / "lao-cai-2025.json").read_text())["figures"]
}


@pytest.fixture
def reckoning(lao_cai_year) -> Reckoning:
    return reckon(Report.objects.get(outline="lao-cai", year=2025, unit__code="SYT-LC"))


def test_every_figure_is_exact(lao_cai_year):
    told = StringIO()
    call_command("report", "lao-cai", "2025", "--format", "json", stdout=told)
    figures = json.loads(told.getvalue())["figures"]
    assert figures.keys() == EXPECTED.keys()
    wrong = {
        code: (figures[code], expected)
        for code, expected in EXPECTED.items()
        if any(figures[code][key] != expected[key] for key in ("value", "unit", "status", "as_of"))
    }
    assert not wrong


def test_nothing_was_typed(reckoning):
    assert not reckoning.typed


def test_people_of_both_policies_are_counted_once(reckoning):
    lines = reckoning["a.periodic_checkup.people"].value
    lines += reckoning["a.treatment_cost_support.people"].value
    assert lines - reckoning["a.total.people"].value == 130


def test_two_years_are_never_added_into_one(reckoning):
    """What districts ran in 2024 and 2025 stands beside the total of 2025, not in it."""
    year = [f"b.convalescence.amount.{name}" for name in ("old_lao_cai", "old_yen_bai")]
    assert reckoning["b.total.amount"].value == sum(reckoning[code].value for code in year)
    delegated = reckoning["b.convalescence.amount.delegated_districts"].figure
    assert (delegated.begins, delegated.ends) == (date(2024, 1, 1), date(2025, 12, 31))


def test_districts_paid_as_long_as_there_were_districts(lao_cai_year):
    theirs = Claim.objects.filter(payer__code="ngan-sach-huyen")
    assert theirs.filter(event_on__year=2024).exists()
    assert theirs.latest("paid_on").paid_on <= date(2025, 6, 30)
    later = Claim.objects.filter(group__code="huyen-uy", event_on__gt=date(2025, 6, 30))
    assert set(later.values_list("payer__code", flat=True)) == {"ngan-sach-tinh"}


def test_the_old_members_were_taken_over_by_the_new_resolution(lao_cai_year):
    of_2020 = Membership.objects.filter(resolution__code="lao-cai-12-2020")
    of_2024 = Membership.objects.filter(resolution__code="lao-cai-22-2024")
    assert of_2020.exists()
    assert set(of_2020.values_list("until", flat=True)) == {date(2024, 12, 31)}
    assert set(of_2020.values_list("cadre")) <= set(of_2024.values_list("cadre"))


def test_whoever_is_under_both_policies_is_one_person(lao_cai_year):
    examined = Membership.objects.filter(resolution__code="lao-cai-23-2024").values("cadre")
    resting = Membership.objects.exclude(resolution__code="lao-cai-23-2024").values("cadre")
    assert Cadre.objects.filter(pk__in=examined).filter(pk__in=resting).count() == 1_400
    assert Cadre.objects.count() == 9_798


def test_the_paper_has_both_parts_and_understands_every_word(reckoning):
    paper = report_paper(reckoning)
    assert not list(paper.problems)
    told = str(paper)
    for words in ("8.126", "không phát sinh", "68/KH-SYT", "2.567.000.000"):
        assert words in told


def test_8126_people_are_7859_and_397_less_those_of_both(reckoning):
    part = reckoning.parts[0]
    overlap = overlap_of(part, part[TOTAL_PEOPLE].figure)
    assert [found.people for found in overlap.parts] == [7_859, 397]
    assert (overlap.sum, overlap.in_several, overlap.total) == (8_256, 130, 8_126)
    [both] = overlap.combinations
    assert drill(part, part[TOTAL_PEOPLE].figure, Narrowing(parts=both.codes)).counted == 130
    [cause] = explained_by(part, part[TOTAL_PEOPLE], 8_256, printed="8.256 người")
    assert cause.kind == CauseKind.COUNTED_TWICE
    [note] = spending_table(part).notes
    assert "7.859 + 397 = 8.256, trong đó 130 người có ở nhiều dòng" in note
