"""Solved cases as a workbook, one row a case: the columns are what the version needs to be told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from config.workbooks import cells
from config.workbooks.judging import Column, JudgedRow, add_fault, read_and_judge, refuse_repeats
from config.workbooks.opening import Sheet
from config.workbooks.writing import TableColumn, table_workbook, template_workbook
from policies.asking import as_typed, askable
from policies.cases.actions import CaseDraft
from policies.models import Resolution, SolvedCase
from policies.rules import Law, Used
from policies.rules.facts import Kind, Need
from policies.rules.needs import needs_of
from policies.rules.plain import Situation
from policies.rules.reasons import REASONS
from policies.rules.telling import answers_of, told
from policies.rules.types import WHOLE

EARLIER_USES = 3
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Several:
    """Several of the allowed words in one cell, between semicolons."""

    kind: ClassVar[str] = "text"
    words: cells.Choice

    def __call__(self, raw: Any) -> Any:
        text = cells.Text(2_000)(raw)
        if isinstance(text, cells.Wrong):
            return text
        parts = [self.words(part.strip()) for part in text.split(SEPARATOR) if part.strip()]
        wrong = next((part for part in parts if isinstance(part, cells.Wrong)), None)
        return wrong or tuple(dict.fromkeys(parts))


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage: ``50``, ``4,5``, ``50%``; in ten-thousandths."""

    kind: ClassVar[str] = "text"

    def __call__(self, raw: Any) -> int | cells.Wrong:
        if isinstance(raw, int | float) and 0 < raw <= 1:
            return cells.Wrong(
                f"ô chứa số {cells.shown(raw)}, có thể là {cells.shown(float(raw))} % hoặc "
                f"{cells.shown(float(raw) * 100)} %; hãy định dạng ô là Văn bản rồi ghi lại"
            )
        text = cells.shown(raw).replace("%", "").strip()
        whole, _, rest = text.partition(",")
        if not (whole.isdecimal() and (rest or "0").isdecimal() and len(rest) <= 2):
            return cells.Wrong(f"“{text}” không phải tỷ lệ; ghi từ 0 đến 100, ví dụ 4,5")
        share = int(whole) * 100 + int(rest.ljust(2, "0"))
        return share if share <= WHOLE else cells.Wrong("tỷ lệ lớn hơn 100 %")


PARSERS: Mapping[Kind, Callable[[Need], cells.Parser]] = {
    Kind.DATE: lambda need: cells.date(),
    Kind.COUNT: lambda need: cells.integer(),
    Kind.MONEY: lambda need: cells.money(smallest=0),
    Kind.SHARE: lambda need: Share(),
    Kind.CHOICE: lambda need: cells.choice(_by_word(need.answers)),
    Kind.CHOICES: lambda need: Several(cells.choice(_by_word(need.choices))),
    Kind.LISTED: lambda need: cells.text(200),
    Kind.TEXT: lambda need: cells.text(200),
}
EXAMPLES: Mapping[Kind, str] = {
    Kind.DATE: "15/01/2026",
    Kind.COUNT: "12",
    Kind.MONEY: "1500000",
    Kind.SHARE: "50",
}


