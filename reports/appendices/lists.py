"""Lists of people per regime, to go with a report: chosen here, made in the background.

The rows are read once from the ledger, in order, to a file beside; the PDF and the workbook are
written from that file, so both say the same and neither needs the list in memory.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from time import monotonic
from typing import IO, Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet, Sum
from django.tasks import task
from django.utils import timezone

from accounts.models import User
from claims.models import ClaimLine, RecipientKind
from config.formatting import count, date_short, money, padded_count
from config.long_list import ListColumn, ListHead, ListRow, long_list_pdf
from config.workbooks.writing import TableColumn, table_workbook
from reports.actions import ReportError
from reports.figures.book import Line, Regime
from reports.figures.figure import Measure
from reports.figures.reckoning import PartReckoning, Reckoning, reckon
from reports.models import FROZEN, AppendixFile, AppendixState, Report
from reports.models.appendix import UNDER_WAY
from reports.writing.paper import official_document, writer_for

STIR_AFTER = 0.5  # seconds between two signs of life
READ_AT_ONCE = 2_000  # rows
UNDER_LABEL = 5  # columns that the words of a heading or total reach over
FAILURE = (
    "Danh sách bị lỗi giữa chừng và chưa có tệp. Hãy lập lại; nếu vẫn lỗi, báo quản trị viên kèm "
    "tên phụ lục này."
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a list: what they got under one line of the regime (đồng)."""

    line: str
    key: str
    name: str
    born: str
    group: str
    unit: str
    quantity: int
    amount: int


@dataclass
class Found:
    """What the rows of a list add up to, by line and in all."""

    people: set[str] = field(default_factory=set)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    quantity: int = 0
    amount: int = 0
    rows: int = 0

    def add(self, person: Person) -> None:
        rows, amount = self.lines.get(person.line, (0, 0))
        self.lines[person.line] = rows + 1, amount + person.amount
        self.people.add(person.key)
        self.quantity += person.quantity
        self.amount += person.amount
        self.rows += 1


# --- Asking for lists -----------------------------------------------------------------------


def make_appendices(*, report: Report, by: User) -> list[AppendixFile]:
    """Queue a list for every regime that reached anybody; earlier lists give way to them.

    Raises ``ReportError`` when the report is issued, lists are being made or there is nobody.
    """
    chosen = regimes_with_people(reckon(report))
    if not chosen:
        raise ReportError("Sổ chưa có ai được chi trong kỳ báo cáo nên chưa có danh sách để lập.")
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if held.state in FROZEN:
            raise ReportError("Báo cáo đã ban hành nên không lập lại danh sách kèm theo.")
        if any(file.is_under_way and not file.is_lost for file in held.appendix_files.all()):
            raise ReportError("Các danh sách đang được lập; hãy đợi xong rồi lập lại.")
        files = _replaced(held, chosen, by)
    for file in files:
        make_in_background.enqueue(file.pk)
    return files


@transaction.atomic
def make_for_issue(*, reckoning: Reckoning, by: User) -> None:
    """Make the lists of a report anew, at once, if it has any: they say what is issued with it.

    Made earlier they had neither its number nor its day, and the ledger may have moved since.
    """
    report = reckoning.report
    if report.appendix_files.exists():
        for file in _replaced(report, regimes_with_people(reckoning), by):
            make(file)


def _replaced(
    report: Report, chosen: Sequence[tuple[PartReckoning, Regime]], by: User
) -> list[AppendixFile]:
    """Rows for the lists to be made, in place of the earlier lists."""
    report.appendix_files.all().delete()
    now = timezone.now()
    return AppendixFile.objects.bulk_create(
        AppendixFile(
            report=report,
            position=position,
            whole=len(chosen),
            part=part.part.key,
            letter=regime.letter,
            title=f"Danh sách người hưởng: {regime.title}",
            as_of=report.as_of,
            made_by=by,
            made_at=now,
            stirred_at=now,
        )
        for position, (part, regime) in enumerate(chosen, start=1)
    )


