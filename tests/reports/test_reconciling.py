"""Which line was left out of a printed total?"""

from hypothesis import given
from hypothesis import strategies as st

from reports.figures.reconciling import MOST_LEFT_OUT, explain

LANG_SON = {
    "a": 74_500_000,
    "b": 5_128_860_000,
    "c": 816_390_000,
    "d": 5_820_000,
    "đ": 259_600_000,
    "e": 115_000_000,
    "g": 1_004_388_000,
    "h": 1_132_700_000,
    "i": 438_800_000,
    "k": 603_240_000,
}
MILLION = 1_000_000


def test_the_total_of_2025_left_out_critical_illness_and_cut_the_rest():
    [explanation] = explain(LANG_SON, 9_464 * MILLION, MILLION)
    assert explanation.left_out == ("e",)
    assert (explanation.rest, explanation.cut) == (9_464_298_000, 298_000)


def test_a_total_that_agrees_needs_nothing_left_out():
    [explanation] = explain(LANG_SON, sum(LANG_SON.values()))
    assert (explanation.left_out, explanation.cut) == ((), 0)


def test_rounding_alone_is_told_as_rounding():
    [explanation] = explain(LANG_SON, 9_579 * MILLION, MILLION)
    assert (explanation.left_out, explanation.cut) == ((), 298_000)


def test_what_nothing_explains_is_not_explained():
    assert explain(LANG_SON, 1, 1) == []
    assert explain({}, 5, 1) == []


amounts = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 10**10), max_size=7
)
precisions = st.sampled_from([1, 1_000, MILLION])


@given(amounts, precisions, st.data())
def test_a_left_out_line_is_always_found_or_something_as_simple(lines, precision, data):
    names = [name for name, amount in lines.items() if amount]
    left_out = (
        data.draw(st.sets(st.sampled_from(names), max_size=MOST_LEFT_OUT)) if names else set()
    )
    rest = sum(amount for name, amount in lines.items() if name not in left_out)
    printed = rest // precision * precision
    found = explain(lines, printed, precision)
    assert found
    assert all(len(explanation.left_out) <= len(left_out) for explanation in found)


@given(amounts, st.integers(0, 10**11), precisions)
def test_every_explanation_really_gives_what_is_printed(lines, printed, precision):
    for explanation in explain(lines, printed, precision):
        rest = sum(v for name, v in lines.items() if name not in explanation.left_out)
        assert rest == explanation.rest
        assert abs(rest - printed) < precision or rest == printed
        assert explanation.cut == rest - printed
