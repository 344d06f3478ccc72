"""Documents cited in a report: in full where it names them first, then by type and number.

That is how official papers cite (NĐ 30/2020/NĐ-CP, Appendix I). Number and day come from the
register or from the portal's own resolutions and are never typed into the text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from config.formatting import date_on_paper
from policies.models import Resolution
from reports.models import CitedDocument, Report
from reports.outlines import read_outline

# 24/2024/NQ-HĐND, 12-QĐ/TU, 29/SYT-NVYD, 64/2025/QH15
DOCUMENT_NUMBER = re.compile(r"(?<![\w/-])(\d+(?:[/-][\wĐ]+)*[/-][A-ZĐ][\w/-]*)")
DATE_FOLLOWS = re.compile(r"\s+ngày\s+\d")
CITED = re.compile(r"\{\s*(văn_bản(?:_đầy_đủ|_ngắn)?)\s*(?::\s*([^{}|\n]*?)\s*)?\}")
AS_NEEDED, FULL, SHORT = "văn_bản", "văn_bản_đầy_đủ", "văn_bản_ngắn"
WAYS = frozenset({AS_NEEDED, FULL, SHORT})


@dataclass(frozen=True, slots=True)
class Document:
    """``missing`` names what a full citation lacks; ``pk`` is its row in the register."""

    code: str
    number: str
    short: str
    full: str
    missing: tuple[str, ...] = ()
    pk: int | None = None


@dataclass
class Citations:
    """The documents by code, and which of them the paper has already named in full."""

    documents: Mapping[str, Document]
    first: str = ""
    """Code of the document that ``{văn_bản}`` without a code means."""
    named: set[str] = field(default_factory=set)

    def cite(self, way: str, code: str = "") -> str | None:
        """The citation in the way asked for; None for a code that nothing has."""
        document = self.documents.get(code or self.first)
        if document is None or way not in WAYS:
            return None
        is_first = document.code not in self.named
        if way == FULL or (way == AS_NEEDED and is_first):
            self.named.add(document.code)
            return document.full
        return document.short

    def pass_over(self, body: str) -> None:
        """Take note of what an earlier text names, without writing it."""
        for way, code in CITED.findall(body):
            self.cite(way, code)

    def anew(self) -> "Citations":
        """The same documents for a paper that has named none of them yet."""
        return Citations(self.documents, self.first)

    def in_full_in(self, body: str) -> list[Document]:
        """The documents that a text may cite in full; a law is cited by its name alone."""
        codes = dict.fromkeys(
            code or self.first for way, code in CITED.findall(body) if way != SHORT
        )
        return [self.documents[code] for code in codes if code in self.documents]

    def typed_in(self, body: str) -> list[tuple[str, Document | None]]:
        """Numbers of documents that were typed, each with its document if the register has it.

        A number that isn't there counts only where a date follows: others may be anything.
        """
        by_number: dict[str, Document] = {}
        for document in self.documents.values():
            by_number.setdefault(document.number, document)
        found: dict[str, Document | None] = {}
        for match in DOCUMENT_NUMBER.finditer(body):
            if match[1] in by_number or DATE_FOLLOWS.match(body, match.end()):
                found[match[1]] = by_number.get(match[1])
        return list(found.items())


def citations_of(report: Report) -> Citations:
    """Every released resolution and every row of the register; {văn_bản} is the report's first."""
    resolutions = Resolution.objects.released()
    codes = read_outline(report.outline, report.content).resolutions
    own = {resolution.code for resolution in report.resolutions.all()}
    first = next((code for code in codes if code in own), "")
    return Citations(_by_code(CitedDocument.objects.all(), resolutions), first)


def _by_code(
    register: Iterable[CitedDocument], resolutions: Iterable[Resolution]
) -> dict[str, Document]:
    found = {
        row.code: Document(row.code, row.number, str(row), row.full, tuple(row.missing), row.pk)
        for row in register
    }
    for resolution in resolutions:
        full = (
            f"{resolution} ngày {date_on_paper(resolution.issued_on)} của {resolution.issuer} "
            f"{inside_a_sentence(resolution.subject)}"
        )
        found[resolution.code] = Document(
            resolution.code, resolution.number, str(resolution), full.strip()
        )
    return found


def inside_a_sentence(subject: str) -> str:
    return subject[:1].lower() + subject[1:]
