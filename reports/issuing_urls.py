"""Addresses of what belongs to issuing: the steps of a report, its edition, what changed since."""

from django.urls import path

from reports import edition_pages, issuing_pages

REPORT = "bao-cao/<int:report_id>/"

urlpatterns = [
    path(f"{REPORT}trinh/", issuing_pages.report_submit, name="report_submit"),
    path(f"{REPORT}soat-xet/", issuing_pages.report_check, name="report_check"),
    path(f"{REPORT}duyet/", issuing_pages.report_approve, name="report_approve"),
    path(f"{REPORT}ban-hanh/", issuing_pages.report_issue, name="report_issue"),
    path(f"{REPORT}tra-lai/", issuing_pages.report_return, name="report_return"),
    path(f"{REPORT}rut-ve/", issuing_pages.report_withdraw, name="report_withdraw"),
    path(f"{REPORT}thay-the/", issuing_pages.report_replace, name="report_replace"),
    path(f"{REPORT}json/", edition_pages.edition_json, name="edition_json"),
    path(f"{REPORT}thay-doi/", edition_pages.report_changes, name="report_changes"),
    path(f"{REPORT}thay-doi/<str:code>/", edition_pages.figure_changes, name="figure_changes"),
]
