"""The file as a zip archive: what is refused before anything is parsed, and a clean copy.

Nothing the archive says about itself is trusted. The parts a sheet is made of are inflated here,
within limits, and packed anew without compression; only that copy reaches the parser.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MEGABYTE = 1024 * 1024
OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
NEEDED_PARTS = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/.+\.(xml|rels))", re.IGNORECASE)
NEEDLESS_PARTS = re.compile(
    r"xl/(externalLinks|pivotCache|pivotTables|charts|drawings|media|comments|threadedComments"
    r"|persons|theme|printerSettings|ctrlProps|activeX|customXml|queryTables|tables)",
    re.IGNORECASE,
)
FOREIGN_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


class WorkbookRefused(Exception):
    """The file as a whole can't be read. ``message`` is Vietnamese, ready to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a workbook may hold. Bytes, rows and columns as counted by Excel.

    ``cells`` bounds rows × columns of one sheet, because the parser lays the sheet out densely.
    ``ratio`` is inflated size over packed size, looked at only above ``unsuspicious`` bytes.
    """

    upload: int = 20 * MEGABYTE
    inflated: int = 150 * MEGABYTE
    ratio: int = 100
    unsuspicious: int = 20 * MEGABYTE
    parts: int = 2_000
    rows: int = 200_000
    columns: int = 200
    cells: int = 4_000_000
    head_within: int = 10


def corrupt() -> WorkbookRefused:
    """The refusal of a file that can't be read for reasons no user could name."""
    return WorkbookRefused(
        "Tệp bị hỏng nên không đọc được. "
        "Hãy mở tệp bằng Excel, lưu lại dạng .xlsx rồi tải lên lần nữa."
    )


def read_upload(file: BinaryIO | bytes | Path | str, limits: Limits) -> bytes:
    """All bytes of an upload (an open file, bytes, or a path).

    Raises WorkbookRefused when it is empty or larger than ``limits.upload``.
    """
    if isinstance(file, bytes):
        data = file
    elif isinstance(file, str | Path):
        with Path(file).open("rb") as opened:
            data = opened.read(limits.upload + 1)
    else:
        file.seek(0)
        data = file.read(limits.upload + 1)
    if not data:
        raise WorkbookRefused("Tệp rỗng (0 byte). Hãy chọn lại tệp .xlsx.")
    if len(data) > limits.upload:
        raise WorkbookRefused(
            f"Tệp lớn hơn {limits.upload // MEGABYTE} MB. Hãy xoá ảnh và các trang không cần, "
            "hoặc chia thành nhiều tệp."
        )
    return data


def clean_parts(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The XML parts that make up the sheets, inflated within ``limits``.

    Raises WorkbookRefused for everything that is not a plain .xlsx: old .xls, a password, macros,
    another format, a corrupt archive, a zip bomb.
    """
    if not data.startswith(b"PK"):
        raise _refusal_of_foreign_file(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inflate(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise corrupt() from error
    except (ValueError, RuntimeError, UnicodeError) as error:
        raise corrupt() from error


def pack(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as an uncompressed archive: cheap to write, and bounded by what was read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    buffer.seek(0)
    return buffer


def _refusal_of_foreign_file(data: bytes) -> WorkbookRefused:
    if data.startswith(OLE_HEADER) and ENCRYPTED_STREAM in data:
        return WorkbookRefused(
            "Tệp được đặt mật khẩu. Hãy bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi tải lên lại."
        )
    if data.startswith((OLE_HEADER, b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")):
        return WorkbookRefused(
            "Tệp ở định dạng Excel cũ (.xls) hoặc được bảo vệ. "
            "Hãy mở bằng Excel rồi lưu dạng .xlsx, không đặt mật khẩu."
        )
    return WorkbookRefused(
        "Tệp không phải sổ tính .xlsx. "
        "Hãy mở bằng Excel rồi chọn Lưu thành > Excel Workbook (.xlsx)."
    )


def _inflate(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    members = archive.infolist()
    _refuse_foreign_archive(members, limits)
    needed = [
        member
        for member in members
        if NEEDED_PARTS.fullmatch(member.filename) and not NEEDLESS_PARTS.match(member.filename)
    ]
    _refuse_bomb(needed, limits)
    # ZipExtFile never yields more than the directory's file_size, so the check above holds.
    parts = {member.filename: archive.read(member) for member in needed}
    for content in parts.values():
        _refuse_dangerous_xml(content)
    return parts


def _refuse_foreign_archive(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {member.filename.lower().replace("\\", "/") for member in members}
    if len(members) > limits.parts or len(names) != len(members):
        raise corrupt()
    if any(member.flag_bits & 0x1 for member in members):
        raise WorkbookRefused("Tệp nén có mật khẩu. Hãy lưu lại dạng .xlsx không đặt mật khẩu.")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise WorkbookRefused(
            "Tệp có chứa macro nên không được nhận. Hãy lưu lại dạng Excel Workbook (.xlsx)."
        )
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise WorkbookRefused(
            "Tệp là sổ tính dạng khác (.ods hoặc .xlsb). Hãy lưu lại dạng Excel Workbook (.xlsx)."
        )
    if not any(name.startswith("xl/worksheets/") for name in names):
        raise WorkbookRefused("Tệp nén này không phải sổ tính .xlsx. Hãy chọn lại tệp.")


def _refuse_bomb(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    suspicious = inflated > limits.unsuspicious and inflated / packed > limits.ratio
    if inflated > limits.inflated or suspicious:
        raise WorkbookRefused(
            "Tệp phình to bất thường khi giải nén nên không được mở. "
            "Hãy chép dữ liệu sang tệp mẫu mới rồi tải lên lại."
        )


def _refuse_dangerous_xml(content: bytes) -> None:
    """Entities and exotic encodings have no place in a workbook and hide things from a scan."""
    if b"<!DOCTYPE" in content or b"\x00" in content or FOREIGN_ENCODING.match(content[:200]):
        raise corrupt()
