"""Why does the total on a paper differ from the sum of its lines? Plain numbers, no database.

The usual slip of a hand-made report is a line left out of the sum, with the rest rounded. So the
smallest sets of lines are looked for whose omission, after rounding as the paper rounds, gives
exactly what was printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

# With more lines left out than this the explanation says more about chance than about the paper.
MOST_LEFT_OUT = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """``left_out`` lines, ``rest`` the sum of the others; ``cut`` what rounding took (or added)."""

    left_out: tuple[str, ...]
    rest: int
    cut: int


def explain(lines: Mapping[str, int], reported: int, precision: int = 1) -> list[Explanation]:
    """All explanations with the fewest lines left out; none if nothing simple explains it.

    ``lines`` maps the key of each line to its amount (đồng), ``precision`` is the unit to which
    the paper rounds. A total that only rounds is explained by leaving out nothing.
    """
    total = sum(lines.values())
    candidates = [key for key, amount in lines.items() if amount]
    for size in range(min(MOST_LEFT_OUT, len(candidates)) + 1):
        found = [
            Explanation(left_out, rest, rest - reported)
            for left_out in combinations(candidates, size)
            if _prints_as(rest := total - sum(lines[key] for key in left_out), reported, precision)
        ]
        if found:
            return sorted(found, key=lambda explanation: abs(explanation.cut))
    return []


def _prints_as(amount: int, reported: int, precision: int) -> bool:
    """Whether the amount, cut or rounded half up to ``precision``, is what was printed."""
    if amount < 0:
        return False
    cut = amount // precision * precision
    rounded = (amount + precision // 2) // precision * precision
    return reported in (amount, cut, rounded)
