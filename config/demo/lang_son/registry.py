"""The registry workbooks of Lạng Sơn: who was there, whose first card came, who got a new one."""

from collections.abc import Iterable
from datetime import date, timedelta

from beneficiaries.registry.columns import registry_columns
from config.demo.lang_son.people import Person
from config.demo.sheets import RegistryLine, registry_sheet, sheet, who

SINCE = date(2025, 1, 1)
DECISION = "Quyết định phê duyệt danh sách đối tượng năm 2025"
RESOLUTION_NUMBER = "24/2024/NQ-HĐND"


def known_sheet(people: Iterable[Person]) -> bytes:
    title = "Danh sách cán bộ được bảo vệ, chăm sóc sức khỏe"
    return registry_sheet(title, (as_known(person) for person in people if not person.is_new))


def new_sheet(people: Iterable[Person]) -> bytes:
    title = "Danh sách cấp thẻ lần đầu năm 2025"
    return registry_sheet(title, (as_known(person) for person in people if person.is_new))


def reissue_sheet(people: Iterable[Person]) -> bytes:
    """New cards in place of old ones; the rest of the row says only who it is."""
    rows = [
        {
            **who(person),
            "card_number": f"LS-{10_000 + person.number:06d}",
            "card_issued_on": in_2025(person),
            "card_kind": "Cấp đổi",
        }
        for person in people
        if person.is_reissued
    ]
    wanted = set().union(*rows)
    columns = [column for column in registry_columns() if column.name in wanted]
    return sheet("Danh sách cấp đổi thẻ năm 2025", columns, rows)


def as_known(person: Person) -> RegistryLine:
    """The line of a person with the first card they have."""
    name = "Đối tượng khác" if person.group == "other" else f"Đối tượng {person.group}"
    return RegistryLine(
        person=person,
        group=f"{name} ({RESOLUTION_NUMBER})",
        since=SINCE,
        decision=DECISION,
        card_number=person.card_number,
        card_issued_on=in_2025(person) if person.is_new else before_2025(person),
    )


def before_2025(person: Person) -> date:
    return date(2020, 1, 6) + timedelta(days=person.number * 37 % 1_700)


def in_2025(person: Person) -> date:
    return date(2025, 1, 13) + timedelta(days=person.number * 29 % 330)
