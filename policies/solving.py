"""Solved cases put to their law: which come out as an officer worked them out by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.formatting import money
from policies.bridge import law_of
from policies.models import Resolution, SolvedCase
from policies.rules import Assessment, Law
from policies.rules.reasons import REASONS
from policies.rules.swaying import answer_under
from policies.rules.types import RefusalReason


@dataclass(frozen=True, slots=True)
class Solved:
    """A case, what the portal computes, and where that is not what was expected."""

    case: SolvedCase
    assessment: Assessment
    complaints: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return not self.complaints


def solve(case: SolvedCase, law: Law) -> Solved:
    try:
        situation = case.situation
    except ValueError as error:
        return Solved(case, Assessment(), (f"Dữ kiện của ca không đọc được: {error}.",))
    assessment = answer_under(law, situation)
    return Solved(case, assessment, tuple(_complaints(case, assessment, law)))


def solve_all(cases: Iterable[SolvedCase], law: Law) -> list[Solved]:
    """Cases of one version, in their order."""
    return [solve(case, law) for case in cases]


def failing_cases(resolution: Resolution) -> list[Solved]:
    """The cases that a version fails; nothing but [] may be released."""
    solved = solve_all(resolution.cases.all(), law_of(resolution))
    return [each for each in solved if not each.passes]


def hindrance(resolution: Resolution, *, loaded_at_setup: bool = False) -> str:
    """Why the cases keep a version from being released; "" if they don't.

    A version must have a case at least: nobody should put law in force that was never tried.
    A pack loaded when the portal is set up may come without any.
    """
    if not resolution.cases.exists():
        return "" if loaded_at_setup else "chưa có ca mẫu nào; hãy giải tay ít nhất một ca."
    failing = failing_cases(resolution)
    if not failing:
        return ""
    named = "; ".join(f"{solved.case} ({solved.complaints[0]})" for solved in failing[:3])
    more = f"; và {len(failing) - 3} ca khác" if len(failing) > 3 else ""
    return f"{len(failing)} ca mẫu chưa ra đúng kết quả: {named}{more}."


# --- laying one against the other ------------------------------------------------------------


def _complaints(case: SolvedCase, assessment: Assessment, law: Law) -> Iterator[str]:
    if assessment.amount != case.expected_amount:
        yield f"tổng: đúng ra {_dong(case.expected_amount)}, tính ra {_dong(assessment.amount)}"
    computed: dict[str, int] = {}
    for line in assessment.lines:
        computed[line.benefit] = computed.get(line.benefit, 0) + line.amount
    titles = {benefit.code: benefit.title for benefit in law.benefits}
    for code, expected in case.expected_lines.items():
        found = computed.get(code, 0)
        if found != expected:
            yield f"{titles.get(code, code)}: đúng ra {_dong(expected)}, tính ra {_dong(found)}"
    yield from _refusal_complaints(case, assessment)


def _refusal_complaints(case: SolvedCase, assessment: Assessment) -> Iterator[str]:
    if not case.expected_refusal:
        return
    expected = RefusalReason(case.expected_refusal)
    reasons = {refusal.reason for refusal in assessment.refusals}
    if expected not in reasons:
        found = ", ".join(REASONS[reason] for reason in REASONS if reason in reasons)
        yield f"đúng ra bị từ chối vì {REASONS[expected]}, tính ra: {found or 'không bị từ chối'}"


def _dong(amount: int) -> str:
    return f"{money(amount)} đồng"
