"""The workbooks of the demo year, as offices would send them in."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from beneficiaries.registry_columns import registry_columns
from claims.importing import columns_of, event_kinds
from config.demo.people import Person
from config.demo.year import HISTORY_ENDS, Happening
from config.workbooks.judging import Column
from config.workbooks.writing import Kind, TableColumn, table_workbook

SINCE = date(2025, 1, 1)
DECISION = "Quyết định phê duyệt danh sách đối tượng năm 2025"
GROUP_WORDS = {"other": "Đối tượng khác"}
PAYER = "ngan-sach-tinh"
CELL_KINDS: dict[str, Kind] = {"date": "date", "money": "money", "integer": "integer"}


def registry_sheet(title: str, people: Iterable[Person]) -> bytes:
    """People with their group and the card they have; new ones get theirs during 2025."""
    rows = [
        {
            **_who(person),
            "insurance_number": person.insurance_number,
            "post": person.post,
            "commune": person.commune,
            "care_facility": person.care_facility,
            "retired_on": person.retired_on,
            "party_badge_years": person.party_badge_years,
            "bank_account": person.bank_account,
            "bank_name": person.bank_name,
            "group": GROUP_WORDS.get(person.group, f"Đối tượng {person.group}"),
            "since": SINCE,
            "decision": DECISION,
            "card_number": person.card_number,
            "card_issued_on": in_2025(person) if person.is_new else before_2025(person),
            "card_kind": "Cấp mới",
        }
        for person in people
    ]
    return _sheet(title, registry_columns(), rows)


def reissue_sheet(title: str, people: Iterable[Person]) -> bytes:
    """New cards in place of old ones; the rest of the row says only who it is."""
    rows = [
        {
            **_who(person),
            "card_number": f"LS-{10_000 + person.number:06d}",
            "card_issued_on": in_2025(person),
            "card_kind": "Cấp đổi",
        }
        for person in people
    ]
    wanted = set().union(*rows)
    return _sheet(title, [c for c in registry_columns() if c.name in wanted], rows)


def event_sheet(kind: str, happenings: Sequence[Happening], *, paid: bool = False) -> bytes:
    """One workbook of one kind; ``paid`` with what the old books say of the payment."""
    found = event_kinds()[kind]
    own = [column.name for column in found.columns]
    rows = []
    for happening in happenings:
        row: dict[str, Any] = dict(zip(own, happening.cells, strict=True))
        if paid:
            paid_on = paid_in_old_books(happening)
            row |= {"payer": PAYER, "paid_on": paid_on, "paid_amount": happening.amount}
            row["voucher"] = f"C2-02a/{paid_on:%m}{1 + happening.on.day % 9:02d}"
        rows.append(row)
    return _sheet(found.title, columns_of(found, paid=paid), rows)


def paid_in_old_books(happening: Happening) -> date:
    """The middle of the next month, or the end of the quarter that was taken over."""
    following = (happening.last_day.replace(day=1) + timedelta(days=31)).replace(day=14)
    return min(following, HISTORY_ENDS) if happening.is_history else following


def before_2025(person: Person) -> date:
    return date(2020, 1, 6) + timedelta(days=person.number * 37 % 1_700)


def in_2025(person: Person) -> date:
    return date(2025, 1, 13) + timedelta(days=person.number * 29 % 330)


def _who(person: Person) -> dict[str, Any]:
    return {
        "full_name": person.full_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "citizen_id": person.citizen_id,
        "managing_unit": person.managing_unit,
    }


def _sheet(title: str, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    return table_workbook(
        title=title,
        columns=[
            TableColumn(column.head, CELL_KINDS.get(column.parser.kind, "text"))
            for column in columns
        ],
        rows=([row.get(column.name) for column in columns] for row in rows),
        totals=False,
    )
