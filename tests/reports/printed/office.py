"""LibreOffice as a second reader of the Word file."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from config.paper import StaticFolders

needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")


def converted(content: bytes, folder: Path) -> bytes:
    """The file opened by LibreOffice and printed, in the papers' font and no other."""
    static = StaticFolders.of_this_portal()
    font = static.find(f"{static.address}npm/tinos/400Regular/Tinos_400Regular.ttf")
    assert font is not None
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{font.parents[1]}</dir><cachedir>{folder}/cache</cachedir>"
        '<alias binding="same"><family>Times New Roman</family>'
        "<prefer><family>Tinos</family></prefer></alias></fontconfig>"
    )
    (folder / "paper.docx").write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "paper.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)},
    )
    return (folder / "paper.pdf").read_bytes()
