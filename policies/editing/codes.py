"""Codes made from what people call a thing, so that nobody has to think of one."""

import re
import unicodedata
from collections.abc import Collection
from itertools import count


def code_of(words: str, taken: Collection[str] = (), *, longest: int = 60, joint: str = "-") -> str:
    """``Cà Mau 05/2026/NQ-HĐND`` → ``ca-mau-05-2026-nq-hdnd``, with a number if it is taken."""
    plain = unicodedata.normalize("NFKD", words.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    code = joint.join(re.findall(r"[a-z0-9]+", plain))[:longest].strip(joint) or "moi"
    if code not in taken:
        return code
    numbered = (f"{code[: longest - 3]}{joint}{number}" for number in count(2))
    return next(each for each in numbered if each not in taken)


def version_code(province: str, number: str, taken: Collection[str]) -> str:
    """``lang-son-24-2024`` for number 24/2024/NQ-HĐND of Lạng Sơn."""
    figures = re.match(r"\s*(\d+)\s*/\s*(\d{4})", number)
    words = f"{figures[1]} {figures[2]}" if figures else number
    return code_of(f"{province} {words}", taken)
