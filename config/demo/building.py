"""The provinces of the demo, each of which can be built alone or beside the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from claims.actions import close_period
from claims.models import ClosedPeriod
from config.demo.lang_son.building import STEPS as LANG_SON_STEPS
from config.demo.lang_son.building import build as build_lang_son
from config.demo.lang_son.places import SIGN_INS as LANG_SON_SIGN_INS
from config.demo.lao_cai.building import STEPS as LAO_CAI_STEPS
from config.demo.lao_cai.building import build as build_lao_cai
from config.demo.lao_cai.places import SIGN_INS as LAO_CAI_SIGN_INS
from config.demo.office import CannotBuild, Progress
from config.demo.places import SignIn

OLD_BOOKS = date(2024, 1, 1), date(2024, 12, 31)
"""Closed once everything of the demo is paid."""


@dataclass(frozen=True, slots=True)
class Province:
    """``build`` tells its progress ``steps`` times."""

    name: str
    sign_ins: Sequence[SignIn]
    steps: int
    build: Callable[[Progress], None]

    @property
    def is_built(self) -> bool:
        first = self.sign_ins[0]
        return User.objects.filter(username=first.username, unit__code=first.unit).exists()

    @property
    def cashier(self) -> User:
        name = next(each.username for each in self.sign_ins if each.username.startswith("chitra"))
        return User.objects.get(username=name)


PROVINCES = {
    "lang-son": Province("Lạng Sơn", LANG_SON_SIGN_INS, LANG_SON_STEPS, build_lang_son),
    "lao-cai": Province("Lào Cai", LAO_CAI_SIGN_INS, LAO_CAI_STEPS, build_lao_cai),
}


@transaction.atomic
def build(provinces: Sequence[Province], progress: Progress) -> None:
    """Build these, or nothing of them. Raises ``CannotBuild``."""
    begins_on, ends_on = OLD_BOOKS
    if ClosedPeriod.objects.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise CannotBuild(
            "Sổ năm 2024 đã khóa nên không dựng thêm được tỉnh nào; hãy dựng trong một cơ sở dữ "
            "liệu mới."
        )
    for province in provinces:
        province.build(progress)
    close_period(begins_on=begins_on, ends_on=ends_on, by=provinces[-1].cashier)


def steps_of(provinces: Iterable[Province]) -> int:
    return sum(province.steps for province in provinces)
