"""What a list of claims can be narrowed by; every choice stands in the address."""

import re
from collections.abc import Sequence
from typing import Any

import django_filters
from django.contrib.postgres.search import SearchQuery
from django.db.models import Max, Min
from django.forms import HiddenInput
from django.http import HttpRequest

from accounts.models import Unit
from beneficiaries.models import Cadre
from beneficiaries.search import matching, recognise
from claims.models import Claim, ClaimLine, ClaimState
from claims.models.claim import NAME_WORDS, ClaimQuerySet
from policies.models import BeneficiaryGroup, Benefit, Payer

NUMBER = re.compile(r"(?:HS-)?(\d{4}-\d{1,8})", re.IGNORECASE)
NAMES_A_PERSON = frozenset({"key", "citizen_id", "insurance", "card", "name_and_day"})
MONTHS = [(month, f"Tháng {month}") for month in range(1, 13)]
YES_NO = [("co", "Nhận từ sổ cũ"), ("khong", "Lập trên phần mềm")]


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
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", field_name="state", choices=ClaimState.choices, empty_label="Tất cả"
    )
    che_do = django_filters.ModelChoiceFilter(
        label="Chế độ",
        queryset=Benefit.objects.select_related("resolution"),
        method="by_benefit",
        empty_label="Tất cả",
    )
    doi_tuong = django_filters.ModelChoiceFilter(
        label="Đối tượng",
        field_name="group",
        queryset=BeneficiaryGroup.objects.select_related("resolution"),
        empty_label="Tất cả",
    )
    don_vi = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=Unit.objects.none(), method="by_unit", empty_label="Tất cả"
    )
    nguon = django_filters.ModelChoiceFilter(
        label="Nguồn kinh phí",
        field_name="payer",
        queryset=Payer.objects.all(),
        empty_label="Tất cả",
    )
    nam = django_filters.ChoiceFilter(
        label="Năm",
        field_name="entitlement_year",
        choices=lambda: [(year, year) for year in years_of_claims()],
        empty_label="Tất cả",
    )
    thang = django_filters.ChoiceFilter(
        label="Tháng", field_name="event_on__month", choices=MONTHS, empty_label="Tất cả"
    )
    so_cu = django_filters.ChoiceFilter(
        label="Nguồn hồ sơ", choices=YES_NO, method="by_origin", empty_label="Tất cả"
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

    def filter_queryset(self, queryset: ClaimQuerySet) -> ClaimQuerySet:
        """A filter that can't be understood finds nothing: better than seeming to hold for all."""
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)

    def by_text(self, claims: ClaimQuerySet, name: str, text: str) -> ClaimQuerySet:
        return search_claims(claims, text)

    def by_benefit(self, claims: ClaimQuerySet, name: str, benefit: Benefit) -> ClaimQuerySet:
        return claims.filter(pk__in=ClaimLine.objects.filter(benefit=benefit).values("claim"))

    def by_unit(self, claims: ClaimQuerySet, name: str, unit: Unit) -> ClaimQuerySet:
        return claims.filter(scope__contains=[unit.pk])

    def by_origin(self, claims: ClaimQuerySet, name: str, origin: str) -> ClaimQuerySet:
        return claims.filter(taken_over=origin == "co")


def years_of_claims() -> list[int]:
    """Years with claims, the latest first: from the two ends of an index, not from all rows."""
    ends = Claim.objects.aggregate(first=Min("event_on"), last=Max("event_on"))
    if ends["first"] is None:
        return []
    return list(range(ends["last"].year, ends["first"].year - 1, -1))
