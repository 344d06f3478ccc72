"""What the rows of a pack say of each other: references, overlaps, what doesn't make sense."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from policies.conditions import may_meet
from policies.models import Confidence
from policies.packing.shapes import Row
from policies.packing.shared_checks import (
    Elsewhere,
    codes_of,
    problems_of_shared,
    repeated,
    wholes_of,
)
from policies.rules.types import AmountKind, Measure, RelationKind, Window, Worth
from policies.shapes import misused


@dataclass(frozen=True, slots=True)
class Known:
    """Codes that a row of the pack may speak of, and those that some row did.

    ``elsewhere`` gives the parameters and lists that are there without the pack.
    """

    codes: Mapping[str, Collection[str]]  # by part of the pack
    elsewhere: Elsewhere
    used: set[tuple[str, str]] = field(default_factory=set)

    def missing(self, part: str, codes: Sequence[str | None]) -> list[str]:
        """Those of the codes that the pack doesn't have."""
        given = [code for code in codes if code]
        self.used.update((part, code) for code in given)
        missing = [code for code in given if code not in self.codes[part]]
        return [code for code in missing if code not in self.elsewhere(part)]


def problems_of(pack: Row, elsewhere: Elsewhere) -> list[str]:
    """Everything that is wrong between the rows, each with its path."""
    known = Known({part: codes_of(pack[part]) for part in MISSING}, elsewhere)
    return [
        *(each for part in ("groups", "benefits") for each in repeated(pack[part], part)),
        *(
            each
            for index, row in enumerate(pack["benefits"])
            for each in _benefit(row, index, known)
        ),
        *_limits(pack["limits"], "limits", known),
        *_relations(pack["relations"], known),
        *_cases(pack["cases"], known),
        *problems_of_shared(pack, elsewhere),
        *_unused(pack, known),
    ]


LONGEST_TITLE = 200
LONGEST_SOURCE = 300
MISSING = {
    "groups": "không có đối tượng",
    "payers": "không có nguồn kinh phí",
    "benefits": "không có chế độ",
    "parameters": "không có tham số",
    "lists": "không có danh mục",
}


def _unknown(known: Known, part: str, codes: Sequence[str | None], path: str) -> Iterator[str]:
    if missing := known.missing(part, codes):
        told = ", ".join(f"“{code}”" for code in missing)
        yield f"{path}: {MISSING[part]} {told}."


def _unused(pack: Row, known: Known) -> Iterator[str]:
    """A parameter or list that nothing speaks of would be lost on the way out again."""
    used = set(known.used)
    for part, code in known.used:
        if part == "parameters":
            used |= {(part, whole) for whole in wholes_of(code, pack)}
    for part in ("parameters", "lists"):
        for index, row in enumerate(pack[part]):
            if (part, row["code"]) not in used:
                yield f"{part}[{index}]: không có mức hay hạn mức nào dùng “{row['code']}”."


# --- benefits --------------------------------------------------------------------------------


def _benefit(benefit: Row, index: int, known: Known) -> Iterator[str]:
    path = f"benefits[{index}]"
    if not benefit["rates"]:
        yield f"{path}.rates: chế độ “{benefit['code']}” chưa có mức hưởng nào."
    for number, rate in enumerate(benefit["rates"]):
        yield from _rate(rate, known, f"{path}.rates[{number}]")
    yield from _overlaps(benefit["rates"], path)
    yield from _limits(benefit["limits"], f"{path}.limits", known)
    yield from _thresholds(benefit["thresholds"], f"{path}.thresholds", known)


def _rate(rate: Row, known: Known, path: str) -> Iterator[str]:
    worth = Worth(rate["worth"])
    for name, told in misused(AmountKind(rate["kind"]), worth, rate):
        yield f"{path}.{name}: {told}"
    if rate["ceiling"] == 0:
        yield f"{path}.ceiling: trần phải lớn hơn 0."
    if rate["factor_to"] is not None and rate["factor_to"] <= rate["factor"]:
        yield f"{path}.factor_to: phải lớn hơn tỷ lệ từ."
    if (rate["valid_from"] or date.min) > (rate["valid_to"] or date.max):
        yield f"{path}.valid_to: phải từ ngày bắt đầu trở đi."
    named = "benefits" if worth is Worth.SHARE_OF_RATE else "parameters"
    yield from _unknown(known, named, [rate["of"]], f"{path}.of")
    yield from _unknown(known, "groups", [rate["as_group"]], f"{path}.as_group")
    yield from _unknown(known, "payers", [rate["payer"]], f"{path}.payer")
    yield from _unknown(known, "lists", [rate["only_on"]], f"{path}.only_on")
    yield from _bands(rate["bands"], f"{path}.bands")
    yield from _components(rate["components"], f"{path}.components")
    yield from _conditions_and_groups(rate, known, path)
    yield from _grounds(rate, path)


def _conditions_and_groups(row: Row, known: Known, path: str) -> Iterator[str]:
    yield from _unknown(known, "groups", row["groups"], f"{path}.groups")
    listed = [condition.get("listed") for condition in row.get("when", [])]
    yield from _unknown(known, "lists", listed, f"{path}.when")


def _grounds(row: Row, path: str) -> Iterator[str]:
    if row["confidence"] != Confidence.STATED and not row["basis"]:
        yield f"{path}.basis: mức không lấy thẳng từ văn bản phải ghi căn cứ."


