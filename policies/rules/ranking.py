"""Of several benefits due for one event only one is paid: the highest, or the first named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from policies.rules.explain import refused
from policies.rules.types import Assessment, Refusal, RefusalReason, Relation, RelationKind

if TYPE_CHECKING:
    from policies.rules.engine import Asked

Assess = Callable[["Asked"], Assessment]


def losing(asked: Asked, assess: Assess) -> tuple[Refusal, ...]:
    """The benefits that yield, each as a refusal that names the better one.

    Each rival is reckoned as if the others had not been asked for: what is not paid takes
    nothing from a ceiling that they share.
    """
    losers: list[Refusal] = []
    for relation in asked.reading.ranks:
        gone = asked.barred | {loser.benefit for loser in losers}
        due = _due(asked._replace(barred=gone), relation, assess)
        if len(due) > 1:
            best = _best(relation, due)
            losers += [_yields(code, best, due, relation, asked) for code in due if code != best]
    return tuple(losers)


def _due(asked: Asked, relation: Relation, assess: Assess) -> dict[str, int]:
    """Đồng of each rival that is due, by its code, in the order of the law."""
    rivals = [code for code in relation.benefits if code not in asked.barred]
    due = {}
    for code in rivals:
        alone = assess(asked._replace(barred=asked.barred | (set(rivals) - {code})))
        own = [line.amount for line in alone.lines if line.benefit == code]
        if own:
            due[code] = sum(own)
    return due


def _best(relation: Relation, due: dict[str, int]) -> str:
    """The benefit with the largest sum; of equal ones, and by priority, the first named."""
    codes: Sequence[str] = list(due)
    return codes[0] if relation.kind is RelationKind.PRIORITY else max(codes, key=due.__getitem__)


def _yields(code: str, best: str, due: dict[str, int], relation: Relation, asked: Asked) -> Refusal:
    title = asked.reading.benefits[code].title
    law = asked.reading.law
    sentence = refused.less_favourable(title, due[code], due[best], relation, law)
    return Refusal(code, RefusalReason.LESS_FAVOURABLE, relation.article, sentence)
