from django.db import models


class Confidence(models.TextChoices):
    """Where a figure comes from."""

    STATED = "stated", "Nêu rõ trong văn bản"
    DERIVED = "derived", "Suy ra từ số liệu"
    INVENTED = "invented", "Giả định cho bản trình diễn"


def derived_says_how(name: str) -> models.CheckConstraint:
    """A figure that was worked out comes with the working."""
    return models.CheckConstraint(
        condition=~models.Q(confidence=Confidence.DERIVED) | ~models.Q(basis=""),
        name=name,
        violation_error_message="Số suy ra phải ghi căn cứ suy ra.",
    )
