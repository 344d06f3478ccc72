"""A case asked in a form: what for, whom, what happened, and what they had before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from policies.asking.fields import answers_in, fields_for, names_of, spoken, typed
from policies.asking.used import ROW, typed_row, used_forms
from policies.rules.facts import Need, Subject, merged
from policies.rules.needs import needs_of
from policies.rules.plain import Situation
from policies.rules.telling import answers_of, told
from policies.rules.types import Event, Law, Person


class CaseForm(forms.Form):
    """A case under one law, or under several that it is compared by.

    The fields are what the laws need for the occasions chosen, so that the same data always
    makes the same form; ``data`` may be the query of an address. ``basis`` is a real person:
    what is left empty is as it is known of them.
    """

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None = None,
        *,
        laws: Sequence[Law],
        basis: Person | None = None,
        enforced: bool = False,
        replaced: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.query_data = _as_query(data)
        super().__init__(self.query_data)
        self.laws, self.basis = laws, basis
        self.fields["benefits"] = _occasions_field(laws, self.query_data.getlist("benefits"))
        self.occasions = _chosen(self.query_data, self.fields["benefits"])
        self.needs = merged(need for law in laws for need in needs_of(law, self.occasions))
        self.known = _known_of(self.needs, basis) if basis else {}
        self.fields |= fields_for(self.needs, enforced=enforced, known=self.known)
        self.used = used_forms(self.query_data, laws, self.occasions, replaced)

    @property
    def is_started(self) -> bool:
        """Whether anything was asked for at all."""
        return bool(self.occasions)

    @property
    def person_fields(self) -> list[forms.BoundField]:
        return self._fields(lambda need: need.subject is Subject.PERSON and not _is_rare(need))

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        """Of the person, too, but of few people."""
        return self._fields(_is_rare)

    @property
    def has_rare_answers(self) -> bool:
        return any(_is_rare(need) and need.name in self.answers for need in self.needs)

    @property
    def event_fields(self) -> list[forms.BoundField]:
        return self._fields(lambda need: need.subject is Subject.EVENT)

    def _fields(self, wanted: Callable[[Need], bool]) -> list[forms.BoundField]:
        return [self[name] for name, need in names_of(self.needs).items() if wanted(need)]

    def is_valid(self) -> bool:
        wrong = [row for row in self.used if not row.is_valid()]
        return super().is_valid() and not wrong and self.is_started and "on" in self.answers

    @property
    def answers(self) -> dict[str, Any]:
        return answers_in(self.needs, getattr(self, "cleaned_data", {}))

    @property
    def missing(self) -> list[str]:
        """Labels of what the law requires of the group that is told, and nobody told."""
        found = {**self.known, **self.answers}
        broken = {need.name for name, need in names_of(self.needs).items() if name in self.errors}
        group = found.get("group")
        asked = merged(n for law in self.laws for n in needs_of(law, self.occasions, group=group))
        return [
            need.label
            for need in asked
            if need.required and need.name not in found and need.name not in broken
        ]

    @property
    def problems(self) -> list[str]:
        """What was typed wrong, each with the label of its field."""
        forms_ = (self, *self.used)
        return [
            f"{form[name].label}: {' '.join(map(str, errors))}"
            for form in forms_
            for name, errors in form.errors.items()
        ]

    def situation(self) -> Situation:
        """The case of a valid form; raises ``ValueError`` if it isn't."""
        if not self.is_valid():
            raise ValueError("the form is not valid")
        person, event = told(self.needs, self.answers, benefits=self.occasions, basis=self.basis)
        return Situation(person, event, tuple(row.used() for row in self.used if row.is_filled))

    @property
    def asked(self) -> list[str]:
        """What was asked for, in words."""
        titles = dict(askable(self.laws))
        return [titles[code] for code in self.occasions]

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was filled in, for reading: label and words."""
        answers = self.answers
        return [
            (need.label, spoken(need, answers[need.name]))
            for need in self.needs
            if need.name in answers
        ]

    @property
    def query(self) -> str:
        """What was filled in, as the shortest query of an address that makes this form again."""
        known = {"benefits", *self.fields, *(name for row in self.used for name in row.names)}
        return urlencode(
            [
                (key, value)
                for key, values in self.query_data.lists()
                if key in known
                for value in values
                if value
            ]
        )


def query_of(situation: Situation, laws: Sequence[Law]) -> str:
    """The address query that makes the form of a stored case."""
    person, event, usage = situation
    needs = merged(need for law in laws for need in needs_of(law, event.benefits))
    pairs: list[tuple[str, str]] = [("benefits", code) for code in event.benefits]
    for name, value in typed(needs, answers_of(needs, person, event)).items():
        pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
    for number, row in enumerate(usage):
        pairs += [(f"{ROW.format(number)}-{name}", value) for name, value in typed_row(row)]
    return urlencode(pairs)


# --- parts -----------------------------------------------------------------------------------


def _is_rare(need: Need) -> bool:
    return need.field in ("other_groups", "groups_of_year", "ended_on", "lost", "changes")


def _known_of(needs: Iterable[Need], person: Person) -> dict[str, Any]:
    """What a real person's papers already say."""
    asked = [need for need in needs if need.subject is Subject.PERSON or need.field == "traits"]
    return answers_of(asked, person, Event(date.min, ()))


def _as_query(data: QueryDict | Mapping[str, Any] | None) -> QueryDict:
    return data if isinstance(data, QueryDict) else QueryDict(urlencode(data or {}, doseq=True))


def occasions_of(laws: Sequence[Law]) -> list[tuple[str, str]]:
    """What may be asked for, each with the titles of the benefits that it opens."""
    titles: dict[str, list[str]] = {}
    for law in laws:
        for benefit in law.benefits:
            opened = titles.setdefault(benefit.occasion or benefit.code, [])
            if benefit.title not in opened:
                opened.append(benefit.title)
    return [(code, " + ".join(opened)) for code, opened in titles.items()]


def askable(laws: Sequence[Law]) -> list[tuple[str, str]]:
    """Occasions, and behind them the benefits that can be asked for by themselves, too."""
    occasions = occasions_of(laws)
    known = {code for code, _ in occasions}
    own = {each.code: each.title for law in laws for each in law.benefits}
    return [*occasions, *((code, title) for code, title in own.items() if code not in known)]


def _occasions_field(laws: Sequence[Law], asked: Iterable[str]) -> forms.MultipleChoiceField:
    """The occasions; a benefit by itself only where the case already asks for it."""
    asked, occasions = set(asked), occasions_of(laws)
    return forms.MultipleChoiceField(
        label="Xét chế độ",
        choices=[each for each in askable(laws) if each in occasions or each[0] in asked],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "Văn bản không có chế độ “%(value)s”.",
        },
    )


def _chosen(data: QueryDict, field: Any) -> list[str]:
    """Known occasions in the order of the law, whatever else the address may hold."""
    asked = set(data.getlist("benefits"))
    return [code for code, _ in field.choices if code in asked]
