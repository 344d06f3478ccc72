from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.provinces import province_name
from accounts.roles import INCOMPATIBLE_ROLES, PERMISSIONS, Role


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", "Sở Y tế"
    COMMUNE = "commune", "Xã, phường"
    HOSPITAL = "hospital", "Cơ sở khám bệnh, chữa bệnh"
    CONVALESCENCE_CENTRE = "convalescence_centre", "Cơ sở điều dưỡng"
    MANAGING_BODY = "managing_body", "Cơ quan quản lý cán bộ"


class HospitalLevel(models.TextChoices):
    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Tỉnh"
    REGION = "region", "Khu vực"
    COMMUNE = "commune", "Xã, phường"


class UnitQuerySet(models.QuerySet["Unit"]):
    def of_kind(self, *kinds: UnitKind) -> Self:
        return self.filter(kind__in=kinds)

    def visible_to(self, user: User) -> Self:
        """The department sees every unit, others their own."""
        return self if user.unit.sees_all else self.filter(pk=user.unit_id)


class Unit(models.Model):
    """An office, commune, hospital or centre. Scope of a user is the scope of the unit."""

    code = models.CharField("mã đơn vị", max_length=20, unique=True)
    name = models.CharField("tên đơn vị", max_length=200, unique=True)
    kind = models.CharField("loại", max_length=24, choices=UnitKind)
    hospital_level = models.CharField(
        "tuyến", max_length=12, choices=HospitalLevel, blank=True, default=""
    )
    legacy_province = models.SlugField(
        "tỉnh cũ",
        max_length=60,
        blank=True,
        default="",
        help_text="địa bàn trước khi sáp nhập, nơi văn bản của hai tỉnh cũ còn chạy song song",
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        ordering = ("kind", "name")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=UnitKind.HOSPITAL) ^ Q(hospital_level=""),
                name="unit_level_is_of_a_hospital",
                violation_error_message=(
                    "Cơ sở khám bệnh, chữa bệnh phải có tuyến; đơn vị khác thì không."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legacy_province_name(self) -> str:
        """``Lào Cai``; empty where nothing is recorded."""
        return province_name(self.legacy_province)

    @property
    def sees_all(self) -> bool:
        """Only the department looks over the whole province."""
        return self.kind == UnitKind.DEPARTMENT


def _roles_never_meet(first: Role, second: Role) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(roles__contains=[first, second]),
        name=f"user_not_{first.value}_and_{second.value}",
        violation_error_message=(
            f"Một người không được vừa giữ vai trò “{first.label}” vừa giữ vai trò "
            f"“{second.label}”."
        ),
    )


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> Self:
        """The department sees everybody, others the people of their own unit."""
        return self if user.unit.sees_all else self.filter(unit=user.unit_id)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who works here: signs in, belongs to a unit, holds roles."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="users", verbose_name="đơn vị")
    job_title = models.CharField("chức vụ", max_length=120)
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role), default=list, verbose_name="vai trò"
    )
    is_active = models.BooleanField("được đăng nhập", default=True)
    created_at = models.DateTimeField("lập lúc", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        ordering = ("full_name",)
        constraints: ClassVar = [_roles_never_meet(*pair) for pair in INCOMPATIBLE_ROLES]

    def __str__(self) -> str:
        return self.full_name

    def may(self, permission: str) -> bool:
        """Whether one of this person's roles holds ``permission`` (see accounts.roles)."""
        return self.is_active and not PERMISSIONS[permission].isdisjoint(self.roles)

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]


class AccessEntryQuerySet(models.QuerySet["AccessEntry"]):
    def visible_to(self, user: User) -> Self:
        """The department sees every entry, others those of people of their own unit."""
        return self if user.unit.sees_all else self.filter(user__unit=user.unit_id)


class AccessEntry(models.Model):
    """Who looked at sensitive data of whom, and when (Law 91/2025/QH15). Append-only."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người xem")
    at = models.DateTimeField("lúc", default=timezone.now, db_index=True)
    action = models.CharField("việc", max_length=60)
    subject = models.CharField("đối tượng", max_length=200)
    subject_id = models.BigIntegerField("mã", null=True)
    address = models.GenericIPAddressField("địa chỉ mạng", null=True)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt truy cập dữ liệu nhạy cảm"
        ordering = ("-at",)
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="access_entry_is_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.subject}"
