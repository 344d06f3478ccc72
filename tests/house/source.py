"""The files of the house, as the tests that inspect it see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    "accounts",
    "beneficiaries",
    "checkups",
    "claims",
    "config",
    "convalescence",
    "policies",
    "reports",
)


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that belongs to the project, tracked or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = (ROOT / name for name in sorted(set(listing.split("\0"))) if name)
    return tuple(path for path in files if path.is_file())


@cache
def text_of(path: Path) -> str:
    """The text of a file, empty for a picture or another binary."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode()


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def product_modules() -> tuple[Path, ...]:
    """The Python files of the apps, without migrations."""
    return tuple(
        path
        for path in tracked_files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in APPS
        and "migrations" not in path.parts
    )


@cache
def templates() -> tuple[Path, ...]:
    folder = ROOT / "templates"
    return tuple(
        path for path in tracked_files() if folder in path.parents and path.suffix == ".html"
    )


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
