"""Workbooks built on the fly, plain ones and odd ones."""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter

from config.workbooks import cells
from config.workbooks.judging import Column

type Build = Callable[..., bytes]


@pytest.fixture
def columns() -> tuple[Column, ...]:
    return (
        Column(
            name="full_name",
            head="Họ và tên",
            parser=cells.text(),
            required=True,
            example="Nguyễn Văn Mẫu",
        ),
        Column(
            name="cccd",
            head="Số CCCD",
            parser=cells.digits(12),
            required=True,
            aliases=("CCCD",),
            example="020060000001",
        ),
        Column(
            name="born_on",
            head="Ngày sinh",
            parser=cells.date(),
            example=datetime.date(1960, 12, 25),
        ),
        Column(name="sex", head="Giới tính", parser=cells.choice({"Nam": "M", "Nữ": "F"})),
        Column(name="amount", head="Số tiền", parser=cells.money(), default=0, example=1_500_000),
    )


@pytest.fixture
def heads(columns: tuple[Column, ...]) -> list[str]:
    return [column.head for column in columns]


def build_workbook(
    rows: Sequence[Sequence[Any]],
    *,
    sheet: str = "Danh sách",
    more: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """A workbook of one sheet; ``more`` may do further things to (workbook, worksheet)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, datetime.date):
                page.write_datetime(line, place, value, days)
            elif value is not None:
                page.write(line, place, value)
    if more is not None:
        more(book, page)
    book.close()
    return buffer.getvalue()


@pytest.fixture
def build() -> Build:
    return build_workbook


def repack_workbook(data: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """The same archive with parts rewritten; the keyword is the end of the name, dots as __."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            for ending, change in changes.items():
                if name.endswith(ending.replace("__", ".")):
                    content = change(content)
            target.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def repack() -> Build:
    return repack_workbook


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def add_member() -> Build:
    return with_member
