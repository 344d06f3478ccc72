"""A registry to work on: the law of the demo year, a clerk, and workbooks as clerks make them."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client

from accounts.models import UnitKind, User
from config.workbooks.writing import TableColumn, table_workbook
from policies.models import Resolution
from tests.factories import DepartmentFactory, HospitalFactory, UnitFactory, UserFactory
from tests.law import law_in_force

HEADS = (
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Số thẻ BHYT",
    "Chức vụ",
    "Cơ quan quản lý",
    "Xã/phường",
    "Nghỉ hưu từ ngày",
    "Số tài khoản",
    "Đối tượng",
    "Từ ngày",
    "Quyết định",
    "Số thẻ BVSK",
    "Ngày cấp thẻ",
    "Hình thức cấp",
)
AN = {
    "Họ và tên": "Nguyễn Văn An",
    "Ngày sinh": "05/03/1960",
    "Giới tính": "Nam",
    "Số CCCD": "020060000001",
    "Cơ quan quản lý": "Ban Thử nghiệm",
    "Đối tượng": "Đối tượng 4",
    "Từ ngày": "01/01/2025",
    "Quyết định": "QĐ 12-QĐ/TU",
}
BINH = AN | {"Họ và tên": "Đỗ Thị Bình", "Giới tính": "Nữ", "Số CCCD": "020160000002"}


@pytest.fixture
def law(db) -> Resolution:
    return law_in_force()


@pytest.fixture
def body(db) -> Any:
    """The body that manages the people of the workbooks."""
    return UnitFactory(code="ban", name="Ban Thử nghiệm", kind=UnitKind.MANAGING_BODY)


@pytest.fixture
def clerk(db) -> User:
    return UserFactory(username="nhap-lieu", unit=DepartmentFactory())


@pytest.fixture
def commune_clerk(db) -> User:
    return UserFactory(username="nhap-lieu-xa", unit=UnitFactory(name="Xã Kỳ Lừa"))


@pytest.fixture
def hospital(db) -> Any:
    return HospitalFactory()


def workbook(*rows: dict[str, Any], heads: Sequence[str] = HEADS) -> bytes:
    """An .xlsx with these heads, every cell text; ids as a clerk types them."""
    cells = ([row.get(head, "") for head in heads] for row in rows)
    columns = [TableColumn(head) for head in heads]
    return table_workbook(title="Danh sách", columns=columns, rows=cells, totals=False)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
