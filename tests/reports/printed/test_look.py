"""Pages beside kept pictures of them: what no rule about sizes and places would notice.

A page that looks different is written to out/pages; look at it, and if it is meant to look so, let
it take the place of the kept picture.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from config.long_list import ListColumn, ListHead, ListRow, long_list_pdf
from tests.reports.printed.office import needs_office
from tests.reports.printed.reading import Printed

KEPT = Path(__file__).parent / "pages"
SEEN = Path(__file__).parents[3] / "out" / "pages"
DOTS_PER_INCH = 60
BLUR = ImageFilter.GaussianBlur(1.5)  # how letters are smoothed is no difference
DARKER = 32  # of 255, blurred
MOST = 0.004  # part of the page that may differ
COLUMNS = (
    ListColumn("TT", 12, "centre"),
    ListColumn("Họ và tên", 60),
    ListColumn("Đơn vị", 60),
    ListColumn("Kinh phí", 30, "right"),
)


def rows() -> Iterator[ListRow]:
    yield ListRow(("Điều dưỡng tại nhà: 40 người", "92.000.000"), "part", 3)
    for number in range(1, 41):
        unit = "Xã Đồng Đăng" if number % 3 else "Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh cũ"
        yield ListRow((str(number), f"Nguyễn Thị Ướt {number}", unit, "2.300.000"))
    yield ListRow(("Tổng cộng: 40 người", "92.000.000"), "total", 3)


def a_list() -> bytes:
    head = ListHead(
        "Phụ lục II",
        "Danh sách người hưởng: Điều dưỡng ngoại trú",
        "Kèm theo Báo cáo số 05/BC-SYT ngày 05 tháng 3 năm 2026 của Sở Y tế",
        "Đơn vị tính: đồng",
        "Sở Y tế",
    )
    closing = ["Danh sách gồm các khoản đã chi theo sổ đến ngày 31/12/2025."]
    return long_list_pdf(head, COLUMNS, rows(), closing=closing).content


def picture(printed: Printed, page: int) -> Image.Image:
    return printed.pages[page].to_image(resolution=DOTS_PER_INCH).original.convert("L")


def different(one: Image.Image, other: Image.Image) -> float:
    """The part of a page where one picture is clearly darker than the other."""
    if one.size != other.size:
        return 1.0
    blurred = ImageChops.difference(one.filter(BLUR), other.filter(BLUR))
    marks = blurred.point(lambda grey: 255 if grey > DARKER else 0)
    return marks.histogram()[255] / (one.width * one.height)


@pytest.fixture(scope="module")
def papers(printed: Printed, draft: Printed) -> dict[str, Printed]:
    return {"issued": printed, "draft": draft, "list": Printed(a_list())}


@pytest.mark.parametrize(
    ("paper", "page"),
    [("issued", 0), ("issued", 1), ("issued", 2), ("issued", 3), ("draft", 0), ("list", 0)],
)
def test_a_page_looks_as_it_did(papers, paper, page):
    seen = picture(papers[paper], page)
    file = KEPT / f"{paper}-{page + 1}.png"
    kept = Image.open(file).convert("L") if file.exists() else Image.new("L", (1, 1))
    if different(seen, kept) > MOST:
        SEEN.mkdir(parents=True, exist_ok=True)
        seen.quantize(16).save(SEEN / file.name, optimize=True)
        pytest.fail(f"the page looks different: see out/pages/{file.name}")


def test_kept_pictures_are_small_and_all_compared(papers):
    kept = sorted(KEPT.glob("*.png"))
    assert len(kept) == 6
    assert all(file.stat().st_size < 60_000 for file in kept)


def test_a_page_that_lost_a_line_is_noticed(papers):
    seen = picture(papers["issued"], 0)
    line = papers["issued"].line("Thực hiện Quyết định")
    top, bottom = (round(edge * DOTS_PER_INCH / 72) for edge in (line.top, line.bottom))
    spoilt = seen.copy()
    spoilt.paste(255, (0, top, seen.width, bottom))
    assert different(seen, spoilt) > MOST


@needs_office
def test_word_pages_look_like_ours(papers, opened):
    """Blurred, so that only what stands where is compared, not letter by letter."""
    ours, theirs = (
        picture(printed, 0).filter(ImageFilter.GaussianBlur(6))
        for printed in (papers["issued"], opened)
    )
    difference = ImageChops.difference(ours, theirs).histogram()
    mean = sum(grey * times for grey, times in enumerate(difference)) / (ours.width * ours.height)
    assert mean < 8
