from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formatting import (
    LARGEST_IN_WORDS,
    amount_in_words,
    count,
    date_long,
    date_short,
    decimal,
    document_number,
    million,
    money,
    padded_count,
    percent,
    place_and_date,
    point_letter,
    roman,
    share,
)

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("dong", "written"),
    [(0, "0"), (999, "999"), (1_234_567, "1.234.567"), (-1_234_567, "-1.234.567")],
)
def test_money_is_grouped_by_dots(dong, written):
    assert money(dong) == written


@pytest.mark.parametrize("wrong", [1.0, True, "1", Decimal(1)])
def test_money_is_whole_dong_only(wrong):
    with pytest.raises(TypeError):
        money(wrong)


@pytest.mark.parametrize(
    ("dong", "decimals", "written"),
    [
        (5_128_860_000, None, "5.128,86"),
        (5_128_860_000, 3, "5.128,860"),
        (74_500_000, None, "74,5"),
        (255_000_000, None, "255"),
        (1, None, "0,000001"),
        (816_390_000, 1, "816,4"),
        (500_000, 0, "1"),
        (-400_000, 0, "0"),
        (-74_500_000, None, "-74,5"),
        (0, None, "0"),
    ],
)
def test_million(dong, decimals, written):
    assert million(dong, decimals) == written


@given(st.integers(-(10**18), 10**18))
def test_million_loses_no_dong(dong):
    assert Decimal(million(dong).replace(".", "").replace(",", ".")) * 1_000_000 == dong


@given(st.integers())
def test_count_reads_back(number):
    assert int(count(number).replace(".", "")) == number


def test_ratios():
    assert percent(Fraction(12, 14)) == "85,7%"
    assert percent(1) == "100%"
    assert percent(Decimal("0.5"), 2, trim=False) == "50,00%"
    assert share(256, 1024) == "25%"
    assert share(1, 0) == "–"


def test_a_float_is_refused_where_it_could_round_wrongly():
    with pytest.raises(TypeError):
        decimal(0.1)


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (2, "02"), (9, "09"), (10, "10"), (1024, "1.024")]
)
def test_counts_below_ten_take_a_zero(number, written):
    assert padded_count(number) == written


@pytest.mark.parametrize(
    ("on", "written"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 20), "ngày 20 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_date_of_the_head(on, written):
    assert date_long(on) == written


@pytest.mark.parametrize(
    ("blank", "written"),
    [
        ("day", f"ngày{NBSP * 6}tháng 12 năm 2025"),
        ("day_month", f"ngày{NBSP * 6}tháng{NBSP * 6}năm 2025"),
        ("all", f"ngày{NBSP * 6}tháng{NBSP * 6}năm{NBSP * 6}"),
    ],
)
def test_a_draft_leaves_the_date_open(blank, written):
    assert date_long(date(2025, 12, 5), blank) == written


def test_no_date_is_never_today():
    assert date_long(None) == f"ngày{NBSP * 6}tháng{NBSP * 6}năm{NBSP * 6}"


def test_dates_and_numbers_of_documents():
    assert date_short(date(2026, 1, 5)) == "05/01/2026"
    assert place_and_date("Lạng Sơn", date(2026, 1, 5)) == "Lạng Sơn, ngày 05 tháng 01 năm 2026"
    assert document_number(5, "BC-SYT") == "05/BC-SYT"
    assert document_number(412, "BC-SYT") == "412/BC-SYT"
    assert document_number(None, "BC-SYT") == f"{NBSP * 6}/BC-SYT"


def test_sections_and_points_are_numbered_as_in_the_decree():
    assert [roman(number) for number in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]
    assert [point_letter(number) for number in range(1, 11)] == list("abcdđeghik")
    for numbering in (roman, point_letter):
        with pytest.raises(ValueError, match="0"):
            numbering(0)


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (
            13_130_822_686,
            (
                "Mười ba tỷ, một trăm ba mươi triệu, tám trăm hai mươi hai nghìn, "
                "sáu trăm tám mươi sáu đồng"
            ),
        ),
        (1_047_600_000, "Một tỷ, không trăm bốn mươi bảy triệu, sáu trăm nghìn đồng"),
        (
            675_293_120,
            "Sáu trăm bảy mươi lăm triệu, hai trăm chín mươi ba nghìn, một trăm hai mươi đồng",
        ),
        (9_579_308_000, "Chín tỷ, năm trăm bảy mươi chín triệu, ba trăm linh tám nghìn đồng"),
        (1_005_005, "Một triệu, không trăm linh năm nghìn, không trăm linh năm đồng"),
        (21, "Hai mươi mốt đồng"),
        (0, "Không đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (15, "Mười lăm đồng"),
        (101, "Một trăm linh một đồng"),
        (1_000_001, "Một triệu, không trăm linh một đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_amount_in_words(dong, words):
    assert amount_in_words(dong) == words


@pytest.mark.parametrize("dong", [-1, LARGEST_IN_WORDS + 1])
def test_amounts_nobody_pays_are_refused(dong):
    with pytest.raises(ValueError, match=r"not negative|too much"):
        amount_in_words(dong)


# An independent reader: it knows the words and their weights, nothing of how they were written.

UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
WEIGHTS = {"nghìn": 10**3, "triệu": 10**6}


def read_amount(words: str) -> int:
    billions, total, group = 0, 0, 0
    for word in words.lower().replace(",", "").removesuffix(" đồng").split():
        if word == "tỷ":
            billions, total, group = total + group, 0, 0
        elif word in WEIGHTS:
            total, group = total + group * WEIGHTS[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mười":
            group += 10
        elif word == "mươi":
            last = group % 10
            group += last * 9
        elif word != "linh":
            group += UNITS[word]
    return billions * 10**9 + total + group


@given(st.one_of(st.integers(0, 10**7), st.integers(0, LARGEST_IN_WORDS)))
def test_words_read_back_to_the_amount(dong):
    assert read_amount(amount_in_words(dong)) == dong


@given(st.integers(1_000, LARGEST_IN_WORDS))
def test_every_group_after_the_first_speaks_its_hundreds(dong):
    first, *later = amount_in_words(dong).split(", ")
    assert all(" trăm" in group for group in later)
    assert not first.startswith(("Không trăm", "Linh"))
