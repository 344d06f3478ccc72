"""What is stored of people's facts and claims, read in few statements and without secrets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from claims.facts import FactKind
from claims.models import Claim, ClaimLine, Fact
from claims.models.claim import CLOSED_WITHOUT_EFFECT, DONE
from config.encryption import EncryptedTextField
from policies.rules import Used

OWNERS = {"cadre": ("cadre",), "recipient": ("recipient", "supplier")}  # fields of facts

type FactKey = tuple[str, int]


class Entry(NamedTuple):
    """A line of the ledger with whose fact it is."""

    fact: FactKey
    claim: int
    made_at: datetime
    is_paid: bool
    resolution: int
    group: int | None
    used: Used


@dataclass
class Ledger:
    """The live claims of some people: their lines, and which facts they are for."""

    entries: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    refused: set[FactKey] = field(default_factory=set)  # by an officer, and nothing is left


def ledger_of(whose: str, ids: Sequence[int]) -> Ledger:
    ledger = Ledger()
    rows = (
        ClaimLine.objects.filter(**{f"claim__{whose}__in": ids})
        .exclude(claim__state__in=CLOSED_WITHOUT_EFFECT)
        .order_by("claim_id", "position")
        .values_list(
            f"claim__{whose}_id",
            "claim__fact_kind",
            "claim__fact_id",
            "claim_id",
            "claim__made_at",
            "claim__state",
            "claim__resolution_id",
            "claim__resolution__code",
            "claim__group_id",
            "benefit__code",
            "decided_on",
            "quantity",
            "amount",
            "occurrences",
        )
    )
    for pk, kind, fact, claim, at, state, version, law, group, *line in rows:
        code, on, count, amount, times = line
        used = Used(code, on, count, amount, law=law, times=times)
        entry = Entry((kind, fact), claim, at, state in DONE, version, group, used)
        ledger.entries[pk].append(entry)
    live = {entry.fact for entries in ledger.entries.values() for entry in entries}
    closed = Claim.objects.filter(**{f"{whose}__in": ids}, state__in=CLOSED_WITHOUT_EFFECT)
    ledger.refused = set(closed.values_list("fact_kind", "fact_id")) - live
    return ledger


def owner_field(kind: FactKind, whose: str) -> str | None:
    """The field of this kind of fact that says whose it is."""
    names = {each.name for each in kind.rows().model._meta.get_fields()}
    return next((name for name in OWNERS[whose] if name in names), None)


def readable(kind: FactKind) -> QuerySet:
    """Without what is encrypted: it costs more to open than all the rest to read."""
    rows = kind.rows()
    sealed = _sealed(rows.model, "")
    joined = rows.query.select_related
    for name in joined if isinstance(joined, dict) else ():
        sealed += _sealed(rows.model._meta.get_field(name).related_model, f"{name}__")
    return rows.defer(*sealed)


def _sealed(model: Any, prefix: str) -> list[str]:
    return [
        prefix + each.name
        for each in model._meta.get_fields()
        if isinstance(each, EncryptedTextField)
    ]


def fact_key(fact: Fact) -> FactKey:
    return (fact.KIND, fact.pk)


def place_in_order(fact: Fact, entries: Mapping[FactKey, Sequence[Entry]]) -> tuple[datetime, int]:
    """In the order in which they were claimed: what came first has what was left of a limit."""
    found = min(
        ((entry.made_at, entry.claim) for entry in entries.get(fact_key(fact), ())), default=None
    )
    return found or (fact.recorded_at, 0)
