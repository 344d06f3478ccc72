"""The gate every page stands behind, and the log of who looked at whom."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.models import AccessEntry
from accounts.roles import PERMISSIONS

View = Callable[..., HttpResponse]


def requires(permission: str) -> Callable[[View], View]:
    """Only users whose roles hold ``permission`` pass; others get the 403 page."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission!r}")

    def gate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        gated.permission = permission  # type: ignore[attr-defined]
        return gated

    return gate


def log_access(
    request: HttpRequest, *, action: str, subject: str, subject_id: int | None = None
) -> None:
    """Keep that this user saw sensitive data (domain.md 5.5: health, identity, account)."""
    AccessEntry.objects.create(
        user=request.user,
        action=action,
        subject=subject[:200],
        subject_id=subject_id,
        address=request.META.get("REMOTE_ADDR"),
    )
