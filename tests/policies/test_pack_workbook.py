"""A law goes out as a workbook and comes in again the same; what is wrong is told by its cell."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.workbook import Workbook

from policies.dumping import dump_pack
from policies.loading import PACKS, load_pack, read_pack
from policies.models import Resolution
from policies.packing.format import PackError
from policies.packing.workbook import read_workbook, workbook_of
from tests.policies.conftest import EVERY_SHAPE

OWN = [path.stem for path in sorted(PACKS.glob("*.yaml")) if path.stem != "parameters"]


@pytest.mark.django_db
@pytest.mark.parametrize("source", [EVERY_SHAPE, *OWN], ids=str)
def test_out_and_in_again_it_is_the_same(source):
    pack = read_pack(source)
    assert read_workbook(workbook_of(pack)) == pack | {"cases": []}


@pytest.fixture
def changed(db) -> Callable[[Callable[[Workbook], None]], bytes]:
    """The workbook of the made-up law after somebody typed into it."""

    def typed(change: Callable[[Workbook], None]) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(workbook_of(read_pack(EVERY_SHAPE))))
        change(book)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return typed


def put(sheet: str, head: str, value: object, row: int = 2) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        [column] = [cell.column for cell in book[sheet][1] if cell.value == head]
        book[sheet].cell(row, column).value = value

    return change


@pytest.mark.parametrize(
    ("change", "cell", "told"),
    [
        (put("Mức", "Mức (đồng)", "190,000"), "'Mức'!E2", "190,000"),
        (put("Mức", "Cách tính", "mỗi tuần"), "'Mức'!D2", "phải là một trong"),
        (put("Mức", "Điều kiện (mỗi dòng một điều kiện)", "trẻ"), "'Mức'!C2", "không hiểu"),
        (put("Mức", "Mã chế độ", "khong_co"), "'Mức'!A2", "không có chế độ"),
        (put("Mức", "Nguồn chi (mã)", "quy-la"), "'Mức'!T2", "không có nguồn kinh phí"),
        (put("Mức", "Mức (đồng)", "=1+1"), "'Mức'!E2", "công thức"),
        (put("Đối tượng", "Mã", None), "'Đối tượng'!A2", "thiếu"),
        (put("Văn bản", "Nội dung", "31/02/2026", 8), "'Văn bản'!B8", "Ngày ban hành"),
        (put("Thiết lập", "Trả lời", "Tùy lúc"), "'Thiết lập'!C2", "câu trả lời"),
        (put("Hạn mức", "Hạn mức", 0), "'Hạn mức'!G2", "lớn hơn 0"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(changed, change, cell, told):
    with pytest.raises(PackError) as refused:
        read_workbook(changed(change))
    assert any(problem.startswith(cell) and told in problem for problem in refused.value.problems)


def test_a_missing_sheet_is_named(changed):
    with pytest.raises(PackError, match="Quan hệ"):
        read_workbook(changed(lambda book: book.remove(book["Quan hệ"])))


def test_what_is_no_workbook_is_refused(db):
    with pytest.raises(PackError):
        read_workbook(b"PK\x03\x04 not a workbook")


def test_on_the_pages_of_the_officer(officer):
    draft = load_pack(EVERY_SHAPE, by=None, release=False)
    file = officer.get(reverse("pack_workbook", args=[draft.code]))
    assert file["Content-Disposition"].endswith('filename="moi-hinh-thuc-1.xlsx"')
    before = dump_pack(draft)
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    put("Đối tượng", "Tên đối tượng", "Người thứ nhất")(book)
    stream = io.BytesIO()
    book.save(stream)
    sent = {"file": SimpleUploadedFile("luat.xlsx", stream.getvalue())}
    assert officer.post(reverse("pack_upload"), sent).status_code == 302
    after = dump_pack(Resolution.objects.get(code=draft.code))
    assert after["groups"][0]["name"] == "Người thứ nhất"
    assert after["benefits"] == before["benefits"]
