"""Templates and forms speak Vietnamese: the filters and Django's own formats."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django import forms
from django.template import Context, Template
from django.utils.formats import date_format, number_format


def drawn(filters: str, value: object) -> str:
    template = Template("{% load vietnamese %}{{ value|" + filters + " }}")
    return template.render(Context({"value": value}))


@pytest.mark.parametrize(
    ("filters", "value", "written"),
    [
        ("dong", 1_234_567, "1.234.567"),
        ("dong", 0, "0"),
        ("trieu", 5_128_860_000, "5.128,86"),
        ("trieu:3", 5_128_860_000, "5.128,860"),
        ("in_words", 21, "Hai mươi mốt đồng"),
        ("in_words", -21, "Thu hồi hai mươi mốt đồng"),
        ("settlement", 20_000, "20.000 đồng"),
        ("settlement", -20_000, "thu hồi 20.000 đồng"),
        ("unsigned", -20_000, "20.000"),
        ("ngay", date(2026, 1, 5), "05/01/2026"),
        ("count", 26_994, "26.994"),
        ("padded", 2, "02"),
        ("percent", Fraction(12, 14), "85,7%"),
        ("percent:2", Fraction(12, 14), "85,71%"),
    ],
)
def test_filters(filters, value, written):
    assert drawn(filters, value) == written


@pytest.mark.parametrize(
    "filters",
    ["dong", "trieu", "in_words", "settlement", "unsigned", "ngay", "count", "padded", "percent"],
)
@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_absent_is_written_as_nothing(filters, nothing):
    assert drawn(filters, nothing) == ""


def test_a_moment_is_dated_by_the_local_day():
    late_in_greenwich = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
    assert drawn("ngay", late_in_greenwich) == "05/01/2026"


@pytest.mark.parametrize("typed", ["05/01/2026", "5/1/2026", "05-01-2026", "2026-01-05"])
def test_dates_are_taken_as_people_and_browsers_write_them(typed):
    assert forms.DateField().clean(typed) == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["31/02/2026", "01/13/2026", "2026", "05/01/26"])
def test_dates_that_do_not_exist_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


def test_djangos_own_formats():
    assert number_format(1_234_567, force_grouping=True) == "1.234.567"
    assert date_format(date(2026, 1, 5)) == "05/01/2026"
    assert forms.DateInput().format_value(date(2026, 1, 5)) == "05/01/2026"
