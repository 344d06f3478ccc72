"""Finding people by what was typed: a name with or without accents, a number, a scanned card."""

import re
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from accounts.models import User
from beneficiaries.identity import (
    CITIZEN_ID,
    INSURANCE_NUMBER,
    compact,
    parse_citizen_qr,
    parse_day,
)
from beneficiaries.models import Cadre, HealthCard
from beneficiaries.models.cadre import NAME_WORDS, CadreQuerySet
from config.encryption import keyed_hash
from config.names import normalise_for_search

NAME_AND_DAY = re.compile(
    r"(?P<name>.+?)[\s,;]+(?:sinh\s+)?(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})\s*"
)
KEY = re.compile(r".*\bmã\s+(?P<key>\d{1,18})\s*", re.IGNORECASE | re.DOTALL)
# The QR of a health card: its address, or only the code in it. A scanner that types while a
# Vietnamese keyboard is on may garble the letters before; of digits it makes nothing else.
CARD_CODE = re.compile(r"(?:\S*/the/tra/)?(?P<code>\d{39})/?", re.ASCII)
CARD_NUMBER = re.compile(r"(?=.*\d)[0-9A-ZĐ][0-9A-ZĐ/\-]{2,19}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a typed text was taken for. ``exact``: it names one person, not several."""

    kind: str
    value: str
    birth_date: date | None = None

    @property
    def exact(self) -> bool:
        return self.kind in {"key", "citizen_id", "insurance", "name_and_day", "card_code"}


def recognise(text: str) -> Asked:
    """Take a typed or scanned text for a key, a number, a name with a day, or a name."""
    text = text.strip()
    if card := parse_citizen_qr(text):
        return Asked("citizen_id", card.citizen_id)
    if found := CARD_CODE.fullmatch(text):
        return Asked("card_code", found["code"])
    if found := KEY.fullmatch(text):
        return Asked("key", found["key"])
    number = compact(text)
    if CITIZEN_ID.fullmatch(number):
        return Asked("citizen_id", number)
    if INSURANCE_NUMBER.fullmatch(number):
        return Asked("insurance", number)
    if (found := NAME_AND_DAY.fullmatch(text)) and (day := parse_day(found["day"])):
        return Asked("name_and_day", normalise_for_search(found["name"]), day)
    if CARD_NUMBER.fullmatch(number):
        return Asked("card", text.strip())
    return Asked("name", normalise_for_search(text))


def find_people(user: User, text: str) -> CadreQuerySet:
    """People the user may see whom ``text`` names, in name order; none for an empty text."""
    return matching(Cadre.objects.visible_to(user), text).in_name_order()


def matching(people: CadreQuerySet, text: str) -> CadreQuerySet:
    """``people`` narrowed to those whom ``text`` names."""
    asked = recognise(text)
    if not asked.value:
        return people.none()
    match asked.kind:
        case "key":
            return people.filter(pk=int(asked.value))
        case "citizen_id":
            # Since 1/8/2025 the citizen ID is the insurance number, too.
            by_citizen_id = Q(citizen_id_hash=keyed_hash(asked.value))
            return people.filter(by_citizen_id | Q(insurance_number=asked.value))
        case "insurance":
            return people.filter(insurance_number=asked.value)
        case "name_and_day" if asked.birth_date:
            return people.filter(search_name=asked.value, birth_date=asked.birth_date)
        case "card_code":
            return people.filter(pk__in=HealthCard.objects.with_code(asked.value).values("cadre"))
        case "card":
            return people.filter(
                pk__in=HealthCard.objects.filter(number=asked.value).values("cadre")
            )
    return named(people, asked.value)


def named(people: CadreQuerySet, name: str) -> CadreQuerySet:
    """People whose name holds every word of ``name`` (already without accents), each as a
    beginning of a word: ``ng van a`` finds Nguyễn Văn An. Uses the index of name words."""
    beginnings = " & ".join(f"{word}:*" for word in name.split())
    query = SearchQuery(beginnings, search_type="raw", config="simple")
    return people.alias(name_words=NAME_WORDS).filter(name_words=query)
