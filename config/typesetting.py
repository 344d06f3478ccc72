"""The one door to Typst: pictures of charts for Word, and lists too long for :mod:`config.pdf`.

Typst reads files below one folder only, loads no packages here and never touches the network.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from config.paper import StaticFileMissing, StaticFolders

FONT = "npm/tinos/400Regular/Tinos_400Regular.ttf"
PICTURE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg", width: {}mm)'


def png_of(svg: str, *, width: float, dots_per_inch: int = 220) -> bytes:
    """An SVG picture as PNG, ``width`` millimetres wide."""
    with TemporaryDirectory() as folder:
        Path(folder, "chart.svg").write_text(svg)
        return _typeset(Path(folder), PICTURE.format(width), format="png", ppi=dots_per_inch)


def pdf_of(folder: Path, source: str) -> bytes:
    """A Typst document that lies in ``folder`` beside its data, as a tagged PDF for the archive."""
    return _typeset(folder, source, format="pdf", pdf_standards="a-2a")


def _typeset(folder: Path, source: str, **options: Any) -> bytes:
    document = folder / "main.typ"
    document.write_text(source)
    return typst.compile(
        str(document),
        root=str(folder),
        font_paths=[str(_fonts())],
        ignore_system_fonts=True,
        **options,
    )


def _fonts() -> Path:
    static = StaticFolders.of_this_portal()
    regular = static.find(f"{static.address}{FONT}")
    if regular is None:
        raise StaticFileMissing(FONT)
    return regular.parents[1]
