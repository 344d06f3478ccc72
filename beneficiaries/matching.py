"""What the registry already knows of the people in a workbook, fetched in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import User
from beneficiaries.models import Cadre, HealthCard, Membership
from config.workbooks.judging import JudgedRow

type NameAndDay = tuple[str, date]


@dataclass(slots=True)
class Known:
    """People by hash of their citizen ID and by name and birth date, with memberships and cards.

    ``unseen`` are hashes of people outside the user's sight. The encrypted columns aren't read.
    """

    by_hash: dict[str, Cadre] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)
    by_name: dict[NameAndDay, list[Cadre]] = field(default_factory=lambda: defaultdict(list))
    memberships: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    valid_cards: dict[int, HealthCard] = field(default_factory=dict)
    card_numbers: dict[str, HealthCard] = field(default_factory=dict)


def look_up(
    user: User, hashes: Sequence[str], names: Sequence[str], rows: Sequence[JudgedRow]
) -> Known:
    """All that is known about people with these hashes of citizen IDs or these names."""
    known = Known()
    if not Cadre.objects.exists():
        return known
    _add_people(known, user, [value for value in hashes if value], set(names))
    people = {cadre.pk for cadre in known.by_hash.values()}
    people |= {cadre.pk for same in known.by_name.values() for cadre in same}
    memberships = any_of(Membership.objects.all(), "cadre_id", people, "bigint")
    for membership in memberships.select_related("group").order_by("since"):
        known.memberships[membership.cadre_id].append(membership)
    for card in any_of(HealthCard.objects.all(), "cadre_id", people, "bigint"):
        if card.recalled_on is None:
            known.valid_cards[card.cadre_id] = card
    numbers = {row.values["card_number"] for row in rows if row.values["card_number"]}
    known.card_numbers = {
        card.number: card for card in any_of(HealthCard.objects.all(), "number", numbers, "text")
    }
    return known


def _add_people(known: Known, user: User, hashes: list[str], names: set[str]) -> None:
    everybody = Cadre.objects.defer("citizen_id", "bank_account")
    for cadre in any_of(everybody.visible_to(user), "citizen_id_hash", hashes, "text"):
        known.by_hash[cadre.citizen_id_hash] = cadre
    if not user.unit.sees_all:
        found = any_of(Cadre.objects.all(), "citizen_id_hash", hashes, "text")
        known.unseen = set(found.values_list("citizen_id_hash", flat=True)) - known.by_hash.keys()
    for cadre in any_of(everybody.visible_to(user), "search_name", names, "text"):
        known.by_name[cadre.search_name, cadre.birth_date].append(cadre)


def any_of[Row: Model](
    rows: QuerySet[Row], column: str, values: Iterable[object], sql_type: str
) -> QuerySet[Row]:
    """Rows whose column is one of many values, sent as one array instead of as many parameters."""
    wanted = RawSQL(f"SELECT unnest(%s::{sql_type}[])", [list(values)])
    return rows.filter(**{f"{column}__in": wanted})
