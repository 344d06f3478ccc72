"""The workbooks of the demo year, as offices would send them in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from beneficiaries.registry.columns import registry_columns
from claims.importing import columns_of, event_kinds
from config.demo.people import Person
from config.demo.plan import HISTORY_ENDS, Happening
from config.workbooks.judging import Column
from config.workbooks.writing import Kind, TableColumn, table_workbook

CELL_KINDS: dict[str, Kind] = {"date": "date", "money": "money", "integer": "integer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryLine:
    """A person with the group a decision puts them in, and the card they have or get."""

    person: Person
    group: str
    since: date
    decision: str
    card_number: str = ""
    card_issued_on: date | None = None

    def row(self) -> dict[str, Any]:
        person = self.person
        return {
            **who(person),
            "insurance_number": person.insurance_number,
            "post": person.post,
            "commune": person.commune,
            "care_facility": person.care_facility,
            "retired_on": person.retired_on,
            "party_badge_years": person.party_badge_years,
            "bank_account": person.bank_account,
            "bank_name": person.bank_name,
            "group": self.group,
            "since": self.since,
            "decision": self.decision,
            "card_number": self.card_number,
            "card_issued_on": self.card_issued_on,
            "card_kind": "Cấp mới" if self.card_number else "",
        }


def registry_sheet(title: str, lines: Iterable[RegistryLine]) -> bytes:
    return sheet(title, registry_columns(), (line.row() for line in lines))


def event_sheet(kind: str, happenings: Sequence[Happening], *, paid: bool = False) -> bytes:
    """One workbook of one kind; ``paid`` with what the old books say of the payment."""
    found = event_kinds()[kind]
    own = [column.name for column in found.columns]
    rows = []
    for happening in happenings:
        row: dict[str, Any] = dict(zip(own, happening.cells, strict=True))
        if paid:
            paid_on = paid_in_old_books(happening)
            row |= {
                "payer": happening.payer,
                "paid_on": paid_on,
                "paid_amount": happening.amount,
                "voucher": f"C2-02a/{paid_on:%m}{1 + happening.on.day % 9:02d}",
            }
        rows.append(row)
    return sheet(found.title, columns_of(found, paid=paid), rows)


def paid_in_old_books(happening: Happening) -> date:
    """The middle of the next month, or the end of the quarter that was taken over."""
    following = (happening.last_day.replace(day=1) + timedelta(days=31)).replace(day=14)
    return min(following, HISTORY_ENDS) if happening.is_history else following


def who(person: Person) -> dict[str, Any]:
    """The cells that tell one person from another."""
    return {
        "full_name": person.full_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "citizen_id": person.citizen_id,
        "managing_unit": person.managing_unit,
    }


def sheet(title: str, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    return table_workbook(
        title=title,
        columns=[
            TableColumn(column.head, CELL_KINDS.get(column.parser.kind, "text"))
            for column in columns
        ],
        rows=([row.get(column.name) for column in columns] for row in rows),
        totals=False,
    )
