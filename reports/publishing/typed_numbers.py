"""Numbers typed by hand into a text: nobody but a person can say whether they tell of few people.

Figures of the ledger are hidden where they are small (:mod:`reports.publishing.masking`). What was
typed is only listed, sentence by sentence, for somebody to look at. Days, years, documents and
their articles count nobody; neither does what the outline brought along.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from textwrap import wrap

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from reports.documents.citations import DOCUMENT_NUMBER
from reports.models import ClearedSentence, Report, Section
from reports.models.clearance import LONGEST_SENTENCE
from reports.outlines import read_outline
from reports.writing.text import BLOCK, TOKEN, section_title

CONDITION_HEAD = re.compile(r"\[nếu +[^\[\]{}:|]+:")
SENTENCE_ENDS = re.compile(r"(?<=[.;!?])\s+|\n+")
COUNTED = "người|trường hợp|cán bộ|đồng chí|lượt|đối tượng|bệnh nhân|cụ|ông|bà"
NOBODY_FOLLOWS = rf"(?! +(?:{COUNTED})\b)"
COUNTS_NOBODY = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}"
    r"|\b(?:ngày|tháng|quý|năm|đợt|lần|kỳ|lần thứ|giai đoạn|nhiệm kỳ) +\d++(?: *[-–/] *\d++)?"
    + NOBODY_FOLLOWS
    + r"|\b(?:điều|khoản|điểm|mục|phần|chương|bảng|biểu|phụ lục|trang|đối tượng|nhóm) +\d++"
    + NOBODY_FOLLOWS
    + r"|\b\d++ *(?:tháng|quý|năm|ngày)\b"
    r"|\b(?:19|20)\d\d(?: *[-–] *(?:19|20)\d\d)?\b" + NOBODY_FOLLOWS,
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\d[\d.,]*%?"
    rf"|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b(?= +(?:{COUNTED})\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TypedSentence:
    """A sentence, the numbers typed in it, where it stands and whether somebody let it pass."""

    words: str
    numbers: tuple[str, ...]
    place: str
    address: str
    is_cleared: bool


def typed_sentences(report: Report) -> list[TypedSentence]:
    """Every sentence of a report with numbers typed by hand, once each, in its order."""
    cleared = set(report.cleared_sentences.values_list("words", flat=True))
    known = _sentences_of_the_outline(report)
    found: dict[str, TypedSentence] = {}
    for section in report.sections.all():
        for sentence in _sentences(f"{section.heading}\n{section.body}"):
            for words in [] if sentence in known else _shown(sentence):
                if numbers := typed_numbers(words):
                    found[words] = TypedSentence(
                        words, numbers, section_title(section), _address(section), words in cleared
                    )
    return list(found.values())


def typed_numbers(sentence: str) -> tuple[str, ...]:
    """``("3",)`` of “Ngày 05/6/2025 có 3 người”: numbers that may count somebody."""
    for pattern in (CONDITION_HEAD, DOCUMENT_NUMBER, COUNTS_NOBODY):
        sentence = pattern.sub(" ", sentence)
    return tuple(number.rstrip(".,") for number in NUMBER.findall(sentence))


@transaction.atomic
def clear_sentences(*, report: Report, words: Collection[str], by: User) -> None:
    """Let pass exactly these sentences of a report; those no longer named wait again."""
    listed = {sentence.words for sentence in typed_sentences(report)}
    report.cleared_sentences.filter(words__in=listed - set(words)).delete()
    now = timezone.now()
    ClearedSentence.objects.bulk_create(
        [
            ClearedSentence(report=report, words=each, cleared_at=now, cleared_by=by)
            for each in sorted(listed.intersection(words))
        ],
        ignore_conflicts=True,
    )


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not BLOCK.match(line.strip()):
            yield from (found.strip() for found in SENTENCE_ENDS.split(line) if found.strip())


def _sentences_of_the_outline(report: Report) -> set[str]:
    sections = read_outline(report.outline, report.content).sections
    return {
        sentence for each in sections for sentence in _sentences(f"{each.heading}\n{each.body}")
    }


def _shown(sentence: str) -> list[str]:
    """A sentence without its figures, in pieces where it is long."""
    return wrap(TOKEN.sub("…", sentence), LONGEST_SENTENCE)


def _address(section: Section) -> str:
    return reverse("section_detail", args=[section.report_id, section.pk])
