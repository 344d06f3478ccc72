"""What the provinces of the demo share: the shape of a place, who signs in, central hospitals."""

from dataclasses import dataclass

from accounts.models import HospitalLevel, UnitKind
from accounts.roles import Role

PASSWORD = "Langson-2025"
"""Of every demo sign-in, and of nobody else."""


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    kind: UnitKind
    level: str = ""
    legacy_province: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who works here in the demo."""

    username: str
    full_name: str
    unit: str
    job_title: str
    roles: tuple[Role, ...]


def hospital(code: str, name: str, level: HospitalLevel, legacy_province: str = "") -> Place:
    return Place(code, name, UnitKind.HOSPITAL, level, legacy_province)


CENTRAL_HOSPITALS = (
    hospital("BVHN", "Bệnh viện Hữu Nghị", HospitalLevel.CENTRAL),
    hospital("BVBM", "Bệnh viện Bạch Mai", HospitalLevel.CENTRAL),
    hospital("BV108", "Bệnh viện Trung ương Quân đội 108", HospitalLevel.CENTRAL),
    hospital("BVK", "Bệnh viện K", HospitalLevel.CENTRAL),
)