def _bands(bands: Sequence[Row], path: str) -> Iterator[str]:
    """Days from one on, one band after the other."""
    before = 0
    for number, band in enumerate(bands):
        if band["from_day"] <= before or (band["to_day"] or band["from_day"]) < band["from_day"]:
            yield f"{path}[{number}]: các khoảng ngày phải nối nhau từ ngày 1 trở đi, không chồng."
        if band["to_day"] is None and number + 1 < len(bands):
            yield f"{path}[{number}].to_day: chỉ khoảng cuối được để ngỏ."
        before = band["to_day"] or before


def _components(components: Sequence[Row], path: str) -> Iterator[str]:
    names = [component["name"] for component in components]
    if len(set(names)) < len(names):
        yield f"{path}: mỗi phần của gói phải có tên riêng."
    for number, component in enumerate(components):
        if component["amount"] and component["share_to"] is not None:
            yield f"{path}[{number}]: ghi số tiền hoặc tỷ lệ cao nhất, không ghi cả hai."


def _overlaps(rates: Sequence[Row], path: str) -> Iterator[str]:
    """Two rates that could both fit one event are a fault of the text, not of the event."""
    for (one, first), (other, second) in combinations(enumerate(rates), 2):
        begins = max(row["valid_from"] or date.min for row in (first, second))
        ends = min(row["valid_to"] or date.max for row in (first, second))
        share_a_group = set(first["groups"]) & set(second["groups"])
        if share_a_group and begins <= ends and may_meet(first["when"], second["when"]):
            yield (
                f"{path}.rates[{other}]: chồng lên rates[{one}], cùng đối tượng, điều kiện và "
                "thời gian."
            )


# --- limits, thresholds, relations -----------------------------------------------------------


def _limits(limits: Sequence[Row], path: str, known: Known) -> Iterator[str]:
    for number, limit in enumerate(limits):
        own = f"{path}[{number}]"
        if limit["value"] == 0:
            yield f"{own}.value: hạn mức phải lớn hơn 0."
        exceptional = limit["exceptional_value"]
        if exceptional is not None and exceptional <= limit["value"]:
            yield f"{own}.exceptional_value: phải cao hơn hạn mức chung."
        if (exceptional is None) != (not limit["exceptional_by"]):
            yield f"{own}.exceptional_by: hạn mức riêng và cấp quyết định phải đi cùng nhau."
        yield from _cycle(limit, own)
        yield from _unknown(known, "benefits", limit["benefits"], f"{own}.benefits")
        yield from _conditions_and_groups(limit, known, own)
        yield from _grounds(limit, own)
    same = ("measure", "window", "benefits", "when")
    yield from _doubled(limits, same, path, "hạn mức")


def _thresholds(thresholds: Sequence[Row], path: str, known: Known) -> Iterator[str]:
    for number, threshold in enumerate(thresholds):
        own = f"{path}[{number}]"
        of_cost = threshold["measure"] == Measure.COST
        if threshold["value"] == 0:
            yield f"{own}.value: mức tối thiểu phải lớn hơn 0."
        if threshold["cost"] and not of_cost:
            yield f"{own}.cost: loại chi phí chỉ ghi khi tính theo chi phí."
        if threshold["window"] != Window.EVENT and not of_cost:
            yield f"{own}.window: số ngày tối thiểu chỉ tính cho một đợt."
        yield from _conditions_and_groups(threshold, known, own)
        yield from _grounds(threshold, own)
    yield from _doubled(thresholds, ("measure", "window", "cost"), path, "mức tối thiểu")


def _doubled(rows: Sequence[Row], same: Sequence[str], path: str, what: str) -> Iterator[str]:
    for (_, first), (number, second) in combinations(enumerate(rows), 2):
        alike = all(first[name] == second[name] for name in same)
        if alike and set(first["groups"]) & set(second["groups"]):
            yield f"{path}[{number}]: {what} loại này của đối tượng này đã có ở trên."


def _cycle(row: Row, path: str) -> Iterator[str]:
    is_cycle = row["window"] == Window.CYCLE
    if row["cycle_years"] < 1 or (
        not is_cycle and (row["cycle_years"], row["cycle_from"]) != (1, None)
    ):
        yield f"{path}.cycle_years: số năm và năm đầu chỉ ghi cho chu kỳ, ít nhất một năm."


def _relations(relations: Sequence[Row], known: Known) -> Iterator[str]:
    ranking = (RelationKind.HIGHEST, RelationKind.PRIORITY)
    for number, relation in enumerate(relations):
        path = f"relations[{number}]"
        if len(set(relation["benefits"])) < 2:
            yield f"{path}.benefits: phải nêu ít nhất hai chế độ khác nhau."
        if relation["kind"] in ranking and relation["window"] != Window.EVENT:
            yield f"{path}.window: lấy khoản cao nhất, khoản đứng trước thì tính trong một việc."
        yield from _cycle(relation, path)
        yield from _unknown(known, "benefits", relation["benefits"], f"{path}.benefits")
        yield from _grounds(relation, path)


def _cases(cases: Sequence[Row], known: Known) -> Iterator[str]:
    seen: set[str] = set()
    for index, case in enumerate(cases):
        path = f"cases[{index}]"
        if len(case["title"]) > LONGEST_TITLE or len(case["source"]) > LONGEST_SOURCE:
            yield (f"{path}: tên ca tối đa {LONGEST_TITLE} chữ, nguồn tối đa {LONGEST_SOURCE} chữ.")
        if case["title"] in seen:
            yield f"{path}.title: đã có ca mang tên này ở trên."
        seen.add(case["title"])
        yield from _unknown(known, "benefits", list(case["expected_lines"]), path)
