"""A person, an event and earlier use as plain data, and back: for JSON, YAML and the database.

What goes without saying is left out. Days are ISO words; YAML may hand them over as dates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from policies.rules.types import Event, Lost, Person, Used

Plain = dict[str, Any]


class Situation(NamedTuple):
    """One case: somebody, what happened, and what they had before."""

    person: Person
    event: Event
    usage: tuple[Used, ...] = ()


def plain_situation(situation: Situation) -> Plain:
    """``{"person": …, "event": …, "usage": […]}``"""
    person, event, usage = situation
    return {
        "person": plain_of(person),
        "event": plain_of(event),
        "usage": [plain_of(row) for row in usage],
    }


def situation_of(plain: Any) -> Situation:
    """Raises ``ValueError`` as ``person_of`` does."""
    if not isinstance(plain, Mapping):
        raise ValueError("ca phải ghi theo dạng “tên: giá trị”")
    return Situation(
        person_of(plain.get("person", {})),
        event_of(plain.get("event", {})),
        usage_of(plain.get("usage", [])),
    )


def plain_of(value: Person | Event | Used) -> Plain:
    """Only what differs from the default, in the order of the fields."""
    told = {}
    for field in fields(value):
        own = getattr(value, field.name)
        if field.default is MISSING or own != field.default:
            told[field.name] = _code(field.name).out(own)
    return told


def person_of(plain: Any) -> Person:
    """Raises ``ValueError`` with what is wrong, in Vietnamese, as do its neighbours."""
    return Person(**_read(Person, plain, "người"))


def event_of(plain: Any) -> Event:
    return Event(**_read(Event, plain, "sự việc"))


def used_of(plain: Any) -> Used:
    return Used(**_read(Used, plain, "lần đã hưởng"))


def usage_of(plain: Any) -> tuple[Used, ...]:
    return tuple(used_of(row) for row in _rows(plain))


def _read(model: type, plain: Any, what: str) -> Plain:
    if not isinstance(plain, Mapping):
        raise ValueError(f"{what} phải ghi theo dạng “tên: giá trị”")
    # A bare word "on" in YAML is the truth value, not the word.
    plain = {"on" if name is True else name: value for name, value in plain.items()}
    known = {field.name: field for field in fields(model)}
    if unknown := [str(name) for name in plain if name not in known]:
        raise ValueError(f"{what} không có mục {', '.join(unknown)}")
    missing = [name for name, field in known.items() if field.default is MISSING]
    if absent := [name for name in missing if name not in plain]:
        raise ValueError(f"{what} thiếu mục {', '.join(absent)}")
    return {name: _value(name, value) for name, value in plain.items()}


def _value(name: str, value: Any) -> Any:
    try:
        return _code(name).into(value)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name}: {error}") from None


# --- one value -------------------------------------------------------------------------------


class Code(NamedTuple):
    """How the value of a field is told in plain data, and read again."""

    out: Callable[[Any], Any]
    into: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("phải là chữ")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("phải là số nguyên không âm")
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("phải là true hoặc false")
    return value


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise ValueError("phải là ngày, viết như 2026-01-15") from None


def _day_or_none(value: Any) -> date | None:
    return None if value is None else _day(value)


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _rows(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError("phải là danh sách")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in _rows(value))


def _pairs(read: Callable[[Any], Any]) -> Callable[[Any], tuple[tuple[str, Any], ...]]:
    def into(value: Any) -> tuple[tuple[str, Any], ...]:
        if not isinstance(value, Mapping):
            raise ValueError("phải ghi theo dạng “tên: giá trị”")
        return tuple((_text(key), read(each)) for key, each in value.items())

    return into


def _lost_out(value: tuple[Lost, ...]) -> list[Plain]:
    return [{"trait": each.trait, "value": each.value, "until": _iso(each.until)} for each in value]


def _lost_into(value: Any) -> tuple[Lost, ...]:
    return tuple(
        Lost(_text(each["trait"]), _text(each["value"]), _day(each["until"]))
        for each in map(_of_keys("trait", "value", "until"), _rows(value))
    )


def _changes_out(value: tuple[tuple[date, Person], ...]) -> list[Plain]:
    return [{"on": _iso(on), "person": plain_of(person)} for on, person in value]


def _changes_into(value: Any) -> tuple[tuple[date, Person], ...]:
    return tuple(
        (_day(each["on"]), person_of(each["person"]))
        for each in map(_of_keys("on", "person"), _rows(value))
    )


def _of_keys(*keys: str) -> Callable[[Any], Mapping[str, Any]]:
    def checked(value: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping) or set(value) != set(keys):
            raise ValueError(f"phải ghi đủ {', '.join(keys)}")
        return value

    return checked


WORDS = Code(_same, _text)
NUMBER = Code(_same, _whole)
DAY = Code(_iso, _day)
DAY_IF_ANY = Code(_iso, _day_or_none)
LIST = Code(list, _texts)
AMOUNTS = Code(dict, _pairs(_whole))

CODES: Mapping[str, Code] = {
    "on": DAY,
    "birth_date": DAY_IF_ANY,
    "ended_on": DAY_IF_ANY,
    "until": DAY_IF_ANY,
    "claimed_on": DAY_IF_ANY,
    "opinion_on": DAY_IF_ANY,
    "benefits": LIST,
    "other_groups": LIST,
    "groups_of_year": LIST,
    "traits": Code(dict, _pairs(_text)),
    "numbers": AMOUNTS,
    "costs": AMOUNTS,
    "components": AMOUNTS,
    "group": Code(_same, _text_or_none),
    "exceptional_decision": WORDS,
    "benefit": WORDS,
    "law": WORDS,
    "decided_amount": Code(_same, _whole_or_none),
    "decided_share": Code(_same, _whole_or_none),
    "same_event": Code(_same, _truth),
    "lost": Code(_lost_out, _lost_into),
    "changes": Code(_changes_out, _changes_into),
}


def _code(name: str) -> Code:
    """Whatever is not named in the table is a whole number."""
    return CODES.get(name, NUMBER)
