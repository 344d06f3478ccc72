"""A report's paper made by hand: every kind of part, no figure of the day in it."""

from dataclasses import replace
from datetime import date

from config.charts import Coverage, Spending, coverage_bars, spending_bars
from config.paper import OfficialDocument
from reports.printing.printed import (
    Appendix,
    Block,
    Cell,
    Chart,
    Piece,
    ReportPaper,
    Row,
    Section,
    Table,
    laid_out,
)

SENTENCE = (
    "Các đơn vị rà soát người thuộc diện, đối chiếu từng hồ sơ với chứng từ chi, rồi tổng hợp "
    "chung trên một sổ dữ liệu thống nhất của tỉnh. "
)

DOCUMENT = OfficialDocument(
    title="Báo cáo tổng kết chế độ năm 2025",
    type_name="Báo cáo",
    subject_line=(
        "Tổng kết việc thực hiện chính sách bảo vệ, chăm sóc sức khỏe cán bộ của tỉnh và chế độ "
        "điều dưỡng đối với người đã nghỉ hưu năm 2025"
    ),
    superior_body="UBND tỉnh Thử Nghiệm",
    issuing_body="Sở Y tế",
    symbol="BC-SYT",
    number=5,
    place="Thử Nghiệm",
    issued_on=date(2026, 3, 5),
    addressees=("Hội đồng nhân dân tỉnh Thử Nghiệm", "Ủy ban nhân dân tỉnh Thử Nghiệm"),
    legal_bases=("Căn cứ Luật Ban hành văn bản quy phạm pháp luật", "Căn cứ Luật Khám bệnh"),
    recipients=("Như trên", "Sở Tài chính", "Lãnh đạo Sở Y tế"),
    archive="Lưu: VT, NVY",
    signing_lines=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer_name="Hoàng Thị Thử",
)


def words(text: str, kind: str = "paragraph") -> Block:
    return Block(kind, (Piece(text),))


def a_table(name: str = "spending", rows: int = 12) -> Table:
    """Amounts as they are printed; the last row is their sum."""
    amounts = [74_500_000 + 1_234_567 * place for place in range(rows)]

    def printed(dong: int) -> str:
        return f"{dong:,}".replace(",", ".")

    body = [
        Row(
            (
                Cell(str(place), "centre"),
                Cell(f"Chế độ hỗ trợ thứ {place} đối với người đang điều trị nội trú dài ngày"),
                Cell(f"{place + 1:02d} người", "number"),
                Cell(printed(amount), "number", f"regime_{place}.amount"),
                Cell("8,33%", "number"),
            ),
            "part" if place == 3 else "plain",
        )
        for place, amount in enumerate(amounts, start=1)
    ]
    total = Row(
        (
            Cell(""),
            Cell("Tổng cộng"),
            Cell("–", "number"),
            Cell(printed(sum(amounts)), "number", "total.amount"),
            Cell("100%", "number"),
        ),
        "total",
    )
    return Table(
        name=name,
        caption="Tổng hợp kinh phí theo chế độ, năm 2025",
        heads=("TT", "Chế độ", "Kết quả", "Kinh phí", "Tỷ lệ"),
        rows=(*body, total),
        unit_note="Đơn vị tính: đồng",
        closing="(Bằng chữ: Chín trăm tám mươi triệu đồng)",
    )


def a_chart(name: str = "chart-spending") -> Chart:
    caption = "Kinh phí theo chế độ, năm 2025"
    rows = [
        Spending("a) Thăm hỏi nội trú", 74_500_000),
        Spending("b) Tiền ăn nội trú", 4_162_140_000, 5_128_860_000),
        Spending("c) Điều dưỡng tập trung", 916_390_000, 850_000_000),
    ]
    return Chart(
        name=name,
        caption=caption,
        svg=spending_bars(name, caption, rows),
        told="a) Thăm hỏi nội trú: 74,5; b) Tiền ăn nội trú: 4.162,14 / 5.128,86 (81,2%)",
        numbers=a_table(f"{name}-numbers", 3),
    )


def another_chart() -> Chart:
    caption = "Người được hưởng theo nhóm, năm 2025"
    rows = [Coverage("Đối tượng 1", 12, 14), Coverage("Đối tượng 2", 37, 56)]
    svg = coverage_bars("chart-reach", caption, rows)
    return Chart("chart-reach", caption, svg, "Đối tượng 1: 12 / 14 người (85,7%)")


def a_part(letter: str, title: str) -> tuple[Section, ...]:
    return (
        Section(0, f"{letter}.", title),
        Section(1, "I.", "Bối cảnh thực hiện tổng kết", (words(SENTENCE * 3),)),
        Section(
            1,
            "II.",
            "Kết quả thực hiện",
            (
                Block(
                    "paragraph",
                    (
                        Piece("Thực hiện Quyết định số "),
                        Piece("759/QĐ-TTg", is_number=True),
                        Piece(" ngày 14/4/2025, tổng kinh phí là "),
                        Piece("980.000.000", code="total.amount"),
                        Piece(" đồng."),
                    ),
                ),
            ),
        ),
        Section(2, "1.", "Công tác chỉ đạo", (words(SENTENCE), words("Gồm các việc:"))),
        Section(
            3,
            "1.1.",
            "Kết quả từng chế độ",
            (
                words("Lập kế hoạch khám định kỳ và điều dưỡng cả năm.", "point"),
                words("Lần 1: 12 người, 38 triệu đồng.", "subpoint"),
                words("Lần 2: 10 người, 20,8 triệu đồng.", "subpoint"),
            ),
        ),
        Section(4, "a)", "Tiền ăn khi điều trị nội trú", (words(SENTENCE),)),
        Section(4, "đ)", "Điều dưỡng ngoại trú", (words(SENTENCE),)),
    )


def a_paper(**changes: object) -> ReportPaper:
    """A report of two parts with tables, charts and two appendices, issued on 05/3/2026."""
    policies = ("Chính sách khám, chữa bệnh", "Chính sách điều dưỡng")
    sections = (
        Section(0, blocks=(words(SENTENCE * 2),)),
        *a_part("A", policies[0]),
        Section(2, "2.", "Kinh phí", (Block("table", table=a_table()),)),
        Section(2, "3.", "So với ước", (Block("chart", chart=a_chart()),)),
        *a_part("B", policies[1]),
        Section(2, "2.", "Người hưởng", (Block("chart", chart=another_chart()),)),
        Section(0, blocks=(words("Trên đây là kết quả tổng kết, Sở Y tế trân trọng báo cáo./."),)),
    )
    paper = ReportPaper(
        document=DOCUMENT,
        sections=laid_out(sections),
        appendices=(
            Appendix("Kinh phí theo từng chế độ", a_table("appendix-1", 40)),
            Appendix("Kinh phí theo từng xã", a_table("appendix-2", 40), wide=True),
        ),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def a_draft() -> ReportPaper:
    return a_paper(
        document=replace(
            DOCUMENT, is_draft=True, number=None, issued_on=date(2026, 2, 5), blank="day"
        )
    )
