"""Vietnamese names of people: how they are found and how they are put in order.

Both results are plain ASCII-ordered strings meant for a column with ``COLLATE "C"``, so that every
PostgreSQL sorts and searches alike, with or without a Vietnamese locale.
"""

import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The 29 letters in order, with f, j, w and z of other peoples' names where Latin has them."""

CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"
LETTER_CODES = dict(zip(ALPHABET, CODES, strict=True))

# Dictionary order: level, huyền, hỏi, ngã, sắc, nặng.
TONE_CODES = {
    "\N{COMBINING GRAVE ACCENT}": "1",
    "\N{COMBINING HOOK ABOVE}": "2",
    "\N{COMBINING TILDE}": "3",
    "\N{COMBINING ACUTE ACCENT}": "4",
    "\N{COMBINING DOT BELOW}": "5",
}
LEVEL_TONE = "0"
WORDS_REMEMBERED = 4_096

# Eth looks like Đ and is often typed for it. Apostrophes are part of a word (H'Hen Niê).
STROKES = str.maketrans({"đ": "d", "ð": "d", "Đ": "d", "Ð": "d"})
ETH_TO_D = str.maketrans({"ð": "đ", "Ð": "đ"})
APOSTROPHES = str.maketrans(
    dict.fromkeys(
        "'`"
        "\N{ACUTE ACCENT}"
        "\N{LEFT SINGLE QUOTATION MARK}"
        "\N{RIGHT SINGLE QUOTATION MARK}"
        "\N{MODIFIER LETTER APOSTROPHE}"
    )
)


def tidy(name: str) -> str:
    """Put a typed name in one form: composed letters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def normalise_for_search(text: str) -> str:
    """Make text comparable without accents: ``Nguyễn Đức Ánh`` -> ``nguyen duc anh``."""
    return " ".join(filter(None, map(_plain_word, text.split())))


# A few hundred words make up the names of a whole province: each is worked out once.
@lru_cache(maxsize=WORDS_REMEMBERED)
def _plain_word(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES))
    plain = unicodedata.normalize("NFKD", plain.casefold().translate(STROKES))
    kept = (letter if letter.isalnum() else " " for letter in plain if not _is_mark(letter))
    return " ".join("".join(kept).split())


def sort_key(name: str) -> str:
    """Key that orders people by given name (the last word), then family name, then the rest.

    Within a word letters decide first (a, ă, â, b … d, đ …), then the tone. Where the tone mark
    stands (``Hoà``, ``Hòa``) makes no difference, nor do capitals or the form of encoding.
    """
    keys = [key for piece in name.split() for key in _word_keys(piece)]
    return "".join(keys[-1:] + keys[:-1])


@lru_cache(maxsize=WORDS_REMEMBERED)
def _word_keys(piece: str) -> tuple[str, ...]:
    return tuple(_word_key(word) for word in _words(piece))


def _words(name: str) -> list[str]:
    composed = unicodedata.normalize("NFC", name.translate(APOSTROPHES)).casefold()
    composed = composed.translate(ETH_TO_D)
    spaced = (" " if not (sign.isalnum() or _is_mark(sign)) else sign for sign in composed)
    return "".join(spaced).split()


def _word_key(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tones = "".join(TONE_CODES.get(sign, "") for sign in signs)
    level = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in TONE_CODES))
    letters = "".join(_letter_code(letter) for letter in level)
    # The space is below every letter, so a shorter word comes first whatever its tone.
    return f"{letters} {tones or LEVEL_TONE}"


def _letter_code(letter: str) -> str:
    if letter in LETTER_CODES:
        return LETTER_CODES[letter]
    plain = normalise_for_search(letter)
    return "".join(LETTER_CODES.get(sign, sign if sign.isascii() else "") for sign in plain)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")
