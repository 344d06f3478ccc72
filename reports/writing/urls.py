"""Addresses of what belongs to writing: sections, their history, comments, cited documents."""

from django.urls import path

from reports.documents import pages as document_pages
from reports.writing import history_pages, pages

SECTION = "bao-cao/<int:report_id>/muc/<int:section_id>/"

urlpatterns = [
    path(SECTION, pages.section_edit, name="section_edit"),
    path(f"{SECTION}ban-soan/", pages.section_draft, name="section_draft"),
    path(f"{SECTION}ban-soan/bo/", pages.section_draft_drop, name="section_draft_drop"),
    path(f"{SECTION}xem/", pages.section_detail, name="section_detail"),
    path(f"{SECTION}y-kien/", pages.comment_write, name="comment_write"),
    path(
        "bao-cao/<int:report_id>/y-kien/<int:comment_id>/xong/",
        pages.comment_resolve,
        name="comment_resolve",
    ),
    path(f"{SECTION}lich-su/", history_pages.section_history, name="section_history"),
    path(f"{SECTION}lich-su/<int:number>/", history_pages.version_detail, name="version_detail"),
    path(
        f"{SECTION}lich-su/<int:number>/khoi-phuc/",
        history_pages.version_restore,
        name="version_restore",
    ),
    path("van-ban-trich-dan/", document_pages.document_list, name="document_list"),
    path("van-ban-trich-dan/ghi-so/", document_pages.document_create, name="document_create"),
    path("van-ban-trich-dan/<slug:code>/", document_pages.document_edit, name="document_edit"),
]
