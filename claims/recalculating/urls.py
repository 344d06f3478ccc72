from django.urls import path

from claims.recalculating import pages

urlpatterns = [
    path("tinh-lai/", pages.recalculation_list, name="recalculation_list"),
    path("tinh-lai/lap/", pages.recalculation_create, name="recalculation_create"),
    path(
        "tinh-lai/<int:recalculation_id>/",
        pages.recalculation_detail,
        name="recalculation_detail",
    ),
    path(
        "tinh-lai/<int:recalculation_id>/xuat/",
        pages.recalculation_export,
        name="recalculation_export",
    ),
    path(
        "tinh-lai/<int:recalculation_id>/lap-ho-so/",
        pages.recalculation_decide,
        name="recalculation_decide",
    ),
    path(
        "tinh-lai/<int:recalculation_id>/bo/",
        pages.recalculation_drop,
        name="recalculation_drop",
    ),
]
