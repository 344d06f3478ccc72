"""What a list of claims can be narrowed by; every choice stands in the address."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Max, Min
from django.forms import HiddenInput, MultipleHiddenInput
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from accounts.models import Unit
from beneficiaries.models import Cadre
from beneficiaries.search import matching, recognise
from claims.models import BudgetEstimate, Claim, ClaimLine, ClaimState
from claims.models.claim import NAME_WORDS, ClaimQuerySet
from claims.queue import PILES
from policies.models import BeneficiaryGroup, Benefit, Payer, Resolution

NUMBER = re.compile(r"(?:HS-)?(\d{4}-\d{1,8})", re.IGNORECASE)
NAMES_A_PERSON = frozenset({"key", "citizen_id", "insurance", "card", "card_code", "name_and_day"})
MONTHS = [(month, f"Tháng {month}") for month in range(1, 13)]
YES_NO = [("co", "Nhận từ sổ cũ"), ("khong", "Lập trên phần mềm")]


class QuickSelect(forms.Select):
    """A drop-down drawn at once: a template for each of a hundred options takes too long."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (option["value"], _SELECTED if option["selected"] else "", option["label"])
                for _, group, _ in widget["optgroups"]
                for option in group
            ),
        )
        attributes = {key: kept for key, kept in widget["attrs"].items() if kept is not None}
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(attributes), options)


_SELECTED = mark_safe(" selected")


class SmallChoiceIterator(ModelChoiceIterator):
    """Fetches a short list in one go instead of through a cursor."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for row in self.queryset.all():
            yield self.choice(row)


class SmallChoiceField(ModelChoiceField):
    iterator = SmallChoiceIterator


class SmallChoiceFilter(django_filters.ModelChoiceFilter):
    """A choice of one of a few rows."""

    field_class = SmallChoiceField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_label="Tất cả", widget=QuickSelect, **kwargs)


class QuickChoiceFilter(django_filters.ChoiceFilter):
    """A choice of one of a few words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_label="Tất cả", widget=QuickSelect, **kwargs)


def search_claims(claims: ClaimQuerySet, text: str) -> ClaimQuerySet:
    """Claims that ``text`` names: a claim number, a voucher, a person's number, or a name."""
    text = text.strip()
    if found := NUMBER.fullmatch(text):
        return claims.filter(number=f"HS-{found[1]}")
    asked = recognise(text)
    if not asked.value:
        return claims.none()
    if asked.kind in NAMES_A_PERSON:
        people = matching(Cadre.objects.all(), text).values("pk")
        found_claims = claims.filter(cadre__in=people)
        if asked.kind != "card" or found_claims.exists():
            return found_claims
        return claims.filter(voucher=text)
    words = " & ".join(f"{word}:*" for word in asked.value.split())
    query = SearchQuery(words, search_type="raw", config="simple")
    return claims.alias(name_words=NAME_WORDS).filter(name_words=query)


class ClaimFilter(django_filters.FilterSet):
    """Filters of the claim list. The short names are what the address shows."""

    q = django_filters.CharFilter(label="Tên hoặc số hồ sơ", method="by_text")
    tinh_trang = QuickChoiceFilter(
        label="Tình trạng", field_name="state", choices=ClaimState.choices
    )
    che_do = SmallChoiceFilter(
        label="Chế độ",
        queryset=Benefit.objects.all(),
        method="by_benefit",
    )
    doi_tuong = SmallChoiceFilter(
        label="Đối tượng",
        field_name="group",
        queryset=BeneficiaryGroup.objects.all(),
    )
    don_vi = SmallChoiceFilter(label="Đơn vị", queryset=Unit.objects.none(), method="by_unit")
    nguon = SmallChoiceFilter(
        label="Nguồn kinh phí",
        field_name="payer",
        queryset=Payer.objects.all(),
    )
    nam = QuickChoiceFilter(
        label="Năm",
        field_name="entitlement_year",
        choices=lambda: [(year, year) for year in years_of_claims()],
    )
    thang = QuickChoiceFilter(label="Tháng", field_name="event_on__month", choices=MONTHS)
    so_cu = QuickChoiceFilter(label="Nguồn hồ sơ", choices=YES_NO, method="by_origin")
    viec = django_filters.ChoiceFilter(
        method="by_pile",
        choices=[(pile.code, pile.title) for pile in PILES.values()],
        widget=HiddenInput,
    )
    cua_toi = django_filters.ChoiceFilter(
        method="by_own", choices=[("co", "Do tôi lập")], widget=HiddenInput
    )
    can_bo = django_filters.NumberFilter(field_name="cadre", widget=HiddenInput)
    luot_nhap = django_filters.NumberFilter(field_name="batch", widget=HiddenInput)

    class Meta:
        model = Claim
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        fields = self.form.fields
        fields["don_vi"].queryset = Unit.objects.visible_to(request.user)
        fields["che_do"].label_from_instance = lambda benefit: (
            f"{benefit.letter}) {benefit.short_title}"
        )

    @property
    def told(self) -> str:
        """What the hidden choices of the address narrow the list to; empty without them."""
        if not self.form.is_valid():
            return ""
        pile = PILES.get(self.form.cleaned_data["viec"])
        own = "do tôi lập" if self.form.cleaned_data["cua_toi"] else ""
        return ", ".join(words for words in (pile.title if pile else "", own) if words)

    def filter_queryset(self, queryset: ClaimQuerySet) -> ClaimQuerySet:
        """A filter that can't be understood finds nothing: better than seeming to hold for all."""
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)

    def by_text(self, claims: ClaimQuerySet, name: str, text: str) -> ClaimQuerySet:
        return search_claims(claims, text)

    def by_benefit(self, claims: ClaimQuerySet, name: str, benefit: Benefit) -> ClaimQuerySet:
        return claims.filter(pk__in=ClaimLine.objects.filter(benefit=benefit).values("claim"))

    def by_unit(self, claims: ClaimQuerySet, name: str, unit: Unit) -> ClaimQuerySet:
        return claims.filter(scope__contains=[unit.pk])

    def by_pile(self, claims: ClaimQuerySet, name: str, code: str) -> ClaimQuerySet:
        return claims.filter(pk__in=PILES[code].rows(self.request.user).order_by().values("pk"))

    def by_own(self, claims: ClaimQuerySet, name: str, value: str) -> ClaimQuerySet:
        return claims.filter(made_by=self.request.user)

    def by_origin(self, claims: ClaimQuerySet, name: str, origin: str) -> ClaimQuerySet:
        return claims.filter(taken_over=origin == "co")


class EstimateFilter(django_filters.FilterSet):
    """Filters of the list of estimates."""

    nam = django_filters.NumberFilter(label="Năm ngân sách", field_name="year")
    van_ban = django_filters.ModelMultipleChoiceFilter(
        label="Văn bản",
        field_name="benefit__resolution__code",
        queryset=Resolution.objects.released(),
        to_field_name="code",
        widget=MultipleHiddenInput,
    )
    che_do = django_filters.NumberFilter(field_name="benefit", widget=HiddenInput)

    class Meta:
        model = BudgetEstimate
        fields: Sequence[str] = ()


def years_of_claims() -> list[int]:
    """Years with claims, the latest first: from the two ends of an index, not from all rows."""
    ends = Claim.objects.aggregate(first=Min("event_on"), last=Max("event_on"))
    if ends["first"] is None:
        return []
    return list(range(ends["last"].year, ends["first"].year - 1, -1))
