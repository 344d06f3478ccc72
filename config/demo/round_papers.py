"""What goes to and fro in a round of check-ups: the signed plan, who came, the hospital's bill."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from config.demo.people import Person
from config.demo.plan import PlannedRound
from config.formatting import count, date_on_paper, date_short, money
from config.long_list import ListColumn, ListHead, ListRow, long_list_pdf
from config.workbooks.writing import TableColumn, table_workbook


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody examined on a day for so many đồng."""

    person: Person
    on: date
    cost: int


@dataclass(frozen=True, slots=True)
class Stayed:
    """Somebody who didn't come, and why, in the words of the workbook."""

    person: Person
    reason: str


def plan_pdf(
    planned: PlannedRound, groups: Iterable[str], facilities: Iterable[str], issuing_body: str
) -> bytes:
    """The plan on one page."""
    head = ListHead(
        name="Kế hoạch",
        title=planned.title,
        attached_to=f"Số {planned.plan_number} ngày {date_on_paper(planned.plan_date)}",
        issuing_body=issuing_body,
    )
    people = "; ".join(groups) or "Người được cử dự, theo danh sách"
    rows = (
        ("Người được khám", people),
        ("Số người dự kiến", count(planned.listed) if planned.listed else "Theo danh sách"),
        ("Nơi khám", "; ".join(facilities)),
        ("Thời gian", f"{date_short(planned.begins_on)} – {date_short(planned.ends_on)}"),
        ("Đơn vị xác nhận danh sách trước", date_short(planned.confirm_by)),
        ("Dự toán", f"{money(planned.estimate)} đồng"),
    )
    columns = (ListColumn("Nội dung", 55), ListColumn("Kế hoạch", 110))
    closing = ["Bản trình diễn: nội dung là giả định."]
    return long_list_pdf(head, columns, map(ListRow, rows), closing=closing).content


WHO = (
    TableColumn("STT", "integer", 6),
    TableColumn("Họ và tên", width=28),
    TableColumn("Ngày sinh", "date", 12),
    TableColumn("Số CCCD", width=16),
)


def attendance_sheet(title: str, people: Sequence[Came | Stayed]) -> bytes:
    """Who came and when, who didn't and why."""
    columns = [*WHO, TableColumn("Ngày khám", "date"), TableColumn("Đã khám")]
    columns.append(TableColumn("Lý do vắng", width=24))
    rows = ((*_who(number, each.person), *_presence(each)) for number, each in enumerate(people, 1))
    return table_workbook(title=f"Điểm danh: {title}", columns=columns, rows=rows, totals=False)


def bill_sheet(title: str, people: Sequence[Came]) -> bytes:
    """A facility's bill: a line a person, and the sum."""
    columns = (*WHO, TableColumn("Ngày khám", "date"), TableColumn("Thành tiền", "money", 16))
    rows: list[tuple[object, ...]] = [
        (*_who(number, each.person), each.on, each.cost) for number, each in enumerate(people, 1)
    ]
    rows.append((None, "Tổng cộng", None, None, None, sum(each.cost for each in people)))
    return table_workbook(
        title=f"Bảng kê chi phí: {title}", columns=columns, rows=rows, totals=False
    )


def _who(number: int, person: Person) -> tuple[object, ...]:
    return (number, person.full_name, person.birth_date, person.citizen_id)


def _presence(each: Came | Stayed) -> tuple[object, ...]:
    return (each.on, "Có", None) if isinstance(each, Came) else (None, "Không", each.reason)
