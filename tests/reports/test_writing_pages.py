"""Writing a section: what is typed is kept, compared, commented and never lost."""

import json
import re
from html import unescape

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.roles import Role
from reports.actions import ReportError, must_be_draft, write_section
from reports.models import Report, Section, SectionComment, SectionDraft, SectionVersion
from reports.writing.actions import keep_draft, write_comment
from tests.reports.conftest import signed_in


@pytest.fixture
def section(report) -> Section:
    return report.sections.get(key="strengths")


@pytest.fixture
def reporter(ledger):
    return signed_in(ledger.reporter)


@pytest.fixture
def colleague(ledger):
    return ledger.user(Role.REPORTER, name="dong-nghiep")


def place(name: str, section: Section, *args) -> str:
    return reverse(name, args=[section.report_id, section.pk, *args])


def sent(body: str, version: int = 1, heading: str = "Ưu điểm") -> dict[str, str]:
    return {"heading": heading, "body": body, "version": str(version)}


def words_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", response.content.decode())))


def body_in_form(response) -> str:
    return response.context["form"]["body"].value()


def test_what_is_typed_is_kept_for_its_writer_until_it_is_saved(section, reporter, colleague):
    answer = reporter.post(
        place("section_draft", section), sent("- Chi {critical_illness.amount|triệu} triệu")
    )
    page = answer.content.decode()
    assert "Đã giữ bản soạn dở" in page
    assert ">0</a> triệu" in page
    chips = json.loads(re.search(r'id="chip-values"[^>]*>(.*?)</script>', page)[1])
    assert chips["{critical_illness.amount|triệu}"]["text"] == "0"
    assert "{critical_illness.amount" in body_in_form(reporter.get(place("section_edit", section)))
    assert body_in_form(signed_in(colleague).get(place("section_edit", section))) == section.body
    assert not SectionVersion.objects.exists()
    reporter.post(place("section_edit", section), sent("Đã xong"))
    assert not SectionDraft.objects.exists()
    section.refresh_from_db()
    assert (section.body, section.version) == ("Đã xong", 2)


def test_typing_back_what_is_saved_leaves_no_draft(section, reporter):
    reporter.post(place("section_draft", section), sent("khác"))
    reporter.post(place("section_draft", section), sent(section.body, heading=section.heading))
    assert not SectionDraft.objects.exists()


def test_a_draft_is_dropped(section, reporter):
    reporter.post(place("section_draft", section), sent("khác"))
    reporter.post(place("section_draft_drop", section))
    assert body_in_form(reporter.get(place("section_edit", section))) == section.body


def test_saving_the_same_text_makes_no_version(section, reporter):
    page = reporter.post(place("section_edit", section), sent(section.body), follow=True)
    assert "Không có gì thay đổi" in words_of(page)
    assert not SectionVersion.objects.exists()


def test_two_people_writing_one_paragraph_lose_nothing(ledger, section, reporter, colleague):
    write_section(section=section, heading="Ưu điểm", body="Bản thứ nhất", version=1, by=colleague)
    page = reporter.post(place("section_edit", section), sent("Bản thứ hai"))
    words = words_of(page)
    assert "Hai bên sửa cùng một đoạn" in words
    assert "Bản thứ nhất" in words
    assert body_in_form(page) == "Bản thứ hai"
    assert "<del>nhất</del>" in page.content.decode()
    section.refresh_from_db()
    assert section.body == "Bản thứ nhất"
    assert reporter.post(place("section_edit", section), sent("Bản thứ hai", 2)).status_code == 302
    numbers = section.versions.values_list("number", "body", "written_by__username")
    assert list(numbers)[:2] == [
        (3, "Bản thứ hai", ledger.reporter.username),
        (2, "Bản thứ nhất", "dong-nghiep"),
    ]


def test_two_people_writing_different_paragraphs_get_both(section, reporter, colleague):
    lines = section.body.splitlines()
    theirs = "\n".join([f"{lines[0]} Họ.", *lines[1:]])
    mine = "\n".join([*lines[:-1], f"{lines[-1]} Tôi."])
    write_section(section=section, heading="Ưu điểm", body=theirs, version=1, by=colleague)
    page = reporter.post(place("section_edit", section), sent(mine))
    assert body_in_form(page) == "\n".join([f"{lines[0]} Họ.", *lines[1:-1], f"{lines[-1]} Tôi."])


def test_coming_back_to_a_draft_that_was_overtaken_shows_both(ledger, section, reporter, colleague):
    keep_draft(section=section, heading="Ưu điểm", body="Của tôi", version=1, by=ledger.reporter)
    write_section(section=section, heading="Ưu điểm", body="Của họ", version=1, by=colleague)
    page = reporter.get(place("section_edit", section))
    assert "Hai người cùng sửa mục này" in words_of(page)
    assert body_in_form(page) == "Của tôi"
    assert page.context["form"]["version"].value() == 2


def test_history_shows_the_difference_and_goes_back(section, reporter):
    first = section.body
    reporter.post(place("section_edit", section), sent("Thay hết"))
    page = words_of(reporter.get(place("section_history", section)))
    assert "theo đề cương" in page
    page = reporter.get(place("version_detail", section, 2)).content.decode()
    assert "<ins>Thay</ins>" in page or "<ins>Thay hết</ins>" in page
    reporter.post(place("version_restore", section, 1))
    section.refresh_from_db()
    assert (section.body, section.version) == (first, 3)
    assert section.versions.get(number=3).restores == 1


