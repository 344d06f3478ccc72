"""Asks the pure rules what is owed: gathers law, person and usage, and hands back the answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from beneficiaries.models import Cadre, Membership
from claims.models import ClaimLine, Recipient
from claims.models.claim import CLOSED_WITHOUT_EFFECT
from policies.bridge import law_of
from policies.models import BeneficiaryGroup, Resolution
from policies.rules import Assessment, Event, Person, Refusal, RefusalReason, Used, assess


@dataclass(frozen=True, slots=True)
class Question:
    """One event of one person: a cadre, or a recipient who is staff or a supplier."""

    event: Event
    cadre: Cadre | None = None
    recipient: Recipient | None = None
    claim_ids: tuple[int, ...] = ()  # assessed again: these claims' own lines don't count


@dataclass(frozen=True, slots=True)
class Answer:
    resolution: Resolution | None
    group: BeneficiaryGroup | None
    assessment: Assessment

    @property
    def amount(self) -> int:
        return self.assessment.amount


def assess_one(question: Question) -> Answer:
    """What is owed for one event. The preview beside a form and the claim both ask here."""
    return assess_many([question])[0]


def assess_many(questions: Sequence[Question]) -> list[Answer]:
    """Answers in the order of the questions; earlier new ones count against later ones.

    A claim assessed again is put beside all other stored claims, its neighbours in
    ``questions`` included, so that the order of the questions makes no difference to it.
    """
    resolutions = list(Resolution.objects.released().order_by("effective_from"))
    cadre_ids = {q.cadre.pk for q in questions if q.cadre}
    memberships = _memberships(cadre_ids)
    usage = _usage(
        cadre_ids,
        {q.recipient.pk for q in questions if q.recipient},
    )
    answers = []
    for question in questions:
        answer = _answer(question, resolutions, memberships, usage)
        if not question.claim_ids:
            usage[_whose(question)].extend(
                (NEW_CLAIM, Used(line.benefit, question.event.on, line.quantity, line.amount))
                for line in answer.assessment.lines
            )
        answers.append(answer)
    return answers


Whose = tuple[str, int]
Usage = dict[Whose, list[tuple[int, Used]]]  # each with the claim that used it
NEW_CLAIM = 0


def _whose(question: Question) -> Whose:
    if question.cadre:
        return ("cadre", question.cadre.pk)
    return ("recipient", question.recipient.pk if question.recipient else 0)


def _answer(
    question: Question,
    resolutions: Sequence[Resolution],
    memberships: dict[int, list[Membership]],
    usage: Usage,
) -> Answer:
    on = question.event.on
    resolution: Resolution | None
    in_force = [r for r in resolutions if _in_force(r, on)]
    membership = _membership(question.cadre, memberships, in_force, on)
    if membership:
        resolution = next(r for r in in_force if r.pk == membership.resolution_id)
    else:
        resolution = in_force[-1] if in_force else None
    if resolution is None:
        return Answer(None, None, _no_law(question.event))
    group = membership.group if membership else None
    assessment = assess(
        question.event,
        law_of(resolution),
        _person(question.cadre, group, on),
        [used for claim, used in usage[_whose(question)] if claim not in question.claim_ids],
    )
    return Answer(resolution, group, assessment)


def _in_force(resolution: Resolution, on: date) -> bool:
    ends = resolution.effective_to
    return resolution.effective_from <= on and (ends is None or on <= ends)


def _membership(
    cadre: Cadre | None,
    memberships: dict[int, list[Membership]],
    in_force: Sequence[Resolution],
    on: date,
) -> Membership | None:
    if cadre is None or cadre.has_ended(on):
        return None
    allowed = {resolution.pk for resolution in in_force}
    for membership in memberships[cadre.pk]:
        held = membership.since <= on and (membership.until is None or on <= membership.until)
        if held and membership.resolution_id in allowed:
            return membership
    return None


def _person(cadre: Cadre | None, group: BeneficiaryGroup | None, on: date) -> Person:
    if cadre is None:
        return Person()
    return Person(
        group=group.code if group else None,
        traits=(("employment_status", cadre.employment_status(on)),),
    )


def _no_law(event: Event) -> Assessment:
    return Assessment(
        refusals=tuple(
            Refusal(
                benefit=benefit,
                reason=RefusalReason.NOT_IN_FORCE,
                article="",
                sentence=(
                    f"Ngày {event.on:%d/%m/%Y} chưa có văn bản nào đang áp dụng; "
                    "hãy kiểm tra ngày hoặc báo cán bộ chính sách."
                ),
            )
            for benefit in event.benefits
        )
    )


def _memberships(cadre_ids: Iterable[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(cadre__in=cadre_ids).select_related("group")
    for membership in rows.order_by("-since"):
        found[membership.cadre_id].append(membership)
    return found


def _usage(cadre_ids: set[int], recipient_ids: set[int]) -> Usage:
    """What live claims have already taken, drafts included: a draft holds its place."""
    usage: Usage = defaultdict(list)
    for whose, ids in (("cadre", cadre_ids), ("recipient", recipient_ids)):
        if not ids:
            continue
        rows = (
            ClaimLine.objects.filter(**{f"claim__{whose}__in": ids})
            .exclude(claim__state__in=CLOSED_WITHOUT_EFFECT)
            .values_list(
                f"claim__{whose}_id",
                "claim_id",
                "benefit__code",
                "claim__event_on",
                "quantity",
                "amount",
            )
        )
        for owner, claim, *used in rows:
            usage[(whose, owner)].append((claim, Used(*used)))
    return usage
