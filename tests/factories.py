"""Invented people, units and events for tests. Everything saved is as the portal would save it."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.models import HospitalLevel, Unit, UnitKind, User
from accounts.roles import Role
from beneficiaries.models import Cadre, Membership, Sex
from checkups.models import HospitalStay, StaffAllowance
from claims.models import Recipient, RecipientKind
from policies.models import Resolution


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"xa-{n}")
    name = factory.Sequence(lambda n: f"Xã Thử {n}")
    kind = UnitKind.COMMUNE


class HospitalFactory(UnitFactory):
    code = factory.Sequence(lambda n: f"bv-{n}")
    name = factory.Sequence(lambda n: f"Bệnh viện Thử {n}")
    kind = UnitKind.HOSPITAL
    hospital_level = HospitalLevel.PROVINCE


class DepartmentFactory(UnitFactory):
    """The one department, however often it is asked for."""

    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = "so-y-te"
    name = "Sở Y tế thử"
    kind = UnitKind.DEPARTMENT


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi-dung-{n}")
    full_name = factory.Sequence(lambda n: f"Nông Thị Thử {n}")
    job_title = "Chuyên viên"
    unit = factory.SubFactory(DepartmentFactory)
    roles = factory.LazyFunction(lambda: [Role.DATA_ENTRY])


class CadreFactory(DjangoModelFactory):
    class Meta:
        model = Cadre

    full_name = factory.Sequence(lambda n: f"Hoàng Văn Mẫu {n}")
    birth_date = date(1960, 3, 5)
    sex = Sex.MALE
    citizen_id = factory.Sequence(lambda n: f"0200600{n:05d}")
    post = "Trưởng phòng"
    managing_unit = factory.SubFactory(DepartmentFactory)
    bank_account = factory.Sequence(lambda n: f"84012{n:06d}")
    bank_name = "Ngân hàng Thử"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        cadre = model_class(*args, **kwargs)
        cadre.set_derived()
        cadre.save()
        return cadre


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    cadre = factory.SubFactory(CadreFactory)
    resolution = factory.SelfAttribute("group.resolution")
    since = date(2025, 1, 1)
    decision = "QĐ 01/2025"


class RecipientFactory(DjangoModelFactory):
    class Meta:
        model = Recipient

    kind = RecipientKind.STAFF
    code = factory.Sequence(lambda n: f"NV-{n:04d}")
    name = factory.Sequence(lambda n: f"Lương Thị Trực {n}")
    unit = factory.SubFactory(DepartmentFactory)
    bank_account = "8401999999"
    bank_name = "Ngân hàng Thử"


class StayFactory(DjangoModelFactory):
    """Three days in a provincial hospital, for someone who must be given."""

    class Meta:
        model = HospitalStay

    facility = factory.SubFactory(HospitalFactory)
    admitted_on = date(2025, 6, 2)
    discharged_on = factory.LazyAttribute(lambda stay: stay.admitted_on + timedelta(days=2))
    unit = factory.SelfAttribute("recorded_by.unit")
    recorded_by = factory.SubFactory(UserFactory)


class AllowanceFactory(DjangoModelFactory):
    class Meta:
        model = StaffAllowance

    recipient = factory.SubFactory(RecipientFactory)
    duty = "direct_staff"
    begins_on = date(2025, 1, 1)
    ends_on = date(2025, 3, 31)
    months = 3
    decision = "QĐ 02/2025"
    unit = factory.SelfAttribute("recorded_by.unit")
    recorded_by = factory.SubFactory(UserFactory)


def entitled_cadre(resolution: Resolution, *, group: str = "4", **fields: object) -> Cadre:
    """A cadre in a group of the resolution since the beginning of 2025."""
    cadre = CadreFactory(**fields)
    MembershipFactory(cadre=cadre, group=resolution.groups.get(code=group))
    return cadre
