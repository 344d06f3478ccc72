"""Addresses of simulations: runs of a version of the law over a year."""

from django.urls import path

from claims.simulating import pages

urlpatterns = [
    path("mo-phong/", pages.simulation_list, name="simulation_list"),
    path("chinh-sach/<slug:code>/mo-phong/", pages.simulation_create, name="simulation_create"),
    path("mo-phong/<int:simulation_id>/", pages.simulation_detail, name="simulation_detail"),
    path("mo-phong/<int:simulation_id>/nguoi/", pages.simulation_people, name="simulation_people"),
    path("mo-phong/<int:simulation_id>/xuat/", pages.simulation_export, name="simulation_export"),
    path("mo-phong/<int:simulation_id>/dung/", pages.simulation_cancel, name="simulation_cancel"),
    path(
        "mo-phong/<int:simulation_id>/chay-lai/", pages.simulation_repeat, name="simulation_repeat"
    ),
    path("mo-phong/<int:simulation_id>/xoa/", pages.simulation_delete, name="simulation_delete"),
]
