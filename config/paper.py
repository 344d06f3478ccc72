"""What an official paper consists of, and where its stylesheets and fonts lie.

Knows nothing of PDF: a paper is first a page of HTML (``templates/documents``), which can be read
in the browser, written to a file by itself, or printed by :mod:`config.pdf`.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urljoin, urlsplit

from config.formatting import BlankParts, date_long, document_number, place_and_date, roman


class StaticFileMissing(Exception):
    """A stylesheet, picture or font of the portal itself is not where it should be."""


@dataclass(frozen=True, slots=True)
class StaticFolders:
    """Where static addresses lead on this machine; plain values, so that it can go to a process."""

    address: str
    folders: tuple[tuple[str, Path], ...]

    @classmethod
    def of_this_portal(cls) -> Self:
        from django.conf import settings  # only here: a printing process runs without Django

        folders = [
            (entry[0], Path(entry[1])) if isinstance(entry, (tuple, list)) else ("", Path(entry))
            for entry in settings.STATICFILES_DIRS
        ]
        if settings.STATIC_ROOT:
            folders.append(("", Path(settings.STATIC_ROOT)))
        return cls(urlsplit(settings.STATIC_URL).path, tuple(folders))

    def find(self, address: str) -> Path | None:
        """The file behind an address of this portal; None when it is no static address.

        Raises :class:`StaticFileMissing` when the address is a static one but leads to no file.
        """
        path = unquote(urlsplit(address).path)
        if not path.startswith(self.address):
            return None
        name = path.removeprefix(self.address)
        for prefix, folder in self.folders:
            if prefix and not name.startswith(f"{prefix}/"):
                continue
            file = (folder / name.removeprefix(f"{prefix}/" if prefix else "")).resolve()
            if file.is_relative_to(folder.resolve()) and file.is_file():
                return file
        raise StaticFileMissing(f"no static file {name}; has `npm ci` been run?")


@dataclass(frozen=True, kw_only=True)
class OfficialDocument:
    """The parts of a paper around its body (NĐ 30/2020/NĐ-CP, Appendix I).

    ``templates/documents/nd30_base.html`` lays them out. A draft has no number and leaves open the
    parts of the date named by ``blank``. Addressees, bases and recipients are given without their
    closing signs, which differ between the last and the others.
    """

    title: str
    """Title of the file and of the browser's tab."""
    type_name: str
    """``Báo cáo``, ``Tờ trình``, ``Kế hoạch``; printed in capitals."""
    subject_line: str
    """Trích yếu."""
    issuing_body: str
    superior_body: str = ""
    symbol: str
    """``BC-SYT``."""
    number: int | None = None
    place: str
    issued_on: date | None = None
    blank: BlankParts = "none"
    is_draft: bool = False
    addressees: Sequence[str] = ()
    legal_bases: Sequence[str] = ()
    recipients: Sequence[str] = ("Như trên",)
    archive: str = "Lưu: VT"
    signing_lines: Sequence[str] = ("GIÁM ĐỐC",)
    """Authority and post, a line each: ``KT. GIÁM ĐỐC``, ``PHÓ GIÁM ĐỐC``."""
    signer_name: str = ""
    author: str = field(default="")

    @property
    def number_and_symbol(self) -> str:
        return document_number(None if self.is_draft else self.number, self.symbol)

    @property
    def place_and_date(self) -> str:
        return place_and_date(self.place, self.issued_on, self.blank)

    @property
    def attached_to(self) -> str:
        """What stands under the title of an appendix, between brackets."""
        day = date_long(self.issued_on, self.blank)
        return (
            f"Kèm theo {self.type_name} số {self.number_and_symbol} {day} của {self.issuing_body}"
        )

    @property
    def sole_addressee(self) -> str:
        return self.addressees[0] if len(self.addressees) == 1 else ""

    @property
    def addressee_lines(self) -> list[str]:
        return closed_lines(self.addressees)

    @property
    def basis_lines(self) -> list[str]:
        return closed_lines(self.legal_bases)

    @property
    def recipient_lines(self) -> list[str]:
        return closed_lines([*self.recipients, self.archive])


def appendix_name(place: int, whole: int) -> str:
    """``Phụ lục`` when there is but one, else with its Roman numeral (NĐ 30, Appendix I)."""
    return f"Phụ lục {roman(place)}" if whole > 1 else "Phụ lục"


def closed_lines(lines: Sequence[str]) -> list[str]:
    """Close each line of an enumeration with a semicolon and the last with a full stop."""
    bare = [line.strip().rstrip(";.,") for line in lines]
    return [f"{line};" for line in bare[:-1]] + [f"{line}." for line in bare[-1:]]


def payment_list_parts(payment_list: Mapping[str, Any], rows_per_part: int) -> list[dict[str, Any]]:
    """Cut a long payment list into parts that can be printed apart.

    Each part carries on the amount of those before it (``carried``, đồng); the first has the head,
    the last the total and the signatures. A list without rows is one part.
    """
    rows = payment_list["rows"]
    starts = range(0, len(rows), rows_per_part) or [0]
    parts, carried = [], None
    for start in starts:
        chosen = rows[start : start + rows_per_part]
        amount = (carried or 0) + sum(row["amount"] for row in chosen)
        parts.append(
            {
                **payment_list,
                "rows": chosen,
                "first": start == 0,
                "last": start + rows_per_part >= len(rows),
                "carried": carried,
                "carried_on": amount,
            }
        )
        carried = amount
    return parts


STYLESHEET_LINK = re.compile(r"<link\b[^>]*\brel=\"stylesheet\"[^>]*>")
ATTRIBUTE = re.compile(r"\b(href|media)=\"([^\"]*)\"")
CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
FILE_TYPES = {".ttf": "font/ttf", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def self_contained(html: str, static: StaticFolders | None = None) -> str:
    """The same page with its stylesheets and fonts inside, to be kept and sent as one file.

    For files only: inside the portal the content security policy forbids inline styles.
    """
    static = static or StaticFolders.of_this_portal()
    return STYLESHEET_LINK.sub(lambda link: _inline_stylesheet(link[0], static), html)


def _inline_stylesheet(link: str, static: StaticFolders) -> str:
    attributes = dict(ATTRIBUTE.findall(link))
    file = static.find(attributes["href"])
    if file is None:
        return link
    css = CSS_ADDRESS.sub(
        lambda found: _inline_file(urljoin(attributes["href"], found[1]), static), file.read_text()
    )
    media = f' media="{attributes["media"]}"' if "media" in attributes else ""
    return f"<style{media}>\n{css}</style>"


def _inline_file(address: str, static: StaticFolders) -> str:
    file = static.find(address)
    if file is None:
        return f"url({address})"
    content = base64.b64encode(file.read_bytes()).decode()
    return f"url(data:{FILE_TYPES[file.suffix]};base64,{content})"
