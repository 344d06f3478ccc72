"""What is wrong between payers, parameters and lists, which come with or without a resolution."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from policies.packing.shapes import Row
from policies.packing.values import Share

Elsewhere = Callable[[str], Collection[str]]


def nowhere(part: str) -> Collection[str]:
    return ()


def problems_of_shared(pack: Row, elsewhere: Elsewhere = nowhere) -> list[str]:
    """Payers, parameters and lists, which may also come without a resolution."""
    return [
        *_payers(pack.get("payers", [])),
        *_parameters(pack.get("parameters", []), elsewhere),
        *_lists(pack.get("lists", [])),
    ]


CODED = ("groups", "benefits")


def codes_of(rows: Sequence[Row]) -> set[str]:
    return {row["code"] for row in rows}


def repeated(rows: Sequence[Row], path: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row["code"] in seen:
            yield f"{path}[{index}].code: mã “{row['code']}” đã dùng ở trên."
        seen.add(row["code"])


def wholes_of(code: str, pack: Row) -> list[str]:
    """What a parameter is a share of, and what that is a share of, and so on."""
    share_of = {row["code"]: row["share_of"] for row in pack["parameters"]}
    found: list[str] = []
    while (code := share_of.get(code) or "") and code not in found:
        found.append(code)
    return found


def _payers(payers: Sequence[Row]) -> Iterator[str]:
    yield from repeated(payers, "payers")
    codes = codes_of(payers)
    for index, payer in enumerate(payers):
        if payer["successor"] and payer["successor"] not in codes - {payer["code"]}:
            yield f"payers[{index}].successor: không có nguồn kế tiếp “{payer['successor']}”."
        if payer["successor"] and payer["open_to"] is None:
            yield f"payers[{index}].successor: nguồn có nguồn kế tiếp phải ghi ngày đóng."


def _parameters(parameters: Sequence[Row], elsewhere: Elsewhere) -> Iterator[str]:
    yield from repeated(parameters, "parameters")
    codes = codes_of(parameters)
    for index, row in enumerate(parameters):
        path = f"parameters[{index}]"
        whole, others = row["share_of"], codes - {row["code"]}
        if whole and whole not in others and whole not in elsewhere("parameters"):
            yield f"{path}.share_of: không có tham số “{row['share_of']}”."
        if row["code"] in wholes_of(row["code"], {"parameters": parameters}):
            yield f"{path}.share_of: các tham số tính vòng theo nhau."
        if not row["values"]:
            yield f"{path}.values: chưa có giá trị nào."
        days = [value["since"] for value in row["values"]]
        for number, value in enumerate(row["values"]):
            if value["since"] in days[:number]:
                yield f"{path}.values[{number}].since: ngày này đã có giá trị ở trên."
            if value["value"] == 0 or isinstance(value["value"], Share) != bool(row["share_of"]):
                how = "tỷ lệ, viết như 4,5 %" if row["share_of"] else "số đồng lớn hơn 0"
                yield f"{path}.values[{number}].value: phải là {how}."


def _lists(lists: Sequence[Row]) -> Iterator[str]:
    yield from repeated(lists, "lists")
    for index, row in enumerate(lists):
        path = f"lists[{index}].entries"
        seen: set[tuple[str, date | None]] = set()
        for number, entry in enumerate(row["entries"]):
            if (entry["value"], entry["since"]) in seen:
                yield f"{path}[{number}]: mục này từ ngày này đã có ở trên."
            seen.add((entry["value"], entry["since"]))
            if (entry["since"] or date.min) > (entry["until"] or date.max):
                yield f"{path}[{number}].until: phải từ ngày đầu trở đi."
            if row["kind"] == "days" and not _is_day(entry["value"]):
                yield f"{path}[{number}].value: phải là ngày, viết như 2026-02-17."


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
