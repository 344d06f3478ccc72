"""The text of a report with its figures put in."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.actions import type_figure
from reports.models import Section, TypedStatus
from reports.paper import writer_for
from reports.reckoning import reckon
from reports.writing import numbers


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
    ],
)
def test_figures_are_written_as_officials_write_them(writer, typed, written):
    assert writer.line(typed) == written


def test_decomposed_letters_are_read_too(writer):
    [block] = writer.blocks("{critical_illness.amount|tri\u0065\u0323\u0302u}")
    assert block.pieces[0].text == "20,5"


@pytest.mark.parametrize(
    "typed", ["{khong.co}", "{total.amount|la}", "{total.amount/khong.co}", "{}"]
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


def test_headings_number_themselves():
    levels = [0, 1, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4, 4, 2, 1, 0]
    written = [number for number in numbers([Section(level=level) for level in levels]) if number]
    assert " ".join(written) == "I. 1. 2. 2.1. 2.2. a) b) c) d) đ) e) g) 3. II."
