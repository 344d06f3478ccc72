"""The one door to WeasyPrint: a page of HTML becomes a PDF, without touching the network.

Stylesheets, fonts and pictures come from the portal's static folders or from ``data:`` addresses;
anything else is refused and left out. Fonts are whole TTF files (split ones corrupt Vietnamese).
"""

import mimetypes
import ssl
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO
from multiprocessing import get_context
from urllib.parse import urlsplit

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from config.paper import StaticFileMissing, StaticFolders

# A made-up origin: relative addresses need one, and nothing answers under ".invalid" (RFC 6761).
ORIGIN = "http://portal.invalid/"
ARCHIVE_VARIANT = "pdf/a-2a"
PROCESSES = 2
PAPER_CSS = "documents/nd30.css"

WITHOUT_PAGE_NUMBERS = "@page { @top-center { content: none !important } }"


class StaticFilesOnly(URLFetcher):
    """Fetches static files of the portal and ``data:`` addresses, nothing else."""

    def __init__(self, static: StaticFolders) -> None:
        # The bare context spares reading the machine's certificates, which nothing here needs.
        bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(ssl_context=bare, allowed_protocols=("data",))
        self.static = static

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Answer with the file; raises ``ValueError`` for a foreign address."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        try:
            file = self.static.find(url) if _is_ours(url) else None
        except StaticFileMissing as missing:
            # A paper in the wrong font or without layout must not be issued.
            raise FatalURLFetchingError(str(missing)) from missing
        if file is None:
            raise ValueError(f"not a static file of this portal: {url}")
        file_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": file_type})


def render_pdf(
    html: str,
    base_url: str = ORIGIN,
    *,
    for_archive: bool = False,
    static: StaticFolders | None = None,
) -> bytes:
    """Print a page of HTML, tagged for screen readers, title and language from the page.

    ``for_archive`` gives PDF/A-2a with its colour profile and metadata inside.
    """
    document = _page(html, base_url, static)
    if for_archive:
        return document.write_pdf(pdf_variant=ARCHIVE_VARIANT)
    return document.write_pdf(pdf_tags=True)


def render_pdf_parts(
    parts: Sequence[str],
    base_url: str = ORIGIN,
    *,
    title: str,
    processes: int = PROCESSES,
    static: StaticFolders | None = None,
) -> bytes:
    """Print a long paper given as several pages of HTML of one paper size, numbered through.

    The parts are printed side by side in ``processes`` processes, which takes a fraction of the
    memory of one long document. The result is not tagged.
    """
    static = static or StaticFolders.of_this_portal()
    if len(parts) == 1:
        return render_pdf(parts[0], base_url, static=static)
    print_part = partial(_print_part, base_url=base_url, static=static)
    # Started afresh: a copy of a serving process would share its threads and connections.
    with ProcessPoolExecutor(min(processes, len(parts)), get_context("spawn")) as pool:
        return _joined(list(pool.map(print_part, parts)), title, static)


def _page(html: str, base_url: str, static: StaticFolders | None) -> HTML:
    fetcher = StaticFilesOnly(static or StaticFolders.of_this_portal())
    return HTML(string=html, base_url=base_url, url_fetcher=fetcher)


def _print_part(html: str, base_url: str, static: StaticFolders) -> bytes:
    page = _page(html, base_url, static)
    unnumbered = CSS(string=WITHOUT_PAGE_NUMBERS, url_fetcher=page.url_fetcher)
    return page.write_pdf(stylesheets=[unnumbered])


def _joined(parts: list[bytes], title: str, static: StaticFolders) -> bytes:
    writer = PdfWriter()
    for part in parts:
        writer.append(BytesIO(part), import_outline=False)
    numbers = PdfReader(BytesIO(_page_numbers(writer, static)))
    for page, number in list(zip(writer.pages, numbers.pages, strict=True))[1:]:
        page.merge_page(number)
        page.compress_content_streams()
    writer.compress_identical_objects()
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject("vi")
    joined = BytesIO()
    writer.write(joined)
    return joined.getvalue()


def _page_numbers(writer: PdfWriter, static: StaticFolders) -> bytes:
    """Empty pages of the same size with nothing but their numbers, to be laid over the others."""
    width, height = writer.pages[0].mediabox[2:]
    html = (
        f'<!doctype html><html lang="vi"><link rel="stylesheet" href="{static.address}{PAPER_CSS}">'
        f"<style>@page {{ size: {width}pt {height}pt }} p {{ break-before: page }}</style>"
        + "<p></p>"
        * len(writer.pages)
    )
    return _page(html, ORIGIN, static).write_pdf()


def _is_ours(url: str) -> bool:
    return urlsplit(url)[:2] == urlsplit(ORIGIN)[:2]
