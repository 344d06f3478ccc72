"""Every pack that is delivered: it loads, comes out as it went in, and solves its cases."""

import pytest

from policies.bridge import law_of
from policies.dumping import dump_pack, pack_text
from policies.loading import PACKS, load_pack, parse_pack, read_pack
from policies.models import Confidence
from policies.packing.shapes import Row
from tests.situations.books import cases_of_pack
from tests.situations.checking import complaints

WITHOUT_LAW = {"parameters"}  # what holds everywhere, no resolution
NAMES = sorted({path.stem for path in PACKS.glob("*.yaml")} - WITHOUT_LAW)

pytestmark = pytest.mark.django_db


def test_the_packs_that_the_portal_promises_are_there() -> None:
    assert set(NAMES) == {
        "ca-mau-2026",
        "lang-son-24-2024",
        "lao-cai-12-2020",
        "lao-cai-22-2024",
        "lao-cai-23-2024",
        "lao-cai-23-2025",
        "lao-cai-25-2022",
        "yen-bai-18-qd-tu",
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_comes_out_as_it_went_in(name: str) -> None:
    pack = read_pack(name)
    resolution = load_pack(name, by=None, release=True)
    dumped = dump_pack(resolution)
    assert _own(dumped, pack) == pack
    assert parse_pack(pack_text(resolution).encode()) == dumped


def _own(dumped: Row, pack: Row) -> Row:
    """Without the numbers that hold everywhere: the way out brings them, a file needn't."""
    brought = {row["code"] for row in pack["parameters"]}
    return dumped | {"parameters": [row for row in dumped["parameters"] if row["code"] in brought]}


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_solves_its_cases(name: str) -> None:
    law = law_of(load_pack(name, by=None, release=False))
    unsolved = {case["tình_huống"]: complaints(case, [law]) for case in cases_of_pack(name)}
    assert {title: found for title, found in unsolved.items() if found} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_cases_of_a_pack_use_every_benefit_and_refuse_something(name: str) -> None:
    cases = cases_of_pack(name)
    asked = {code for case in cases for code in case["việc"]["đề_nghị"]}
    assert asked == {benefit["code"] for benefit in read_pack(name)["benefits"]}
    assert any(case["kết_quả"].get("từ_chối") for case in cases)


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_says_what_it_was_made_from(name: str) -> None:
    """Nobody has read these texts: a figure is somebody's who published it, or marked as ours."""
    pack = read_pack(name)
    assert "nguyên văn" in pack["resolution"]["source_note"]
    rows = [
        row
        for benefit in pack["benefits"]
        for part in ("rates", "limits", "thresholds")
        for row in benefit[part]
    ]
    assert all(row["basis"] for row in [*rows, *pack["limits"], *pack["relations"]])
    assert all(
        quote.startswith("Diễn giải, không phải nguyên văn:")
        for benefit in pack["benefits"]
        if (quote := benefit["quote"])
    )


def test_no_pack_claims_to_be_the_text() -> None:
    """What a notice or the news said of a text is derived: "stated" is for who read it."""
    stated = {
        name
        for name in NAMES
        for benefit in read_pack(name)["benefits"]
        for row in [*benefit["rates"], *benefit["limits"]]
        if row["confidence"] == Confidence.STATED
    }
    assert stated == set()


def test_two_old_provinces_stand_side_by_side() -> None:
    """Both in force on one day, each for its own territory, neither replacing the other."""
    laws = [
        law_of(load_pack(name, by=None, release=True))
        for name in ("lao-cai-22-2024", "yen-bai-18-qd-tu")
    ]
    assert [law.territories for law in laws] == [("lao-cai",), ("yen-bai",)]
    amounts = {rate.amount for law in laws for benefit in law.benefits for rate in benefit.rates}
    assert amounts == {9_600_000, 4_200_000, 7_600_000, 4_300_000}


def test_the_premium_goes_from_one_resolution_to_the_next() -> None:
    """One scheme: the later version begins on the day after the earlier one ended."""
    earlier, later = (
        load_pack(name, by=None, release=True) for name in ("lao-cai-25-2022", "lao-cai-23-2025")
    )
    assert earlier.scheme == later.scheme
    assert earlier.effective_to is not None
    assert (later.effective_from - earlier.effective_to).days == 1
