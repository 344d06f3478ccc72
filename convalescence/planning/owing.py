"""What the law would give a person in a place of a quota: asked of the rules, never reckoned."""

from collections.abc import Iterable, Sequence

from beneficiaries.matching import any_of
from beneficiaries.models import Cadre
from claims.assessing import Answer, Question, assess_many
from convalescence.models import Quota
from policies.rules import Event

type Pair = tuple[int, int]
"""(person, quota)"""


def question(cadre: Cadre, quota: Quota) -> Question:
    """As if the person went on the first day of the quota's period, for as long as it lasts."""
    event = Event(
        on=quota.begins_on,
        benefits=(quota.form,),
        days=quota.days or 0,
        planned_days=quota.days or 0,
        traits=(("variant", quota.run_by),),
    )
    return Question(event=event, cadre=cadre)


def owed(pairs: Sequence[tuple[Cadre, Quota]]) -> list[tuple[int | None, str]]:
    """For each: đồng and "", or ``None`` and why the law gives nothing.

    A person asked about several quotas is asked apart: one place doesn't count against another.
    """
    answers: dict[int, tuple[int | None, str]] = {}
    waiting = list(enumerate(pairs))
    while waiting:
        seen: set[int] = set()
        now: list[tuple[int, tuple[Cadre, Quota]]] = []
        later: list[tuple[int, tuple[Cadre, Quota]]] = []
        for place, pair in waiting:
            (later if pair[0].pk in seen else now).append((place, pair))
            seen.add(pair[0].pk)
        found = assess_many([question(*pair) for _, pair in now])
        answers |= {place: _told(answer) for (place, _), answer in zip(now, found, strict=True)}
        waiting = later
    return [answers[place] for place in range(len(pairs))]


def _told(answer: Answer) -> tuple[int | None, str]:
    if answer.owed:
        return answer.amount, ""
    return None, " ".join(refusal.sentence for refusal in answer.refusals)


def people(keys: Iterable[int]) -> dict[int, Cadre]:
    """Without what is encrypted: the rules don't read it."""
    cadres = Cadre.objects.defer("citizen_id", "bank_account")
    return {cadre.pk: cadre for cadre in any_of(cadres, "id", list(keys), "bigint")}
