from django.urls import path

from reports import views, writing_pages

urlpatterns = [
    path("bao-cao/", views.report_list, name="report_list"),
    path("bao-cao/lap-moi/", views.report_create, name="report_create"),
    path("bao-cao/<int:report_id>/", views.report_detail, name="report_detail"),
    path("bao-cao/<int:report_id>/the-thuc/", views.report_edit, name="report_edit"),
    path("bao-cao/<int:report_id>/van-ban/", views.report_document, name="report_document"),
    path("bao-cao/<int:report_id>/pdf/", views.report_pdf, name="report_pdf"),
    path("bao-cao/<int:report_id>/word/", views.report_docx, name="report_docx"),
    path("bao-cao/<int:report_id>/excel/", views.report_xlsx, name="report_xlsx"),
    path("bao-cao/<int:report_id>/doi-chieu/", views.reported_type, name="reported_type"),
    path(
        "bao-cao/<int:report_id>/doi-chieu/<str:code>/bo/",
        views.reported_withdraw,
        name="reported_withdraw",
    ),
    path("bao-cao/<int:report_id>/so-lieu/<str:code>/", views.figure_detail, name="figure_detail"),
    path(
        "bao-cao/<int:report_id>/so-lieu/<str:code>/xuat/",
        views.figure_export,
        name="figure_export",
    ),
    path("bao-cao/<int:report_id>/so-lieu/<str:code>/uoc/", views.figure_type, name="figure_type"),
    path(
        "bao-cao/<int:report_id>/so-lieu/<str:code>/bo-uoc/",
        views.figure_withdraw,
        name="figure_withdraw",
    ),
    path(
        "bao-cao/<int:report_id>/muc/<int:section_id>/",
        writing_pages.section_edit,
        name="section_edit",
    ),
    path(
        "bao-cao/<int:report_id>/muc/<int:section_id>/xem-truoc/",
        writing_pages.section_preview,
        name="section_preview",
    ),
]
