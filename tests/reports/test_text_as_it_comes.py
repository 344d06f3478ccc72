"""Text from Word and elsewhere made plain, two texts compared, two people's texts merged."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cleaning import WORD_RUBBISH, cleaned, cleaned_line
from reports.writing.differences import changed_words, compared, merged

WORD_PAGE = """<html xmlns:w="urn"><head><style>p.MsoNormal{color:red}</style></head><body>
<!--StartFragment--><p class=MsoNormal><b>Kết&nbsp;quả</b> năm
2025<o:p></o:p></p><!--[if gte mso 9]><xml>rác</xml><![endif]-->
<ul><li>Chi &lt;đủ&gt; &amp; đúng<li>Không nợ</ul><script>alert(1)</script></body></html>"""


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("một\u00a0hai\u00ad ba\u200b\ufeff", "một hai ba"),
        ("•\tmột\n·  hai\n–ba\n-bốn\n- năm", "- một\n- hai\n- ba\n- bốn\n- năm"),
        ("o\tmột\n\uf0a7 hai\n◦ba\n+bốn", "+ một\n- hai\n+ ba\n+ bốn"),
        ("-5 độ\n+12%\n---", "-5 độ\n+12%\n---"),
        ("một\r\nhai\rba\u2028bốn\vnăm", "một\nhai\nba\nbốn\nnăm"),
        ("a\x00b\x07c", "abc"),
        ("“kép” ‘đơn’ «tây»", "“kép” 'đơn' “tây”"),
        ("tri\u0065\u0323\u0302u", "triệu"),
        ("<b>đậm</b> <script>x</script>", "<b>đậm</b> <script>x</script>"),
        ("\n\n  giữa \n\n\n cuối  \n", "giữa\n\n\ncuối"),
    ],
)
def test_what_comes_is_made_plain(typed, plain):
    assert cleaned(typed) == plain


def test_a_page_of_word_becomes_its_words():
    lines = [line for line in cleaned(WORD_PAGE).split("\n") if line]
    assert lines == ["Kết quả năm 2025", "- Chi <đủ> & đúng", "- Không nợ"]


def test_a_heading_is_one_line():
    assert cleaned_line(" Ưu\n điểm\u00a0 ") == "Ưu điểm"


def letters(text: str) -> list[str]:
    return [letter for letter in text if letter.isalnum() and letter != "o"]


@given(st.text(st.sampled_from("abcđệ019 \t\n\u00a0-+•–o{}[]<>|\u00ad\r\x0b"), max_size=80))
def test_cleaning_keeps_every_letter_and_is_done_at_once(text):
    once = cleaned(text)
    assert letters(once) == letters(text)
    assert WORD_RUBBISH.search(text) or cleaned(once) == once


@given(st.text(max_size=200))
def test_cleaning_takes_any_text(text):
    assert "\x00" not in cleaned(text)


def marked(pairs) -> list[str]:
    return [
        "".join(f"[{bit.text}]" if bit.look != "same" else bit.text for bit in side)
        for pair in pairs
        for side in (pair.old, pair.new)
    ]


def test_changed_words_are_marked_on_both_sides():
    pairs = compared("Chi 20 triệu đồng.\nCũ", "Chi 25 triệu đồng.")
    assert marked(pairs) == ["Chi [20] triệu đồng.", "Chi [25] triệu đồng.", "[Cũ]", ""]
    assert changed_words(pairs) == (1, 2)


@given(st.lists(st.text("ab \n", max_size=12), max_size=6).map("\n".join), st.text("ab \n"))
def test_both_sides_of_a_comparison_are_the_whole_texts(old, new):
    pairs = compared(old, new)
    for side, text in (("old", old), ("new", new)):
        lines = ["".join(bit.text for bit in getattr(pair, side)) for pair in pairs]
        assert "".join(lines) == re.sub(r"\n", "", text)


def test_texts_of_200_kilobytes_are_compared():
    old = " ".join(f"từ{number}" for number in range(20_000))
    assert changed_words(compared(old, old.replace("từ9999 ", "chữ "))) == (1, 1)
    assert changed_words(compared(old, old[::-1])) == (20_000, 20_000)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("1a\n2\n3", "1\n2\n3b", "1a\n2\n3b"),
        ("0\n1\n2\n3", "1\n2\n3\n4", "0\n1\n2\n3\n4"),
        ("1\n2\n3", "1\n3", "1\n3"),
        ("1a\n2\n3", "1a\n2\n3", "1a\n2\n3"),
        ("1a\n2\n3", "1b\n2\n3", None),
        ("1\n2\n3\n4a", "1\n2\n3\n4b", None),
        ("1\n3", "1\n2b\n3", None),
    ],
)
def test_two_peoples_changes_are_merged_unless_they_meet(one, other, both):
    assert merged("1\n2\n3", one, other) == both
