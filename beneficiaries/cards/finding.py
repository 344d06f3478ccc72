"""People named by a list of typed numbers or by an uploaded workbook."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, HealthCard
from beneficiaries.search import Asked, recognise
from config.encryption import keyed_hash
from config.workbooks.cells import shown
from config.workbooks.opening import Head, read_sheet

UNKNOWN = "không tìm thấy ai trong danh sách cán bộ mà bạn được xem"
MOST_TYPED = 10_000

HEADS = (
    Head(name="citizen_id", head="Số CCCD", aliases=("CCCD", "Số định danh", "Số căn cước")),
    Head(name="card", head="Số thẻ BVSK", aliases=("Số thẻ", "Số thẻ cũ", "Thẻ BVSK")),
    Head(name="name", head="Họ và tên", aliases=("Họ tên",)),
    Head(name="born", head="Ngày sinh"),
    Head(name="number", head="Số thẻ mới", aliases=("Số thẻ cấp mới",)),
)


@dataclass(frozen=True, slots=True)
class Named:
    """One line of the list as typed; ``number`` is that of the card to be given, if typed."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Who was meant, or why that is not known."""

    named: Named
    cadre: Cadre | None
    fault: str = ""


def typed_lines(text: str) -> list[Named]:
    """One person a line."""
    return [Named(line.strip()) for line in text.splitlines() if line.strip()]


def workbook_lines(content: bytes) -> list[Named]:
    """One person a row. Raises ``WorkbookRefused`` when the file or its heads don't fit."""
    sheet = read_sheet(content, heads=HEADS)
    lines = []
    for cells in sheet.cells:
        row = {name: shown(cells[place]).strip() for name, place in sheet.places.items()}
        person = f"{row.get('name', '')} {row.get('born', '')}".strip()
        text = row.get("citizen_id") or row.get("card") or person
        if text:
            lines.append(Named(text, row.get("number", "")))
    return lines


def find_named(user: User, lines: Sequence[Named]) -> list[Found]:
    """Whom each line means, among the people ``user`` may see; a few queries for all lines."""
    people = Cadre.objects.visible_to(user)
    asked = [recognise(line.text) for line in lines]
    known = {
        "citizen_id": _by(people, "citizen_id_hash", asked, "citizen_id", hashed=True),
        "insurance": _by(people, "insurance_number", asked, "insurance"),
        "name": _by(people, "search_name", asked, "name"),
        "name_and_day": _by(people, "search_name", asked, "name_and_day"),
        "card": _by_card_number(people, asked),
        "card_code": _by_card_code(people, asked),
    }
    return [_found(line, ask, known) for line, ask in zip(lines, asked, strict=True)]


def _by(
    people: QuerySet[Cadre], column: str, asked: Sequence[Asked], kind: str, *, hashed: bool = False
) -> dict[str, list[Cadre]]:
    """People by what was typed for them."""
    values = {one.value for one in asked if one.kind == kind}
    texts = {keyed_hash(value) if hashed else value: value for value in values}
    found: dict[str, list[Cadre]] = {}
    for cadre in any_of(people, column, texts, "text") if texts else ():
        found.setdefault(texts[getattr(cadre, column)], []).append(cadre)
    return found


def _by_card_number(people: QuerySet[Cadre], asked: Sequence[Asked]) -> dict[str, list[Cadre]]:
    numbers = {one.value for one in asked if one.kind == "card"}
    if not numbers:
        return {}
    cards = any_of(HealthCard.objects.filter(cadre__in=people), "number", numbers, "text")
    return {card.number: [card.cadre] for card in cards.select_related("cadre")}


def _by_card_code(people: QuerySet[Cadre], asked: Sequence[Asked]) -> dict[str, list[Cadre]]:
    """Scanned cards, one by one: nobody scans thousands."""
    codes = {one.value for one in asked if one.kind == "card_code"}
    mine = HealthCard.objects.filter(cadre__in=people).select_related("cadre")
    found = ((code, mine.with_code(code).first()) for code in codes)
    return {code: [card.cadre] for code, card in found if card}


def _found(line: Named, asked: Asked, known: dict[str, dict[str, list[Cadre]]]) -> Found:
    people = known.get(asked.kind, {}).get(asked.value, [])
    if asked.birth_date:
        people = [cadre for cadre in people if cadre.birth_date == asked.birth_date]
    if len(people) == 1:
        return Found(line, people[0])
    if people:
        fault = f"có {len(people)} người cùng tên; hãy ghi số CCCD hoặc số thẻ"
        return Found(line, None, fault)
    return Found(line, None, UNKNOWN)
