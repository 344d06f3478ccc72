"""Names of all that a result counts, kept with it: the draft may change or lose them later."""

from collections.abc import Iterable
from typing import Any

from claims.simulating.cases import NO_GROUP, NOT_BY_GROUP
from claims.simulating.scope import Scope
from policies.models import BeneficiaryGroup, Benefit


def labels_of(scope: Scope) -> dict[str, Any]:
    """``benefits``: [code, letter, title, whether the version has it]; ``groups``: [code, name]."""
    simulated = scope.simulated.benefits.order_by("position")
    own: list[list[Any]] = [[row.code, row.letter, row.short_title, True] for row in simulated]
    known = {row[0] for row in own}
    older = Benefit.objects.filter(resolution__in=scope.versions).order_by(
        "-resolution__effective_from", "position"
    )
    groups = [
        *([code, name] for code, name in scope.law.groups),
        [NO_GROUP, "Không thuộc đối tượng nào"],
        [NOT_BY_GROUP, "Không theo đối tượng"],
    ]
    return {
        "benefits": own + list(_gone(older, known, scope)),
        "groups": groups,
        "opened_from": scope.simulated.effective_from.isoformat(),
        "then": str(scope.then) if scope.then else "",
        "mapped": _mapped(scope),
    }


def _gone(older: Iterable[Benefit], known: set[str], scope: Scope) -> Iterable[list[Any]]:
    """What only older versions had."""
    for row in older:
        code = scope.renamed.get(row.code, row.code)
        if code not in known:
            known.add(code)
            yield [code, row.letter, row.short_title, False]


def _mapped(scope: Scope) -> list[list[str]]:
    """Which group became which, as it was used: [older group and version, code]."""
    rows = BeneficiaryGroup.objects.filter(resolution__in=scope.versions)
    rows = rows.exclude(resolution=scope.simulated).select_related("resolution")
    return [
        [f"{row.name} ({row.resolution})", scope.group_codes.get(row.pk, "")]
        for row in rows.order_by("resolution__effective_from", "position")
    ]
