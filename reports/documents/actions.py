"""The register of documents that reports cite."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.saving import save_valid
from policies.models import Resolution
from reports.models import CitedDocument


@transaction.atomic
def enter_document(*, document: CitedDocument, by: User) -> CitedDocument:
    """Write a new document into the register. Raises ``ValidationError`` if it is there."""
    document.entered_by, document.entered_at = by, timezone.now()
    return save_valid(document)


@transaction.atomic
def enter_missing_documents(*, documents: Iterable[Mapping[str, Any]], by: User) -> int:
    """Enter the documents an outline brings; what the register has stays as it is.

    Each has ``code``, ``doc_type``, ``number`` and, as far as known, ``issued_on`` (ISO date),
    ``issuer``, ``subject``, ``note``. Returns how many were new.
    """
    rows = [_row(said, by) for said in documents]
    known = set(CitedDocument.objects.values_list("code", flat=True))
    known |= set(Resolution.objects.values_list("code", flat=True))
    new = [row for row in rows if row.code not in known]
    return len(CitedDocument.objects.bulk_create(new, ignore_conflicts=True))


def _row(said: Mapping[str, Any], by: User) -> CitedDocument:
    issued_on = said.get("issued_on")
    return CitedDocument(
        code=said["code"],
        doc_type=said["doc_type"],
        number=str(said["number"]),
        issued_on=date.fromisoformat(str(issued_on)) if issued_on else None,
        issuer=said.get("issuer", ""),
        subject=said.get("subject", ""),
        note=said.get("note", ""),
        entered_by=by,
        entered_at=timezone.now(),
    )
