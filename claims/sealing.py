"""Sealing what was paid: each claim's record is hashed together with the hash before it.

Whoever changes, adds or takes away a row afterwards breaks the chain;
``claims.verifying`` finds the place.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import batched
from typing import NamedTuple

from django.db import connection, transaction

from claims.models import Seal, SealedLaw
from claims.models.seal import BEFORE_THE_FIRST
from claims.sealed_record import Laws, records_of
from config.copying import copy_in

BATCH_CLAIMS = 1_000
# The number of the lock that whoever lengthens the chain holds until the end of the transaction.
CHAIN_LOCK = 2_024_061_601
COLUMNS = ("position", "claim_id", "previous_hash", "hash", "sealed_at", "record")


class Link(NamedTuple):
    """The end of a chain, or of the part of it that has been walked."""

    position: int
    hash: str


@transaction.atomic(savepoint=False)
def seal(claims: Iterable[int], at: datetime) -> None:
    """Seal claims that have just been paid or settled, in the order of their ids.

    Raises ``IntegrityError`` when one of them is sealed already. Two at once wait for each
    other: a chain has one end.
    """
    ids = sorted(claims)
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    link, laws = last_link(), Laws()
    for batch in batched(ids, BATCH_CLAIMS):  # the last one may be shorter
        rows = list(_rows(batch, link, at, laws))
        copy_in(Seal, COLUMNS, rows)
        link = Link(rows[-1][0], rows[-1][3])
    _keep(laws)


def last_link() -> Link:
    """The end of the chain as it stands."""
    last = Seal.objects.order_by("-position").values_list("position", "hash").first()
    return Link(*last) if last else Link(0, BEFORE_THE_FIRST)


Row = tuple[int, int, str, str, datetime, str]


def _rows(ids: Iterable[int], link: Link, at: datetime, laws: Laws) -> Iterator[Row]:
    for claim_id, record in records_of(list(ids), laws):
        position, before = link.position + 1, link.hash
        link = Link(position, hash_of(position, before, claim_id, at, record))
        yield position, claim_id, before, link.hash, at, record


def _keep(laws: Laws) -> None:
    """What the law says is kept once, however many claims rest on it."""
    texts = {law.hash: law.text for law in laws.values()}
    SealedLaw.objects.bulk_create(
        (SealedLaw(hash=law_hash, text=text) for law_hash, text in texts.items()),
        ignore_conflicts=True,
    )


def hash_of(position: int, previous_hash: str, claim_id: int, at: datetime, record: str) -> str:
    """SHA-256 over one line of JSON: the record and its place in the chain."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = (
        f'{{"position":{position},"previous_hash":"{previous_hash}","claim_id":{claim_id},'
        f'"sealed_at":"{moment}","record":{record}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()
