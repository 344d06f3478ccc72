"""Two who write the same at once: the database ends one of them, who is told and may send again.

Verbs hold what they change and tell most of this in their own words; here is what is left, such as
two people who wait for each other's rows. A verb is one transaction, so nothing of it was written.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg import errors

from config.sessions import sent_fields, sent_files

COLLISIONS = (
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.LockNotAvailable,
    errors.UniqueViolation,
    errors.ExclusionViolation,
)

logger = logging.getLogger(__name__)


class CollisionMiddleware:
    """Answers 409 with a button that sends the same form once more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error.__cause__, COLLISIONS):
            return None
        logger.warning("Two wrote at once: %s", request.path, exc_info=error)
        context = {"fields": sent_fields(request), "files": sent_files(request)}
        return render(request, "409.html", context, status=409)
