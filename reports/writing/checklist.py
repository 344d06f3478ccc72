"""What is still missing in a report, each thing with where it is put right.

The text and the figures are read here; what only matters for issuing is in
``reports.issuing.hindrances``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from django.urls import reverse

from config.formatting import count
from reports.documents.citations import Citations, citations_of
from reports.figures.reckoning import Reckoning
from reports.models import SectionComment
from reports.writing.paper import written_sections
from reports.writing.text import WrittenSection, section_title

type Kind = Literal[
    "frame", "empty", "unknown", "comment", "document", "overtaken", "rate", "changed"
]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What stands against issuing: ``what`` is wrong, what ``to_do``, and the page for it."""

    kind: Kind
    what: str
    to_do: str
    url: str


def checklist(reckoning: Reckoning) -> list[Hindrance]:
    """What text and figures still lack, in the order of the paper."""
    citations = citations_of(reckoning.report)
    sections = written_sections(reckoning, citations)
    return [
        *_empty(reckoning, sections),
        *_unknown(reckoning, sections),
        *_open_comments(reckoning),
        *_incomplete_documents(sections, citations),
        *_overtaken(reckoning),
    ]


def _empty(reckoning: Reckoning, sections: Sequence[WrittenSection]) -> Iterator[Hindrance]:
    """Sections with neither text nor sections below them."""
    for written, following in pairwise([*sections, None]):
        if written is None or written.blocks:
            continue
        if following and following.section.level > written.section.level:
            continue
        name = f"{written.number} {written.section.heading}".strip() or "Lời mở đầu, kết thúc"
        yield Hindrance(
            "empty",
            f"Mục “{name}” chưa có nội dung",
            "Viết nội dung của mục.",
            _section_address(reckoning, written.section.pk),
        )


def _unknown(reckoning: Reckoning, sections: Sequence[WrittenSection]) -> Iterator[Hindrance]:
    for written in sections:
        for piece in written.problems:
            yield Hindrance(
                "unknown",
                f"Trong lời văn {piece.problem}",
                f"Sửa chỗ gõ “{piece.text}”.",
                _section_address(reckoning, written.section.pk),
            )


def _open_comments(reckoning: Reckoning) -> Iterator[Hindrance]:
    comments = SectionComment.objects.filter(section__report=reckoning.report).open()
    for comment in comments.select_related("section", "written_by"):
        yield Hindrance(
            "comment",
            f"Ý kiến của {comment.written_by} chưa xử lý: “{comment.text[:80]}”",
            "Trả lời hoặc đánh dấu đã xử lý.",
            _section_address(reckoning, comment.section_id),
        )


def _incomplete_documents(
    sections: Sequence[WrittenSection], citations: Citations
) -> Iterator[Hindrance]:
    """A document is cited in full once: what the register lacks would be missing on the paper."""
    text = "\n".join(written.section.body for written in sections)
    for document in citations.in_full_in(text):
        if document.missing:
            yield Hindrance(
                "document",
                f"{document.short} được trích dẫn nhưng sổ văn bản còn thiếu "
                f"{', '.join(document.missing)}",
                "Ghi đủ trong sổ văn bản.",
                reverse("document_edit", args=[document.code]),
            )


def hints(reckoning: Reckoning) -> list[Hindrance]:
    """What could be better and hinders nothing: numbers of documents typed into the text."""
    citations = citations_of(reckoning.report)
    return [
        Hindrance(
            "document",
            f"Mục “{section_title(section)}” gõ tay số văn bản {number}",
            f"Chọn từ sổ văn bản: {{văn_bản:{document.code}}}."
            if document
            else "Ghi vào sổ văn bản rồi trích dẫn bằng mã, để số và ngày chỉ gõ một lần.",
            _section_address(reckoning, section.pk),
        )
        for section in reckoning.report.sections.all()
        for number, document in citations.typed_in(section.body)
    ]


def _overtaken(reckoning: Reckoning) -> Iterator[Hindrance]:
    for value in reckoning.overtaken:
        yield Hindrance(
            "overtaken",
            f"{value.figure.title}: sổ đã vượt số {value.status_words.lower()}",
            f"Đã chi {count(value.paid)} {value.figure.unit}; sửa hoặc bỏ số đã gõ.",
            reverse("figure_detail", args=[reckoning.report.pk, value.code]),
        )


def _section_address(reckoning: Reckoning, section_id: int) -> str:
    return reverse("section_detail", args=[reckoning.report.pk, section_id])
