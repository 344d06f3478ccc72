"""Drafts to be simulated, and runs of them, for tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

import yaml
from django.utils import timezone

from accounts.models import User
from claims.models import Simulation
from claims.simulating.running import run
from policies.dumping import pack_text
from policies.loading import parse_pack, store_pack
from policies.models import Resolution

MEAL, DEARER_MEAL = 190_000, 210_000


def draft_after(law: Resolution, by: User, change: Callable[[dict], None]) -> Resolution:
    """A draft that replaces the law from 2027 on, as it is but for the change."""
    pack = yaml.safe_load(pack_text(law))
    head = {"code": "du-thao", "number": "99/2026/NQ-HĐND", "replaces": law.code}
    pack["resolution"] |= head | {
        "effective_from": date(2027, 1, 1),
        "issued_on": date(2026, 12, 1),
    }
    pack.pop("cases", None)
    change(pack)
    text = yaml.safe_dump(pack, allow_unicode=True)
    return store_pack(parse_pack(text.encode()), by=by, release=False)


def benefit(pack: dict, code: str) -> dict:
    return next(each for each in pack["benefits"] if each["code"] == code)


def dearer_meals(pack: dict) -> None:
    benefit(pack, "inpatient_meal")["rates"][0]["amount"] = DEARER_MEAL


def without_group(pack: dict, code: str) -> None:
    pack["groups"] = [group for group in pack["groups"] if group["code"] != code]
    for each in pack["benefits"]:
        for part in ("rates", "limits", "thresholds"):
            rows = each.get(part, [])
            for row in rows:
                if "groups" in row:
                    row["groups"] = [group for group in row["groups"] if group != code]
            each[part] = [row for row in rows if row.get("groups") != []]


def simulation_of(resolution: Resolution, by: User, year: int = 2025, **fields: Any) -> Simulation:
    """Stored as the form would, not yet run."""
    now = timezone.now()
    given = {"year": year, "reckoned_year": year, "unit": by.unit, "made_by": by}
    return Simulation.objects.create(
        resolution=resolution, made_at=now, stirred_at=now, **(given | fields)
    )


def simulated(resolution: Resolution, by: User, **fields: Any) -> Simulation:
    """Run in this process."""
    return run(simulation_of(resolution, by, **fields), processes=1)


def sums(simulation: Simulation) -> tuple[int, int]:
    """Đồng then and now."""
    cells = simulation.result["cells"]
    return sum(cell[6] for cell in cells), sum(cell[4] for cell in cells)
