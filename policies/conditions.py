"""Conditions of a rate or a limit as plain data, always told the same way."""

from collections.abc import Iterable, Mapping
from typing import Any

from policies.rules.types import Condition

LEVELS = ("central", "province", "region", "commune")  # accounts.HospitalLevel, in its order
KEYS = ("trait", "values", "name", "lowest", "highest", "listed", "grace_months", "denied")
NUMBERS = ("lowest", "highest", "grace_months")

Plain = dict[str, Any]


def canonical_conditions(given: Any) -> list[Plain]:
    """The conditions sorted, with nothing in them that goes without saying.

    The same conditions told in another order come out equal. Raises ``ValueError`` with what
    is wrong, in Vietnamese, to follow the word "điều kiện".
    """
    if not isinstance(given, list | tuple) or not all(isinstance(each, Mapping) for each in given):
        raise ValueError("phải là danh sách các điều kiện")
    conditions = [_canonical(each) for each in given]
    return sorted(conditions, key=lambda each: (each["trait"], repr(sorted(each.items()))))


def _canonical(given: Mapping[str, Any]) -> Plain:
    if unknown := set(given) - set(KEYS):
        raise ValueError(f"không có mục {', '.join(sorted(map(str, unknown)))}")
    told = {key: given[key] for key in KEYS if key in given and not _is_silent(key, given[key])}
    _check_types(told)
    ways = [("values" in told), ("lowest" in told or "highest" in told), ("listed" in told)]
    if "trait" not in told or sum(ways) != 1:
        raise ValueError(
            "phải nêu đặc điểm và đúng một trong: các giá trị, khoảng số, hoặc danh mục"
        )
    if told.get("lowest", 0) > told.get("highest", told.get("lowest", 0)):
        raise ValueError("có khoảng số ngược: số đầu lớn hơn số cuối")
    if "values" in told:
        told["values"] = _in_order(told["values"])
    return told


def _is_silent(key: str, value: Any) -> bool:
    if key in ("lowest", "highest"):
        return value is None
    return not value


def _check_types(told: Plain) -> None:
    for key, value in told.items():
        if key == "values":
            good = isinstance(value, list | tuple) and all(
                isinstance(each, str) and each for each in value
            )
        elif key in NUMBERS:
            good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        elif key == "denied":
            good = value is True
        else:
            good = isinstance(value, str)
        if not good:
            raise ValueError(f"có mục {key} không đúng kiểu")


def _in_order(values: Iterable[str]) -> list[str]:
    """Each value once; the levels of hospitals from the highest down, others by the alphabet."""
    return sorted(
        set(values), key=lambda value: (LEVELS.index(value) if value in LEVELS else -1, value)
    )


def as_rule(plain: Mapping[str, Any]) -> Condition:
    """A kept condition as the rules want it."""
    return Condition(**{**plain, "values": tuple(plain.get("values", ()))})


# --- what conditions say of each other -------------------------------------------------------


def may_meet(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one event could meet both sets of conditions.

    They can't if on one trait they ask for different values, for bands that lie apart, or one
    for what the other denies. Of what only the contents of a list could tell nothing is known.
    """
    second = list(second)
    return not any(
        one["trait"] == other["trait"] and _exclude(one, other) for one in first for other in second
    )


def _exclude(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    denied = [bool(each.get("denied")) for each in (one, other)]
    if all(denied):
        return False
    if any(denied):
        sought, barred = (other, one) if denied[0] else (one, other)
        return _within(sought, barred)
    if "values" in one and "values" in other:
        # Within the months of grace a lost value counts beside the present one.
        graced = one.get("grace_months") or other.get("grace_months")
        return not graced and not set(one["values"]) & set(other["values"])
    if _is_band(one) and _is_band(other):
        return _highest(one) < _lowest(other) or _highest(other) < _lowest(one)
    return False


def _within(sought: Mapping[str, Any], barred: Mapping[str, Any]) -> bool:
    """Whoever meets ``sought`` is among those that the other condition bars."""
    grace = sought.get("grace_months", 0), barred.get("grace_months", 0)
    if grace[0] > grace[1]:
        return False
    if "values" in sought and "values" in barred:
        return set(sought["values"]) <= set(barred["values"])
    if "listed" in sought and "listed" in barred:
        return bool(sought["listed"] == barred["listed"])
    if _is_band(sought) and _is_band(barred):
        return _lowest(barred) <= _lowest(sought) and _highest(sought) <= _highest(barred)
    return False


def _is_band(condition: Mapping[str, Any]) -> bool:
    return "lowest" in condition or "highest" in condition


def _lowest(condition: Mapping[str, Any]) -> float:
    return float(condition.get("lowest", "-inf"))


def _highest(condition: Mapping[str, Any]) -> float:
    return float(condition.get("highest", "inf"))
