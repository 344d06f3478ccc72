"""``make bench``: how fast, beside which peer or limit, measured in the same run.

Prints a table and writes ``out/bench.json``; ``python -m tests.bench list report`` does only a
part of it. Works in a database of its own, made at the start and dropped at the end.
"""

import os
import sys
from collections.abc import Iterator
from itertools import chain
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
)


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


def main(wanted: set[str]) -> int:
    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    rows = []
    try:
        call_command("migrate", verbosity=0)
        for row in chain(printing() if "printing" in wanted else (), measure(wanted)):
            show(row)
            rows.append(row)
        write(rows, OUTPUT)
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:]) or set(STEPS)))
