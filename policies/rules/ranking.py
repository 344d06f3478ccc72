"""Of several benefits due for one event only one is paid: the highest, or the first named."""

from collections.abc import Sequence

from policies.rules.compiled import CompiledLaw
from policies.rules.explain import refused
from policies.rules.types import (
    Assessment,
    Line,
    Refusal,
    RefusalReason,
    Relation,
    RelationKind,
)


def ranked(lines: Sequence[Line], refusals: Sequence[Refusal], reading: CompiledLaw) -> Assessment:
    """The lines that stay; the others become refusals that name the better one."""
    kept, told = list(lines), list(refusals)
    for relation in reading.ranks:
        rivals = {line.benefit for line in kept} & set(relation.benefits)
        if len(rivals) < 2:
            continue
        best = _best(relation, kept)
        better = next(line for line in kept if line.benefit == best)
        losing = [line for line in kept if line.benefit in rivals - {best}]
        told += [_yields(line, better, relation, reading) for line in losing]
        kept = [line for line in kept if line not in losing]
    return Assessment(tuple(kept), tuple(told))


def _best(relation: Relation, lines: Sequence[Line]) -> str:
    """The benefit with the largest sum; of equal ones, and by priority, the first named."""
    due = [code for code in relation.benefits if any(line.benefit == code for line in lines)]
    if relation.kind is RelationKind.PRIORITY:
        return due[0]
    return max(due, key=lambda code: sum(line.amount for line in lines if line.benefit == code))


def _yields(line: Line, better: Line, relation: Relation, reading: CompiledLaw) -> Refusal:
    title = reading.benefits[line.benefit].title
    sentence = refused.less_favourable(line, better, relation, reading.law, title)
    return Refusal(line.benefit, RefusalReason.LESS_FAVOURABLE, relation.article, sentence)
