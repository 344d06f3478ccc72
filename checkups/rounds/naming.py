"""People told by text, one a line, as they are pasted from a sheet or read from a workbook."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from beneficiaries.identity import CITIZEN_ID, INSURANCE_NUMBER, compact, parse_day
from beneficiaries.models import Cadre
from beneficiaries.picking import one_person
from config.workbooks.cells import Unusable, is_blank, shown
from config.workbooks.opening import Head, read_sheet

HEADS = (
    Head(name="full_name", head="Họ và tên", required=True, aliases=("Họ tên",)),
    Head(name="birth_date", head="Ngày sinh", aliases=("Ngày, tháng, năm sinh",)),
    Head(name="citizen_id", head="Số CCCD", aliases=("CCCD", "Số định danh")),
    Head(name="insurance", head="Số thẻ BHYT", aliases=("BHYT",)),
)
MOST_NAMED = 1_000  # people in one list


def people_named(user: User, lines: list[str]) -> tuple[list[Cadre], list[str]]:
    """The people, each once, and what is wrong with the lines that don't name one person."""
    people: dict[int, Cadre] = {}
    faults = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cadre = one_person(user, told_by(line.split("\t")))
        except ValidationError as refused:
            faults.append(f"Dòng {number} “{' '.join(line.split())[:60]}”: {refused.messages[0]}")
        else:
            people[cadre.pk] = cadre
    return list(people.values()), faults


def told_by(cells: list[str]) -> str:
    """What names the person in a row: a number of theirs, else name and birth date."""
    cells = [cell.strip() for cell in cells if cell.strip()]
    for cell in cells:
        number = compact(cell)
        if CITIZEN_ID.fullmatch(number) or INSURANCE_NUMBER.fullmatch(number):
            return cell
    if len(cells) < 2:
        return " ".join(cells)
    words = [cell for cell in cells if not cell.replace(".", "").isdecimal()]
    days = [cell for cell in words if parse_day(cell)]
    names = [cell for cell in words if not parse_day(cell)]
    return " ".join([*names[:1], *days[:1]])


def rows_of_workbook(file: bytes) -> list[str]:
    """The people of the first sheet that names any, as lines. Raises ``WorkbookRefused``."""
    sheet = read_sheet(file, heads=HEADS)
    places = [sheet.places[head.name] for head in HEADS if head.name in sheet.places]
    return ["\t".join(_cell(row[place]) for place in places) for row in sheet.cells]


def _cell(raw: Any) -> str:
    return "" if is_blank(raw) or isinstance(raw, Unusable) else shown(raw)
