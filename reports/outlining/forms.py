"""Forms over the content of an outline: each page of the editor is a list of rows, or the frame.

``rows_of`` takes rows out of the content, ``with_rows`` puts them back; what the editor does not
know (documents, for instance) stays as it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from reports.outlines import day_in

ANY_YEAR = 2025
MOST_ROWS = 300
PLAIN_LETTERS = "Chỉ dùng chữ không dấu, số, gạch nối."
SMALL = {"rows": 2, "spellcheck": "false"}


class CodesField(forms.CharField):
    """Codes parted by blanks, kept as one text or (``as_list``) as a list."""

    def __init__(self, *, as_list: bool = False, **options: Any) -> None:
        self.as_list = as_list
        options.setdefault("required", False)
        super().__init__(**options, widget=forms.Textarea(attrs=SMALL))

    def prepare_value(self, value: Any) -> Any:
        return " ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        codes = re.split(r"[\s,;]+", super().clean(value).strip())
        codes = [code for code in codes if code]
        return codes if self.as_list else " ".join(codes)


class PairsField(forms.CharField):
    """Lines of ``name = words``, kept as a mapping."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs=SMALL), **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return "\n".join(
            f"{name} = {' '.join(said) if isinstance(said, list) else said}"
            for name, said in value.items()
        )

    def clean(self, value: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in super().clean(value).splitlines():
            name, mark, said = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not mark or not name or not said:
                raise forms.ValidationError(f"Dòng “{line.strip()}” phải viết là tên = nội dung.")
            if name in found:
                raise forms.ValidationError(f"“{name}” được ghi hai lần.")
            found[name] = said
        return found


class LinesField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def outline_day(day: str) -> None:
    """Validator of a day of an outline."""
    try:
        day_in(ANY_YEAR, day)
    except ValueError as wrong:
        raise forms.ValidationError(
            f"“{day}” không phải là ngày. Hãy ghi tháng-ngày, ví dụ 10-31; năm sau +1 03-31; "
            "năm trước -1 01-01."
        ) from wrong


class OutlineCopyForm(forms.Form):
    """A title of its own for the copy of an outline."""

    title = forms.CharField(label="Tên đề cương mới", max_length=200)


class FrameForm(forms.Form):
    title = forms.CharField(label="Tên báo cáo", max_length=200)
    subject_line = forms.CharField(
        label="Trích yếu",
        max_length=1000,
        widget=forms.Textarea(attrs=SMALL),
        help_text="{văn_bản_đầy_đủ}, {năm}, {kỳ} tự thay bằng văn bản và kỳ của báo cáo.",
    )
    superior_body = forms.CharField(label="Cơ quan chủ quản", max_length=200, required=False)
    issuing_body = forms.CharField(label="Cơ quan ban hành", max_length=200)
    symbol = forms.CharField(label="Ký hiệu", max_length=40)
    place = forms.CharField(label="Địa danh", max_length=100)
    addressees = LinesField(label="Kính gửi", help_text="Mỗi dòng một nơi.")
    recipients = LinesField(label="Nơi nhận", help_text="Mỗi dòng một nơi.")
    archive = forms.CharField(label="Dòng lưu", max_length=100, initial="Lưu: VT")
    signing_lines = LinesField(label="Quyền hạn, chức vụ người ký", help_text="Mỗi dòng một dòng.")


class PartForm(forms.Form):
    place = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(
        label="Chữ của phần",
        max_length=1,
        required=False,
        help_text="a, b… khi đề cương có nhiều phần; một phần thì bỏ trống.",
    )
    title = forms.CharField(label="Tên phần", max_length=300, required=False)
    resolutions = CodesField(
        label="Văn bản được tổng kết",
        as_list=True,
        help_text="Mã văn bản, cách nhau bằng dấu cách.",
    )
    cut_offs = PairsField(
        label="Ngày chốt riêng",
        help_text="Mỗi dòng: mã chế độ (hoặc population) = ngày, ví dụ special_drug = 10-31.",
    )
    benefit_sets = PairsField(
        label="Nhóm chế độ", help_text="Mỗi dòng: tên nhóm = các mã chế độ cộng chung."
    )
    population = CodesField(label="Số đối tượng", help_text="Ví dụ: people people.group_1")
    cards = CodesField(label="Số thẻ", help_text="Ví dụ: net issued issued.group_1")
    totals = CodesField(label="Tổng được công bố", help_text="amount, people hoặc cả hai.")
    total_slice = forms.CharField(
        label="Tổng chỉ tính trong lát cắt", max_length=60, required=False
    )

    def clean_cut_offs(self) -> dict[str, str]:
        for day in self.cleaned_data["cut_offs"].values():
            outline_day(day)
        return self.cleaned_data["cut_offs"]


class SliceForm(forms.Form):
    name = forms.SlugField(
        label="Mã lát cắt",
        max_length=40,
        error_messages={"invalid": "Chỉ dùng chữ không dấu, số, gạch nối."},
    )
    words = forms.CharField(label="Lời gọi", max_length=200)
    categories = CodesField(label="Phân loại hồ sơ", as_list=True)
    groups = CodesField(label="Đối tượng (mã)", as_list=True)
    payers = CodesField(label="Nguồn kinh phí (mã)", as_list=True)
    resolutions = CodesField(label="Văn bản (mã)", as_list=True)
    begins = forms.CharField(
        label="Kỳ riêng từ ngày", max_length=10, required=False, validators=[outline_day]
    )
    ends = forms.CharField(
        label="đến ngày", max_length=10, required=False, validators=[outline_day]
    )


class LineForm(forms.Form):
    letter = forms.CharField(label="Điểm", max_length=1)
    regime = forms.CharField(label="Tên chế độ của điểm", max_length=300)
    benefit = forms.SlugField(
        label="Mã chế độ hoặc nhóm", max_length=60, error_messages={"invalid": PLAIN_LETTERS}
    )
    title = forms.CharField(label="Tên dòng", max_length=300)
    published = CodesField(label="Số liệu công bố", help_text="Ví dụ: people people.group_1 amount")
    supporting = CodesField(label="Số liệu bổ trợ")
    quantity = forms.CharField(
        label="Cột kết quả", max_length=80, required=False, help_text="Một trong các số trên."
    )
    slice = forms.CharField(label="Chỉ trong lát cắt", max_length=60, required=False)
    also = PairsField(label="Trong đó", help_text="Mỗi dòng: mã chế độ = các số liệu.")


class SectionForm(forms.Form):
    key = forms.SlugField(
        label="Mã mục",
        max_length=40,
        error_messages={"invalid": "Chỉ dùng chữ không dấu, số, gạch nối."},
    )
    level = forms.TypedChoiceField(
        label="Cấp",
        coerce=int,
        choices=[
            ("", "Chọn cấp"),
            (0, "không đánh số"),
            (1, "I."),
            (2, "1."),
            (3, "1.1."),
            (4, "a)"),
        ],
    )
    heading = forms.CharField(label="Tên mục", max_length=300, required=False)
    body = forms.CharField(
        label="Câu mẫu",
        required=False,
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def clean_body(self) -> str:
        return "\n".join(line.rstrip() for line in self.cleaned_data["body"].splitlines()).strip()


def _formset(form: type[forms.Form]) -> type[BaseFormSet]:
    return formset_factory(
        form, can_order=True, can_delete=True, extra=1, max_num=MOST_ROWS, validate_max=True
    )


@dataclass(frozen=True, slots=True)
class Editor:
    """One page of the editor: its words, its forms, and where its rows live in the content."""

    title: str
    lead: str
    formset: type[BaseFormSet]
    rows_of: Callable[[Mapping[str, Any], str], list[dict[str, Any]]]
    with_rows: Callable[[Mapping[str, Any], str, Sequence[dict[str, Any]]], dict[str, Any]]


def part_places(content: Mapping[str, Any]) -> list[str]:
    return [str(number) for number in range(1, len(content.get("parts") or []) + 1)]


def section_places(content: Mapping[str, Any]) -> list[str]:
    return ["mo-dau", *part_places(content), "ket-thuc"]


def frame_of(content: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": content["title"], **content["frame"]}


def with_frame(content: Mapping[str, Any], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    frame = {name: value for name, value in cleaned.items() if name != "title"}
    return {**content, "title": cleaned["title"], "frame": {**content["frame"], **frame}}


def in_order(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The rows that stay, in the order the person gave them; new ones without a place come last."""
    rows = []
    for number, form in enumerate(formset.forms):
        cleaned = dict(form.cleaned_data)
        is_left_blank = form.empty_permitted and not form.has_changed()
        if is_left_blank or cleaned.pop("DELETE", False):
            continue
        order = cleaned.pop("ORDER", None)
        rows.append((order if order is not None else MOST_ROWS + number, number, cleaned))
    return [cleaned for _, _, cleaned in sorted(rows, key=lambda row: row[:2])]


UNSAID = {"population": "", "cards": "", "totals": "amount", "total_slice": ""}
"""Figures of a part, and what an outline means that does not name them."""


# --- Parts ------------------------------------------------------------------------------------


def _parts(content: Mapping[str, Any], place: str) -> list[dict[str, Any]]:
    return [
        {
            "place": number,
            **{
                name: part.get(name, "")
                for name in ("key", "title", "resolutions", "cut_offs", "benefit_sets")
            },
            **{
                name: (part.get("figures") or {}).get(name, otherwise)
                for name, otherwise in UNSAID.items()
            },
        }
        for number, part in enumerate(content.get("parts") or [])
    ]


def _with_parts(
    content: Mapping[str, Any], place: str, rows: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Each row keeps the slices, lines and sections of the part it was."""
    before = list(content.get("parts") or [])
    parts = []
    for row in rows:
        place_before = row["place"] if row.get("place") is not None else len(before)
        known = before[place_before : place_before + 1] if place_before >= 0 else []
        old = dict(known[0]) if known else {"sections": []}
        figures = {**(old.get("figures") or {"regimes": []})}
        figures |= {name: row[name] for name in UNSAID}
        sets = {name: str(codes).split() for name, codes in row["benefit_sets"].items()}
        named = {name: row[name] for name in ("key", "title", "resolutions", "cut_offs")}
        parts.append({**old, **named, "benefit_sets": sets, "figures": figures})
    return {**content, "parts": parts}


# --- What belongs to one part -------------------------------------------------------------------


def _part(content: Mapping[str, Any], place: str) -> dict[str, Any]:
    return content["parts"][int(place) - 1]


def _with_part(content: Mapping[str, Any], place: str, **changes: Any) -> dict[str, Any]:
    parts = list(content["parts"])
    parts[int(place) - 1] = {**parts[int(place) - 1], **changes}
    return {**content, "parts": parts}


def _slices(content: Mapping[str, Any], place: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "words": said, "categories": [name]}
        if isinstance(said, str)
        else {"name": name, **said}
        for name, said in (_part(content, place).get("slices") or {}).items()
    ]


def _with_slices(
    content: Mapping[str, Any], place: str, rows: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    slices = {
        row["name"]: {key: value for key, value in row.items() if key != "name" and value}
        for row in rows
    }
    return _with_part(content, place, slices=slices)


def _lines(content: Mapping[str, Any], place: str) -> list[dict[str, Any]]:
    return [
        {**line, "letter": regime.get("letter"), "regime": regime.get("title")}
        for regime in (_part(content, place).get("figures") or {}).get("regimes") or []
        for line in regime.get("lines") or []
    ]


def _with_lines(
    content: Mapping[str, Any], place: str, rows: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Rows of one letter that follow each other are one regime."""
    regimes: list[dict[str, Any]] = []
    for row in rows:
        line = {key: value for key, value in row.items() if key not in ("letter", "regime")}
        line = {key: value for key, value in line.items() if value}
        if not regimes or regimes[-1]["letter"] != row["letter"]:
            regimes.append({"letter": row["letter"], "title": row["regime"], "lines": []})
        regimes[-1]["lines"].append(line)
    figures = {**(_part(content, place).get("figures") or {}), "regimes": regimes}
    return _with_part(content, place, figures=figures)


SECTIONS_AT = {"mo-dau": "opening", "ket-thuc": "closing"}


def _sections(content: Mapping[str, Any], place: str) -> list[dict[str, Any]]:
    if place in SECTIONS_AT:
        return [dict(section) for section in content.get(SECTIONS_AT[place]) or []]
    return [dict(section) for section in _part(content, place).get("sections") or []]


def _with_sections(
    content: Mapping[str, Any], place: str, rows: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    sections = [{key: row[key] for key in ("key", "level", "heading", "body")} for row in rows]
    if place in SECTIONS_AT:
        return {**content, SECTIONS_AT[place]: sections}
    return _with_part(content, place, sections=sections)


EDITORS: dict[str, Editor] = {
    "phan": Editor(
        "Các phần",
        "Mỗi phần tổng kết một hay nhiều văn bản. Bỏ phần là bỏ cả lát cắt, chế độ, mục của nó.",
        _formset(PartForm),
        _parts,
        _with_parts,
    ),
    "lat-cat": Editor(
        "Lát cắt",
        "Lát cắt chọn một phần hồ sơ: một đợt, một địa bàn, một nguồn. Lát cắt có kỳ riêng không "
        "bao giờ được cộng vào tổng.",
        _formset(SliceForm),
        _slices,
        _with_slices,
    ),
    "che-do": Editor(
        "Chế độ và số liệu",
        "Mỗi dòng là một chế độ (hay nhóm chế độ). Các dòng liền nhau cùng chữ là một điểm.",
        _formset(LineForm),
        _lines,
        _with_lines,
    ),
    "muc": Editor(
        "Đề mục và câu mẫu",
        "Cấp của mục quyết định cách đánh số. Câu mẫu dùng {mã số liệu}, [bảng …], [biểu đồ …].",
        _formset(SectionForm),
        _sections,
        _with_sections,
    ),
}


def places_of(what: str, content: Mapping[str, Any]) -> Iterable[str]:
    """Where in an outline such rows live."""
    return {
        "khung": ["-"],
        "phan": ["-"],
        "lat-cat": part_places(content),
        "che-do": part_places(content),
        "muc": section_places(content),
    }.get(what, [])
