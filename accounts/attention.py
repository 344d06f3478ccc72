"""Accounts and units that an administrator should look at; list and first page count them alike."""

from collections.abc import Callable
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role

# Whoever approves, pays, changes the law or hands out rights should carry a second key.
HEAVY = (Role.APPROVER, Role.CASHIER, Role.POLICY_OFFICER, Role.ADMINISTRATOR)
# Where people sit who enter and look up; a body that only manages officials needs no account.
WORKING = (UnitKind.COMMUNE, UnitKind.HOSPITAL, UnitKind.CONVALESCENCE_CENTRE)


def locked_out(users: QuerySet[User]) -> QuerySet[User]:
    """Locked for a while after too many wrong passwords (``AXES_FAILURE_LIMIT``)."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    locks = AccessAttempt.objects.filter(
        username=OuterRef("username"),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=since,
    )
    return users.filter(Exists(locks))


def without_a_role(users: QuerySet[User]) -> QuerySet[User]:
    """May sign in, but has nothing to do here."""
    return users.filter(is_active=True, roles=[])


def never_signed_in(users: QuerySet[User]) -> QuerySet[User]:
    return users.filter(is_active=True, last_login=None)


def with_one_factor(users: QuerySet[User]) -> QuerySet[User]:
    """Holds a heavy duty behind a password alone."""
    device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return users.filter(~Exists(device), is_active=True, roles__overlap=list(HEAVY))


Narrow = Callable[[QuerySet[User]], QuerySet[User]]

# Word in the address → what the list says, and who they are.
OF_USERS: dict[str, tuple[str, Narrow]] = {
    "locked": ("Đang bị khóa vì nhập sai mật khẩu", locked_out),
    "no_role": ("Chưa được giao vai trò", without_a_role),
    "never": ("Chưa đăng nhập lần nào", never_signed_in),
    "one_factor": ("Giữ việc quan trọng, chưa bật xác thực hai lớp", with_one_factor),
}


def units_without_users(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Communes, hospitals and centres where nobody can sign in."""
    active = User.objects.filter(unit=OuterRef("pk"), is_active=True)
    return units.filter(~Exists(active), kind__in=WORKING)
