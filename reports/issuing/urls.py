"""Addresses of what belongs to issuing: the steps of a report, its edition, what changed since."""

from django.urls import path

from reports.issuing import edition_pages, pages

REPORT = "bao-cao/<int:report_id>/"

urlpatterns = [
    path(f"{REPORT}trinh/", pages.report_submit, name="report_submit"),
    path(f"{REPORT}soat-xet/", pages.report_check, name="report_check"),
    path(f"{REPORT}duyet/", pages.report_approve, name="report_approve"),
    path(f"{REPORT}ban-hanh/", pages.report_issue, name="report_issue"),
    path(f"{REPORT}tra-lai/", pages.report_return, name="report_return"),
    path(f"{REPORT}rut-ve/", pages.report_withdraw, name="report_withdraw"),
    path(f"{REPORT}bo/", pages.report_drop, name="report_drop"),
    path(f"{REPORT}thay-the/", pages.report_replace, name="report_replace"),
    path(f"{REPORT}json/", edition_pages.edition_json, name="edition_json"),
    path(f"{REPORT}thay-doi/", edition_pages.report_changes, name="report_changes"),
    path(f"{REPORT}thay-doi/<str:code>/", edition_pages.figure_changes, name="figure_changes"),
]
