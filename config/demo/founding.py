"""What must stand before the first workbook comes: units, users, rounds, trips, estimates."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from accounts.models import Unit, User
from claims.models import BudgetEstimate
from config.demo.places import PASSWORD, Place, SignIn
from policies.models import Resolution

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OPENED_AT = datetime(2024, 12, 16, 8, tzinfo=VIETNAM)


def add_units_and_users(places: Iterable[Place], sign_ins: Iterable[SignIn]) -> dict[str, User]:
    """The places, but for those that another province has brought, and the users by name."""
    known = set(Unit.objects.values_list("code", flat=True))
    Unit.objects.bulk_create(
        Unit(
            code=place.code,
            name=place.name,
            kind=place.kind,
            hospital_level=place.level,
            legacy_province=place.legacy_province,
        )
        for place in places
        if place.code not in known
    )
    units = {unit.code: unit for unit in Unit.objects.all()}
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            username=sign_in.username,
            full_name=sign_in.full_name,
            unit=units[sign_in.unit],
            job_title=sign_in.job_title,
            roles=list(sign_in.roles),
            password=password,
            created_at=OPENED_AT,
        )
        for sign_in in sign_ins
    )
    return {user.username: user for user in users}


def add_estimates(resolution: Resolution, year: int, estimates: Mapping[str, int]) -> None:
    """Đồng by benefit code."""
    BudgetEstimate.objects.bulk_create(
        BudgetEstimate(
            benefit=benefit,
            year=year,
            amount=estimates[benefit.code],
            document=f"Quyết định giao dự toán ngân sách năm {year} (giả định)",
        )
        for benefit in resolution.benefits.filter(code__in=estimates)
    )
