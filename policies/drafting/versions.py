"""A version begins, from nothing or from another one; its head and its answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.saving import save_valid
from policies.drafting.changing import changing, refuse_changed, stamp_of
from policies.dumping import dump_pack
from policies.loading import store_pack
from policies.models import Resolution, Scheme
from policies.packing.shapes import PackError


@transaction.atomic
def start_draft(*, scheme: Scheme, head: Mapping[str, Any], by: User) -> Resolution:
    """An empty draft. Raises ``ValidationError``."""
    if scheme.pk is None:
        save_valid(scheme)
    draft = Resolution(**head, scheme=scheme, made_by=by, made_at=timezone.now())
    return save_valid(draft)


@transaction.atomic
def copy_version(*, source: Resolution, head: Mapping[str, Any], by: User) -> Resolution:
    """A draft with everything that ``source`` says under another head: how a successor is made.

    A solved case of a day outside its time stays behind: it would be refused whatever it says.
    Raises ``ValidationError``.
    """
    draft = start_draft(scheme=source.scheme, head={"settings": source.settings, **head}, by=by)
    pack = dump_pack(source)
    pack["resolution"] = dump_pack(draft)["resolution"]
    pack["cases"] = [case for case in pack["cases"] if draft.is_in_force(_day_of(case))]
    try:
        return store_pack(pack, by=by, release=False)
    except PackError as error:
        raise ValidationError(error.problems) from None


def _day_of(case: Mapping[str, Any]) -> date:
    return date.fromisoformat(case["event"]["on"])


def save_head(*, resolution: Resolution, head: Mapping[str, Any], seen: str, by: User) -> None:
    """What the version is. Raises ``ValidationError``."""
    with changing(resolution=resolution, page="head", by=by) as held:
        refuse_changed(seen, stamp_of_head(held), held, "head")
        for name, value in head.items():
            setattr(held, name, value)
        save_valid(held)


def save_answers(
    *, resolution: Resolution, answers: Mapping[str, str], seen: str, by: User
) -> None:
    """Answers to the questions; what isn't answered is as usual. Raises ``ValidationError``."""
    with changing(resolution=resolution, page="settings", by=by) as held:
        refuse_changed(seen, stamp_of_answers(held), held, "settings")
        held.settings = dict(answers)
        save_valid(held)


HEAD = (
    "doc_type",
    "number",
    "issued_on",
    "issuer",
    "subject",
    "effective_from",
    "effective_to",
    "replaces",
    "territories",
    "source_note",
)


def stamp_of_head(resolution: Resolution) -> str:
    """Only the head counts: who edits the rates doesn't disturb whoever edits the title."""
    told = Resolution(**{name: getattr(resolution, name) for name in HEAD})
    return stamp_of([told])


def stamp_of_answers(resolution: Resolution) -> str:
    return stamp_of([Resolution(settings=resolution.settings)])
