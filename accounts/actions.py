"""What is done to the people who work here and to their units."""

from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.roles import INCOMPATIBLE_ROLES, Role


def refuse_meeting_roles(roles: Collection[str]) -> None:
    """``ValidationError`` naming every pair of duties that one person must not hold together.

    The database refuses the same; here it is told before anything is written.
    """
    problems = [
        f"Một người không được vừa giữ vai trò “{first.label}” vừa giữ vai trò “{second.label}”."
        for first, second in INCOMPATIBLE_ROLES
        if first in roles and second in roles
    ]
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def save_user(*, user: User, by: User, password: str | None = None) -> User:
    """Store a new or changed person. Nobody changes their own roles or closes their own door.

    Raises ``ValidationError``.
    """
    refuse_meeting_roles(user.roles)
    if user.pk and user.pk == by.pk:
        before = User.objects.get(pk=user.pk)
        if set(before.roles) != set(user.roles) or before.is_active != user.is_active:
            raise ValidationError(
                "Không ai tự đổi vai trò hoặc quyền đăng nhập của mình; hãy nhờ người quản trị "
                "khác."
            )
    user.roles = [role.value for role in Role if role in user.roles]
    if password is not None:
        validate_password(password, user)
        user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    return user


@transaction.atomic
def reset_password(*, user: User, password: str) -> None:
    """A new password; every open session of this person ends. Raises ``ValidationError``."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
