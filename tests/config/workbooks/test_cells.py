import datetime
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.workbooks import cells
from config.workbooks.cells import Wrong, fold, is_blank, shown, tidy


def reason(parser, raw) -> str:
    answer = parser(raw)
    assert isinstance(answer, Wrong), f"{raw!r} was taken for {answer!r}"
    return answer.reason


# --- words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("  Đỗ   Thị\u00a0Ánh ", "Đỗ Thị Ánh"),
        (unicodedata.normalize("NFD", "Đỗ Thị Ánh"), "Đỗ Thị Ánh"),
        ("Đỗ\u200bThị", "ĐỗThị"),
        ("dòng một\r\ndòng hai_x000D_", "dòng một dòng hai"),
        ("Vui 😀", "Vui 😀"),
        ("a\x00b", "a b"),
        (12.0, "12"),
        ("=HYPERLINK()", "=HYPERLINK()"),
    ],
)
def test_text(raw, words):
    assert cells.text()(raw) == words


@pytest.mark.parametrize("raw", [12.5, True, datetime.date(2025, 1, 2), datetime.time(1), 1e20])
def test_text_that_excel_turned_into_something_else_is_asked_about(raw):
    assert "Văn bản" in reason(cells.text(), raw)


def test_text_too_long():
    assert reason(cells.text(5), "sáu chữ") == "dài 7 ký tự, tối đa 5"


@given(st.text())
def test_tidy_is_stable_and_clean(words):
    once = tidy(words)
    assert tidy(once) == once
    assert "\x00" not in once
    assert "\n" not in once
    assert once == once.strip()


@given(st.text())
def test_blank_means_that_nothing_is_left(words):
    assert is_blank(words) == (tidy(words) == "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Họ và tên *", "HO VA TEN"),
        ("Đối tượng", "doi tuong"),
        ("Nữ", "nu"),
        ("Ngày sinh", "NGÀYSINH"),
    ],
)
def test_fold(one, other):
    assert fold(one) == fold(other)


# --- identifiers


@pytest.mark.parametrize(
    "raw", ["020060000001", " 020060000001 ", "020 060 000 001", 123456789012, 123456789012.0]
)
def test_digits_of_full_length(raw):
    assert cells.digits(12)(raw) == re.sub(r"\.0$| ", "", str(raw))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (20060000001.0, "mất số 0"),
        (1.09012e11 + 0.5, "làm tròn"),
        (1234567890123456.0, "làm tròn"),
        (-5.0, "làm tròn"),
        (1234567890123.0, "có 13 chữ số"),
        ("02006000001", "có 11 chữ số"),
        ("1.09012E+11", "mất chữ số"),
        ("20060000001.0", "mất chữ số"),
        ("02006000000A", "chỉ được gồm chữ số"),
        ("٠٢٠٠٦٠٠٠٠٠٠١", "chỉ được gồm chữ số"),
        ("020060000001'", "chỉ được gồm chữ số"),
        (datetime.date(2025, 1, 1), "cần 12 chữ số"),
        (True, "cần 12 chữ số"),
    ],
)
def test_digits_that_may_have_been_changed(raw, says):
    assert says in reason(cells.digits(12), raw)


def test_number_that_fits_a_shorter_length_may_have_lost_zeros():
    """001060000001 typed as a number is 1060000001: ten digits, which a BHYT number may have."""
    assert cells.digits(10, 12)("1060000001") == "1060000001"
    assert "mất số 0" in reason(cells.digits(10, 12), 1060000001.0)


HEALTH_CARD = cells.code(
    r"\d{10}|\d{12}|[A-Z]{2}[1-5]\d{12}", "cần 10, 12 hoặc 15 ký tự", whole_number=12
)


def test_code():
    assert HEALTH_CARD("ht2 20 0123456789") == "HT2200123456789"
    assert HEALTH_CARD(123456789012.0) == "123456789012"
    assert "mất số 0" in reason(HEALTH_CARD, 1234567890.0)
    assert "cần 10" in reason(HEALTH_CARD, "HT9")


