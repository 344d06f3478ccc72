"""Everything a bill is compared with, fetched in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, HealthCard
from claims.actions import question_of
from claims.assessing import assess_many
from claims.billing.identifying import Found, Line, Person
from claims.billing.matching import Allowed
from claims.billing.occasions import Billed, Listed, Occasion, Thing
from claims.models import Bill, BillLine, Fact


@dataclass(slots=True)
class Around:
    """The occasion of a bill, its people as the matcher wants them, and their rows."""

    bill: Bill
    occasion: Occasion
    thing: Thing
    listed: Mapping[int, Listed]
    cadres: dict[int, Cadre] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)

    def ask(self, asked: Sequence[Found]) -> dict[int, Allowed]:
        """What the law pays for these lines, in the order in which things happened."""
        ordered = sorted(asked, key=lambda each: (each.day or self.thing.begins_on, each.line.row))
        moment = timezone.now()
        facts = [self._fact_of(each, moment) for each in ordered]
        answers = assess_many([question_of(fact) for fact in facts])
        return {
            each.line.row: Allowed(
                answer.amount,
                "" if answer.lines else " ".join(refusal.sentence for refusal in answer.refusals),
            )
            for each, answer in zip(ordered, answers, strict=True)
        }

    def _fact_of(self, found: Found, moment: datetime) -> Fact:
        if found.cadre is None or found.day is None:
            raise ValueError(f"row {found.line.row} isn't ready to be asked about")
        billed = Billed(
            self.cadres[found.cadre],
            self.bill.facility,
            found.day,
            found.days,
            found.line.amount,
        )
        return made_fact(self, billed, self.bill, moment)


def made_fact(around: Around, billed: Billed, bill: Bill, moment: datetime) -> Fact:
    """An unsaved fact of a line, as if the one who uploaded the bill recorded it."""
    fact = around.occasion.fact(around.thing, billed)
    fact.unit, fact.recorded_by, fact.recorded_at = bill.unit, bill.uploaded_by, moment
    return fact


def look_around(
    bill: Bill,
    occasion: Occasion,
    thing: Any,
    lines: Iterable[Line],
    kept: Iterable[BillLine],
    also: Iterable[int] = (),
) -> Around:
    """Everybody whom the lines may be about, on the list or not, and ``also`` these.

    A small bill of a large occasion fetches its own people, not the whole list.
    """
    around = Around(bill, occasion, thing, occasion.listed(thing))
    lines = list(lines)
    cards = _cards_by_number(line.card for line in lines if line.card)
    around.cadres = _by_id({*cards.values(), *also})
    _add_named(around.cadres, lines)
    billed = _billed_elsewhere(around, kept)
    held = _by_holder(cards)
    around.people = [
        _person(cadre, around.listed.get(pk), held.get(pk, ()), billed.get(pk, ""))
        for pk, cadre in around.cadres.items()
    ]
    return around


def _add_named(cadres: dict[int, Cadre], lines: Sequence[Line]) -> None:
    """Whomever the papers name; by name only where papers name nobody."""
    hashes = {cadre.citizen_id_hash for cadre in cadres.values()}
    insurances = {cadre.insurance_number for cadre in cadres.values()}
    strange = {line.citizen_hash for line in lines} - hashes
    cadres |= _found_by("citizen_id_hash", strange, "text")
    cadres |= _found_by("insurance_number", {line.insurance for line in lines} - insurances, "text")
    of_paper = {(cadre.citizen_id_hash, cadre.search_name) for cadre in cadres.values()}
    names = {line.name for line in lines if (line.citizen_hash, line.name) not in of_paper}
    cadres |= _found_by("search_name", names, "text")


def people_of(cadre_ids: Iterable[int], lines: Iterable[Line]) -> list[Person]:
    """Only these people, all taken as on the list: for lists that aren't about money."""
    cadres = _by_id(set(cadre_ids))
    cards = _cards_by_number(line.card for line in lines if line.card)
    held = _by_holder(cards)
    return [_person(cadre, Listed(), held.get(pk, ()), "") for pk, cadre in cadres.items()]


def _by_id(ids: Collection[int]) -> dict[int, Cadre]:
    return _found_by("id", ids, "bigint")


def _found_by(column: str, values: Collection[Any], sql_type: str) -> dict[int, Cadre]:
    """The encrypted columns aren't read: 8,000 of them take as long as all the rest."""
    wanted = [value for value in values if value]
    if not wanted:
        return {}
    people = Cadre.objects.defer("citizen_id", "bank_account")
    return {cadre.pk: cadre for cadre in any_of(people, column, wanted, sql_type)}


def _by_holder(cards: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    held: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for number, cadre in cards.items():
        held[cadre] += (number,)
    return held


def _cards_by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Also recalled cards: an old one still says who its holder is."""
    found = any_of(HealthCard.objects.all(), "number", set(numbers), "text")
    return dict(found.values_list("number", "cadre_id"))


def _billed_elsewhere(around: Around, kept: Iterable[BillLine]) -> dict[int, str]:
    """Who is paid for already: by another bill, by a line that stays, by hand."""
    bill = around.bill
    found = dict(around.occasion.recorded(around.thing, None))
    others = BillLine.objects.filter(
        occasion_kind=bill.occasion_kind, occasion_id=bill.occasion_id, stands=True
    ).exclude(bill=bill)
    for cadre, number, facility in others.values_list(
        "cadre_id", "bill__number", "bill__facility__name"
    ):
        found[cadre] = f"Người này đã có ở bảng kê số {number} của {facility}."
    for line in kept:
        if line.cadre_id and line.stands:
            found[line.cadre_id] = f"Người này đã có ở dòng {line.row} của bảng kê này."
    return found


def _person(cadre: Cadre, listed: Listed | None, cards: tuple[str, ...], billed: str) -> Person:
    part = listed or Listed()
    return Person(
        cadre=cadre.pk,
        name=cadre.search_name,
        # Who isn't on the list is nobody the facility should learn of.
        shown=cadre.full_name if listed else "một người ngoài danh sách",
        born=cadre.birth_date,
        citizen_hash=cadre.citizen_id_hash,
        insurance=cadre.insurance_number,
        cards=cards,
        listed=listed is not None,
        attended=part.attended,
        day=part.day,
        days=part.days,
        billed=billed,
    )
