"""A resolution as data: which fields a pack has, and what is wrong with one, told by place.

The canonical form made here is what ``loading`` stores and gives back, so that a pack comes
out of the database exactly as it went in.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Any

from accounts.models import HospitalLevel
from policies.models import Confidence, Limit, PayeeKind, Rate

NAME_AN_AMOUNT = ("flat", "per_day", "per_month", "per_session")
LEVELS = [level.value for level in HospitalLevel]
CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")

Row = dict[str, Any]


class PackError(Exception):
    """What is wrong with a pack, in Vietnamese, each problem with its path in the file."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row of the pack: how its value is read, and what stands in if absent."""

    read: Callable[[Any], Any]  # raises ValueError with what it should have been
    required: bool = True
    default: Any = None


# --- values ----------------------------------------------------------------------------------


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("phải là chữ, không để trống")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in value):
        raise ValueError("có ký tự điều khiển không in được")
    return value.strip()


def _text_or_nothing(value: Any) -> str:
    return _text(value) if value else ""


def _code(value: Any) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise ValueError(
            "phải là mã viết bằng chữ thường không dấu, số, gạch nối, đặt trong ngoặc kép nếu là số"
        )
    return value


def _code_or_nothing(value: Any) -> str:
    return _code(value) if value else ""


def _date(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("phải là ngày, viết như 2024-12-10")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("phải là số nguyên không âm, viết như 190_000")
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("phải là true hoặc false")
    return value


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"phải là một trong: {', '.join(allowed)}")
        return str(value)

    return read


def _texts(value: Any) -> list[str]:
    return [_text(entry) for entry in _list(value)]


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("phải là danh sách")
    return value


def _groups(value: Any) -> list[str | None]:
    if value == [None]:
        return [None]
    if not value:
        raise ValueError("phải nêu ít nhất một đối tượng, hoặc bỏ hẳn mục này nếu là mọi đối tượng")
    return list(_texts(value))


def _levels(value: Any) -> list[str]:
    """In one order, so that the same levels are always the same text in the database."""
    chosen = _texts(value)
    if unknown := set(chosen) - set(LEVELS):
        raise ValueError(f"không có tuyến {', '.join(sorted(unknown))}; có: {', '.join(LEVELS)}")
    return [level for level in LEVELS if level in chosen]


# --- shapes ----------------------------------------------------------------------------------

SCHEME = {"code": Field(_code), "name": Field(_text), "province": Field(_text)}
RESOLUTION = {
    "code": Field(_code),
    "doc_type": Field(_text),
    "number": Field(_text),
    "issued_on": Field(_date),
    "issuer": Field(_text),
    "subject": Field(_text),
    "effective_from": Field(_date),
    "effective_to": Field(_date, required=False),
    "replaces": Field(_code, required=False),
    "source_note": Field(_text_or_nothing, required=False, default=""),
}
GROUP = {
    "code": Field(_code),
    "name": Field(_text),
    "description": Field(_text_or_nothing, required=False, default=""),
    "article": Field(_text_or_nothing, required=False, default=""),
    "counted": Field(_yes_or_no, required=False, default=True),
}
PAYER = {
    "code": Field(_code),
    "name": Field(_text),
    "open_from": Field(_date, required=False),
    "open_to": Field(_date, required=False),
}
BENEFIT = {
    "code": Field(_code),
    "letter": Field(_text),
    "title": Field(_text),
    "short_title": Field(_text),
    "unit": Field(_text),
    "payee": Field(_one_of(*PayeeKind.values)),
    "article": Field(_text),
    "evidence": Field(_texts, required=False, default=[]),
    "counted": Field(_yes_or_no, required=False, default=True),
    "note": Field(_text_or_nothing, required=False, default=""),
    "rates": Field(_list),
    "limits": Field(_list, required=False, default=[]),
}
# Whoever says nothing of groups speaks of all: the list holds None.
RATE = {
    "groups": Field(_groups, required=False, default=[None]),
    "employment_status": Field(_one_of("", "serving", "retired"), required=False, default=""),
    "hospital_levels": Field(_levels, required=False, default=[]),
    "variant": Field(_code_or_nothing, required=False, default=""),
    "variant_name": Field(_text_or_nothing, required=False, default=""),
    "kind": Field(_one_of(*(kind for kind, _ in Rate.KINDS))),
    "amount": Field(_whole, required=False, default=0),
    "ceiling": Field(_whole, required=False),
    "payer": Field(_code),
    "valid_from": Field(_date, required=False),
    "valid_to": Field(_date, required=False),
    "article": Field(_text, required=False),
    "confidence": Field(_one_of(*Confidence.values)),
    "basis": Field(_text_or_nothing, required=False, default=""),
}
LIMIT = {
    "groups": Field(_groups, required=False, default=[None]),
    "kind": Field(_one_of(*(kind for kind, _ in Limit.KINDS))),
    "value": Field(_whole),
    "article": Field(_text, required=False),
    "confidence": Field(_one_of(*Confidence.values)),
    "basis": Field(_text_or_nothing, required=False, default=""),
}