# --- days

CHRISTMAS = datetime.date(1960, 12, 25)


@pytest.mark.parametrize(
    "raw",
    [
        CHRISTMAS,
        datetime.datetime.fromisoformat("1960-12-25T08:30"),
        "25/12/1960",
        "25-12-1960",
        "1960-12-25",
        " 25/12/1960 ",
        "25/12/1960 08:30",
    ],
)
def test_date(raw):
    assert cells.date()(raw) == CHRISTMAS


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("1960", "chỉ có năm 1960"),
        (1960.0, "chỉ có năm 1960"),
        ("12/1960", "chỉ có tháng và năm"),
        ("25/12/60", "bốn chữ số"),
        ("12/25/1960", "không có tháng 25"),
        ("31/02/1960", "không có ngày"),
        ("00/00/1960", "không có ngày"),
        ("29/02/2023", "không có ngày"),
        ("25/12-1960", "không phải ngày"),
        ("25.12.1960", "không phải ngày"),
        ("hôm qua", "không phải ngày"),
        ("\uff12\uff15/12/1960", "không phải ngày"),
        (22275.0, "ô chứa số 22275"),
        (0.5, "ô chứa số 0,5"),
        (True, "TRUE"),
        (datetime.time(0, 0), "giờ"),
        (datetime.timedelta(days=1), "giờ"),
        (datetime.date(1900, 2, 28), "không đáng tin"),
        ("01/01/1899", "sớm hơn 01/01/1900"),
        ("01/01/0060", "sớm hơn"),
    ],
)
def test_date_refused(raw, says):
    assert says in reason(cells.date(), raw)


def test_date_bounds():
    parser = cells.date(earliest=CHRISTMAS, latest=CHRISTMAS)
    assert parser("25/12/1960") == CHRISTMAS
    assert "muộn hơn 25/12/1960" in reason(parser, "26/12/1960")
    assert "sớm hơn 25/12/1960" in reason(parser, "24/12/1960")


@given(st.dates(min_value=datetime.date(1900, 3, 1), max_value=datetime.date(2199, 12, 31)))
def test_every_written_day_comes_back(day):
    for written in (f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}", shown(day), day):
        assert cells.date()(written) == day


@given(st.text(alphabet="0123456789/-. ", max_size=12))
@example("1/2/2025")
@example("2025-1-2")
def test_text_is_a_day_only_when_it_says_that_day_in_full(words):
    day = cells.date()(words)
    if not isinstance(day, Wrong):
        numbers = [int(number) for number in re.findall(r"\d+", words)]
        assert numbers in ([day.day, day.month, day.year], [day.year, day.month, day.day])


@given(st.floats() | st.integers())
def test_a_number_is_never_a_day(number):
    assert isinstance(cells.date()(number), Wrong)


# --- money


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        (1234567.0, 1_234_567),
        (1234567, 1_234_567),
        ("1234567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1.500.000 đồng", 1_500_000),
        ("1.500.000đ", 1_500_000),
        ("13.130.822.686", 13_130_822_686),
        (0.0, 0),
        ("0", 0),
    ],
)
def test_money(raw, amount):
    assert cells.money()(raw) == amount


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("133.082", "133082 hoặc 133 phẩy 082"),
        ("281,042", "281042 hoặc 281 phẩy 042"),
        ("500.000 đồng", "có thể là"),
        ("1.004, 388", "không phải số nguyên"),
        ("1.234,567", "không phải số nguyên"),
        ("1.234,567.890", "không phải số nguyên"),
        ("1.23.456", "không phải số nguyên"),
        ("012.345.678", "không phải số nguyên"),
        ("0123", "không phải số nguyên"),
        ("1,5 triệu", "không phải số"),
        ("1e6", "không phải số nguyên"),
        ("\uff11\uff12\uff13", "không phải số"),
        ("", "không phải số nguyên"),
        (133.082, "có phần lẻ"),
        (1500000.5, "có phần lẻ"),
        (-1500000.0, "âm"),
        ("-1500000", "âm"),
        ("−1500000", "âm"),
        (133.0, "chỉ 133 đồng"),
        (1e12 + 1, "lớn hơn 1.000.000.000.000 đồng"),
        (1e300, "làm tròn"),
        (float("nan"), "làm tròn"),
        (float("inf"), "làm tròn"),
        (True, "TRUE"),
        (datetime.date(2025, 1, 1), "ngày 01/01/2025"),
    ],
)
def test_money_refused(raw, says):
    assert says in reason(cells.money(), raw)


