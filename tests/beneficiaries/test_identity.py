from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beneficiaries.identity import (
    born_and_sex,
    citizen_id_fault,
    insurance_number_fault,
    parse_citizen_qr,
)

QR = "020060000001|081234567|Nguyễn Văn An|05031960|Nam|Thôn 1, Xã Kỳ Lừa, Lạng Sơn|12052021"


@pytest.mark.parametrize(
    ("number", "sex", "born", "told"),
    [
        ("020060000001", "male", date(1960, 3, 5), ""),
        ("020160000001", "female", date(1960, 3, 5), ""),
        ("020205000001", "male", date(2005, 3, 5), ""),
        ("999360000001", "female", date(2060, 1, 1), ""),  # any province, any century
        ("020060000001", None, None, ""),
        ("020061000001", "male", date(1960, 3, 5), "sinh năm 1961"),
        ("020160000001", "male", date(1960, 3, 5), "của nữ"),
        ("02006000001", "male", date(1960, 3, 5), "12 chữ số"),
        ("02006000000a", "male", date(1960, 3, 5), "12 chữ số"),
        ("٠٢٠٠٦٠٠٠٠٠٠١", "male", date(1960, 3, 5), "12 chữ số"),
    ],
)
def test_a_citizen_id_agrees_with_sex_and_birth_year(number, sex, born, told):
    fault = citizen_id_fault(number, sex=sex, birth_date=born)
    assert told in fault
    assert bool(fault) == bool(told)


@given(st.dates(date(1900, 1, 1), date(2399, 12, 31)), st.sampled_from(["male", "female"]))
def test_digits_made_for_a_person_tell_that_person(born, sex):
    digit = 2 * ((born.year - 1900) // 100) + (sex == "female")
    number = f"020{digit}{born.year % 100:02}000001"
    assert born_and_sex(number) == (born.year, sex)
    assert citizen_id_fault(number, sex=sex, birth_date=born) == ""


@pytest.mark.parametrize("number", ["1234567890", "020060000001", "HT2201234567890"])
def test_the_three_forms_of_an_insurance_number(number):
    assert insurance_number_fault(number) == ""


@pytest.mark.parametrize("number", ["", "12345678901", "HT6201234567890", "ht2201234567890"])
def test_other_insurance_numbers_are_refused(number):
    assert "15 ký tự" in insurance_number_fault(number)


def test_the_qr_of_a_citizen_card_tells_the_person():
    card = parse_citizen_qr(f"  {QR}\n")
    assert card is not None
    assert (card.citizen_id, card.full_name, card.birth_date, card.sex) == (
        "020060000001",
        "Nguyễn Văn An",
        date(1960, 3, 5),
        "male",
    )
    assert card.issued_on == date(2021, 5, 12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "020060000001",
        "020060000001||Nguyễn Văn An|31021960|Nam|Xã",
        "20060000001||Nguyễn Văn An|05031960|Nam|Xã",
        "020060000001|||05031960|Nam|Xã",
        "020060000001||Nguyễn Văn An|05031960|Khác|Xã",
    ],
)
def test_anything_else_is_no_card(text):
    assert parse_citizen_qr(text) is None


@given(st.text())
def test_no_text_breaks_the_reader(text):
    parse_citizen_qr(text)
    parse_citizen_qr(f"020060000001|{text}|{text}|05031960|Nam|{text}|{text}")
