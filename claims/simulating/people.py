"""The people behind a sum of a simulation: which rows, and what they come to in that sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts.models import User
from claims.models import SimulatedPerson
from claims.simulating.results import UNTOLD, VERDICTS, Result
from claims.simulating.tally import Verdict
from config.web import whole_number
from policies.rules import RefusalReason
from policies.rules.reasons import REASONS

# What a person's figures come to in some places: 0 is then, 1 is now.
SUM_IN_PLACES = """
(SELECT coalesce(sum((each.value ->> {side})::bigint), 0)
   FROM jsonb_each(claims_simulatedperson.figures) each WHERE each.key = ANY(%s))
"""
SECRETS = ("cadre__citizen_id", "cadre__bank_account", "recipient__bank_account")


@dataclass(frozen=True)
class Choice:
    """What an address asks for. Nothing that can't be is ever found."""

    benefit: str = ""
    group: str | None = None  # of the sum
    month: int | None = None
    reason: str = ""
    verdict: str = ""
    of: str | None = None  # group of the person

    @property
    def is_of_places(self) -> bool:
        return bool(self.benefit or self.reason or self.month) or self.group is not None


def choice_of(query: QueryDict) -> Choice:
    verdict, reason = query.get("verdict", ""), query.get("reason", "")
    return Choice(
        benefit=query.get("benefit", ""),
        group=query.get("group"),
        month=whole_number(query.get("month", "")),
        reason=reason if reason in set(RefusalReason) else "",
        verdict=verdict if verdict in set(Verdict) else "",
        of=query.get("of"),
    )


@dataclass(frozen=True)
class Behind:
    """The rows, annotated with ``then_here`` and ``now_here``, and what they come to."""

    rows: QuerySet[SimulatedPerson]
    then: int
    now: int
    people: int

    @property
    def difference(self) -> int:
        return self.now - self.then


def people_behind(result: Result, choice: Choice, user: User) -> Behind:
    """Everybody whom the user may see and who has a part in what was chosen."""
    rows: Any = SimulatedPerson.objects.visible_to(user).filter(simulation=result.simulation)
    rows = rows.annotate(then_here=F("then"), now_here=F("now"))
    if choice.is_of_places:
        rows = _in_places(rows, _places(result, choice))
    if choice.verdict:
        rows = rows.filter(verdict=choice.verdict)
    if choice.of is not None:
        rows = rows.filter(group=choice.of)
    sums = rows.aggregate(Sum("then_here"), Sum("now_here"), Sum("copies"))
    rows = rows.select_related("cadre", "recipient").defer(*SECRETS)
    rows = rows.annotate(
        difference_here=F("now_here") - F("then_here"),
        name=Coalesce("cadre__sort_name", "recipient__name"),
    )
    return Behind(
        rows,
        sums["then_here__sum"] or 0,
        sums["now_here__sum"] or 0,
        sums["copies__sum"] or 0,
    )


def _places(result: Result, choice: Choice) -> Sequence[str]:
    if choice.reason:
        return result.refused_places(
            benefit=choice.benefit, group=choice.group, reason=choice.reason
        )
    return result.places(benefit=choice.benefit, group=choice.group, month=choice.month)


def _in_places(rows: Any, places: Sequence[str]) -> Any:
    """Their sums in these places only."""
    return rows.filter(places__overlap=list(places)).annotate(
        then_here=RawSQL(
            SUM_IN_PLACES.format(side=0), [list(places)], output_field=BigIntegerField()
        ),
        now_here=RawSQL(
            SUM_IN_PLACES.format(side=1), [list(places)], output_field=BigIntegerField()
        ),
    )


def words_of(result: Result, choice: Choice) -> str:
    """What was chosen, in words: ``Tiền ăn · Đối tượng 4 · tháng 3``."""
    words = []
    if choice.benefit:
        words.append(result.named(choice.benefit)[1])
    for code in (choice.group, choice.of):
        if code is not None:
            words.append(result.groups.get(code, code))
    if choice.month:
        words.append(f"tháng {choice.month}")
    if choice.verdict and choice.verdict in VERDICTS:
        words.append(VERDICTS[Verdict(choice.verdict)][2].lower())
    if choice.reason:
        words.append(
            "không tính được" if choice.reason == UNTOLD else REASONS[RefusalReason(choice.reason)]
        )
    return " · ".join(words) or "Tất cả"
