import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.names import ALPHABET, normalise_for_search, sort_key, tidy

vietnamese_letters = st.sampled_from(
    ALPHABET + "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)
words = st.text(vietnamese_letters, min_size=1, max_size=6)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Nguyễn Đức Ánh", "nguyen duc anh"),
        ("  NGUYỄN   đức\tánh ", "nguyen duc anh"),
        ("Ðặng Thị Ưởng", "dang thi uong"),
        ("H’Hen Niê", "hhen nie"),
        ("Y-Bhăm", "y bham"),
        ("", ""),
    ],
)
def test_search_form(typed, plain):
    assert normalise_for_search(typed) == plain


@given(st.text())
def test_search_form_is_stable_whatever_is_typed(text):
    once = normalise_for_search(text)
    assert normalise_for_search(once) == once


@given(names)
def test_search_form_does_not_depend_on_the_encoding_or_capitals(name):
    plain = normalise_for_search(name)
    assert plain.isascii()
    for form in ("NFC", "NFD"):
        assert normalise_for_search(unicodedata.normalize(form, name)) == plain
    assert normalise_for_search(name.upper()) == plain


def test_people_come_in_the_order_of_a_vietnamese_list():
    in_order = [
        "An",
        "Nguyễn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Trần An",
        "Trần Anh",
        "Lê Ánh",
        "Đỗ Ăn",
        "Lê Ân",
        "Lê Ấn",
        "Trần Bình",
        "Đinh Văn Cường",
        "Bùi Dức",
        "Bùi Đức",
        "Lê Em",
        "Lê Êm",
        "Phan Ông",
        "Phan Ơn",
        "Vũ Uy",
        "Vũ Ưng",
    ]
    backwards = in_order[::-1]
    assert sorted(backwards, key=sort_key) == in_order


def test_tones_are_ordered_after_the_letters():
    in_order = ["Ha", "Hà", "Hả", "Hã", "Há", "Hạ", "Hai", "Hải"]
    backwards = in_order[::-1]
    assert sorted(backwards, key=sort_key) == in_order


def test_the_place_of_the_tone_mark_makes_no_difference():
    assert sort_key("Nguyễn Thị Hoà") == sort_key("Nguyễn Thị Hòa")


@given(names)
def test_sort_key_is_ascii_and_does_not_depend_on_encoding_or_capitals(name):
    key = sort_key(name)
    assert key.isascii()
    assert sort_key(unicodedata.normalize("NFD", name)) == key
    assert sort_key(f"  {name.upper()} ") == key


@given(names, words, words)
def test_the_given_name_decides_before_the_family_name(rest, first, second):
    if sort_key(first) < sort_key(second):
        assert sort_key(f"{rest} {first}") < sort_key(f"a {second}")


@given(st.text())
def test_anything_typed_has_a_sort_key(text):
    assert sort_key(text).isascii()


@given(words)
def test_letters_decide_before_anything_else(word):
    """Against the alphabet itself: a word that goes on comes after the word."""
    assert sort_key(word) < sort_key(word + "a") < sort_key(word + "ă") < sort_key(word + "y")


def test_tidy_composes_and_folds():
    assert tidy(unicodedata.normalize("NFD", "  Nguyễn   Đức  Ánh ")) == "Nguyễn Đức Ánh"
