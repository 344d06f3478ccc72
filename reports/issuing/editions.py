"""Freezing a report at its issue, and finding out whether it is still what was issued.

An edition keeps the paper, every figure, the rows behind each, and the files as they left the
house. Each file has its hash, the edition one over all of them and over the edition before.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import zip_longest
from typing import NamedTuple

from django.db import connection, transaction

from config.formatting import count
from reports.figures.reckoning import Reckoning
from reports.issuing.frozen import FrozenReport, appendix_hashes, counted, figures_kept
from reports.issuing.frozen_rows import FrozenRows, rows_behind
from reports.models import FROZEN, Edition, EditionFile, Report
from reports.models.edition import BEFORE_THE_FIRST
from reports.printing.sheets import paper_xlsx
from reports.printing.word import paper_docx
from reports.writing.paper import figures_json, paper_pdf, report_paper

# The number of the lock that whoever issues a report holds until the end of the transaction.
CHAIN_LOCK = 2_024_061_602
Name = EditionFile.Name


class LedgerMoved(Exception):
    """Rows and figures don't agree: the ledger changed while they were being read."""


class EditionFault(NamedTuple):
    """Where an issued report is no longer what was issued."""

    where: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} phải là {self.expected}, nay là {self.found}."


def hold_the_chain() -> None:
    """One report is issued at a time: numbers and the chain have one end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


@transaction.atomic
def freeze(*, reckoning: Reckoning, at: datetime) -> Edition:
    """Keep an issued report for good. Raises ``LedgerMoved``."""
    report = reckoning.report
    contents = _contents(reckoning)
    hash_by_name = {name: _hash(content) for name, content in contents.items()}
    hold_the_chain()
    last = Edition.objects.order_by("-position").first()
    position, before = (last.position + 1, last.hash) if last else (1, BEFORE_THE_FIRST)
    edition = Edition.objects.create(
        position=position,
        report=report,
        previous_hash=before,
        hash=edition_hash(report, position, before, at, hash_by_name),
        frozen_at=at,
    )
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, name=name, content=content, hash=hash_by_name[name])
        for name, content in contents.items()
    )
    return edition


def _contents(reckoning: Reckoning) -> dict[str, bytes]:
    rows = rows_behind(reckoning)
    _agree(reckoning, rows)
    paper = report_paper(reckoning)
    figures = json.dumps(figures_json(reckoning), ensure_ascii=False, indent=1)
    return {
        Name.PAPER: paper.to_json().encode(),
        Name.FIGURES: figures_kept(reckoning),
        Name.ROWS: rows.packed(),
        Name.PDF: paper_pdf(paper),
        Name.DOCX: paper_docx(paper),
        Name.XLSX: paper_xlsx(paper),
        Name.JSON: figures.encode(),
    }


def _agree(reckoning: Reckoning, rows: FrozenRows) -> None:
    """The kept rows prove the kept figures, each of them."""
    for value in reckoning:
        if counted(value.figure, rows.of(value.code)) != value.paid:
            raise LedgerMoved(value.figure.title)


def edition_hash(
    report: Report, position: int, before: str, at: datetime, files: Mapping[str, str]
) -> str:
    """SHA-256 over one line of JSON: what was issued, when, by whom, and its place in the chain."""
    said = {
        "position": position,
        "previous_hash": before,
        "report": report.pk,
        "supersedes": report.supersedes_id,
        "number": report.number,
        "symbol": report.symbol,
        "issued_on": report.issued_on and report.issued_on.isoformat(),
        "signer": report.signer_name,
        "signing_lines": report.signing_lines,
        "hands": [
            report.submitted_by_id,
            report.checked_by_id,
            report.approved_by_id,
            report.issued_by_id,
        ],
        "frozen_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "files": dict(sorted(files.items())),
    }
    return _hash(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- Verifying --------------------------------------------------------------------------------


def edition_fault(edition: Edition) -> EditionFault | None:
    """What is wrong with one issued report: its files, its number, its link to the one before."""
    report = edition.report
    where = f"Báo cáo số {report.number_and_symbol}"
    hash_by_name = {}
    for file in edition.files.all():
        found = _hash(bytes(file.content))
        if found != file.hash:
            return EditionFault(where, f"mã băm của tệp “{file}”", file.hash, found)
        hash_by_name[file.name] = found
    if missing := set(Name.values) - set(hash_by_name):
        return EditionFault(where, "số tệp", str(len(Name)), f"thiếu {', '.join(sorted(missing))}")
    before = Edition.objects.filter(position=edition.position - 1).first()
    expected = before.hash if before else BEFORE_THE_FIRST
    if edition.previous_hash != expected:
        return EditionFault(where, "mã băm liền trước", expected, edition.previous_hash)
    found = edition_hash(
        report, edition.position, edition.previous_hash, edition.frozen_at, hash_by_name
    )
    if found != edition.hash:
        return EditionFault(where, "mã băm của bản ban hành", edition.hash, found)
    return _appendix_fault(edition, where)


def _appendix_fault(edition: Edition, where: str) -> EditionFault | None:
    """The lists of people lie beside the edition; their hashes lie in it."""
    kept, found = FrozenReport(edition).appendices, appendix_hashes(edition.report)
    for expected, now in zip_longest(kept, found):
        if expected != now:
            title = (expected or now)[0]
            words = ["không có" if each is None else each[1] for each in (expected, now)]
            return EditionFault(where, f"phụ lục “{title}”", *words)
    return None


def figures_fault(edition: Edition) -> EditionFault | None:
    """The kept rows still come to the kept figures: hashes alone would not tell what was wrong."""
    frozen, where = FrozenReport(edition), f"Báo cáo số {edition.report.number_and_symbol}"
    for code, kept in frozen.values.items():
        found = counted(kept.value.figure, frozen.rows.of(code))
        if found != kept.value.paid:
            return EditionFault(where, f"số liệu {code}", count(kept.value.paid), count(found))
    return None


def first_fault() -> tuple[int, EditionFault | None]:
    """Walk all that was ever issued: how many reports hold, and the first that doesn't."""
    held = 0
    for edition in Edition.objects.select_related("report").order_by("position").iterator(20):
        if fault := edition_fault(edition) or figures_fault(edition):
            return held, fault
        held += 1
    lost = Report.objects.filter(state__in=FROZEN, edition=None).order_by("pk").first()
    if lost:
        where = f"Báo cáo số {lost.number_and_symbol}"
        return held, EditionFault(where, "bản ban hành", "còn được giữ", "không có")
    return held, None
