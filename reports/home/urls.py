from django.urls import path

from reports.home import year_pages

urlpatterns = [
    path("so-lieu-nam/", year_pages.year_detail, name="year_detail"),
    path("so-lieu-nam/xuat/", year_pages.year_export, name="year_export"),
]
