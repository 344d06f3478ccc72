"""Who may open which page: the whole of it on one sheet.

A page that isn't here fails a test, and so does a line without a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import Role

EVERYONE = frozenset(Role)
OFFICE = EVERYONE - {Role.ADMINISTRATOR}
REPORT_READERS = OFFICE - {Role.DATA_ENTRY, Role.CASHIER}

PAYMENT_READERS = OFFICE - {Role.DATA_ENTRY, Role.POLICY_OFFICER}
SIMULATION_READERS = frozenset({Role.POLICY_OFFICER, Role.APPROVER, Role.REPORTER, Role.INSPECTOR})
LATE_LAW = OFFICE - {Role.CASHIER, Role.REPORTER}
SUCCESSION_READERS = frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.POLICY_OFFICER, Role.INSPECTOR})
BILL_READERS = OFFICE - {Role.POLICY_OFFICER, Role.REPORTER}
CLAIM_WORKERS = frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER})

# Open without signing in.
PUBLIC: frozenset[str] = frozenset({"login", "second_factor_ask"})

# URL name → the roles that may open it. Written out, not looked up: this sheet checks the
# permissions of the code, so it must not be made from them.
ACCESS: dict[str, frozenset[Role]] = {
    "home": EVERYONE,
    "year_detail": OFFICE,
    "year_export": OFFICE,
    "logout": EVERYONE,
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "second_factor": EVERYONE,
    "user_second_factor": frozenset({Role.ADMINISTRATOR}),
    "user_list": frozenset({Role.ADMINISTRATOR}),
    "user_create": frozenset({Role.ADMINISTRATOR}),
    "user_edit": frozenset({Role.ADMINISTRATOR}),
    "user_password": frozenset({Role.ADMINISTRATOR}),
    "unit_list": frozenset({Role.ADMINISTRATOR}),
    "unit_create": frozenset({Role.ADMINISTRATOR}),
    "unit_edit": frozenset({Role.ADMINISTRATOR}),
    "resolution_list": OFFICE,
    "resolution_detail": OFFICE,
    "pack_download": OFFICE,
    "pack_workbook": OFFICE,
    "rate_detail": OFFICE,
    "pack_upload": frozenset({Role.POLICY_OFFICER}),
    "resolution_release": frozenset({Role.POLICY_OFFICER}),
    "resolution_test": frozenset({Role.POLICY_OFFICER}),
    "resolution_reopen": frozenset({Role.POLICY_OFFICER}),
    "resolution_repeal": frozenset({Role.POLICY_OFFICER}),
    "resolution_continue": frozenset({Role.POLICY_OFFICER}),
    "resolution_difference": OFFICE,
    "succession_detail": SUCCESSION_READERS,
    "succession_export": SUCCESSION_READERS,
    "succession_choose": frozenset({Role.DATA_ENTRY}),
    "succession_confirm": frozenset({Role.DATA_ENTRY}),
    "succession_edit": frozenset({Role.POLICY_OFFICER}),
    "recalculation_list": LATE_LAW,
    "recalculation_detail": LATE_LAW,
    "recalculation_export": LATE_LAW,
    "recalculation_create": frozenset({Role.DATA_ENTRY}),
    "recalculation_decide": frozenset({Role.DATA_ENTRY}),
    "recalculation_drop": frozenset({Role.DATA_ENTRY}),
    "rate_confirm": frozenset({Role.POLICY_OFFICER}),
    "trial": OFFICE,
    "case_list": OFFICE,
    "case_export": OFFICE,
    "case_create": frozenset({Role.POLICY_OFFICER}),
    "case_edit": frozenset({Role.POLICY_OFFICER}),
    "case_remove": frozenset({Role.POLICY_OFFICER}),
    "case_upload": frozenset({Role.POLICY_OFFICER}),
    "case_keep": frozenset({Role.POLICY_OFFICER}),
    "case_template": frozenset({Role.POLICY_OFFICER}),
    "access_log": frozenset({Role.ADMINISTRATOR, Role.INSPECTOR}),
    "entry_hub": frozenset({Role.DATA_ENTRY}),
    "event_import": frozenset({Role.DATA_ENTRY}),
    "event_upload": frozenset({Role.DATA_ENTRY}),
    "event_template": frozenset({Role.DATA_ENTRY}),
    "history_list": frozenset({Role.CHECKER}),
    "history_confirm": frozenset({Role.CHECKER}),
    "round_list": OFFICE,
    "round_create": frozenset({Role.DATA_ENTRY}),
    "round_detail": OFFICE,
    "round_edit": frozenset({Role.DATA_ENTRY}),
    "round_board": OFFICE,
    "round_calendar": OFFICE,
    "round_plan_file": OFFICE,
    "round_propose": frozenset({Role.DATA_ENTRY}),
    "round_left_out": OFFICE,
    "round_step": frozenset({Role.DATA_ENTRY}),
    "round_agree": frozenset({Role.APPROVER}),
    "round_raise": frozenset({Role.APPROVER}),
    "roster_list": OFFICE,
    "roster_review": frozenset({Role.DATA_ENTRY}),
    "roster_add": frozenset({Role.DATA_ENTRY}),
    "part_detail": OFFICE,
    "part_confirm": frozenset({Role.DATA_ENTRY}),
    "part_return": frozenset({Role.DATA_ENTRY}),
    "appointment_plan": frozenset({Role.DATA_ENTRY}),
    "appointment_change": frozenset({Role.DATA_ENTRY}),
    "invitation_list": frozenset({Role.DATA_ENTRY}),
    "invitation_print": frozenset({Role.DATA_ENTRY}),
    "invitation_mark": frozenset({Role.DATA_ENTRY}),
    "invitation_pdf": frozenset({Role.DATA_ENTRY}),
    "invitation_roster": frozenset({Role.DATA_ENTRY}),
    "invitation_messages": frozenset({Role.DATA_ENTRY}),
    "attendance_mark": frozenset({Role.DATA_ENTRY}),
    "attendance_absent": frozenset({Role.DATA_ENTRY}),
    "attendance_undo": frozenset({Role.DATA_ENTRY}),
    "attendance_second": frozenset({Role.DATA_ENTRY}),
    "attendance_upload": frozenset({Role.DATA_ENTRY}),
    "attendance_export": frozenset({Role.DATA_ENTRY}),
    "health_result_list": frozenset({Role.DATA_ENTRY, Role.APPROVER}),
    "round_result": OFFICE,
    "round_result_pdf": OFFICE,
    "round_result_export": OFFICE,
    "unexamined_list": OFFICE,
    "unexamined_export": OFFICE,
    "bill_list": BILL_READERS,
    "bill_detail": BILL_READERS,
    "bill_fixes": BILL_READERS,
    "bill_upload": frozenset({Role.DATA_ENTRY}),
    "bill_match": frozenset({Role.DATA_ENTRY}),
    "bill_decide": frozenset({Role.DATA_ENTRY}),
    "bill_choose": frozenset({Role.DATA_ENTRY}),
    "bill_drop": frozenset({Role.DATA_ENTRY}),
    "bill_open": frozenset({Role.DATA_ENTRY}),
    "bill_accept": frozenset({Role.CHECKER}),
    "bill_return": frozenset({Role.CHECKER}),
    "trip_list": OFFICE,
    "trip_create": frozenset({Role.DATA_ENTRY}),
    "trip_detail": OFFICE,
    "trip_edit": frozenset({Role.DATA_ENTRY}),
    "trip_board": OFFICE,
    "trip_calendar": OFFICE,
    "trip_move": frozenset({Role.DATA_ENTRY}),
    "trip_contract": frozenset({Role.DATA_ENTRY}),
    "trip_paper_add": frozenset({Role.DATA_ENTRY}),
    "trip_paper": frozenset({Role.DATA_ENTRY}),
    "trip_rooms": frozenset({Role.DATA_ENTRY}),
    "trip_attendance": OFFICE,
    "trip_close": frozenset({Role.DATA_ENTRY}),
    "trip_list_pdf": OFFICE,
    "trip_attendance_pdf": OFFICE,
    "trip_workbook": OFFICE,
    "seat_list": OFFICE,
    "seat_create": frozenset({Role.DATA_ENTRY}),
    "seat_choose": frozenset({Role.DATA_ENTRY}),
    "seat_give_up": frozenset({Role.DATA_ENTRY}),
    "seat_substitute": frozenset({Role.DATA_ENTRY}),
    "seat_return": frozenset({Role.DATA_ENTRY}),
    "seat_stay": frozenset({Role.DATA_ENTRY}),
    "companion_create": frozenset({Role.DATA_ENTRY}),
    "companion_remove": frozenset({Role.DATA_ENTRY}),
    "claim_list": OFFICE,
    "claim_export": OFFICE,
    "my_queue": OFFICE,
    "claim_bulk": CLAIM_WORKERS,
    "claim_bulk_result": CLAIM_WORKERS,
    "claim_detail": OFFICE,
    "claim_print": OFFICE,
    "claim_proof": OFFICE,
    "claim_proof_pdf": OFFICE,
    "claim_submit": frozenset({Role.DATA_ENTRY}),
    "claim_check": frozenset({Role.CHECKER}),
    "claim_take_over": frozenset({Role.CHECKER}),
    "claim_approve": frozenset({Role.APPROVER}),
    "claim_return": frozenset({Role.CHECKER, Role.APPROVER}),
    "claim_refuse": frozenset({Role.CHECKER, Role.APPROVER}),
    "claim_cancel": frozenset({Role.DATA_ENTRY}),
    "payment_list_list": PAYMENT_READERS,
    "payment_list_detail": PAYMENT_READERS,
    "payment_list_pdf": PAYMENT_READERS,
    "payment_list_create": frozenset({Role.CASHIER}),
    "payment_list_export": frozenset({Role.CASHIER}),
    "payment_list_add": frozenset({Role.CASHIER}),
    "payment_list_remove": frozenset({Role.CASHIER}),
    "payment_list_issue": frozenset({Role.CASHIER}),
    "payment_list_cancel": frozenset({Role.CASHIER}),
    "payment_list_pay": frozenset({Role.CASHIER}),
    "payment_list_fail": frozenset({Role.CASHIER}),
    "period_close": frozenset({Role.CASHIER}),
    "recipient_list": PAYMENT_READERS - {Role.APPROVER} | {Role.DATA_ENTRY},
    "recipient_create": frozenset({Role.DATA_ENTRY}),
    "recipient_edit": frozenset({Role.DATA_ENTRY}),
    "estimate_list": PAYMENT_READERS,
    "estimate_create": frozenset({Role.REPORTER}),
    "estimate_edit": frozenset({Role.REPORTER}),
    "report_list": REPORT_READERS,
    "report_create": frozenset({Role.REPORTER}),
    "report_detail": REPORT_READERS,
    "report_edit": frozenset({Role.REPORTER}),
    "report_document": REPORT_READERS,
    "appendix_list": REPORT_READERS,
    "appendix_make": frozenset({Role.REPORTER}),
    "appendix_pdf": REPORT_READERS,
    "appendix_xlsx": REPORT_READERS,
    "report_docx": REPORT_READERS,
    "report_xlsx": REPORT_READERS,
    "report_pdf": REPORT_READERS,
    "outline_list": REPORT_READERS,
    "outline_detail": REPORT_READERS,
    "outline_download": REPORT_READERS,
    "outline_copy": frozenset({Role.REPORTER}),
    "outline_edit": frozenset({Role.REPORTER}),
    "outline_delete": frozenset({Role.REPORTER}),
    "publication_document": REPORT_READERS,
    "publication_file": REPORT_READERS,
    "publication_numbers": frozenset({Role.REPORTER}),
    "report_comparisons": REPORT_READERS,
    "comparison_export": REPORT_READERS,
    "report_beside": REPORT_READERS,
    "reported_type": frozenset({Role.REPORTER}),
    "reported_many": frozenset({Role.REPORTER}),
    "reported_template": frozenset({Role.REPORTER}),
    "reported_withdraw": frozenset({Role.REPORTER}),
    "figure_detail": REPORT_READERS,
    "figure_export": REPORT_READERS,
    "figure_type": frozenset({Role.REPORTER}),
    "report_submit": frozenset({Role.REPORTER}),
    "report_check": frozenset({Role.CHECKER}),
    "report_approve": frozenset({Role.APPROVER}),
    "report_return": frozenset({Role.CHECKER, Role.APPROVER}),
    "report_withdraw": frozenset({Role.REPORTER}),
    "report_issue": frozenset({Role.REPORTER}),
    "report_replace": frozenset({Role.REPORTER}),
    "report_drop": frozenset({Role.REPORTER}),
    "report_changes": REPORT_READERS,
    "figure_changes": REPORT_READERS,
    "edition_json": REPORT_READERS,
    "figure_withdraw": frozenset({Role.REPORTER}),
    "section_edit": frozenset({Role.REPORTER}),
    "section_draft": frozenset({Role.REPORTER}),
    "section_draft_drop": frozenset({Role.REPORTER}),
    "section_detail": REPORT_READERS,
    "section_history": REPORT_READERS,
    "version_detail": REPORT_READERS,
    "version_restore": frozenset({Role.REPORTER}),
    "comment_write": frozenset({Role.REPORTER, Role.CHECKER, Role.APPROVER}),
    "comment_resolve": frozenset({Role.REPORTER, Role.CHECKER, Role.APPROVER}),
    "document_list": REPORT_READERS,
    "document_create": frozenset({Role.REPORTER, Role.POLICY_OFFICER}),
    "document_edit": frozenset({Role.REPORTER, Role.POLICY_OFFICER}),
    "search": OFFICE,
    "cadre_lookup": OFFICE,
    "cadre_list": OFFICE,
    "cadre_export": OFFICE,
    "cadre_detail": OFFICE,
    "cadre_reveal": frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.CASHIER, Role.INSPECTOR}),
    "cadre_create": frozenset({Role.DATA_ENTRY}),
    "cadre_edit": frozenset({Role.DATA_ENTRY}),
    "cadre_end": frozenset({Role.DATA_ENTRY}),
    "cadre_import": frozenset({Role.DATA_ENTRY}),
    "membership_create": frozenset({Role.DATA_ENTRY}),
    "membership_end": frozenset({Role.DATA_ENTRY}),
    "card_issue": frozenset({Role.DATA_ENTRY}),
    "card_reissue": frozenset({Role.DATA_ENTRY}),
    "card_recall": frozenset({Role.DATA_ENTRY}),
    "card_list": OFFICE,
    "card_export": OFFICE,
    "card_lookup": OFFICE,
    "card_pdf": CLAIM_WORKERS,
    "card_print_detail": CLAIM_WORKERS,
    "card_print_make": CLAIM_WORKERS,
    "card_print_pdf": CLAIM_WORKERS,
    "card_batch_list": OFFICE,
    "card_batch_detail": OFFICE,
    "card_batch_download": OFFICE,
    "card_batch_create": frozenset({Role.DATA_ENTRY}),
    "card_batch_edit": frozenset({Role.DATA_ENTRY}),
    "card_batch_propose": frozenset({Role.DATA_ENTRY}),
    "card_batch_add": frozenset({Role.DATA_ENTRY}),
    "card_batch_remove": frozenset({Role.DATA_ENTRY}),
    "card_batch_number": frozenset({Role.DATA_ENTRY}),
    "card_batch_drop": frozenset({Role.DATA_ENTRY}),
    "card_batch_issue": frozenset({Role.CHECKER, Role.APPROVER}),
    "batch_list": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_detail": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_judge": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_answer": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_confirm": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_undo": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_drop": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_rejects": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "batch_template": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "simulation_list": SIMULATION_READERS,
    "simulation_detail": SIMULATION_READERS,
    "simulation_people": SIMULATION_READERS,
    "simulation_export": SIMULATION_READERS,
    "simulation_create": frozenset({Role.POLICY_OFFICER}),
    "simulation_cancel": frozenset({Role.POLICY_OFFICER}),
    "simulation_repeat": frozenset({Role.POLICY_OFFICER}),
    "simulation_delete": frozenset({Role.POLICY_OFFICER}),
    "session_renew": EVERYONE,
    "submission_resume": EVERYONE,
}

# The law is typed by those who answer for it.
for page in (
    "draft_create",
    "draft_copy",
    "draft_overview",
    "draft_head",
    "draft_answers",
    "draft_groups",
    "draft_benefits",
    "draft_sheet",
    "draft_limits",
    "draft_relations",
    "benefit_edit",
    "rate_create",
    "rate_edit",
    "limit_create",
    "limit_edit",
    "threshold_create",
    "threshold_edit",
    "law_limit_create",
    "law_limit_edit",
    "relation_create",
    "relation_edit",
    "payer_list",
    "parameter_list",
    "parameter_create",
    "parameter_edit",
    "dated_list_list",
    "dated_list_create",
    "dated_list_edit",
):
    ACCESS[page] = frozenset({Role.POLICY_OFFICER})

# The plan of a year of convalescence: read by all, made by the department, its list by the units.
ACCESS |= {
    "year_plan_list": OFFICE,
    "year_plan_detail": OFFICE,
    "year_plan_file": OFFICE,
    "turn_list": OFFICE,
    "turn_export": OFFICE,
    "candidate_list": OFFICE,
    "candidate_export": OFFICE,
    "candidate_pdf": OFFICE,
    "candidate_detail": OFFICE,
    "home_run_detail": OFFICE,
    "year_plan_agree": frozenset({Role.APPROVER}),
}
for page in (
    "year_plan_create",
    "year_plan_edit",
    "year_plan_propose",
    "year_plan_advance",
    "quota_create",
    "quota_edit",
    "quota_remove",
    "quota_call",
    "cycle_edit",
    "plan_part_confirm",
    "candidate_wish",
    "candidate_fitness",
    "candidate_leave",
    "candidate_home",
    "candidate_substitute",
    "home_run_create",
):
    ACCESS[page] = frozenset({Role.DATA_ENTRY})

# Every kind of fact has the same pages.
ENTERS = frozenset({Role.DATA_ENTRY})
for kind in (
    "stay",
    "request",
    "illness",
    "drug",
    "package",
    "delegation",
    "checkup",
    "allowance",
    "participation",
    "home",
):
    ACCESS |= {f"{kind}_{page}": OFFICE for page in ("list", "detail")}
    ACCESS |= {f"{kind}_{page}": ENTERS for page in ("create", "preview", "edit", "withdraw")}

# A value for every kind of argument in an address, of something that doesn't exist.
NOBODY = {"int": 999_999_999, "str": "khong-co", "slug": "khong-co", "path": "khong-co"}
NOBODY["uuid"] = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the portal and the kind of each of its arguments."""

    name: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.arguments]

    @property
    def of_nobody(self) -> dict[str, object]:
        return {name: NOBODY.get(kind, 2025) for name, kind in self.arguments}


def pages() -> list[Page]:
    """Every named address of the portal."""
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda page: page.name)


def url_names() -> set[str]:
    return {page.name for page in pages()}


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, above: tuple[tuple[str, str], ...]
) -> Iterator[Page]:
    for pattern in patterns:
        kinds = {
            name: type(converter)
            .__name__.removesuffix("Converter")
            .lower()
            .replace("string", "str")
            for name, converter in pattern.pattern.converters.items()
        }
        arguments = (*above, *kinds.items())
        if isinstance(pattern, URLResolver):
            prefix = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix, arguments)
        elif pattern.name:
            yield Page(f"{namespace}{pattern.name}", arguments)


def _kind(converter: object) -> str:
    kind = type(converter).__name__.removesuffix("Converter").lower()
    return "str" if kind == "string" else kind
