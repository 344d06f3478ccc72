"""People in a total are counted once; the page shows how the parts become the total."""

from html import unescape

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import ClaimState
from reports.figures.drilling import Narrowing, drill
from reports.figures.figure import TOTAL_PEOPLE
from reports.figures.overlaps import overlap_of
from reports.figures.reckoning import reckon
from reports.figures.sources import standing_of
from tests.reports.conftest import signed_in

BENEFITS = ("inpatient_meal", "critical_illness", "periodic_checkup")


def part_of(report):
    [part] = reckon(report).parts
    return part


@pytest.fixture
def crowd(ledger, report):
    """Two people with meals only, one with a check-up only, one with all three, one with two."""
    one, two, three, all_three, both = (ledger.cadre() for _ in range(5))
    for person, benefits in (
        (one, BENEFITS[:1]),
        (two, BENEFITS[:1]),
        (three, BENEFITS[2:]),
        (all_three, BENEFITS),
        (both, BENEFITS[::2]),
    ):
        for benefit in benefits:
            ledger.done(person, (benefit, 1, 1_000_000))
    return report


def test_the_sum_of_the_parts_less_the_overlap_is_the_count(crowd):
    part = part_of(crowd)
    overlap = overlap_of(part, part[TOTAL_PEOPLE].figure)
    assert {p.codes[0]: p.people for p in overlap.parts} == {
        "inpatient_meal": 4,
        "critical_illness": 1,
        "periodic_checkup": 3,
    }
    assert (overlap.sum, overlap.extra, overlap.total) == (8, 3, 5)
    assert overlap.total == part[TOTAL_PEOPLE].value
    assert [(c.codes, c.people, c.extra) for c in overlap.combinations] == [
        (("critical_illness", "inpatient_meal", "periodic_checkup"), 1, 2),
        (("inpatient_meal", "periodic_checkup"), 1, 1),
    ]


def test_each_combination_leads_to_just_those_people(crowd):
    part = part_of(crowd)
    figure = part[TOTAL_PEOPLE].figure
    two = ("inpatient_meal", "periodic_checkup")
    assert drill(part, figure, Narrowing(parts=two)).counted == 2
    assert drill(part, figure, Narrowing(parts=two, only=True)).counted == 1
    assert drill(part, figure, Narrowing(parts=two[::-1], only=True)).counted == 1
    assert drill(part, figure, Narrowing(parts=("nothing",))).counted == 0


def test_the_page_shows_parts_overlap_and_total(ledger, crowd):
    client = signed_in(ledger.reporter)
    address = reverse("figure_detail", args=[crowd.pk, TOTAL_PEOPLE])
    page = unescape(client.get(address).content.decode())
    assert "Cộng các phần thì thừa 3: 2 người có mặt ở nhiều phần." in page
    narrow = unescape(
        client.get(f"{address}?phan=inpatient_meal,periodic_checkup&dung=1").content.decode()
    )
    assert "người có mặt ở đúng các phần" in narrow
    assert client.get(f"{address}?phan=x&tim=%00&nhom=zz").status_code in (200, 400)


def test_a_benefit_with_rounds_has_rounds_as_its_parts(ledger, report):
    person = ledger.cadre("1")
    for name in ("round_1", "round_2"):
        ledger.done(person, ("periodic_checkup", 1, 5), group="1", category=name)
    part = part_of(report)
    overlap = overlap_of(part, part["periodic_checkup.people.group_1"].figure)
    assert [(p.labels, p.people) for p in overlap.parts] == [(("lần 1",), 1), (("lần 2",), 1)]
    assert overlap.extra == 1


def test_one_part_alone_or_money_has_no_overlap(ledger, report):
    ledger.done(ledger.cadre(), ("inpatient_meal", 1, 5))
    part = part_of(report)
    assert overlap_of(part, part[TOTAL_PEOPLE].figure) is None
    assert overlap_of(part, part.total.figure) is None


def test_a_search_finds_by_name_without_accents_and_by_group(ledger, report):
    for group in ("1", "3"):
        ledger.done(
            ledger.cadre(group, full_name=f"Đặng Văn Ứng {group}"),
            ("inpatient_meal", 1, 5),
            group=group,
        )
    part = part_of(report)
    figure = part["inpatient_meal.amount"].figure
    assert drill(part, figure).counted == 10
    assert drill(part, figure, Narrowing(name="dang ung 1")).counted == 5
    assert drill(part, figure, Narrowing(group="3")).counted == 5
    assert drill(part, figure, Narrowing(name="không ai")).counted == 0


def test_the_18th_traveller_is_told_by_payer(ledger, report):
    for _ in range(2):
        ledger.done(ledger.cadre("2"), ("convalescence_out_of_province", 1, 15_000_000), group="2")
    ledger.done(
        ledger.cadre("1"),
        ("convalescence_out_of_province", 1, 0),
        group="1",
        state=ClaimState.SETTLED,
        payer=ledger.central,
    )
    part = part_of(report)
    standing = standing_of(part, part["convalescence_out_of_province.people"].figure)
    assert [(s.elsewhere, s.people, s.amount) for s in standing.payers] == [
        (False, 2, 30_000_000),
        (True, 1, 0),
    ]
    assert (standing.here, standing.elsewhere) == (2, 1)
    assert standing.articles
    page = signed_in(ledger.reporter).get(
        reverse("figure_detail", args=[report.pk, "convalescence_out_of_province.people"])
    )
    assert "1 người do nguồn này chi" in unescape(page.content.decode())


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sets(st.sampled_from(BENEFITS), min_size=1), min_size=1, max_size=5))
def test_any_crowd_adds_up(ledger, report, crowd):
    before = part_of(report)[TOTAL_PEOPLE].value
    for benefits in crowd:
        person = ledger.cadre()
        for benefit in benefits:
            ledger.done(person, (benefit, 1, 1))
    part = part_of(report)
    overlap = overlap_of(part, part[TOTAL_PEOPLE].figure)
    assert part[TOTAL_PEOPLE].value == before + len(crowd)
    if overlap:
        assert overlap.total == before + len(crowd)
        assert overlap.sum - sum(c.extra for c in overlap.combinations) == overlap.total
