"""The columns of the registry workbook: heads, how cells are read, what the template tells."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from django.utils import timezone

from accounts.models import Unit, UnitKind
from beneficiaries.identity import INSURANCE_FORM, INSURANCE_NUMBER
from beneficiaries.models import CardKind, Sex
from config.workbooks import cells
from config.workbooks.judging import Column
from config.workbooks.writing import template_workbook
from policies.models import BeneficiaryGroup, Resolution

YOUNGEST = 18
AHEAD = timedelta(days=366)
LONGEST_DROPDOWN = 500
BANK_ACCOUNT = r"\d{6,20}"

PERSON_FIELDS: dict[str, str] = {
    "full_name": "Họ và tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "citizen_id": "Số CCCD",
    "insurance_number": "Số thẻ BHYT",
    "post": "Chức vụ",
    "managing_unit": "Cơ quan quản lý",
    "commune": "Xã/phường",
    "care_facility": "Cơ sở quản lý sức khỏe",
    "retired_on": "Nghỉ hưu từ ngày",
    "party_badge_years": "Huy hiệu Đảng",
    "bank_account": "Số tài khoản",
    "bank_name": "Ngân hàng",
}
UNIT_FIELDS = ("managing_unit", "commune", "care_facility")
DAY_FIELDS = ("birth_date", "retired_on")


class UnitChoice(cells.Choice):
    """A unit by name or code; a wrong one is answered with those that read most like it."""

    def _reason(self, words: str) -> str:
        alike = get_close_matches(cells.fold(words), self.folded, n=3, cutoff=0.6)
        names = [word for word in self.values if cells.fold(word) in alike]
        hint = f"; có phải: {', '.join(names)}" if names else "; xem trang Hướng dẫn của tệp mẫu"
        return f"“{words[:60]}” không phải tên hay mã của đơn vị nào{hint}"


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def units_by_word(units: Iterable[Unit]) -> dict[str, int]:
    """Names, then codes, of units and the id each stands for; what reads alike counts once."""
    units = list(units)
    words = [(unit.name, unit.pk) for unit in units] + [(unit.code, unit.pk) for unit in units]
    return _distinct(words)


def groups_by_word() -> dict[str, int]:
    """Groups of the resolutions in force today, by name and code; those of the newest resolution
    by their plain name, those of older ones with its number behind."""
    resolutions = list(Resolution.objects.in_force(timezone.localdate()).order_by("-issued_on"))
    groups = BeneficiaryGroup.objects.filter(resolution__in=resolutions).order_by("position")
    words: list[tuple[str, int]] = []
    for resolution in resolutions:
        own = [group for group in groups if group.resolution_id == resolution.pk]
        words += [(group.name, group.pk) for group in own]
        words += [(f"{group.name} ({resolution.number})", group.pk) for group in own]
        words += [(group.code, group.pk) for group in own]
    return _distinct(words)


def _distinct(words: Iterable[tuple[str, int]]) -> dict[str, int]:
    chosen: dict[str, int] = {}
    seen: set[str] = set()
    for word, value in words:
        if (folded := cells.fold(word)) not in seen:
            seen.add(folded)
            chosen[word] = value
    return chosen


def registry_columns() -> tuple[Column, ...]:
    """The columns as of today: the choices are the units and groups there are."""
    units = list(Unit.objects.order_by("name"))
    communes = [unit for unit in units if unit.kind == UnitKind.COMMUNE]
    facilities = [unit for unit in units if unit.kind == UnitKind.HOSPITAL]
    today = timezone.localdate()
    return (
        *_person_columns(today),
        *_unit_columns(units, communes, facilities),
        *_further_columns(today),
        *_group_columns(today),
        *_card_columns(today),
    )


def _person_columns(today: date) -> tuple[Column, ...]:
    return (
        Column(
            name="full_name",
            head="Họ và tên",
            aliases=("Họ tên",),
            parser=cells.text(120),
            required=True,
            example="Nguyễn Văn An",
        ),
        Column(
            name="birth_date",
            head="Ngày sinh",
            aliases=("Ngày, tháng, năm sinh", "Ngày tháng năm sinh"),
            parser=cells.date(latest=years_before(today, YOUNGEST)),
            required=True,
            example="05/03/1960",
        ),
        Column(
            name="sex",
            head="Giới tính",
            parser=cells.choice({label: value for value, label in Sex.choices}),
            required=True,
            example="Nam",
        ),
        Column(
            name="citizen_id",
            head="Số CCCD",
            aliases=("CCCD", "Số căn cước", "Căn cước công dân", "Số định danh cá nhân"),
            parser=cells.digits(12),
            help="12 chữ số; được đối chiếu với giới tính và năm sinh",
            example="020060001234",
        ),
        Column(
            name="insurance_number",
            head="Số thẻ BHYT",
            aliases=("BHYT", "Mã số BHYT"),
            parser=cells.code(INSURANCE_NUMBER.pattern, INSURANCE_FORM, whole_number=12),
            help="10 số, 12 số hoặc 15 ký tự",
            example="HT2202012345678",
        ),
        Column(
            name="post",
            head="Chức vụ",
            aliases=("Chức danh", "Chức vụ, chức danh"),
            parser=cells.text(200),
            example="Nguyên Phó Giám đốc Sở",
        ),
    )


def _unit_columns(
    units: list[Unit], communes: list[Unit], facilities: list[Unit]
) -> tuple[Column, ...]:
    return (
        _unit_column("managing_unit", "Cơ quan quản lý", units, required=True),
        _unit_column("commune", "Xã/phường", communes, aliases=("Xã, phường", "Nơi cư trú")),
        _unit_column("care_facility", "Cơ sở quản lý sức khỏe", facilities),
    )


def _unit_column(
    name: str,
    head: str,
    units: list[Unit],
    *,
    required: bool = False,
    aliases: tuple[str, ...] = (),
) -> Column:
    return Column(
        name=name,
        head=head,
        aliases=aliases,
        parser=UnitChoice(units_by_word(units)),
        required=required,
        help="Tên hoặc mã đơn vị",
        example=units[0].name if units else "",
        choices=tuple(unit.name for unit in units[:LONGEST_DROPDOWN]),
    )


def _further_columns(today: date) -> tuple[Column, ...]:
    return (
        Column(
            name="retired_on",
            head="Nghỉ hưu từ ngày",
            parser=cells.date(latest=today + AHEAD),
            help="Để trống nếu đang công tác",
            example="01/04/2022",
        ),
        Column(
            name="party_badge_years",
            head="Huy hiệu Đảng",
            aliases=("Huy hiệu Đảng (năm)", "Tuổi Đảng (huy hiệu)"),
            parser=cells.integer(30, 100),
            help="Số năm, ví dụ 40",
            example=40,
        ),
        Column(
            name="bank_account",
            head="Số tài khoản",
            parser=cells.code(BANK_ACCOUNT, "cần từ 6 đến 20 chữ số"),
            example="8400123456789",
        ),
        Column(
            name="bank_name",
            head="Ngân hàng",
            parser=cells.text(120),
            example="Agribank Lạng Sơn",
        ),
    )


def _group_columns(today: date) -> tuple[Column, ...]:
    groups = groups_by_word()
    first_words = tuple(_first_word_of_each(groups))
    return (
        Column(
            name="group",
            head="Đối tượng",
            aliases=("Nhóm đối tượng",),
            parser=cells.choice(groups),
            help="Theo nghị quyết đang có hiệu lực",
            example=first_words[0] if first_words else "",
            choices=first_words,
        ),
        Column(
            name="since",
            head="Từ ngày",
            aliases=("Đối tượng từ ngày",),
            parser=cells.date(latest=today + AHEAD),
            help="Bắt buộc khi có Đối tượng",
            example="01/01/2025",
        ),
        Column(
            name="decision",
            head="Quyết định",
            aliases=("Quyết định xếp đối tượng",),
            parser=cells.text(200),
            help="Bắt buộc khi có Đối tượng",
            example="QĐ 12-QĐ/TU ngày 01/01/2025",
        ),
    )


def _first_word_of_each(values: Mapping[str, Any]) -> list[str]:
    """One word for every value: what a dropdown offers."""
    first: dict[Any, str] = {}
    for word, value in values.items():
        first.setdefault(value, word)
    return list(first.values())


def _card_columns(today: date) -> tuple[Column, ...]:
    return (
        Column(
            name="card_number",
            head="Số thẻ BVSK",
            aliases=("Số thẻ bảo vệ sức khỏe", "Số thẻ sức khỏe"),
            parser=cells.text(20),
            example="LS-000123",
        ),
        Column(
            name="card_issued_on",
            head="Ngày cấp thẻ",
            parser=cells.date(latest=today),
            help="Bắt buộc khi có Số thẻ BVSK",
            example="15/01/2025",
        ),
        Column(
            name="card_kind",
            head="Hình thức cấp",
            aliases=("Hình thức cấp thẻ",),
            parser=cells.choice({label: value for value, label in CardKind.choices}),
            help="Để trống là Cấp mới",
            example="Cấp mới",
        ),
    )


def registry_template() -> bytes:
    """The registry workbook to fill in."""
    return template_workbook(
        registry_columns(),
        title="Danh sách cán bộ được bảo vệ, chăm sóc sức khỏe",
        notes=(
            "Mỗi người một dòng. Ô để trống của người đã có trong hệ thống được giữ như cũ.",
            "Số CCCD, số thẻ BHYT, số tài khoản, số thẻ phải để dạng Văn bản (Text).",
        ),
    )
