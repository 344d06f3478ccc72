"""What stands on the bench: read from the address, and written back as the shortest address."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from config.fields import DateField
from config.web import whole_number
from policies.asking import CaseForm
from policies.bridge import laws_of
from policies.models import Resolution
from policies.rules.plain import Situation
from policies.subjects import Subject, lender_for
from policies.trying.trial import Trial, try_out

WHO = "cadre"
AGAINST = "against"
CASE = "case"


class BenchForm(forms.Form):
    """Whom to try it on, and which other version to lay beside."""

    def __init__(self, data: QueryDict, *, user: User, resolution: Resolution) -> None:
        super().__init__(data)
        lender = lender_for(user)
        if lender:
            self.fields[WHO] = lender.field(user)
        others = Resolution.objects.visible_to(user).exclude(pk=resolution.pk)
        self.fields[AGAINST] = forms.ModelChoiceField(
            label="So với văn bản",
            queryset=others,
            to_field_name="code",
            required=False,
            empty_label="Không so",
            error_messages={"invalid_choice": "Không có văn bản này để so."},
        )
        if not others.exists():
            del self.fields[AGAINST]


class Bench:
    """One version, maybe another beside it, a person, an event; and what comes of it."""

    def __init__(self, user: User, resolution: Resolution, data: QueryDict) -> None:
        self.resolution = resolution
        self.lender = lender_for(user)
        self.setting = BenchForm(data, user=user, resolution=resolution)
        self.setting.is_valid()
        chosen = self.setting.cleaned_data
        self.who, self.against = chosen.get(WHO), chosen.get(AGAINST)
        self.case_number = whole_number(data.get(CASE, ""))
        self.versions = [resolution, *([self.against] if self.against else [])]
        self.subject = self._subject(_day(data.get("on", "")))
        laws = laws_of(self.versions)
        self.form = CaseForm(
            data,
            laws=[laws[version.pk] for version in self.versions],
            basis=self.subject.person if self.subject else None,
            replaced=[(each.code, str(each)) for each in self._replaced()],
        )
        for form in (self.form, *self.form.used):
            _keep_what_is_typed(form)

    def _subject(self, on: date) -> Subject | None:
        if self.lender is None or self.who is None:
            return None
        return self.lender.subject(self.who, self.resolution, on)

    def _replaced(self) -> list[Resolution]:
        return list({each.pk: each for row in self.versions if (each := row.replaces)}.values())

    @property
    def is_ready(self) -> bool:
        return self.form.is_valid() and self.setting.is_valid()

    @property
    def situation(self) -> Situation:
        person, event, usage = self.form.situation()
        return Situation(person, event, (*(self.subject.usage if self.subject else ()), *usage))

    @cached_property
    def trials(self) -> Sequence[Trial]:
        """The answer of each version; none while something is missing or wrong."""
        if not self.is_ready:
            return ()
        return [try_out(version, self.situation) for version in self.versions]

    @property
    def difference(self) -> int:
        """Đồng that the version itself owes more than the one beside it; negative for less."""
        return self.trials[0].amount - self.trials[1].amount if len(self.trials) > 1 else 0

    @property
    def shortfall(self) -> int:
        """Đồng that it owes less, never negative."""
        return max(0, -self.difference)

    @property
    def query(self) -> str:
        """Nobody is named in an address: a real person stands there by number."""
        setting: dict[str, Any] = {}
        if self.lender and self.who is not None:
            setting[WHO] = self.lender.reference(self.who)
        if self.against:
            setting[AGAINST] = self.against.code
        if self.case_number:
            setting[CASE] = self.case_number
        return "&".join(filter(None, (urlencode(setting), self.form.query)))

    @property
    def address(self) -> str:
        """The permanent link to this case."""
        bare = reverse("trial", args=[self.resolution.code])
        return f"{bare}?{self.query}" if self.query else bare


def _keep_what_is_typed(form: forms.Form) -> None:
    """A box that is being typed in stays as it is while the bench around it is laid anew."""
    for field in form.fields.values():
        if isinstance(field.widget, forms.TextInput | forms.NumberInput):
            field.widget.attrs["hx-preserve"] = "true"


def _day(typed: str) -> date:
    try:
        return DateField(required=False).clean(typed) or timezone.localdate()
    except ValidationError:
        return timezone.localdate()
