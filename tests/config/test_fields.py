"""Amounts and days as they are typed."""

from datetime import date

import pytest
from django.forms import Form, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from config.fields import MOST_MONEY, DateField, MoneyField


@given(st.integers(0, MOST_MONEY))
def test_every_amount_is_read_back_as_it_was_shown(amount):
    class Payment(Form):
        amount = MoneyField()

    shown = Payment(initial={"amount": amount})["amount"].value()
    written = MoneyField().widget.format_value(shown)
    assert MoneyField().clean(written) == amount


@pytest.mark.parametrize(
    ("typed", "amount"), [("1.500.000", 1_500_000), ("1500000", 1_500_000), (" 0 ", 0)]
)
def test_amounts_with_and_without_dots(typed, amount):
    assert MoneyField().clean(typed) == amount


@pytest.mark.parametrize(
    "typed", ["1,5", "1.5", "1.50.000", "-5", "1e6", "1 000", "١٢", "0x10", ".500", "1..000", "abc"]
)
def test_what_is_not_a_whole_amount_is_refused_with_what_was_typed(typed):
    with pytest.raises(ValidationError, match="không đọc được") as refusal:
        MoneyField().clean(typed)
    assert typed in refusal.value.messages[0]


def test_amounts_out_of_bounds_are_refused():
    with pytest.raises(ValidationError, match=r"từ 1\.000 đến 2\.000 đồng"):
        MoneyField(least=1_000, most=2_000).clean("2.001")
    with pytest.raises(ValidationError, match="Số tiền phải từ"):
        MoneyField().clean(str(MOST_MONEY + 1))


@pytest.mark.parametrize("typed", ["05/03/2025", "05-03-2025", "05032025", "2025-03-05"])
def test_days_are_read_day_first(typed):
    assert DateField().clean(typed) == date(2025, 3, 5)


@pytest.mark.parametrize("typed", ["31/02/2025", "03/25/2025", "2025", "hôm nay", "05/03/25"])
def test_days_that_do_not_exist_are_refused(typed):
    with pytest.raises(ValidationError, match="Ngày không đúng"):
        DateField().clean(typed)


def test_days_have_bounds_and_bounds_may_be_functions():
    field = DateField(latest=lambda: date(2025, 12, 31))
    with pytest.raises(ValidationError, match="không được sau 31/12/2025"):
        field.clean("01/01/2026")
    with pytest.raises(ValidationError, match="không được trước 01/01/1900"):
        field.clean("31/12/1899")


def test_a_day_is_shown_as_it_is_typed():
    assert DateField().widget.format_value(date(2025, 3, 5)) == "05/03/2025"