class CaseSheet:
    """The workbook of one version: template, reading back, writing out."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.occasions = dict(askable([law]))
        self.needs = needs_of(law, self.occasions)
        self.columns = tuple(_with_own_heads(self._columns()))

    def template(self, resolution: Resolution) -> bytes:
        return template_workbook(
            self.columns,
            title=f"Ca mẫu của {resolution}",
            sheet="Ca mẫu",
            notes=(
                "Mỗi dòng một ca, giải tay theo nguyên văn của văn bản.",
                f"Ô có nhiều giá trị thì cách nhau dấu chấm phẩy ({SEPARATOR}).",
                "Chỉ điền những cột ca đó cần; cột khác để trống.",
            ),
        )

    def read(self, file: BinaryIO | bytes) -> tuple[Sheet, list[JudgedRow]]:
        """Raises ``WorkbookRefused`` for what is no such workbook."""
        sheet, rows = read_and_judge(file, self.columns)
        refuse_repeats(sheet, rows, "title", reason="trùng tên với ca ở dòng {first}")
        for row in rows:
            self._check_earlier_use(sheet, row)
        return sheet, rows

    def draft(self, row: JudgedRow) -> CaseDraft:
        """The case of a row that was found right."""
        values = row.values
        answers = {
            need.name: values[need.name] for need in self.needs if values[need.name] is not None
        }
        person, event = told(self.needs, answers, benefits=values["benefits"])
        usage = tuple(
            Used(*(values[name] for name in _use_names(number)))
            for number in range(1, EARLIER_USES + 1)
            if values[_use_names(number)[0]] is not None
        )
        return CaseDraft(
            values["title"],
            Situation(person, event, usage),
            values["expected_amount"],
            {
                each.code: values[_line_name(each.code)]
                for each in self.law.benefits
                if values[_line_name(each.code)] is not None
            },
            values["expected_refusal"] or "",
            values["source"] or "",
        )

    def workbook(self, resolution: Resolution, cases: Iterable[SolvedCase]) -> bytes:
        """The cases of a version in the form in which they can be brought in again."""
        return table_workbook(
            title=f"Ca mẫu của {resolution}",
            columns=[_table_column(column) for column in self.columns],
            rows=(self._cells(case) for case in cases),
            sheet="Ca mẫu",
            totals=False,
        )

    # --- columns

    def _columns(self) -> Iterable[Column]:
        yield Column(
            name="title", head="Tên ca", parser=cells.text(200), required=True,
            example="Đối tượng 2 nằm viện 12 ngày", width=40,
        )  # fmt: skip
        yield Column(
            name="benefits", head="Xét chế độ", required=True, width=40,
            parser=Several(cells.choice(_by_word(list(self.occasions.items())))),
            help="Tên chế độ như trong văn bản: " + "; ".join(self.occasions.values()),
            example=next(iter(self.occasions.values()), ""),
        )  # fmt: skip
        for need in self.needs:
            yield _need_column(need)
        yield from self._earlier_use_columns()
        yield Column(
            name="expected_amount", head="Số tiền đúng (đồng)", required=True,
            parser=cells.money(smallest=0), help="Bị từ chối hết thì ghi 0", example="1500000",
        )  # fmt: skip
        for benefit in self.law.benefits:
            yield Column(
                name=_line_name(benefit.code), head=f"Đúng: {benefit.title} (đồng)",
                parser=cells.money(smallest=0), help="Để trống nếu không thử riêng",
            )  # fmt: skip
        words = {word: reason.value for reason, word in REASONS.items()}
        yield Column(name="expected_refusal", head="Bị từ chối vì", parser=cells.choice(words))
        yield Column(name="source", head="Lấy từ đâu", parser=cells.text(300), width=30)

    def _earlier_use_columns(self) -> Iterable[Column]:
        titles = cells.choice(_by_word([(each.code, each.title) for each in self.law.benefits]))
        parsers: tuple[cells.Parser, ...] = (
            titles,
            cells.date(),
            cells.integer(1),
            cells.money(smallest=0),
        )
        heads = ("chế độ", "ngày", "số lượng", "số tiền (đồng)")
        for number in range(1, EARLIER_USES + 1):
            for name, head, parser in zip(_use_names(number), heads, parsers, strict=True):
                yield Column(name=name, head=f"Đã hưởng {number}: {head}", parser=parser)

    def _check_earlier_use(self, sheet: Sheet, row: JudgedRow) -> None:
        for number in range(1, EARLIER_USES + 1):
            names = _use_names(number)
            filled = [name for name in names if row.values[name] is not None]
            for name in names:
                if filled and row.values[name] is None and not row.is_wrong_in(name):
                    add_fault(
                        sheet, row, name, "còn trống, trong khi lần hưởng này đã ghi cột khác"
                    )

    # --- rows

    def _cells(self, case: SolvedCase) -> list[Any]:
        person, event, usage = case.situation
        answers = answers_of(self.needs, person, event)
        titles = _word_of([(each.code, each.title) for each in self.law.benefits])
        occasions = _word_of(list(self.occasions.items()))
        asked = SEPARATOR.join(occasions.get(code, code) for code in event.benefits)
        values: dict[str, Any] = {
            "title": case.title,
            "benefits": asked,
            "expected_amount": case.expected_amount,
            "expected_refusal": case.get_expected_refusal_display()
            if case.expected_refusal
            else "",
            "source": case.source,
            **{need.name: _cell(need, answers.get(need.name)) for need in self.needs},
            **{_line_name(code): amount for code, amount in case.expected_lines.items()},
        }
        for number, used in enumerate(usage[:EARLIER_USES], start=1):
            told_ = (titles.get(used.benefit, used.benefit), used.on, used.quantity, used.amount)
            values |= dict(zip(_use_names(number), told_, strict=True))
        return [values.get(column.name) for column in self.columns]


def _need_column(need: Need) -> Column:
    unit = f" ({need.unit})" if need.unit in ("đồng", "%") else ""
    return Column(
        name=need.name,
        head=f"{need.label}{unit}",
        parser=PARSERS[need.kind](need),
        required=need.name == "on",
        help="; ".join(words for _, words in need.answers),
        example=EXAMPLES.get(need.kind, ""),
    )


def _with_own_heads(columns: Iterable[Column]) -> Iterable[Column]:
    """Heads that read alike are told apart by a number."""
    seen: dict[str, int] = {}
    for column in columns:
        key = cells.fold(column.head)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            column = Column(**_fields(column) | {"head": f"{column.head} {seen[key]}"})
        yield column


def _fields(column: Column) -> dict[str, Any]:
    names = ("name", "head", "aliases", "required", "parser", "help", "example", "width")
    return {name: getattr(column, name) for name in names}


def _by_word(choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Value by word; a word that reads like an earlier one has its value behind it."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for value, word in choices:
        word = word.replace(SEPARATOR, ",")
        told_ = f"{word} ({value})" if cells.fold(word) in seen else word
        seen.add(cells.fold(told_))
        found[told_] = value
    return found


def _word_of(choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {value: word for word, value in _by_word(choices).items()}


def _cell(need: Need, answer: Any) -> Any:
    if answer is None or need.kind in (Kind.DATE, Kind.COUNT, Kind.MONEY):
        return answer
    words = _word_of(need.answers)
    if need.kind is Kind.CHOICES:
        return SEPARATOR.join(words.get(value, value) for value in answer)
    return words.get(answer) or as_typed(need, answer)


def _table_column(column: Column) -> TableColumn:
    kinds = {"date": "date", "money": "money", "integer": "integer"}
    kind: Any = kinds.get(column.parser.kind, "text")
    return TableColumn(column.head, kind=kind, width=column.width)


def _use_names(number: int) -> tuple[str, str, str, str]:
    stem = f"used{number}"
    return f"{stem}.benefit", f"{stem}.on", f"{stem}.quantity", f"{stem}.amount"


def _line_name(code: str) -> str:
    return f"line.{code}"
