from django.urls import path

from policies import life_pages as life
from policies import views
from policies.cases import pages as cases
from policies.editing.urls import urlpatterns as editing
from policies.succession import pages as succession
from policies.trying import pages as trying

urlpatterns = [
    path("chinh-sach/", views.resolution_list, name="resolution_list"),
    path("nap-chinh-sach/", views.pack_upload, name="pack_upload"),
    path("chinh-sach/<slug:code>/", views.resolution_detail, name="resolution_detail"),
    path("chinh-sach/<slug:code>/tep/", views.pack_download, name="pack_download"),
    path("chinh-sach/<slug:code>/so-excel/", views.pack_workbook, name="pack_workbook"),
    path("chinh-sach/<slug:code>/thu-xong/", life.resolution_test, name="resolution_test"),
    path("chinh-sach/<slug:code>/mo-lai/", life.resolution_reopen, name="resolution_reopen"),
    path("chinh-sach/<slug:code>/ban-hanh/", life.resolution_release, name="resolution_release"),
    path("chinh-sach/<slug:code>/bai-bo/", life.resolution_repeal, name="resolution_repeal"),
    path("chinh-sach/<slug:code>/tiep-tuc/", life.resolution_continue, name="resolution_continue"),
    path(
        "chinh-sach/<slug:code>/so-voi/<slug:other>/",
        views.resolution_difference,
        name="resolution_difference",
    ),
    path("chinh-sach/<slug:code>/tinh-thu/", trying.trial, name="trial"),
    path("chinh-sach/<slug:code>/ca-mau/", cases.case_list, name="case_list"),
    path("chinh-sach/<slug:code>/ca-mau/them/", cases.case_create, name="case_create"),
    path("chinh-sach/<slug:code>/ca-mau/<int:number>/sua/", cases.case_edit, name="case_edit"),
    path("chinh-sach/<slug:code>/ca-mau/<int:number>/bo/", cases.case_remove, name="case_remove"),
    path("chinh-sach/<slug:code>/ca-mau/nap/", cases.case_upload, name="case_upload"),
    path("chinh-sach/<slug:code>/ca-mau/luu/", cases.case_keep, name="case_keep"),
    path("chinh-sach/<slug:code>/ca-mau/so-mau/", cases.case_template, name="case_template"),
    path("chinh-sach/<slug:code>/ca-mau/tai/", cases.case_export, name="case_export"),
    path(
        "chinh-sach/<slug:code>/bang-chuyen-doi-tuong/",
        succession.succession_edit,
        name="succession_edit",
    ),
    path("muc-huong/<int:rate_id>/", views.rate_detail, name="rate_detail"),
    path("muc-huong/<int:rate_id>/xac-nhan/", views.rate_confirm, name="rate_confirm"),
    *editing,
]