# --- reading ---------------------------------------------------------------------------------


def canonical_pack(data: Any) -> Row:
    """The pack with every field in place, or ``PackError`` with all that is wrong with it."""
    problems: list[str] = []
    if not isinstance(data, dict):
        raise PackError(["Tệp phải gồm các phần scheme, resolution, groups, payers, benefits."])
    parts = ("scheme", "resolution", "groups", "payers", "benefits")
    if unknown := set(data) - set(parts):
        problems.append(f"{', '.join(map(str, unknown))}: không có phần này.")
    pack: Row = {
        "scheme": _row(data.get("scheme"), SCHEME, "scheme", problems),
        "resolution": _row(data.get("resolution"), RESOLUTION, "resolution", problems),
        "groups": _rows(data.get("groups"), GROUP, "groups", problems),
        "payers": _rows(data.get("payers"), PAYER, "payers", problems),
        "benefits": _rows(data.get("benefits"), BENEFIT, "benefits", problems),
    }
    for index, benefit in enumerate(pack["benefits"]):
        _read_benefit(benefit, f"benefits[{index}]", problems)
    if not problems:
        _check_references(pack, problems)
    if problems:
        raise PackError(problems)
    return pack


def _read_benefit(benefit: Row, path: str, problems: list[str]) -> None:
    """Rates and limits in place; an article that they don't name is the benefit's."""
    for part, fields in (("rates", RATE), ("limits", LIMIT)):
        rows = _rows(benefit.get(part), fields, f"{path}.{part}", problems)
        for row in rows:
            row["article"] = row.get("article") or benefit.get("article")
        benefit[part] = fold(spread(rows))


def _rows(data: Any, fields: dict[str, Field], path: str, problems: list[str]) -> list[Row]:
    if not isinstance(data, list):
        problems.append(f"{path}: phải là danh sách.")
        return []
    return [_row(row, fields, f"{path}[{index}]", problems) for index, row in enumerate(data)]


def _row(data: Any, fields: dict[str, Field], path: str, problems: list[str]) -> Row:
    if not isinstance(data, dict):
        problems.append(f"{path}: thiếu, hoặc không ghi theo dạng “tên: giá trị”.")
        return {}
    problems += [f"{path}.{name}: không có mục này." for name in data if name not in fields]
    return {
        name: _value(data.get(name), field, f"{path}.{name}", problems)
        for name, field in fields.items()
    }


def _value(value: Any, field: Field, path: str, problems: list[str]) -> Any:
    if value is None:
        if field.required:
            problems.append(f"{path}: thiếu.")
        return list(field.default) if isinstance(field.default, list) else field.default
    try:
        return field.read(value)
    except (ValueError, TypeError) as error:
        problems.append(f"{path}: {error}.")
        return field.default


# --- rows of many groups ---------------------------------------------------------------------


def spread(rows: Sequence[Row]) -> list[Row]:
    """One row for each group, as the database keeps them."""
    return [{**row, "groups": [group]} for row in rows for group in row["groups"]]


