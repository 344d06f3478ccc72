from django.urls import path

from reports import figure_pages, views
from reports.appendices import pages as appendix_pages
from reports.comparing import pages as comparison_pages
from reports.issuing import urls as issuing_urls
from reports.outlining import pages as outline_pages
from reports.publishing import pages as publication_pages
from reports.writing import urls as writing_urls

urlpatterns = [
    path("de-cuong/", outline_pages.outline_list, name="outline_list"),
    path("de-cuong/<slug:code>/", outline_pages.outline_detail, name="outline_detail"),
    path("de-cuong/<slug:code>/chep/", outline_pages.outline_copy, name="outline_copy"),
    path(
        "de-cuong/<slug:code>/sua/<str:what>/<str:place>/",
        outline_pages.outline_edit,
        name="outline_edit",
    ),
    path("de-cuong/<slug:code>/xoa/", outline_pages.outline_delete, name="outline_delete"),
    path("de-cuong/<slug:code>/tai/", outline_pages.outline_download, name="outline_download"),
    path("bao-cao/", views.report_list, name="report_list"),
    path("bao-cao/lap-moi/", views.report_create, name="report_create"),
    path("bao-cao/<int:report_id>/", views.report_detail, name="report_detail"),
    path("bao-cao/<int:report_id>/the-thuc/", views.report_edit, name="report_edit"),
    path("bao-cao/<int:report_id>/van-ban/", views.report_document, name="report_document"),
    path("bao-cao/<int:report_id>/pdf/", views.report_pdf, name="report_pdf"),
    path("bao-cao/<int:report_id>/word/", views.report_docx, name="report_docx"),
    path("bao-cao/<int:report_id>/excel/", views.report_xlsx, name="report_xlsx"),
    path("bao-cao/<int:report_id>/phu-luc/", appendix_pages.appendix_list, name="appendix_list"),
    path(
        "bao-cao/<int:report_id>/phu-luc/lap/", appendix_pages.appendix_make, name="appendix_make"
    ),
    path(
        "bao-cao/<int:report_id>/phu-luc/<int:appendix_id>/pdf/",
        appendix_pages.appendix_pdf,
        name="appendix_pdf",
    ),
    path(
        "bao-cao/<int:report_id>/phu-luc/<int:appendix_id>/excel/",
        appendix_pages.appendix_xlsx,
        name="appendix_xlsx",
    ),
    path(
        "bao-cao/<int:report_id>/cong-bo/",
        publication_pages.publication_document,
        name="publication_document",
    ),
    path(
        "bao-cao/<int:report_id>/cong-bo/so-go-tay/",
        publication_pages.publication_numbers,
        name="publication_numbers",
    ),
    path(
        "bao-cao/<int:report_id>/cong-bo/<str:form>/",
        publication_pages.publication_file,
        name="publication_file",
    ),
    path(
        "bao-cao/<int:report_id>/doi-chieu/",
        comparison_pages.report_comparisons,
        name="report_comparisons",
    ),
    path(
        "bao-cao/<int:report_id>/doi-chieu/xuat/",
        comparison_pages.comparison_export,
        name="comparison_export",
    ),
    path(
        "bao-cao/<int:report_id>/doi-chieu/ghi/",
        comparison_pages.reported_type,
        name="reported_type",
    ),
    path(
        "bao-cao/<int:report_id>/doi-chieu/nhieu/",
        comparison_pages.reported_many,
        name="reported_many",
    ),
    path(
        "bao-cao/<int:report_id>/doi-chieu/mau/",
        comparison_pages.reported_template,
        name="reported_template",
    ),
    path(
        "bao-cao/<int:report_id>/doi-chieu/bao-cao/<int:other_id>/",
        comparison_pages.report_beside,
        name="report_beside",
    ),
    path(
        "bao-cao/<int:report_id>/doi-chieu/<int:reported_id>/bo/",
        comparison_pages.reported_withdraw,
        name="reported_withdraw",
    ),
    path(
        "bao-cao/<int:report_id>/so-lieu/<str:code>/",
        figure_pages.figure_detail,
        name="figure_detail",
    ),
    path(
        "bao-cao/<int:report_id>/so-lieu/<str:code>/xuat/",
        figure_pages.figure_export,
        name="figure_export",
    ),
    path(
        "bao-cao/<int:report_id>/so-lieu/<str:code>/uoc/",
        figure_pages.figure_type,
        name="figure_type",
    ),
    path(
        "bao-cao/<int:report_id>/so-lieu/<str:code>/bo-uoc/",
        figure_pages.figure_withdraw,
        name="figure_withdraw",
    ),
    *writing_urls.urlpatterns,
    *issuing_urls.urlpatterns,
]
