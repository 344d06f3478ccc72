"""Two texts side by side: what went, what came; and two people's texts put together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import Literal

WORD = re.compile(r"\s+|[^\s]+")
# Beyond this many pairs of words a changed passage is shown whole, not word by word.
MOST_COMPARED = 250_000

type Look = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of words; ``gone`` was in the old text only, ``new`` is in the new one only."""

    look: Look
    text: str


@dataclass(frozen=True, slots=True)
class LinePair:
    """A paragraph of the old text beside the same of the new one; either may be missing."""

    old: tuple[Bit, ...]
    new: tuple[Bit, ...]

    @property
    def is_changed(self) -> bool:
        return any(bit.look != "same" for bit in (*self.old, *self.new))


def compared(old: str, new: str) -> list[LinePair]:
    """The paragraphs of both texts in their order, the words that differ marked."""
    before, after = old.splitlines(), new.splitlines()
    found: list[LinePair] = []
    for tag, a, b, c, d in _runs(before, after):
        if tag == "equal":
            found += [_same(line) for line in before[a:b]]
        else:
            found += _changed(before[a:b], after[c:d])
    return found


def changed_words(pairs: Sequence[LinePair]) -> tuple[int, int]:
    """How many words came and how many went."""
    came = sum(len(bit.text.split()) for pair in pairs for bit in pair.new if bit.look == "new")
    went = sum(len(bit.text.split()) for pair in pairs for bit in pair.old if bit.look == "gone")
    return came, went


def merged(base: str, one: str, other: str) -> str | None:
    """Both people's changes in one text, or None where they changed the same paragraphs."""
    lines = base.splitlines()
    changes = sorted({*_changes(lines, one.splitlines()), *_changes(lines, other.splitlines())})
    if any(_meet(first, second) for first, second in pairwise(changes)):
        return None
    found: list[str] = []
    at = 0
    for begin, end, replacement in changes:
        found += [*lines[at:begin], *replacement]
        at = end
    return "\n".join([*found, *lines[at:]])


type _Change = tuple[int, int, tuple[str, ...]]
type _Run = tuple[str, int, int, int, int]


def _changes(base: list[str], text: list[str]) -> Iterator[_Change]:
    for tag, a, b, c, d in _runs(base, text):
        if tag != "equal":
            yield a, b, tuple(text[c:d])


def _meet(first: _Change, second: _Change) -> bool:
    """Whether two changes touch the same lines, or put different lines into the same place."""
    starts_within = second[0] < first[1] or second[0] == first[0]
    is_inserted = first[0] == first[1] or second[0] == second[1]
    return starts_within or (second[0] == first[1] and is_inserted)


def _runs(before: Sequence[str], after: Sequence[str]) -> Sequence[_Run]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _same(line: str) -> LinePair:
    bits = (Bit("same", line),)
    return LinePair(bits, bits)


def _changed(before: list[str], after: list[str]) -> Iterator[LinePair]:
    """Changed paragraphs in pairs; what is over on one side stands alone."""
    for old, new in zip_longest(before, after):
        if old is None:
            yield LinePair((), (Bit("new", new),))
        elif new is None:
            yield LinePair((Bit("gone", old),), ())
        else:
            yield _pair(old, new)


def _pair(old: str, new: str) -> LinePair:
    """Words alike at both ends are set aside first, so that a long paragraph is soon compared."""
    before, after = WORD.findall(old), WORD.findall(new)
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    gone, came = _between(before[start : len(before) - end], after[start : len(after) - end])
    head = Bit("same", "".join(before[:start]))
    tail = Bit("same", "".join(before[len(before) - end :]))
    return LinePair(_filled([head, *gone, tail]), _filled([head, *came, tail]))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words at the beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _between(before: list[str], after: list[str]) -> tuple[list[Bit], list[Bit]]:
    if len(before) * len(after) > MOST_COMPARED:
        return [Bit("gone", "".join(before))], [Bit("new", "".join(after))]
    gone, came = [], []
    for tag, a, b, c, d in _runs(before, after):
        same = tag == "equal"
        gone.append(Bit("same" if same else "gone", "".join(before[a:b])))
        came.append(Bit("same" if same else "new", "".join(after[c:d])))
    return gone, came


def _filled(bits: list[Bit]) -> tuple[Bit, ...]:
    return tuple(bit for bit in bits if bit.text)
