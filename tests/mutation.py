"""``make mutate``: the rules are changed one place at a time; a test should notice each change.

Works on a copy under ``out/mutation``, so the tree is never touched. The small and exact tests
go first; what they let live is tried again with the situations and the property tests. What
outlives both is listed in ``out/mutation/survivors.txt``; docs/mutation.md tells what it means.
``python -m tests.mutation amounts limits`` changes only these modules.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "out" / "mutation"
RULES = Path("tests/policies/rules")
# Whose tests ask what the rules must be told, not what they answer.
LATER = ("test_properties.py", "test_needs.py", "test_looking.py")
SETUP = """\
[mutmut]
source_paths=policies
only_mutate=
{modules}
also_copy=tests
pytest_add_cli_args_test_selection=tests
pytest_add_cli_args=--import-mode=importlib
\t-pno:django
\t-pno:xdist
\t-pno:cacheprovider
\t-knot import_nothing
use_git_change_detection=false
track_dependencies=false

[tool:pytest]
addopts=--import-mode=importlib -p no:django -p no:xdist -p no:cacheprovider
pythonpath=.
"""


def copy(modules: list[str]) -> None:
    """The rules and their exact tests, with nothing of the portal beside them."""
    shutil.rmtree(PLACE, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", *LATER[1:])
    shutil.copytree(ROOT / "policies/rules", PLACE / "policies/rules", ignore=ignored)
    (PLACE / "policies/__init__.py").touch()
    shutil.copytree(ROOT / RULES, PLACE / RULES, ignore=ignored)
    # What the property tests share with others stays; the tests themselves come later.
    shared = (ROOT / RULES / LATER[0]).read_text(encoding="utf-8").partition("# --- the second")[0]
    (PLACE / RULES / LATER[0]).write_text(shared, encoding="utf-8")
    named = [f"\tpolicies/rules/{module}.py" for module in modules] or ["\tpolicies/rules/*"]
    (PLACE / "setup.cfg").write_text(SETUP.format(modules="\n".join(named)), encoding="utf-8")


def add_the_rest() -> None:
    """Situations and property tests, beside what is there already and in mutmut's own copy."""
    for place in (PLACE, PLACE / "mutants"):
        for name in LATER:
            shutil.copy(ROOT / RULES / name, place / RULES / name)
        shutil.copytree(ROOT / "tests/situations", place / "tests/situations", dirs_exist_ok=True)


def mutmut(*arguments: str) -> str:
    environment = os.environ | {"RULES_EXAMPLES": os.environ.get("RULES_EXAMPLES", "0.2")}
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=PLACE, env=environment, stdout=subprocess.PIPE, text=True)
    return done.stdout


def survivors() -> list[str]:
    return re.findall(r"(\S+): survived", mutmut("results"))


def main(modules: list[str]) -> int:
    copy(modules)
    mutmut("run")
    first = survivors()
    print(f"{len(first)} outlive the exact tests; now the situations and the property tests")
    add_the_rest()
    if first:
        mutmut("run", *first)
    last = survivors()
    shown = [mutmut("show", name) for name in last]
    (PLACE / "survivors.txt").write_text("\n".join(shown), encoding="utf-8")
    made = len(re.findall(r": \w", mutmut("results", "--all", "true")))
    print(f"{made} changes, {len(last)} outlive all tests: see {PLACE.name}/survivors.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
