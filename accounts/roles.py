"""Roles, the pairs that must not meet in one person, and what each role may do."""

from django.db import models


class Role(models.TextChoices):
    DATA_ENTRY = "data_entry", "Nhập liệu"
    CHECKER = "checker", "Thẩm định"
    APPROVER = "approver", "Lãnh đạo duyệt"
    CASHIER = "cashier", "Chi trả"
    POLICY_OFFICER = "policy_officer", "Chính sách"
    REPORTER = "reporter", "Báo cáo"
    INSPECTOR = "inspector", "Tra cứu"
    ADMINISTRATOR = "administrator", "Quản trị"


_WORKING = (
    Role.DATA_ENTRY,
    Role.CHECKER,
    Role.APPROVER,
    Role.CASHIER,
    Role.POLICY_OFFICER,
    Role.REPORTER,
)

# Duties that one person must not hold together: whoever enters does not check, whoever
# checks does not approve, whoever approves does not pay; who hands out rights or only looks
# has no hand in the work.
INCOMPATIBLE_ROLES: tuple[tuple[Role, Role], ...] = (
    (Role.DATA_ENTRY, Role.CHECKER),
    (Role.DATA_ENTRY, Role.APPROVER),
    (Role.DATA_ENTRY, Role.CASHIER),
    (Role.CHECKER, Role.APPROVER),
    (Role.CHECKER, Role.CASHIER),
    (Role.APPROVER, Role.CASHIER),
    (Role.POLICY_OFFICER, Role.APPROVER),
    (Role.POLICY_OFFICER, Role.CASHIER),
    *((role, Role.ADMINISTRATOR) for role in _WORKING),
    *((role, Role.INSPECTOR) for role in (*_WORKING, Role.ADMINISTRATOR)),
)

_ALL = frozenset(Role)
_OFFICE = frozenset({*_WORKING, Role.INSPECTOR})

# permission → roles that hold it. A page names the permission it needs; nothing else decides.
PERMISSIONS: dict[str, frozenset[Role]] = {
    "home": _ALL,
    "search": _OFFICE,
    "cadre_view": _OFFICE,
    "cadre_edit": frozenset({Role.DATA_ENTRY}),
    "cadre_import": frozenset({Role.DATA_ENTRY}),
    "card_view": _OFFICE,
    "card_draft": frozenset({Role.DATA_ENTRY}),
    "card_decide": frozenset({Role.CHECKER, Role.APPROVER}),
    "card_print": frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER}),
    "batch_view": frozenset({Role.DATA_ENTRY, Role.CHECKER}),
    "identity_view": frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.INSPECTOR}),
    "account_view": frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.CASHIER}),
    "resolution_view": _OFFICE,
    "rate_confirm": frozenset({Role.POLICY_OFFICER}),
    "pack_upload": frozenset({Role.POLICY_OFFICER}),
    "case_edit": frozenset({Role.POLICY_OFFICER}),
    "resolution_edit": frozenset({Role.POLICY_OFFICER}),
    "resolution_release": frozenset({Role.POLICY_OFFICER}),
    "succession_view": frozenset(
        {Role.DATA_ENTRY, Role.CHECKER, Role.POLICY_OFFICER, Role.INSPECTOR}
    ),
    "succession_edit": frozenset({Role.POLICY_OFFICER}),
    "succession_confirm": frozenset({Role.DATA_ENTRY}),
    "fact_view": _OFFICE,
    "fact_record": frozenset({Role.DATA_ENTRY}),
    "diagnosis_view": frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER, Role.INSPECTOR}),
    "event_import": frozenset({Role.DATA_ENTRY}),
    "history_confirm": frozenset({Role.CHECKER}),
    "plan_view": _OFFICE,
    "plan_edit": frozenset({Role.DATA_ENTRY}),
    "plan_agree": frozenset({Role.APPROVER}),
    "attendance_mark": frozenset({Role.DATA_ENTRY}),
    "result_view": frozenset({Role.DATA_ENTRY, Role.APPROVER}),
    "result_record": frozenset({Role.DATA_ENTRY}),
    "bill_view": frozenset(
        {Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER, Role.CASHIER, Role.INSPECTOR}
    ),
    "bill_upload": frozenset({Role.DATA_ENTRY}),
    "bill_decide": frozenset({Role.DATA_ENTRY}),
    "bill_accept": frozenset({Role.CHECKER}),
    "bill_open": frozenset({Role.DATA_ENTRY}),
    "claim_view": _OFFICE,
    "claim_submit": frozenset({Role.DATA_ENTRY}),
    "claim_check": frozenset({Role.CHECKER}),
    "claim_approve": frozenset({Role.APPROVER}),
    "claim_decide": frozenset({Role.CHECKER, Role.APPROVER}),  # return, refuse: whose turn it is
    "claim_bulk": frozenset({Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER}),
    "recalculation_view": frozenset(
        {Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER, Role.POLICY_OFFICER, Role.INSPECTOR}
    ),
    "recalculation_decide": frozenset({Role.DATA_ENTRY}),
    "payment_view": frozenset(
        {Role.CHECKER, Role.APPROVER, Role.CASHIER, Role.REPORTER, Role.INSPECTOR}
    ),
    "payment_pay": frozenset({Role.CASHIER}),
    "period_close": frozenset({Role.CASHIER}),
    "recipient_view": frozenset(
        {Role.DATA_ENTRY, Role.CHECKER, Role.CASHIER, Role.REPORTER, Role.INSPECTOR}
    ),
    "recipient_edit": frozenset({Role.DATA_ENTRY}),
    "estimate_view": frozenset(
        {Role.CHECKER, Role.APPROVER, Role.CASHIER, Role.REPORTER, Role.INSPECTOR}
    ),
    "estimate_edit": frozenset({Role.REPORTER}),
    "simulation_run": frozenset({Role.POLICY_OFFICER}),
    "simulation_view": frozenset(
        {Role.POLICY_OFFICER, Role.APPROVER, Role.REPORTER, Role.INSPECTOR}
    ),
    "report_view": frozenset(
        {Role.REPORTER, Role.CHECKER, Role.APPROVER, Role.POLICY_OFFICER, Role.INSPECTOR}
    ),
    "report_write": frozenset({Role.REPORTER}),
    "report_check": frozenset({Role.CHECKER}),
    "report_approve": frozenset({Role.APPROVER}),
    "report_return": frozenset({Role.CHECKER, Role.APPROVER}),  # whose turn it is
    "report_issue": frozenset({Role.REPORTER}),
    "section_comment": frozenset({Role.REPORTER, Role.CHECKER, Role.APPROVER}),
    "document_view": frozenset(
        {Role.REPORTER, Role.CHECKER, Role.APPROVER, Role.POLICY_OFFICER, Role.INSPECTOR}
    ),
    "document_edit": frozenset({Role.REPORTER, Role.POLICY_OFFICER}),
    "user_manage": frozenset({Role.ADMINISTRATOR}),
    "access_log_view": frozenset({Role.ADMINISTRATOR, Role.INSPECTOR}),
}
