"""Whether an outline can be worked with: every slip told in plain words, with its place.

Reads only the content of the outline and what the law offers; writes nothing.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from config.formatting import POINT_LETTERS
from reports.figures.figure import Measure
from reports.outlines import day_in

ANY_YEAR = 2025
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
PART_KEY = re.compile(r"[a-z]")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
EMPLOYMENT = ("serving", "retired")
GROUP = "group_"
OF_PEOPLE = (Measure.PEOPLE,)
OF_CARDS = (Measure.NET, Measure.ISSUED, Measure.REISSUED)
OF_LINES = (Measure.PEOPLE, Measure.OCCURRENCES, Measure.DAYS, Measure.AMOUNT)
OF_TOTALS = (Measure.PEOPLE, Measure.AMOUNT)
LEVELS = range(5)


@dataclass(frozen=True, slots=True)
class LawOffered:
    """What the released resolutions have: by code of a resolution its benefits and groups."""

    benefits: Mapping[str, Collection[str]] = field(default_factory=dict)
    groups: Mapping[str, Collection[str]] = field(default_factory=dict)
    payers: Collection[str] = ()


def problems_of(content: Mapping[str, Any], law: LawOffered) -> list[str]:
    """What stands against using the outline; nothing when it is sound."""
    if not str(content.get("title", "")).strip():
        return ["Đề cương chưa có tên."]
    parts = content.get("parts") or []
    if not parts:
        return ["Đề cương chưa có phần nào; hãy thêm ít nhất một phần với văn bản được tổng kết."]
    found = [*_keys_of_parts(parts)]
    for place in ("opening", "closing"):
        found += _sections(content.get(place) or [], "Lời mở đầu, kết thúc")
    for number, part in enumerate(parts, start=1):
        name = f"Phần {str(part.get('key') or number).upper()}"
        found += _Part(part, name, law).problems()
    return found


def _keys_of_parts(parts: list[Mapping[str, Any]]) -> Iterator[str]:
    keys = [part.get("key", "") for part in parts]
    if len(parts) > 1 and not all(keys):
        yield "Đề cương nhiều phần thì mỗi phần phải có chữ cái riêng (a, b…)."
    yield from (
        f"Hai phần cùng mang chữ “{key}”." for key, times in Counter(keys).items() if times > 1
    )
    yield from (
        f"“{key}” không phải là chữ của phần; dùng một chữ thường a, b, c…"
        for key in keys
        if key and not PART_KEY.fullmatch(key)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    data: Mapping[str, Any]
    name: str
    law: LawOffered

    def problems(self) -> list[str]:
        found = [
            *self._resolutions(),
            *self._cut_offs(),
            *self._sets(),
            *self._slices(),
            *self._figures(),
            *self._lines(),
            *_sections(self.data.get("sections") or [], self.name),
        ]
        return [f"{self.name}: {problem}" for problem in found]

    @property
    def resolutions(self) -> list[str]:
        return list(self.data.get("resolutions") or [])

    @property
    def benefits(self) -> set[str]:
        return {code for each in self.resolutions for code in self.law.benefits.get(each, ())}

    @property
    def groups(self) -> set[str]:
        return {code for each in self.resolutions for code in self.law.groups.get(each, ())}

    @property
    def sets(self) -> Mapping[str, list[str]]:
        return self.data.get("benefit_sets") or {}

    @property
    def slices(self) -> Mapping[str, Any]:
        return {str(name): said for name, said in (self.data.get("slices") or {}).items()}

    def _resolutions(self) -> Iterator[str]:
        if not self.resolutions:
            yield "chưa chọn văn bản được tổng kết."
        for code in self.resolutions:
            if code not in self.law.benefits:
                yield f"văn bản “{code}” không có hoặc chưa ban hành trên cổng."

    def _cut_offs(self) -> Iterator[str]:
        for code, day in (self.data.get("cut_offs") or {}).items():
            if code not in {"population", "card", *self.benefits, *self.sets}:
                yield f"ngày chốt riêng ghi cho “{code}”, không phải chế độ nào của phần này."
            yield from _day(day, f"ngày chốt của “{code}”")

    def _sets(self) -> Iterator[str]:
        for name, codes in self.sets.items():
            if name in self.benefits and list(codes) != [name]:
                yield f"nhóm chế độ “{name}” trùng mã của một chế độ."
            yield from (
                f"nhóm chế độ “{name}” gồm “{code}”, không phải chế độ của văn bản."
                for code in codes
                if code not in self.benefits
            )

    def _slices(self) -> Iterator[str]:
        for name, said in self.slices.items():
            if not NAME.fullmatch(name):
                yield f"lát cắt “{name}” phải viết bằng chữ thường không dấu, số, gạch nối."
            if name in {*Measure, *EMPLOYMENT} or name.startswith(GROUP):
                yield f"lát cắt “{name}” mang tên dành riêng của cổng; hãy đặt tên khác."
            if isinstance(said, str):
                continue
            if not said.get("words"):
                yield f"lát cắt “{name}” chưa có lời gọi."
            yield from self._slice_law(name, said)
            yield from self._slice_days(name, said)

    def _slice_law(self, name: str, said: Mapping[str, Any]) -> Iterator[str]:
        for what, known, words in (
            ("resolutions", self.resolutions, "văn bản"),
            ("groups", self.groups, "đối tượng"),
            ("payers", self.law.payers, "nguồn kinh phí"),
        ):
            yield from (
                f"lát cắt “{name}” nhắc {words} “{each}” không có trong phần này."
                for each in said.get(what) or ()
                if str(each) not in known
            )

    def _slice_days(self, name: str, said: Mapping[str, Any]) -> Iterator[str]:
        begins, ends = said.get("begins", ""), said.get("ends", "")
        if bool(begins) != bool(ends):
            yield f"lát cắt “{name}” có kỳ riêng thì phải ghi cả ngày đầu và ngày cuối."
        if not begins or not ends:
            return
        wrong = [*_day(begins, f"ngày đầu của “{name}”"), *_day(ends, f"ngày cuối của “{name}”")]
        yield from wrong
        if not wrong and day_in(ANY_YEAR, begins) > day_in(ANY_YEAR, ends):
            yield f"lát cắt “{name}” có ngày đầu sau ngày cuối."

    def _figures(self) -> Iterator[str]:
        figures = self.data.get("figures") or {}
        for what, measures, words in (
            ("population", OF_PEOPLE, "số đối tượng"),
            ("cards", OF_CARDS, "số thẻ"),
            ("totals", OF_TOTALS, "tổng được công bố"),
        ):
            for code in str(figures.get(what) or "").split():
                yield from self._code(code, measures, words)
        confined = figures.get("total_slice", "")
        if confined and confined not in self.slices:
            yield f"tổng được giới hạn theo lát cắt “{confined}”, lát cắt này chưa có."

    def _lines(self) -> Iterator[str]:
        regimes = (self.data.get("figures") or {}).get("regimes") or []
        letters = Counter(str(regime.get("letter")) for regime in regimes)
        yield from (f"hai chế độ cùng điểm {letter})." for letter, n in letters.items() if n > 1)
        yield from (
            f"“{letter}” không phải là chữ của điểm (a, b, c, d, đ, e, g…)."
            for letter in letters
            if letter not in POINT_LETTERS
        )
        codes: Counter[str] = Counter()
        for regime in regimes:
            if not regime.get("title"):
                yield f"điểm {regime.get('letter')}) chưa có tên."
            for line in regime.get("lines") or []:
                yield from self._line(line, f"điểm {regime.get('letter')})")
                end = f".{line['slice']}" if line.get("slice") else ""
                codes.update(f"{line.get('benefit')}.{code}{end}" for code in _all_codes(line))
        yield from (f"số liệu “{code}” được kể hai lần." for code, n in codes.items() if n > 1)

    def _line(self, line: Mapping[str, Any], where: str) -> Iterator[str]:
        benefit = line.get("benefit", "")
        if benefit not in self.benefits and benefit not in self.sets:
            yield f"{where}: “{benefit}” không phải chế độ nào của văn bản trong phần này."
        if not line.get("title"):
            yield f"{where}: dòng “{benefit}” chưa có tên."
        if line.get("slice") and line["slice"] not in self.slices:
            yield f"{where}: lát cắt “{line['slice']}” chưa có."
        told = _all_codes(line)
        for code in told:
            yield from self._code(code, OF_LINES, f"{where}, dòng “{benefit}”")
        quantity = line.get("quantity", "")
        if quantity and quantity not in told:
            yield f"{where}: cột kết quả lấy “{quantity}”, số này không có trong dòng."

    def _code(self, code: str, measures: Iterable[Measure], where: str) -> Iterator[str]:
        measure, *rest = code.split(".")
        if measure not in tuple(measures):
            known = ", ".join(measures)
            yield f"{where}: “{measure}” không phải là phép đếm ({known})."
        for name in rest:
            if name in EMPLOYMENT or name in self.slices:
                continue
            if name.startswith(GROUP) and name.removeprefix(GROUP) in self.groups | {"other"}:
                continue
            yield f"{where}: “{code}” nhắc “{name}”, không phải đối tượng hay lát cắt nào đã có."


def _all_codes(line: Mapping[str, Any]) -> list[str]:
    return f"{line.get('published') or ''} {line.get('supporting') or ''}".split()


def _sections(sections: Iterable[Mapping[str, Any]], name: str) -> Iterator[str]:
    sections = list(sections)
    keys = Counter(str(section.get("key", "")) for section in sections)
    yield from (f"hai mục cùng mang mã “{key}”." for key, times in keys.items() if times > 1)
    for section in sections:
        key = str(section.get("key", ""))
        if not KEY.fullmatch(key):
            yield f"mã mục “{key}” phải viết bằng chữ thường không dấu, số, gạch nối."
        if section.get("level") not in LEVELS:
            yield f"mục “{key}” có cấp {section.get('level')}; chỉ có cấp 0 đến 4."
        elif section["level"] and not section.get("heading"):
            yield f"mục “{key}” có cấp mà chưa có tên mục."


def _day(day: Any, what: str) -> Iterator[str]:
    try:
        day_in(ANY_YEAR, str(day))
    except ValueError:
        yield (
            f"{what} ghi “{day}”; hãy ghi tháng-ngày, ví dụ 10-31, hoặc +1 03-31 cho năm sau, "
            "-1 01-01 cho năm trước."
        )
