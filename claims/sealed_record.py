"""What is sealed of a claim: everything its money rests on, as one line of canonical JSON.

A record holds values in the order of the lists below. A column that a later version of the
portal adds goes to the end of its list: older records are shorter and are compared as far as
they go. No column is ever moved or taken out of a list.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from django.db import connection

from config.encryption import decrypt, keyed_hash

CLAIM = (
    *("id", "number", "heading", "resolution_id", "payer_id", "cadre_id", "recipient_id"),
    *("payee_name", "group_id", "fact_kind", "fact_id", "event_on", "event_until"),
    *("entitlement_year", "category", "unit_id", "summary", "refusals", "amount", "state"),
    *("version", "taken_over", "batch_id", "made_at", "made_by_id", "checked_at"),
    *("checked_by_id", "approved_at", "approved_by_id", "paid_on", "voucher", "budget_year"),
    "recalculation_id",
)
LINE = (
    *("id", "position", "benefit_id", "rate_id", "article", "quantity", "unit", "unit_amount"),
    *("uncapped_amount", "amount", "ceiling", "sentence", "decided_on"),
    *("occurrences", "previous_amount"),
)
EVENT = (
    *("id", "action", "from_state", "to_state", "done_by_id", "done_at", "name", "job_title"),
    *("unit_name", "reason"),
)
PAYMENT = (
    *("id", "payment_list_id", "position", "amount", "payee_name", "bank_name", "state"),
    *("voucher", "paid_on", "reason", "recorded_at", "recorded_by_id"),
)
PAYMENT_LIST = ("number", "title", "payer_id", "budget_year", "unit_id", "made_at", "made_by_id")

# What may still change when the money is long out: how a name is searched, which units may look,
# whether a law has been replaced since. Snapshot and accounts are sealed by what they say.
NOT_SEALED = {
    "claims_claim": ("snapshot", "search_name", "scope"),
    "claims_payment": ("bank_account",),
    "claims_paymentlist": ("id", "state", "closed_at", "closed_by_id"),
    "policies_resolution": (
        *("status", "effective_to", "continued_by_id", "continued_by_document"),
        *("repealed_by_document", "source_note"),
    ),
    "policies_payer": ("open_from", "open_to", "successor_id"),
}
UNREADABLE = "không giải mã được"


def _row(name: str, *columns: str) -> str:
    return ", ".join(f'{name}."{column}"' for column in columns)


# One statement a table: joined into one, they take half as long again.
CLAIMS = f"""
SELECT c.id, json_build_array({_row("c", *CLAIM)})::text, c.snapshot
  FROM claims_claim c WHERE c.id = ANY(%s) ORDER BY c.id
"""
LINES = f"""
SELECT l.claim_id, json_agg(json_build_array({_row("l", *LINE)}) ORDER BY l.position, l.id)::text,
       array_agg(DISTINCT l.rate_id)
  FROM claims_claimline l WHERE l.claim_id = ANY(%s) GROUP BY l.claim_id
"""
EVENTS = f"""
SELECT e.claim_id, json_agg(json_build_array({_row("e", *EVENT)}) ORDER BY e.id)::text
  FROM claims_claimevent e WHERE e.claim_id = ANY(%s) GROUP BY e.claim_id
"""
PAYMENTS = f"""
SELECT p.claim_id,
       json_agg(json_build_array({_row("p", *PAYMENT)}, {_row("s", *PAYMENT_LIST)})
                ORDER BY p.id)::text,
       array_agg(p.bank_account ORDER BY p.id)
  FROM claims_payment p JOIN claims_paymentlist s ON s.id = p.payment_list_id
 WHERE p.claim_id = ANY(%s) GROUP BY p.claim_id
"""

# A rate with all that its resolution says about the benefit: rates are few, and read once a run.
LAW = """
SELECT r.id,
       jsonb_build_object(
           'rate', to_jsonb(r),
           'payer', to_jsonb(p) - %(policies_payer)s::text[],
           'group', to_jsonb(g),
           'benefit', to_jsonb(b),
           'thresholds', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]')
                            FROM policies_threshold t WHERE t.benefit_id = b.id),
           'limits', (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.id), '[]')
                        FROM policies_limit m WHERE m.resolution_id = v.id
                         AND (m.benefit_id = b.id OR m.benefit_id IS NULL)),
           'relations', (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.id), '[]')
                           FROM policies_relation x WHERE x.resolution_id = v.id
                            AND b.code = ANY(x.benefits)),
           'resolution', to_jsonb(v) - %(policies_resolution)s::text[])::text
  FROM policies_rate r
  JOIN policies_payer p ON p.id = r.payer_id
  JOIN policies_benefit b ON b.id = r.benefit_id
  JOIN policies_resolution v ON v.id = b.resolution_id
  LEFT JOIN policies_beneficiarygroup g ON g.id = r.group_id
 WHERE r.id = ANY(%(ids)s)
"""


class Law(NamedTuple):
    """A rate with benefit, limits, group, payer and resolution, and the hash of all that."""

    hash: str
    text: str


Laws = dict[int, Law]  # by the id of the rate


def records_of(claim_ids: Sequence[int], laws: Laws) -> Iterator[tuple[int, str]]:
    """(claim, its record) of the claims that exist, by their ids.

    ``laws`` is filled with the law behind every rate that is met for the first time.
    """
    claims = _rows(CLAIMS, claim_ids)
    lines, events, payments = (
        {claim_id: tuple(rest) for claim_id, *rest in _rows(statement, claim_ids)}
        for statement in (LINES, EVENTS, PAYMENTS)
    )
    read_laws({rate for _, rates in lines.values() for rate in rates} - laws.keys(), laws)
    for claim_id, claim, snapshot in claims:
        of_lines, rates = lines.get(claim_id, ("[]", []))
        [of_events] = events.get(claim_id, ("[]",))
        of_payments, accounts = payments.get(claim_id, ("[]", []))
        hidden = ",".join(f'"{_fingerprint(account)}"' for account in accounts)
        law = ",".join(f'"{rate}":"{laws[rate].hash}"' for rate in rates if rate in laws)
        yield (
            claim_id,
            f'{{"claim":{claim},"person":"{_fingerprint(snapshot)}","lines":{of_lines},'
            f'"events":{of_events},"payments":{of_payments},"accounts":[{hidden}],'
            f'"law":{{{law}}}}}',
        )


def _rows(statement: str, claim_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(claim_ids)])
        return cursor.fetchall()


def read_laws(rate_ids: Iterable[int], laws: Laws) -> None:
    """Add what the law says today about these rates."""
    ids = sorted(rate_ids)
    if not ids:
        return
    left_out = {table: list(columns) for table, columns in NOT_SEALED.items()}
    with connection.cursor() as cursor:
        cursor.execute(LAW, left_out | {"ids": ids})
        for rate, text in cursor.fetchall():
            laws[rate] = Law(hashlib.sha256(text.encode()).hexdigest(), text)


def _fingerprint(sealed: bytes) -> str:
    """A keyed hash of what encrypted bytes say: nobody can try out numbers on it."""
    try:
        return keyed_hash(decrypt(bytes(sealed)).decode())
    except InvalidTag:
        return UNREADABLE
