"""Asking the rules again for what has been paid.

The question is put as at approval: the stored fact, the law of its deciding date, the person's
group on that day, and what all other claims have taken. If person, law or other claims have
changed since, that answer may rightly differ; then the lines must follow from the law and group
frozen on the claim, and whatever a ceiling cut off must lie under what the rules give alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from accounts.models import Unit
from claims.actions import question_of
from claims.actions.opening import claims_of_facts
from claims.assessing import Answer, Question, assess_many
from claims.facts import load_facts
from claims.faults import Fault
from claims.models import Claim, ClaimLine, Fact
from claims.models.claim import DECIDED
from claims.standing import Standing
from config.formatting import money
from policies.bridge import law_of
from policies.rules import Assessment, Line, Person, assess


@dataclass(slots=True)
class Rechecked:
    """How the results were confirmed."""

    same: int = 0  # today's question gives the stored lines
    frozen: int = 0  # the law and group frozen on the claim do
    facts_told_anew: int = 0  # the same result, but the fact is described otherwise today


class Stored(NamedTuple):
    """A line as it was paid."""

    position: int
    benefit: str
    title: str
    rate: int
    on: date
    quantity: int
    unit: str
    unit_amount: int
    amount: int
    ceiling: str


def recheck(claim_ids: Sequence[int], tally: Rechecked) -> dict[int, Fault]:
    """What is wrong, by claim."""
    wrong: dict[int, Fault] = {}
    stored = _stored_lines(claim_ids)
    by_kind: dict[str, list[Claim]] = defaultdict(list)
    rows = Claim.objects.filter(pk__in=claim_ids).defer("snapshot", "scope", "refusals")
    for claim in rows.prefetch_related("resolution", "payer", "group"):
        by_kind[claim.fact_kind].append(claim)
    for kind, claims in by_kind.items():
        facts = load_facts(kind, (claim.fact_id for claim in claims))
        wrong |= {claim.pk: fault for claim in claims if (fault := _fact_fault(claim, facts))}
        asked = [claim for claim in claims if claim.pk not in wrong]
        siblings = claims_of_facts(kind, facts)
        questions = [question_of(facts[claim.fact_id], siblings[claim.fact_id]) for claim in asked]
        answers = assess_many(questions)
        for claim, question, answer in zip(asked, questions, answers, strict=True):
            case = Case(claim, facts[claim.fact_id], question, answer, stored[claim.pk])
            if fault := _fault(case, tally):
                wrong[claim.pk] = fault
    return wrong


def _fact_fault(claim: Claim, facts: dict[int, Fact]) -> Fault | None:
    fact = facts.get(claim.fact_id)
    if fact is None:
        return Fault(_where(claim), "sự việc", "còn trong sổ", "đã bị xóa")
    if fact.cancelled_at:
        return Fault(_where(claim), "sự việc", "còn hiệu lực", "đã bị hủy")
    return None


def _where(claim: Claim) -> str:
    return f"Hồ sơ {claim.number}"


def _stored_lines(claim_ids: Sequence[int]) -> dict[int, list[Stored]]:
    found: dict[int, list[Stored]] = defaultdict(list)
    rows = ClaimLine.objects.filter(claim__in=claim_ids).order_by("claim", "position")
    for row in rows.values_list(
        "claim_id",
        "position",
        "benefit__code",
        "benefit__short_title",
        "rate_id",
        "decided_on",
        "quantity",
        "unit",
        "unit_amount",
        "amount",
        "ceiling",
    ):
        found[row[0]].append(Stored(*row[1:]))
    return found


class Case(NamedTuple):
    """A claim, what it was opened for, and what the rules answer today."""

    claim: Claim
    fact: Fact
    question: Question
    answer: Answer
    stored: Sequence[Stored]

    @property
    def owed(self) -> list[Line]:
        """Today's lines of this claim: of its resolution, its payer and its year."""
        key = (self.claim.resolution_id, self.claim.payer.code, self.claim.entitlement_year)
        return [line for owed in self.answer.owed if owed.key == key for line in owed.lines]


def _fault(case: Case, tally: Rechecked) -> Fault | None:
    if case.claim.recalculation_id:
        return _correction_fault(case, tally)
    if sorted(map(_key, case.stored)) == sorted(map(_key, case.owed)):
        tally.same += 1
    elif _follows_from_frozen(case):
        tally.frozen += 1
    else:
        return _told(case)
    tally.facts_told_anew += bool(_changed_fact(case))
    return None


