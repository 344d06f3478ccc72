"""Which of a law's answers to the questions of a transition made the result what it is."""

from dataclasses import replace
from typing import Any, NamedTuple

from policies.rules.needs import needs_of
from policies.rules.plain import Situation
from policies.rules.settings import QUESTIONS, Question, Settings
from policies.rules.telling import answers_of
from policies.rules.transition import assess_across
from policies.rules.types import Assessment, Benefit, Law


class Otherwise(NamedTuple):
    """Another answer, as a sentence, and the đồng that would then be owed."""

    sentence: str
    amount: int


class Swayed(NamedTuple):
    """A question on which the result hung: the answer of this law, and what others would do."""

    question: str
    sentence: str
    otherwise: tuple[Otherwise, ...]


def swayed_by(situation: Situation, law: Law) -> list[Swayed]:
    """Each question is answered otherwise in turn; those that change nothing are left out.

    So is an answer that would need a fact which nobody was asked for.
    """
    given = answer_under(law, situation)
    needed = _untold(law, situation)
    found = []
    for question in QUESTIONS:
        own = _own_answers(question, law, situation)
        others = [
            Otherwise(sentence, other.amount)
            for answer, sentence in question.answers.items()
            if own != {answer}
            and _untold(changed := _answering(law, question, answer), situation) <= needed
            and _said(other := answer_under(changed, situation)) != _said(given)
        ]
        if others:
            told = " ".join(
                question.answers[answer] for answer in question.answers if answer in own
            )
            found.append(Swayed(question.text, told, tuple(others)))
    return found


def answer_under(law: Law, situation: Situation) -> Assessment:
    """What one law owes, the person taken as they stood when it happened."""
    person, event, usage = situation
    [(_, assessment)] = assess_across(event, [law], person, usage)
    return assessment


def _untold(law: Law, situation: Situation) -> set[str]:
    """What the law requires and the situation does not tell."""
    person, event, _ = situation
    needs = needs_of(law, event.benefits, group=person.group)
    told = answers_of(needs, person, event)
    return {need.name for need in needs if need.required and need.name not in told}


def _said(answer: Assessment) -> Any:
    paid = [(line.benefit, line.amount) for line in answer.lines]
    return paid, [(refusal.benefit, refusal.reason) for refusal in answer.refusals]


def _own_answers(question: Question, law: Law, situation: Situation) -> set[Any]:
    asked = set(situation.event.benefits)
    opened = [each for each in law.benefits if {each.code, each.occasion} & asked]
    return {getattr(each.settings or law.settings, question.code) for each in opened}


def _answering(law: Law, question: Question, answer: Any) -> Law:
    def changed(settings: Settings) -> Settings:
        return replace(settings, **{question.code: answer})

    def of_benefit(benefit: Benefit) -> Benefit:
        settings = benefit.settings
        return replace(benefit, settings=changed(settings)) if settings else benefit

    return replace(
        law,
        settings=changed(law.settings),
        benefits=tuple(of_benefit(benefit) for benefit in law.benefits),
    )
