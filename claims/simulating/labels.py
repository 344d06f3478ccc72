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
        *_left_out(scope),
        [NO_GROUP, "Chưa xếp đối tượng"],
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


def _left_out(scope: Scope) -> list[list[str]]:
    """Older groups that became none, told by what they were."""
    rows = BeneficiaryGroup.objects.filter(resolution__in=scope.versions).order_by("position")
    names = {scope.group_codes[row.pk]: f"{row.name} cũ (không còn)" for row in rows}
    return [[code, name] for code, name in names.items() if code.startswith(NO_GROUP)]


def _mapped(scope: Scope) -> list[list[str]]:
    """Which group became which, as it was used: [version, older group, its code, code or ""]."""
    rows = BeneficiaryGroup.objects.filter(resolution__in=scope.versions)
    rows = rows.exclude(resolution=scope.simulated).select_related("resolution")
    known = dict(scope.law.groups)
    found = []
    for row in rows.order_by("resolution__effective_from", "position"):
        code = scope.group_codes[row.pk]
        new = code if code in known else ""
        found.append([str(row.resolution), row.name, row.code, new])
    return found