def fold(rows: Sequence[Row]) -> list[Row]:
    """Rows that differ in nothing but the group as one, in the order of first appearance."""
    folded: list[Row] = []
    for row in rows:
        rest = {name: value for name, value in row.items() if name != "groups"}
        for earlier in folded:
            if all(earlier[name] == value for name, value in rest.items()):
                earlier["groups"] = [*earlier["groups"], *row["groups"]]
                break
        else:
            folded.append(dict(row))
    return folded


# --- what rows say of each other -------------------------------------------------------------


def _check_references(pack: Row, problems: list[str]) -> None:
    groups = {group["code"] for group in pack["groups"]}
    payers = {payer["code"] for payer in pack["payers"]}
    for part in ("groups", "payers", "benefits"):
        _check_unique(pack[part], part, problems)
    for index, benefit in enumerate(pack["benefits"]):
        path = f"benefits[{index}]"
        if not benefit["rates"]:
            problems.append(f"{path}.rates: chế độ “{benefit['code']}” chưa có mức hưởng nào.")
        for part in ("rates", "limits"):
            for number, row in enumerate(benefit[part]):
                _check_row(row, groups, payers, f"{path}.{part}[{number}]", problems)
        _check_overlaps(benefit, path, problems)
        _check_limits(benefit, path, problems)


def _check_unique(rows: Sequence[Row], path: str, problems: list[str]) -> None:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row["code"] in seen:
            problems.append(f"{path}[{index}].code: mã “{row['code']}” đã dùng ở trên.")
        seen.add(row["code"])


def _check_row(
    row: Row, groups: set[str], payers: set[str], path: str, problems: list[str]
) -> None:
    if "amount" in row and (row["amount"] > 0) != (row["kind"] in NAME_AN_AMOUNT):
        problems.append(
            f"{path}.amount: “{row['kind']}” "
            + ("phải có mức lớn hơn 0." if row["kind"] in NAME_AN_AMOUNT else "không ghi mức.")
        )
    if bool(row.get("variant")) != bool(row.get("variant_name")):
        problems.append(f"{path}.variant_name: mã và tên hình thức phải đi cùng nhau.")
    if row.get("value") == 0 or row.get("ceiling") == 0:
        problems.append(f"{path}: hạn mức và trần phải lớn hơn 0.")
    if unknown := [code for code in row["groups"] if code is not None and code not in groups]:
        problems.append(f"{path}.groups: không có đối tượng {', '.join(unknown)}.")
    if "payer" in row and row["payer"] not in payers:
        problems.append(f"{path}.payer: không có nguồn kinh phí “{row['payer']}”.")
    if row["confidence"] != Confidence.STATED and not row["basis"]:
        problems.append(f"{path}.basis: mức không lấy thẳng từ văn bản phải ghi căn cứ.")


def _check_overlaps(benefit: Row, path: str, problems: list[str]) -> None:
    """Two rates that could both fit one event are a fault of the text, not of the event."""
    for (one, first), (other, second) in combinations(enumerate(benefit["rates"]), 2):
        if set(first["groups"]) & set(second["groups"]) and _may_meet(first, second):
            problems.append(
                f"{path}.rates[{other}]: chồng lên rates[{one}], cùng đối tượng, điều kiện và "
                "thời gian."
            )


def _check_limits(benefit: Row, path: str, problems: list[str]) -> None:
    for (_, first), (number, second) in combinations(enumerate(benefit["limits"]), 2):
        if first["kind"] == second["kind"] and set(first["groups"]) & set(second["groups"]):
            problems.append(
                f"{path}.limits[{number}]: hạn mức loại này của đối tượng này đã có ở trên."
            )


def _may_meet(first: Row, second: Row) -> bool:
    if first["variant"] and second["variant"] and first["variant"] != second["variant"]:
        return False
    statuses = {first["employment_status"], second["employment_status"]} - {""}
    if len(statuses) > 1:
        return False
    levels = [set(row["hospital_levels"]) for row in (first, second)]
    if all(levels) and not levels[0] & levels[1]:
        return False
    begins = max(row["valid_from"] or date.min for row in (first, second))
    ends = min(row["valid_to"] or date.max for row in (first, second))
    return begins <= ends