def test_a_version_is_never_changed(section, reporter):
    reporter.post(place("section_edit", section), sent("Thay hết"))
    for change in (
        lambda: SectionVersion.objects.update(body="khác"),
        lambda: SectionVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_comments_are_written_by_checkers_and_resolved(ledger, section, reporter):
    checker = signed_in(ledger.checker)
    assert checker.get(place("section_edit", section)).status_code == 403
    page = checker.post(
        place("comment_write", section), {"text": "Thiếu <b>căn cứ</b>"}, follow=True
    )
    assert "Thiếu &lt;b&gt;" in page.content.decode()
    comment = SectionComment.objects.get()
    report_page = reverse("report_detail", args=[section.report_id])
    assert "chưa xử lý: “Thiếu" in words_of(reporter.get(report_page))
    resolve = reverse("comment_resolve", args=[section.report_id, comment.pk])
    reporter.post(resolve)
    checker.post(resolve)
    comment.refresh_from_db()
    assert comment.resolved_by == ledger.reporter
    assert "chưa xử lý: “Thiếu" not in words_of(reporter.get(report_page))
    assert "Hãy ghi nội dung" in words_of(
        checker.post(place("comment_write", section), {"text": " "})
    )


def test_another_unit_neither_reads_nor_writes(ledger, section):
    stranger = signed_in(ledger.user(Role.REPORTER, ledger.commune, "xa"))
    for name, *args in (
        ("section_edit",),
        ("section_detail",),
        ("section_history",),
        ("version_detail", 1),
    ):
        assert stranger.get(place(name, section, *args)).status_code == 404, name
    for name, *args in (
        ("section_draft",),
        ("section_draft_drop",),
        ("version_restore", 1),
        ("comment_write",),
    ):
        assert stranger.post(place(name, section, *args), sent("x")).status_code == 404, name


def test_a_report_under_way_is_not_written_and_what_was_typed_stays(
    ledger, section, reporter, monkeypatch
):
    monkeypatch.setattr("reports.actions.must_be_draft", refuse)
    monkeypatch.setattr("reports.writing.actions.must_be_draft", refuse)
    page = reporter.post(place("section_edit", section), sent("Chữ mới"))
    assert "không sửa được" in words_of(page)
    assert body_in_form(page) == "Chữ mới"
    page = reporter.post(place("section_draft", section), sent("Chữ mới"))
    assert "Chưa giữ được" in words_of(page)


def refuse(report: Report) -> None:
    raise ReportError("Báo cáo không còn là dự thảo, không sửa được.")


@pytest.mark.parametrize(
    "body",
    [
        "{khong.co|triệu} <script>alert(1)</script> <img src=x onerror=alert(1)>",
        "Một đoạn rất dài. " * 12_000,
        "\n".join(f"- Điểm {number} {{total.amount|triệu}}" for number in range(300)),
        "{" * 3_000 + "[nếu " * 3_000,
        "1-" * 60_000,
        "\x00\ufeff\u2028a\u00ad",
    ],
    ids=["html", "200-kb", "300-lines", "braces", "numbers", "unseen"],
)
def test_bad_text_is_saved_shown_and_never_run(section, reporter, body):
    answer = reporter.post(place("section_edit", section), sent(body), follow=True)
    assert answer.status_code == 200
    section.refresh_from_db()
    assert section.version == 2
    page = reporter.get(reverse("report_document", args=[section.report_id])).content.decode()
    for shown in (answer.content.decode(), page):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"body": "a" * 500_001}, "Dài nhất 500000 ký tự"),
        ({"heading": "a" * 301}, "Dài nhất 300 ký tự"),
        ({"version": ""}, "Không rõ soạn từ bản nào"),
        ({"version": "x"}, "Không rõ soạn từ bản nào"),
    ],
)
def test_what_can_not_be_saved_stays_in_the_form(section, reporter, wrong, told):
    page = reporter.post(place("section_edit", section), sent("Chữ") | wrong)
    assert told in words_of(page)
    assert len(body_in_form(page)) >= 3
    assert told in words_of(reporter.post(place("section_draft", section), sent("Chữ") | wrong))


def test_documents_are_entered_and_found(ledger, reporter):
    entered = {
        "code": "kh-68-2025",
        "doc_type": "Kế hoạch",
        "number": "số 68/KH-SYT",
        "issued_on": "26/04/2025",
        "issuer": "Sở Y tế",
        "subject": "Khám sức khỏe định kỳ",
        "note": "",
    }
    assert reporter.post(reverse("document_create"), entered).status_code == 302
    again = reporter.post(reverse("document_create"), entered | {"code": "khac"})
    assert "Sổ đã có văn bản" in words_of(again)
    page = words_of(reporter.get(reverse("document_list"), {"tim": "68/KH"}))
    assert "Kế hoạch số 68/KH-SYT" in page
    changed = entered | {"issuer": "Sở Y tế tỉnh", "code": "ma-khac"}
    reporter.post(reverse("document_edit", args=["kh-68-2025"]), changed)
    page = words_of(reporter.get(reverse("document_list")))
    assert "Sở Y tế tỉnh" in page
    assert "ma-khac" not in page
    checker = signed_in(ledger.checker)
    assert checker.get(reverse("document_list")).status_code == 200
    assert checker.get(reverse("document_create")).status_code == 403


def test_a_comment_of_another_report_is_not_resolved_here(ledger, section, reporter):
    comment = write_comment(section=section, text="x", by=ledger.checker)
    address = reverse("comment_resolve", args=[section.report_id + 1, comment.pk])
    assert reporter.post(address).status_code == 404


def test_the_guard_asks_the_database(section):
    with transaction.atomic():
        must_be_draft(section.report)
