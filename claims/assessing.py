"""Asks the pure rules what is owed: gathers law, person and usage, and hands back the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain

from django.utils.timezone import localdate

from accounts.models import Unit
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, Membership
from claims.models import ClaimLine, Recipient
from claims.models.claim import CLOSED_WITHOUT_EFFECT
from claims.standing import Standing
from policies.bridge import laws_of
from policies.models import BeneficiaryGroup, Resolution
from policies.rules import (
    Assessment,
    Event,
    Law,
    Line,
    Person,
    Refusal,
    RefusalReason,
    Used,
    assess_across,
)
from policies.rules.case import last_day
from policies.rules.compiled import compiled
from policies.rules.settings import LateClaims


@dataclass(frozen=True, slots=True)
class Question:
    """One event of one person: a cadre, or a recipient who is staff or a supplier."""

    event: Event
    cadre: Cadre | None = None
    recipient: Recipient | None = None
    claim_ids: tuple[int, ...] = ()  # assessed again: these claims' own lines don't count
    claimed_at: datetime | None = None
    optional: tuple[str, ...] = ()  # words of the event asked only where the law knows them

    def where(self, is_known: Callable[[str], bool]) -> Event:
        """Without optional words that nobody knows; never without any: that is refused aloud."""
        if not self.optional:
            return self.event
        words = self.event.benefits
        asked = tuple(word for word in words if word not in self.optional or is_known(word))
        return replace(self.event, benefits=asked or words[:1])


@dataclass(frozen=True, slots=True)
class Owed:
    """What becomes one claim: lines of one resolution, one payer and one entitlement year."""

    resolution: Resolution
    payer: str
    group: str | None
    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def key(self) -> tuple[int, str, int]:
        """What tells it from the other claims of the same fact."""
        return (self.resolution.pk, self.payer, self.lines[0].on.year)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is owed for one event, and why the rest is not."""

    owed: tuple[Owed, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(chain.from_iterable(each.lines for each in self.owed))

    @property
    def amount(self) -> int:
        return sum(each.amount for each in self.owed)


def assess_one(question: Question) -> Answer:
    """What is owed for one event. The preview beside a form and the claim both ask here."""
    return assess_many([question])[0]


def assess_many(questions: Sequence[Question]) -> list[Answer]:
    """Answers in the order of the questions; earlier new ones count against later ones.

    A claim assessed again is put beside all other stored claims, its neighbours in
    ``questions`` included, so that the order of the questions makes no difference to it.
    """
    known = _gathered(questions)
    answers = []
    for question in questions:
        answer = _answer(question, known)
        if not question.claim_ids:
            used = ((NEW_CLAIM, each) for each in _used_by(answer))
            known.usage[_whose(question)].extend(used)
        answers.append(answer)
    return answers


def policies_asked(question: Question) -> list[tuple[Versions, Person]]:
    """The policies that would answer, each with the person as they stand under it."""
    known = _gathered([question])
    return [
        (policy, _person(question, policy, known, question.event))
        for policy in _met(question, known)
    ]


Whose = tuple[str, int]
Usage = dict[Whose, list[tuple[int, Used]]]  # each with the claim that used it
Memberships = dict[int, list[Membership]]
NEW_CLAIM = 0


def _whose(question: Question) -> Whose:
    if question.cadre:
        return ("cadre", question.cadre.pk)
    return ("recipient", question.recipient.pk if question.recipient else 0)


def _used_by(answer: Answer) -> Iterable[Used]:
    for owed in answer.owed:
        for line in owed.lines:
            law = owed.resolution.code
            yield Used(line.benefit, line.on, line.quantity, line.amount, law=law, times=line.times)


# --- under which policies ----------------------------------------------------------------------


@dataclass(frozen=True)
class Versions:
    """The released versions of one policy, in order of effect, as rows and as laws."""

    rows: Sequence[Resolution]
    laws: Sequence[Law]

    @cached_property
    def codes(self) -> frozenset[str]:
        """The versions, and what the first of them replaced: their use counts."""
        replaced = {row.replaces.code for row in self.rows if row.replaces}
        return frozenset({row.code for row in self.rows} | replaced)

    @cached_property
    def counts_days_to_the_claim(self) -> bool:
        settings = [law.settings for law in self.laws]
        settings += [each.settings for law in self.laws for each in law.benefits if each.settings]
        return any(each.late_claims is not LateClaims.ALWAYS for each in settings)

    def met_by(self, event: Event) -> bool:
        return any(self._meets(law, event) for law in self.laws)

    def know(self, code: str, event: Event) -> bool:
        """Whether a version in force during the event has a benefit for what is asked."""
        return any(compiled(law).asked(code) for law in self.laws if self._meets(law, event))

    def met(self, event: Event) -> list[tuple[Resolution, Law]]:
        """The versions in force on some day of the event."""
        pairs = zip(self.rows, self.laws, strict=True)
        return [(row, law) for row, law in pairs if self._meets(law, event)]

    def row_of(self, law: Law) -> Resolution:
        return self.rows[self.laws.index(law)]

    @staticmethod
    def _meets(law: Law, event: Event) -> bool:
        ends = law.effective_to
        return law.effective_from <= last_day(event) and (ends is None or event.on <= ends)


def _versions() -> list[Versions]:
    released = (
        Resolution.objects.released()
        .select_related("replaces")
        .order_by("scheme_id", "effective_from")
    )
    by_scheme: dict[int, list[Resolution]] = defaultdict(list)
    for row in released:
        by_scheme[row.scheme_id].append(row)
    laws = laws_of(released)
    return [Versions(rows, [laws[row.pk] for row in rows]) for rows in by_scheme.values()]


def _answer(question: Question, known: Known) -> Answer:
    """Each policy is asked for what it knows; the first also for what no policy knows."""
    met = _met(question, known)
    if not met:
        return Answer(refusals=_no_law(question.where(lambda word: False)))
    event = question.where(lambda word: any(each.know(word, question.event) for each in met))
    usage = known.usage[_whose(question)]
    taken = [used for claim, used in usage if claim not in question.claim_ids]
    owed: list[Owed] = []
    refusals: list[Refusal] = []
    for policy, codes in _asked_of(event, met):
        asked = _asked(question, policy, codes)
        person = _person(question, policy, known, asked)
        used = [each for each in taken if each.law in policy.codes]
        for law, assessment in assess_across(asked, policy.laws, person, used):
            owed += _by_payer_and_year(policy.row_of(law), assessment)
            refusals += assessment.refusals
    return Answer(tuple(owed), tuple(refusals))


def _asked(question: Question, policy: Versions, codes: tuple[str, ...]) -> Event:
    """The event as it is put to one policy; a changed copy only where it must be one."""
    event = question.event
    if codes != event.benefits:
        event = replace(event, benefits=codes)
    if policy.counts_days_to_the_claim and question.claimed_at:
        event = replace(event, claimed_on=localdate(question.claimed_at))
    return event


def _met(question: Question, known: Known) -> Sequence[Versions]:
    held = known.memberships[question.cadre.pk] if question.cadre else []
    return _of_person(held, [each for each in known.policies if each.met_by(question.event)])


def _of_person(held: Sequence[Membership], policies: Sequence[Versions]) -> Sequence[Versions]:
    """The policies that the person belongs to; all of them for who belongs to none."""
    own = {membership.resolution_id for membership in held}
    chosen = [policy for policy in policies if own & {row.pk for row in policy.rows}]
    return chosen or policies


def _asked_of(
    event: Event, policies: Sequence[Versions]
) -> Iterable[tuple[Versions, tuple[str, ...]]]:
    """Nothing is asked of two policies: the same thing twice would be paid twice."""
    asked: dict[int, list[str]] = defaultdict(list)
    for code in event.benefits:
        knowing = [n for n, policy in enumerate(policies) if policy.know(code, event)]
        asked[knowing[0] if knowing else 0].append(code)
    return ((policies[number], tuple(codes)) for number, codes in asked.items())


def _person(question: Question, policy: Versions, known: Known, event: Event) -> Person:
    if question.cadre is None:
        return Person()
    ids = {row.pk for row in policy.rows}
    own = [each for each in known.memberships[question.cadre.pk] if each.resolution_id in ids]
    return Standing(question.cadre, known.provinces, own, policy.rows).person(event)


def _by_payer_and_year(resolution: Resolution, assessment: Assessment) -> list[Owed]:
    grouped: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in assessment.lines:
        grouped[line.payer.code, line.on.year].append(line)
    return [
        Owed(resolution, payer, lines[0].group, tuple(lines))
        for (payer, _), lines in grouped.items()
    ]


def _no_law(event: Event) -> tuple[Refusal, ...]:
    sentence = (
        f"Ngày {event.on:%d/%m/%Y} chưa có văn bản nào đang áp dụng; "
        "hãy kiểm tra ngày hoặc báo cán bộ chính sách."
    )
    return tuple(
        Refusal(benefit, RefusalReason.NOT_IN_FORCE, "", sentence) for benefit in event.benefits
    )


# --- what is stored ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """All that the answers to some questions rest on, fetched at once."""

    policies: Sequence[Versions]
    memberships: Memberships
    provinces: Mapping[int, str]
    usage: Usage


def _gathered(questions: Sequence[Question]) -> Known:
    cadre_ids = {question.cadre.pk for question in questions if question.cadre}
    recipient_ids = {question.recipient.pk for question in questions if question.recipient}
    provinces = Unit.objects.exclude(legacy_province="").values_list("pk", "legacy_province")
    return Known(
        policies=_versions(),
        memberships=_memberships(cadre_ids),
        provinces=dict(provinces),
        usage=_usage(cadre_ids, recipient_ids),
    )


def _memberships(cadre_ids: Iterable[int]) -> Memberships:
    found: Memberships = defaultdict(list)
    rows = any_of(Membership.objects.all(), "cadre", cadre_ids, "bigint")
    # Thousands share a few groups: each is fetched once.
    held = list(rows.order_by("-since"))
    groups = BeneficiaryGroup.objects.in_bulk({each.group_id for each in held})
    for membership in held:
        membership.group = groups[membership.group_id]
        found[membership.cadre_id].append(membership)
    return found


def usage_of_cadre(cadre: Cadre) -> tuple[Used, ...]:
    """Everything that the live claims of one cadre have taken."""
    usage = _usage({cadre.pk}, set())
    return tuple(used for _, used in usage[("cadre", cadre.pk)])


def _usage(cadre_ids: set[int], recipient_ids: set[int]) -> Usage:
    """What live claims have already taken, drafts included: a draft holds its place."""
    usage: Usage = defaultdict(list)
    for whose, ids in (("cadre", cadre_ids), ("recipient", recipient_ids)):
        if not ids:
            continue
        rows = (
            any_of(ClaimLine.objects.all(), f"claim__{whose}", ids, "bigint")
            .exclude(claim__state__in=CLOSED_WITHOUT_EFFECT)
            .values_list(
                f"claim__{whose}_id",
                "claim_id",
                "benefit__code",
                "decided_on",
                "quantity",
                "amount",
                "occurrences",
                "claim__resolution__code",
            )
        )
        for owner, claim, code, on, quantity, amount, times, law in rows:
            usage[(whose, owner)].append(
                (claim, Used(code, on, quantity, amount, law=law, times=times))
            )
    return usage
