"""The form of a request: whom and when, what for, and only what the law asks of that."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from beneficiaries.models import Cadre
from beneficiaries.picking import CadreField
from claims.entries import EventDateField, FactForm
from claims.entries.papers import BenefitPapers, papers_of
from claims.models import BenefitRequest, Claim
from claims.models.request import LONGEST_TITLE
from claims.requests.offered import UNTIL, Offer, answers_told, event_told, in_words, offer_to
from policies.asking import answers_in, fields_for, names_of, typed
from policies.rules import Event
from policies.rules.facts import Need

FIRST = ("cadre", "on")
NOT_TYPED = ("csrfmiddlewaretoken", "seen", "then")
MOST_CARRIED = 40


class RequestForm(FactForm):
    """First person and day, then the benefits they may have, then what these need to be told.

    The fields follow from what is filled in, so that the same data always make the same form.
    """

    day_field = "on"
    last_day_field = UNTIL
    REFUSED_AT: ClassVar = {
        "request_ends_after_it_begins": UNTIL,
        "request_asks_for_something": "occasions",
        "one_request_a_person_and_day": "occasions",
    }
    DERIVED = ("titles", UNTIL)

    cadre = CadreField(label="Cán bộ")
    on = EventDateField(label="Ngày của sự việc, hoặc ngày bắt đầu")
    occasions = forms.MultipleChoiceField(
        label="Chế độ đề nghị",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn ít nhất một chế độ.",
            "invalid_choice": "Ngày ấy người này không có chế độ “%(value)s”; hãy chọn lại.",
        },
    )

    class Meta:
        model = BenefitRequest
        fields = ("cadre", "on", "occasions", "evidence", "note")

    def offer_papers(self, papers: Iterable[BenefitPapers]) -> None:
        """Whatever follows from person, day and benefits; the papers are those of the benefits."""
        self.offer = self._offer()
        self.needs: tuple[Need, ...] = ()
        words: list[str] = []
        if self.offer is None:
            del self.fields["occasions"]
        else:
            self.fields["occasions"].choices = self.offer.choices  # type: ignore[attr-defined]
            words = self.offer.asked(self._filled("occasions") or ())
            self._ask(self.offer.needs(words))
        own = papers_of(words, self.offer.resolutions()) if self.offer and words else ()
        super().offer_papers(own)

    def _offer(self) -> Offer | None:
        """None until it is known who is asked for, and when."""
        cadre, on = self._typed_in("cadre"), self._typed_in("on")
        if not isinstance(cadre, Cadre) or not isinstance(on, date):
            return None
        until = self._last_day(on)
        offer = offer_to(cadre, Event(on, (), until=until))
        return offer if offer.titles else None

    def _last_day(self, on: date) -> date | None:
        field = EventDateField(required=False)
        try:
            until = field.clean(self._filled(UNTIL))
        except ValidationError:
            return None
        return until if until and until >= on else None

    def _ask(self, needs: tuple[Need, ...]) -> None:
        self.needs = needs
        self.fields |= fields_for(needs, enforced=True)
        if self.instance.pk:
            answers = answers_told(needs, self.instance.event())
            self.initial = {**self.initial, **typed(needs, answers)}

    def _filled(self, name: str) -> Any:
        """What stands in the box, typed or filled in beforehand."""
        if not self.is_bound:
            return self.initial.get(name)
        data: Any = self.data
        return data.getlist(name) if name == "occasions" else data.get(name)

    def _typed_in(self, name: str) -> Any:
        field = self.fields[name]
        try:
            return field.clean(field.prepare_value(self._filled(name)))
        except ValidationError:
            return None

    # --- drawing -----------------------------------------------------------------------------

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def needed_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in names_of(self.needs)]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed into boxes that aren't there just now: they may come back."""
        if not self.is_bound:
            return []
        data: Any = self.data
        gone = [name for name in data if name not in self.fields and name not in NOT_TYPED]
        return [(name, value) for name in gone[:MOST_CARRIED] for value in data.getlist(name)]

    @property
    def has_person_and_day(self) -> bool:
        return all(self._typed_in(name) for name in FIRST)

    # --- judging -----------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.offer is None:
            if self.has_person_and_day:
                self.add_error("on", "Ngày này chưa có văn bản nào đang áp dụng.")
            return cleaned
        if self.errors:
            return cleaned
        words = self.offer.asked(cleaned["occasions"])
        answers = answers_in(self.needs, cleaned) | {"on": cleaned["on"]}
        event = event_told(self.needs, answers, words)
        self._refuse_more_days(event)
        self._refuse_twice(cleaned["cadre"], event)
        cleaned["occasions"] = words
        self.instance.tell(
            event,
            titles=[self.offer.titles[word][:LONGEST_TITLE] for word in words],
            told=in_words(self.needs, answers),
        )
        return cleaned

    def _refuse_more_days(self, event: Event) -> None:
        if event.until and event.days > (days := (event.until - event.on).days + 1):
            self.add_error("days", f"Nhiều hơn số ngày trong khoảng thời gian đã ghi ({days}).")

    def _refuse_twice(self, cadre: Cadre, event: Event) -> None:
        """Nothing that another request or another page has asked for already."""
        standing = BenefitRequest.objects.standing().filter(cadre=cadre, on=event.on)
        others = standing.exclude(pk=self.instance.pk)
        if other := others.filter(occasions__overlap=list(event.benefits)).first():
            self.add_error("occasions", f"Đã có đề nghị cùng ngày: {other.heading()}.")
        if claim := self._claim_elsewhere(cadre, event):
            which = f"Hồ sơ {claim.number} ({claim.heading})"
            self.add_error("occasions", f"{which} đã tính chế độ này cho những ngày ấy.")

    def _claim_elsewhere(self, cadre: Cadre, event: Event) -> Claim | None:
        assert self.offer is not None
        claims = Claim.objects.alive().filter(
            cadre=cadre,
            lines__benefit__code__in=self.offer.benefits(event.benefits),
            event_on__lte=event.until or event.on,
            event_until__gte=event.on,
        )
        return claims.exclude(fact_kind=BenefitRequest.KIND).order_by("pk").first()
