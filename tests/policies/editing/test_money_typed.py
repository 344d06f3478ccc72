"""Money in a cell: read for certain, or refused with what is unclear."""

import pytest
from django.core.exceptions import ValidationError

from policies.money_typed import money_typed


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("190000", 190_000),
        ("190.000", 190_000),
        ("190 000", 190_000),
        ("190.000 đ", 190_000),
        ("190.000đ", 190_000),
        ("1.900.000 đồng", 1_900_000),
        ("15000000 VNĐ", 15_000_000),
        (" 190\u00a0000 ", 190_000),
        ("1.000", 1_000),
    ],
)
def test_what_is_clear_is_read(typed, amount):
    assert money_typed(typed) == amount


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("190,000", "dấu phẩy"),
        ("1,5", "dấu phẩy"),
        ("190.000,00", "dấu phẩy"),
        ("190", "chỉ là 190 đồng"),
        ("1.5", "không đọc được"),
        ("1900.00", "không đọc được"),
        ("190.00", "không đọc được"),
        ("0190", "không đọc được"),
        ("190k", "không đọc được"),
        ("15 triệu", "không đọc được"),
        ("50%", "không đọc được"),
        ("\uff11\uff19\uff10\uff10\uff10\uff10", "không đọc được"),
        ("-190.000", "không được âm"),
        ("–", "để trống"),
        ("0", "để trống"),
        ("9" * 14, "lớn hơn"),
    ],
)
def test_what_is_unclear_is_never_guessed(typed, why):
    with pytest.raises(ValidationError) as refused:
        money_typed(typed)
    assert why in refused.value.messages[0]
