from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from config.paper import (
    OfficialDocument,
    StaticFileMissing,
    StaticFolders,
    closed_lines,
    payment_list_parts,
    self_contained,
)

NBSP = "\N{NO-BREAK SPACE}"


def a_document(**changes) -> OfficialDocument:
    parts = {
        "title": "Báo cáo thử",
        "type_name": "Báo cáo",
        "subject_line": "Kết quả thực hiện chế độ năm 2025",
        "issuing_body": "Sở Y tế",
        "superior_body": "UBND tỉnh Thử",
        "symbol": "BC-SYT",
        "number": 5,
        "place": "Thử",
        "issued_on": date(2026, 1, 5),
        "addressees": ["Hội đồng nhân dân tỉnh Thử", "Ủy ban nhân dân tỉnh Thử"],
        "legal_bases": ["Căn cứ Luật thứ nhất", "Căn cứ Luật thứ hai;"],
        "recipients": ["Như trên", "Phó Giám đốc Sở;"],
        "archive": "Lưu: VT, NVY",
        "signing_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        "signer_name": "Hoàng Thị Thử",
    }
    return OfficialDocument(**{**parts, **changes})


def page(document: OfficialDocument) -> str:
    return render_to_string("documents/nd30_base.html", {"document": document})


def a_row(number: int, amount: int = 2_280_000) -> dict:
    return {
        "number": number,
        "full_name": f"Nguyễn Thị Ướt {number}",
        "birth_year": "1951",
        "group": "Đối tượng 4",
        "unit": "Phường Thử",
        "content": "Tiền ăn điều trị nội trú",
        "basis": "Điểm b khoản 2 Điều 4",
        "quantity": "12 ngày",
        "rate": 190_000,
        "amount": amount,
        "account": "0123456789",
    }


def a_payment_list(rows: list[dict], **changes) -> dict:
    parts = {
        "title": "Danh sách chi trả DS-0012/2025",
        "superior_body": "UBND tỉnh Thử",
        "issuing_body": "Sở Y tế",
        "budget_unit_code": "1234567",
        "number": "DS-0012/2025",
        "heading": "Danh sách chi trả",
        "subject": "Tiền ăn điều trị nội trú, tháng 10 năm 2025",
        "attached_to": "",
        "funding": "",
        "place_and_date": "Thử, ngày 05 tháng 11 năm 2025",
        "paid_in_cash": False,
        "rows": rows,
        "person_count": len(rows),
        "total": sum(row["amount"] for row in rows),
        "signers": [
            {"post": "Người lập", "name": "Trần Văn Lập"},
            {"post": "Kế toán trưởng", "name": ""},
            {"post": "Thủ trưởng đơn vị", "name": ""},
        ],
        "first": True,
        "last": True,
        "carried": None,
        "carried_on": None,
    }
    return {**parts, **changes}


def test_every_line_of_an_enumeration_is_closed():
    assert closed_lines(["một", "hai;", "ba"]) == ["một;", "hai;", "ba."]
    assert closed_lines([]) == []


def test_the_head_of_an_issued_document():
    html = page(a_document())
    assert "Số: 05/BC-SYT" in html
    assert "Thử, ngày 05 tháng 01 năm 2026" in html
    assert "DỰ THẢO" not in html
    assert "- Ủy ban nhân dân tỉnh Thử." in html
    assert "Căn cứ Luật thứ hai." in html
    assert "Phó Giám đốc Sở;" in html
    assert "Lưu: VT, NVY." in html


def test_a_draft_has_neither_number_nor_date():
    html = page(a_document(is_draft=True, blank="day_month"))
    assert "DỰ THẢO" in html
    assert f"Số: {NBSP * 6}/BC-SYT" in html
    assert f"ngày{NBSP * 6}tháng{NBSP * 6}năm 2026" in html
    assert "05/BC-SYT" not in html


def test_a_sole_addressee_stands_beside_the_words():
    html = page(a_document(addressees=["Ủy ban nhân dân tỉnh Thử"]))
    assert "Kính gửi: Ủy ban nhân dân tỉnh Thử." in html


def test_what_people_wrote_is_escaped():
    assert "<script>" not in page(a_document(subject_line="<script>alert(1)</script>"))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(lambda: page(a_document()), id="report"),
        pytest.param(
            lambda: render_to_string(
                "documents/payment_list.html", {"payment_list": a_payment_list([a_row(1)])}
            ),
            id="payment list",
        ),
    ],
)
def test_nothing_inline_that_the_security_policy_forbids(html):
    text = html()
    assert "style=" not in text
    assert "<style" not in text
    assert "<script" not in text


def test_the_payment_list_tells_the_total_in_figures_and_words():
    rows = [a_row(number) for number in (1, 2)]
    html = render_to_string("documents/payment_list.html", {"payment_list": a_payment_list(rows)})
    assert "Tổng cộng: 02 người" in html
    assert "4.560.000" in html
    assert "Bốn triệu, năm trăm sáu mươi nghìn đồng." in html
    assert "0123456789" in html
    assert "Ký nhận" not in html


def test_a_list_paid_in_cash_leaves_room_to_sign():
    payment_list = a_payment_list([a_row(1)], paid_in_cash=True)
    html = render_to_string("documents/payment_list.html", {"payment_list": payment_list})
    assert "Ký nhận" in html
    assert "0123456789" not in html


@given(st.lists(st.integers(0, 10**9), max_size=40), st.integers(1, 12))
def test_parts_of_a_list_carry_every_dong_on(amounts, rows_per_part):
    whole = a_payment_list([a_row(n, amount) for n, amount in enumerate(amounts, 1)])
    parts = payment_list_parts(whole, rows_per_part)
    assert [row for part in parts for row in part["rows"]] == whole["rows"]
    assert parts[-1]["carried_on"] == sum(amounts)
    assert [part["first"] for part in parts] == [True] + [False] * (len(parts) - 1)
    assert [part["last"] for part in parts] == [False] * (len(parts) - 1) + [True]
    assert [part["carried"] for part in parts[1:]] == [part["carried_on"] for part in parts[:-1]]


def test_static_addresses_lead_into_the_static_folders_only(tmp_path: Path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("a")
    (tmp_path / "secret").write_text("b")
    static = StaticFolders("/static/", (("", tmp_path / "static"),))
    assert static.find("http://portal.invalid/static/a.css?v=1") == tmp_path / "static" / "a.css"
    assert static.find("/media/a.css") is None
    for outside in ("/static/../secret", "/static/%2e%2e/secret", "/static/b.css"):
        with pytest.raises(StaticFileMissing):
            static.find(outside)


def test_a_page_for_a_file_carries_its_stylesheets_and_fonts():
    html = self_contained(page(a_document()))
    assert "<link" not in html
    assert "/static/" not in html
    assert html.count("data:font/ttf;base64,") == 4
    assert '<style media="screen">' in html
