"""The list of people on the screen and as a workbook: the same people in the same order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre, HealthCard, Membership
from beneficiaries.models.cadre import CadreQuerySet
from config.workbooks.writing import TableColumn, table_workbook

SORTS = {
    "ten": ("sort_name", "birth_date"),
    "sinh": ("birth_date", "sort_name"),
    "don_vi": ("managing_unit__name", "sort_name", "birth_date"),
}
ROWS_AT_ONCE = 2_000

EXPORT_COLUMNS = (
    TableColumn("Họ và tên", width=28),
    TableColumn("Ngày sinh", kind="date"),
    TableColumn("Giới tính"),
    TableColumn("Số CCCD", width=16),
    TableColumn("Số thẻ BHYT", width=18),
    TableColumn("Chức vụ", width=28),
    TableColumn("Cơ quan quản lý", width=32),
    TableColumn("Xã/phường", width=24),
    TableColumn("Cơ sở quản lý sức khỏe", width=28),
    TableColumn("Nghỉ hưu từ ngày", kind="date"),
    TableColumn("Huy hiệu Đảng", kind="integer"),
    TableColumn("Số tài khoản", width=18),
    TableColumn("Ngân hàng", width=24),
    TableColumn("Đối tượng", width=18),
    TableColumn("Từ ngày", kind="date"),
    TableColumn("Quyết định", width=28),
    TableColumn("Số thẻ BVSK", width=14),
    TableColumn("Ngày cấp thẻ", kind="date"),
)


def with_standing(people: QuerySet[Cadre]) -> QuerySet[Any]:
    """With units, today's groups (``groups_today``) and the valid card (``valid_cards``)."""
    today = Membership.objects.on(timezone.localdate()).select_related("group")
    return people.select_related("managing_unit", "commune", "care_facility").prefetch_related(
        Prefetch("memberships", queryset=today, to_attr="groups_today"),
        Prefetch(
            "cards", queryset=HealthCard.objects.filter(recalled_on=None), to_attr="valid_cards"
        ),
    )


@dataclass(frozen=True, slots=True)
class PeopleInPages(Sequence[Cadre]):
    """A long list of which only the page asked for is read.

    The keys of the page come from an index alone, however far down it is; only then are the
    people themselves read.
    """

    people: CadreQuerySet

    def __len__(self) -> int:
        return self.people.count()

    def __getitem__(self, part: Any) -> Any:
        keys = list(self.people.values_list("pk", flat=True)[part])
        found = with_standing(Cadre.objects.filter(pk__in=keys)).in_bulk()
        return [found[key] for key in keys if key in found]


def export(people: CadreQuerySet, *, user: User, told: str) -> bytes:
    """The people as an .xlsx; numbers masked unless ``user`` may see them."""
    return table_workbook(
        title="Danh sách cán bộ",
        columns=EXPORT_COLUMNS,
        rows=_rows(people, user),
        notes=(told,),
        totals=False,
    )


def _rows(people: CadreQuerySet, user: User) -> Iterator[tuple[Any, ...]]:
    sees_identity, sees_account = user.may("identity_view"), user.may("account_view")
    for cadre in with_standing(people).iterator(chunk_size=ROWS_AT_ONCE):
        membership = cadre.groups_today[0] if cadre.groups_today else None
        card = cadre.valid_cards[0] if cadre.valid_cards else None
        yield (
            cadre.full_name,
            cadre.birth_date,
            cadre.get_sex_display(),
            cadre.citizen_id if sees_identity else cadre.masked_citizen_id,
            cadre.insurance_number,
            cadre.post,
            str(cadre.managing_unit),
            str(cadre.commune or ""),
            str(cadre.care_facility or ""),
            cadre.retired_on,
            cadre.party_badge_years,
            cadre.bank_account if sees_account else cadre.masked_bank_account,
            cadre.bank_name,
            str(membership.group) if membership else "",
            membership and membership.since,
            membership.decision if membership else "",
            card.number if card else "",
            card and card.issued_on,
        )
