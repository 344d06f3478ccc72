"""The registry workbooks of Lào Cai: the check-up list, and the retired of each old province."""

from collections.abc import Iterable
from datetime import date

from config.demo.lao_cai.people import Person
from config.demo.sheets import RegistryLine, registry_sheet
from policies.models import Resolution

SERVED_SINCE = date(2025, 1, 1)
SERVED_BY = "Danh sách thống nhất giữa Ban Tổ chức Tỉnh ủy và Sở Y tế năm 2025"
RESTING_BY = "Danh sách đối tượng điều dưỡng do Ban Tổ chức Tỉnh ủy duyệt"
SERVED_GROUPS = {
    "trung-uong": "Diện trung ương quản lý",
    "tinh-uy": "Diện Tỉnh ủy quản lý",
    "huyen-uy": "Diện huyện ủy, thị ủy, thành ủy quản lý",
    "khac": "Đối tượng khác",
}
SERVED_NUMBER = "23/2024/NQ-HĐND"


def served_sheet(people: Iterable[Person]) -> bytes:
    """Who is examined and treated."""
    return registry_sheet(
        "Danh sách cán bộ được hỗ trợ khám bệnh, chữa bệnh",
        (
            RegistryLine(
                person=person,
                group=f"{SERVED_GROUPS[person.served]} ({SERVED_NUMBER})",
                since=SERVED_SINCE,
                decision=SERVED_BY,
            )
            for person in people
        ),
    )


def resting_sheet(
    people: Iterable[Person], resolution: Resolution, territory: str, since: date
) -> bytes:
    """The retired of an old province; each since they retired, but not before ``since``."""
    names = dict(resolution.groups.values_list("code", "name"))
    return registry_sheet(
        "Danh sách đối tượng điều dưỡng",
        (
            RegistryLine(
                person=person,
                group=f"{names[person.resting]} ({resolution.number})",
                since=max(since, person.retired_on or since),
                decision=RESTING_BY,
            )
            for person in people
            if person.resting and person.territory == territory
        ),
    )
