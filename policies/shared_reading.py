"""What many laws rest on and none owns, as rules values: payers, parameters, lists."""

from collections import defaultdict
from typing import Any

from django.db import connection

from policies import rules
from policies.models import DatedList, ListEntry, Parameter, Payer
from policies.standards import held_values

_STAMP = """
    SELECT (SELECT md5(string_agg(payer::text, '' ORDER BY id)) FROM policies_payer payer),
           (SELECT md5(string_agg(each::text, '' ORDER BY id)) FROM policies_parameter each),
           (SELECT max(id) FROM policies_parametervalue),
           (SELECT md5(string_agg(each::text, '' ORDER BY id)) FROM policies_datedlist each),
           count(*), max(id), count(until), sum(until - date '2000-01-01')
    FROM policies_listentry
"""


def shared_stamp() -> tuple[Any, ...]:
    """Changes with every payer, parameter or list: the small tables whole, of the long ones
    what is bound to move when a row is added or closed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        return tuple(cursor.fetchone() or ())


def read_payers() -> dict[int, rules.Payer]:
    """Every payer by primary key, each with the one that follows it."""
    rows = {row.pk: row for row in Payer.objects.all()}

    def made(pk: int, before: frozenset[int]) -> rules.Payer:
        row, before = rows[pk], before | {pk}
        following = row.successor_id if row.successor_id not in before else None  # no circle
        successor = made(following, before) if following else None
        return rules.Payer(row.code, row.name, row.open_to, successor)

    return {pk: made(pk, frozenset()) for pk in rows}


def read_parameters(codes: set[str]) -> tuple[rules.Parameter, ...]:
    """The parameters named, and those that they are shares of. What isn't there is left out:
    the rules then say what is missing.
    """
    if not codes:
        return ()
    rows = {row.code: row for row in Parameter.objects.select_related("share_of")}
    wanted: dict[str, Parameter] = {}
    for code in sorted(codes):
        each = rows.get(code)
        while each and each.code not in wanted:
            wanted[each.code] = each
            each = rows.get(each.share_of.code) if each.share_of else None
    held: dict[int, list[rules.ParameterValue]] = defaultdict(list)
    for (owner, since), value in held_values(wanted.values()).items():
        held[owner].append(rules.ParameterValue(since, value.value, value.source))
    return tuple(
        rules.Parameter(
            row.code,
            row.name,
            tuple(sorted(held[row.pk], key=lambda value: value.since)),
            row.share_of.code if row.share_of else "",
        )
        for row in wanted.values()
    )


def read_lists(codes: set[str]) -> tuple[rules.DatedList, ...]:
    if not codes:
        return ()
    entries: dict[int, list[rules.ListEntry]] = defaultdict(list)
    for entry in ListEntry.objects.filter(list__code__in=codes).order_by("value", "since", "id"):
        entries[entry.list_id].append(rules.ListEntry(entry.value, entry.since, entry.until))
    return tuple(
        rules.DatedList(row.code, row.name, tuple(entries[row.pk]))
        for row in DatedList.objects.filter(code__in=codes).order_by("code")
    )
