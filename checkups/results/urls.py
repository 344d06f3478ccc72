from django.urls import path

from checkups.results import pages

urlpatterns = [
    path("dot-kham/<int:round_id>/ket-qua/", pages.round_result, name="round_result"),
    path("dot-kham/<int:round_id>/ket-qua/pdf/", pages.round_result_pdf, name="round_result_pdf"),
    path(
        "dot-kham/<int:round_id>/ket-qua/xuat/",
        pages.round_result_export,
        name="round_result_export",
    ),
    path("chua-kham/", pages.unexamined_list, name="unexamined_list"),
    path("chua-kham/xuat/", pages.unexamined_export, name="unexamined_export"),
]
