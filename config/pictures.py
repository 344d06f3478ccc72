"""Charts as pictures for files that can't hold SVG (Word): the same source, the papers' font."""

import resvg_py

from config.paper import StaticFileMissing, StaticFolders

FONTS = ("npm/tinos/400Regular/Tinos_400Regular.ttf", "npm/tinos/700Bold/Tinos_700Bold.ttf")
MM_PER_INCH = 25.4


def png_of(svg: str, *, width: float, dots_per_inch: int = 220) -> bytes:
    """An SVG picture as PNG, ``width`` millimetres wide, on white."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=round(width / MM_PER_INCH * dots_per_inch),
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[font_file(name) for name in FONTS],
            font_family="Tinos",
        )
    )


def font_file(name: str) -> str:
    """Where a font of the portal lies. Raises :class:`StaticFileMissing`."""
    static = StaticFolders.of_this_portal()
    file = static.find(f"{static.address}{name}")
    if file is None:
        raise StaticFileMissing(name)
    return str(file)
