"""What belongs to another unit doesn't exist: every address of one thing, typed by a stranger."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, UnitKind
from accounts.roles import Role
from tests import typed_law
from tests.house.access import ACCESS, pages
from tests.house.conftest import clients_of, sessions_in

# The law, and what the department plans for all, is for everyone to read.
COMMON = {
    "resolution_detail",
    "resolution_release",
    "resolution_test",
    "resolution_reopen",
    "resolution_repeal",
    "resolution_continue",
    "resolution_difference",
    "succession_edit",
    "pack_download",
    "pack_workbook",
    "simulation_create",
    "rate_detail",
    "rate_confirm",
    "trial",
    "case_list",
    "case_export",
    "case_create",
    "case_edit",
    "case_remove",
    "case_upload",
    "case_keep",
    "case_template",
    "round_detail",
    "round_edit",
    "trip_detail",
    "trip_edit",
    # Quotas and cycles; of people each list has only the unit's own.
    "year_plan_detail",
    "year_plan_file",
    "turn_list",
    "turn_export",
    "candidate_list",
    "candidate_export",
    "candidate_pdf",
    "batch_template",
    "event_template",
    "event_upload",
    "estimate_edit",
    "document_edit",
    *typed_law.PAGES,
}
PAGES = [
    page for page in pages() if page.arguments and page.name in ACCESS and page.name not in COMMON
]


@pytest.fixture(scope="module")
def stranger_sessions(town_of_module) -> dict[Role, str]:
    """Each role in a commune where none of the town's people live."""
    return sessions_in(Unit.objects.create(code="x-nam", name="Xã Nam Viễn", kind=UnitKind.COMMUNE))


@pytest.fixture
def strangers(stranger_sessions, town) -> dict[Role, Client]:
    return clients_of(stranger_sessions)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_stranger_finds_nothing(page, town, strangers):
    address = reverse(page.name, kwargs=town.arguments(page.name, page.names))
    for role in ACCESS[page.name]:
        response = strangers[role].get(address)
        if response.status_code == 405:
            response = strangers[role].post(address)
        assert response.status_code == 404, role


def test_lists_searches_and_files_of_a_stranger_are_empty(town, strangers):
    for name, query in (
        ("cadre_list", ""),
        ("cadre_list", "?q=Hoàng Văn An"),
        ("search", "?q=020060001231"),
        ("search", f"?q={town.claims['paid'].number}"),
        ("claim_list", ""),
        ("stay_list", ""),
        ("batch_list", ""),
    ):
        page = strangers[Role.DATA_ENTRY].get(reverse(name) + query).content.decode()
        for secret in ("Hoàng Văn An</", town.claims["paid"].number + "<", "danh-sach.xlsx"):
            assert secret not in page, name
