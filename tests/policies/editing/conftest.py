from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from policies.loading import load_pack
from policies.models import Resolution
from tests.policies.conftest import EVERY_SHAPE
from tests.policies.editing.sent import fields_of


@pytest.fixture
def drafted(officer) -> Resolution:
    """A draft, made up, that holds every shape once."""
    by = User.objects.get(username="policy_officer")
    return load_pack(EVERY_SHAPE, by=by, release=False)


HEAD = {
    "scheme_name": "Chăm sóc sức khỏe cán bộ tỉnh Cà Mau",
    "scheme_province": "Cà Mau",
    "doc_type": "Nghị quyết",
    "number": "05/2026/NQ-HĐND",
    "issued_on": "10/12/2025",
    "issuer": "Hội đồng nhân dân tỉnh Cà Mau",
    "subject": "Hỗ trợ khám bệnh, chữa bệnh",
    "effective_from": "01/01/2026",
}


@pytest.fixture
def blank(officer) -> Resolution:
    """A draft with nothing in it, begun in the browser."""
    officer.post(reverse("draft_create"), HEAD)
    return Resolution.objects.get(code="ca-mau-05-2026")


@pytest.fixture
def typed(officer, blank) -> Callable[..., HttpResponse]:
    """Type rows into one of the tables of the blank draft, in the order of its columns."""

    def send(part: str, prefix: str, rows: list[dict[str, str]]) -> HttpResponse:
        address = reverse(f"draft_{part}", args=[blank.code])
        sent = fields_of(officer.get(address))
        begun = int(sent[f"{prefix}-INITIAL_FORMS"][0])
        sent[f"{prefix}-TOTAL_FORMS"] = [str(begun + len(rows))]
        for number, row in enumerate(rows, start=begun):
            sent |= {f"{prefix}-{number}-{name}": [value] for name, value in row.items()}
        return officer.post(address, sent)

    return send
