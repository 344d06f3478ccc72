"""Which fields each part of a pack has, and how each is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from policies.models import Confidence, DatedList, PayeeKind, Rate, Relation, Threshold
from policies.models.limit import MEASURES, WINDOWS
from policies.packing import values
from policies.rules.reasons import REASONS

Row = dict[str, Any]


class PackError(Exception):
    """What is wrong with a pack, in Vietnamese, each problem with its path in the file."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row of the pack: how its value is read, and what stands in if absent."""

    read: Callable[[Any], Any]  # raises ValueError with what it should have been
    required: bool = True
    default: Any = None


def _maybe(read: Callable[[Any], Any], default: Any = None) -> Field:
    return Field(read, required=False, default=default)


def _choice(choices: Sequence[tuple[str, Any]]) -> Callable[[Any], str]:
    return values.one_of(*(choice for choice, _ in choices))


# --- shapes ----------------------------------------------------------------------------------

SCHEME = {
    "code": Field(values.code),
    "name": Field(values.text),
    "province": Field(values.text),
}
RESOLUTION = {
    "code": Field(values.code),
    "doc_type": Field(values.text),
    "number": Field(values.text),
    "issued_on": Field(values.day),
    "issuer": Field(values.text),
    "subject": Field(values.text),
    "effective_from": Field(values.day),
    "effective_to": _maybe(values.day),
    "replaces": _maybe(values.code),
    "territories": _maybe(values.codes, []),
    "settings": _maybe(values.answers, {}),
    "source_note": _maybe(values.text_or_nothing, ""),
}
GROUP = {
    "code": Field(values.code),
    "name": Field(values.text),
    "description": _maybe(values.text_or_nothing, ""),
    "article": _maybe(values.text_or_nothing, ""),
    "counted": _maybe(values.yes_or_no, True),
}
PAYER = {
    "code": Field(values.code),
    "name": Field(values.text),
    "open_from": _maybe(values.day),
    "open_to": _maybe(values.day),
    "successor": _maybe(values.code),
}
PARAMETER = {
    "code": Field(values.code),
    "name": Field(values.text),
    "share_of": _maybe(values.code),
    "values": Field(values.rows),
}
PARAMETER_VALUE = {
    "since": Field(values.day),
    "value": Field(values.value_of_parameter),
    "source": Field(values.text),
    "confidence": Field(values.one_of(*Confidence.values)),
}
LIST = {
    "code": Field(values.code),
    "name": Field(values.text),
    "kind": Field(_choice(DatedList.KINDS)),
    "entries": Field(values.rows),
}
LIST_ENTRY = {
    "value": Field(values.text_or_day),
    "label": _maybe(values.text_or_nothing, ""),
    "since": _maybe(values.day),
    "until": _maybe(values.day),
}
BENEFIT = {
    "code": Field(values.code),
    "letter": Field(values.text),
    "title": Field(values.text),
    "short_title": Field(values.text),
    "unit": Field(values.text),
    "payee": Field(values.one_of(*PayeeKind.values)),
    "article": Field(values.text),
    "quote": _maybe(values.text_or_nothing, ""),
    "occasion": _maybe(values.code_or_nothing, ""),
    "carries_from": _maybe(values.codes, []),
    "settings": _maybe(values.answers, {}),
    "evidence": _maybe(values.texts, []),
    "counted": _maybe(values.yes_or_no, True),
    "note": _maybe(values.text_or_nothing, ""),
    "rates": Field(values.rows),
    "limits": _maybe(values.rows, []),
    "thresholds": _maybe(values.rows, []),
}
# Whoever says nothing of groups speaks of all: the list holds None.
_GROUPS = {"groups": _maybe(values.groups, [None])}
_GROUNDS = {
    "article": _maybe(values.text),
    "confidence": Field(values.one_of(*Confidence.values)),
    "basis": _maybe(values.text_or_nothing, ""),
    "quote": _maybe(values.text_or_nothing, ""),
}
_CYCLE = {
    "cycle_years": _maybe(values.whole, 1),
    "cycle_from": _maybe(values.whole),
}
RATE = {
    **_GROUPS,
    "when": _maybe(values.conditions, []),
    "kind": Field(_choice(Rate.KINDS)),
    "amount": _maybe(values.whole, 0),
    "worth": _maybe(_choice(Rate.WORTHS), "amount"),
    "factor": _maybe(values.share, values.Share(0)),
    "factor_to": _maybe(values.share),
    "of": _maybe(values.code_or_nothing, ""),
    "as_group": _maybe(values.code_or_nothing, ""),
    "cost": _maybe(values.code_or_nothing, ""),
    "after_others": _maybe(values.yes_or_no, False),
    "stack_to": _maybe(values.share),
    "up_to": _maybe(values.yes_or_no, False),
    "bands": _maybe(values.rows, []),
    "only_on": _maybe(values.code_or_nothing, ""),
    "components": _maybe(values.rows, []),
    "in_kind": _maybe(values.text_or_nothing, ""),
    "ceiling": _maybe(values.whole),
    "payer": Field(values.code),
    "valid_from": _maybe(values.day),
    "valid_to": _maybe(values.day),
    **_GROUNDS,
}
BAND = {
    "from_day": Field(values.whole),
    "to_day": _maybe(values.whole),
    "amount": Field(values.whole),
}
COMPONENT = {
    "name": Field(values.text),
    "amount": _maybe(values.whole, 0),
    "share_to": _maybe(values.share),
}
LIMIT = {
    **_GROUPS,
    "when": _maybe(values.conditions, []),
    "benefits": _maybe(values.codes, []),
    "measure": Field(_choice(MEASURES)),
    "window": Field(_choice(WINDOWS)),
    "value": Field(values.whole),
    **_CYCLE,
    "exceptional_value": _maybe(values.whole),
    "exceptional_by": _maybe(values.text_or_nothing, ""),
    **_GROUNDS,
}
THRESHOLD = {
    **_GROUPS,
    "measure": Field(_choice(Threshold.MEASURES)),
    "window": Field(_choice(Threshold.WINDOWS)),
    "value": Field(values.whole),
    "cost": _maybe(values.code_or_nothing, ""),
    **_GROUNDS,
}
RELATION = {
    "kind": Field(_choice(Relation.KINDS)),
    "benefits": Field(values.codes),
    "window": _maybe(_choice(WINDOWS), "event"),
    **_CYCLE,
    **_GROUNDS,
}
CASE = {
    "title": Field(values.text),
    "person": _maybe(values.person, {}),
    "event": Field(values.event),
    "usage": _maybe(values.usage, []),
    "expected_amount": Field(values.whole),
    "expected_lines": _maybe(values.amounts, {}),
    "expected_refusal": _maybe(values.one_of("", *(reason.value for reason in REASONS)), ""),
    "source": _maybe(values.text_or_nothing, ""),
}
# Parts of a row that are rows themselves, wherever they stand.
ROWS_WITHIN = {
    "rates": RATE,
    "limits": LIMIT,
    "thresholds": THRESHOLD,
    "values": PARAMETER_VALUE,
    "entries": LIST_ENTRY,
    "bands": BAND,
    "components": COMPONENT,
}
OF_GROUPS = ("rates", "limits", "thresholds")  # kept one a group, written once for several
PARTS = {
    "scheme": SCHEME,
    "resolution": RESOLUTION,
    "groups": GROUP,
    "payers": PAYER,
    "parameters": PARAMETER,
    "lists": LIST,
    "benefits": BENEFIT,
    "limits": LIMIT,
    "relations": RELATION,
    "cases": CASE,
}
SILENT_PARTS = ("parameters", "lists", "limits", "relations", "cases")  # may be left out
