"""``make bench``: how fast, beside which peer or limit, measured in the same run.

Prints a table and writes ``out/bench.json``; ``python -m tests.bench list report`` does only a
part of it. Works in databases of its own, made at the start and dropped at the end.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from config.demo.lang_son.building import add_law, add_units_and_users  # noqa: E402
from tests.bench import measurements  # noqa: E402
from tests.bench.beside_openfisca import beside_openfisca  # noqa: E402
from tests.bench.measuring import Measured, show, write  # noqa: E402
from tests.bench.papers import printing  # noqa: E402
from tests.bench.rounds import rounds  # noqa: E402
from tests.bench.simulating import simulation  # noqa: E402

OUTPUT = Path(__file__).resolve().parents[2] / "out" / "bench.json"


STEPS = (
    "rules",
    "openfisca",
    "import",
    "simulation",
    "store",
    "list",
    "report",
    "paper",
    "printing",
    "rounds",
)
ALONE = {"printing", "rounds"}  # these stand on nothing that others make


def measure(wanted: set[str]) -> Iterator[Measured]:
    """Every measurement, in an order in which each finds what it needs."""
    users = add_units_and_users()
    resolution = add_law(users)
    if "rules" in wanted:
        yield from measurements.rules(resolution)
    if "openfisca" in wanted:
        yield from beside_openfisca()
    people = measurements.import_people(users)
    if "import" in wanted:
        yield from measurements.registry_import(people)
    if "simulation" in wanted:
        yield from simulation(users, resolution)
    if "store" in wanted:
        yield from measurements.storing(users)
    pattern = measurements.fill(users, resolution)
    if "list" in wanted:
        yield from measurements.claim_list(users)
    if "report" in wanted:
        yield from measurements.report(users, resolution, pattern)
    if "paper" in wanted:
        yield from measurements.paper(users, resolution)


def measure_rounds() -> Iterator[Measured]:
    users = add_units_and_users()
    yield from rounds(users, add_law(users))


def chosen(wanted: set[str]) -> Iterator[Measured]:
    if "printing" in wanted:
        yield from printing()
    if "rounds" in wanted:
        yield from in_a_new_database(measure_rounds)
    if wanted - ALONE:
        yield from in_a_new_database(lambda: measure(wanted))


def in_a_new_database(measurements: Callable[[], Iterator[Measured]]) -> Iterator[Measured]:
    _drop()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{_name()}"')
    try:
        call_command("migrate", verbosity=0)
        yield from measurements()
    finally:
        _drop()


def _drop() -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{_name()}" WITH (FORCE)')


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def main(wanted: set[str]) -> int:
    rows = []
    for row in chosen(wanted):
        show(row)
        rows.append(row)
    write(rows, OUTPUT)
    return 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:]) or set(STEPS)))