def regimes_with_people(reckoning: Reckoning) -> list[tuple[PartReckoning, Regime]]:
    return [
        (part, regime)
        for part in reckoning.parts
        for regime in part.book.regimes
        if any(rows.exists() for _, rows in _lines(part, regime))
    ]


@task()
def make_in_background(appendix_id: int) -> None:
    """A failure is kept on the row, for whoever looks at its page."""
    appendix = AppendixFile.objects.filter(pk=appendix_id, state__in=UNDER_WAY).first()
    if appendix is None:
        return
    try:
        make(appendix)
    except Exception:
        logger.exception("appendix %s failed", appendix_id)
        _stir(appendix, state=AppendixState.FAILED, failure=FAILURE)


# --- Making one -----------------------------------------------------------------------------


def make(appendix: AppendixFile) -> None:
    """Write the list: rows to a file beside, from it the PDF and the workbook."""
    _stir(appendix, state=AppendixState.RUNNING, done=0)
    part, regime = _regime_of(appendix)
    quantity = _quantity_head(part, regime)
    with TemporaryFile("w+") as beside:
        found = _read(part, regime, beside)
        _stir(appendix, total=found.rows)
        closing = f"Danh sách gồm các khoản đã chi theo sổ đến ngày {date_short(appendix.as_of)}."
        printed = long_list_pdf(
            _head(appendix),
            _columns(quantity),
            _list_rows(_watched(appendix, _kept(beside)), found, regime),
            closing=[closing],
        )
        workbook = table_workbook(
            title=f"{appendix.name}. {appendix.title}",
            columns=_sheet_columns(quantity),
            rows=_sheet_rows(_kept(beside)),
            notes=(f"({_head(appendix).attached_to})", closing),
            sheet=appendix.name,
        )
    _stir(
        appendix,
        state=AppendixState.DONE,
        done=found.rows,
        people=len(found.people),
        amount=found.amount,
        pages=printed.pages,
        content=printed.content,
        workbook=workbook,
    )


def _regime_of(appendix: AppendixFile) -> tuple[PartReckoning, Regime]:
    [part] = [part for part in reckon(appendix.report).parts if part.part.key == appendix.part]
    [regime] = [regime for regime in part.book.regimes if regime.letter == appendix.letter]
    return part, regime


def _lines(part: PartReckoning, regime: Regime) -> Iterator[tuple[Line, QuerySet[ClaimLine]]]:
    """The ledger's rows of each line of a regime that are for people."""
    for line in regime.lines:
        figure = part[line.amount].figure
        rows = part.ledger.lines_of(figure).filter(
            Q(claim__cadre__isnull=False) | Q(claim__recipient__kind=RecipientKind.STAFF)
        )
        yield line, rows


def _by_days(part: PartReckoning, line: Line) -> bool:
    return bool(line.quantity) and part[line.quantity].figure.measure == Measure.DAYS


def _quantity_head(part: PartReckoning, regime: Regime) -> str:
    by_days = {_by_days(part, line) for line in regime.lines}
    return "Số lượng" if len(by_days) > 1 else "Số ngày" if by_days == {True} else "Số lần"


def _read(part: PartReckoning, regime: Regime, beside: IO[str]) -> Found:
    found = Found()
    for line, rows in _lines(part, regime):
        counted = "quantity" if _by_days(part, line) else "occurrences"
        for row in _grouped(rows).iterator(READ_AT_ONCE):
            person = _person(row, line, counted)
            found.add(person)
            beside.write(json.dumps(_values(person), ensure_ascii=False) + "\n")
    return found


def _grouped(rows: QuerySet[ClaimLine]) -> QuerySet[ClaimLine, Any]:
    """One row a person, by group, then as Vietnamese names are ordered."""
    return (
        rows.order_by()
        .values("claim__cadre_id", "claim__recipient_id")
        .annotate(
            name=Max("claim__payee_name"),
            sort_name=Max("claim__cadre__sort_name"),
            born=Max("claim__cadre__birth_date"),
            group=Max("claim__group__name"),
            unit=Max("claim__cadre__managing_unit__name"),
            staff_unit=Max("claim__recipient__unit__name"),
            occurrences=Sum("occurrences"),
            quantity=Sum("quantity"),
            amount=Sum("amount"),
        )
        .order_by("group", "sort_name", "name", "claim__cadre_id", "claim__recipient_id")
    )


