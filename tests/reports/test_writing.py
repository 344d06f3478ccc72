"""The text of a report with its figures put in."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.actions import type_figure
from reports.documents.actions import enter_document
from reports.figures.figure import Figure, FigureValue, Measure
from reports.figures.reckoning import reckon
from reports.models import CitedDocument, Section, TypedStatus
from reports.outlining.numbering import numbers
from reports.writing.checklist import checklist, hints
from reports.writing.formats import COMPARED
from reports.writing.paper import writer_for, written_sections


@pytest.fixture
def writer(ledger, report):
    ledger.done(
        ledger.cadre("2"),
        ("critical_illness", 1, 20_500_000),
        ("inpatient_meal", 2, 380_000),
        group="2",
    )
    type_figure(
        report=report,
        figure=reckon(report)["inpatient_meal.amount"].figure,
        value=1_900_000,
        status=TypedStatus.ESTIMATED,
        reason="Ước",
        as_of=date(2025, 12, 20),
        by=ledger.reporter,
    )
    reckoning = reckon(report)
    return writer_for(reckoning, reckoning.parts[0])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("{critical_illness.amount} đồng", "20.500.000 đồng"),
        ("{critical_illness.amount|triệu} triệu", "20,5 triệu"),
        ("{critical_illness.amount|triệu_0}", "21"),
        ("{critical_illness.people.group_2|hai_chữ_số} người", "01 người"),
        ("{critical_illness.amount|bằng_chữ}", "Hai mươi triệu, năm trăm nghìn đồng"),
        ("{inpatient_meal.amount|đã_chi}", "380.000"),
        ("{inpatient_meal.amount|còn_lại}", "1.520.000"),
        ("{inpatient_meal.amount|ngày_chốt}", "20/12/2025"),
        ("{critical_illness.amount/total.amount}", "91,5%"),
        ("{special_drug.amount/purchase_package.amount}", "–"),
        ("{ văn_bản_ngắn }, năm {năm}", "Nghị quyết số 24/2024/NQ-HĐND, năm 2025"),
        ("không có gì", "không có gì"),
        ("{critical_illness.people|có_đơn_vị}", "01 người"),
        ("{critical_illness.amount|có_đơn_vị}", "20.500.000 đồng"),
        ("{special_drug.amount|có_đơn_vị}", "không phát sinh"),
        ("{critical_illness.amount|triệu_đồng}", "20,5 triệu đồng"),
        ("{critical_illness.amount|triệu_làm_tròn}", "21 triệu đồng (làm tròn)"),
        ("{critical_illness.amount|triệu_làm_tròn_1}", "20,5 triệu đồng"),
        ("{special_drug.amount|triệu_làm_tròn}", "không phát sinh"),
        ("{critical_illness.amount|so_năm_trước}", "năm 2024 chưa có số liệu để so sánh"),
        ("[nếu critical_illness.people: có {critical_illness.people|số} ca | không có]", "có 1 ca"),
        (
            "Thuốc [nếu special_drug.amount: {special_drug.amount} | không phát sinh].",
            "Thuốc không phát sinh.",
        ),
        ("[nếu special_drug.amount: có thuốc]", ""),
        ("[nếu", "[nếu"),
        ("[nếu a.b: {c}", "[nếu a.b: {c}"),
    ],
)
def test_figures_are_written_as_officials_write_them(writer, typed, written):
    assert writer.line(typed) == written


def test_decomposed_letters_are_read_too(writer):
    [block] = writer.blocks("{critical_illness.amount|tri\u0065\u0323\u0302u}")
    assert block.pieces[0].text == "20,5"


@pytest.mark.parametrize(
    "typed",
    [
        "{khong.co}",
        "{total.amount|la}",
        "{total.amount/khong.co}",
        "{}",
        "{critical_illness.people|triệu}",
        "{văn_bản:khong-co}",
        "[nếu khong.co: một | hai]",
    ],
)
def test_what_is_not_known_stays_and_is_marked(writer, typed):
    [block] = writer.blocks(f"Số {typed} người")
    [_, unknown, _] = block.pieces
    assert unknown.text == typed
    assert unknown.problem


def test_lines_become_paragraphs_points_tables_and_charts(writer):
    blocks = list(
        writer.blocks("Mở\n\n- một\n+ hai\n[bảng kinh-phí]\n[biểu đồ kinh-phí]\n[bảng khong-co]")
    )
    kinds = [block.kind for block in blocks]
    assert kinds == ["paragraph", "point", "subpoint", "table", "chart", "paragraph"]
    assert blocks[-1].pieces[0].problem


def test_numbers_of_documents_are_kept_whole(writer):
    pieces = writer.pieces("Theo Quyết định số 759/QĐ-TTg ngày 14/4/2025 và 12-QĐ/TU.")
    assert [piece.text for piece in pieces if piece.is_number] == ["759/QĐ-TTg", "12-QĐ/TU"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(st.sampled_from("{}|/[]-+ \nabảng.total.amount_triệu"), max_size=60))
def test_no_text_breaks_the_writer(writer, text):
    for block in writer.blocks(text):
        assert block.kind in {"paragraph", "point", "subpoint", "table", "chart"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.lists(st.sampled_from(["một ", "{", "}", "[", "]", "|", ":", "[nếu ", "12/QĐ-TU ", "x.y"]))
)
def test_what_is_no_figure_and_no_condition_stays_as_typed(writer, typed):
    """No known code among them, so nothing may be left out."""
    text = "".join(typed)
    assert writer.line(text) == text


def test_a_condition_not_met_leaves_no_empty_paragraph(writer):
    assert (
        list(writer.blocks("[nếu special_drug.amount: có thuốc]\n- [nếu special_drug.amount: x]"))
        == []
    )


FULL = "Nghị quyết số 24/2024/NQ-HĐND ngày "
SHORT = "Nghị quyết số 24/2024/NQ-HĐND"


def test_a_document_is_cited_in_full_once_in_the_whole_report(report):
    opening, closing = report.sections.first(), report.sections.last()
    report.sections.exclude(pk__in=[opening.pk, closing.pk]).update(body="")
    report.sections.filter(pk=opening.pk).update(
        body="{văn_bản_ngắn}; {văn_bản}; {văn_bản:lang-son-24-2024}; {văn_bản_đầy_đủ}"
    )
    report.sections.filter(pk=closing.pk).update(body="{văn_bản:lang-son-24-2024}.")
    first, *_, last = written_sections(reckon(report))
    written = "".join(piece.text for piece in first.blocks[0].pieces).split("; ")
    assert [words.startswith(FULL) for words in written] == [False, True, False, True]
    assert "".join(piece.text for piece in last.blocks[0].pieces) == f"{SHORT}."


def test_a_document_that_lacks_its_day_is_cited_as_far_as_known_and_told(ledger, report):
    enter_document(
        document=CitedDocument(code="cv-1", doc_type="Công văn", number="1/SYT", issuer="Sở Y tế"),
        by=ledger.reporter,
    )
    section = report.sections.first()
    report.sections.filter(pk=section.pk).update(
        body="{văn_bản:cv-1}; theo 1/SYT; 77/QĐ-UBND ngày 01/02/2025; 3/4 số; 88/QĐ-TU."
    )
    reckoning = reckon(report)
    [first] = [s for s in written_sections(reckoning) if s.section.pk == section.pk]
    assert first.blocks[0].pieces[0].text.startswith("Công văn số ")
    assert "Công văn số 1/SYT của Sở Y tế;" in "".join(p.text for p in first.blocks[0].pieces)
    told = [each.what for each in checklist(reckoning) if each.kind == "document"]
    assert told == [
        "Công văn số 1/SYT được trích dẫn nhưng sổ văn bản còn thiếu ngày ban hành, trích yếu"
    ]
    typed = [each.what.rpartition(" ")[2] for each in hints(reckoning)]
    assert typed == ["1/SYT", "77/QĐ-UBND"]


@pytest.mark.parametrize(
    ("document", "full"),
    [
        (
            CitedDocument(doc_type="Quyết định", number="759/QĐ-TTg", issued_on=date(2025, 4, 14)),
            "Quyết định số 759/QĐ-TTg ngày 14/4/2025",
        ),
        (
            CitedDocument(
                doc_type="Quy định",
                number="368-QĐ/TW",
                issued_on=date(2025, 9, 8),
                issuer="Bộ Chính trị",
                subject="Về danh mục",
            ),
            "Quy định số 368-QĐ/TW ngày 08/9/2025 của Bộ Chính trị về danh mục",
        ),
        (
            CitedDocument(doc_type="Luật", number="51/2024/QH15", subject="Bảo hiểm y tế"),
            "Luật Bảo hiểm y tế số 51/2024/QH15",
        ),
    ],
)
def test_a_full_citation_reads_as_officials_write_it(document, full):
    assert document.full == full


def test_the_same_number_of_two_years_or_issuers_is_two_documents(ledger):
    same = {"doc_type": "Nghị quyết", "number": "12/NQ-HĐND"}
    enter_document(
        document=CitedDocument(code="a", issued_on=date(2020, 12, 4), issuer="HĐND", **same),
        by=ledger.reporter,
    )
    enter_document(
        document=CitedDocument(code="b", issued_on=date(2025, 7, 8), issuer="HĐND", **same),
        by=ledger.reporter,
    )
    with pytest.raises(ValidationError, match="Sổ đã có văn bản"):
        enter_document(
            document=CitedDocument(code="c", issued_on=date(2025, 7, 8), issuer="HĐND", **same),
            by=ledger.reporter,
        )


def test_shipped_outlines_bring_their_documents_and_type_no_number(report):
    assert CitedDocument.objects.filter(code="ttg-qd-759-2025").exists()
    reckoning = reckon(report)
    assert hints(reckoning) == []
    assert not [p for section in written_sections(reckoning) for p in section.problems]


def compared(value: int, before: int | None, form: str, measure: Measure = Measure.PEOPLE) -> str:
    figure = Figure(code="x", title="x", measure=measure)
    now, then = (
        FigureValue(figure=figure, value=each or 0, paid=0, as_of=date(2025, 12, 31))
        for each in (value, before)
    )
    return COMPARED[form](now, None if before is None else then, "năm 2024")


@pytest.mark.parametrize(
    ("value", "before", "words"),
    [
        (9, 8, "tăng 12,5% so với năm 2024"),
        (6, 8, "giảm 25% so với năm 2024"),
        (0, 8, "giảm 100% so với năm 2024"),
        (8, 8, "bằng năm 2024"),
        (0, 0, "không phát sinh, như năm 2024"),
        (5, 0, "năm 2024 không phát sinh"),
        (5, None, "năm 2024 chưa có số liệu để so sánh"),
    ],
)
def test_the_year_before_is_told_in_words(value, before, words):
    assert compared(value, before, "so_năm_trước") == words


def test_the_difference_to_the_year_before_has_its_unit():
    assert compared(35, 40, "chênh_năm_trước") == "giảm 05 người so với năm 2024"
    million = compared(2_000_000, 500_000, "chênh_năm_trước", Measure.AMOUNT)
    assert million == "tăng 1.500.000 đồng so với năm 2024"


def test_headings_number_themselves():
    levels = [0, 1, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4, 4, 2, 1, 0]
    written = [number for number in numbers([Section(level=level) for level in levels]) if number]
    assert " ".join(written) == "I. 1. 2. 2.1. 2.2. a) b) c) d) đ) e) g) 3. II."
