"""What is still missing in a report, each thing with where it is put right.

The text and the figures are read here; what only matters for issuing is in ``reports.issuing``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from django.urls import reverse

from config.formatting import count
from reports.models import SectionComment
from reports.paper import written_sections
from reports.reckoning import Reckoning
from reports.writing import WrittenSection

type Kind = Literal["frame", "empty", "unknown", "comment", "overtaken", "rate", "changed"]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What stands against issuing: ``what`` is wrong, what ``to_do``, and the page for it."""

    kind: Kind
    what: str
    to_do: str
    url: str


def checklist(reckoning: Reckoning) -> list[Hindrance]:
    """What text and figures still lack, in the order of the paper."""
    sections = written_sections(reckoning)
    return [
        *_empty(reckoning, sections),
        *_unknown(reckoning, sections),
        *_open_comments(reckoning),
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
