"""Tính thử: what the form, as filled so far, would give rise to; the claim asks the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from claims.actions.opening import fact_objection, question_of
from claims.assessing import Answer, assess_one
from claims.entries.forms import FactForm
from claims.models import Claim, Fact
from policies.models import Confidence, Rate
from policies.rules import Line, Refusal
from policies.wording import standing, standing_words


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One sum owed, and how far its rate can be trusted."""

    line: Line
    confidence: str
    basis: str

    @property
    def is_certain(self) -> bool:
        return self.confidence in (Confidence.STATED, "confirmed")


@dataclass(frozen=True, slots=True)
class Preview:
    """``missing`` labels still to be filled, ``problems`` in the way, or the answer of the rules.

    All three may be empty: then nothing has been asked yet.
    """

    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    answer: Answer | None = None
    lines: tuple[PreviewLine, ...] = ()

    @property
    def amount(self) -> int:
        return self.answer.amount if self.answer else 0

    @property
    def refusals(self) -> Sequence[Refusal]:
        return self.answer.refusals if self.answer else ()

    @property
    def is_uncertain(self) -> bool:
        """Whether some rate was neither stated by the text nor confirmed by anybody."""
        return not all(line.is_certain for line in self.lines)


def preview_of(form: FactForm) -> Preview:
    """The answer for what is typed so far, without a trace in the database."""
    if not form.is_bound:
        return preview_fact(form.instance) if form.instance.pk else Preview()
    if form.is_valid():
        return preview_fact(form.instance)
    return Preview(missing=tuple(_missing(form)), problems=tuple(_problems(form)))


def preview_fact(fact: Fact) -> Preview:
    """The answer of the rules; a fact that has claims is asked as if it had none."""
    if problem := fact_objection(fact, timezone.localdate()):
        return Preview(problems=(problem,))
    answer = assess_one(question_of(fact, _claims_of(fact)))
    return Preview(answer=answer, lines=tuple(_told(answer.lines)))


def _claims_of(fact: Fact) -> tuple[int, ...]:
    if fact.pk is None:
        return ()
    own = Claim.objects.filter(fact_kind=fact.KIND, fact_id=fact.pk)
    return tuple(own.values_list("pk", flat=True))


def _told(lines: Iterable[Line]) -> Iterable[PreviewLine]:
    rates = Rate.objects.select_related("confirmation__confirmed_by").in_bulk(
        [line.rate for line in lines]
    )
    for line in lines:
        rate = rates[line.rate]
        yield PreviewLine(line, standing(rate), standing_words(rate))


def _missing(form: FactForm) -> Iterable[str]:
    for field in form.visible_fields():
        if form.has_error(field.name, "required"):
            yield str(field.label)


def _problems(form: FactForm) -> Iterable[str]:
    yield from map(str, form.non_field_errors())
    for field in form.visible_fields():
        if field.errors and not form.has_error(field.name, "required"):
            yield f"{field.label}: {' '.join(map(str, field.errors))}"