def test_money_bounds():
    assert "ít nhất là 1.000.000 đồng" in reason(cells.money(least=1_000_000), "500000")
    assert cells.money(smallest=1)("5") == 5


@given(st.integers(min_value=1_000_000, max_value=10**12))
def test_every_written_amount_comes_back(amount):
    dotted = f"{amount:,}".replace(",", ".")
    for written in (amount, float(amount), str(amount), dotted, f"{dotted} đồng", f"{amount:,}"):
        assert cells.money()(written) == amount


@given(st.text(alphabet="0123456789., -+eđ", max_size=16))
@example("1.234.567,000")
@example("1.234 567")
@example("1.234.5678")
def test_text_is_an_amount_only_when_its_digits_are_that_amount(words):
    """Read without separators, and never where a separator could mean a fraction."""
    amount = cells.money(smallest=0)(words)
    if not isinstance(amount, Wrong):
        assert int(re.sub(r"\D", "", words)) == amount
        separators = re.findall(r"\d([., ])(?=\d)", tidy(words))
        assert len(set(separators)) <= 1
        assert len(separators) != 1


@given(st.floats())
def test_a_number_is_an_amount_only_when_it_is_whole(number):
    amount = cells.money()(number)
    if not isinstance(amount, Wrong):
        assert amount == number
        assert amount == 0 or 1_000 <= amount <= 10**12


# --- counts, choices, yes and no


def test_integer():
    parser = cells.integer(1, 366)
    assert parser(12.0) == parser("12") == 12
    assert "từ 1 đến 366" in reason(parser, 0)
    assert "từ 1 đến 366" in reason(parser, "-3")
    assert "phần lẻ" in reason(parser, 1.5)
    assert "có thể là" in reason(parser, "1.000")
    assert "không phải số nguyên" in reason(parser, "1.000.000")


def test_choice():
    parser = cells.choice({"Nam": "M", "Nữ": "F", "1": "one"})
    assert parser(" NỮ ") == parser("nu") == "F"
    assert parser(1.0) == "one"
    assert reason(parser, "Khác") == "“Khác” không có trong danh sách; chọn một trong: Nam, Nữ, 1"


def test_choice_shows_a_long_list_in_part():
    message = reason(cells.choice(f"Xã {number}" for number in range(65)), "Xã lạ")
    assert "Xã 11" in message
    assert "còn 53 giá trị khác" in message


def test_choices_that_read_alike_are_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="read alike"):
        cells.choice(["Má", "Mạ"])


@pytest.mark.parametrize(
    ("raw", "answer"), [("Có", True), ("x", True), ("X", True), ("không", False), (False, False)]
)
def test_yes_no(raw, answer):
    assert cells.yes_no()(raw) is answer


@pytest.mark.parametrize("raw", ["có lẽ", 1.0, "0"])
def test_yes_no_refused(raw):
    assert "Có hoặc Không" in reason(cells.yes_no(), raw)


@pytest.mark.parametrize(
    "parser",
    [
        cells.text(),
        cells.digits(12),
        HEALTH_CARD,
        cells.date(),
        cells.money(),
        cells.integer(),
        cells.choice(["Nam"]),
        cells.yes_no(),
    ],
    ids=lambda parser: type(parser).__name__,
)
@given(
    raw=st.one_of(
        st.text(),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
    )
)
def test_no_cell_makes_a_parser_stumble(parser, raw):
    for answer in (parser(raw), parser(str(raw) * 99)):
        if isinstance(answer, Wrong):
            assert 0 < len(answer.reason) < 300
