"""What may a number on a paper mean?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formatting import count, million
from reports.figures.readings import readings

MILLION = 1_000_000


def values(printed: str, *, is_money: bool = True) -> list[int]:
    return [reading.value for reading in readings(printed, is_money=is_money)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("133.082 triệu", [133_082 * MILLION, 133_082_000]),
        ("1.004, 388 triệu", [1_004_388_000, 1_004_388 * MILLION]),
        ("281,042 triệu", [281_042_000, 281_042 * MILLION]),
        ("9.464 triệu đồng", [9_464 * MILLION, 9_464_000]),
        ("115 triệu", [115 * MILLION]),
        ("12.455.529.566 đồng", [12_455_529_566]),
        ("5,82 triệu", [5_820_000]),
        ("1,5 tỷ", [1_500_000_000]),
        ("13\N{NO-BREAK SPACE}130,8 triệu đồng", [13_130_800_000]),
    ],
)
def test_money_with_its_unit(printed, expected):
    assert values(printed) == expected


def test_money_without_a_unit_may_be_any():
    assert values("115") == [115, 115_000, 115 * MILLION, 115_000 * MILLION]
    assert values("4347", is_money=False) == [4347]


def test_people_with_a_mark_may_only_be_whole():
    assert values("8.126", is_money=False) == [8_126]
    assert values("8.126 người", is_money=False) == [8_126]


@pytest.mark.parametrize("printed", ["", "chưa có", "12 và 13", "1.23.4 triệu đồng", "."])
def test_what_is_no_number_has_no_reading(printed):
    assert values(printed) == []


def test_the_last_digit_tells_how_the_paper_rounds():
    first, second = readings("9.464 triệu", is_money=True)
    assert (first.precision, second.precision) == (MILLION, 1_000)
    assert "ngăn hàng nghìn" in first.how
    assert "thập phân" in second.how


@given(st.integers(0, 10**13))
def test_what_the_portal_prints_is_read_back(dong):
    assert values(f"{count(dong)} đồng")[0] == dong
    assert dong in values(f"{million(dong)} triệu")


@given(st.text("0123456789., triệuđồnghì", max_size=18))
def test_no_text_breaks_it_and_no_value_comes_twice(printed):
    found = values(printed)
    assert len(found) == len(set(found))
    assert all(value >= 0 for value in found)
