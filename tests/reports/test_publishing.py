"""A version for everybody: no small count, and none that can be reckoned back."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from config.paper import OfficialDocument
from reports.actions import write_section
from reports.figures.figure import Figure, FigureValue, Measure
from reports.figures.reckoning import reckon
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
)
from reports.publishing.masking import LEAST, NOTE, Sum, determined, for_publication, suppressed
from reports.publishing.typed_numbers import clear_sentences, typed_numbers, typed_sentences
from reports.writing.paper import report_paper
from tests.reports.conftest import signed_in

DAY = date(2025, 12, 31)


def figure(code: str, value: int, measure: Measure = Measure.PEOPLE, **more) -> FigureValue:
    return FigureValue(
        figure=Figure(code=code, title=code, measure=measure, benefits=("x",), **more),
        value=value,
        paid=value,
        as_of=DAY,
    )


def paper(*blocks: Block, appendices=()) -> ReportPaper:
    document = OfficialDocument(
        title="Báo cáo",
        type_name="Báo cáo",
        subject_line="thử",
        issuing_body="Sở Y tế",
        symbol="BC-SYT",
        place="Lạng Sơn",
        issued_on=None,
    )
    return ReportPaper(document, (Section(1, "I.", "Kết quả", tuple(blocks)),), appendices)


def table(*rows: Row, unit: str = "Đơn vị tính: người") -> Table:
    return Table("t", "Bảng", ("Nhóm", "Số"), rows, unit)


def row(label: str, number: int, code: str = "", look: str = "plain") -> Row:
    return Row((Cell(label), Cell(str(number), "number", code)), look)


def column(public: ReportPaper) -> list[str]:
    [block] = public.sections[0].blocks
    return [found.cells[1].text for found in block.table.rows]


def test_a_small_count_takes_a_second_one_with_it():
    block = Block(
        "table", table=table(row("a", 3), row("b", 20), row("c", 9), row("d", 32, look="total"))
    )
    assert column(for_publication(paper(block), [])) == ["<5", "20", "…", "32"]


def test_two_small_counts_protect_each_other_and_none_needs_nothing():
    two = Block("table", table=table(row("a", 3), row("b", 2), row("c", 5, look="total")))
    assert column(for_publication(paper(two), [])) == ["<5", "<5", "5"]
    none = Block("table", table=table(row("a", 30), row("b", 0), row("c", 30, look="total")))
    assert column(for_publication(paper(none), [])) == ["30", "0", "30"]


def test_the_text_hides_what_the_table_hides_and_the_money_of_few():
    people = figure("x.people", 2)
    money = figure("x.amount", 4_600_000, Measure.AMOUNT)
    text = Block(
        "paragraph", (Piece("02", "x.people"), Piece(" người, "), Piece("4,6", "x.amount"))
    )
    public = for_publication(paper(text), [people, money])
    assert public.sections[0].blocks[0].text == "dưới 5 người, …"
    assert public.sections[-1].blocks[0].text == NOTE


def test_money_of_many_stays():
    text = Block("paragraph", (Piece("4,6", "x.amount"),))
    public = for_publication(
        paper(text), [figure("x.people", 7), figure("x.amount", 4, Measure.AMOUNT)]
    )
    assert public.sections[0].blocks[0].text == "4,6"


def test_a_total_in_the_text_gives_nothing_away_in_a_table_without_one():
    whole = figure("x.people", 23)
    groups = [figure(f"x.people.group_{n}", v, groups=(str(n),)) for n, v in ((1, 3), (2, 20))]
    blocks = (
        Block("paragraph", (Piece("23", "x.people"),)),
        Block("point", (Piece("3", "x.people.group_1"), Piece("20", "x.people.group_2"))),
    )
    public = for_publication(paper(*blocks), [whole, *groups])
    assert [block.text for block in public.sections[0].blocks] == ["23", "dưới 5…"]


def test_a_picture_with_a_hidden_number_becomes_its_table_and_lists_of_people_go():
    numbers = table(row("a", 3), row("b", 20), row("c", 9))
    chart = Block("chart", chart=Chart("c", "Hình", "<svg>3</svg>", "3", numbers))
    listed = (Appendix("Danh sách", table(row("Nguyễn Văn A", 1))),)
    public = for_publication(paper(chart, appendices=listed), [])
    assert column(public) == ["<5", "20", "9"]
    assert "svg" not in public.to_json()
    assert not public.appendices


def test_shares_and_remarks_beside_a_hidden_number_go_too():
    whole = Row(
        (Cell("a"), Cell("2", "number"), Cell("0,1%", "number"), Cell("Đã chi 3 triệu")), "plain"
    )
    block = Block("table", table=replace(table(whole), heads=("a", "b", "c", "d")))
    [shown] = for_publication(paper(block), []).sections[0].blocks
    assert [cell.text for cell in shown.table.rows[0].cells] == ["a", "<5", "…", "…"]


# --- The arithmetic, by a second way: hidden cells of a table are a graph of rows and columns, and
# --- a cell is safe exactly when it lies on a cycle.

cells = st.lists(st.integers(0, 12), min_size=20, max_size=20)
sizes = st.tuples(st.integers(2, 5), st.integers(2, 4))
grids = st.builds(
    lambda flat, size: [flat[r * size[1] : (r + 1) * size[1]] for r in range(size[0])],
    cells,
    sizes,
)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def named(grid):
    """Values and sums of a table with totals of rows, of columns, and the grand total."""
    height, width = len(grid), len(grid[0])
    whole = [[*cells, sum(cells)] for cells in grid]
    whole.append([sum(cells[c] for cells in whole) for c in range(width + 1)])
    values = {f"{r}/{c}": whole[r][c] for r in range(height + 1) for c in range(width + 1)}
    sums = [Sum(f"{r}/{width}", tuple(f"{r}/{c}" for c in range(width))) for r in range(height + 1)]
    sums += [
        Sum(f"{height}/{c}", tuple(f"{r}/{c}" for r in range(height))) for c in range(width + 1)
    ]
    return values, sums


def on_a_cycle(hidden: frozenset[str], name: str) -> bool:
    """Whether the row and the column of a hidden cell hang together without it."""
    edges = defaultdict(set)
    for other in hidden - {name}:
        r, c = other.split("/")
        edges[f"r{r}"].add(f"c{c}")
        edges[f"c{c}"].add(f"r{r}")
    start, end = (f"{kind}{place}" for kind, place in zip("rc", name.split("/"), strict=True))
    seen, todo = {start}, [start]
    while todo:
        for following in edges[todo.pop()] - seen:
            seen.add(following)
            todo.append(following)
    return end in seen


@unhurried
@given(grids)
def test_no_small_cell_can_be_reckoned_back_from_the_totals(grid):
    values, sums = named(grid)
    sensitive = {name for name, value in values.items() if 0 < value < LEAST}
    hidden = suppressed(values, sums, sensitive)
    assert sensitive <= hidden
    for name in sensitive:
        assert on_a_cycle(hidden, name), (name, hidden)


@unhurried
@given(grids, st.data())
def test_what_is_determined_is_what_lies_on_no_cycle(grid, data):
    values, sums = named(grid)
    hidden = frozenset(data.draw(st.sets(st.sampled_from(sorted(values)))))
    assert determined(hidden, sums) == {name for name in hidden if not on_a_cycle(hidden, name)}


def test_without_small_cells_nothing_is_hidden():
    values, sums = named([[10, 20], [30, 40]])
    assert suppressed(values, sums, set()) == frozenset()


@pytest.fixture
def small(ledger, report):
    for group in ("1", "2", "2", *"3" * 7):
        person = ledger.cadre(group)
        ledger.done(person, ("hospital_visit_gift", 1, 1_234_567), group=group)
    return report


def test_the_public_paper_of_a_report_tells_no_small_count(ledger, small):
    reckoning = reckon(small)
    public = for_publication(report_paper(reckoning), reckoning)
    few = {v.code for v in reckoning if v.figure.measure == Measure.PEOPLE and 0 < v.value < LEAST}
    for section in public.sections:
        for block in section.blocks:
            assert all(p.text == "dưới 5" for p in block.pieces if p.code in few)
    kept = public.to_json()
    assert "1.234.567" not in kept
    assert "2.469.134" not in kept


@pytest.mark.parametrize("form", ["", "pdf", "word", "excel"])
def test_every_form_of_the_paper_has_a_public_version(ledger, small, form):
    client = signed_in(ledger.reporter)
    name = "publication_file" if form else "publication_document"
    public = client.get(reverse(name, args=[small.pk, *([form] if form else [])]))
    assert public.status_code == 200
    if not form:
        page = unescape(public.content.decode())
        assert "Bản công bố: số người từ 1 đến 4" in page
        assert "1.234.567" not in page
        assert "/so-lieu/" not in page
    assert client.get(reverse("publication_file", args=[small.pk, "exe"])).status_code == 404


# --- Numbers typed by hand ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Có 3 người từ trần.", ("3",)),
        ("Ngày 05/6/2025 có 12 người và chi 1.250.000 đồng.", ("12", "1.250.000")),
        ("Hai người nằm viện 9 ngày, đạt 40%.", ("Hai", "40%")),
        ("Theo khoản 2 Điều 4 Nghị quyết số 24/2024/NQ-HĐND, năm 2025, tháng 6.", ()),
        ("Giai đoạn 2024-2025, quý 3, đợt 2, đối tượng 4.", ()),
        ("Nhóm 12 người đi đợt 2.", ("12",)),
        ("Năm người nhận lần 1 trong 6 tháng.", ("Năm",)),
        ("[nếu special_drug.people.group_2: Không có gì]", ()),
        ("Không có con số nào.", ()),
    ],
)
def test_numbers_that_may_count_somebody_are_found(sentence, numbers):
    assert typed_numbers(sentence) == numbers


@pytest.fixture
def talkative(ledger, small):
    section = small.sections.first()
    body = (
        "{hospital_visit_gift.people} người được thăm. Ở xã vùng cao có 3 người.\n"
        "- Một cụ trên 100 tuổi được tặng quà năm 2025."
    )
    write_section(
        section=section, heading="", body=body, version=section.version, by=ledger.reporter
    )
    return small


def test_typed_numbers_are_listed_but_not_those_of_the_outline(ledger, small, talkative):
    found = typed_sentences(talkative)
    assert [(each.words, each.numbers) for each in found] == [
        ("Ở xã vùng cao có 3 người.", ("3",)),
        ("- Một cụ trên 100 tuổi được tặng quà năm 2025.", ("Một", "100")),
    ]
    assert not any(each.is_cleared for each in found)


def test_nothing_is_published_before_every_typed_number_was_looked_at(ledger, talkative):
    reporter, inspector = signed_in(ledger.reporter), signed_in(ledger.checker)
    file = reverse("publication_file", args=[talkative.pk, "excel"])
    numbers = reverse("publication_numbers", args=[talkative.pk])
    document = reverse("publication_document", args=[talkative.pk])
    assert reporter.get(file).url == numbers
    assert inspector.get(file).url == document
    assert "chờ đơn vị báo cáo xem" in inspector.get(document).text
    assert "Còn 2 câu" in reporter.get(document).text
    one, other = (each.words for each in typed_sentences(talkative))
    assert one in unescape(reporter.get(numbers).text)
    assert reporter.post(numbers, {"words": [one, "Chưa từng có."]}).url == numbers
    assert [each.is_cleared for each in typed_sentences(talkative)] == [True, False]
    assert talkative.cleared_sentences.get().cleared_by == ledger.reporter
    assert reporter.post(numbers, {"words": [one, other]}).url == document
    assert reporter.get(file).status_code == inspector.get(file).status_code == 200
    reporter.post(numbers, {"words": [other]})
    assert reporter.get(file).url == numbers


def test_a_changed_sentence_is_looked_at_again(ledger, talkative):
    words = [each.words for each in typed_sentences(talkative)]
    clear_sentences(report=talkative, words=words, by=ledger.reporter)
    section = talkative.sections.first()
    body = section.body.replace("3 người", "2 người")
    write_section(
        section=section, heading="", body=body, version=section.version, by=ledger.reporter
    )
    assert [each.numbers for each in typed_sentences(talkative) if not each.is_cleared] == [("2",)]


def test_a_long_sentence_is_looked_at_whole(ledger, small):
    body = f"{'rất dài ' * 60} có 3 người {'vẫn dài ' * 60} có 4 người."
    section = small.sections.first()
    write_section(
        section=section, heading="", body=body, version=section.version, by=ledger.reporter
    )
    assert [each.numbers for each in typed_sentences(small)] == [("3",), ("4",)]


def test_another_unit_lets_nothing_pass(ledger, talkative):
    client = signed_in(ledger.user(Role.REPORTER, ledger.commune, "xa"))
    assert client.post(reverse("publication_numbers", args=[talkative.pk])).status_code == 404
