"""The house inspects its own code."""

import ast
import re

from tests.house.source import (
    ROOT,
    functions,
    name_of,
    product_modules,
    templates,
    text_of,
    tracked_files,
    tree_of,
)

LONGEST_FUNCTION = 60
VAGUE_NAMES = {"utils", "helpers", "services", "misc", "common", "tools"}
# Written in pieces, so that this file doesn't find itself.
PACKAGE_HOSTS = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"]
PACKAGE_HOSTS += ["yarn" + "pkg.com", "deb." + "debian.org", "un" + "pkg.com", "js" + "delivr"]
MACHINE_PATHS = ["/work" + "/", "/root" + "/", "/home" + "/"]


def test_no_file_names_a_package_host_or_a_path_of_one_machine():
    found = [
        f"{name_of(path)}: {word}"
        for path in tracked_files()
        for word in PACKAGE_HOSTS + MACHINE_PATHS
        if word in text_of(path)
    ]
    assert not found


def test_the_npm_lock_names_no_addresses():
    assert '"resolved"' not in text_of(ROOT / "package-lock.json")


def test_functions_are_short():
    long = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in product_modules()
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_modules_are_named_by_their_subject():
    assert not [
        name_of(path)
        for path in product_modules()
        if {part.removesuffix(".py") for part in path.relative_to(ROOT).parts} & VAGUE_NAMES
    ]


def test_no_signal_receivers():
    """Writing is a verb in actions.py; nothing happens behind one's back."""
    assert not [
        f"{name_of(path)}: {function.name}"
        for path in product_modules()
        for function in functions(path)
        if any("receiver" in ast.dump(decorator) for decorator in function.decorator_list)
    ]


def test_saving_a_row_saves_a_row():
    """No model changes what `save()` does."""
    assert not [
        f"{name_of(path)}: line {function.lineno}"
        for path in product_modules()
        if path.parent.name == "models" or path.name == "models.py"
        for function in functions(path)
        if function.name == "save"
    ]


def test_what_is_validated_is_saved_in_one_place():
    """Who validates by himself and then saves meets a race as an error without a sentence."""
    found = {name_of(path) for path in product_modules() if ".full_clean()" in text_of(path)}
    assert found == {"config/saving.py"}


def test_today_is_asked_in_the_portals_time_zone():
    """`date.today()` and `datetime.now()` are the server's; use django.utils.timezone."""
    pattern = re.compile(r"\b(date\.today|datetime\.now|datetime\.today|datetime\.utcnow)\(")
    assert not [
        f"{name_of(path)}: {match[1]}"
        for path in product_modules()
        for match in pattern.finditer(text_of(path))
    ]


def test_money_is_never_a_float():
    found = []
    for path in product_modules():
        for node in ast.walk(tree_of(path)):
            name = getattr(node, "attr", getattr(node, "id", ""))
            if isinstance(node, ast.Attribute | ast.Name) and name in {
                "FloatField",
                "DecimalField",
            }:
                found.append(f"{name_of(path)}:{node.lineno} {name}")
    assert not found


def test_pages_hold_no_script_and_no_style_of_their_own():
    """The content security policy would block it without a word."""
    pattern = re.compile(
        r"<style|<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|javascript:", re.I
    )
    data_block = re.compile(r'<script[^>]*type="application/(ld\+)?json"')
    found = []
    for path in templates():
        for match in pattern.finditer(text_of(path)):
            if not data_block.match(match[0]):
                found.append(f"{name_of(path)}: {match[0].strip()}")
    assert not found


def test_moments_are_told_in_local_time():
    """They come from the database in UTC, where the day is yesterday until seven in the morning."""
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in product_modules()
        for node in ast.walk(tree_of(path))
        if told_as_it_is(node)
    ]
    assert not found


def told_as_it_is(node: ast.AST) -> bool:
    """``f"{row.made_at:%d/%m}"`` or ``row.made_at.date()``."""
    match node:
        case ast.FormattedValue(value=ast.Attribute(attr=name), format_spec=ast.JoinedStr()):
            return name.endswith("_at")
        case ast.Call(func=ast.Attribute(attr="date", value=ast.Attribute(attr=name))):
            return name.endswith("_at")
    return False
