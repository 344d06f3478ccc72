from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.charts import (
    WIDTH,
    Coverage,
    MonthSpending,
    PlanAndDone,
    Spending,
    TwoYears,
    coverage_bars,
    month_columns,
    nice_step,
    plan_bars,
    spending_bars,
    two_year_bars,
)
from config.formatting import ONE_MILLION

SVG = "{http://www.w3.org/2000/svg}"
amounts = st.integers(0, 10**12)
counts = st.integers(0, 10**5)


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in read(svg).iter(f"{SVG}text")]


def bars(svg: str, look: str) -> list[float]:
    return [
        float(bar.attrib["width"])
        for bar in read(svg).iter(f"{SVG}rect")
        if bar.attrib["class"] == f"chart-{look}"
    ][1:]  # the first one is in the legend


def test_spending_is_told_in_figures_and_shapes():
    svg = spending_bars(
        "chi",
        "Chi theo chế độ",
        [Spending("Tiền ăn", 5_128_860_000, 5_000_000_000), Spending("Thăm hỏi", 74_500_000)],
    )
    assert "5.128,86 / 5.000 (102,6%)" in texts(svg)
    assert "74,5" in texts(svg)
    strong, over = bars(svg, "strong"), bars(svg, "over")
    assert strong[0] + over[0] == pytest.approx(WIDTH - 1, abs=0.2)
    assert strong[1] == pytest.approx((WIDTH - 1) * 74.5 / 5128.86, abs=0.1)


def test_what_goes_over_the_estimate_is_striped_so_that_grey_tells_it_too():
    svg = spending_bars("chi", "Chi", [Spending("Tiền ăn", 6_000_000, 3_000_000)])
    [bar] = bars(svg, "over")
    stripes = [
        line
        for line in read(svg).iter(f"{SVG}line")
        if line.attrib["class"] == "chart-stripe" and float(line.attrib["y1"]) > 20
    ]
    assert bar == pytest.approx((WIDTH - 1) / 2, abs=0.2)
    assert len(stripes) >= bar / 5 - 2


def test_a_year_stands_beside_the_one_before():
    rows = [TwoYears("Tiền ăn", 816_390_000, 702_000_000), TwoYears("Thăm hỏi", 74_500_000, 0)]
    svg = two_year_bars("hai-nam", "Hai năm", rows, words=("Năm 2025", "Năm 2024"))
    assert "816,39 / 702 (+16,3%)" in texts(svg)
    assert "74,5 / 0" in texts(svg)
    assert {"Năm 2025", "Năm 2024"} <= set(texts(svg))
    assert bars(svg, "strong") == [WIDTH - 1, pytest.approx((WIDTH - 1) * 74.5 / 816.39, abs=0.1)]
    assert bars(svg, "soft") == [pytest.approx((WIDTH - 1) * 702 / 816.39, abs=0.1), 0]


def test_what_was_done_stands_in_the_outline_of_the_plan():
    rows = [PlanAndDone("Người có tên", 30, 40), PlanAndDone("Ngày có mặt", 300, 270, "ngày")]
    svg = plan_bars("doan", "Kế hoạch và thực hiện", rows)
    assert {"30 / 40 người (75%)", "300 / 270 ngày (111,1%)"} <= set(texts(svg))
    assert bars(svg, "strong") == [
        pytest.approx((WIDTH - 1) * 0.75, abs=0.1),
        pytest.approx((WIDTH - 1) * 0.9, abs=0.1),
    ]
    assert bars(svg, "over") == [pytest.approx((WIDTH - 1) * 0.1, abs=0.1)]


def test_months_to_come_have_no_column():
    svg = month_columns(
        "thang", "Chi theo tháng", [MonthSpending(1, 699_999_999), MonthSpending(2, None)]
    )
    assert "700" in texts(svg)
    assert "T2" in texts(svg)
    assert len(list(read(svg).iter(f"{SVG}rect"))) == 1


def test_coverage_is_told_in_people_and_per_cent():
    svg = coverage_bars("nhom", "Bao phủ", [Coverage("Đối tượng 1", 12, 14)])
    assert "12 / 14 người (85,7%)" in texts(svg)
    assert bars(svg, "strong")[0] == pytest.approx((WIDTH - 1) * 12 / 14, abs=0.1)


def test_a_picture_speaks_for_those_who_cannot_see_it():
    root = read(spending_bars("chi", "Chi theo chế độ", [Spending("Tiền ăn", 1_500_000)]))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "chi-title chi-desc"
    assert root.findtext(f"{SVG}title") == "Chi theo chế độ"
    assert root.findtext(f"{SVG}desc") == "Tiền ăn: 1,5; đơn vị tính: triệu đồng."


def test_labels_are_escaped_and_kept_to_their_place():
    svg = spending_bars("chi", "<b>", [Spending("<script>" + "x" * 90, 1)])
    assert "<script>" not in svg
    assert any(text.endswith("…") for text in texts(svg))


@given(
    st.lists(st.builds(Spending, st.just("a"), amounts, st.none() | amounts), max_size=6),
    st.lists(st.builds(MonthSpending, st.integers(1, 12), st.none() | amounts), max_size=12),
    st.lists(st.builds(Coverage, st.just("a"), counts, counts), max_size=6),
)
def test_no_figures_break_a_picture(spendings, months, coverages):
    for svg in (
        spending_bars("a", "a", spendings),
        month_columns("a", "a", months),
        coverage_bars("a", "a", coverages),
    ):
        assert "style=" not in svg
        height = float(read(svg).attrib["height"])
        for bar in read(svg).iter(f"{SVG}rect"):
            x, y, wide, tall = (float(bar.attrib[name]) for name in ("x", "y", "width", "height"))
            assert min(x, y, wide, tall) >= 0
            assert x + wide <= WIDTH + 0.5
            assert y + tall <= height + 0.5


@given(amounts)
def test_grid_lines_are_few_and_round(largest):
    step = nice_step(largest)
    assert step * 4 >= largest
    assert step >= ONE_MILLION
    assert str(step).rstrip("0") in {"1", "2", "25", "5"}