def _person(row: dict[str, Any], line: Line, quantity: str) -> Person:
    return Person(
        line=line.title,
        key=f"{row['claim__cadre_id'] or ''}/{row['claim__recipient_id'] or ''}",
        name=row["name"],
        born=str(row["born"].year) if row["born"] else "",
        group=row["group"] or "",
        unit=row["unit"] or row["staff_unit"] or "",
        quantity=row[quantity],
        amount=row["amount"],
    )


def _values(person: Person) -> Sequence[str | int]:
    return [getattr(person, name) for name in Person.__slots__]


def _kept(beside: IO[str]) -> Iterator[Person]:
    beside.seek(0)
    return (Person(*json.loads(line)) for line in beside)


def _watched(appendix: AppendixFile, people: Iterable[Person]) -> Iterator[Person]:
    """The same people; now and then the page of the list hears how far it is."""
    told = monotonic()
    for done, person in enumerate(people, start=1):
        yield person
        if monotonic() - told > STIR_AFTER:
            told = monotonic()
            _stir(appendix, done=done)


def _stir(appendix: AppendixFile, **fields: Any) -> None:
    AppendixFile.objects.filter(pk=appendix.pk).update(stirred_at=timezone.now(), **fields)


def _head(appendix: AppendixFile) -> ListHead:
    report = appendix.report
    subject = writer_for(reckon(report)).line(report.subject_line)
    document = official_document(report, subject)
    return ListHead(
        name=appendix.name,
        title=appendix.title,
        attached_to=document.attached_to,
        unit_note="Đơn vị tính: đồng",
        issuing_body=document.issuing_body,
    )


def _list_rows(people: Iterable[Person], found: Found, regime: Regime) -> Iterator[ListRow]:
    line = ""
    for place, person in enumerate(people, start=1):
        if len(found.lines) > 1 and person.line != line:
            line = person.line
            rows, amount = found.lines[line]
            words = f"{line}: {padded_count(rows)} người"
            yield ListRow((words, "", money(amount)), "part", UNDER_LABEL)
        yield ListRow(
            (
                count(place),
                person.name,
                person.born,
                person.group,
                person.unit,
                count(person.quantity),
                money(person.amount),
            )
        )
    total = f"Tổng cộng: {padded_count(len(found.people))} người"
    yield ListRow((total, count(found.quantity), money(found.amount)), "total", UNDER_LABEL)


def _columns(quantity: str) -> list[ListColumn]:
    return [
        ListColumn("TT", 12, "centre"),
        ListColumn("Họ và tên", 37),
        ListColumn("Năm sinh", 11, "centre"),
        ListColumn("Đối tượng", 23),
        ListColumn("Đơn vị", 37),
        ListColumn(quantity, 14, "right"),
        ListColumn("Kinh phí", 28, "right"),
    ]


def _sheet_columns(quantity: str) -> list[TableColumn]:
    return [
        TableColumn("TT", "integer", width=7),
        TableColumn("Họ và tên", width=28),
        TableColumn("Năm sinh", width=10),
        TableColumn("Đối tượng", width=18),
        TableColumn("Đơn vị", width=32),
        TableColumn("Nội dung", width=36),
        TableColumn(quantity, "integer", total=True),
        TableColumn("Kinh phí (đồng)", "money", total=True),
    ]


def _sheet_rows(people: Iterable[Person]) -> Iterator[tuple[Any, ...]]:
    for place, person in enumerate(people, start=1):
        yield (
            place,
            person.name,
            person.born,
            person.group,
            person.unit,
            person.line,
            person.quantity,
            person.amount,
        )
