"""How single values of a pack are read: each reader gives the canonical value or says, by a
``ValueError``, what it should have been.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from policies.conditions import canonical_conditions
from policies.rules.plain import event_of, person_of, plain_of, usage_of
from policies.rules.settings import QUESTIONS, settings_from
from policies.rules.traits import TRAITS

CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%)?")
# A list, a mapping and bounds of one condition as officers write them, and their plain form.
SPOKEN = {
    "is": "values",
    "not": "values",
    "from": "lowest",
    "to": "highest",
    "listed": "listed",
    "not_listed": "listed",
    "name": "name",
    "grace_months": "grace_months",
}
DENIED = ("not", "not_listed")


class Share(int):
    """Ten-thousandths, known from other whole numbers: a bare 50 in a file is never a share."""


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("phải là chữ, không để trống")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in value):
        raise ValueError("có ký tự điều khiển không in được")
    return value.strip()


def text_or_nothing(value: Any) -> str:
    return text(value) if value else ""


def code(value: Any) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise ValueError(
            "phải là mã viết bằng chữ thường không dấu, số, gạch nối, đặt trong ngoặc kép nếu là số"
        )
    return value


def code_or_nothing(value: Any) -> str:
    return code(value) if value else ""


def day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("phải là ngày, viết như 2024-12-10")
    return value


def whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("phải là số nguyên không âm, viết như 190_000")
    return value


def share(value: Any) -> Share:
    """``50 %``, ``4,5 %``, or a coefficient ``0,9``."""
    if isinstance(value, Share):
        return value
    found = SHARE.fullmatch(str(value).strip()) if isinstance(value, str | float) else None
    if not found:
        raise ValueError("phải là tỷ lệ hoặc hệ số, viết như 50 % hoặc 0,9")
    number = Decimal(found[1].replace(",", ".")) * (100 if found[2] else 10_000)
    if number != int(number):
        raise ValueError("có quá nhiều số lẻ; nhỏ nhất là 0,01 %")
    return Share(number)


def value_of_parameter(value: Any) -> int:
    """Đồng, or a share."""
    return whole(value) if isinstance(value, int) else share(value)


def text_or_day(value: Any) -> str:
    """A code or words; a day in ISO form, with or without quotes in the file."""
    return day(value).isoformat() if isinstance(value, date) else text(value)


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("phải là true hoặc false")
    return value


def one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"phải là một trong: {', '.join(allowed)}")
        return str(value)

    return read


def rows(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("phải là danh sách")
    return value


def texts(value: Any) -> list[str]:
    return [text(entry) for entry in rows(value)]


def codes(value: Any) -> list[str]:
    return [code(entry) for entry in rows(value)]


def groups(value: Any) -> list[str | None]:
    if value == [None]:
        return [None]
    if not value:
        raise ValueError("phải nêu ít nhất một đối tượng, hoặc bỏ hẳn mục này nếu là mọi đối tượng")
    return list(texts(value))


def person(value: Any) -> dict[str, Any]:
    return plain_of(person_of(value))


def event(value: Any) -> dict[str, Any]:
    return plain_of(event_of(value))


def usage(value: Any) -> list[dict[str, Any]]:
    return [plain_of(row) for row in usage_of(value)]


def amounts(value: Any) -> dict[str, int]:
    """Đồng by code."""
    if not isinstance(value, Mapping):
        raise ValueError("phải ghi theo dạng “mã: số tiền”")
    return {code(name): whole(amount) for name, amount in value.items()}


def answers(value: Any) -> dict[str, str]:
    """Answers to the questions of a resolution, in the order of the questions."""
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError("phải ghi theo dạng “câu hỏi: câu trả lời”")
    known = {question.code: [str(answer) for answer in question.answers] for question in QUESTIONS}
    for question, answer in value.items():
        if question in known and answer not in known[question]:
            raise ValueError(f"“{question}” phải là một trong: {', '.join(known[question])}")
    settings_from(value)
    return {question: value[question] for question in known if question in value}


# --- conditions ------------------------------------------------------------------------------


def conditions(value: Any) -> list[dict[str, Any]]:
    """``{hospital_level: [region, commune], age: {from: 60}}`` in the plain form of the rules."""
    told = _from_spoken(value) if isinstance(value, Mapping) else value
    plain = canonical_conditions(told)
    for condition in plain:
        _check_condition(condition)
    return plain


def _from_spoken(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        _one_condition(trait, each)
        for trait, said in value.items()
        for each in (said if _is_several(said) else [said])
    ]


def _is_several(said: Any) -> bool:
    """Several conditions of one trait, not several values of one condition."""
    return isinstance(said, list) and bool(said) and all(isinstance(each, Mapping) for each in said)


def _one_condition(trait: Any, said: Any) -> dict[str, Any]:
    words = dict(said) if isinstance(said, Mapping) else {"is": said}
    denied = bool(set(words) & set(DENIED))
    if isinstance(words.get("not"), Mapping):
        words |= words.pop("not")
    if unknown := set(words) - set(SPOKEN):
        raise ValueError(f"“{trait}” không có mục {', '.join(sorted(map(str, unknown)))}")
    if len(set(words) & {"is", "not"}) > 1 or len(set(words) & {"listed", "not_listed"}) > 1:
        raise ValueError(f"“{trait}” vừa nói là vừa nói không là")
    told = {SPOKEN[word]: each for word, each in words.items()}
    if isinstance(told.get("values"), str):
        told["values"] = [told["values"]]
    return {"trait": trait, **told, "denied": denied}


def _check_condition(condition: dict[str, Any]) -> None:
    trait, values = condition["trait"], condition.get("values", [])
    if not CODE.fullmatch(trait):
        raise ValueError(f"“{trait}” phải là mã viết bằng chữ thường không dấu")
    known = [value for value, _ in TRAITS[trait].values] if trait in TRAITS else []
    if known and (unknown := set(values) - set(known)):
        raise ValueError(f"{trait} không có {', '.join(sorted(unknown))}; có: {', '.join(known)}")
    if trait == "variant" and values and not condition.get("name"):
        raise ValueError("hình thức, vai trò phải có cả mã và tên, viết như {is: mã, name: tên}")


def spoken_conditions(plain: list[dict[str, Any]]) -> dict[str, Any]:
    """The way back: as an officer would write them."""
    said: dict[str, list[dict[str, Any]]] = {}
    for condition in plain:
        said.setdefault(condition["trait"], []).append(_spoken_condition(condition))
    return {trait: _shortest(each) for trait, each in said.items()}


def _spoken_condition(condition: dict[str, Any]) -> dict[str, Any]:
    denied = condition.get("denied", False)
    words: dict[str, Any] = {}
    for word, key in SPOKEN.items():
        if key in condition and (key not in ("values", "listed") or (word in DENIED) == denied):
            words[word] = condition[key]
    if denied and {"from", "to"} & set(words):
        words["not"] = {word: words.pop(word) for word in ("from", "to") if word in words}
    for word in ("is", "not"):
        if isinstance(words.get(word), list) and len(words[word]) == 1:
            words[word] = words[word][0]
    return words


def _shortest(said: list[dict[str, Any]]) -> Any:
    """A single condition without ceremony: ``retired`` for ``[{is: retired}]``."""
    if len(said) > 1:
        return said
    return said[0]["is"] if set(said[0]) == {"is"} else said[0]
