"""What was typed for a planned year, in sentences."""

from collections.abc import Iterator
from fractions import Fraction

from claims.simulating.results import Result
from claims.simulating.scope import occurrences_typed
from config.formatting import count, decimal, money
from policies.occasions import OCCASIONS
from policies.rules import WHOLE

WORDS = {"people": "số người", "days": "số ngày", "costs": "chi phí"}


def assumed(result: Result) -> list[str]:
    """``Đối tượng 4: số người +10%; số ngày −5%.``"""
    return [*_scales(result), *_occurrences(result)]


def _scales(result: Result) -> Iterator[str]:
    for group, changes in result.simulation.assumptions.get("scales", {}).items():
        parts = [
            f"{words} {_change(changes[name])}"
            for name, words in WORDS.items()
            if changes.get(name)
        ]
        yield f"{_group(result, group)}: {'; '.join(parts)}."


def _occurrences(result: Result) -> Iterator[str]:
    for row in occurrences_typed(result.simulation.assumptions):
        known = row.code in result.benefits
        title = result.named(row.code)[1] if known else OCCASIONS.get(row.code, row.code)
        each = [f"mỗi lượt {row.days} ngày"] if row.days else []
        each += [f"mỗi lượt {money(row.cost)} đồng"] if row.cost is not None else []
        tail = f", {', '.join(each)}" if each else ""
        who = _group(result, row.group)
        yield f"{who}, {title}: tự đặt {count(row.times)} lượt{tail}."


def _group(result: Result, code: str) -> str:
    return result.groups.get(code, code)


def _change(share: int) -> str:
    sign = "+" if share > 0 else "−"
    return f"{sign}{decimal(Fraction(abs(share) * 100, WHOLE), 2)}%"
