"""The list of cards on the screen and as a workbook, and how many were given in a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Unit
from beneficiaries.attention import CARDS_END_WITHIN
from beneficiaries.models import Cadre, CardKind, HealthCard
from beneficiaries.models.card import HealthCardQuerySet
from beneficiaries.search import matching, recognise
from config.workbooks.writing import TableColumn, table_workbook
from policies.models import BeneficiaryGroup

SORTS = {
    "so": "number",
    "ten": ("cadre__sort_name", "cadre__birth_date"),
    "cap": "issued_on",
    "han": "expires_on",
}
COUNTED = "counted"
STANDINGS = [
    ("valid", "Còn giá trị"),
    ("ending", "Sắp hết hạn"),
    ("ended", "Đã hết hạn"),
    ("recalled", "Đã thu hồi"),
    (COUNTED, "Tính trong báo cáo năm"),
]
ROWS_AT_ONCE = 2_000

EXPORT_COLUMNS = (
    TableColumn("Số thẻ", width=14),
    TableColumn("Họ và tên", width=28),
    TableColumn("Ngày sinh", kind="date"),
    TableColumn("Cơ quan quản lý", width=32),
    TableColumn("Đối tượng", width=18),
    TableColumn("Hình thức", width=12),
    TableColumn("Lý do cấp đổi", width=18),
    TableColumn("Ngày cấp", kind="date"),
    TableColumn("Có giá trị đến", kind="date"),
    TableColumn("Ngày thu hồi", kind="date"),
    TableColumn("Lý do thu hồi", width=32),
)


def in_standing(cards: HealthCardQuerySet, standing: str) -> HealthCardQuerySet:
    """Cards that today stand as one of :data:`STANDINGS` says."""
    today = timezone.localdate()
    out = cards.filter(recalled_on=None)
    match standing:
        case "valid":
            return out.filter(Q(expires_on=None) | Q(expires_on__gte=today))
        case "ending":
            return out.filter(expires_on__gte=today, expires_on__lte=today + CARDS_END_WITHIN)
        case "ended":
            return out.filter(expires_on__lt=today)
        case "recalled":
            return cards.exclude(recalled_on=None)
    return cards


class CardFilter(django_filters.FilterSet):
    """Which cards are shown."""

    q = django_filters.CharFilter(label="Tìm", method="by_text")
    group = django_filters.ModelChoiceFilter(
        label="Đối tượng", queryset=BeneficiaryGroup.objects.none(), empty_label="Tất cả"
    )
    kind = django_filters.ChoiceFilter(
        label="Hình thức", choices=CardKind.choices, empty_label="Tất cả"
    )
    standing = django_filters.ChoiceFilter(
        label="Tình trạng", method="by_standing", choices=STANDINGS, empty_label="Tất cả"
    )
    unit = django_filters.ModelChoiceFilter(
        label="Cơ quan quản lý",
        field_name="cadre__managing_unit",
        queryset=Unit.objects.order_by("name"),
        empty_label="Tất cả",
    )
    year = django_filters.ChoiceFilter(
        label="Năm cấp", field_name="issued_on__year", empty_label="Tất cả", choices=()
    )

    class Meta:
        model = HealthCard
        fields: list[str] = []

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
        held = Exists(HealthCard.objects.filter(group=OuterRef("pk")))
        groups = BeneficiaryGroup.objects.filter(held).select_related("resolution")
        groups = groups.order_by("-resolution__issued_on", "position")
        self.filters["group"].extra["queryset"] = groups
        self.form.fields["q"].widget.attrs["placeholder"] = "Số thẻ, họ tên, CCCD, mã QR"

    def by_text(self, cards: HealthCardQuerySet, name: str, text: str) -> HealthCardQuerySet:
        return named_by(cards, text)

    def by_standing(self, cards: HealthCardQuerySet, name: str, value: str) -> HealthCardQuerySet:
        year = self.form.cleaned_data.get("year")
        if value == COUNTED:
            return cards.given_in(int(year)) if year else cards.filter(recalled_on=None)
        return in_standing(cards, value)


def named_by(cards: HealthCardQuerySet, text: str) -> HealthCardQuerySet:
    """Cards with this number or code, or of the people whom the text names."""
    asked = recognise(text)
    if asked.kind == "card":
        return cards.filter(number=asked.value)
    return cards.filter(cadre__in=matching(Cadre.objects.all(), text))


def years_of(cards: QuerySet[HealthCard]) -> list[int]:
    """Years in which cards were given, the latest first."""
    return [day.year for day in cards.order_by().dates("issued_on", "year", order="DESC")]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Cards given to a group in a year, without those recalled by its end."""

    group: BeneficiaryGroup
    new: int
    reissued: int

    @property
    def total(self) -> int:
        return self.new + self.reissued


def counted(cards: HealthCardQuerySet, year: int) -> list[GroupCount]:
    """What the report of the year counts, by group in the order of the resolutions."""
    of_year = cards.given_in(year).order_by()
    rows = of_year.values("group").annotate(
        new=Count("pk", filter=Q(kind=CardKind.NEW)),
        reissued=Count("pk", filter=Q(kind=CardKind.REISSUE)),
    )
    found = {row["group"]: row for row in rows}
    groups = BeneficiaryGroup.objects.filter(pk__in=found).select_related("resolution")
    return [
        GroupCount(group, found[group.pk]["new"], found[group.pk]["reissued"])
        for group in groups.order_by("-resolution__issued_on", "position")
    ]


def export_cards(cards: QuerySet[HealthCard], *, told: str) -> bytes:
    """The cards as an .xlsx, in the order of the list."""
    return table_workbook(
        title="Danh sách thẻ bảo vệ sức khỏe",
        columns=EXPORT_COLUMNS,
        rows=_rows(cards),
        notes=(told,),
        totals=False,
    )


def _rows(cards: QuerySet[HealthCard]) -> Iterator[tuple[Any, ...]]:
    rows = cards.select_related("cadre__managing_unit", "group")
    for card in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield (
            card.number,
            card.cadre.full_name,
            card.cadre.birth_date,
            str(card.cadre.managing_unit),
            str(card.group),
            card.get_kind_display(),
            card.get_reissue_reason_display(),
            card.issued_on,
            card.expires_on,
            card.recalled_on,
            card.recall_reason,
        )