def _correction_fault(case: Case, tally: Rechecked) -> Fault | None:
    """A correction brings what was decided for fact and payer up to then to what is owed."""
    claim, payer = case.claim, case.claim.payer.code
    decided = Claim.objects.filter(
        fact_kind=claim.fact_kind,
        fact_id=claim.fact_id,
        payer=claim.payer,
        state__in=DECIDED,
        pk__lte=claim.pk,
    )
    given = decided.aggregate(amount=Sum("amount", default=0))["amount"]
    today = sum(line.amount for line in case.answer.lines if line.payer.code == payer)
    if given == today:
        tally.same += 1
        return None
    frozen = _frozen_answer(case).lines
    if given == sum(line.amount for line in frozen if line.payer.code == payer):
        tally.frozen += 1
        return None
    part = "tổng đã duyệt cho sự việc này sau khi truy lĩnh, thu hồi"
    return Fault(_where(claim), part, f"{money(today)} đồng", f"{money(given)} đồng", _remark(case))


Key = tuple[str, int, date, int, int, int]


def _key(line: Line | Stored) -> Key:
    return (line.benefit, line.rate, line.on, line.quantity, line.unit_amount, line.amount)


def _follows_from_frozen(case: Case) -> bool:
    """Whether the frozen law and group give each stored line, as if it were the only claim."""
    alone = defaultdict(list)
    for line in _frozen_answer(case).lines:
        if line.payer.code == case.claim.payer.code:
            alone[line.benefit, line.rate, line.on].append(line)
    for stored in case.stored:
        candidates = alone[stored.benefit, stored.rate, stored.on]
        whole = next((line for line in candidates if _is_part_of(stored, line)), None)
        if whole is None:
            return False
        candidates.remove(whole)
    return True


def _is_part_of(line: Stored, whole: Line) -> bool:
    """The same, or less because of a ceiling that other claims had used up."""
    if line.ceiling:
        return line.amount <= whole.amount and line.quantity <= whole.quantity
    return _key(line) == _key(whole)


def _frozen_answer(case: Case) -> Assessment:
    """What the law of the claim owes to somebody of the claim's group, whatever came after it."""
    claim, (event, cadre) = case.claim, (case.question.event, case.question.cadre)
    person = Person()
    if cadre:
        provinces = Unit.objects.exclude(legacy_province="").values_list("pk", "legacy_province")
        person = Standing(cadre, dict(provinces), (), [claim.resolution]).person(event)
    group = claim.group.code if claim.group else None
    law = replace(law_of(claim.resolution), effective_to=None)
    return assess(event, law, replace(person, group=group, changes=()))


def _told(case: Case) -> Fault:
    """The first line whose result is another today."""
    results = defaultdict(list)
    for owed in case.owed:
        results[owed.benefit].append(owed)
    where, remark = _where(case.claim), _remark(case)
    for line in case.stored:
        now = results[line.benefit].pop(0) if results[line.benefit] else None
        if now is None or _key(now) != _key(line):
            part = f"kết quả tính lại dòng {line.position} ({line.title})"
            expected = _in_words(now) if now else "không được hưởng"
            return Fault(where, part, expected, _in_words(line), remark)
    extra = next(owed for left in results.values() for owed in left)
    return Fault(where, "kết quả tính lại", f"thêm {_in_words(extra)}", "không có", remark)


def _in_words(line: Line | Stored) -> str:
    return f"{line.quantity} {line.unit} × {money(line.unit_amount)} → {money(line.amount)} đồng"


def _remark(case: Case) -> str:
    """What has changed since approval and may be the reason."""
    if changed := _changed_fact(case):
        return changed
    answered = {(owed.resolution.pk, owed.group) for owed in case.answer.owed}
    group = case.claim.group.code if case.claim.group else None
    if (case.claim.resolution_id, group) not in answered:
        return "Văn bản hoặc đối tượng của người hưởng nay khác lúc duyệt."
    return ""


def _changed_fact(case: Case) -> str:
    """In what the fact is told otherwise than the summary frozen on the claim."""
    now = dict(case.fact.summary())
    for label, value in case.claim.summary:
        if now.get(label) != value:
            return (
                f"Sự việc đã sửa sau khi duyệt: {label} lúc duyệt là “{value}”, "
                f"nay là “{now.get(label, '')}”."
            )
    return ""
